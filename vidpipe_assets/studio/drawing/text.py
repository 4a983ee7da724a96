"""One line of text, shaped by harfbuzz (kerning, ligatures, joined letters) and drawn from its baseline."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from vidpipe_assets.studio.drawing.canvas import Canvas, Paint, fill
from vidpipe_assets.studio.drawing.libraries import harfbuzz, skia
from vidpipe_assets.studio.drawing.typefaces import Face, Typeface, runs, typeface

_NEVER_THERE = 0.003
_FLOOR = 9.0
"""No text is ever smaller, in pixels."""


@dataclass(frozen=True)
class Style:
    """How text is set. `tracking` is space added between characters, in pixels; `tabular`: figures of equal width."""

    face: Face
    size: float
    tracking: float = 0.0
    tabular: bool = False


@dataclass(frozen=True)
class Line:
    """A shaped line, in pixels: `cap` is the height of its capitals, `descent` how far it goes below the baseline."""

    width: float
    cap: float
    descent: float
    size: float
    blob: Any

    def draw(self, canvas: Canvas, x: float, y: float, colour: str, alpha: float = 1.0, *, align: float = 0.0) -> None:
        """Draw from the baseline's start; `align` 0.5 centres on x, 1 ends at x."""
        self.paint(canvas, x, y, fill(colour, alpha) if alpha > _NEVER_THERE else None, align=align)

    def paint(self, canvas: Canvas, x: float, y: float, paint: Paint | None, *, align: float = 0.0) -> None:
        """Draw with any paint."""
        if self.blob is not None and paint is not None:
            canvas.glyphs(self.blob, x - self.width * align, y, paint)

    def rise(self, canvas: Canvas, x: float, y: float, colour: str, share: float, *, align: float = 0.0) -> None:
        """Draw the line while it rises out of its own baseline; at `share` 1 it stands."""
        if share <= 0 or self.blob is None:
            return
        if share >= 0.999:
            self.draw(canvas, x, y, colour, align=align)
            return
        left = x - self.width * align
        bottom = y + self.descent * 0.7 + 6
        lift = (self.cap + self.descent * 0.7 + 6) * 1.15
        with canvas.clipped(left - 20, y - self.cap - self.size * 0.3, left + self.width + 20, bottom):
            self.draw(canvas, x, y + (1 - share) * lift, colour, align=align)


@lru_cache(maxsize=4096)
def shape(text: str, style: Style) -> Line:
    """`text`, which is `clean` already, as one line."""
    builder = skia.TextBlobBuilder()
    x, drawn = 0.0, False
    stretches = list(runs(text, style.face))
    for chosen, stretch in reversed(stretches) if is_right_to_left(text) else stretches:
        glyphs, points, x = _placed(chosen, stretch, style, x)
        if glyphs:
            builder.allocRunPos(_font(chosen, style.size), glyphs, points)
            drawn = drawn or bool(stretch.strip())
    metrics = _font(typeface(style.face), style.size).getMetrics()
    width = max(0.0, x - style.tracking)
    return Line(width, metrics.fCapHeight, metrics.fDescent, style.size, builder.make() if drawn else None)


def fitted(text: str, style: Style, width: float, least: float) -> Line:
    """`text` at the style's size, or as much smaller as makes it fit into `width`; below `least` only if it must."""
    full = shape(text, style)
    if full.width <= width:
        return full
    # Widths grow with the size, except for the tracking, so that one division finds the size.
    spaced = style.tracking * max(len(text) - 1, 0)
    share = (width - spaced) / max(full.width - spaced, 1.0)
    size = style.size * share if share > 0 else least
    if size < least and style.tracking:
        return fitted(text, Style(style.face, style.size, 0.0, style.tabular), width, least)
    return shape(text, Style(style.face, max(size // 0.5 * 0.5, _FLOOR), style.tracking, style.tabular))


@lru_cache(maxsize=512)
def cap_height(face: Face, size: float) -> float:
    """How high the capitals of a face are."""
    return float(_font(typeface(face), size).getMetrics().fCapHeight)


@lru_cache(maxsize=4096)
def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is of a script that runs from right to left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((one in ("R", "AL") for one in directions if one in ("L", "R", "AL")), False)


def _placed(chosen: Typeface, stretch: str, style: Style, x: float) -> tuple[list[int], list[Any], float]:
    buffer = harfbuzz.Buffer()
    buffer.add_str(stretch)
    buffer.guess_segment_properties()
    features = {"kern": True, "tnum": style.tabular, "liga": style.tracking == 0}
    harfbuzz.shape(chosen.shaped, buffer, features)
    scale = style.size / chosen.units
    glyphs, points = list[int](), list[Any]()
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if info.codepoint == 0:  # a mark that the face lacks would be drawn as a box
            continue
        glyphs.append(info.codepoint)
        points.append(skia.Point(x + place.x_offset * scale, -place.y_offset * scale))
        x += place.x_advance * scale + style.tracking
    return glyphs, points, x


def _font(chosen: Typeface, size: float) -> Any:
    font = skia.Font(chosen.drawn, size)
    font.setEdging(skia.Font.Edging.kAntiAlias)
    font.setSubpixel(True)
    font.setHinting(skia.FontHinting.kNone)
    return font
