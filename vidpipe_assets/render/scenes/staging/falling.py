"""What falls, rises or hangs around a subject: snow, rain, coins, bubbles, stars; ice on it, and night around it."""

import math
from functools import lru_cache

from vidpipe_assets.render.drawing.canvas import Canvas, blend_upon, fill, stroke
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.easing import clamp, in_out_cubic, progress
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.staging.actors import Actor
from vidpipe_assets.render.scenes.staging.stage import Stage

_PACE = {"snow": 120, "coins": 420, "bubbles": 150, "float": 26, "rain": 1100, "frost": 90}
"""Pixels a second."""
_FADES = 70
"""Over how many pixels it fades at the room's upper and lower end."""
_BITCOIN = 72
"""How wide a bitcoin is that is neither far nor near, in pixels."""
_NIGHT, _MOON = "#0B1A3A", "#FFF3C4"


def falling(stage: Stage, canvas: Canvas, at: float) -> None:
    """Through the whole room; what is nearer is larger and faster."""
    share, room = stage.share(at, 0.8), stage.room
    if share <= 0:
        return
    way, pace = -1 if stage.kind == "bubbles" else 1, _PACE[stage.kind]
    for number, (x, y, size) in enumerate(stage.bits[: 22 if stage.kind == "coins" else 34]):
        down = (y * (room.high + 120) + way * pace * size * at) % (room.high + 120) - 60
        # It is gone where its room ends: what is written begins there.
        seen = clamp(min(down, room.high - down) / _FADES)
        sway = 0 if stage.kind == "rain" else 14 * math.sin(at * 1.4 + number)
        _bit(stage, canvas, room.left + x * room.wide + sway, room.top + down, number, share * seen, at)


def _bit(stage: Stage, canvas: Canvas, x: float, y: float, number: int, share: float, at: float) -> None:
    palette, size = stage.palette, stage.bits[number][2]
    match stage.kind:
        case "snow" | "frost":
            canvas.circle(x, y, 9 * size, fill("#FFFFFF" if palette.dark else "#6E9BC8", 0.8 * share))
        case "rain":
            paint = stroke("#9CC7F0" if palette.dark else "#2F78B0", 5 * size, 0.85 * share)
            other = stage.room.left + stage.room.right - x  # drops are thin, and so there are twice as many
            canvas.line((x, y), (x - 5 * size, y + 46 * size), paint)
            canvas.line((other, y + 31), (other - 5 * size, y + 31 + 46 * size), paint)
        case "coins":
            turned = abs(math.cos(at * 5 + number))
            if in_bitcoins(stage):
                with canvas.transform(x, y, scale=(size * share * max(turned, 0.12), size * share)):
                    _bitcoin(stage.context).stamp(canvas, 0, _BITCOIN / 2)
                return
            canvas.oval(x, y, 26 * size * max(turned, 0.12), 26 * size, fill("#B7791F", share))
            canvas.oval(x, y, 21 * size * max(turned, 0.1), 21 * size, fill("#F6C445", share))
        case "bubbles":
            colour = "#FFFFFF" if palette.dark else "#2F78B0"
            canvas.circle(x, y, 13 * size, stroke(colour, 3, 0.75 * share))
            canvas.circle(x - 4 * size, y - 4 * size, 3 * size, fill(colour, 0.75 * share))
        case _:
            canvas.circle(x, y, 2.6 * size, fill(palette.ink, 0.7 * share))


def in_bitcoins(stage: Stage) -> bool:
    """Whether what is paid with are bitcoins."""
    return "bitcoin" in stage.narration.casefold()


@lru_cache(maxsize=4)
def _bitcoin(context: SceneContext) -> Actor:
    return Actor("bitcoin", context, _BITCOIN, _BITCOIN)


def ice(stage: Stage, canvas: Canvas, at: float) -> None:
    """Ice that grows over the subject from below, with crystals on it."""
    share, ink = progress(at, stage.start, 1.6, in_out_cubic), stage.ink
    if share <= 0:
        return
    top = ink.bottom - (ink.high + 20) * share
    canvas.box(ink.left, top, ink.wide, ink.bottom - top, blend_upon(fill("#8CCBF5", 0.6)))
    for x, y, size in stage.bits[:12]:
        across, down = ink.left + x * ink.wide, ink.top + y * ink.high
        if down < top:
            continue
        for number in range(3):
            angle = number * math.pi / 3 + size
            reach = (30 * size * math.cos(angle), 30 * size * math.sin(angle))
            ends = (across - reach[0], down - reach[1]), (across + reach[0], down + reach[1])
            canvas.line(*ends, blend_upon(stroke("#FFFFFF", 5, 0.9)))


def night(stage: Stage, canvas: Canvas, at: float) -> None:
    """A round piece of night sky with moon and stars behind the subject."""
    radius = _disc(stage) * stage.tempo.pop(at, stage.start, 0.7)
    if radius <= 0:
        return
    x, y = stage.ink.x, stage.ink.bottom - _disc(stage)
    canvas.circle(x, y, radius, fill(_NIGHT))
    for across, down, size in stage.bits[:24]:
        angle, reach = across * math.tau, radius * 0.94 * math.sqrt(down)
        twinkle = 0.55 + 0.45 * math.sin(at * 3 * size + angle * 5)
        canvas.circle(x + reach * math.cos(angle), y + reach * math.sin(angle), 4 * size, fill("#FFFFFF", twinkle))
    moon = radius * 0.17
    left, top = x + radius * 0.56, y - radius * 0.56
    canvas.circle(left, top, moon, fill(_MOON))
    canvas.circle(left - moon * 0.45, top - moon * 0.2, moon * 0.86, fill(_NIGHT))


def setting_sun(stage: Stage, canvas: Canvas, at: float) -> None:
    """The Sun that goes down behind the subject, redder the lower it is."""
    share, ink, room = stage.share(at, 0.4), stage.ink, stage.room
    if share <= 0:
        return
    gone = progress(at, stage.start, max(stage.length, 2.4), in_out_cubic)
    radius = min(0.24 * ink.high, 0.3 * room.wide)
    x = min(ink.x + 0.32 * ink.wide + 0.5 * radius, room.right - radius)
    y = ink.top + radius + (ink.high + 0.2 * radius) * gone
    colour = mix_colours("#FFD23F", "#E8502C", gone)
    with canvas.clip(room.left, room.top, room.right, ink.bottom):
        canvas.circle(x, y, 1.3 * radius * share, fill(colour, 0.25))
        canvas.circle(x, y, radius * share, fill(colour))


def dusk(stage: Stage, canvas: Canvas, at: float) -> None:
    """The subject as it is when the Sun has set."""
    gone = progress(at, stage.start, max(stage.length, 2.4), in_out_cubic)
    stage.cover(canvas, fill("#3A1E4A", 0.38 * gone))


def shade(stage: Stage, canvas: Canvas, at: float) -> None:
    """The subject as it is by night."""
    stage.cover(canvas, fill(_NIGHT, (0.3 if stage.kind == "sleep" else 0.42) * stage.share(at)))


def _disc(stage: Stage) -> float:
    """The radius of a round sky that stays in the room."""
    ink, room = stage.ink, stage.room
    return min(0.66 * max(ink.wide, ink.high), (ink.bottom - room.top) / 2, room.wide / 2)
