"""Who stands beside a subject: how large they are, how they come and go, and how the subject makes room for them."""

import math
from functools import lru_cache
from typing import NamedTuple

from vidpipe_assets.model.events import PERSONS
from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.easing import in_out_cubic, out_cubic, progress
from vidpipe_assets.render.safe_areas import FREE
from vidpipe_assets.render.scenes.staging.actors import GAP, MARGIN, STEM, Actor, Lens, foot_of, ink_of
from vidpipe_assets.render.scenes.staging.reactions import reaction
from vidpipe_assets.render.scenes.staging.sizes import proportion
from vidpipe_assets.render.scenes.staging.stage import SETTLED_S, Pose, Stage
from vidpipe_assets.render.worlds.grounds import is_water

_TALL, _WIDE = 0.78, 0.42
"""How high something of unknown size is at most, in heights of the subject, and how wide, in widths of the room."""
_HIGHEST = 0.7
"""How high somebody beside the subject is at most, in heights of the room."""
_SMALL = {
    "bee": 0.35, "bitcoin": 0.4, "book": 0.45, "bottle": 0.5, "bullet": 0.3, "calf": 0.34, "cherries": 0.5,
    "coffee": 0.5, "coins": 0.4, "egg": 0.26, "fish": 0.35, "flower": 0.4, "golf-ball": 0.3, "headphones": 0.55,
    "iphone": 0.55, "light-bulb": 0.45, "moon": 0.5, "pen": 0.5, "pizza": 0.5, "shoebox": 0.5, "snail": 0.35,
    "spoon": 0.45, "sugar-cube": 0.4, "sun": 0.5, "tern": 0.45, "usb": 0.45,
}  # fmt: skip
"""The same height for what is small."""
_COMES_S, _MOST_BESIDE = 0.45, 3
_WALKS_S, _STEP_S, _HOP = 1.1, 0.22, 14
"""How long somebody walks in, how long a step takes, and how high it goes, in pixels."""
_STEPS_BACK = 200
"""Of whom is wider than that, in pixels, steps are no longer: the frame's edge is near."""
COMES_FIRST_S = 1.0
"""How long somebody has come before they take the subject away."""


class Company(NamedTuple):
    """Those beside the subject, and of its size is the subject there."""

    actors: tuple[Actor, ...]
    size: float


@lru_cache(maxsize=64)
def company(stage: Stage) -> Company:
    """Those who stand beside the subject, side by side: as many as are counted, or one for many.

    All become smaller together, until they fit into the room.
    """
    number = stage.number if stage.number <= _MOST_BESIDE else 1
    ratio, context, name = proportion(stage), stage.context, stage.actor or "man"
    left, top, right, bottom = ink_of(name)
    aspect = (right - left) / max(right - left, bottom - top), (bottom - top) / max(right - left, bottom - top)
    long = max(stage.ink.wide, stage.ink.high) * stage.shown
    shown = long * ratio.shown if ratio else _usual(stage, aspect)
    if ratio and ratio.in_lens:
        aspect = (1.0, 1.0 + STEM)
    free = stage.room.wide - _edge(stage) - _free_beside(stage) - number * GAP
    highest = min(stage.ink.bottom - stage.room.top - _HOP, _HIGHEST * stage.room.high)
    size = min(1.0, free / (stage.group.wide + number * shown * aspect[0]), highest / (shown * aspect[1]))
    dresses = range(context.shot.seed, context.shot.seed + number)
    if ratio and ratio.in_lens:
        true = long * ratio.in_lens * size
        return Company(tuple(Lens(name, context, shown * size, true, dress) for dress in dresses), size)
    return Company(tuple(Actor(name, context, shown * size, shown * size, dress) for dress in dresses), size)


def _usual(stage: Stage, aspect: tuple[float, float]) -> float:
    """How long something is whose size is not known, in pixels."""
    high = _SMALL.get(stage.actor or "", _TALL) * stage.ink.high * stage.shown
    return min(high / aspect[1], min(_WIDE * stage.room.wide, 1.5 * high) / aspect[0])


def _edge(stage: Stage) -> float:
    """What the subject keeps free at its own side of the room, in pixels."""
    return MARGIN if stage.on_right else min(MARGIN, stage.side_room)


def _free_beside(stage: Stage) -> float:
    """What those beside the subject keep free at theirs: platforms cover more of it at the right."""
    room = stage.room
    if stage.on_right:
        return max(MARGIN, room.right - (WIDTH - FREE.right))
    return max(MARGIN, FREE.left - room.left)


def beside(stage: Stage) -> tuple[Actor, ...]:
    """Those who stand beside the subject."""
    return company(stage).actors


def aside_of_actor(stage: Stage, at: float) -> Pose:
    """The subject makes room for those beside it: all together stand in the middle of the room."""
    group, room, size, share = stage.group, stage.room, company(stage).size, stage.actor_share(at)
    others, own = sum(one.wide + GAP for one in beside(stage)), size * group.wide
    edges = (_edge(stage), _free_beside(stage)) if stage.on_right else (_free_beside(stage), _edge(stage))
    middle = room.left + (room.wide - others - own) / 2
    left = max(min(middle, room.right - edges[1] - others - own), room.left + edges[0])
    x = left + own / 2 + (0.0 if stage.on_right else others)
    return Pose((x - group.x) * share, scale=1 - (1 - size) * share)


def places_beside(stage: Stage) -> tuple[tuple[Actor, float], ...]:
    """Those beside the subject with the middle of their feet, from the left, where they stand in the end."""
    standing, room, free = beside(stage), stage.room, _free_beside(stage)
    wide = sum(one.wide + GAP for one in standing)
    pose = aside_of_actor(stage, stage.actor_start + SETTLED_S)
    middle, half = stage.group.x + pose.across, pose.scale * stage.group.wide / 2
    x = min(middle + half + GAP, room.right - free - wide + GAP) if stage.on_right else max(
        room.left + free, middle - half - wide
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
        on_foot = stage.actor in PERSONS and not isinstance(actor, Lens)
        if on_foot and foot == stage.ink.bottom and is_water(stage.context.shot.background):
            _jetty(stage, canvas, at, middle, foot, actor.wide)
        if on_foot and _walks_in(stage, foot):
            _on_foot(stage, canvas, at, number, middle)
            continue
        come = stage.tempo.pop(at, start, _COMES_S) * (0.45 + 0.55 * grown)
        if foot == stage.ink.bottom and come > 0 and not isinstance(actor, Lens):
            _shade(canvas, middle, foot, actor.wide * come)
        taken = reaction(stage, _COMES_S)
        gesture = taken.gesture if taken and taken.begun(at) else None
        actor.draw(canvas, at + number, middle, foot, come, mirrored=mirrored, gesture=gesture)


def _on_foot(stage: Stage, canvas: Canvas, at: float, number: int, middle: float) -> None:
    """A person walks in, and takes in a gesture what happens to the subject."""
    actor, taken = beside(stage)[number], reaction(stage, _WALKS_S)
    foot = foot_of(stage, actor)
    x, hop, turn = _walking(stage, at, stage.actor_start + 0.25 * number, actor, middle)
    gesture = None
    if taken and taken.begun(at):
        gesture, away = taken.gesture, 1 if stage.on_right else -1
        steps, lean = taken.back(at)
        x, turn = x + away * steps * min(actor.wide, _STEPS_BACK), turn + away * lean * stage.less
    _shade(canvas, x, foot, actor.wide)
    actor.draw(canvas, at + number, x, foot - hop, turn=turn, mirrored=stage.on_right, gesture=gesture)


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
    """Whether a person comes on foot: on the ground, in a room that reaches to the frame's edge."""
    room = stage.room
    open_side = room.right >= WIDTH if stage.on_right else room.left <= 0
    return foot == stage.ink.bottom and open_side


def _walking(stage: Stage, at: float, start: float, actor: Actor, middle: float) -> tuple[float, float, float]:
    """Where somebody is on the way in, how far above the ground, and how much they sway, in degrees."""
    way = progress(at, start, _WALKS_S, out_cubic)
    far = stage.room.right + actor.wide / 2 if stage.on_right else stage.room.left - actor.wide / 2
    steps = math.sin(math.pi * max(at - start, 0.0) / _STEP_S) if way < 1 else 0.0
    steady = (1 - way**4) * stage.less
    return far + (middle - far) * way, _HOP * abs(steps) * steady, 4 * steps * steady
