"""Blocks of text: several lines wrapped to a width, shrunk until they fit, revealed word by word."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from vidpipe_assets.language.direction import has_tails, is_right_to_left, visual_order
from vidpipe_assets.language.words import is_unspaced, word_texts
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.easing import blend, out_cubic, progress
from vidpipe_assets.render.drawing.text import TextLine, TextStyle, cap_height, clean_text, shape_line
from vidpipe_assets.render.graphemes import grapheme_clusters

_FLOOR = 12.0
_TAIL = 0.22
"""Of the size: how deep Arabic letters reach below the baseline."""
_NO_WAY = (1_000_000, 0.0)
_FIGURE = re.compile(r"[$£€¥#+−-]?\d")


@dataclass(frozen=True)
class BlockWord:
    """A word, or a part of one. `starred` takes the accent; `joined`: there is no space before it."""

    text: str
    starred: bool = False
    joined: bool = False


@dataclass(frozen=True)
class PlacedWord:
    """A word of a block: where it starts, from the block's left, and in which line it is."""

    line: TextLine
    x: float
    row: int
    starred: bool
    figure: str = ""
    """The word, if it is a number, which a scene may keep open until it is said."""
    unknown: TextLine | None = None
    """What stands in the place of a number that is open."""
    text: str = ""


@dataclass(frozen=True)
class TextBlock:
    """Wrapped text. `top` of its first capitals is 0 and `height` ends at its last baseline, or `drop` below it."""

    words: tuple[PlacedWord, ...]
    rows: int
    size: float
    cap: float
    lead: float
    width: float
    drop: float = 0.0
    """How far letters hang below the baseline in scripts that have no capitals and long tails."""

    @property
    def height(self) -> float:
        """From the top of the first capitals to the last baseline, tails included; 0 without words."""
        return self.cap + self.lead * (self.rows - 1) + self.drop if self.words else 0.0

    def rise(
        self, canvas: Canvas, x: float, top: float, ink: str, accent: str, share: Callable[[int], float],
        known: Callable[[str], float] | None = None,
    ) -> None:  # fmt: skip
        """Let each word rise out of its baseline; `share` tells how far the n-th word has come.

        `known`: how far a number has come that is open until it is said; until then a question mark stands there.
        """
        for number, (word, place) in enumerate(zip(self.words, self.places(canvas), strict=True)):
            baseline, colour = top + self.cap + word.row * self.lead, accent if word.starred else ink
            come = known(word.figure) if known and word.figure else 1.0
            if word.unknown and come <= 0 and share(number) >= 1:  # not where it comes with its line
                word.unknown.rise(canvas, x + place, baseline, colour, share(number))
            word.line.rise(canvas, x + place, baseline, colour, min(share(number), come))

    def appear(
        self, canvas: Canvas, x: float, top: float, ink: str, accent: str, starts: Sequence[float], at: float,
        ghost: float = 0.0, known: Callable[[str], float] | None = None,
    ) -> None:  # fmt: skip
        """Fade each word in at its moment of `starts`; before it, it is there with the opacity `ghost`.

        `known`: as in `rise`; in running text an open number leaves a gap.
        """
        for word, place, start in zip(self.words, self.places(canvas), starts, strict=True):
            share = progress(at, start, 0.3, out_cubic) * (known(word.figure) if known and word.figure else 1.0)
            baseline = top + self.cap + word.row * self.lead + (1 - share) * self.size * 0.1
            colour = accent if word.starred else ink
            word.line.draw(canvas, x + place, baseline, colour, blend(ghost, 1.0, share))

    def places(self, canvas: Canvas) -> list[float]:
        """Where each word starts: on a mirrored canvas rows begin at the right, and words stand in them as ever."""
        if not canvas.is_mirrored:
            return [word.x for word in self.words]
        wide = [
            max((one.x + one.line.width for one in self.words if one.row == row), default=0.0)
            for row in range(self.rows)
        ]
        return [wide[word.row] - word.x - word.line.width for word in self.words]


def split_words(text: str) -> list[BlockWord]:
    """The words of `text`, between asterisks starred; scripts without spaces are cut into phrases."""
    words: list[BlockWord] = []
    starred = False
    for chunk in clean_text(text).split(" "):
        joined = False
        for piece in re.split(r"(\*)", chunk):
            if piece == "*":
                starred = not starred
                continue
            for part in _parts(piece):
                words.append(BlockWord(part, starred, joined))
                joined = True
    return words


@lru_cache(maxsize=256)
def fit_block(
    text: str, style: TextStyle, width: float, *, least: float, rows: int, lead: float, height: float | None = None
) -> TextBlock:
    """`text` in at most `rows` lines and `height` pixels; `lead` is the distance of baselines in capitals' heights.

    Shrinks from the style's size to `least` with whole words; if that is not enough, it breaks words, and in the end
    goes below `least` rather than over its bounds.
    """
    words = split_words(text)
    size = style.size
    while True:
        parts = words if size > least else _break_words(words, replace(style, size=size), width)
        block = _place_words(parts, replace(style, size=size), width, lead)
        if _fits(block, width, rows, height) or size <= _FLOOR:
            return block
        size = max(size - (2 if size > 40 else 1), _FLOOR)


def _fits(block: TextBlock, width: float, rows: int, height: float | None) -> bool:
    return block.rows <= rows and block.width <= width + 0.5 and (height is None or block.height <= height)


def _place_words(words: Sequence[BlockWord], style: TextStyle, width: float, lead: float) -> TextBlock:
    cap = cap_height(style.face, style.size)
    rows = _wrap(words, style, width)
    right_to_left = is_right_to_left("".join(word.text for word in words))
    placed = [one for number, row in enumerate(rows) for one in _place_row(row, number, style, right_to_left)]
    widest = max((one.x + one.line.width for one in placed), default=0.0)
    drop = style.size * _TAIL if rows and any(has_tails(word.text) for word in rows[-1]) else 0.0
    return TextBlock(tuple(placed), len(rows), style.size, cap, cap * lead, widest, drop)


def _place_row(words: Sequence[BlockWord], number: int, style: TextStyle, right_to_left: bool) -> list[PlacedWord]:
    placed: dict[int, PlacedWord] = {}
    x, before = 0.0, -1
    for index in visual_order([word.text for word in words], right_to_left=right_to_left):
        if placed and not (abs(index - before) == 1 and words[max(index, before)].joined):
            x += _space(style)
        line = shape_line(words[index].text, style)
        figure = words[index].text if _FIGURE.match(words[index].text) else ""
        unknown = shape_line("?", style) if figure else None
        placed[index] = PlacedWord(line, x, number, words[index].starred, figure, unknown, words[index].text)
        x, before = x + line.width + style.tracking, index
    # Words are revealed in the order in which they are read.
    return [placed[index] for index in sorted(placed)]


def _wrap(words: Sequence[BlockWord], style: TextStyle, width: float) -> list[list[BlockWord]]:
    """Fewest lines first, then the least ragged ones."""
    widths = [shape_line(word.text, style).width for word in words]
    gaps = [0.0 if word.joined else _space(style) for word in words]
    best: list[tuple[int, float]] = [(0, 0.0)] + [_NO_WAY] * len(words)
    cuts = [0] * (len(words) + 1)
    for end in range(1, len(words) + 1):
        length = 0.0
        for start in range(end - 1, -1, -1):
            # The space that follows a word counts only when another word stands behind it in the line.
            length += widths[start] + (gaps[start + 1] if start + 1 < end else 0.0)
            if length > width and start + 1 < end:
                break
            rows, raggedness = best[start]
            cost = (rows + 1, raggedness + (width - length) ** 2)
            if cost < best[end]:
                best[end], cuts[end] = cost, start
    lines: list[list[BlockWord]] = []
    end = len(words)
    while end:
        lines.insert(0, list(words[cuts[end] : end]))
        end = cuts[end]
    return lines


def _break_words(words: Sequence[BlockWord], style: TextStyle, width: float) -> list[BlockWord]:
    """`words`, with those that are wider than a line cut into pieces."""
    parts: list[BlockWord] = []
    for word in words:
        joined, text = word.joined, ""
        for cluster in grapheme_clusters(word.text):
            if text and shape_line(text + cluster, style).width > width:
                parts.append(BlockWord(text, word.starred, joined))
                joined, text = True, ""
            text += cluster
        parts.append(BlockWord(text, word.starred, joined))
    return parts


def _parts(piece: str) -> list[str]:
    """The phrases of a script without spaces, and emoji one by one; else `piece` as it is."""
    if is_unspaced(piece):
        return word_texts(piece)
    if any(unicodedata.east_asian_width(character) == "W" for character in piece):
        return grapheme_clusters(piece)
    return [piece] if piece else []


@lru_cache(maxsize=512)
def _space(style: TextStyle) -> float:
    return shape_line("a a", style).width - shape_line("aa", style).width
