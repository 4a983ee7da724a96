"""Compact forms of what has several values or entries, for scenes over footage: bars, a line, lists.

Lists show what is being named, one after another, as a creator's lower third does.
"""

from vidpipe_assets.model import pictures as p
from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.easing import blend, clamp
from vidpipe_assets.render.drawing.paths import Curve
from vidpipe_assets.render.safe_areas import COLUMN, LEFT, RIGHT
from vidpipe_assets.render.scenes.compact import ROOM, CompactTemplate
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.parts import format_figure


class CompactBars(CompactTemplate):
    """A row a bar: what it is, its value, and a thin bar below."""

    def __init__(self, picture: p.Bars, context: SceneContext) -> None:
        super().__init__(context)
        self._bars, self._most = picture.bars, max(bar.value for bar in picture.bars) or 1.0
        self._title = context.heading(picture.title, 72, rows=2, height=150)
        self._pitch = min(104.0, (ROOM - self._title.height - 40) / len(self._bars))
        size = min(54.0, self._pitch * 0.5)
        texts = [format_figure(one.value, picture.decimals, picture.prefix, picture.unit) for one in self._bars]
        self._values = [context.numeral(text, size, width=COLUMN * 0.5) for text in texts]
        self._labels = [
            context.label(bar.label, min(40, self._pitch * 0.42), 600, width=COLUMN - value.width - 40)
            for bar, value in zip(self._bars, self._values, strict=True)
        ]
        self.height = self._title.height + 40 + self._pitch * len(self._bars) - 8

    def draw_content(self, canvas: Canvas, at: float, top: float) -> None:
        """Each bar grows when it is named."""
        palette, y, count = self.palette, top + self._title.height + 40, len(self._bars)
        self.block(canvas, self._title, LEFT, top, at, -0.25)
        for number, bar in enumerate(self._bars):
            start = max(self.context.turn(number, count, 0.08 + 0.5 * number / count) - 0.15, 0.2 + 0.1 * number)
            grown = self.tempo.grow(at, start)
            baseline, thick = y + self._pitch * 0.52, max(10.0, self._pitch * 0.16)
            self._labels[number].draw(canvas, LEFT, baseline, palette.ink)
            colour = palette.accent_text if bar.highlighted else palette.ink
            self._values[number].draw(canvas, RIGHT, baseline, colour, self.tempo.fade(at, start, 0.25), align=1)
            canvas.box(LEFT, baseline + 14, COLUMN, thick, fill(palette.ink, 0.22), thick / 2)
            colour = palette.accent_shape if bar.highlighted else palette.ink
            canvas.box(LEFT, baseline + 14, COLUMN * bar.value / self._most * grown, thick, fill(colour), thick / 2)
            y += self._pitch


class CompactLine(CompactTemplate):
    """The line alone, without its axis: it draws itself to the last point, whose value stands large."""

    _TALL = 140.0

    def __init__(self, picture: p.LineChart, context: SceneContext) -> None:
        super().__init__(context)
        self._title = context.heading(picture.title, 68, rows=2, height=130)
        values = [point.value for point in picture.points]
        texts = [format_figure(one, picture.decimals, picture.prefix, picture.unit) for one in (values[0], values[-1])]
        self._first = context.label(f"{picture.points[0].label}: {texts[0]}", 36, 600, width=COLUMN * 0.46)
        self._last = context.numeral(texts[1], 130, width=COLUMN * 0.6)
        self._label = context.label(picture.points[-1].label, 36, 600, width=COLUMN * 0.34)
        low, high = min(values), max(values)
        points = [
            (
                blend(LEFT + 14, RIGHT - 24, number / (len(values) - 1)),
                self._TALL * (high - one) / ((high - low) or 1.0),
            )
            for number, one in enumerate(values)
        ]
        self._curve = Curve(points)
        self._path = self._curve.path()
        self._length = max(1.2, min(2.6, context.seconds * 0.5))
        self.height = self._title.height + 44 + self._last.cap + 50 + self._TALL + 70

    def draw_content(self, canvas: Canvas, at: float, top: float) -> None:
        """The value is there when the line has come to it."""
        palette, points = self.palette, self._curve.points
        self.block(canvas, self._title, LEFT, top, at, -0.25)
        baseline = top + self._title.height + 44 + self._last.cap
        start = 0.25 + self._length * 0.75
        self._last.rise(canvas, LEFT, baseline, palette.accent_shape, self.tempo.rise(at, start, 0.5))
        x = LEFT + self._last.width + 24
        self._label.draw(canvas, x, baseline, palette.ink, self.tempo.fade(at, start + 0.2))
        reached = blend(points[0][0], points[-1][0], self.tempo.draw(at, 0.1, self._length))
        with canvas.transform(0, baseline + 50):
            with canvas.clip(LEFT - 10, -30, reached, self._TALL + 30):
                canvas.path(self._path, stroke(palette.accent_shape, 10))
            y = self._curve.y(reached)
            canvas.circle(reached, y, 18 + 16 * ((at * 1.1) % 1), fill(palette.accent_shape, 0.3))
            canvas.circle(reached, y, 16, fill(palette.accent_shape))
        foot = baseline + 50 + self._TALL + 66
        self._first.draw(canvas, clamp(LEFT, LEFT, RIGHT), foot, palette.ink, self.tempo.fade(at, 0.1))


class _Named:
    """One thing of a list: its sign (a number, a year), and its text."""

    def __init__(self, context: SceneContext, sign: str, text: str, icon: str = "") -> None:
        self.icon = icon
        self.sign = context.numeral(sign, 150, width=COLUMN * 0.4)
        self.x = LEFT + self.sign.width + 40
        self.text = context.body(text, 60, weight=700, rows=3, width=RIGHT - self.x, least=36, height=190)


class CompactList(CompactTemplate):
    """The title, a mark for each thing, and the thing that is being named."""

    def __init__(self, title: str, things: list[_Named], context: SceneContext) -> None:
        super().__init__(context)
        self._things = things
        self._title = context.body(title, 50, weight=700, rows=1, least=34)
        self._tall = max(max(one.sign.cap, one.text.height) for one in things)
        self._starts = self._named(len(things))
        self.height = self._title.height + 36 + 10 + 52 + self._tall

    def draw_content(self, canvas: Canvas, at: float, top: float) -> None:
        """What is named rises in place of what was."""
        palette, count = self.palette, len(self._things)
        self.block(canvas, self._title, LEFT, top, at, -0.25)
        y, width = top + self._title.height + 36, (COLUMN - 16 * (count - 1)) / count
        for number, start in enumerate(self._starts):
            x = LEFT + number * (width + 16)
            canvas.box(x, y, width, 10, fill(palette.ink, 0.28), 5)
            canvas.box(x, y, width * self.tempo.grow(at, start, 0.7), 10, fill(palette.accent_shape), 5)
        shown = max((number for number, start in enumerate(self._starts) if at >= start), default=0)
        thing, start = self._things[shown], self._starts[shown] if shown else -0.25
        middle = y + 10 + 52 + self._tall / 2
        rise = self.tempo.rise(at, start, 0.5)
        thing.sign.rise(canvas, LEFT, middle + thing.sign.cap / 2, palette.accent_shape, rise)
        self.block(canvas, thing.text, thing.x, middle - thing.text.height / 2, at, start + 0.05)

    def _named(self, count: int) -> list[float]:
        starts: list[float] = []
        for number in range(count):
            earliest = starts[-1] + 0.6 if starts else 0.0
            starts.append(max(self.context.turn(number, count, 0.04 + 0.7 * number / count) - 0.2, earliest))
        return starts


class CompactSteps(CompactList):
    """A step at a time."""

    def __init__(self, picture: p.Steps, context: SceneContext) -> None:
        things = [_Named(context, str(number), step.text) for number, step in enumerate(picture.steps, 1)]
        super().__init__(picture.title, things, context)


class CompactTimeline(CompactList):
    """A moment at a time."""

    def __init__(self, picture: p.Timeline, context: SceneContext) -> None:
        super().__init__(picture.title, [_Named(context, one.when, one.text) for one in picture.moments], context)
