"""Things beside a subject or on it: water, a way, a planet, cracks, an outline, lines of speed."""

import math
from itertools import pairwise
from random import Random

from vidpipe_assets.render.drawing.canvas import Canvas, blend_upon, fill, stroke
from vidpipe_assets.render.drawing.easing import clamp, in_out_cubic, progress
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.scenes.staging.actors import cast
from vidpipe_assets.render.scenes.staging.moving import gone_share, orbit_point, travelled, way_point
from vidpipe_assets.render.scenes.staging.stage import Stage


def speed_lines(stage: Stage, canvas: Canvas, at: float) -> None:
    """Lines that the subject passes."""
    share, room, ink = stage.share(at, 0.3), stage.room, stage.ink
    if share <= 0:
        return
    for number, (x, y, size) in enumerate(stage.bits[:16]):
        length = (120 + 180 * size) * share
        across = room.right + 200 - (x * (room.wide + 500) + at * (1500 + 500 * size)) % (room.wide + 500)
        down = ink.top + ink.high * (number + 0.5 * y) / 16
        colour = stage.palette.accent_shape if number % 3 == 0 else stage.palette.ink
        canvas.line((across, down), (across + length, down), stroke(colour, 5 * size + 2, 0.75 * share))


def outline(stage: Stage, canvas: Canvas, at: float) -> None:
    """Where the subject stood, or how large it was."""
    gone = gone_share(stage, at) if stage.kind == "vanish" else stage.share(at)
    if gone > 0:
        ink, dashes = stage.ink, stroke(stage.palette.accent_shape, 8, gone, dash=(26, 20))
        canvas.box(ink.left, ink.top, ink.wide, ink.high, dashes, 40)


def waterline(stage: Stage) -> float:
    """How high the water is into which a subject sinks: nothing of it is seen below."""
    return stage.ink.bottom - 0.12 * stage.ink.high


def built(stage: Stage, at: float) -> float:
    """How much of the subject is built: a part of it from the beginning."""
    return 0.3 + 0.7 * progress(at, stage.start, min(stage.length, 2.8), in_out_cubic)


def built_top(stage: Stage, at: float) -> float:
    """How high it is built yet."""
    return stage.ink.bottom - built(stage, at) * (stage.ink.high + 8)


def building_plan(stage: Stage, canvas: Canvas, at: float) -> None:
    """What will stand there, in dashes, and a scaffold as high as is built."""
    ink, palette = stage.ink, stage.palette
    share = 1 - progress(at, stage.start + min(stage.length, 2.8), 0.4, in_out_cubic)
    if share <= 0:
        return
    left, right, top = ink.left - 6, ink.right + 6, built_top(stage, at)
    dashes = stroke(palette.accent_shape, 6, 0.75 * share, dash=(20, 18))
    canvas.box(left, ink.top, right - left, ink.high, dashes, 12)
    poles = stroke(palette.ink, 6, 0.6 * share)
    for x in (left, right):
        canvas.line((x, ink.bottom), (x, top), poles)
    step = 0.12 * ink.high
    for number in range(int((ink.bottom - top) / step) + 1):
        y = ink.bottom - number * step
        canvas.line((left - 14, y), (left + 26, y), poles)
        canvas.line((right - 26, y), (right + 14, y), poles)
    canvas.line((left, top), (right, top), stroke(palette.accent_shape, 8, share))


def waves(stage: Stage, canvas: Canvas, at: float) -> None:
    """The surface of the water."""
    share, ink, room = stage.share(at, 0.5), stage.ink, stage.room
    if share <= 0:
        return
    colour = "#7CC4FF" if stage.palette.dark else "#1F6FB5"
    half = min(0.7 * ink.wide, room.wide / 2)
    for row in range(3):
        y = waterline(stage) + row * 0.05 * ink.high
        reach = half * (1 - 0.22 * row) * share
        xs = [ink.x - reach + 2 * reach * step / 24 for step in range(25)]
        points = [(x, y + 7 * math.sin(x / 30 + at * (2.4 - row * 0.5) + row * 2)) for x in xs]
        canvas.path(polygon(points, closed=False), stroke(colour, 11 - 2 * row, 1 - 0.25 * row))


def way_behind(stage: Stage, canvas: Canvas, at: float) -> None:
    """The way that the subject goes: dots for all of it, a line as far as it has come, and both ends."""
    share, gone = stage.share(at, 0.35), travelled(stage, at)
    if share <= 0:
        return
    palette = stage.palette
    for step in range(29):
        canvas.circle(*way_point(stage, step / 28), 5, fill(palette.ink, 0.45 * share))
    points = [way_point(stage, gone * step / 20) for step in range(21)]
    canvas.path(polygon(points, closed=False), stroke(palette.accent_shape, 12, share))
    for end in (0.0, 1.0):
        x, y = way_point(stage, end)
        canvas.circle(x, y, 22, fill(palette.accent_shape, share))
        canvas.circle(x, y, 10, fill(palette.ground, share))


def planet_behind(stage: Stage, canvas: Canvas, at: float) -> None:
    """The planet that the subject circles, while the subject is before it."""
    if not orbit_point(stage, at)[2]:
        _planet(stage, canvas, at)


def planet_before(stage: Stage, canvas: Canvas, at: float) -> None:
    """The same while the subject is behind it."""
    if orbit_point(stage, at)[2]:
        _planet(stage, canvas, at)


def _planet(stage: Stage, canvas: Canvas, at: float) -> None:
    ink, share = stage.ink, stage.tempo.pop(at, stage.start, 0.5)
    if share <= 0:
        return
    ground, land = _planet_colours(stage.narration)
    radius = 0.29 * min(ink.high, ink.wide) * share
    canvas.circle(ink.x, ink.y, radius, fill(ground))
    for x, y, size in stage.bits[:7]:
        drift = (x + at * 0.05) % 1
        across, down = (2 * drift - 1) * 0.72, (2 * y - 1) * 0.7
        flat = math.sqrt(max(1 - across * across, 0.02))
        far = across * across + down * down
        if far < 0.6:
            canvas.oval(ink.x + across * radius, ink.y + down * radius, 0.24 * size * flat * radius,
                        0.16 * size * radius, fill(land))  # fmt: skip
    canvas.circle(ink.x, ink.y, radius, stroke(stage.palette.ink, 4, 0.35 * clamp(share)))


def _planet_colours(narration: str) -> tuple[str, str]:
    """Of the body that is named, and of what is seen on it: the Moon, Mars, the Sun, else the Earth."""
    named = {"Moon": ("#C9CCD6", "#9A9FAE"), "Mars": ("#C9582F", "#9A3E1E"), "Sun": ("#FFC233", "#FF9A1F")}
    if "Earth" in narration:
        return "#2F78C4", "#4FA35A"
    return next((one for name, one in named.items() if name in narration), ("#2F78C4", "#4FA35A"))


def small_body_behind(stage: Stage, canvas: Canvas, at: float) -> None:
    """Something small that circles the subject, while it is behind it."""
    if orbit_point(stage, at)[2]:
        _small_body(stage, canvas, at)


def small_body_before(stage: Stage, canvas: Canvas, at: float) -> None:
    """The same while it is before it."""
    if not orbit_point(stage, at)[2]:
        _small_body(stage, canvas, at)


def _small_body(stage: Stage, canvas: Canvas, at: float) -> None:
    share = stage.tempo.pop(at, stage.start, 0.4)
    if share <= 0:
        return
    if stage.actor:
        x, y, behind = orbit_point(stage, at)
        actor = cast(stage, 0.34 * stage.ink.wide, 0.34 * stage.ink.high)
        actor.draw(canvas, at, x, y + actor.high / 2, share, mirrored=behind == actor.looks_left)
        return
    for step in range(12, -1, -1):
        x, y, _ = orbit_point(stage, at - 0.035 * step)
        size = (20 if step == 0 else 11 - 0.7 * step) * share
        canvas.circle(x, y, size, fill(stage.palette.accent_shape, 1 if step == 0 else 0.5 - 0.035 * step))


def cracks(stage: Stage, canvas: Canvas, at: float) -> None:
    """Cracks that run through the subject."""
    share, ink = progress(at, stage.start, 0.7, in_out_cubic), stage.ink
    if share <= 0:
        return
    chance = Random(stage.context.shot.seed)  # noqa: S311 - for variety, not for secrecy
    size = min(ink.wide, ink.high)
    for number in range(4):
        x, y = ink.x + (number - 1.5) * 0.22 * ink.wide, ink.top + (0.02 if number % 2 else 0.3) * ink.high
        points = [(x, y)]
        for step in range(6):
            x, y = x + chance.uniform(-0.09, 0.09) * size, y + chance.uniform(0.07, 0.13) * ink.high
            points.append((x, y) if step / 6 < share else points[-1])
        for one, other in pairwise(points):
            canvas.line((one[0] + 5, one[1]), (other[0] + 5, other[1]), blend_upon(stroke("#FFFFFF", 6, 0.5)))
        for one, other in pairwise(points):
            canvas.line(one, other, blend_upon(stroke("#15100C", 10)))


def letters_of_sleep(stage: Stage, canvas: Canvas, at: float) -> None:
    """A row of z that rises from the sleeper's head."""
    ink, since = stage.ink, stage.since(at)
    for number in range(3):
        way = since * 0.45 - number * 0.3
        if way <= 0:
            continue
        way %= 1.0
        size = (0.1 + 0.07 * way) * ink.high
        x, y = ink.x + (0.2 + 0.2 * way) * ink.wide, ink.top + 0.3 * ink.high - way * 0.3 * ink.high
        half, pen = size / 2, stroke(stage.palette.accent_shape, 0.16 * size, math.sin(math.pi * way))
        with canvas.upright(x - half, size):
            zigzag = [(x - half, y - half), (x + half, y - half), (x - half, y + half), (x + half, y + half)]
            canvas.path(polygon(zigzag, closed=False), pen)
