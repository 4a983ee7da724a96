"""The template `timeline`: what happened when, along a line that grows from moment to moment."""

from vidpipe_assets.model.pictures import Timeline
from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.easing import blend
from vidpipe_assets.render.scenes.context import BOTTOM, LEFT, RIGHT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.parts import quiet_colour

_AXIS_X = LEFT + 26
_TEXT_X = LEFT + 88
_WIDEST_WHEN = 270


class TimelineTemplate(Template):
    """Dates above or beside their texts; the last one stands out."""

    def __init__(self, picture: Timeline, context: SceneContext) -> None:
        super().__init__(context)
        self._moments = picture.moments
        self._heading = context.heading(picture.title, 100)
        count = len(picture.moments)
        top = TOP + self._heading.height + 64
        self._pitch = min(236.0, (BOTTOM + 10 - top) / count)
        self._first = top + self._pitch / 2 - 6
        size = min(88, self._pitch * 0.56)
        size = min(context.numeral(moment.when, size, width=_WIDEST_WHEN).size for moment in picture.moments)
        self._whens = [context.numeral(moment.when, size) for moment in picture.moments]
        self._text_x = _TEXT_X + max(line.width for line in self._whens) + 36
        self._texts = [
            context.body(
                moment.text, min(52, self._pitch * 0.33), weight=600, rows=3, width=RIGHT - self._text_x, least=30,
                height=self._pitch - 34, lead=1.68,
            )
            for moment in picture.moments
        ]  # fmt: skip
        self._starts = self._named(count)

    def draw(self, canvas: Canvas, at: float) -> None:
        """The line reaches each moment as it is named."""
        palette = self.palette
        self.context.draw_kicker(canvas, at)
        self.context.draw_heading(canvas, at, self._heading)
        last_y = self._first + self._pitch * (len(self._moments) - 1)
        canvas.line((_AXIS_X, self._first), (_AXIS_X, last_y), stroke(palette.ink, 4, 0.18))
        reached = self._first + self._pitch * self._reached(at)
        canvas.line((_AXIS_X, self._first), (_AXIS_X, reached), stroke(palette.accent_shape, 8))
        for number in range(len(self._moments)):
            self._draw_moment(canvas, at, number)
        self.context.draw_source(canvas, at)

    def _draw_moment(self, canvas: Canvas, at: float, number: int) -> None:
        palette, start = self.palette, self._starts[number]
        y = self._first + number * self._pitch
        last = number == len(self._moments) - 1
        canvas.circle(_AXIS_X, y, 13, fill(quiet_colour(palette, 0.3)))
        share = self.tempo.pop(at, start)
        pulse = (at * 0.8) % 1 if share >= 1 and self._is_newest(at, number) else 1.0
        canvas.circle(_AXIS_X, y, 24 + 30 * pulse, fill(palette.accent_shape, 0.35 * (1 - pulse)))
        canvas.circle(_AXIS_X, y, (30 if last else 23) * share, fill(palette.accent_shape))
        canvas.circle(_AXIS_X, y, (14 if last else 10) * share, fill(palette.ground))
        when, text = self._whens[number], self._texts[number]
        when.rise(
            canvas, _TEXT_X, y + when.cap / 2, palette.accent_shape if last else palette.ink,
            self.tempo.rise(at, start, 0.5),
        )  # fmt: skip
        self.context.draw_haze(canvas, self._text_x, y - text.height / 2, text, lambda _: self.tempo.fade(at, start))
        text.rise(
            canvas, self._text_x, y - text.height / 2, palette.ink if last else palette.mute, palette.accent_text,
            lambda word: self.tempo.rise(at, start + 0.08 + 0.03 * word, 0.5),
        )  # fmt: skip

    def _named(self, count: int) -> list[float]:
        """When each moment is named, in order, with time between for the line to grow."""
        starts: list[float] = []
        for number in range(count):
            earliest = starts[-1] + 0.35 if starts else 0.1
            starts.append(max(self.context.turn(number, count, 0.04 + 0.62 * number / count) - 0.1, earliest))
        return starts

    def _reached(self, at: float) -> float:
        """How many moments the line has come, in parts."""
        place = 0.0
        for number in range(1, len(self._starts)):
            length = min(0.7, self._starts[number] - self._starts[number - 1])
            place = blend(place, number, self.tempo.draw(at, self._starts[number] - length, length))
        return place

    def _is_newest(self, at: float, number: int) -> bool:
        following = self._starts[number + 1 : number + 2]
        return not following or at < following[0]
