"""How a subject moves itself when something happens to it: its poses, each a function of the moment."""

import math

from vidpipe_assets.render.drawing.easing import clamp, in_out_cubic, out_cubic, progress
from vidpipe_assets.render.scenes.staging.actors import LOOK_LEFT
from vidpipe_assets.render.scenes.staging.company import COMES_FIRST_S, aside_of_actor
from vidpipe_assets.render.scenes.staging.fire import launch_height
from vidpipe_assets.render.scenes.staging.measures import pan_y
from vidpipe_assets.render.scenes.staging.stage import Pose, Stage

SMALL = 0.45
"""Of its size is a subject that goes a way."""


def floating(stage: Stage, at: float) -> Pose:
    """In space, or weightless."""
    way = at * 0.5
    drift = min(24.0, stage.side_room) * math.sin(way)
    return Pose(drift, 16 * math.sin(way * 1.7) - 0.05 * stage.ink.high, 13 * stage.less * math.sin(way * 1.1), 0.9)


def swimming(stage: Stage, at: float) -> Pose:
    """Under water."""
    return Pose(0.0, 10 * math.sin(at * 1.3) - 0.03 * stage.ink.high, 3 * stage.less * math.sin(at * 0.9), 0.94)


def shaken(stage: Stage, at: float) -> Pose:
    """By a blow, less and less."""
    fading = math.exp(-2.2 * stage.since(at)) * stage.less
    return Pose(9 * fading * math.sin(at * 60), 4 * fading * math.sin(at * 47))


def racing(stage: Stage, at: float) -> Pose:
    """At high speed."""
    lean = stage.share(at, 0.3) * stage.less
    return Pose(6 * lean * math.sin(at * 34), 3 * lean * math.sin(at * 51), -4 * lean, 0.94)


def weighed(stage: Stage, at: float) -> Pose:
    """On a scale."""
    return Pose(down=pan_y(stage, at) - stage.ink.bottom, scale=0.76)


def dropped(stage: Stage, at: float) -> Pose:
    """Falling into its place."""
    fallen = clamp(stage.since(at) / 0.5) ** 2
    return Pose(down=-(1 - fallen) * min(stage.ink.high * 0.5, stage.head_room))


def bouncing(stage: Stage, at: float) -> Pose:
    """From the left, in lower and lower bounces, until it lies still."""
    since, size = max(stage.since(at), 0.0), 0.7
    way = progress(at, stage.start, 2.6, out_cubic)
    height = abs(math.cos(since * 4.2)) * math.exp(-0.9 * since) * min(0.7 * stage.ink.high, stage.head_room + 60)
    height *= 1 - clamp((since - 2.4) / 0.3)
    turn = -24 * (1 - way) * math.cos(since * 4.2)
    return Pose(-(1 - way) * (stage.side_room + 0.2 * stage.ink.wide), -height, turn, size)


def pushed(stage: Stage, at: float) -> Pose:
    """By its thrusters: it turns and drifts a little."""
    share = progress(at, stage.start, stage.length, in_out_cubic)
    return Pose(-14 * share, -12 * math.sin(at * 1.1) * share, -11 * stage.less * share, 0.92)


def growing_alone(stage: Stage, at: float) -> Pose:
    """As `growing`; where an actor grows beside it, it makes room."""
    return aside_of_actor(stage, at) if stage.actor else growing(stage, at)


def beating(stage: Stage, at: float) -> Pose:
    """Above the line of its beats."""
    beat = 0.05 * stage.less * max(math.sin(at * math.tau * 1.2), 0) ** 4
    return Pose(down=-0.05 * stage.ink.high, scale=0.88 + beat)


def vanishing(stage: Stage, at: float) -> Pose:
    """Out of the room at its right."""
    gone = gone_share(stage, at)
    return Pose(gone * (stage.room.right - stage.ink.left + 40), turn=8 * gone)


def gone_share(stage: Stage, at: float) -> float:
    """How far away it is; in the end it comes back. Who takes it away has to come first."""
    start = stage.start + (COMES_FIRST_S if stage.actor else 0.0)
    return progress(at, start, 0.55, in_out_cubic) - progress(at, start + 2.2, 0.5, out_cubic)


def in_a_crowd(stage: Stage, at: float) -> Pose:
    """Before others of its kind."""
    return Pose(scale=1 - 0.14 * stage.share(at))


def growing(stage: Stage, at: float) -> Pose:
    """From small to as large as it is."""
    return Pose(scale=0.5 + 0.5 * progress(at, stage.start, min(stage.length, 2.6), in_out_cubic))


def in_its_place(stage: Stage, at: float) -> Pose:
    """A little smaller, so that what stands around it is seen."""
    del stage, at
    return Pose(scale=0.94)


def shrinking(stage: Stage, at: float) -> Pose:
    """To half of its size, over its foot."""
    return Pose(scale=1 - 0.5 * progress(at, stage.start, min(stage.length, 2.2), in_out_cubic))


def sinking(stage: Stage, at: float) -> Pose:
    """Below the line of the water, its head last."""
    sunk = progress(at, stage.start, stage.length, in_out_cubic)
    return Pose(down=0.6 * stage.ink.high * sunk, turn=16 * sunk, scale=0.86)


def spinning(stage: Stage, at: float) -> Pose:
    """Around its middle; backward, where that is said."""
    way, ink = -1 if "backward" in stage.narration else 1, stage.ink
    small = 1 - (1 - max(ink.high / math.hypot(ink.high, ink.wide), 0.75)) * stage.share(at, 0.3)
    turn = way * 260 * stage.less * stage.since(at) % 360
    return Pose(down=-(1 - small) * ink.high / 2, turn=turn, scale=small)


def launched(stage: Stage, at: float) -> Pose:
    """Up on its fire."""
    shake = 3 * stage.less * math.sin(at * 55)
    return Pose(shake, -launch_height(stage, at), scale=1 - 0.28 * stage.share(at))


def flipped(stage: Stage, at: float) -> Pose:
    """Upside down, and back; smaller while it turns, so that it stays where it is."""
    over = progress(at, stage.start, 0.5, in_out_cubic) - progress(at, stage.start + 1.9, 0.5, in_out_cubic)
    size = min(1.0, _fitting(stage, 180 * over))
    return Pose(down=_on_foot(stage, 180 * over, size), turn=180 * over, scale=size)


def dancing(stage: Stage, at: float) -> Pose:
    """In a figure of eight, wagging."""
    way, share, high = stage.since(at) * 2.2, stage.share(at), stage.ink.high
    across = min(stage.side_room, 0.3 * stage.ink.wide) or 20
    wag = 9 * stage.less * math.sin(at * 22) * max(math.cos(way), 0)
    down = 0.06 * high * math.sin(2 * way) - 0.1 * high
    return Pose(share * across * math.sin(way), share * down, wag * share, 1 - 0.2 * share)


def toppled(stage: Stage, at: float) -> Pose:
    """Over to its right, where it lies."""
    fallen = clamp(stage.since(at) / 0.9) ** 2
    size = min(1 - 0.28 * fallen, _fitting(stage, 84 * fallen))
    return Pose(0.1 * stage.ink.wide * fallen, _on_foot(stage, 84 * fallen, size), 84 * fallen, size)


def _fitting(stage: Stage, turn: float) -> float:
    """The size in which what is turned around its middle is no higher than before."""
    ink, angle = stage.ink, math.radians(turn)
    return ink.high / (ink.high * abs(math.cos(angle)) + ink.wide * abs(math.sin(angle)))


def _on_foot(stage: Stage, turn: float, size: float) -> float:
    """How far down what is turned around its middle stands on the ground."""
    return (size - size / _fitting(stage, turn)) * stage.ink.high / 2


def unfolding(stage: Stage, at: float) -> Pose:
    """From narrow to as wide as it is."""
    share = progress(at, stage.start, 1.3, in_out_cubic)
    return Pose(scale=0.8 + 0.2 * share, wide=0.14 + 0.86 * share)


def by_night(stage: Stage, at: float) -> Pose:
    """Smaller, so that the sky is seen around it."""
    return Pose(scale=1 - 0.26 * stage.share(at))


def sleeping(stage: Stage, at: float) -> Pose:
    """Breathing slowly."""
    return Pose(scale=0.93 + 0.02 * stage.share(at) * math.sin(at * 2.1), turn=-4 * stage.share(at, 1.0))


def travelling(stage: Stage, at: float) -> Pose:
    """Along a way, from one end to the other."""
    x, y = way_point(stage, travelled(stage, at))
    small = 1 - (1 - SMALL) * stage.share(at, 0.35)
    foot = y + SMALL * stage.ink.high / 2
    share = stage.share(at, 0.35)
    return Pose((x - stage.ink.x) * share, (foot - stage.ink.bottom) * share, scale=small)


def travelled(stage: Stage, at: float) -> float:
    """How much of the way lies behind it."""
    return progress(at, stage.start, stage.length, in_out_cubic)


def way_point(stage: Stage, share: float) -> tuple[float, float]:
    """A point of the way: a route as on a map, as wide as the subject's room allows."""
    ink, room = stage.ink, stage.room
    half = min(room.wide / 2 - SMALL * ink.wide / 2 - 60, 1.1 * ink.wide)
    half = -half if stage.context.shot.illustration in LOOK_LEFT else half
    return ink.x + half * (2 * share - 1), ink.y - 0.13 * ink.high * math.sin(math.tau * share)


def circling(stage: Stage, at: float) -> Pose:
    """Around a planet."""
    x, y, _ = orbit_point(stage, at)
    share, small = stage.share(at, 0.4), 0.42
    foot = y + small * stage.ink.high / 2
    return Pose((x - stage.ink.x) * share, (foot - stage.ink.bottom) * share, scale=1 - (1 - small) * share)


def orbit_point(stage: Stage, at: float) -> tuple[float, float, bool]:
    """Where what circles the middle of the subject's place is, and whether it is behind it."""
    ink, room = stage.ink, stage.room
    angle = stage.since(at) * 1.5 + 0.6
    wide = min(0.62 * max(ink.wide, ink.high), room.wide / 2 - 0.2 * ink.wide)
    return ink.x + wide * math.cos(angle), ink.y + 0.26 * ink.high * math.sin(angle), math.sin(angle) < 0
