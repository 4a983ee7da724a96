"""The template `versus` where two things are drawn: each on a column that grows to its value."""

from vidpipe_assets.model.pictures import Side, Versus
from vidpipe_assets.render.drawing.blocks import TextBlock
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.easing import blend
from vidpipe_assets.render.drawing.text import TextLine
from vidpipe_assets.render.scenes.bar_pictures import BarPicture, read_label
from vidpipe_assets.render.scenes.context import BOTTOM, COLUMN, LEFT, SceneContext
from vidpipe_assets.render.scenes.parts import PILL_HEIGHT, card_colour
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


class PodiumTemplate(Contest):
    """Both stand on a plinth, the second one unlit until it is named; a column lifts each as its number is told."""

    def __init__(self, picture: Versus, names: tuple[str, str], context: SceneContext) -> None:
        super().__init__(picture, context)
        if stands_in(context.shot.background, ""):
            self.foot = _FOOT
        self._pictures = [BarPicture(name, context, _PICTURE, widest=_HALF) for name in names]
        self._tags = [self._tag(side) for side in self.sides]
        qualifiers, phrases = zip(*map(read_label, self.sides), strict=True)
        self._qualifiers = [context.label(one, 36, 600, width=_HALF) for one in qualifiers]
        self._labels = [self._label(phrase) for phrase in phrases]
        self._size = min(context.numeral(self.text(side.value), _FIGURE, width=_HALF).size for side in self.sides)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Columns, pictures, numbers, the plinth, and the verdict."""
        self.context.draw_kicker(canvas)
        for number in range(2):
            self._draw_side(canvas, at, number)
        palette = self.palette
        canvas.box(LEFT - _EDGE, _BASE, COLUMN + _EDGE, _FOOT - _BASE, fill(card_colour(palette)), _RADIUS)
        for number in range(2):
            self._draw_words(canvas, at, number)
        self.draw_badge(canvas, at, LEFT + _HALF + _GAP / 2, _BASE - PILL_HEIGHT - 18)
        self.context.draw_source(canvas, at)

    def _draw_side(self, canvas: Canvas, at: float, number: int) -> None:
        x, picture = self._middle(number), self._pictures[number]
        tall = blend(_LEAST, _TALLEST, self.shares(at)[number])
        # It reaches into the plinth, whose corners are round.
        canvas.box(x - _WIDE / 2, _BASE - tall, _WIDE, tall + _RADIUS, fill(self.colour(number)), 14)
        top = _BASE - tall - picture.high
        nudge = 1 + _HOP * self.tempo.nudge(at, self.said[number], 0.4)
        with canvas.upright(x - picture.wide / 2, picture.wide), canvas.zoom(x, _BASE - tall, nudge):
            self._draw_picture(canvas, at, number, x - picture.wide / 2, top + picture.high / 2)
        self._draw_figure(canvas, at, number, top - _UP)

    def _draw_picture(self, canvas: Canvas, at: float, number: int, x: float, y: float) -> None:
        lit = self.lit(at, number)
        if lit >= 1:
            self._pictures[number].draw(canvas, at, x, y)
            return
        with canvas.faded(blend(_UNLIT, 1.0, lit)):
            self._pictures[number].draw(canvas, at, x, y)

    def _draw_figure(self, canvas: Canvas, at: float, number: int, baseline: float) -> None:
        x, line = self._middle(number), self.figure(at, number, self._size)
        line.draw(canvas, x, baseline, self.figure_colour(at, number), align=0.5)
        if at >= self.said[number] - LANDS_S:
            above = baseline - line.cap - _QUALIFIER + self._qualifiers[number].cap
            self._qualifiers[number].draw(canvas, x, above, self.palette.ink, align=0.5)

    def _draw_words(self, canvas: Canvas, at: float, number: int) -> None:
        """Name, and what the number means."""
        palette, label, x = self.palette, self._labels[number], self._middle(number)
        alpha = blend(_UNNAMED, 1.0, self.lit(at, number))
        self._tags[number].draw(canvas, x, _BASE + 58, palette.ink, alpha, align=0.5)
        starts = [self.said[number]] * len(label.words)
        label.appear(canvas, x - label.width / 2, _BASE + 86, palette.ink, palette.ink, starts, at)

    def _middle(self, number: int) -> float:
        return LEFT + _HALF / 2 + number * (_HALF + _GAP)

    def _tag(self, side: Side) -> TextLine:
        return self.context.label(self.context.capitals(side.tag), 40, 700, width=_HALF, tracking=3)

    def _label(self, phrase: str) -> TextBlock:
        return self.context.body(phrase, 34, weight=600, rows=2, width=_HALF, least=26, height=76, lead=1.6)
