"""Who or what else takes part: another illustration, as large as its part in the scene, and where it stands."""

import math
from functools import lru_cache
from typing import Any

from vidpipe_assets.model.events import PERSONS
from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.easing import clamp, in_out_cubic, out_cubic, progress
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.illustrations.files import load_illustration
from vidpipe_assets.render.illustrations.svg import FIELD, ROLES
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.staging.stage import SETTLED_S, Pose, Stage
from vidpipe_assets.render.worlds.grounds import is_water, stands_in

BARELY = 0.9999
"""How much has come of what is drawn anew each frame, since it moves, turns or grows: nothing of it is copied."""
GAP, MARGIN = 24, 40
"""Between the subject and what stands beside it, and between that and the room's edge, in pixels."""
LOOK_LEFT = (
    "bee", "calf", "elephant", "falcon", "fish", "hummingbird", "mantis-shrimp", "octopus", "tardigrade",
    "tern", "whale", "whale-mouth",
)  # fmt: skip
"""The illustrations that would go backwards if they went to the right."""
_DRESSES = (("#D2493C", "#F6C445"), ("#2F78B0", "#F2F5FA"), ("#3E8E5A", "#F7D35C"), ("#8A4FB0", "#5CC8FF"),
            ("#E08A2F", "#34466E"))  # fmt: skip
"""What people wear: the colours for the palette's two accents."""
_TALL, _WIDE = 0.78, 0.42
"""How high somebody beside the subject is at most, in its heights, and how wide, in widths of the room."""
_PERSON = {"child": 0.42}
_PERSON_TALL = 0.56
"""How high a person is at least, in heights of the room; a child is smaller."""
_SMALL = {
    "bee": 0.35, "book": 0.45, "bottle": 0.5, "bullet": 0.3, "calf": 0.34, "cherries": 0.5, "coffee": 0.5, "coins": 0.4,
    "egg": 0.26, "fish": 0.35, "flower": 0.4, "golf-ball": 0.3, "headphones": 0.55, "iphone": 0.55, "light-bulb": 0.45,
    "moon": 0.5, "pen": 0.5, "pizza": 0.5, "shoebox": 0.5, "snail": 0.35, "spoon": 0.45, "sugar-cube": 0.4, "sun": 0.5,
    "tern": 0.45, "usb": 0.45,
}  # fmt: skip
"""The same for what is small."""
_ALOFT = ("galaxy", "gps-satellite", "hubble", "moon", "solar-probe", "sun", "venus", "voyager")
"""What belongs into the sky."""
_COMES_S, _MOST_BESIDE = 0.45, 3
_WALKS_S, _STEP_S, _HOP = 1.1, 0.22, 14
"""How long somebody walks in, how long a step takes, and how high it goes, in pixels."""
COMES_FIRST_S = 1.0
"""How long somebody has come before they take the subject away."""
_LEAST = 0.55
"""Of its size is a subject beside others, at least."""


class Actor:
    """One illustration that fits into `wide` x `high` pixels. `dress`: which colours it wears."""

    def __init__(self, name: str, context: SceneContext, wide: float, high: float, dress: int = 0) -> None:
        left, top, right, bottom = ink_of(name)
        scale = max(min(wide / (right - left), high / (bottom - top)), 0.01)
        self.wide, self.high = scale * (right - left), scale * (bottom - top)
        self.looks_left = name in LOOK_LEFT
        accent, accent2 = _DRESSES[dress % len(_DRESSES)]
        colours = {"accent": accent, "accent2": accent2, "ink": context.palette.ink}
        self._player = Player(load_illustration(name), scale * FIELD, colours, calm=context.tempo.calm)
        self._left, self._foot = -scale * (left + right) / 2, -scale * bottom
        self._stamp: Any = None

    def draw(
        self, canvas: Canvas, at: float, x: float, foot: float, size: float = 1.0, *, turn: float = 0.0,
        mirrored: bool = False,
    ) -> None:  # fmt: skip
        """Draw it with the middle of its foot at x, `foot`; `mirrored`: as it looks to its other side."""
        if size <= 0:
            return
        rests = size == 1 and not turn and not mirrored
        across = -size if mirrored else size
        with canvas.transform(round(x), round(foot), scale=(across, size), turn=turn):
            self._player.draw(canvas, at, self._left, self._foot, 1.0 if rests else BARELY)

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


def beside(stage: Stage) -> tuple[Actor, ...]:
    """Those who stand beside the subject, side by side: as many as are counted, or one for many."""
    number = stage.number if stage.number <= _MOST_BESIDE else 1
    share, ink, room = _SMALL.get(stage.actor or "", _TALL), stage.ink, stage.room
    high, wide = share * ink.high, min(_WIDE * room.wide, 1.5 * share * ink.wide)
    if stage.actor in PERSONS:
        high = min(max(high, _PERSON.get(stage.actor, _PERSON_TALL) * room.high), ink.bottom - room.top - _HOP)
        wide = _WIDE * room.wide
    wide /= 1 if number == 1 else 0.8 * number
    free = room.wide - 2 * MARGIN - number * GAP
    if stage.on_right:  # as much smaller as all others become
        natural = number * cast(stage, wide, high).wide
        share = clamp(free / (stage.group.wide + natural), 0.4, 1.0)
        high, wide = share * high, share * wide
    else:
        wide = min(wide, max(free - _LEAST * stage.group.wide, 0.2 * room.wide) / number)
    return tuple(cast(stage, wide, high, dress) for dress in range(number))


def aside_of_actor(stage: Stage, at: float) -> Pose:
    """The subject makes room for those beside it."""
    wide = sum(one.wide + GAP for one in beside(stage))
    return make_room(stage, MARGIN + wide, stage.actor_share(at))


def places_beside(stage: Stage) -> tuple[tuple[Actor, float], ...]:
    """Those beside the subject with the middle of their feet, from the left, where they stand in the end."""
    standing, room = beside(stage), stage.room
    wide = sum(one.wide + GAP for one in standing)
    pose = aside_of_actor(stage, stage.actor_start + SETTLED_S)
    middle, half = stage.group.x + pose.across, pose.scale * stage.group.wide / 2
    x = min(middle + half + GAP, room.right - MARGIN - wide + GAP) if stage.on_right else max(
        room.left + MARGIN, middle - half - wide
    )  # fmt: skip
    found = list[tuple[Actor, float]]()
    for actor in standing:
        found.append((actor, x + actor.wide / 2))
        x += actor.wide + GAP
    return tuple(found)


def actors(stage: Stage, canvas: Canvas, at: float) -> None:
    """Those beside the subject, who come one after another; of what grows, the actor does."""
    if stage.actor is None or stage.actor_share(at) <= 0:
        return
    grown = progress(at, stage.start, min(stage.length, 2.6), in_out_cubic) if stage.kind == "grow" else 1.0
    for number, (actor, middle) in enumerate(places_beside(stage)):
        start, foot = stage.actor_start + 0.25 * number, foot_of(stage, actor)
        if stage.kind == "vanish" and at >= stage.start + COMES_FIRST_S:
            _run_off(stage, canvas, at, actor, middle, foot)
            continue
        mirrored = stage.on_right and stage.actor in PERSONS
        if stage.actor in PERSONS and foot == stage.ink.bottom and is_water(stage.context.shot.background):
            _jetty(stage, canvas, at, middle, foot, actor.wide)
        if _walks_in(stage, foot):
            x, hop, turn = _walking(stage, at, start, actor, middle)
            _shade(canvas, x, foot, actor.wide)
            actor.draw(canvas, at + number, x, foot - hop, turn=turn, mirrored=mirrored)
            continue
        come = stage.tempo.pop(at, start, _COMES_S) * (0.45 + 0.55 * grown)
        if foot == stage.ink.bottom and come > 0:
            _shade(canvas, middle, foot, actor.wide * come)
        actor.draw(canvas, at + number, middle, foot, come, mirrored=mirrored)


def _run_off(stage: Stage, canvas: Canvas, at: float, actor: Actor, middle: float, foot: float) -> None:
    """Somebody behind what they take away, out of the room."""
    way = progress(at, stage.start + COMES_FIRST_S, 0.75, in_out_cubic)
    if way < 1:
        x = middle + way * (stage.room.right + actor.wide - middle)
        hop = _HOP * abs(math.sin(math.pi * at / (0.7 * _STEP_S))) * stage.less
        _shade(canvas, x, foot, actor.wide)
        actor.draw(canvas, at, x, foot - hop, turn=6 * stage.less)


def _jetty(stage: Stage, canvas: Canvas, at: float, x: float, foot: float, wide: float) -> None:
    """Planks over the water from the frame's edge: nobody stands on water."""
    room, share = stage.room, stage.actor_share(at)
    near = x - 0.62 * wide if stage.on_right else x + 0.62 * wide
    far = room.right + 20 if stage.on_right else room.left - 20
    end = far + (near - far) * share
    left, right = min(far, end), max(far, end)
    for post in (0.2, 0.8):
        canvas.box(left + post * (right - left) - 9, foot, 18, 26, fill("#6B4228"), 4)
    canvas.box(left, foot - 4, right - left, 18, fill("#B98A54"), 5)
    canvas.box(left, foot + 8, right - left, 6, fill("#8A5F34"), 3)


def _shade(canvas: Canvas, x: float, foot: float, wide: float) -> None:
    canvas.oval(x, foot, 0.46 * wide, 9, fill("#000000", 0.26))


def _walks_in(stage: Stage, foot: float) -> bool:
    """Whether somebody comes on foot: a person on the ground, in a room that reaches to the frame's edge."""
    room = stage.room
    open_side = room.right >= WIDTH if stage.on_right else room.left <= 0
    return stage.actor in PERSONS and foot == stage.ink.bottom and open_side


def _walking(stage: Stage, at: float, start: float, actor: Actor, middle: float) -> tuple[float, float, float]:
    """Where somebody is on the way in, how far above the ground, and how much they sway, in degrees."""
    way = progress(at, start, _WALKS_S, out_cubic)
    far = stage.room.right + actor.wide / 2 if stage.on_right else stage.room.left - actor.wide / 2
    steps = math.sin(math.pi * max(at - start, 0.0) / _STEP_S) if way < 1 else 0.0
    steady = (1 - way**4) * stage.less
    return far + (middle - far) * way, _HOP * abs(steps) * steady, 4 * steps * steady
