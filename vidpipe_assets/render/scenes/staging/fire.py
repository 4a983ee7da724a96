"""Fire and what it leaves: flames, soot, heat, smoke, an eruption, the exhaust of a rocket."""

import math
from functools import lru_cache
from itertools import pairwise

from vidpipe_assets.render.drawing.canvas import Canvas, enlarged, fill, radial_gradient, stroke
from vidpipe_assets.render.drawing.easing import clamp, out_cubic, progress
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.scenes.staging.stage import BEYOND, Stage

_FIRE = (("#E8481C", 1.0), ("#FF8A1F", 0.74), ("#FFD24A", 0.44))
"""The colours of a flame, with how large each is."""
_SOOT = "#1B120D"
_DIES_S = 0.5
_BLACK = 0.72
"""How much of a subject's own colour soot takes."""
_COARSE = 3
"""Soot is soft: so many pixels in each direction are one."""


def flames_behind(stage: Stage, canvas: Canvas, at: float) -> None:
    """Those that rise above the subject."""
    _flames(stage, canvas, at, number_of=9, wide=1.25, tall=1.0)


def flames_before(stage: Stage, canvas: Canvas, at: float) -> None:
    """Those that lick at its foot."""
    _flames(stage, canvas, at, number_of=7, wide=0.95, tall=0.42)


def _alive(stage: Stage, at: float) -> float:
    """How high the fire is: it goes out when it is said that the subject works still."""
    out = progress(at, stage.survived, _DIES_S, out_cubic) if stage.survived is not None else 0.0
    return stage.share(at, 0.7) * (1 - out)


def _flames(stage: Stage, canvas: Canvas, at: float, *, number_of: int, wide: float, tall: float) -> None:
    share, ink = _alive(stage, at), stage.ink
    if share <= 0:
        return
    step = ink.wide * wide / number_of
    for colour, less in _FIRE:
        for number in range(number_of):
            x = ink.x + (number - (number_of - 1) / 2) * step
            lick = 0.72 + 0.28 * math.sin(at * (7 + number % 3) + number * 2.1)
            edge = 1 - 0.35 * abs(number - (number_of - 1) / 2) / number_of * 2
            top = ink.bottom - ink.high * tall * less * lick * edge * share
            foot = ink.bottom + 14 + 9 * math.sin(number * 2.4)
            _tongue(canvas, x, top, foot, step * 0.85 * less, 0.3 * step * math.sin(at * 5 + number), colour)


_PROFILE = ((0.0, 0.0), (0.02, 0.5), (0.08, 0.94), (0.2, 1.0), (0.36, 0.8), (0.55, 0.46), (0.76, 0.2), (1.0, 0.0))
"""How wide a flame is: its height, and half of its width there, as shares."""


def _tongue(canvas: Canvas, x: float, top: float, foot: float, half: float, sway: float, colour: str) -> None:
    sides = [(x + sway * up * up, foot - (foot - top) * up, half * wide) for up, wide in _PROFILE]
    left, right = [(x - wide, y) for x, y, wide in sides], [(x + wide, y) for x, y, wide in reversed(sides)]
    canvas.path(polygon([*left, *right]), fill(colour))


def soot(stage: Stage, canvas: Canvas, at: float) -> None:
    """What fire leaves on the subject: it blackens, and stays black at its edges when it lights up again."""
    share, ink = stage.share(at, 1.1), stage.ink
    if share <= 0:
        return
    lit = progress(at, stage.survived, 0.6, out_cubic) if stage.survived is not None else 0.0
    stage.cover(canvas, fill(_SOOT, _BLACK * share * (1 - 0.8 * lit)))
    small = _soot_at_edges(stage)
    stage.cover(canvas, enlarged(small, ink.left - BEYOND, ink.top - BEYOND, _COARSE, share))
    if 0 < lit < 1:
        stage.cover(canvas, fill("#FFE7B0", 0.3 * math.sin(math.pi * lit)))


@lru_cache(maxsize=4)
def _soot_at_edges(stage: Stage) -> Canvas:
    """Blots around the subject's ink, in pixels of `_COARSE`."""
    wide, high = (stage.ink.wide + 2 * BEYOND) / _COARSE, (stage.ink.high + 2 * BEYOND) / _COARSE
    canvas, radius = Canvas(math.ceil(wide), math.ceil(high)), 0.27 * min(wide, high)
    for number, (place, inwards, size) in enumerate(stage.bits[:14]):
        angle = math.tau * (number + 0.6 * place) / 14
        near = 1.1 - 0.16 * inwards
        x, y = (1 + near * math.cos(angle)) * wide / 2, (1 + near * math.sin(angle)) * high / 2
        soft = radial_gradient((x, y), radius * size, ((0.0, _SOOT, 0.95), (0.45, _SOOT, 0.8), (1.0, _SOOT, 0.0)))
        canvas.circle(x, y, radius * size, soft)
    return canvas


def heat(stage: Stage, canvas: Canvas, at: float) -> None:
    """Hot air that rises."""
    share, ink = stage.share(at, 0.8), stage.ink
    if share <= 0:
        return
    colour = "#FF8A1F" if stage.palette.dark else "#D4500F"
    for number in range(5):
        x = ink.x + (number - 2) * ink.wide * 0.3
        rise = (at * 0.5 + number * 0.37) % 1
        foot = ink.bottom - rise * ink.high * 0.7
        points = [(x + 16 * math.sin(step * 0.9 + at * 4), foot - step * ink.high * 0.045) for step in range(9)]
        alpha = share * math.sin(rise * math.pi)
        for one, other in pairwise(points):
            canvas.line(one, other, stroke(colour, 10, alpha))


def glowing(stage: Stage, canvas: Canvas, at: float) -> None:
    """A subject that is red with heat."""
    alpha = stage.share(at, 1.2) * (0.26 + 0.08 * math.sin(at * 3))
    stage.cover(canvas, fill("#FF5A1F", alpha))


def smoke(stage: Stage, canvas: Canvas, at: float) -> None:
    """Smoke that rises from the subject's top."""
    _puffs(stage, canvas, at, stage.ink.x, stage.ink.top + 0.12 * stage.ink.high)


def _puffs(stage: Stage, canvas: Canvas, at: float, x: float, y: float) -> None:
    share, ink = stage.share(at, 0.8), stage.ink
    if share <= 0:
        return
    colour = "#B9BEC9" if stage.palette.dark else "#6B7280"
    reach = max(y - stage.room.top, 0.25 * ink.high)
    for number, (place, _, size) in enumerate(stage.bits[:12]):
        way = (at * 0.42 + number / 12) % 1
        across = x + (place - 0.5) * ink.wide * 0.16 + way * (40 + 60 * place)
        canvas.circle(across, y - way * reach, (16 + 46 * way) * size, fill(colour, 0.7 * share * (1 - way)))


def eruption(stage: Stage, canvas: Canvas, at: float) -> None:
    """Smoke and glowing stones that fly out of the subject's top."""
    ink, since = stage.ink, stage.since(at)
    if since <= 0:
        return
    x, y = ink.x, ink.top + 0.1 * ink.high
    _puffs(stage, canvas, at, x, y)
    for number, (place, speed, size) in enumerate(stage.bits):
        flown = (since * 0.75 + number / len(stage.bits)) % 1
        if since * 0.75 < 1 - number / len(stage.bits) and flown > since * 0.75:
            continue  # the first ones have not left yet
        across = (place - 0.5) * ink.wide * 1.1 * flown
        up = (0.5 + 0.35 * speed) * ink.high * (1.5 * flown - 2.3 * flown * flown)
        canvas.circle(x + across, y - up, 9 * size, fill(_FIRE[number % 3][0], 1 - flown**3))


def exhaust(stage: Stage, canvas: Canvas, at: float) -> None:
    """The fire below a rocket, and its smoke on the ground."""
    share, ink = stage.share(at, 0.5), stage.ink
    if share <= 0:
        return
    foot = ink.bottom - launch_height(stage, at)
    for colour, less in _FIRE:
        flicker = 0.86 + 0.14 * math.sin(at * 31 + less * 9)
        half = 0.11 * ink.wide * less
        low = foot + min(0.34 * ink.high * less * flicker * share, ink.bottom + 8 - foot + 30)
        canvas.path(polygon([(ink.x - half, foot - 8), (ink.x + half, foot - 8), (ink.x, low)]), fill(colour))
    colour = "#D5D9E2" if stage.palette.dark else "#8A93A3"
    for number, (place, _, size) in enumerate(stage.bits[:12]):
        way = (at * 0.6 + number / 12) % 1
        across = (place - 0.5) * ink.wide * (0.4 + 1.1 * way)
        canvas.circle(ink.x + across, ink.bottom, (14 + 34 * way) * size, fill(colour, 0.75 * share * (1 - way)))


_JETS = ((-0.2, 0.12, 150.0), (0.2, 0.12, 30.0), (-0.12, -0.1, 215.0), (0.12, -0.1, -35.0))
"""Where a subject's thrusters are, from its middle in shares of its ink, and where they point, in degrees."""


def thrusters(stage: Stage, canvas: Canvas, at: float) -> None:
    """Four small jets that fire in bursts, one after another and then together."""
    since, ink = stage.since(at), stage.ink
    if since <= 0:
        return
    for number, (across, down, turn) in enumerate(_JETS):
        burst = clamp((since - 0.22 * number) * 6) * (0.72 + 0.28 * math.sin(at * (37 + number) + number))
        if since > 1.6:
            burst *= clamp(3 * math.sin(since * 3.4 + 0.8 * number) + 1.6)
        if burst <= 0:
            continue
        long = 0.62 * min(ink.high, ink.wide) * burst
        with canvas.transform(ink.x + across * ink.wide, ink.y + down * ink.high, turn=turn):
            for colour, less in (("#5CA8FF", 1.0), ("#BFE0FF", 0.62), ("#FFFFFF", 0.34)):
                half = 0.14 * long * less
                flame = [(0, -0.5 * half), (0.3 * long * less, -half), (long * less, 0), (0.3 * long * less, half)]
                canvas.path(polygon([*flame, (0, 0.5 * half)]), fill(colour, 0.92))


def launch_height(stage: Stage, at: float) -> float:
    """How far above the ground a rocket is."""
    return (clamp(stage.since(at) / stage.length) ** 2) * min(
        0.34 * stage.ink.high + stage.head_room, 0.6 * stage.ink.high
    )
