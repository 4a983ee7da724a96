"""Lines of text: which typeface draws which part, shaped by harfbuzz and drawn from the baseline.

Shaping sees to kerning, ligatures and joined letters; a character that no typeface has is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from vidpipe_assets.language.direction import (
    has_right_to_left,
    is_neutral,
    is_right_to_left,
    visual_order,
    without_edges,
)
from vidpipe_assets.render.drawing.canvas import Canvas, Paint, fill, harfbuzz, skia, stroke
from vidpipe_assets.render.fonts import FALLBACKS, SCRIPTS, FontFace, font_file
from vidpipe_assets.render.graphemes import grapheme_clusters, visible_text

_INVISIBLE = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Joiners and variation selectors: harfbuzz needs no glyph for them."""
_EMOJI_STYLE = "\ufe0f"
_OPTICAL_SIZE = 32.0
_JOINED = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1780-\u17ff]")
"""Letters that join their neighbours, or stand around them: space between them would tear words apart."""


@dataclass(frozen=True)
class LoadedFace:
    """A font file at a weight, as both libraries know it."""

    drawn: Any
    shaped: Any
    units: int
    characters: frozenset[int]

    def has(self, text: str) -> bool:
        """Whether it can draw all of `text`."""
        return all(ord(character) in self.characters or character in _INVISIBLE for character in text)


def clean_text(text: str) -> str:
    """`text` without control characters, lone surrogates and marks that turn its direction; each gap is one space."""
    return visible_text(" ".join(text.split()))


def face_runs(text: str, face: FontFace) -> Iterator[tuple[LoadedFace, str]]:
    """`text` split by the typeface that draws it: `face` first, then Inter, Noto Sans, emoji, CJK, other scripts."""
    current: LoadedFace | None = None
    stretch = ""
    for cluster in grapheme_clusters(text):
        chosen = _first_with(cluster, face)
        if chosen is None:
            continue
        if chosen is not current and current is not None:
            yield current, stretch
            stretch = ""
        current, stretch = chosen, stretch + cluster
    if current is not None:
        yield current, stretch


def load_face(face: FontFace) -> LoadedFace:
    """The typeface of `face`."""
    return _load(font_file(face.family), face.weight)


@lru_cache(maxsize=4096)
def _first_with(cluster: str, face: FontFace) -> LoadedFace | None:
    candidates = _candidates(face)
    if _EMOJI_STYLE in cluster:
        candidates = (_load(font_file("emoji"), face.weight), *candidates)
    for candidate in candidates:
        if candidate.has(cluster):
            return candidate
    # Rarer scripts have a file each: they are opened only for a character that nothing else has.
    for script in SCRIPTS:
        candidate = _load(font_file(script), max(face.weight, 600))
        if candidate.has(cluster):
            return candidate
    return None


@lru_cache(maxsize=64)
def _candidates(face: FontFace) -> tuple[LoadedFace, ...]:
    heavy = 800 if face.family == "anton" else face.weight
    families = ("inter", *(family for family in FALLBACKS if family not in SCRIPTS))
    return (load_face(face), *(_load(font_file(family), heavy) for family in families if family != face.family))


@lru_cache(maxsize=64)
def _load(file: Path, weight: int) -> LoadedFace:
    source = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(file)))
    axes = {"wght": float(weight), "opsz": _OPTICAL_SIZE, "wdth": 100.0}
    font = harfbuzz.Font(source)
    font.set_variations(axes)
    coordinates = skia.FontArguments.VariationPosition.Coordinates(
        [skia.FontArguments.VariationPosition.Coordinate(_tag(axis), value) for axis, value in axes.items()]
    )
    arguments = skia.FontArguments()
    arguments.setVariationDesignPosition(skia.FontArguments.VariationPosition(coordinates))
    # A font manager of its own: the default one reads every font of the system, and complains if there is none.
    drawn = skia.FontMgr.New_Custom_Empty().makeFromFile(str(file))
    if "[" in file.name:  # how these packages mark a font with axes
        drawn = drawn.makeClone(arguments)
    return LoadedFace(drawn, font, source.upem, frozenset(source.unicodes))


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")


_NEVER_THERE = 0.003
_FLOOR = 9.0
"""No text is ever smaller, in pixels."""


@dataclass(frozen=True)
class TextStyle:
    """How text is set. `tracking` is space added between characters, in pixels; `tabular`: figures of equal width."""

    face: FontFace
    size: float
    tracking: float = 0.0
    tabular: bool = False


@dataclass(frozen=True)
class TextLine:
    """A shaped line, in pixels: `cap` is the height of its capitals, `descent` how far it goes below the baseline."""

    width: float
    cap: float
    descent: float
    size: float
    blob: Any
    runs: tuple[Any, ...] = field(default=(), compare=False, repr=False)
    """Skia's font, glyphs and places of each stretch."""

    def draw(self, canvas: Canvas, x: float, y: float, colour: str, alpha: float = 1.0, *, align: float = 0.0) -> None:
        """Draw from the baseline's start; `align` 0.5 centres on x, 1 ends at x."""
        self.paint(canvas, x, y, fill(colour, alpha) if alpha > _NEVER_THERE else None, align=align)

    def paint(self, canvas: Canvas, x: float, y: float, paint: Paint | None, *, align: float = 0.0) -> None:
        """Draw with any paint."""
        if self.blob is not None and paint is not None:
            canvas.glyphs(self.blob, x - self.width * align, y, paint, self.width)

    def surround(self, canvas: Canvas, x: float, y: float, colour: str, reach: float, alpha: float = 1.0) -> None:
        """Draw a border of `reach` pixels around the line that is drawn from x, y, and what it encloses."""
        with canvas.upright(x, self.width), canvas.transform(x, y):
            canvas.path(_border(self, reach), fill(colour, alpha))

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
        with canvas.clip(left - 20, y - self.cap - self.size * 0.3, left + self.width + 20, bottom):
            self.draw(canvas, x, y + (1 - share) * lift, colour, align=align)


@lru_cache(maxsize=64)
def _border(line: TextLine, reach: float) -> Any:
    """The outline of a line with its border: stroking it anew in each frame would take three times as long."""
    letters, found = skia.Path(), skia.Path()
    for font, glyphs, points in line.runs:
        for glyph, point in zip(glyphs, points, strict=True):
            path = font.getPath(glyph)
            if path is not None:
                letters.addPath(path, point.x(), point.y())
    paint = stroke("#000000", 2 * reach)
    paint.setStyle(skia.Paint.kStrokeAndFill_Style)
    paint.getFillPath(letters, found)
    return skia.Simplify(found) or found


@lru_cache(maxsize=4096)
def shape_line(text: str, style: TextStyle) -> TextLine:
    """`text`, which is `clean` already, as one line."""
    if style.tracking and not text.isascii() and _JOINED.search(text):
        style = replace(style, tracking=0.0)
    builder = skia.TextBlobBuilder()
    x, drawn, runs = 0.0, False, list[Any]()
    stretches = _apart(text, style.face)
    right_to_left = is_right_to_left(text)
    order = visual_order([stretch for _, stretch in stretches], right_to_left=right_to_left)
    for chosen, stretch in (stretches[number] for number in order):
        glyphs, points, x = _position_glyphs(chosen, stretch, style, x, turned=right_to_left and is_neutral(stretch))
        if glyphs:
            runs.append((_skia_font(chosen, style.size), glyphs, points))
            builder.allocRunPos(*runs[-1])
            drawn = drawn or bool(stretch.strip())
    metrics = _skia_font(load_face(style.face), style.size).getMetrics()
    width = max(0.0, x - style.tracking)
    return TextLine(
        width, metrics.fCapHeight, metrics.fDescent, style.size, builder.make() if drawn else None, tuple(runs)
    )


def _apart(text: str, face: FontFace) -> list[tuple[LoadedFace, str]]:
    """As `face_runs`; where directions meet, what is neutral at the edges of a run stands for itself."""
    runs = list(face_runs(text, face))
    if not has_right_to_left(text):
        return runs
    found: list[tuple[LoadedFace, str]] = []
    for chosen, run in runs:
        head, core, tail = without_edges(run)
        if not head and core[:1] in ("-", "+") and found and found[-1][1][-1].isalpha():
            head, core = core[0], core[1:]  # a hyphen behind a word is no sign of the figure that follows
        found += [(chosen, part) for part in (head, core, tail) if part]
    return found


def fit_line(text: str, style: TextStyle, width: float, least: float) -> TextLine:
    """`text` at the style's size, or as much smaller as makes it fit into `width`; below `least` only if it must."""
    full = shape_line(text, style)
    if full.width <= width:
        return full
    # Widths grow with the size, except for the tracking, so that one division finds the size.
    spaced = style.tracking * max(len(text) - 1, 0)
    share = (width - spaced) / max(full.width - spaced, 1.0)
    size = style.size * share if share > 0 else least
    if size < least and style.tracking:
        return fit_line(text, TextStyle(style.face, style.size, 0.0, style.tabular), width, least)
    return shape_line(text, TextStyle(style.face, max(size // 0.5 * 0.5, _FLOOR), style.tracking, style.tabular))


@lru_cache(maxsize=512)
def cap_height(face: FontFace, size: float) -> float:
    """How high the capitals of a face are."""
    return float(_skia_font(load_face(face), size).getMetrics().fCapHeight)


def _position_glyphs(
    chosen: LoadedFace, stretch: str, style: TextStyle, x: float, *, turned: bool
) -> tuple[list[int], list[Any], float]:
    buffer = harfbuzz.Buffer()
    buffer.add_str(stretch)
    buffer.guess_segment_properties()
    if turned:  # brackets open to the other side
        buffer.direction = "rtl"
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


def _skia_font(chosen: LoadedFace, size: float) -> Any:
    font = skia.Font(chosen.drawn, size)
    font.setEdging(skia.Font.Edging.kAntiAlias)
    font.setSubpixel(True)
    font.setHinting(skia.FontHinting.kNone)
    return font
