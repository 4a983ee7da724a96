"""What a subject and an actor do: one passes, is eaten, lifted, caught, raced, compared, or meets another."""

import math

from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.easing import clamp, in_out_cubic, out_cubic, progress
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.scenes.staging.actors import (
    GAP,
    MARGIN,
    Actor,
    cast,
    foot_of,
    looks_left,
    make_room,
)
from vidpipe_assets.render.scenes.staging.company import aside_of_actor
from vidpipe_assets.render.scenes.staging.sizes import true_ratio
from vidpipe_assets.render.scenes.staging.stage import SETTLED_S, Pose, Stage

_MOUTHS = {"whale": (0.04, 0.6), "calf": (0.04, 0.6), "whale-mouth": (0.14, 0.55), "fish": (0.03, 0.5)}
"""Where what a subject eats goes, as shares of its ink from its left and top."""
_PASSES, _LEAST_PASSING = 0.4, 0.4
"""How long, in lengths of the subject, what passes is at most, and how much smaller than that it is made at most."""
_FACES = (
    "bee", "cat", "cheetah", "dog", "elephant", "falcon", "fish", "hummingbird", "octopus", "penguin", "robot", "tern",
    "whale",
)  # fmt: skip
"""The illustrations that look at the viewer, where something flies past."""
_EATS_S = 1.8
"""How long a swarm is on its way into a mouth."""
_RACER = 0.5
"""Of its size is a subject in a race."""


def passing(stage: Stage, canvas: Canvas, at: float) -> None:
    """The actor goes by before the subject, from one side of the room to the other; not before a face."""
    if not _passes_behind(stage):
        _pass(stage, canvas, at)


def passing_behind(stage: Stage, canvas: Canvas, at: float) -> None:
    """The same behind a subject whose face would be hidden by what flies past."""
    if _passes_behind(stage):
        _pass(stage, canvas, at)


def _passes_behind(stage: Stage) -> bool:
    return _flies(stage) and stage.context.shot.illustration in _FACES


def _flies(stage: Stage) -> bool:
    return foot_of(stage, _passer(stage)) < stage.ink.bottom


def _passer(stage: Stage) -> Actor:
    """Who passes, as much smaller than the subject as they are, as far as they are seen then."""
    ratio = true_ratio(stage)
    small = clamp(ratio / _PASSES, _LEAST_PASSING, 1.0) if ratio else 1.0
    return cast(stage, small * 0.42 * stage.room.wide, small * 0.4 * stage.ink.high)


def _pass(stage: Stage, canvas: Canvas, at: float) -> None:
    actor, room, way = _passer(stage), stage.room, stage.since(at) / (stage.length + 0.6)
    if not 0 < way < 1:
        return
    gone = room.left - actor.wide / 2 + (room.wide + actor.wide) * (1 - way if actor.looks_left else way)
    foot = stage.ink.top + 0.3 * stage.ink.high + actor.high / 2 if _flies(stage) else stage.ink.bottom
    actor.draw(canvas, at, gone, foot + 6 * math.sin(at * 4))


def feeding(stage: Stage, at: float) -> Pose:
    """The subject makes room for what swims to its mouth, and comes to meet it."""
    swallow = max(math.sin(stage.since(at) * 3 * math.tau / _EATS_S), 0.0) * stage.less * stage.share(at)
    pose = make_room(stage, MARGIN + 0.26 * stage.room.wide, stage.share(at))
    return pose._replace(across=pose.across - 14 * swallow, turn=-2 * swallow)


def swarm(stage: Stage, canvas: Canvas, at: float) -> None:
    """One actor after another on its way into the mouth, smaller the nearer it is."""
    since = stage.since(at)
    if since <= 0:
        return
    ink, pose = stage.ink, make_room(stage, MARGIN + 0.26 * stage.room.wide, 1.0)
    across, down = _MOUTHS.get(stage.context.shot.illustration or "", (0.04, 0.5))
    across = across if looks_left(stage) else 1 - across
    x = ink.x + pose.across + (across - 0.5) * ink.wide * pose.scale
    y = ink.bottom - (1 - down) * ink.high * pose.scale
    actor = cast(stage, 0.3 * stage.room.wide, 0.45 * ink.high)
    for number in range(3):
        way = since / _EATS_S - number / 3
        if way < 0:
            continue
        way %= 1.0
        far = stage.room.left - actor.wide / 2 if looks_left(stage) else stage.room.right + actor.wide / 2
        size = clamp(1 - way**3) * clamp(way * 6)
        lift = 0.12 * ink.high * (number - 1) * (1 - way)
        actor.draw(canvas, at + number, far + (x - far) * way, y + lift + size * actor.high / 2, size)


def lifting(stage: Stage, canvas: Canvas, at: float) -> None:
    """The actor comes up from below on a platform that hangs from ropes."""
    pose, actor = aside_of_actor(stage, at), cast(stage, 0.38 * stage.room.wide, 0.46 * stage.ink.high)
    share = stage.actor_share(at)
    if share <= 0:
        return
    x = max(stage.ink.x + pose.across - pose.scale * stage.ink.wide / 2 - GAP - actor.wide / 2,
            stage.room.left + MARGIN + actor.wide / 2)  # fmt: skip
    foot, deep = stage.ink.bottom, actor.high + 20
    risen = progress(at, stage.start, stage.length, in_out_cubic)
    level = foot + deep * (1 - risen) - 0.16 * stage.ink.high * risen
    top, half, ropes = stage.room.top + 8, actor.wide / 2, stroke(stage.palette.ink, 5, 0.55 * share)
    with canvas.clip(stage.room.left, stage.room.top, stage.room.right, foot + 4):
        for side in (-half, half):
            canvas.line((x + side, top), (x + side, level), ropes)
        actor.draw(canvas, at, x, level)
        canvas.box(x - half - 10, level - 2, 2 * half + 20, 16, fill(stage.palette.accent_shape, share), 6)


def caught(stage: Stage, canvas: Canvas, at: float) -> None:
    """Actors who fall, one after another, into a net below the subject, and bounce."""
    share, ink = stage.share(at), stage.ink
    if share <= 0:
        return
    half, y = 0.44 * ink.wide, ink.bottom - 0.1 * ink.high
    actor_size = 0.26 * ink.high
    sag, fallen = 0.0, list[tuple[Actor, float, float]]()
    for number, place in enumerate((-0.5, 0.05, 0.55)):
        since = stage.since(at) - 0.9 * number
        if since <= 0:
            continue
        fall = clamp(since / 0.55)
        bounce = abs(math.sin((since - 0.55) * 5)) * math.exp(-1.8 * (since - 0.55)) if since > 0.55 else 0.0
        sag = max(sag, (1 - bounce) * math.exp(-2.2 * (since - 0.55)) if since > 0.55 else 0.0)
        actor = cast(stage, actor_size, actor_size, number)
        foot = y + 10 - (1 - fall * fall) * 0.75 * ink.high - 0.14 * ink.high * bounce
        fallen.append((actor, ink.x + place * half, foot))
    for actor, x, foot in fallen:
        actor.draw(canvas, at, x, foot)
    pen, deep = stroke(stage.palette.accent_shape, 5, share), 24 + 34 * sag
    for row in range(4):
        dip = deep * (row + 1) / 2
        points = [(ink.x + half * (2 * step / 16 - 1), y + dip * math.sin(math.pi * step / 16)) for step in range(17)]
        canvas.path(polygon(points, closed=False), pen)
    for step in range(1, 16):
        x, dip = ink.x + half * (2 * step / 16 - 1), deep * math.sin(math.pi * step / 16)
        canvas.line((x, y + dip / 2), (x, y + 2 * dip), pen)


def meeting(stage: Stage, canvas: Canvas, at: float) -> None:
    """Two actors who come from both sides and meet before the subject."""
    high, wide = 0.62 * stage.ink.high, 0.36 * stage.room.wide
    come = progress(at, stage.start - 0.3, 1.4, in_out_cubic)
    if come <= 0:
        return
    met = stage.tempo.pop(at, stage.start + 1.0, 0.4)
    for side in (-1, 1):
        actor = cast(stage, wide, high, (side + 1) // 2)
        far = stage.room.wide / 2 + actor.wide / 2
        x = stage.ink.x + side * ((actor.wide / 2 + 6) + (1 - come) * (far - actor.wide / 2))
        hop = 10 * abs(math.sin(at * 9)) * (1 - come)
        actor.draw(canvas, at + side, x, foot_of(stage, actor) - hop, mirrored=(side < 0) == actor.looks_left)
    if met > 0:
        y = foot_of(stage, cast(stage, wide, high)) - 0.75 * high
        pen = stroke(stage.palette.accent_shape, 9, clamp(2 - (at - stage.start - 1.0)))
        for number in range(8):
            angle, near = number * math.tau / 8, 0.14 * high * met
            way = (near * math.cos(angle), near * math.sin(angle))
            one, other = (stage.ink.x + way[0], y + way[1]), (stage.ink.x + 1.7 * way[0], y + 1.7 * way[1])
            canvas.line(one, other, pen)


def racing_subject(stage: Stage, at: float) -> Pose:
    """The subject on the upper lane."""
    share, room = stage.share(at, 0.4), stage.room
    half = _RACER * stage.ink.wide / 2
    way = _way(stage, at, 1.0)
    left, right = room.left + half + 10, room.right - half - 10
    x = right - (right - left) * way if looks_left(stage) else left + (right - left) * way
    foot = stage.ink.bottom - 0.5 * stage.ink.high
    return Pose((x - stage.ink.x) * share, (foot - stage.ink.bottom) * share, scale=1 - (1 - _RACER) * share)


def racing_actor(stage: Stage, canvas: Canvas, at: float) -> None:
    """Two lanes, and the actor on the lower one, as much faster or slower as is told."""
    share, room, ink = stage.share(at, 0.4), stage.room, stage.ink
    if share <= 0:
        return
    for lane in (ink.bottom - 0.48 * ink.high, ink.bottom + 2):
        canvas.line((room.left + 20, lane), (room.right - 20, lane), stroke(stage.palette.ink, 5, 0.4 * share))
    actor = cast(stage, 0.36 * room.wide, 0.4 * ink.high)
    way, left = _way(stage, at, stage.size or 0.5), room.left + actor.wide / 2 + 10
    right = room.right - actor.wide / 2 - 10
    leftward = looks_left(stage)
    x = right - (right - left) * way if leftward else left + (right - left) * way
    hop = 9 * abs(math.sin(at * 9)) if 0 < way < 1 else 0.0
    actor.draw(canvas, at, x, ink.bottom - hop, share, mirrored=leftward != actor.looks_left)


def _way(stage: Stage, at: float, speed: float) -> float:
    """How far along its lane one is: the faster of both reaches the end."""
    fastest = max(stage.size or 0.5, 1.0)
    return progress(at, stage.start + 0.3, stage.length, out_cubic) * speed / fastest


def compared(stage: Stage, at: float) -> Pose:
    """The subject as large as it is beside the actor: both smaller, as far as the room asks for it."""
    if _lies_along(stage):
        return Pose(down=-0.24 * stage.ink.high * stage.share(at), scale=1 - 0.14 * stage.share(at))
    size = min(1.0, 1 / stage.size) * _fitting(stage)
    wide = sum(one.wide + GAP for one in compared_actors(stage))
    return make_room(stage, MARGIN + wide, stage.share(at), most=size, least=size)


def comparison(stage: Stage, canvas: Canvas, at: float) -> None:
    """The actor in its true size: beside a tall subject, or in a row along a long one as often as it fits."""
    if stage.share(at) <= 0:
        return
    if _lies_along(stage):
        _row(stage, canvas, at)
        return
    pose, x = compared(stage, stage.start + SETTLED_S), stage.room.left + MARGIN
    standing = stage.ink.x + pose.across - pose.scale * stage.ink.wide / 2
    x = max(x, standing - sum(one.wide + GAP for one in compared_actors(stage)))
    for number, actor in enumerate(compared_actors(stage)):
        come = stage.tempo.pop(at, stage.start + 0.2 * number, 0.4)
        actor.draw(canvas, at, x + actor.wide / 2, foot_of(stage, actor), come)
        x += actor.wide + GAP


def compared_actors(stage: Stage) -> tuple[Actor, ...]:
    """Those whom a subject is compared with, as large as they are beside it."""
    high = stage.ink.high * min(stage.size, 1.0) * _fitting(stage)
    return tuple(cast(stage, stage.room.wide, high, dress) for dress in range(min(stage.number, 3)))


def _fitting(stage: Stage) -> float:
    """How much smaller both are than they would be alone, so that they stand side by side in their ratio."""
    number = min(stage.number, 3)
    actor = cast(stage, 4 * stage.room.wide, stage.ink.high * min(stage.size, 1.0))
    wide = number * actor.wide + stage.ink.wide * min(1.0, 1 / stage.size)
    return clamp((stage.room.wide - 2 * MARGIN - number * GAP) / wide)


def _lies_along(stage: Stage) -> bool:
    """Whether both are longer than high, and so their lengths are compared."""
    actor = cast(stage, stage.ink.wide, stage.ink.wide)
    return stage.size < 0.75 and actor.wide > 1.2 * actor.high and stage.ink.wide > 1.2 * stage.ink.high


def _row(stage: Stage, canvas: Canvas, at: float) -> None:
    """The actor again and again below the subject, from its head to its tail."""
    ink, whole = stage.ink, 0.86 * stage.ink.wide
    wide = whole * stage.size
    actor, left = cast(stage, wide, stage.ink.high), ink.x - whole / 2
    many = math.ceil(1 / stage.size - 0.05)
    with canvas.clip(left, stage.room.top, left + whole, stage.room.bottom):
        for number in range(many):
            come = stage.tempo.pop(at, stage.start + 0.3 * number, 0.35)
            actor.draw(canvas, at, left + wide * (number + 0.5), ink.bottom, come)
    canvas.line((left, ink.bottom + 12), (left + whole, ink.bottom + 12), stroke(stage.palette.accent_shape, 7))
