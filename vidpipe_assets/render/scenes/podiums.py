"""The template `versus` where two things are drawn: each on a column that grows to its value."""

from vidpipe_assets.model.pictures import Side, Versus
from vidpipe_assets.render.drawing.blocks import TextBlock
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.easing import blend
from vidpipe_assets.render.drawing.text import TextLine
from vidpipe_assets.render.scenes.bar_pictures import read_label, to_scale
from vidpipe_assets.render.scenes.context import BOTTOM, COLUMN, LEFT, RIGHT, SceneContext
from vidpipe_assets.render.scenes.parts import PILL_HEIGHT, card_colour, draw_arrow
from vidpipe_assets.render.scenes.race import LANDS_S, Contest
from vidpipe_assets.render.worlds.grounds import stands_in

_GAP, _EDGE = 36, 24
"""What is free between the sides, and how far the plinth reaches beyond them."""
_HALF = (COLUMN - _EDGE - _GAP) / 2
"""How wide a side is."""
_WIDE = 300
"""How wide a column is."""
_BASE, _FOOT, _RADIUS = BOTTOM - 170, BOTTOM + 12, 26
"""From where to where the plinth goes that carries both columns and says what they stand for."""
_LEAST, _TALLEST = 16, 226
"""How tall a column is: of nothing, and of the larger value."""
_PICTURE = 304
"""How tall a picture is at most."""
_FIGURE, _UP = 132, 26
"""How large a number is at most, and how far above its picture."""
_QUALIFIER = 48
"""How far the word before a number stands above its baseline, beyond its capitals."""
_UNLIT, _UNNAMED = 0.35, 0.6
"""How much is seen of a picture and of a name before they come into the light."""
_HOP = 0.06
_NEARER, _CLOSE_WORDS, _HIGHEST = 0.3, 1.1, 322
"""How much nearer a side is that is looked at, and how much smaller the other one; up to which size words grow; and
the least that is free above."""
_SHRINKS, _LEANS = 0.06, 5.0
"""By how much the smaller one gives way at the result, and by how many degrees it leans away."""
_LEAST_DIFFERENCE = 60
"""Of two columns, in pixels: a smaller one is not shown."""


class PodiumTemplate(Contest):
    """Both stand on a plinth, the second one unlit until it is named; a column lifts each as its number is told."""

    def __init__(self, picture: Versus, names: tuple[str, str], context: SceneContext) -> None:
        super().__init__(picture, context)
        if stands_in(context.shot.background, ""):
            self.foot = _FOOT
        self._pictures = [one for one in to_scale(names, context, _PICTURE, widest=_HALF) if one]
        self._tags = [self._tag(side) for side in self.sides]
        qualifiers, phrases = zip(*map(read_label, self.sides), strict=True)
        self._qualifiers = [context.label(one, 36, 600, width=_HALF) for one in qualifiers]
        self._labels = [self._label(phrase) for phrase in phrases]
        self._cap = context.numeral("0", _FIGURE).cap
        self._size = min(context.numeral(self.text(side.value), _FIGURE, width=_HALF).size for side in self.sides)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Columns, pictures, numbers, the plinth, what one lacks of the other, and the verdict."""
        self.context.draw_kicker(canvas, at)
        for number in range(2):
            self._draw_side(canvas, at, number)
        palette = self.palette
        canvas.box(LEFT - _EDGE, _BASE, COLUMN + _EDGE, _FOOT - _BASE, fill(card_colour(palette)), _RADIUS)
        for number in range(2):
            self._draw_words(canvas, at, number)
        self._draw_difference(canvas, at)
        self.draw_badge(canvas, at, LEFT + _HALF + _GAP / 2, _BASE - PILL_HEIGHT - 18)
        self.context.draw_source(canvas, at)

    def _draw_side(self, canvas: Canvas, at: float, number: int) -> None:
        (x, wide), picture = self._place(at, number), self._pictures[number]
        tall = blend(_LEAST, _TALLEST, self.shares(at)[number])
        nearness = self._scale(tall, wide, number)
        # It reaches into the plinth, whose corners are round. Its height is its value, however near it is.
        half = _WIDE / 2 * wide
        canvas.box(x - half, _BASE - tall, 2 * half, tall + _RADIUS, fill(self.colour(number)), 14)
        top = _BASE - tall - picture.high
        gone, trembling = self.attention.shrinks(at, number)
        nudge = 1 + _HOP * (self.tempo.nudge(at, self.said[number], 0.4) + self.attention.hops(at, number))
        lean = (_LEANS * gone + 2 * trembling) * (1 if number else -1)
        with canvas.zoom(x, _BASE - tall, nearness):
            with (
                canvas.upright(x - picture.wide / 2, picture.wide),
                canvas.zoom(x, _BASE - tall, nudge * (1 - _SHRINKS * gone), lean),
            ):
                self._draw_picture(canvas, at, number, x - picture.wide / 2, top + picture.high / 2)
            self._draw_figure(canvas, at, number, x, top - _UP)

    def _place(self, at: float, number: int) -> tuple[float, float]:
        """Where a side's middle is, and how wide it is in the usual width: who is looked at takes room of the other."""
        wide = 1 + _NEARER * self.attention.nearness(at, number)
        middle = LEFT + _HALF * wide / 2
        return (LEFT + RIGHT - _EDGE - middle, wide) if number else (middle, wide)

    def _scale(self, tall: float, wide: float, number: int) -> float:
        """How large a side's picture and number are: as its width, as far as there is height above its column."""
        qualifier = _QUALIFIER + self._qualifiers[number].cap if self._qualifiers[number].width else 0
        high = self._pictures[number].high * (1 + _HOP) + _UP + self._cap + qualifier
        return min(wide, max((_BASE - tall - _HIGHEST) / high, 1.0))

    def _draw_difference(self, canvas: Canvas, at: float) -> None:
        """From the lower column up to the level of the higher one, between both."""
        lower, higher = (_BASE - blend(_LEAST, _TALLEST, share) for share in sorted(self.shares(at)))
        share = self.attention.compared(at)
        if share > 0 and lower - higher >= _LEAST_DIFFERENCE:
            x = LEFT + _HALF + _GAP / 2
            draw_arrow(canvas, (x, lower), (x, blend(lower, higher + 6, share)), self.palette.ink)

    def _draw_picture(self, canvas: Canvas, at: float, number: int, x: float, y: float) -> None:
        seen = min(blend(_UNLIT, 1.0, self.lit(at, number)), self.attention.seen(at, number))
        if seen >= 1:
            self._pictures[number].draw(canvas, at, x, y)
            return
        with canvas.faded(seen):
            self._pictures[number].draw(canvas, at, x, y)

    def _draw_figure(self, canvas: Canvas, at: float, number: int, x: float, baseline: float) -> None:
        line = self.figure(at, number, self._size)
        line.draw(canvas, x, baseline, self.figure_colour(at, number), align=0.5)
        if at >= self.said[number] - LANDS_S:
            above = baseline - line.cap - _QUALIFIER + self._qualifiers[number].cap
            self._qualifiers[number].draw(canvas, x, above, self.palette.ink, align=0.5)

    def _draw_words(self, canvas: Canvas, at: float, number: int) -> None:
        """Name, and what the number means."""
        palette, label, (x, wide) = self.palette, self._labels[number], self._place(at, number)
        alpha = blend(_UNNAMED, 1.0, self.lit(at, number)) * self.attention.seen(at, number)
        widest = max(label.width, self._tags[number].width)
        with canvas.zoom(x, _BASE + 58, min(_CLOSE_WORDS, max(wide, 1.0), _HALF / widest * wide)):
            self._tags[number].draw(canvas, x, _BASE + 58, palette.ink, alpha, align=0.5)
            if at >= self.said[number]:
                starts = [self.said[number]] * len(label.words)
                label.appear(canvas, x - label.width / 2, _BASE + 86, palette.ink, palette.ink, starts, at)

    def _tag(self, side: Side) -> TextLine:
        return self.context.label(self.context.capitals(side.tag), 40, 700, width=_HALF, tracking=3)

    def _label(self, phrase: str) -> TextBlock:
        return self.context.body(phrase, 34, weight=600, rows=2, width=_HALF, least=26, height=76, lead=1.6)
