"""Pieces that several templates share: pills, quiet colours, how numbers are written, and the ticks of an axis.

Numbers are the writer's: nothing is rounded or shortened here.
"""

import math
from collections.abc import Iterable

from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.text import TextLine
from vidpipe_assets.render.palettes import Palette

PILL_HEIGHT = 78
_PADDING = 30


def pill_width(line: TextLine, *, icon: bool = False) -> float:
    """How wide `draw_pill` draws."""
    return line.width + 2 * _PADDING + (PILL_HEIGHT * 0.68 if icon else 0)


def draw_pill(
    canvas: Canvas, x: float, y: float, line: TextLine, ink: str, ground: str, share: float, icon: str = ""
) -> None:
    """A pill from its top left corner, popping up from its own left end; `share` may overshoot 1."""
    if share <= 0:
        return
    with canvas.zoom(x + PILL_HEIGHT / 2, y + PILL_HEIGHT / 2, share):
        canvas.box(x, y, pill_width(line, icon=bool(icon)), PILL_HEIGHT, fill(ground), PILL_HEIGHT / 2)
        text_x = x + _PADDING
        if icon:
            draw_icon(canvas, icon, text_x - 4, y + PILL_HEIGHT * 0.24, PILL_HEIGHT * 0.52, ink, 2.6)
            text_x += PILL_HEIGHT * 0.68
        line.draw(canvas, text_x, y + PILL_HEIGHT / 2 + line.cap / 2, ink)


_ARROW, _HEAD = 9, 22
"""How thick an arrow is, and how far its head reaches."""


def draw_arrow(canvas: Canvas, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    """An arrow of dashes from `start` to `end`, in pixels; without its head while it is short."""
    long = math.dist(start, end)
    if long <= 0:
        return
    canvas.line(start, end, stroke(colour, _ARROW, 0.85, dash=(4, 20)))
    if long < 2 * _HEAD:
        return
    x, y = (end[0] - start[0]) / long, (end[1] - start[1]) / long
    for side in (-1, 1):
        tip = (end[0] - _HEAD * (x - side * y), end[1] - _HEAD * (y + side * x))
        canvas.line(end, tip, stroke(colour, _ARROW))


def card_colour(palette: Palette) -> str:
    """A card that stands out a little from every background of the palette."""
    return mix_colours(palette.surface, palette.ink, 0.06 if palette.dark else 0.0)


def quiet_colour(palette: Palette, share: float = 0.14) -> str:
    """A colour for tracks and ticks: the ground with some ink in it."""
    return mix_colours(palette.ground, palette.ink, share)


_CLOSING_UP = ("K", "k", "M", "B", "x")


def format_figure(value: float, decimals: int = 0, prefix: str = "", unit: str = "") -> str:
    """'€1,234.5', '−12 min', '85%'."""
    number = f"{abs(value):,.{decimals}f}"
    sign = "\u2212" if value < 0 and number.strip("0.,") else ""
    return f"{sign}{prefix.strip()}{number}{unit_suffix(unit)}"


def unit_suffix(unit: str) -> str:
    """`unit` as it follows a number: '%', '°' and the letters for thousands, millions, billions close up."""
    unit = unit.strip()
    closes_up = not unit[:1].isalnum() or unit in _CLOSING_UP
    return unit if closes_up else f" {unit}"


def capitalise_unit(unit: str) -> str:
    """`unit` in capitals if it is a word ('days'); symbols ('kg', 'MHz') keep their case."""
    unit = unit.strip()
    return unit.upper() if len(unit) > 2 and unit.isalpha() and unit.islower() else unit


def widest_figures(text: str) -> str:
    """`text` with every figure as wide as 0, the room that a counter may need on its way."""
    return "".join("0" if character.isdigit() else character for character in text)


_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def axis_ticks(values: Iterable[float], *, most: int = 4) -> list[float]:
    """Round numbers, lowest first, that enclose `values`: from zero unless all that varies lies far away from it."""
    known = list(values)
    low, high = min(known), max(known)
    if low >= 0 and low < 0.6 * high:
        low = 0.0
    if high <= 0 and high > 0.6 * low:
        high = 0.0
    if low == high:
        low, high = low - (abs(low) or 1.0) / 2, high + (abs(high) or 1.0) / 2
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for step in (*(one * power for one in _STEPS), *(one * power * 10 for one in _STEPS)):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= most:
            return [number * step for number in range(first, last + 1)]
    return [low, high]


def tick_decimals(marks: list[float]) -> int:
    """How many decimals the marks of an axis need."""
    return next(
        (places for places in range(4) if all(abs(round(m, places) - m) < 1e-9 * max(1, abs(m)) for m in marks)), 4
    )


_SHORT_HEADLINE = 16


def headline_size(text: str, usual: float) -> float:
    """How large a card's headline may be: a number or two words are larger than a sentence."""
    return usual * (1.55 if len(text) <= _SHORT_HEADLINE else 1.0)
