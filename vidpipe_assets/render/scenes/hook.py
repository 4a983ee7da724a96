"""The template `hook`: big lines that stop the thumb, one of them in the accent."""

import math
import re
from dataclasses import dataclass

from vidpipe_assets.language.direction import has_tails
from vidpipe_assets.model.pictures import Hook
from vidpipe_assets.render.arrangements import SIDES
from vidpipe_assets.render.drawing.canvas import Canvas, Outline, fill, stroke, trim_outline
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.paths import parse_svg_path
from vidpipe_assets.render.drawing.text import TextLine, TextStyle, clean_text, fit_line, shape_line
from vidpipe_assets.render.scenes.art import HALF, place_arranged_art, text_left
from vidpipe_assets.render.scenes.context import (
    BOTTOM,
    CAPTIONS_BOTTOM,
    COLUMN,
    SceneContext,
    Template,
)

_LARGEST, _SMALLEST = 300, 56
_GAP, _BOX = 40, 24
"""Between lines; and around the line in the accent, above and below."""
_OUTDENT = 24
_ICON = 660
_ART, _ART_LESS = 640, 60
"""The least room that an illustration is given below two lines, and how much less of it each further line leaves."""
_CLOSER = 24
"""Between lines where an illustration stands below them."""
_ART_TOP, _LOW = 212, 26
"""Where a subject above the lines begins, and how much they leave free below them for coming nearer."""
_TOP = 268
_PUSH = 0.03
"""How much nearer the lines come in the course of the scene."""
_JUMP = 0.025
"""How much larger the starred line is for the moment in which it is said."""


@dataclass(frozen=True)
class _HookLine:
    """One line, where it stands and whether it takes the accent; in pixels."""

    line: TextLine
    baseline: float
    starred: bool
    drop: float
    """How far commas reach below the baseline."""


class HookTemplate(Template):
    """Two layouts: the starred line in a box, or in the accent's colour with a stroke of the pen below it."""

    def __init__(self, picture: Hook, context: SceneContext) -> None:
        super().__init__(context)
        self._boxed = context.variant(2) == 0
        # A video's first frame is its picture in a feed: there all is whole, and only the mark comes.
        self._stands = context.shot.position == 1
        self._arrangement = context.shot.arrangement
        width = self._width = HALF if self._arrangement in SIDES else COLUMN
        self._left = text_left(self._arrangement)
        self._sub = context.body(picture.sub, 46, weight=600, rows=1, least=34, width=width)
        if self._sub.size < 40:
            self._sub = context.body(
                picture.sub, 46, weight=600, rows=3 if width < COLUMN else 2, least=34, width=width
            )
        self._rows = self._set_lines(picture)
        last = self._rows[-1]
        self._sub_top = last.baseline + last.drop + (_BOX if last.starred else 0) + 52
        foot = self._sub_top + self._sub.height
        head = self._rows[0].baseline - self._rows[0].line.cap - _BOX
        self._art = place_arranged_art(context, (_ART_TOP, head - 44), foot + 30)
        self.foot, self.shows_subject = (self._art.foot, True) if self._art else (None, False)
        self._icon_y = max((foot + CAPTIONS_BOTTOM) / 2 + 60, foot + _ICON / 2 + 30, 1130)

    def scenery(self, canvas: Canvas, at: float) -> None:
        """The scene's icon, huge and faint, where no text stands."""
        if self._art or self.context.shot.background == "duo":  # has shapes of its own
            return
        palette = self.palette
        colour = mix_colours(
            palette.ground, palette.ground3 if palette.dark else palette.ink, 0.75 if palette.dark else 0.2
        )
        with canvas.transform(650, self._icon_y + 14 * math.sin(at * 0.8), turn=-8 + 3 * math.sin(at * 0.5)):
            draw_icon(
                canvas,
                self.context.shot.scene.icon,
                -_ICON / 2,
                -_ICON / 2,
                _ICON,
                colour,
                1.1,
                self.tempo.draw(at, 0.1, 1.4),
            )

    def illustrate(self, canvas: Canvas, at: float) -> None:
        """The subject."""
        if self._art:
            self._art.draw(canvas, at)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Lines stand; the starred one is marked, and jumps when it is said."""
        nearness = 1 + _PUSH * min(at / max(self.context.seconds, 1), 1.4) / 1.4
        with canvas.zoom(self._left, 700, nearness):
            for number, row in enumerate(self._rows):
                if row.starred:
                    self._draw_starred(canvas, at, row, 0.3 + number * 0.12)
                else:
                    row.line.draw(canvas, self._left, row.baseline, self.palette.ink)
        self._sub.rise(
            canvas, self._left, self._sub_top, self.palette.ink, self.palette.accent_text,
            lambda number: 1.0 if self._stands else self.tempo.rise(at, 0.75 + number * 0.03, 0.5),
        )  # fmt: skip

    def _draw_starred(self, canvas: Canvas, at: float, row: _HookLine, start: float) -> None:
        palette, line, y = self.palette, row.line, row.baseline
        grown = self.tempo.grow(at, start, 0.5)
        said = self.context.beat(0, 0.5)
        jump = 1 + _JUMP * self.tempo.nudge(at, max(said, start + 0.6), 0.3)
        with canvas.zoom(self._left, y, jump):
            if not self._boxed:
                line.draw(canvas, self._left, y, palette.accent_shape)
                if grown > 0:
                    with canvas.transform(self._left, y + _BOX):
                        canvas.path(_underline(line.width), trim_outline(stroke(palette.accent_shape, 12), grown))
                return
            line.draw(canvas, self._left, y, palette.ink)
            right = self._left - _OUTDENT + (line.width + 2 * _OUTDENT) * grown
            if grown > 0:
                with canvas.clip(self._left - _OUTDENT, y - line.cap - _BOX, right, y + _BOX + row.drop):
                    canvas.cover(fill(palette.accent))
                    line.draw(canvas, self._left, y, palette.on_accent)

    def _set_lines(self, picture: Hook) -> list[_HookLine]:
        """Each line as wide as the column where the height allows, all of them placed a little above the middle."""
        written = [self.context.capitals(clean_text(line)) for line in picture.lines]
        starred = _starred_line(written)
        texts, lines = written, list[TextLine]()
        # Where little room is left, short lines stand side by side: then all of them are larger.
        for choice in _arrangements(written, starred) if self.context.shot.illustration else [written]:
            fitted = self._fitted(choice)
            if not lines or min(one.size for one in fitted) > 1.1 * min(one.size for one in lines):
                texts, lines = choice, fitted
        starred = texts.index(written[starred])
        gap, room = self._gap, self._room(len(lines))
        drops = sum(_drop(text, line) for text, line in zip(texts, lines, strict=True))
        extra = gap * (len(lines) - 1) + 2 * _BOX + drops
        free = max(room - extra - sum(line.cap for line in lines), 0)
        y = _TOP + free * 0.35
        if self._arrangement == "below":
            y = _TOP + free + (self._art_room(len(lines)) if self.context.shot.illustration else 0) - _LOW
        rows: list[_HookLine] = []
        for number, line in enumerate(lines):
            y += line.cap + (_BOX if number == starred else 0)
            drop = _drop(texts[number], line)
            rows.append(_HookLine(line, y, number == starred, drop))
            y += gap + drop + (_BOX if number == starred else 0)
        return rows

    @property
    def _gap(self) -> float:
        return _CLOSER if self.context.shot.illustration else _GAP

    def _room(self, lines: int) -> float:
        """The height that the lines may take."""
        room = BOTTOM - _TOP - (self._sub.height + 60 if self._sub.words else 0)
        return room - (self._art_room(lines) if self.context.shot.illustration else 0)

    def _art_room(self, lines: int) -> float:
        """How much of the height the subject needs above or below the lines."""
        return 0 if self._arrangement in SIDES else _ART - _ART_LESS * (lines - 2)

    def _fitted(self, texts: list[str]) -> list[TextLine]:
        """Each line as wide as the column, all of them smaller where they would be too tall."""
        style = TextStyle(self.context.heading_face, _LARGEST)
        width = (self._width - _OUTDENT) / (1 + _PUSH) / (1 + _JUMP)
        lines = [fit_line(text.replace("*", ""), style, width, _SMALLEST) for text in texts]
        room = self._room(len(lines)) / (1 + _PUSH)
        drops = sum(_drop(text, line) for text, line in zip(texts, lines, strict=True))
        extra = self._gap * (len(lines) - 1) + 2 * _BOX + drops
        # Together they may be so tall; a line that is smaller than that anyway stays as it is.
        most = _common_cap([line.cap for line in lines], room - extra)
        sizes = [line.size * min(1.0, most / line.cap) for line in lines]
        return [
            shape_line(text.replace("*", ""), TextStyle(style.face, size))
            for text, size in zip(texts, sizes, strict=True)
        ]


def _common_cap(caps: list[float], room: float) -> float:
    """The height of capitals to which the taller lines are cut so that all fit."""
    left = room
    for number, cap in enumerate(sorted(caps)):
        share = left / (len(caps) - number)
        if cap > share:
            return share
        left -= cap
    return max(caps)


def _arrangements(texts: list[str], starred: int) -> list[list[str]]:
    """The lines as written, and with neighbours joined to fewer; the starred one stays alone."""
    found = [texts]
    for number in range(len(texts) - 1):
        if starred not in (number, number + 1):
            joined = [*texts[:number], f"{texts[number]} {texts[number + 1]}", *texts[number + 2 :]]
            found += _arrangements(joined, starred - (number < starred))
    return found


def _drop(text: str, line: TextLine) -> float:
    """Capitals end at the baseline; commas, a few letters and Arabic do not."""
    if has_tails(text):
        return line.descent
    return line.descent * 0.55 if any(character in text for character in ",;Q") else 0.0


def _underline(width: float) -> Outline:
    """A stroke of the pen, a little bent."""
    return parse_svg_path(f"M8 4 C {width * 0.3:.1f} -5 {width * 0.66:.1f} -6 {width - 8:.1f} 1")


def _starred_line(texts: list[str]) -> int:
    """The line with an asterisk, else the last one with a figure, else the last one."""
    marked = [number for number, text in enumerate(texts) if "*" in text]
    numeric = [number for number, text in enumerate(texts) if re.search(r"\d", text)]
    return (marked or numeric[-1:] or [len(texts) - 1])[0]
