"""The template `number`: one number that is open until it is said, and then counts up quickly.

A number that is said soon has a question mark in its place, as has one that is asked for in a quiz. One that comes
later leaves the scene to its subject. It counts in the ink, and takes the accent as it is said.
"""

import math
from contextlib import nullcontext
from dataclasses import replace

from vidpipe_assets.model.pictures import Number
from vidpipe_assets.render.arrangements import SIDES
from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.easing import blend, clamp, out_cubic, progress
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.text import TextStyle, shape_line
from vidpipe_assets.render.moments import rest_s
from vidpipe_assets.render.scenes.art import HALF, ROOM, place_arranged_art, text_left
from vidpipe_assets.render.scenes.context import (
    BOTTOM,
    COLUMN,
    KICKER_Y,
    LEFT,
    TOP,
    SceneContext,
    Template,
)
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
_ART = 600
_SMALLER = 12
"""How often a number becomes a little smaller for its subject."""
_BESIDE_ART = 0.76
"""How large a number is above its subject, against one that stands alone."""
_ABOVE_UNIT = 0.72
_COUNTS_S = 0.5
"""For how long it counts: it stands when its word is said."""
_MOST_OPEN_S = 1.2
"""How long a question mark may stand in a number's place; where it would wait longer, the subject has the scene."""
_COMES_S = 0.15
_KEPT, _KEPT_TOP, _GOES_S = 150, 226, 0.4
"""How tall a number is while its subject has its place, where it stands then, and how long it takes there."""
_UNDER_RANK, _BESIDE_RANK = 14, 48
"""How much lower a number begins below that of a countdown, and how far it keeps off it beside it."""
_JUMPS = 1.035
"""How much larger a number is for a moment when it is said."""
_TICKS, _TICK_WIDTH, _TICK_HEIGHT = 50, 9, 72


class NumberTemplate(Template):
    """The number, its unit beside or below it, what it counts, how it changed, and its share of a maximum."""

    def __init__(self, picture: Number, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        self._arrangement = context.shot.arrangement
        self._column = HALF if self._arrangement in SIDES else COLUMN
        self._unit_text = capitalise_unit(picture.unit)
        self._size, self._beside = self._fit()
        self._set(picture)
        self._delta = context.label(picture.delta, 42, 700, width=COLUMN * 0.6)
        self._note = context.label(picture.delta_note, 38, 500, width=self._note_width())
        # Its subject shall be seen: what is written above or below it is as large as that allows.
        for _ in range(_SMALLER if context.shot.illustration and self._arrangement not in SIDES else 0):
            if self._height() <= BOTTOM - KICKER_Y - 80 - ROOM:
                break
            self._size *= 0.94
            full = shape_line(widest_figures(self._text(picture.value)), self._style).width
            unit = shape_line(self._unit_text, replace(self._style, size=self._size * _UNIT_SHARE)).width
            self._beside = self._beside or (full + unit + 20) * _JUMPS <= self._column
            self._set(picture)
        self._top = self._place()
        foot = self._top + self._height()
        over, written = (KICKER_Y + 26, self._top - 40), self._written()
        self._left = text_left(self._arrangement, written)
        self._art = place_arranged_art(context, over, foot + 34, written=written)
        self.foot, self.shows_subject = (self._art.foot, True) if self._art else (None, False)
        self._said = max(context.beat(0, 0.3), 0.9)
        self._counts_from = self._said - _COUNTS_S
        self._is_asked = bool(context.shot.scene.pause_s) or self._counts_from <= _MOST_OPEN_S
        half = context.seconds * 0.45
        # A number that is said early would leave nothing to come: then the icon comes when half of the time is over.
        self._icon_at = half if self._said < half - 0.6 else 0.35
        starts = context.spoken(self._label, self._said)
        # Without a number or a question mark above it, 'between the novel and the ship' would say nothing.
        self._label_starts = starts if self._is_asked else tuple(max(at, self._counts_from) for at in starts)
        self._small = min(1.0, _KEPT / self._number_height(), self._kept_room() / self._number_width())
        self.kept = self._number_height() * self._small + 20 if rest_s(context.shot.scene) else 0.0

    @property
    def _style(self) -> TextStyle:
        """The number's own."""
        return TextStyle(self.context.heading_face, self._size, tabular=True)

    def _set(self, picture: Number) -> None:
        """Set number, unit and label in the size that there is room for."""
        context, style = self.context, self._style
        final = self._text(picture.value)
        self._final = shape_line(final, style)
        self._room = shape_line(widest_figures(final), style).width
        self._open = shape_line("?", TextStyle(context.heading_face, self._size))
        """What stands in its place until it comes."""
        unit_size = self._size * _UNIT_SHARE if self._beside else min(150, self._size * 0.6)
        self._unit = context.numeral(self._unit_text, unit_size, width=self._column)
        # A dollar sign and a comma hang below the baseline.
        self._gap = 44 + (self._final.descent * 0.4 if any(hanging in final for hanging in "$,") else 0)
        size = min(62, self._size * 0.3)
        self._label = context.body(picture.label, max(size, 46), weight=700, rows=3, least=42, width=self._column)

    def illustrate(self, canvas: Canvas, at: float) -> None:
        """The subject."""
        if self._art:
            self._art.draw(canvas, at)

    def draw(self, canvas: Canvas, at: float) -> None:
        """From the top: number, unit, label, change, ruler."""
        self.context.draw_kicker(canvas, at)
        y = self._draw_number(canvas, at, self._top) + 62
        rising = self.context.rising(self._label_starts, at)
        self.context.draw_haze(canvas, self._left, y, self._label, rising)
        self._label.rise(canvas, self._left, y, self.palette.ink, self.palette.accent_shape, rising)
        y += self._label.height + 54
        y = self._draw_delta(canvas, at, y)
        if self._picture.maximum:
            self._draw_ruler(canvas, at, y)
        elif not self._art:
            self._draw_icon(canvas, at, y)
        self.context.draw_source(canvas, at)

    def draw_kept(self, canvas: Canvas, at: float, since: float) -> None:
        """The number, small at the top: it goes there when it has been read."""
        if not self.kept:
            return
        gone = self.tempo.grow(since, 0.0, _GOES_S)
        up, scale = blend(0, _KEPT_TOP - self._top, gone), blend(1.0, self._small, gone)
        with canvas.transform(blend(0, LEFT - self._left, gone), up), canvas.zoom(self._left, self._top, scale):
            self._draw_number(canvas, at, self._top)

    def _draw_number(self, canvas: Canvas, at: float, top: float) -> float:
        final = self._final
        baseline = top + final.cap
        share, start = self._counted(at), self._counts_from
        if at < start and self._is_asked:
            self._open.draw(canvas, self._left, baseline, self.palette.mute)
        line = shape_line(self._text(self._picture.value * share), self._style)
        jump = 1 + (_JUMPS - 1) * self.tempo.nudge(at, self._said, 0.35)
        settle = self.tempo.draw(at, self._said - 0.3, 0.45)
        wide = blend(max(self._room, final.width), final.width, settle)
        opened = min(self._open.width, wide) if self._is_asked else wide
        x = self._left + blend(opened, wide, self.tempo.grow(at, start, 0.25)) * jump + 20
        # A sign belongs to its figures in every language, a word stands behind them as the language runs.
        is_sign = self._beside and not any(letter.isalpha() for letter in self._unit_text)
        with (
            canvas.upright(self._left, x + self._unit.width - self._left)
            if is_sign and self._unit_text
            else nullcontext()
        ):
            with canvas.zoom(self._left, baseline, jump):
                # Not risen: out of so large a line its first figures would come over what stands below.
                colour = self.palette.accent_shape if at >= self._said else self.palette.ink
                line.draw(canvas, self._left, baseline, colour, self.tempo.fade(at, start, _COMES_S))
            if not self._unit_text:
                return baseline
            if not self._beside:
                x, baseline = self._left, baseline + self._gap + self._unit.cap
            foot = top + self._unit.cap if self._beside else baseline
            self._unit.draw(canvas, x, foot, self.palette.ink, self._comes(at))
        return baseline

    def _comes(self, at: float) -> float:
        """How much is seen of what stands with the number: where nothing is open it comes with the first figures."""
        return 1.0 if self._is_asked else self.tempo.fade(at, self._counts_from, _COMES_S)

    def _counted(self, at: float) -> float:
        """How much of the number is counted."""
        return progress(at, self._counts_from, _COUNTS_S, out_cubic)

    def _draw_delta(self, canvas: Canvas, at: float, y: float) -> float:
        picture, palette = self._picture, self.palette
        if not picture.delta.strip():
            return y
        start = max(self._said + 0.4, self.context.seconds * 0.45)
        ground = palette.accent_shape if picture.good else palette.accent2
        ink = palette.on_shape if picture.good else palette.ground
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
        if self._arrangement == "below":
            return BOTTOM - 16 - self._height()
        beneath = _ART if self.context.shot.illustration and self._arrangement not in SIDES else 300
        extra = 0 if self._picture.maximum else 54 + beneath
        top = TOP + (_UNDER_RANK if self.context.rank else 0)
        return top + max(BOTTOM - top - self._height() - extra, 0) * 0.4

    def _height(self) -> float:
        """Of all that is written, and of the ruler."""
        height = self._number_height() + 62 + self._label.height
        if self._picture.delta.strip():
            height += 54 + PILL_HEIGHT + (66 if self._note_below() else 0)
        return height + (62 + _TICK_HEIGHT if self._picture.maximum else 0)

    def _written(self) -> float:
        """How wide what stands beside the subject is: the number, and its label."""
        beside = self._number_width() if self._beside else max(self._number_width(), self._unit.width)
        label = max((word.x + word.line.width for word in self._label.words), default=0.0)
        return min(max(beside * _JUMPS, label), HALF)

    def _number_height(self) -> float:
        """Of the number, and of a unit below it."""
        below = self._gap + self._unit.cap if self._unit_text and not self._beside else 0
        return self._final.cap + below

    def _number_width(self) -> float:
        """Of the number, and of a unit beside it."""
        beside = self._unit.width + 20 if self._unit_text and self._beside else 0
        return max(self._room, self._final.width) + beside

    def _kept_room(self) -> float:
        """How wide a number may be at the top, where the number of a countdown has the column's end."""
        return COLUMN - (self.context.rank_width + _BESIDE_RANK if self.context.rank else 0)

    def _fit(self) -> tuple[float, bool]:
        """The number's size, and whether the unit stands beside it."""
        face = self.context.heading_face
        full = shape_line(
            widest_figures(self._text(self._picture.value)), TextStyle(face, _LARGEST, tabular=True)
        ).width
        unit = shape_line(self._unit_text, TextStyle(face, _LARGEST * _UNIT_SHARE)).width + 20 if self._unit_text else 0
        most = _BESIDE_ART if self.context.shot.illustration and not self._picture.maximum else 1.0
        together = _LARGEST * min(most, self._column / _JUMPS / (full + unit))
        if together >= _SMALLEST_BESIDE_UNIT or not self._unit_text:
            return together, True
        # Over a unit and a label of their own, a wide number would leave its subject no room.
        share = _ABOVE_UNIT if most < 1 and self._arrangement not in SIDES else 1.0
        return _LARGEST * min(0.85 * most, share * self._column / _JUMPS / full), False

    def _text(self, value: float) -> str:
        return format_figure(value, self._picture.decimals, self._picture.prefix)

    def _note_width(self) -> float:
        return COLUMN if self._note_below() else COLUMN - pill_width(self._delta, icon=True) - 24

    def _note_below(self) -> bool:
        beside = COLUMN - pill_width(self._delta, icon=True) - 24
        return self.context.label(self._picture.delta_note, 38, 500, width=9999).width > beside
