"""The template `rank`: an entry of a countdown. Its number stands where it stands in every template."""

import math

from vidpipe_assets.model.pictures import Rank
from vidpipe_assets.render.arrangements import SIDES
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.moments import card_rest_s, until_told_s
from vidpipe_assets.render.scenes.art import HALF, place_arranged_art, text_left
from vidpipe_assets.render.scenes.context import BOTTOM, COLUMN, LEFT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.parts import PILL_HEIGHT, card_colour, draw_pill, headline_size

_KEPT = 104.0
"""What the number takes above the subject, in pixels."""
_ICON, _ICON_TOP, _ICON_HIGH = 300, TOP + 8, 330
"""How large an icon is, and where its room begins and how high that is, above the title."""
_UNDER_NUMBER = 14
"""How much lower a title begins below the number."""


def make_rank(picture: Rank, context: SceneContext) -> Template:
    """With a picture of the subject that has the most room, else with an icon."""
    return SubjectRank(picture, context) if context.shot.illustration else RankTemplate(picture, context)


class SubjectRank(Template):
    """The title, the subject beside, above or below it, and the number of the countdown at the end of the column."""

    def __init__(self, picture: Rank, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        arrangement = context.shot.arrangement or "above"
        beside = arrangement in SIDES
        self._left = text_left(arrangement)
        width = HALF if beside else COLUMN
        size, rows, tall = (104, 4, 420) if beside else (124, 2, 270)
        self._title = context.heading(picture.title, size, rows=rows, height=tall, width=width)
        self._detail = context.body(picture.detail, 44, rows=3, least=34, height=150, width=width)
        self._stat = context.label(picture.stat, 42, 700, width=width - 60)
        self._detail_y = self._title.height + 44
        self._stat_y = self._detail_y + (self._detail.height + 44 if self._detail.words else 0)
        height = self._stat_y + (PILL_HEIGHT if picture.stat.strip() else -44)
        highest, lowest = TOP + _UNDER_NUMBER, BOTTOM - 14 - height
        self._top = {"above": highest, "below": lowest}.get(arrangement, highest + (lowest - highest) * 0.35)
        over, under = (TOP - 16, self._top - 36), self._top + height + 36
        self._art = place_arranged_art(context, over, under, side_top=over[0])
        self.foot, self.shows_subject = (self._art.foot, True) if self._art else (None, False)
        # Before its title, and when that has been read, the subject stands below the number, large.
        alone = until_told_s(context.shot.scene) or card_rest_s(context.shot.scene)
        self.kept = _KEPT if alone else 0.0
        self._starts = context.spoken(self._title, context.named_s)
        self._detail_starts = context.spoken_after(self._detail, 0.5, 0.025)

    def illustrate(self, canvas: Canvas, at: float) -> None:
        """The subject."""
        if self._art:
            self._art.draw(canvas, at)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Number, title, detail, and the fact in a pill when it is said."""
        self.context.draw_rank(canvas, at)
        palette = self.palette
        known, rising = self.context.known(at), self.context.rising(self._starts, at)
        self.context.draw_title(canvas, at, self._left, self._top, self._title, rising)
        x, y = self._left, self._top + self._detail_y
        self.context.draw_haze(canvas, x, y, self._detail, self.context.rising(self._detail_starts, at))
        self._detail.appear(canvas, x, y, palette.mute, palette.accent_text, self._detail_starts, at, known=known)
        if self._picture.stat.strip():
            share = self.tempo.pop(at, max(self.context.beat(0, 0.45), 0.9))
            draw_pill(canvas, x, self._top + self._stat_y, self._stat, palette.on_shape, palette.accent_shape, share)
        self.context.draw_source(canvas, at)


class RankTemplate(Template):
    """Two layouts: the icon as lines above the title, or on a tile in the accent."""

    def __init__(self, picture: Rank, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        self._tiled = context.variant(2) == 1
        self._stat = context.label(picture.stat, 42, 700, width=760)
        head = _ICON_TOP + _ICON_HIGH
        room = BOTTOM - head - 70
        self._detail = context.body(picture.detail, 48, rows=3, least=36, height=room * 0.36)
        below = (self._detail.height + 54 if self._detail.words else 0) + (
            PILL_HEIGHT + 50 if picture.stat.strip() else 0
        )
        self._title = context.heading(picture.title, headline_size(picture.title, 132), rows=3, height=room - below)
        used = self._title.height + below
        self._title_top = head + 70 + max(room - used, 0) * 0.3
        self._starts = context.spoken(self._title, context.named_s)
        self._detail_starts = context.spoken_after(self._detail, 0.5, 0.025)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Number, icon, title, detail, and the fact in a pill when it is said."""
        self.context.draw_rank(canvas, at)
        self._draw_icon(canvas, at)
        palette, y = self.palette, self._title_top
        known, rising = self.context.known(at), self.context.rising(self._starts, at)
        self.context.draw_title(canvas, at, LEFT, y, self._title, rising)
        y += self._title.height + 54
        self._detail.appear(canvas, LEFT, y, palette.mute, palette.accent_text, self._detail_starts, at, known=known)
        y += self._detail.height + 50 if self._detail.words else 0
        if self._picture.stat.strip():
            share = self.tempo.pop(at, max(self.context.beat(0, 0.45), 0.9))
            draw_pill(canvas, LEFT, y, self._stat, palette.on_shape, palette.accent_shape, share)
        self.context.draw_source(canvas, at)

    def _draw_icon(self, canvas: Canvas, at: float) -> None:
        half, drawn = _ICON / 2, self.tempo.draw(at, 0.15, 1.1)
        centre = (LEFT + half + 10, _ICON_TOP + _ICON_HIGH / 2 + 6 * math.sin(at * 1.5))
        if not self._tiled:
            x, y = centre[0] - half, centre[1] - half
            draw_icon(canvas, self._picture.icon, x, y, _ICON, self.palette.ink, 1.3, drawn)
            return
        with canvas.transform(*centre, turn=-6 + 3 * math.sin(at * 0.9), scale=self.tempo.pop(at, 0.0, 0.6)):
            canvas.box(-half, -half, _ICON, _ICON, fill(card_colour(self.palette)), _ICON * 0.22)
            size, colour = _ICON * 0.62, self.palette.accent_text
            draw_icon(canvas, self._picture.icon, -size / 2, -size / 2, size, colour, 1.7, drawn)
