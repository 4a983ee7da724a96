"""The template `line`: a value over time, drawn by a dot that carries its number."""

import math

from vidpipe_assets.model.pictures import LineChart
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient, stroke
from vidpipe_assets.render.drawing.easing import blend, clamp
from vidpipe_assets.render.drawing.paths import Curve, polygon
from vidpipe_assets.render.scenes.context import BOTTOM, LEFT, RIGHT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.parts import axis_ticks, format_figure, tick_decimals

_BUBBLE_ROOM = 170
_BUBBLE = 98
_MARGIN = 40
"""Between the last point and the column's end."""
_LABELS, _APART = 5, 18
"""The most labels below the axis, and the least space between two."""


class LineTemplate(Template):
    """Axis, line, area and a bubble that never covers what it is about."""

    def __init__(self, picture: LineChart, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        self._heading = context.heading(picture.title, 100)
        values = [point.value for point in picture.points]
        self._marks = axis_ticks(values)
        decimals = tick_decimals(self._marks)
        self._mark_lines = [
            context.label(format_figure(mark, decimals, picture.prefix, picture.unit), 30, 500, width=240)
            for mark in self._marks
        ]
        self._foot = BOTTOM - 62
        self._head = TOP + self._heading.height + _BUBBLE_ROOM
        left = LEFT + max(line.width for line in self._mark_lines) + 28
        count = len(values)
        xs = [blend(left, RIGHT - _MARGIN, number / (count - 1)) for number in range(count)]
        self._curve = Curve([(x, self._y(value)) for x, value in zip(xs, values, strict=True)])
        self._path, self._area = (
            self._curve.path(),
            self._curve.area(self._y(clamp(0.0, self._marks[0], self._marks[-1]))),
        )
        self._labels = [context.label(point.label, 34, 600, width=170) for point in picture.points]
        step = (xs[-1] - xs[0]) / (count - 1)
        widest = max(line.width for line in self._labels)
        # The last label is moved to the left until it lies in the column: nearer to the one before.
        room = widest + max(widest / 2 - _MARGIN, 0) + _APART
        self._every = max(-(-count // _LABELS), math.ceil(room / step))
        self._start, self._length = 0.25, max(1.2, min(2.6, context.seconds * 0.5))

    def draw(self, canvas: Canvas, at: float) -> None:
        """Heading and axis at once, then the line."""
        self.context.draw_kicker(canvas, at)
        self.context.draw_heading(canvas, at, self._heading)
        self._draw_axis(canvas, at)
        points = self._curve.points
        x = blend(points[0][0], points[-1][0], self.tempo.draw(at, self._start, self._length))
        self._draw_line(canvas, x)
        self._draw_dot(canvas, at, x)
        self.context.draw_source(canvas, at)

    def _draw_axis(self, canvas: Canvas, at: float) -> None:
        palette = self.palette
        for number, (mark, line) in enumerate(zip(self._marks, self._mark_lines, strict=True)):
            y = self._y(mark)
            grown = self.tempo.grow(at, -0.05 + 0.05 * number, 0.7)
            zero = mark == 0 or number == 0
            canvas.line((LEFT, y), (blend(LEFT, RIGHT, grown), y), stroke(palette.ink, 2, 0.34 if zero else 0.14))
            line.draw(canvas, LEFT, y - 12, palette.mute, grown)
        count = len(self._picture.points)
        for number, line in enumerate(self._labels):
            if (count - 1 - number) % self._every:
                continue
            x = clamp(self._curve.points[number][0], LEFT + line.width / 2, RIGHT - line.width / 2)
            colour = palette.ink if number == count - 1 else palette.mute
            line.draw(canvas, x, self._foot + 54, colour, self.tempo.fade(at, 0.1 + 0.04 * number), align=0.5)

    def _draw_line(self, canvas: Canvas, x: float) -> None:
        accent = self.palette.accent_shape
        stops = [(0.0, accent, 0.42), (1.0, accent, 0.02)]
        with canvas.clip(LEFT, self._head - 60, x, self._foot):
            canvas.path(self._area, linear_gradient((0, self._head), (0, self._foot), stops))
        with canvas.clip(LEFT - 10, self._head - 80, x, self._foot + 20):
            canvas.path(self._path, stroke(accent, 10))

    def _draw_dot(self, canvas: Canvas, at: float, x: float) -> None:
        palette, y = self.palette, self._curve.y(x)
        pulse = (at * 1.1) % 1
        canvas.circle(x, y, 17 + 22 * pulse, fill(palette.accent_shape, 0.32 * (1 - pulse)))
        canvas.circle(x, y, 17, fill(palette.accent_shape))
        canvas.circle(x, y, 8, fill(palette.ground))
        picture = self._picture
        line = self.context.numeral(
            format_figure(self._value(y), picture.decimals, picture.prefix, picture.unit), 70, width=600
        )
        width = line.width + 46
        left = clamp(x - width / 2, LEFT, RIGHT - width)
        # Above all of the line that the bubble could hide, not only above the dot.
        top = min(y, self._curve.highest(left - 10, min(left + width + 10, x))) - _BUBBLE - 44
        share = self.tempo.pop(at, self._start, 0.4)
        if share <= 0:
            return
        with canvas.zoom(x, y, share):
            canvas.box(left, top, width, _BUBBLE, fill(palette.ink), 20)
            tip = clamp(x, left + 34, left + width - 34)
            foot = top + _BUBBLE
            canvas.path(polygon([(tip - 16, foot - 1), (tip + 16, foot - 1), (x, foot + 20)]), fill(palette.ink))
            line.draw(canvas, left + width / 2, top + (_BUBBLE + line.cap) / 2, palette.ground, align=0.5)

    def _y(self, value: float) -> float:
        low, high = self._marks[0], self._marks[-1]
        return blend(self._foot, self._head, (value - low) / (high - low))

    def _value(self, y: float) -> float:
        low, high = self._marks[0], self._marks[-1]
        return blend(low, high, (self._foot - y) / (self._foot - self._head))
