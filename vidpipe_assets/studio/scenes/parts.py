"""Pieces that several templates share: pills, tiles with an icon, coloured words."""

from vidpipe_assets.studio.drawing.canvas import Canvas, fill
from vidpipe_assets.studio.drawing.colour import mixed
from vidpipe_assets.studio.drawing.icons import draw_icon
from vidpipe_assets.studio.drawing.text import Line
from vidpipe_assets.studio.palettes import Palette

PILL_HEIGHT = 78
_PADDING = 30


def pill_width(line: Line, *, icon: bool = False) -> float:
    """How wide `draw_pill` draws."""
    return line.width + 2 * _PADDING + (PILL_HEIGHT * 0.68 if icon else 0)


def draw_pill(
    canvas: Canvas, x: float, y: float, line: Line, ink: str, ground: str, share: float, icon: str = ""
) -> None:
    """A pill from its top left corner, popping up from its own left end; `share` may overshoot 1."""
    if share <= 0:
        return
    with canvas.about(x + PILL_HEIGHT / 2, y + PILL_HEIGHT / 2, share):
        canvas.box(x, y, pill_width(line, icon=bool(icon)), PILL_HEIGHT, fill(ground), PILL_HEIGHT / 2)
        text_x = x + _PADDING
        if icon:
            draw_icon(canvas, icon, text_x - 4, y + PILL_HEIGHT * 0.24, PILL_HEIGHT * 0.52, ink, 2.6)
            text_x += PILL_HEIGHT * 0.68
        line.draw(canvas, text_x, y + PILL_HEIGHT / 2 + line.cap / 2, ink)


def card_colour(palette: Palette) -> str:
    """A card that stands out a little from every background of the palette."""
    return mixed(palette.surface, palette.ink, 0.06 if palette.dark else 0.0)


def quiet(palette: Palette, share: float = 0.14) -> str:
    """A colour for tracks and ticks: the ground with some ink in it."""
    return mixed(palette.ground, palette.ink, share)
