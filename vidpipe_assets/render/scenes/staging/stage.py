"""What all that is staged knows: where the subject is, what room it has, and since when it happens."""

import math
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, Paint, blend_upon
from vidpipe_assets.render.drawing.easing import out_cubic, progress
from vidpipe_assets.render.happenings import Happening
from vidpipe_assets.render.scenes.context import HEAD_START_S, SceneContext
from vidpipe_assets.render.spoken_words import word_s

_FROM_THE_START = ("float", "bubbles")
"""What a world of its own says as soon as it is seen."""
_LATEST = 0.7
"""A share of the scene: what happens must be seen for a while."""
_LONGEST_S = 3.6
"""What takes its time takes no longer, however long the scene is."""
_SOON_S = 0.15
"""How long it is seen at rest before it happens."""
_SURVIVED_LATEST = 0.85
SETTLED_S = 9.0
"""So long after it has begun, everything stands where it goes: nothing takes longer."""
BEYOND = 44
"""What of a subject's ink may lie beyond where it rests, in pixels: parts move, all of it shakes."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def wide(self) -> float:
        """From side to side."""
        return self.right - self.left

    @property
    def high(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def x(self) -> float:
        """The middle."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle."""
        return (self.top + self.bottom) / 2


class Pose(NamedTuple):
    """Shift to the right and down in pixels, turn in degrees, scale over the subject's foot, and width beside that."""

    across: float = 0.0
    down: float = 0.0
    turn: float = 0.0
    scale: float = 1.0
    wide: float = 1.0


RESTS = Pose()

Span = tuple[float, float]
"""From when to when something is seen."""
ALWAYS: Span = (0.0, math.inf)


class Stage:
    """Where something happens to a subject that has ink in `ink` and may be seen in the part of `room` in the frame.

    Moments count as the template's. `less`: how much of a quick movement is made, which calm motion halves. An event
    begins within `span`, though it is told before: it may not have been seen yet. Not so what is survived by its end.
    `group`: the subject and all that stands beside it yet, as a whole; who comes last stands at the right of that.
    `shown`: of its size is the subject within that.
    """

    def __init__(
        self, happening: Happening, context: SceneContext, ink: Box, room: Box, span: Span = ALWAYS,
        group: Box | None = None, shown: float = 1.0,
    ) -> None:  # fmt: skip
        self.shown = shown
        self.kind, self.text, self.word = happening.kind, happening.text, happening.word
        self.actor, self.number, self.size = happening.actor, happening.number, happening.size
        self.context, self.palette, self.tempo = context, context.palette, context.tempo
        self.ink, self.span = ink, span
        self.group, self.on_right = group or ink, group is not None
        self.room = Box(max(room.left, 0.0), room.top, min(room.right, WIDTH), room.bottom)
        scene = context.shot.scene
        said = HEAD_START_S + min(word_s(scene, happening.word), context.seconds * _LATEST)
        self.start = -1.0 if self.kind in _FROM_THE_START else max(said - 0.1, 0.3)
        if happening.is_event and happening.survived < 0 <= self.start:
            self.start = max(self.start, span[0] + _SOON_S)
        self.actor_start = self._actor_start(happening)
        self.length = min(max(min(context.seconds, span[1]) - self.start - 0.4, 1.2), _LONGEST_S)
        self.survived = self._survived(happening)
        self.narration = scene.narration
        self.icon = scene.icon
        chance = Random(context.shot.seed)  # noqa: S311 - for variety, not for secrecy
        self.less = 0.5 if context.tempo.calm else 1.0
        self.bits = [(chance.random(), chance.random(), chance.uniform(0.6, 1.3)) for _ in range(34)]

    def _actor_start(self, happening: Happening) -> float:
        """When the actor comes: with the word that names it."""
        if happening.actor_word < 0:
            return max(self.start, 0.3)
        said = HEAD_START_S + word_s(self.context.shot.scene, happening.actor_word)
        return max(min(said, self.context.seconds * _LATEST) - 0.1, 0.3)

    def _survived(self, happening: Happening) -> float | None:
        """When it is said that the subject works still; None: it is not."""
        if happening.survived < 0:
            return None
        said = HEAD_START_S + word_s(self.context.shot.scene, happening.survived)
        return max(min(said, self.context.seconds * _SURVIVED_LATEST), self.start + 0.9)

    def since(self, at: float) -> float:
        """Seconds since it has begun; negative before."""
        return at - self.start

    def share(self, at: float, length: float = 0.5) -> float:
        """How far it has come of what takes `length` seconds."""
        return progress(at, self.start, length, out_cubic)

    def actor_share(self, at: float) -> float:
        """How far the actor has come."""
        return progress(at, self.actor_start, 0.5, out_cubic)

    def cover(self, canvas: Canvas, paint: Paint) -> None:
        """Put `paint` on all of the subject, wherever its ink is."""
        ink = self.ink
        canvas.box(ink.left - BEYOND, ink.top - BEYOND, ink.wide + 2 * BEYOND, ink.high + 2 * BEYOND, blend_upon(paint))

    @property
    def side_room(self) -> float:
        """How far the subject may go to either side."""
        return max(min(self.ink.left - self.room.left, self.room.right - self.ink.right), 0.0)

    @property
    def head_room(self) -> float:
        """How far the subject may go up."""
        return max(self.ink.top - self.room.top, 0.0)
