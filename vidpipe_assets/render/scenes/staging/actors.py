"""Who or what else takes part: another illustration, as large as its part in the scene, and where it stands."""

from functools import lru_cache
from typing import Any

from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.easing import clamp
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.illustrations.files import load_illustration
from vidpipe_assets.render.illustrations.gestures import Gesture, gesturing
from vidpipe_assets.render.illustrations.svg import FIELD, ROLES
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.staging.stage import Pose, Stage
from vidpipe_assets.render.worlds.grounds import stands_in

BARELY = 0.9999
"""How much has come of what is drawn anew each frame, since it moves, turns or grows: nothing of it is copied."""
GAP, MARGIN = 24, 40
"""Between the subject and what stands beside it, and between that and the room's edge, in pixels."""
LOOK_LEFT = (
    "bee", "calf", "elephant", "falcon", "fish", "hummingbird", "mantis-shrimp", "mantis-shrimp-punch",
    "octopus", "tardigrade", "tern", "whale", "whale-mouth",
)  # fmt: skip
"""The illustrations that would go backwards if they went to the right."""
_DRESSES = (("#D2493C", "#F6C445"), ("#2F78B0", "#F2F5FA"), ("#3E8E5A", "#F7D35C"), ("#8A4FB0", "#5CC8FF"),
            ("#E08A2F", "#34466E"))  # fmt: skip
"""What people wear: the colours for the palette's two accents."""
_ALOFT = ("galaxy", "gps-satellite", "hubble", "moon", "solar-probe", "sun", "venus", "voyager")
"""What belongs into the sky."""
_LEAST = 0.55
"""Of its size is a subject beside others, at least."""
_LENS, STEM = 0.68, 0.55
"""How much of a lens's width its picture has, and how far above what it enlarges it hangs, in its widths."""
_TINY = 10
"""What is lower than that, in pixels, is not drawn below its lens."""


class Actor:
    """One illustration that fits into `wide` x `high` pixels. `dress`: which colours it wears."""

    def __init__(self, name: str, context: SceneContext, wide: float, high: float, dress: int = 0) -> None:
        left, top, right, bottom = ink_of(name)
        scale = max(min(wide / (right - left), high / (bottom - top)), 0.01)
        self.wide, self.high = scale * (right - left), scale * (bottom - top)
        self.looks_left = name in LOOK_LEFT
        accent, accent2 = _DRESSES[dress % len(_DRESSES)]
        self._name, self._size, self._calm = name, scale * FIELD, context.tempo.calm
        self._colours = {"accent": accent, "accent2": accent2, "ink": context.palette.ink}
        self._player = Player(load_illustration(name), self._size, self._colours, calm=self._calm)
        self._gesturing = dict[Gesture, Player]()
        self._left, self._foot = -scale * (left + right) / 2, -scale * bottom
        self._stamp: Any = None

    def draw(
        self, canvas: Canvas, at: float, x: float, foot: float, size: float = 1.0, *, turn: float = 0.0,
        mirrored: bool = False, gesture: Gesture | None = None,
    ) -> None:  # fmt: skip
        """Draw it with the middle of its foot at x, `foot`; `mirrored`: as it looks to its other side."""
        if size <= 0:
            return
        rests = size == 1 and not turn and not mirrored
        across = -size if mirrored else size
        with canvas.transform(round(x), round(foot), scale=(across, size), turn=turn):
            self._in(gesture).draw(canvas, at, self._left, self._foot, 1.0 if rests else BARELY)

    def _in(self, gesture: Gesture | None) -> Player:
        """What draws it in a gesture."""
        if gesture is None:
            return self._player
        if gesture not in self._gesturing:
            posed = gesturing(self._name, gesture)
            self._gesturing[gesture] = Player(posed, self._size, self._colours, calm=self._calm)
        return self._gesturing[gesture]

    def stamp(self, canvas: Canvas, x: float, foot: float) -> None:
        """The same as one image that does not move, for many of it."""
        if self._stamp is None:
            own = Canvas(round(self.wide) + 4, round(self.high) + 4)
            self.draw(own, 0.0, own.pixels.shape[1] / 2, own.pixels.shape[0] - 2)
            self._stamp = own.snapshot()
        canvas.image(self._stamp, round(x - self._stamp.width() / 2), round(foot - self._stamp.height() + 2))


@lru_cache(maxsize=64)
def cast(stage: Stage, wide: float, high: float, dress: int = 0) -> Actor:
    """The actor of a stage in this size; drawn once for all frames."""
    return Actor(stage.actor or "man", stage.context, wide, high, stage.context.shot.seed + dress)


@lru_cache(maxsize=256)
def ink_of(name: str) -> tuple[float, float, float, float]:
    """Where an illustration has ink, in units of its field: most do not reach its edges."""
    return Player(load_illustration(name), FIELD, dict.fromkeys(ROLES, "#000000")).ink


def looks_left(stage: Stage) -> bool:
    """Whether the subject would go backwards if it went to the right."""
    return stage.context.shot.illustration in LOOK_LEFT


def foot_of(stage: Stage, actor: Actor) -> float:
    """How low an actor is beside the subject: on its ground, in the middle where there is none, or above it."""
    shot = stage.context.shot
    if stage.actor in _ALOFT:
        return stage.ink.top + actor.high
    if stands_in(shot.background, shot.illustration or "") and stands_in(shot.background, stage.actor or ""):
        return stage.ink.bottom
    return min(stage.ink.y + actor.high / 2, stage.ink.bottom)


def make_room(stage: Stage, wanted: float, share: float, *, most: float = 1.0, least: float | None = None) -> Pose:
    """Leave `wanted` pixels free at the left of the room, or as many as a smaller subject leaves.

    `most`, `least`: how large the subject stays. What comes last wants them at the right.
    """
    ink, room = stage.group, stage.room
    edge = MARGIN if stage.on_right else min(MARGIN, stage.side_room)
    if least is None:
        least = 0.4 if wanted >= room.wide / 2 or stage.on_right else _LEAST
    size = clamp((room.wide - wanted - edge) / ink.wide, least, most)
    if stage.on_right:
        right = min(room.right - wanted, ink.x + size * ink.wide / 2)
        middle = max(right, room.left + size * ink.wide + edge) - size * ink.wide / 2
    else:
        left = max(room.left + wanted, ink.x - size * ink.wide / 2)
        middle = min(left, room.right - size * ink.wide - edge) + size * ink.wide / 2
    return Pose((middle - ink.x) * share, scale=1 - (1 - size) * share)


class Lens(Actor):
    """A round lens in which an actor is enlarged, above itself as small as it is; `wide` pixels, `true` long."""

    def __init__(self, name: str, context: SceneContext, wide: float, true: float, dress: int = 0) -> None:
        across, down = _LENS * wide, _LENS * wide
        super().__init__(name, context, across, down, dress)
        self._across, self._palette = wide, context.palette
        self._lift = (wide - self.high) / 2
        small = true / max(self.wide, self.high)
        self._tiny = small if small * self.high >= _TINY else 0.0
        self._raised = self._tiny * self.high + STEM * wide / 2 if self._tiny else 0.0
        self.wide, self.high = wide, wide + self._raised

    def draw(
        self, canvas: Canvas, at: float, x: float, foot: float, size: float = 1.0, *, turn: float = 0.0,
        mirrored: bool = False, gesture: Gesture | None = None,
    ) -> None:  # fmt: skip
        """Draw it with what it enlarges at x, `foot`."""
        if size <= 0:
            return
        radius, middle = self._across / 2, -self._raised - self._across / 2
        with canvas.transform(round(x), round(foot), scale=size, turn=turn):
            if self._tiny:
                beam = [(-radius * 0.8, middle + radius * 0.6), (0.0, 0.0), (radius * 0.8, middle + radius * 0.6)]
                canvas.path(polygon(beam), fill(self._palette.accent_shape, 0.3))
            canvas.circle(0, middle, radius, fill(self._palette.ground))
            canvas.circle(0, middle, radius - 5, stroke(self._palette.accent_shape, 10))
        super().draw(
            canvas,
            at,
            x,
            foot + size * (middle + radius - self._lift),
            min(size, BARELY),
            mirrored=mirrored,
            gesture=gesture,
        )
        if self._tiny:
            super().draw(canvas, at, x, foot, self._tiny * size, mirrored=mirrored, gesture=gesture)
