"""What goes out from a subject: sound, radio, light, electricity, music, a blow, an alarm, a photograph."""

import itertools
import math

from vidpipe_assets.render.drawing.canvas import Canvas, fill, radial_gradient, stroke
from vidpipe_assets.render.drawing.easing import clamp, out_cubic, progress
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.scenes.staging.stage import Stage

_ALARM = "#E5262A"
_STRIKES_S = 1.9
"""From one blow to the next."""


def rings(stage: Stage, canvas: Canvas, at: float) -> None:
    """Sound."""
    since, ink = stage.since(at), stage.ink
    if since < 0:
        return
    for number in range(4):
        wave = (since * 0.75 - number * 0.25) % 1.0 if since * 0.75 > number * 0.25 else 0.0
        if wave > 0:
            radius = (0.35 + 0.75 * wave) * max(ink.wide, ink.high)
            canvas.circle(ink.x, ink.y, radius, stroke(stage.palette.accent_shape, 14 * (1 - wave) + 3, 1 - wave))


def signal(stage: Stage, canvas: Canvas, at: float) -> None:
    """Radio waves, to both sides of the subject's top."""
    since, ink = stage.since(at), stage.ink
    if since < 0:
        return
    x, y = ink.x, ink.top + 0.22 * ink.high
    for number in range(5):
        wave = since * 0.55 - number * 0.2
        wave = wave % 1.0 if wave > 0 else 0.0
        if wave <= 0:
            continue
        radius = 0.2 * ink.high + wave * (0.5 * ink.wide + 0.25 * ink.high)
        paint = stroke(stage.palette.accent_shape, 13, math.sin(math.pi * wave))
        canvas.arc(x, y, radius, -38, 76, paint)
        canvas.arc(x, y, radius, 142, 76, paint)


def sparks(stage: Stage, canvas: Canvas, at: float) -> None:
    """Electricity."""
    since, ink = stage.since(at), stage.ink
    if since < 0:
        return
    for number in range(5):
        if math.sin(at * 9 + number * 2.4) < -0.2:
            continue
        angle = number * math.tau / 5 + math.floor(at * 4) * 0.7
        reach = 0.34 * min(ink.wide, ink.high)
        x, y = ink.x + reach * math.cos(angle), ink.y + reach * math.sin(angle)
        for step in range(3):
            end = (x + 46 * math.cos(angle + (0.8 if step % 2 else -0.8)),
                   y + 46 * math.sin(angle + (0.8 if step % 2 else -0.8)))  # fmt: skip
            canvas.line((x, y), end, stroke("#FFE066" if stage.palette.dark else "#E09B00", 9))
            x, y = end


def pulse(stage: Stage, canvas: Canvas, at: float) -> None:
    """The line of a heartbeat."""
    room, ink = stage.room, stage.ink
    y, reach = ink.bottom - 0.02 * ink.high, ink.high * 0.16
    head = (at * 0.62) % 1.25
    beat = ((0.0, 0.0), (0.36, 0.0), (0.42, -0.4), (0.48, 1.0), (0.54, -0.8), (0.6, 0.2), (0.66, 0.0), (1.0, 0.0))
    points = [(room.left + (turn + x) / 3 * room.wide, y - up * reach) for turn in range(3) for x, up in beat]
    for one, other in itertools.pairwise(points):
        seen = clamp(1.4 - abs(head - (other[0] - room.left) / room.wide) * 2.2)
        canvas.line(one, other, stroke(stage.palette.accent_shape, 8, 0.15 + 0.85 * seen))


def notes(stage: Stage, canvas: Canvas, at: float) -> None:
    """Notes of music that rise from the subject."""
    ink, since = stage.ink, stage.since(at)
    reach = 0.55 * ink.high + min(stage.head_room, 0.3 * ink.high)
    for number in range(6):
        way = since * 0.4 - number * 0.18
        if way <= 0:
            continue
        way %= 1.08
        if way > 1:
            continue
        x = ink.x + (number - 2.5) / 2.5 * 0.5 * ink.wide + 22 * math.sin(way * 9 + number)
        colour = stage.palette.accent_shape if number % 2 else stage.palette.ink
        with canvas.upright(x - 40, 80):
            _note(canvas, x, ink.y - way * reach, clamp(ink.high / 420, 0.6, 1.5), colour, math.sin(math.pi * way))


def _note(canvas: Canvas, x: float, y: float, size: float, colour: str, alpha: float) -> None:
    with canvas.transform(x, y, scale=size, turn=8):
        canvas.oval(0, 0, 19, 14, fill(colour, alpha))
        canvas.line((16, -2), (16, -66), stroke(colour, 7, alpha))
        canvas.path(polygon([(16, -68), (40, -50), (38, -32), (16, -50)]), fill(colour, alpha))


def blow(stage: Stage, canvas: Canvas, at: float) -> None:
    """A blow: a jagged star that bursts at the subject's side, and again."""
    since = stage.since(at)
    if since < 0:
        return
    burst, ink = since % _STRIKES_S, stage.ink
    size = (
        0.3 * min(ink.wide, ink.high) * stage.tempo.pop(burst, 0.0, 0.22) * (1 - progress(burst, 0.7, 0.4, out_cubic))
    )
    x, y = ink.left + 0.1 * ink.wide, ink.y + 0.08 * ink.high
    for colour, less in ((stage.palette.accent_shape, 1.0), ("#FFF3C4", 0.6)):
        corners = range(18)
        points = [_corner(x, y, size * less * (1 if number % 2 else 0.52), number / len(corners)) for number in corners]
        canvas.path(polygon(points), fill(colour))
    ring = progress(burst, 0.0, 0.6, out_cubic)
    canvas.circle(x, y, 0.7 * min(ink.wide, ink.high) * ring, stroke(stage.palette.ink, 10 * (1 - ring), 1 - ring))


def _corner(x: float, y: float, reach: float, turn: float) -> tuple[float, float]:
    return x + reach * math.cos(turn * math.tau), y + reach * math.sin(turn * math.tau)


def beams(stage: Stage, canvas: Canvas, at: float) -> None:
    """The turning light of an alarm."""
    ink, share = stage.ink, stage.share(at, 0.4)
    if share <= 0:
        return
    turn = stage.since(at) * 150
    reach = 0.8 * max(ink.wide, ink.high)
    with canvas.transform(ink.x, ink.y, scale=(1.0, _flat(stage, reach))):
        light = radial_gradient(
            (0.0, 0.0), reach, ((0.0, _ALARM, share), (0.75, _ALARM, 0.7 * share), (1.0, _ALARM, 0.0))
        )
        for half in (0, 180):
            canvas.wedge(0, 0, reach, turn + half - 26, 52, light)


def _flat(stage: Stage, reach: float) -> float:
    """How much flatter light is than a circle, so that it ends in the room."""
    return min(1.0, min(stage.ink.y - stage.room.top, stage.room.bottom - stage.ink.y) / reach)


def rays(stage: Stage, canvas: Canvas, at: float) -> None:
    """Light that goes out from the subject."""
    ink, share = stage.ink, stage.share(at, 0.6)
    if share <= 0:
        return
    reach, colour = 0.78 * max(ink.wide, ink.high) * share, "#FFD23F" if stage.palette.dark else "#F2A900"
    with canvas.transform(ink.x, ink.y, scale=(1.0, _flat(stage, reach))):
        for far in (1.0, 0.78):  # flat light: a gradient of this size takes 30 ms a frame
            canvas.circle(0, 0, 0.86 * far * reach, fill(colour, 0.18 * share))
            for number in range(12):
                canvas.wedge(0, 0, far * reach, number * 30 + at * 9, 11, fill(colour, 0.26 * share))


def alarmed(stage: Stage, canvas: Canvas, at: float) -> None:
    """The subject in the light of an alarm."""
    flash = max(math.sin(stage.since(at) * 7.5), 0.0)
    stage.cover(canvas, fill(_ALARM, 0.42 * flash * stage.share(at, 0.3)))


def viewfinder(stage: Stage, canvas: Canvas, at: float) -> None:
    """The corners of a viewfinder that close around the subject."""
    share, ink = stage.tempo.grow(at, stage.start - 0.4, 0.5), stage.ink
    if share <= 0:
        return
    room, more = stage.room, 60 * (1 - share) + 16
    left, right = max(ink.left - more, room.left + 8), min(ink.right + more, room.right - 8)
    top, bottom = max(ink.top - more, room.top + 8), min(ink.bottom + more, room.bottom - 8)
    arm, paint = 0.13 * min(ink.wide, ink.high), stroke(stage.palette.accent_shape, 11, share)
    for x, across in ((left, arm), (right, -arm)):
        for y, down in ((top, arm), (bottom, -arm)):
            canvas.line((x, y), (x + across, y), paint)
            canvas.line((x, y), (x, y + down), paint)


def flash(stage: Stage, canvas: Canvas, at: float) -> None:
    """The light of a flash on the subject."""
    since = stage.since(at)
    if since > 0:
        stage.cover(canvas, fill("#FFFFFF", 0.95 * math.exp(-4.5 * since)))
