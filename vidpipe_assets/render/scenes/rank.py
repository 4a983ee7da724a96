"""The template `rank`: an entry of a countdown, with a ladder that shows how far it has come."""

import math

from vidpipe_assets.model.pictures import Rank
from vidpipe_assets.render.arrangements import SIDES
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.moments import card_rest_s, until_told_s
from vidpipe_assets.render.scenes.art import HALF, place_arranged_art, text_left
from vidpipe_assets.render.scenes.close_up import CLOSE_TOP
from vidpipe_assets.render.scenes.context import BOTTOM, COLUMN, LEFT, RIGHT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.parts import PILL_HEIGHT, card_colour, draw_pill, headline_size, quiet_colour

_NUMBER, _HASH = 420, 180
_RUNG = 76
_ICON = 264
_BESIDE_TITLE = 250
"""How large a number is beside its title, where a subject is shown."""
_KEPT_TOP, _KEPT = 222, 0.8
"""Where the number stands while its subject is seen alone, and how much of its size it has then."""
_TILE, _TILES = 46, 440
"""How large a step of the ladder that lies above the picture is at most, and how wide it is as a whole."""


def make_rank(picture: Rank, context: SceneContext) -> Template:
    """With a picture of the subject that has the most room, else with an icon."""
    return SubjectRank(picture, context) if context.shot.illustration else RankTemplate(picture, context)


def _draw_step(
    canvas: Canvas, context: SceneContext, rank: int, place: tuple[float, float, float], *, here: bool
) -> None:
    """A step of the ladder: its left and upper edge and its size are `place`."""
    palette, (x, y, size) = context.palette, place
    canvas.box(x, y, size, size, fill(palette.accent_shape if here else quiet_colour(palette, 0.16)), size * 0.24)
    numeral = context.numeral(str(rank), size * 0.54)
    colour = palette.on_shape if here else palette.mute
    numeral.draw(canvas, x + size / 2, y + (size + numeral.cap) / 2, colour, align=0.5)


class SubjectRank(Template):
    """Number and title together, the subject beside, above or below them, and the ladder above all."""

    def __init__(self, picture: Rank, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        arrangement = context.shot.arrangement or "above"
        self._beside = arrangement in SIDES
        self._left = text_left(arrangement)
        self._hash = context.numeral("#", _BESIDE_TITLE * 0.5)
        self._number = context.numeral(str(picture.rank), _BESIDE_TITLE)
        self._number_width = self._hash.width + 14 + self._number.width
        cap = self._number.cap
        # '#4' and '16 tons' on one line are read as 416 tons: the number stays at the top.
        self._apart = not self._beside and picture.title.lstrip("*")[:1].isdecimal()
        aside = 0.0 if self._beside or self._apart else self._number_width + 34
        width = (HALF if self._beside else COLUMN) - aside
        size, rows, tall = (104, 4, 420) if self._beside else (112, 2, cap + 40)
        self._title = context.heading(picture.title, size, rows=rows, height=tall, width=width)
        self._detail = context.body(picture.detail, 44, rows=3, least=34, height=150, width=width)
        self._stat = context.label(picture.stat, 42, 700, width=width - 60)
        self._title_at = (
            self._left + aside,
            cap + 50 if self._beside else 0.0 if self._apart else max(cap - self._title.height, 0) / 2,
        )
        below = max(self._title_at[1] + self._title.height, 0.0 if self._apart else cap) + 44
        self._detail_y = below
        self._stat_y = below + (self._detail.height + 44 if self._detail.words else 0)
        height = self._stat_y + (PILL_HEIGHT if picture.stat.strip() else -44)
        lowest = BOTTOM - 14 - height
        highest = _KEPT_TOP + cap * _KEPT + 50 if self._apart else TOP
        self._top = {"above": highest, "below": lowest}.get(arrangement, highest + (lowest - highest) * 0.35)
        over, under = (_KEPT_TOP + 70, self._top - 36), self._top + height + 36
        self._art = place_arranged_art(context, over, under, side_top=over[0])
        self.foot, self.shows_subject = (self._art.foot, True) if self._art else (None, False)
        # Before its title, and when that has been read, the subject stands below the number, large.
        alone = until_told_s(context.shot.scene) or card_rest_s(context.shot.scene)
        self.kept = _KEPT_TOP + cap * _KEPT + 24 - CLOSE_TOP if alone else 0.0
        self._starts = context.spoken(self._title, context.named_s)
        self._detail_starts = context.spoken_after(self._detail, 0.5, 0.025)

    def illustrate(self, canvas: Canvas, at: float) -> None:
        """The subject."""
        if self._art:
            self._art.draw(canvas, at)

    def draw_kept(self, canvas: Canvas, at: float, since: float) -> None:  # noqa: ARG002 - it stands still
        """The ladder, and the number."""
        if self.kept:
            self._draw_ladder(canvas, at)
            self._draw_kept_number(canvas)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Ladder, number, title, detail, and the fact in a pill when it is said."""
        self._draw_ladder(canvas, at)
        if self._apart:
            self._draw_kept_number(canvas)
        else:
            self._draw_number(canvas, self._left, self._top)
        palette, (x, below) = self.palette, self._title_at
        known, rising = self.context.known(at), self.context.rising(self._starts, at)
        self._title.rise(canvas, x, self._top + below, palette.ink, palette.accent_shape, rising, known)
        y = self._top + self._detail_y
        self._detail.appear(canvas, x, y, palette.mute, palette.accent_text, self._detail_starts, at, known=known)
        if self._picture.stat.strip():
            share = self.tempo.pop(at, max(self.context.beat(0, 0.45), 0.9))
            draw_pill(canvas, x, self._top + self._stat_y, self._stat, palette.on_shape, palette.accent_shape, share)
        self.context.draw_source(canvas, at)

    def _draw_kept_number(self, canvas: Canvas) -> None:
        with canvas.zoom(LEFT, _KEPT_TOP, _KEPT):
            self._draw_number(canvas, LEFT, _KEPT_TOP)

    def _draw_number(self, canvas: Canvas, x: float, top: float) -> None:
        with canvas.upright(x, self._number_width):  # read from left to right in every language
            self._hash.draw(canvas, x, top + self._hash.cap, self.palette.mute)
            self._number.draw(canvas, x + self._hash.width + 14, top + self._number.cap, self.palette.accent_shape)

    def _draw_ladder(self, canvas: Canvas, at: float) -> None:
        count = self._picture.of
        size = min(_TILE, _TILES / count - 8)
        for step, rank in enumerate(range(count, 0, -1)):
            here = rank == self._picture.rank
            glow = 1 + 0.06 * math.sin(at * 4) if here and not self.tempo.calm else 1.0
            x, y = RIGHT - (count - step) * (size + 8) + 8, _KEPT_TOP
            with canvas.zoom(x + size / 2, y + size / 2, glow):
                _draw_step(canvas, self.context, rank, (x, y, size), here=here)


class RankTemplate(Template):
    """Two layouts: the icon as lines beside the number, or on a tile in the accent."""

    def __init__(self, picture: Rank, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        self._tiled = context.variant(2) == 1
        self._hash = context.numeral("#", _HASH)
        self._number = context.numeral(str(picture.rank), _NUMBER)
        self._number_y = TOP + 8 + self._number.cap
        self._stat = context.label(picture.stat, 42, 700, width=760)
        head = self._number_y
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
        """Number, ladder, icon, title, detail, and the fact in a pill when it is said."""
        self.context.draw_kicker(canvas)
        self._draw_number(canvas)
        self._draw_ladder(canvas, at)
        self._draw_icon(canvas, at)
        palette, y = self.palette, self._title_top
        known, rising = self.context.known(at), self.context.rising(self._starts, at)
        self._title.rise(canvas, LEFT, y, palette.ink, palette.accent_shape, rising, known)
        y += self._title.height + 54
        self._detail.appear(canvas, LEFT, y, palette.mute, palette.accent_text, self._detail_starts, at, known=known)
        y += self._detail.height + 50 if self._detail.words else 0
        if self._picture.stat.strip():
            share = self.tempo.pop(at, max(self.context.beat(0, 0.45), 0.9))
            draw_pill(canvas, LEFT, y, self._stat, palette.on_shape, palette.accent_shape, share)
        self.context.draw_source(canvas, at)

    def _draw_number(self, canvas: Canvas) -> None:
        whole = self._hash.width + 22 + self._number.width  # read from left to right in every language
        with canvas.upright(LEFT, whole):
            self._hash.draw(canvas, LEFT, TOP + 8 + self._hash.cap, self.palette.mute)
            self._number.draw(canvas, LEFT + self._hash.width + 22, self._number_y, self.palette.accent_shape)

    def _draw_ladder(self, canvas: Canvas, at: float) -> None:
        count = self._picture.of
        size = min(_RUNG, (self._number.cap + 40) / count - 10)
        for step, rank in enumerate(range(count, 0, -1)):
            share = self.tempo.pop(at, 0.1 + 0.05 * step)
            if share <= 0:
                continue
            y = TOP + 8 + step * (size + 16 if count < 5 else size + 10)
            here = rank == self._picture.rank
            glow = 1 + 0.04 * math.sin(at * 4) if here and not self.tempo.calm else 1.0
            with canvas.zoom(RIGHT - size / 2, y + size / 2, share * glow):
                _draw_step(canvas, self.context, rank, (RIGHT - size, y, size), here=here)

    def _draw_icon(self, canvas: Canvas, at: float) -> None:
        left = LEFT + self._hash.width + 22 + self._number.width + 40
        centre = ((left + RIGHT - _RUNG - 30) / 2, TOP + 8 + self._number.cap / 2 + 6 * math.sin(at * 1.5))
        size = min(_ICON, RIGHT - _RUNG - 30 - left)
        drawn = self.tempo.draw(at, 0.15, 1.1)
        if not self._tiled:
            draw_icon(
                canvas, self._picture.icon, centre[0] - size / 2, centre[1] - size / 2, size, self.palette.ink, 1.3,
                drawn,
            )  # fmt: skip
            return
        with canvas.transform(*centre, turn=-6 + 3 * math.sin(at * 0.9), scale=self.tempo.pop(at, 0.0, 0.6)):
            half = size / 2
            canvas.box(-half, -half, size, size, fill(card_colour(self.palette)), size * 0.22)
            draw_icon(
                canvas,
                self._picture.icon,
                -half * 0.62,
                -half * 0.62,
                size * 0.62,
                self.palette.accent_text,
                1.7,
                drawn,
            )
