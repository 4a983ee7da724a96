"""The template `hook`: big lines that stop the thumb, one of them marked."""

import math
import re
from dataclasses import replace

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.model.pictures import Hook
from vidpipe_assets.render.arrangements import SIDES
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.text import TextLine, TextStyle, clean_text, fit_line, shape_line
from vidpipe_assets.render.scenes.art import place_arranged_art, text_left
from vidpipe_assets.render.scenes.context import (
    BOTTOM,
    CAPTIONS_BOTTOM,
    COLUMN,
    SceneContext,
    Template,
)
from vidpipe_assets.render.scenes.headlines import OUTDENT, HeadlineRow, join_lines

_LARGEST, _SMALLEST = 300, 56
_GAP = 40
"""Between lines."""
_LARGEST_EVEN = 190
"""Where all lines are of one size."""
_ICON = 660
_ART, _ART_LESS = 680, 60
"""The least room that an illustration is given below two lines, and how much less of it each further line leaves."""
_CLOSER = 24
"""Between lines where an illustration stands below them."""
_ART_TOP, _LOW = 212, 26
"""Where a subject above the lines begins, and how much they leave free below them for coming nearer."""
_TOP, _HIGH = 268, 244
"""Where lines begin, and where they do above a subject, which has all the room below them."""
_BESIDE = 420
"""How wide lines are beside a subject at most: the subject is what stops the thumb."""
_PUSH = 0.03
"""How much nearer the lines come in the course of the scene."""
_JUMP = 0.025
"""How much larger the starred line is for the moment in which it is said."""


class HookTemplate(Template):
    """The lines as the channel's headlines look, the starred one marked."""

    def __init__(self, picture: Hook, context: SceneContext) -> None:
        super().__init__(context)
        # A video's first frame is its picture in a feed: there all is whole, and only the mark comes.
        self._stands = context.shot.position == 1
        self._arrangement = context.shot.arrangement
        width = self._width = _BESIDE if self._arrangement in SIDES else COLUMN
        self._sub = context.body(picture.sub, 46, weight=600, rows=1, least=34, width=width)
        if self._sub.size < 40:
            self._sub = context.body(
                picture.sub, 46, weight=600, rows=3 if width < COLUMN else 2, least=34, width=width
            )
        self._rows = self._set_lines(picture)
        last, design = self._rows[-1], context.headlines
        below = max(design.pad(starred=last.starred), design.margin if design.form != "block" else 0)
        self._sub_top = last.baseline + last.drop + below + 52
        foot = self._sub_top + self._sub.height
        head = self._rows[0].baseline - self._rows[0].line.cap - design.margin
        written = self._written()
        self._left = text_left(self._arrangement, written)
        self._art = place_arranged_art(context, (_ART_TOP, head - 44), foot + 30, written=written)
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
        """Lines stand; the starred one is marked, and jumps when it is said. They are wiped away to their beginning."""
        nearness = 1 + _PUSH * min(at / max(self.context.seconds, 1), 1.4) / 1.4
        right = self._left + (self._width + OUTDENT) * self.context.headline_stays(at)
        with canvas.zoom(self._left, 700, nearness), canvas.clip(-WIDTH, 0, right, HEIGHT):
            marked = self.tempo.grow(at, 0.3 + 0.12 * self._starred, 0.5)
            said = max(self.context.beat(0, 0.5), 0.9)
            self.context.headlines.draw_rows(
                canvas, self._left, self._rows, marked, 1 + _JUMP * self.tempo.nudge(at, said, 0.3)
            )
        self._sub.rise(
            canvas, self._left, self._sub_top, self.palette.ink, self.palette.accent_text,
            lambda number: 1.0 if self._stands else self.tempo.rise(at, 0.75 + number * 0.03, 0.5),
        )  # fmt: skip

    @property
    def _starred(self) -> int:
        return next(number for number, row in enumerate(self._rows) if row.starred)

    def _set_lines(self, picture: Hook) -> list[HeadlineRow]:
        """Each line as wide as the column where the height allows, all of them placed a little above the middle."""
        design, written = self.context.headlines, [clean_text(line) for line in picture.lines]
        if design.in_capitals:
            written = [self.context.capitals(line) for line in written]
        starred = _starred_line(written)
        texts, lines = written, list[TextLine]()
        # Where little room is left, short lines stand side by side: then all of them are larger.
        for choice in join_lines(written, starred) if self.context.shot.illustration else [written]:
            fitted = self._fitted(choice, choice.index(written[starred]))
            if not lines or min(one.size for one in fitted) > 1.1 * min(one.size for one in lines):
                texts, lines = choice, fitted
        starred = texts.index(written[starred])
        room = self._room(len(lines))
        free = max(room - design.around(texts, lines, starred, self._gap) - sum(line.cap for line in lines), 0)
        y = _HIGH if self._arrangement == "above" else _TOP + free * 0.35
        if self._arrangement == "below":
            y = _TOP + free + (self._art_room(len(lines)) if self.context.shot.illustration else 0) - _LOW
        return design.stack(texts, lines, starred, y, self._gap)

    def _written(self) -> float:
        """How wide the lines are at most, come near and jumping, and what stands below them."""
        lines = max(row.line.width for row in self._rows) + max(OUTDENT, self.context.headlines.row_inset)
        return max(lines * (1 + _PUSH) * (1 + _JUMP), self._width if self._sub.words else 0)

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

    def _fitted(self, texts: list[str], starred: int) -> list[TextLine]:
        """Each line as wide as the column, all of them smaller where they would be too tall."""
        design, style = self.context.headlines, TextStyle(self.context.heading_face, _LARGEST)
        width = (self._width - design.row_inset) / (1 + _PUSH) / (1 + _JUMP)
        lines = [fit_line(text.replace("*", ""), style, width, _SMALLEST) for text in texts]
        if design.are_even:
            size = min(*(line.size for line in lines), _LARGEST_EVEN)
            lines = [shape_line(text.replace("*", ""), replace(style, size=size)) for text in texts]
        room = self._room(len(lines)) / (1 + _PUSH)
        # Together they may be so tall; a line that is smaller than that anyway stays as it is.
        most = _common_cap([line.cap for line in lines], room - design.around(texts, lines, starred, self._gap))
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


def _starred_line(texts: list[str]) -> int:
    """The line with an asterisk, else the last one with a figure, else the last one."""
    marked = [number for number, text in enumerate(texts) if "*" in text]
    numeric = [number for number, text in enumerate(texts) if re.search(r"\d", text)]
    return (marked or numeric[-1:] or [len(texts) - 1])[0]
