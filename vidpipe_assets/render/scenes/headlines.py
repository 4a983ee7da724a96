"""How headlines look, in the form of the channel: titles that come word by word, and lines that are large.

What lies behind them keeps them readable on any picture, and has a movement of its own: it is as far as its words are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from vidpipe_assets.language.direction import has_tails
from vidpipe_assets.render.drawing.blocks import PlacedWord, TextBlock
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.colour import contrast, mix_colours
from vidpipe_assets.render.drawing.easing import clamp
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.drawing.text import TextLine
from vidpipe_assets.render.graphics import HeadlineForm
from vidpipe_assets.render.palettes import Palette, lighten

OUTDENT = 24
"""How far what lies behind type may reach beyond the column's beginning, in pixels."""
_BOX = 24
"""Of the line in a box: what is free above and below it."""
_TAPE, _TAPE_SIDE, _CUT = 15, 22, 12
"""What a strip of tape leaves free above and below its line and beside it, and how oblique it is cut."""
_BORDER, _LEAST_BORDER = 0.11, 8
"""Of a sticker: of the type's size, and in pixels."""
_SHADOW = 0.3
_CARD_SIDE, _CARD_ABOVE, _CARD_BAR = 24, 27, 12
_SWIPE_UP, _SWIPE_DOWN, _SWIPE_SIDE, _SWIPED = 1.12, 0.2, 14, 6.5
"""How far a highlighter's swipe reaches above and below the baseline, in heights of capitals, and beside the type in
pixels; and the least contrast of type on it."""
_HANGING = frozenset("gjpqyQ,;")


@dataclass(frozen=True)
class HeadlineRow:
    """One large line, where it stands and whether it is what counts; in pixels."""

    line: TextLine
    baseline: float
    starred: bool
    drop: float
    """How far its letters reach below the baseline."""


@dataclass(frozen=True)
class HeadlineDesign:
    """The headlines of one scene."""

    form: HeadlineForm
    palette: Palette

    @property
    def in_capitals(self) -> bool:
        """Whether they are set in capitals; else as they are written."""
        return self.form not in ("marker", "card")

    @property
    def has_ground(self) -> bool:
        """Whether they bring the ground that they are read on."""
        return self.form in ("tape", "sticker", "card")

    @property
    def are_even(self) -> bool:
        """Whether large lines are of one size; else each is as wide as the column."""
        return self.form in ("marker", "card")

    @property
    def inset(self) -> float:
        """How much narrower than their column they are, for what lies behind them at their end."""
        return {"block": 0, "marker": _SWIPE_SIDE, "tape": _TAPE_SIDE + _CUT, "sticker": 12, "card": _CARD_SIDE}[
            self.form
        ]

    @property
    def row_inset(self) -> float:
        """The same for large lines."""
        return max(self.inset, OUTDENT)

    def lead(self, usual: float) -> float:
        """The distance of baselines in heights of capitals, where `usual` is that of capitals."""
        return usual + {"block": 0.0, "marker": 0.3, "tape": 0.34, "sticker": 0.08, "card": 0.22}[self.form]

    def drop(self, text: str, line: TextLine) -> float:
        """How far the letters of a line reach below its baseline, in pixels."""
        if has_tails(text):
            return line.descent
        if self.form == "marker":
            return max(line.descent * 0.8, _SWIPE_DOWN * line.cap + 3)
        if not self.in_capitals:
            return line.descent * 0.8 if any(one in _HANGING for one in text) else 0.0
        return line.descent * 0.55 if any(one in ",;Q" for one in text) else 0.0

    @property
    def below(self) -> float:
        """How far what lies behind a title reaches below it: as much as what follows keeps off it."""
        return {"card": _CARD_ABOVE, "tape": _TAPE, "sticker": 8}.get(self.form, 0.0)

    def pad(self, *, starred: bool) -> float:
        """What a large line leaves free above and below it."""
        if self.form == "tape":
            return _TAPE
        return {"block": _BOX if starred else 0, "marker": 0, "sticker": 4, "card": 0}[self.form]

    @property
    def margin(self) -> float:
        """What large lines leave free above the first and below the last one for what lies behind all of them."""
        return {"block": _BOX, "marker": 0, "tape": _TAPE, "sticker": 12, "card": _CARD_ABOVE}[self.form]

    @property
    def outer(self) -> float:
        """How much more large lines leave free above the first and below the last one than around each."""
        return 0 if self.form == "block" else self.margin - self.pad(starred=False)

    def around(self, texts: Sequence[str], lines: Sequence[TextLine], starred: int, gap: float) -> float:
        """The height that large lines with `gap` between them take beside that of their capitals, `outer` included."""
        pads = sum(2 * self.pad(starred=number == starred) for number in range(len(lines)))
        drops = sum(self.drop(text, line) for text, line in zip(texts, lines, strict=True))
        return gap * (len(lines) - 1) + pads + drops + 2 * self.outer

    def stack(
        self, texts: Sequence[str], lines: Sequence[TextLine], starred: int, top: float, gap: float
    ) -> list[HeadlineRow]:
        """Where large lines stand from `top` on, one of them the `starred` one."""
        y, rows = top, list[HeadlineRow]()
        for number, (text, line) in enumerate(zip(texts, lines, strict=True)):
            pad, drop = self.pad(starred=number == starred), self.drop(text, line)
            y += line.cap + pad
            rows.append(HeadlineRow(line, y, number == starred, drop))
            y += gap + drop + pad
        return rows

    def draw_title(
        self, canvas: Canvas, x: float, top: float, block: TextBlock, come: Callable[[int], float],
        known: Callable[[str], float],
    ) -> None:  # fmt: skip
        """A title whose n-th word has come as far as `come` says; `known`: as in `TextBlock.rise`."""
        palette, shares = self.palette, [clamp(come(number)) for number in range(len(block.words))]
        placed = list(zip(block.words, block.places(canvas), shares, strict=True))
        if self.form == "sticker":
            self._draw_stickers(canvas, x, top, block, come, known)
            return
        if self.form == "card" and placed:
            self._draw_card(
                canvas, x, top, max(p + w.line.width for w, p, _ in placed), block.height - self.below, max(shares)
            )
        if self.form == "tape":
            self._lay_tapes(canvas, x, top, block, placed)
        if self.form == "marker":
            self._lay_swipes(canvas, x, top, block, placed)
        ink, accent = {
            "tape": (palette.ground, palette.ground), "marker": (palette.ink, palette.ink)
        }.get(self.form, (palette.ink, palette.accent_shape))  # fmt: skip
        block.rise(canvas, x, top, ink, accent, come, known)

    def draw_rows(
        self, canvas: Canvas, x: float, rows: Sequence[HeadlineRow], marked: float, jump: float = 1.0
    ) -> None:
        """Large lines that stand, what counts marked as far as `marked`, and `jump` times as large."""
        if self.form == "card":
            top, last = rows[0].baseline - rows[0].line.cap, rows[-1]
            wide = max(row.line.width for row in rows)
            self._draw_card(canvas, x, top, wide, last.baseline + last.drop - top, 1.0, bar=marked)
        for row in rows:
            if row.starred:
                with canvas.zoom(x, row.baseline, jump):
                    self._draw_starred(canvas, x, row, marked)
            else:
                self._draw_plain(canvas, x, row)

    def _draw_plain(self, canvas: Canvas, x: float, row: HeadlineRow) -> None:
        palette = self.palette
        if self.form == "tape":
            self._draw_tape(canvas, x, row.baseline, row.line, row.drop, palette.ink)
            row.line.draw(canvas, x, row.baseline, palette.ground)
            return
        if self.form == "sticker":
            self._draw_border(canvas, x, row.baseline, row.line)
        row.line.draw(canvas, x, row.baseline, palette.ink)

    def _draw_starred(self, canvas: Canvas, x: float, row: HeadlineRow, marked: float) -> None:
        """As a plain line, and over it as far as it is marked the line in its own colours."""
        palette, line, y = self.palette, row.line, row.baseline
        self._draw_plain(canvas, x, row)
        if marked <= 0:
            return
        left = x - OUTDENT
        right = left + (line.width + 2 * OUTDENT) * marked
        with canvas.clip(left, y - line.cap - _BOX, right, y + _BOX + row.drop):
            match self.form:
                case "block":
                    canvas.cover(fill(palette.accent))
                    line.draw(canvas, x, y, palette.on_accent)
                case "tape":
                    self._draw_tape(canvas, x, y, line, row.drop, palette.accent_shape)
                    line.draw(canvas, x, y, palette.on_shape)
                case "marker":
                    self._draw_swipe(canvas, x, y, line.width, line.cap)
                    line.draw(canvas, x, y, palette.ink)
                case "sticker" | "card":
                    line.draw(canvas, x, y, palette.accent_shape)

    def _draw_card(
        self, canvas: Canvas, x: float, top: float, wide: float, high: float, come: float, bar: float = 1.0
    ) -> None:
        """It opens from its bar, which comes first; `bar`: how much of that is seen."""
        if come <= 0:
            return
        left, top, high = x - _CARD_SIDE, top - _CARD_ABOVE, high + 2 * _CARD_ABOVE
        canvas.box(left, top, (wide + 2 * _CARD_SIDE) * come, high, fill(self.palette.ground, 0.95))
        canvas.box(left, top, _CARD_BAR, high * bar, fill(self.palette.accent_shape))

    def _lay_tapes(
        self, canvas: Canvas, x: float, top: float, block: TextBlock, placed: Sequence[tuple[PlacedWord, float, float]]
    ) -> None:
        """Each row's strip is as long as its words have come."""
        for row in range(block.rows):
            own = [(word, place, share) for word, place, share in placed if word.row == row]
            wide = max((share * (place + word.line.width) for word, place, share in own), default=0.0)
            if wide > 0:
                starred = any(word.starred for word, _, _ in own)
                baseline = top + block.cap + row * block.lead
                self._draw_strip(canvas, x, baseline, wide, block.cap, block.drop - self.below, self.palette.ink)
                if starred:
                    self._underscore(canvas, x, baseline, own)

    def _underscore(
        self, canvas: Canvas, x: float, baseline: float, own: Sequence[tuple[PlacedWord, float, float]]
    ) -> None:
        for word, place, share in own:
            if word.starred:
                canvas.box(x + place, baseline + 6, word.line.width * share, 6, fill(self.palette.accent))

    def _draw_tape(self, canvas: Canvas, x: float, baseline: float, line: TextLine, drop: float, colour: str) -> None:
        self._draw_strip(canvas, x, baseline, line.width, line.cap, drop, colour)

    def _draw_strip(
        self, canvas: Canvas, x: float, baseline: float, wide: float, cap: float, drop: float, colour: str
    ) -> None:
        left, right = x - _TAPE_SIDE, x + wide + _TAPE_SIDE
        top, foot = baseline - cap - _TAPE, baseline + drop + _TAPE
        canvas.path(polygon([(left, top), (right + _CUT, top), (right, foot), (left, foot)]), fill(colour))

    def _lay_swipes(
        self, canvas: Canvas, x: float, top: float, block: TextBlock, placed: Sequence[tuple[PlacedWord, float, float]]
    ) -> None:
        """A highlighter has gone over what is starred, else over the last row, as far as the words have come."""
        starred = any(word.starred for word, _, _ in placed)
        for row in range(block.rows):
            own = [
                (place, word.line.width, share)
                for word, place, share in placed
                if word.row == row and (word.starred if starred else row == block.rows - 1)
            ]
            if not own:
                continue
            left, right = min(place for place, _, _ in own), max(share * (place + wide) for place, wide, share in own)
            if right > left:
                self._draw_swipe(canvas, x + left, top + block.cap + row * block.lead, right - left, block.cap)

    def _draw_swipe(self, canvas: Canvas, x: float, baseline: float, wide: float, cap: float) -> None:
        top, foot = baseline - _SWIPE_UP * cap, baseline + _SWIPE_DOWN * cap
        left, right = x - _SWIPE_SIDE, x + wide + _SWIPE_SIDE
        shape = polygon([(left + 6, top + 4), (right, top - 3), (right - 7, foot - 3), (left, foot + 3)])
        canvas.path(shape, fill(self.marking))

    @cached_property
    def marking(self) -> str:
        """The highlighter's colour: the accent, as much lighter or darker as lets the ink on it be read."""
        palette = self.palette
        shares = (step / 20 for step in range(20))
        if palette.dark:
            tints = (mix_colours(palette.accent, palette.ground, share) for share in shares)
        else:
            tints = (lighten(palette.accent, share) for share in shares)
        return next((one for one in tints if contrast(palette.ink, one) >= _SWIPED), palette.surface)

    def _draw_stickers(
        self, canvas: Canvas, x: float, top: float, block: TextBlock, come: Callable[[int], float],
        known: Callable[[str], float],
    ) -> None:  # fmt: skip
        """Words are stuck on one after the other; all borders lie behind all words."""
        placed = list(enumerate(zip(block.words, block.places(canvas), strict=True)))
        for layer in ("border", "ink"):
            for number, (word, place) in placed:
                share, baseline = come(number), top + block.cap + word.row * block.lead
                open_still = word.unknown is not None and known(word.figure) <= 0
                line = word.unknown if open_still and word.unknown else word.line
                if share <= 0:
                    continue
                with canvas.zoom(x + place + line.width / 2, baseline - block.cap / 2, 0.7 + 0.3 * share):
                    if layer == "border":
                        self._draw_border(canvas, x + place, baseline, line)
                    else:
                        colour = self.palette.accent_shape if word.starred else self.palette.ink
                        line.draw(canvas, x + place, baseline, colour)

    def _draw_border(self, canvas: Canvas, x: float, baseline: float, line: TextLine) -> None:
        """The border that a sticker is cut out with, and its shadow."""
        reach = max(_LEAST_BORDER, min(line.size * _BORDER / 2, OUTDENT / 2))
        line.surround(canvas, x + 2, baseline + 8, "#000000", reach, _SHADOW)
        line.surround(canvas, x, baseline, self.paper, reach)

    @property
    def paper(self) -> str:
        """What stickers are cut out of: nearly white, or as dark as a dark ground."""
        palette = self.palette
        return palette.ground if palette.dark else mix_colours(palette.ground, "#FFFFFF", 0.8)


def join_lines(texts: list[str], starred: int) -> list[list[str]]:
    """The lines as written, and with neighbours joined to fewer; the starred one stays alone."""
    found = [texts]
    for number in range(len(texts) - 1):
        if starred not in (number, number + 1):
            joined = [*texts[:number], f"{texts[number]} {texts[number + 1]}", *texts[number + 2 :]]
            found += join_lines(joined, starred - (number < starred))
    return found
