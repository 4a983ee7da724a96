"""The template `number`: one number that is open until it is said, and then counts up quickly."""

import math
from contextlib import nullcontext

from vidpipe_assets.model.pictures import Number
from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.easing import blend, clamp, out_cubic, progress
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.text import TextStyle, shape_line
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.context import BOTTOM, CAPTIONS_TOP, COLUMN, LEFT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.parts import (
    PILL_HEIGHT,
    capitalise_unit,
    draw_pill,
    format_figure,
    pill_width,
    quiet_colour,
    widest_figures,
)

_LARGEST, _SMALLEST_BESIDE_UNIT = 470, 230
_UNIT_SHARE = 0.46
_ART = 580
_BESIDE_ART = 0.76
"""How large a number is above its subject, against one that stands alone."""
_COUNTS_S = 0.5
"""For how long it counts: it stands when its word is said."""
_TICKS, _TICK_WIDTH, _TICK_HEIGHT = 50, 9, 72


class NumberTemplate(Template):
    """The number, its unit beside or below it, what it counts, how it changed, and its share of a maximum."""

    def __init__(self, picture: Number, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        self._unit_text = capitalise_unit(picture.unit)
        self._size, self._beside = self._fit()
        final = self._text(picture.value)
        self._final = shape_line(final, TextStyle(context.heading_face, self._size, tabular=True))
        self._room = shape_line(widest_figures(final), TextStyle(context.heading_face, self._size, tabular=True)).width
        self._open = shape_line("?", TextStyle(context.heading_face, self._size))
        """What stands in its place until it comes."""
        unit_size = self._size * _UNIT_SHARE if self._beside else 150
        self._unit = context.numeral(self._unit_text, unit_size, width=COLUMN)
        # A dollar sign and a comma hang below the baseline.
        self._gap = 44 + (self._final.descent * 0.4 if any(hanging in final for hanging in "$,") else 0)
        self._label = context.body(picture.label, 62, weight=700, rows=3, least=42)
        self._delta = context.label(picture.delta, 42, 700, width=COLUMN * 0.6)
        self._note = context.label(picture.delta_note, 38, 500, width=self._note_width())
        self._top = self._place()
        foot = self._top + self._height()
        self._art = place_art(context, 0, foot + 34, 1080, min(CAPTIONS_TOP - 14, foot + 34 + _ART + 110))
        self._said = max(context.beat(0, 0.3), 0.9)
        self._counts_from = self._said - _COUNTS_S
        half = context.seconds * 0.45
        # A number that is said early would leave nothing to come: then the icon comes when half of the time is over.
        self._icon_at = half if self._said < half - 0.6 else 0.35

    def illustrate(self, canvas: Canvas, at: float) -> None:
        """The subject."""
        if self._art:
            self._art.draw(canvas, at)

    def draw(self, canvas: Canvas, at: float) -> None:
        """From the top: number, unit, label, change, ruler."""
        self.context.draw_kicker(canvas, at)
        y = self._draw_number(canvas, at, self._top) + 62
        self._label.rise(
            canvas, LEFT, y, self.palette.ink, self.palette.accent_shape,
            lambda number: self.tempo.rise(at, -0.22 + number * 0.035),
        )  # fmt: skip
        y += self._label.height + 54
        y = self._draw_delta(canvas, at, y)
        if self._picture.maximum:
            self._draw_ruler(canvas, at, y)
        elif not self._art:
            self._draw_icon(canvas, at, y)
        self.context.draw_source(canvas, at)

    def _draw_number(self, canvas: Canvas, at: float, top: float) -> float:
        final = self._final
        baseline = top + final.cap
        share, start = self._counted(at), self._counts_from
        self._open.rise(canvas, LEFT, baseline, self.palette.mute, self.tempo.rise(at, -0.4, 0.5) * (at < start))
        line = shape_line(
            self._text(self._picture.value * share), TextStyle(self.context.heading_face, self._size, tabular=True)
        )
        jump = 1 + 0.035 * self.tempo.nudge(at, self._said, 0.35)
        settle = self.tempo.draw(at, self._said - 0.3, 0.45)
        wide = blend(max(self._room, final.width), final.width, settle)
        x = LEFT + blend(min(self._open.width, wide), wide, self.tempo.grow(at, start, 0.25)) + 20
        # A sign belongs to its figures in every language, a word stands behind them as the language runs.
        is_sign = self._beside and not any(letter.isalpha() for letter in self._unit_text)
        with canvas.upright(LEFT, x + self._unit.width - LEFT) if is_sign and self._unit_text else nullcontext():
            with canvas.zoom(LEFT, baseline, jump):
                line.rise(canvas, LEFT, baseline, self.palette.accent_shape, self.tempo.rise(at, start, 0.3))
            if not self._unit_text:
                return baseline
            if not self._beside:
                x, baseline = LEFT, baseline + self._gap + self._unit.cap
            foot = top + self._unit.cap if self._beside else baseline
            self._unit.rise(canvas, x, foot, self.palette.ink, self.tempo.rise(at, -0.2))
        return baseline

    def _counted(self, at: float) -> float:
        """How much of the number is counted."""
        return progress(at, self._counts_from, _COUNTS_S, out_cubic)

    def _draw_delta(self, canvas: Canvas, at: float, y: float) -> float:
        picture, palette = self._picture, self.palette
        if not picture.delta.strip():
            return y
        start = max(self._said + 0.4, self.context.seconds * 0.45)
        ground = palette.accent_shape if picture.good else palette.accent2
        ink = palette.on_accent if ground == palette.accent else palette.ground
        icon = "trending-up" if picture.rising else "trending-down"
        draw_pill(canvas, LEFT, y, self._delta, ink, ground, self.tempo.pop(at, start), icon)
        x = LEFT + pill_width(self._delta, icon=True) + 24
        below = self._note_below()
        baseline = y + (PILL_HEIGHT + 48 if below else PILL_HEIGHT / 2 + self._note.cap / 2)
        self._note.draw(canvas, LEFT if below else x, baseline, palette.mute, self.tempo.fade(at, start + 0.15))
        return y + PILL_HEIGHT + (66 if below else 0) + 50

    def _draw_ruler(self, canvas: Canvas, at: float, y: float) -> None:
        picture, palette = self._picture, self.palette
        filled = clamp(picture.value / (picture.maximum or 1)) * _TICKS * self._counted(at)
        y = min(y + 8, BOTTOM - _TICK_HEIGHT)
        for number in range(_TICKS):
            x = LEFT + number * (COLUMN - _TICK_WIDTH) / (_TICKS - 1)
            height = _TICK_HEIGHT * self.tempo.grow(at, 0.05 + 0.008 * number, 0.4)
            colour = mix_colours(quiet_colour(palette, 0.22), palette.accent_shape, round(clamp(filled - number), 2))
            canvas.box(x, y + _TICK_HEIGHT - height, _TICK_WIDTH, height, fill(colour), 4)
        # A light runs along the ruler, so that the hold is alive.
        share = (at * 0.35) % 1.0
        x = LEFT + share * filled / _TICKS * COLUMN
        canvas.line((x, y - 14), (x, y - 14), stroke(palette.ink, 8, 0.8 if filled > 1 else 0))

    def _draw_icon(self, canvas: Canvas, at: float, y: float) -> None:
        """Without a maximum there is room for what the number is about."""
        size = min(300.0, BOTTOM - y - 20)
        if size < 120:
            return
        y += 10 + 6 * math.sin(at * 1.5)
        drawn = self.tempo.draw(at, self._icon_at, 1.2)
        draw_icon(canvas, self.context.shot.scene.icon, LEFT, y, size, self.palette.accent_text, 1.2, drawn)

    def _place(self) -> float:
        """The whole stands a little above the middle of its room, and at its top above an illustration."""
        extra = 0 if self._picture.maximum else 54 + (_ART if self.context.shot.illustration else 300)
        return TOP + max(BOTTOM - TOP - self._height() - extra, 0) * 0.4

    def _height(self) -> float:
        """Of all that is written, and of the ruler."""
        height = self._final.cap + 62 + self._label.height
        if self._unit_text and not self._beside:
            height += self._gap + self._unit.cap
        if self._picture.delta.strip():
            height += 54 + PILL_HEIGHT + (66 if self._note_below() else 0)
        return height + (62 + _TICK_HEIGHT if self._picture.maximum else 0)

    def _fit(self) -> tuple[float, bool]:
        """The number's size, and whether the unit stands beside it."""
        face = self.context.heading_face
        full = shape_line(
            widest_figures(self._text(self._picture.value)), TextStyle(face, _LARGEST, tabular=True)
        ).width
        unit = shape_line(self._unit_text, TextStyle(face, _LARGEST * _UNIT_SHARE)).width + 20 if self._unit_text else 0
        most = _BESIDE_ART if self.context.shot.illustration and not self._picture.maximum else 1.0
        together = _LARGEST * min(most, COLUMN / 1.035 / (full + unit))
        if together >= _SMALLEST_BESIDE_UNIT or not self._unit_text:
            return together, True
        return _LARGEST * min(0.85 * most, COLUMN / 1.035 / full), False

    def _text(self, value: float) -> str:
        return format_figure(value, self._picture.decimals, self._picture.prefix)

    def _note_width(self) -> float:
        return COLUMN if self._note_below() else COLUMN - pill_width(self._delta, icon=True) - 24

    def _note_below(self) -> bool:
        beside = COLUMN - pill_width(self._delta, icon=True) - 24
        return self.context.label(self._picture.delta_note, 38, 500, width=9999).width > beside
