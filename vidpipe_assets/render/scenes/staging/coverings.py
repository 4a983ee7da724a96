"""What covers a subject: paint, what is poured on it, heat on one side and cold on the other."""

import math
import re
from functools import lru_cache

from vidpipe_assets.language.words import split_sentences
from vidpipe_assets.render.drawing.canvas import Canvas, blend_upon, fill, stroke
from vidpipe_assets.render.drawing.easing import clamp, in_out_cubic, progress
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.illustrations.files import views_of
from vidpipe_assets.render.scenes.staging.actors import ink_of
from vidpipe_assets.render.scenes.staging.stage import Box, Stage

_COLOURS = {
    "black": "#15181F", "white": "#F6F3EA", "yellow": "#F6C945", "orange": "#E8692C", "gold": "#F2B430",
    "red": "#D2392C", "blue": "#2F78C4", "green": "#3E9A57", "brown": "#7A5233", "silver": "#C3CCD8",
}  # fmt: skip
_NAMED = re.compile(rf"\b({'|'.join(_COLOURS)})\b")
_LIQUIDS = {"concrete": "#A3A9B2", "coffee": "#6B4226", "paint": "#C8643A", "milk": "#F6F3EA", "lava": "#F0642A"}
_WATER = "#4FA8E8"
_COVERS_S = 2.2
"""How long it takes to paint a subject."""
_THICK = 0.62
"""How much of a subject's own colours paint hides."""


@lru_cache(maxsize=64)
def painted(stage: Stage) -> Box:
    """Where the part of the subject lies that the sentence of the paint names before it; else all of the subject."""
    sentence = split_sentences(" ".join(stage.narration.split()[: stage.word + 1]))[-1]
    name = stage.context.shot.illustration or ""
    parts = [one.at for view, one in views_of(name).items() if re.search(rf"\b{view}\b", sentence)]
    if not parts:
        return stage.ink
    left, top, right, _ = ink_of(name)
    scale = stage.ink.wide / (right - left)
    across, down = stage.ink.left - scale * left, stage.ink.top - scale * top
    one = parts[0]
    return Box(across + scale * one[0], down + scale * one[1], across + scale * one[2], down + scale * one[3])


def paint_on(stage: Stage, canvas: Canvas, at: float) -> None:
    """Paint that comes down over the subject, in one colour or in stripes of those that are named."""
    share, ink = progress(at, stage.start, _COVERS_S, in_out_cubic), painted(stage)
    if share <= 0:
        return
    colours = [_COLOURS[one] for one in _NAMED.findall(stage.narration)] or [stage.palette.accent_shape]
    beyond = 40 if ink is stage.ink else 0
    low = ink.top - 24 + (ink.high + 24 + beyond) * share
    with canvas.clip(ink.left - beyond, ink.top - beyond, ink.right + beyond, low):
        if "stripes" not in stage.narration or len(colours) < 2:
            stage.cover(canvas, fill(colours[0], _THICK))
            return
        step = max(ink.high, ink.wide) / 9
        for number in range(-9, 19):
            x = ink.left + number * step
            stripe = [(x, ink.top - 40), (x + step, ink.top - 40),
                      (x + step - ink.high - 80, ink.bottom + 40), (x - ink.high - 80, ink.bottom + 40)]  # fmt: skip
            canvas.path(polygon(stripe), blend_upon(fill(colours[number % 2], _THICK + 0.14)))


def roller(stage: Stage, canvas: Canvas, at: float) -> None:
    """The roller that paints, where somebody does."""
    share, ink = progress(at, stage.start, _COVERS_S, in_out_cubic), painted(stage)
    if not 0 < share < 1:
        return
    y = ink.top + ink.high * share
    x = ink.x + 0.36 * ink.wide * math.sin(stage.since(at) * 7)
    canvas.line((x + 4, y), (x + 70, y + 90), stroke("#8A5A38", 14))
    canvas.box(x - 60, y - 22, 120, 44, fill("#F2F5FA"), 20)
    canvas.box(x - 60, y + 4, 120, 18, fill("#C9D3E2"), 9)


def pouring(stage: Stage, canvas: Canvas, at: float) -> None:
    """A stream from above on the subject, with drops that splash off."""
    since, ink, room = stage.since(at), stage.ink, stage.room
    if since <= 0:
        return
    colour = next((one for name, one in _LIQUIDS.items() if name in stage.narration.lower()), _WATER)
    flows = clamp(since / 0.35)
    ends = clamp((since - stage.length) / 0.35)
    if ends >= 1:
        return
    foot, half = ink.top + 0.16 * ink.high, max(0.05 * ink.wide, 14)
    top = room.top + (foot - room.top) * ends
    low = room.top + (foot - room.top) * flows
    sway = [(ink.x + 5 * math.sin(at * 9 + step), top + (low - top) * step / 8) for step in range(9)]
    sides = [(x - half, y) for x, y in sway] + [(x + half, y) for x, y in reversed(sway)]
    canvas.path(polygon(sides), fill(colour))
    canvas.path(polygon([(x - 0.5 * half, y) for x, y in sway], closed=False), stroke("#FFFFFF", half * 0.3, 0.4))
    if flows < 1:
        return
    for number, (place, speed, size) in enumerate(stage.bits[:16]):
        flown = (since * 1.1 + number / 16) % 1
        x = ink.x + (place - 0.5) * 1.5 * min(ink.wide, 520) * flown
        y = foot - (0.12 + 0.2 * speed) * ink.high * (1.6 * flown - 2.6 * flown * flown)
        canvas.circle(x, y, 13 * size * (1 - 0.5 * flown), fill(colour, 1 - flown**3))


def wet(stage: Stage, canvas: Canvas, at: float) -> None:
    """What has been poured runs down the subject."""
    share, ink = progress(at, stage.start + 0.35, 2.0, in_out_cubic), stage.ink
    if share <= 0:
        return
    colour = next((one for name, one in _LIQUIDS.items() if name in stage.narration.lower()), _WATER)
    for place, speed, size in stage.bits[:9]:
        x, long = ink.left + place * ink.wide, ink.high * (0.25 + 0.6 * speed) * share
        canvas.line((x, ink.top), (x, ink.top + long), blend_upon(stroke(colour, 26 * size, 0.6)))


def hot_and_cold(stage: Stage, canvas: Canvas, at: float) -> None:
    """One half of the subject glows, the other is covered with ice."""
    share, ink = stage.share(at, 0.9), stage.ink
    if share <= 0:
        return
    for left, right, colour in ((ink.left - 40, ink.x, "#FF5A1F"), (ink.x, ink.right + 40, "#4FB4FF")):
        with canvas.clip(left, ink.top - 40, right, ink.bottom + 40):
            stage.cover(canvas, fill(colour, (0.42 + 0.06 * math.sin(at * 3)) * share))


def warm_and_cold_air(stage: Stage, canvas: Canvas, at: float) -> None:
    """Hot air that rises at one side, and snow that falls at the other."""
    share, ink = stage.share(at, 0.8), stage.ink
    if share <= 0:
        return
    for number, (place, speed, size) in enumerate(stage.bits[:20]):
        way = (at * (0.25 + 0.2 * speed) + number / 20) % 1
        if number % 2:
            x, y = ink.x + (0.06 + 0.5 * place) * ink.wide, ink.top - 20 + way * (ink.high + 20)
            canvas.circle(x, y, 8 * size, fill("#DDF0FF" if stage.palette.dark else "#4F8FC8", 0.85 * share))
        else:
            x, y = ink.x - (0.06 + 0.5 * place) * ink.wide, ink.bottom - way * ink.high
            wave = [(x + 9 * math.sin(step * 1.1 + at * 5), y - step * 9) for step in range(7)]
            canvas.path(polygon(wave, closed=False), stroke("#FF7A2A", 8, share * math.sin(math.pi * way)))
