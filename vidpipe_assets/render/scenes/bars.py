"""The template `bars`: several values of one unit, as bars from the left or as columns from below."""

from contextlib import nullcontext

from vidpipe_assets.model.pictures import Bar, Bars
from vidpipe_assets.render.drawing.blocks import TextBlock
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.easing import blend
from vidpipe_assets.render.scenes.bar_pictures import bar_pictures, to_scale
from vidpipe_assets.render.scenes.context import BOTTOM, COLUMN, LEFT, RIGHT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.parts import format_figure

_MOST_COLUMNS = 4
_LONGEST_COLUMN_LABEL = 14
_HIGHEST, _HIGHEST_PICTURED = 72, 104
"""Of a bar, in pixels: without and with pictures."""
_REACHES = 14
"""How far a picture reaches beyond its bar, above and below together."""
_UNNAMED, _HOP = 0.45, 0.14
"""How much is seen of a bar until it is named, and how much larger its picture is for a moment when it has grown."""


class BarsTemplate(Template):
    """Labels and tracks stand at once; each bar grows when it is named, and carries what it stands for on its end."""

    def __init__(self, picture: Bars, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        self._heading = context.heading(picture.title, 100)
        self._most = max(bar.value for bar in picture.bars) or 1.0
        self._top = TOP + self._heading.height + 78
        count = len(picture.bars)
        short = max(len(bar.label) for bar in picture.bars) <= _LONGEST_COLUMN_LABEL
        names = bar_pictures(picture.bars)
        self._columns = count <= _MOST_COLUMNS and short and context.variant(2) == 1 and not any(names)
        self._pitch = COLUMN / count if self._columns else min(212, (BOTTOM + 26 - self._top) / count)
        self._value_size = min(self._fitted_size(bar) for bar in picture.bars)
        self._labels: list[TextBlock] = [self._label(bar) for bar in picture.bars]
        self._line = min(46, self._pitch * 0.34)
        self._high = min(_HIGHEST_PICTURED if any(names) else _HIGHEST, self._pitch - self._line - 48)
        self._pictures = to_scale(names, context, self._high + _REACHES)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Heading, then bar by bar."""
        self.context.draw_kicker(canvas, at)
        self.context.draw_heading(canvas, at, self._heading)
        for number, bar in enumerate(self._picture.bars):
            start = self._start(number)
            lit = blend(_UNNAMED, 1.0, self.tempo.fade(at, start, 0.25))
            with canvas.faded(lit) if lit < 1 else nullcontext():
                (self._draw_column if self._columns else self._draw_row)(canvas, at, number, bar, start)
        self.context.draw_source(canvas, at)

    def _start(self, number: int) -> float:
        """When a bar grows: the writer's beats in order, so that none waits for one below it."""
        count = len(self._picture.bars)
        return max(self.context.turn(number, count, 0.08 + 0.5 * number / count) - 0.15, 0.2 + 0.1 * number)

    def _draw_row(self, canvas: Canvas, at: float, number: int, bar: Bar, start: float) -> None:
        palette, label = self.palette, self._labels[number]
        y = self._top + number * self._pitch
        line_height = self._line
        value = self.context.numeral(self._text(bar.value * self.tempo.grow(at, start)), self._value_size)
        self.context.draw_haze(canvas, LEFT, y + line_height - label.height, label)
        label.rise(canvas, LEFT, y + line_height - label.height, palette.ink, palette.accent_text, lambda _: 1.0)
        colour = palette.accent_text if bar.highlighted else palette.ink
        value.draw(canvas, RIGHT, y + line_height, colour, self.tempo.fade(at, start, 0.25), align=1)
        top, height = y + line_height + 20, self._high
        canvas.box(LEFT, top, COLUMN * self.tempo.grow(at, 0.05 * number, 0.6), height, fill(palette.ink, 0.1), 10)
        width = COLUMN * bar.value / self._most * self.tempo.grow(at, start)
        canvas.box(LEFT, top, width, height, fill(self._colour(bar)), 10)
        if bar.highlighted:
            with canvas.clip(LEFT, top, LEFT + width, top + height, min(10, height / 2, max(width / 2, 0.1))):
                self._sweep(canvas, at, start, (LEFT, LEFT + width), top, height)
        if rider := self._pictures[number]:
            x, hop = LEFT + max(width - rider.wide, 0), 1 + _HOP * self.tempo.nudge(at, start + 0.5, 0.4)
            with canvas.zoom(x + rider.wide / 2, top + height, hop):
                rider.draw(canvas, at, x, top + height / 2)

    def _draw_column(self, canvas: Canvas, at: float, number: int, bar: Bar, start: float) -> None:
        palette, label = self.palette, self._labels[number]
        width = self._pitch - 28
        x = LEFT + number * self._pitch + (28 * number / max(len(self._labels) - 1, 1))
        foot = BOTTOM - 104
        room = foot - self._top - 80
        label.rise(canvas, x, foot + 26, palette.ink, palette.accent_text, lambda _: 1.0)
        canvas.box(x, self._top + 80, width, room, fill(palette.ink, 0.08), 14)
        height = room * bar.value / self._most * self.tempo.grow(at, start)
        canvas.box(x, foot - height, width, height, fill(self._colour(bar)), 14)
        if bar.highlighted:
            with canvas.clip(x, foot - height, x + width, foot, min(14, max(height / 2, 0.1))):
                self._sweep(canvas, at, start, (x, x + width), foot - height, height)
        text = self._text(bar.value * self.tempo.grow(at, start))
        colour = palette.accent_text if bar.highlighted else palette.ink
        line = self.context.numeral(text, self._value_size)
        line.draw(canvas, x + width / 2, foot - height - 22, colour, self.tempo.fade(at, start, 0.25), align=0.5)

    def _sweep(
        self, canvas: Canvas, at: float, start: float, reach: tuple[float, float], top: float, height: float
    ) -> None:
        """A light passes over the highlighted bar every three seconds."""
        share = self.tempo.draw((at - start - 0.9) % 3.0 if at > start + 0.9 else 0.0, 0.0, 0.9)
        if 0 < share < 1:
            x = blend(reach[0] - 160, reach[1] + 60, share)
            stops = [(0.0, "#FFFFFF", 0.0), (0.5, "#FFFFFF", 0.5), (1.0, "#FFFFFF", 0.0)]
            canvas.box(x, top, 120, height, linear_gradient((x, 0), (x + 120, 30), stops))

    def _label(self, bar: Bar) -> TextBlock:
        if self._columns:
            return self.context.body(bar.label, 38, weight=600, width=self._pitch - 28, least=24, height=76, lead=1.6)
        value = self.context.numeral(self._text(bar.value), self._value_size)
        size = min(44, self._pitch * 0.3)
        return self.context.body(bar.label, size, weight=600, rows=1, width=COLUMN - value.width - 40, least=24)

    def _fitted_size(self, bar: Bar) -> float:
        """How large a bar's number may be beside its label, or above its column."""
        size, width = (76, self._pitch - 28) if self._columns else (min(62, self._pitch * 0.42), COLUMN * 0.5)
        return self.context.numeral(self._text(bar.value), size, width=width).size

    def _colour(self, bar: Bar) -> str:
        palette = self.palette
        if bar.highlighted:
            return palette.accent_shape
        return mix_colours(palette.ground2, palette.mute, 0.62 if palette.dark else 0.5)

    def _text(self, value: float) -> str:
        return format_figure(value, self._picture.decimals, self._picture.prefix, self._picture.unit)
