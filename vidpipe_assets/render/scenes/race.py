"""The template `versus` as a race: a bar for each side, from one start, and what is compared at its end."""

from vidpipe_assets.model.pictures import Side, Versus
from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.easing import blend
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.text import TextLine
from vidpipe_assets.render.scenes.bar_pictures import BarPicture, named_pictures
from vidpipe_assets.render.scenes.context import (
    BOTTOM,
    COLUMN,
    HEAD_START_S,
    LEFT,
    RIGHT,
    TOP,
    SceneContext,
    Template,
)
from vidpipe_assets.render.scenes.parts import draw_pill, format_figure, pill_width
from vidpipe_assets.render.spoken_words import first_said_s

_LANE = (BOTTOM - TOP) / 2
_TAG_Y, _NUMBER_TOP, _TALLEST = 36, 76, 142
"""The tag's baseline, where the number begins, and how tall it may be; in pixels of a lane."""
_BAR_TOP, _BAR, _ROUND = 320, 92, 14
_RUNNER, _AHEAD = 136, 10
"""How high is what runs ahead of a bar, and how far ahead it is."""
_LABEL_UP = 30
_TOLD = 0.66
"""Of its course is the first bar, while the second, which will be longer, has not been told."""
_GROWS_S = 0.8
"""How long a bar grows: it has its length when its number is said."""
_LANDS_S = 0.3


def has_lengths(picture: Versus) -> bool:
    """Whether the values can be bars: years have no length, and two times nothing has none either."""
    values = (picture.left.value, picture.right.value)
    years = not picture.unit.strip() and not picture.prefix.strip()
    return max(values) > 0 and not (years and all(1400 <= one <= 2100 and one == int(one) for one in values))


class RaceTemplate(Template):
    """The first bar grows when its side is told; the second one's lane is empty until then, and passes it or stops."""

    def __init__(self, picture: Versus, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        self._sides = (picture.left, picture.right)
        self._badge = context.label(picture.badge, 44, 700, width=COLUMN * 0.4)
        self._badge_room = pill_width(self._badge) + 30 if picture.badge.strip() else 0.0
        self._tags = [self._tag(side, number) for number, side in enumerate(self._sides)]
        names = named_pictures([side.tag for side in self._sides])
        known = names if len(set(names)) > 1 else (None, None)
        self._pictures = [BarPicture(name, context, _RUNNER) if name else None for name in known]
        self._course = COLUMN - _AHEAD - max(one.wide if one else _RUNNER for one in self._pictures)
        """The longest bar."""
        self._labels = [context.label(side.label, 40, 600) for side in self._sides]
        self._size = min(self._fitted(side) for side in self._sides)
        first = max(context.beat(0, 0.12), 0.6)
        self._said = (first, max(context.beat(1, 0.5), first + 0.7))
        self._comes = (0.0, self._second_comes())

    def draw(self, canvas: Canvas, at: float) -> None:
        """Lane by lane, then the verdict."""
        self.context.draw_kicker(canvas)
        for number in range(2):
            if at >= self._comes[number]:
                self._draw_lane(canvas, at, number)
        if self._badge_room:
            palette, share = self.palette, self.tempo.pop(at, self._said[1] + 0.4)
            x = RIGHT - pill_width(self._badge)
            draw_pill(canvas, x, TOP + _LANE - 4, self._badge, palette.ground, palette.ink, share)
        self.context.draw_source(canvas, at)

    def bar_lengths(self, at: float) -> tuple[float, float]:
        """How long both bars are, in pixels: the first one gets shorter while one passes it that is longer."""
        left, right = (side.value for side in self._sides)
        most = max(left, right)
        first, second = (self._grown(at, number) for number in range(2))
        told = max(_TOLD, left / most) if left else 0.0
        return self._course * blend(told, left / most, second) * first, self._course * right / most * second

    def _second_comes(self) -> float:
        """When the second lane is there: when its name is said, at the latest when its bar starts."""
        starts = self._said[1] - _GROWS_S
        named = first_said_s(self.context.shot.scene, self._sides[1].tag)
        return starts if named is None else min(max(named + HEAD_START_S, 0.0), starts)

    def _grown(self, at: float, number: int) -> float:
        """How much of a bar has grown."""
        return self.tempo.draw(at, self._said[number] - _GROWS_S, _GROWS_S)

    def _draw_lane(self, canvas: Canvas, at: float, number: int) -> None:
        palette, side = self.palette, self._sides[number]
        top = TOP + number * _LANE
        come = self.tempo.fade(at, self._comes[number], 0.25) if number else 1.0
        said = self._said[number]
        self._tags[number].draw(canvas, LEFT, top + _TAG_Y, palette.ink, come)
        if at >= said - _LANDS_S:
            shown = self.tempo.grow(at, said - _LANDS_S, _LANDS_S)
            line = self.context.numeral(self._text(side.value * shown), self._size)
            colour = palette.accent_shape if number else palette.ink
            line.draw(canvas, LEFT, top + _NUMBER_TOP + line.cap, colour)
            label_alpha = self.tempo.fade(at, said, 0.3)
            self._labels[number].draw(canvas, LEFT, top + _BAR_TOP - _LABEL_UP, palette.ink, label_alpha)
        self._draw_bar(canvas, at, number, top + _BAR_TOP, come)

    def _draw_bar(self, canvas: Canvas, at: float, number: int, y: float, come: float) -> None:
        palette = self.palette
        lengths = self.bar_lengths(at)
        colour = palette.accent_shape if number else mix_colours(palette.ground, palette.ink, 0.42)
        if lengths[number] > 0:
            canvas.box(LEFT, y, lengths[number], _BAR, fill(colour), min(_ROUND, lengths[number] / 2))
        if number and lengths[0] > 0:
            # Where the first one ends, so that what passes it, or falls short of it, is seen to.
            x = LEFT + lengths[0]
            canvas.line((x, y - 16), (x, y + _BAR + 16), stroke(palette.ink, 5, 0.7 * come, dash=(12, 12)))
        self._draw_runner(canvas, at, number, LEFT + lengths[number] + _AHEAD, y + _BAR / 2)

    def _draw_runner(self, canvas: Canvas, at: float, number: int, left: float, middle: float) -> None:
        """What is compared, or an icon of it, from its left edge."""
        palette, picture = self.palette, self._pictures[number]
        x = left + (picture.wide if picture else _RUNNER) / 2
        nudge = 1 + 0.08 * self.tempo.nudge(at, self._said[number], 0.4)
        with canvas.zoom(x, middle, (self.tempo.pop(at, self._comes[number], 0.35) if number else 1.0) * nudge):
            if picture:
                picture.draw(canvas, at, left, middle)
                return
            canvas.circle(x, middle, _RUNNER / 2, fill(palette.ink))
            icon = _RUNNER * 0.6
            draw_icon(canvas, self._sides[number].icon, x - icon / 2, middle - icon / 2, icon, palette.ground, 2.0)

    def _tag(self, side: Side, number: int) -> TextLine:
        room = COLUMN - (self._badge_room if number else 0)
        return self.context.label(self.context.capitals(side.tag), 42, 700, width=room, tracking=4)

    def _fitted(self, side: Side) -> float:
        """How large the number may be: as wide as the column, and clear of the label below it, commas included."""
        line = self.context.numeral(self._text(side.value), 250, width=COLUMN)
        return line.size * min(1.0, _TALLEST / line.cap)

    def _text(self, value: float) -> str:
        return format_figure(value, self._picture.decimals, self._picture.prefix, self._picture.unit)
