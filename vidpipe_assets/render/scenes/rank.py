"""The template `rank`: an entry of a countdown, with a ladder that shows how far it has come."""

import math

from vidpipe_assets.model.pictures import Rank
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.context import BOTTOM, LEFT, RIGHT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.parts import PILL_HEIGHT, card_colour, draw_pill, headline_size, quiet_colour

_NUMBER, _HASH = 420, 180
_RUNG = 76
_ICON = 264
_NUMBER_BESIDE_ART, _ART = 300, 430


class RankTemplate(Template):
    """Two layouts: the icon as lines beside the number, or on a tile in the accent."""

    def __init__(self, picture: Rank, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        self._tiled = context.variant(2) == 1
        shown = context.shot.illustration is not None
        self._hash = context.numeral("#", _HASH)
        self._number = context.numeral(str(picture.rank), _NUMBER_BESIDE_ART if shown else _NUMBER)
        self._number_y = TOP + 8 + self._number.cap
        self._stat = context.label(picture.stat, 42, 700, width=760)
        left = LEFT + self._hash.width + 22 + self._number.width + 30
        self._art = place_art(context, left, TOP - 16, RIGHT - _RUNG - 24, TOP - 16 + _ART) if shown else None
        head = self._art.y + self._art.size - 40 if self._art else self._number_y
        room = BOTTOM - head - 70
        self._detail = context.body(picture.detail, 48, rows=3, least=36, height=room * 0.36)
        below = (self._detail.height + 54 if self._detail.words else 0) + (
            PILL_HEIGHT + 50 if picture.stat.strip() else 0
        )
        self._title = context.heading(picture.title, headline_size(picture.title, 132), rows=3, height=room - below)
        used = self._title.height + below
        self._title_top = head + 70 + max(room - used, 0) * 0.3

    def illustrate(self, canvas: Canvas, at: float) -> None:
        """The subject."""
        if self._art:
            self._art.draw(canvas, at)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Number, ladder, icon, title, detail, and the fact in a pill when it is said."""
        self.context.draw_kicker(canvas, at)
        self._draw_number(canvas, at)
        self._draw_ladder(canvas, at)
        self._draw_icon(canvas, at)
        palette, y = self.palette, self._title_top
        self._title.rise(
            canvas, LEFT, y, palette.ink, palette.accent_shape, lambda number: self.tempo.rise(at, 0.12 + number * 0.08)
        )
        y += self._title.height + 54
        starts = [0.5 + 0.025 * number for number in range(len(self._detail.words))]
        self._detail.appear(canvas, LEFT, y, palette.mute, palette.accent_text, starts, at)
        y += self._detail.height + 50 if self._detail.words else 0
        if self._picture.stat.strip():
            share = self.tempo.pop(at, max(self.context.beat(0, 0.45), 0.9))
            ink = palette.on_accent if palette.accent_shape == palette.accent else palette.ground
            draw_pill(canvas, LEFT, y, self._stat, ink, palette.accent_shape, share)
        self.context.draw_source(canvas, at)

    def _draw_number(self, canvas: Canvas, at: float) -> None:
        lift = (1 - self.tempo.rise(at, -0.3, 0.7)) * 520
        whole = self._hash.width + 22 + self._number.width  # read from left to right in every language
        with (
            canvas.clip(LEFT - 10, TOP, RIGHT, self._number_y + 14),
            canvas.upright(LEFT, whole),
            canvas.transform(0, lift),
        ):
            self._hash.draw(canvas, LEFT, TOP + 8 + self._hash.cap, self.palette.mute)
            self._number.draw(canvas, LEFT + self._hash.width + 22, self._number_y, self.palette.accent_shape)

    def _draw_ladder(self, canvas: Canvas, at: float) -> None:
        palette, count = self.palette, self._picture.of
        size = min(_RUNG, (_ART - 20 if self._art else self._number.cap + 40) / count - 10)
        for step, rank in enumerate(range(count, 0, -1)):
            share = self.tempo.pop(at, 0.1 + 0.05 * step)
            if share <= 0:
                continue
            y = TOP + 8 + step * (size + 16 if count < 5 else size + 10)
            here = rank == self._picture.rank
            glow = 1 + 0.04 * math.sin(at * 4) if here and not self.tempo.calm else 1.0
            with canvas.zoom(RIGHT - size / 2, y + size / 2, share * glow):
                ground = palette.accent_shape if here else quiet_colour(palette, 0.16)
                canvas.box(RIGHT - size, y, size, size, fill(ground), size * 0.24)
                numeral = self.context.numeral(str(rank), size * 0.54)
                ink = (
                    (palette.on_accent if palette.accent_shape == palette.accent else palette.ground)
                    if here
                    else palette.mute
                )
                numeral.draw(canvas, RIGHT - size / 2, y + (size + numeral.cap) / 2, ink, align=0.5)

    def _draw_icon(self, canvas: Canvas, at: float) -> None:
        if self._art:
            return
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
