"""The template `versus`: two things on columns, two bars or, where the values have no lengths, two cards."""

from vidpipe_assets.model.pictures import Side, Versus
from vidpipe_assets.render.drawing.blocks import TextBlock
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.easing import blend
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.text import TextLine
from vidpipe_assets.render.scenes.attention import Attention
from vidpipe_assets.render.scenes.bar_pictures import side_pictures
from vidpipe_assets.render.scenes.context import BOTTOM, COLUMN, LEFT, RIGHT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.parts import card_colour, format_figure
from vidpipe_assets.render.scenes.podiums import PodiumTemplate
from vidpipe_assets.render.scenes.race import RaceTemplate, are_years, has_lengths

_GAP, _RADIUS, _PADDING = 18, 38, 44
_HEIGHT = (BOTTOM - TOP - _GAP) / 2
_ICON = 176
_NUMBER_TOP = 112
_FARTHER = 0.86
"""How large a card would be of which nothing is seen any more, as the other one is looked at."""
_UNTOLD = 0.45
"""How much is seen of the question mark in a number's place."""
_COMMA = 0.2
"""How far a comma reaches below the baseline, as a share of the size."""


def make_versus(picture: Versus, context: SceneContext) -> Template:
    """The template that draws this comparison."""
    if not has_lengths(picture):
        return CardsTemplate(picture, context)
    # Where the theme wants icons, or a person has chosen one, no illustration is drawn.
    names = side_pictures(picture, context.shot.illustration) if context.shot.illustration else None
    return PodiumTemplate(picture, names, context) if names else RaceTemplate(picture, context)


class CardsTemplate(Template):
    """Two cards, the second unlit until it is told; then the verdict is stamped between them."""

    def __init__(self, picture: Versus, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        self._sides = (picture.left, picture.right)
        self._years = are_years(picture)
        self._badge = context.numeral(picture.badge.strip() or "VS", 76, width=300)
        self._labels = [self._label(side, number) for number, side in enumerate(self._sides)]
        self._size = self._fit()
        self._first = context.beat(0, 0.0) - 0.3
        """When the first card's number comes."""
        self._second = max(0.5, context.beat(1, 0.34) - 0.3)
        self._attention = Attention(picture, context, (max(self._first + 0.3, 0.6), self._second + 0.3))
        self._verdict = max(self._first + 0.8, self._second + 0.8, context.seconds * 0.55)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Both cards, then the badge."""
        self.context.draw_kicker(canvas, at)
        for number, start in enumerate((self._first, self._second)):
            middle = TOP + number * (_HEIGHT + _GAP) + _HEIGHT / 2
            with canvas.zoom(LEFT + COLUMN / 2, middle, blend(_FARTHER, 1.0, self._attention.seen(at, number))):
                self._draw_card(canvas, at, number, start)
        self._draw_badge(canvas, at)
        self.context.draw_source(canvas, at)

    def _draw_card(self, canvas: Canvas, at: float, number: int, start: float) -> None:
        palette, side, label = self.palette, self._sides[number], self._labels[number]
        lit = self.tempo.fade(at, start, 0.3) if number else 0.0
        ground = mix_colours(card_colour(palette), palette.accent_shape, lit)
        ink, icon_ink = (palette.on_shape, palette.on_shape) if lit > 0.5 else (palette.ink, palette.accent_text)
        top, told = TOP + number * (_HEIGHT + _GAP), at > start
        canvas.box(LEFT, top, COLUMN, _HEIGHT, fill(ground), _RADIUS)
        self._tag(side.tag).draw(canvas, LEFT + _PADDING, top + 80, ink, 0.85)
        counted = 1.0 if self._years else self.tempo.grow(at, start, 0.8)
        shown = self._text(side.value * counted) if told else "?"
        line = self.context.numeral(shown, self._size)
        line.draw(canvas, LEFT + _PADDING - 4, top + self._foot(number), ink, 1.0 if told else _UNTOLD)
        if told:
            y = top + _HEIGHT - _PADDING - label.height + 4
            label.rise(canvas, LEFT + _PADDING, y, ink, ink, lambda _: 1.0)
        if self._icon_fits(number):
            drawn = self.tempo.draw(at, start + 0.1 if number else 0.1, 0.9)
            draw_icon(canvas, side.icon, RIGHT - _PADDING - _ICON, top + 50, _ICON, icon_ink, 1.5, drawn)

    def _draw_badge(self, canvas: Canvas, at: float) -> None:
        share = self.tempo.pop(at, self._verdict, 0.5)
        if share <= 0:
            return
        palette = self.palette
        width = max(150.0, self._badge.width + 80)
        wobble = self.tempo.nudge((at - self._verdict) % 2.2, 1.4, 0.5)
        x = RIGHT - 44 - width / 2 if self._icon_fits(0) else RIGHT - 20 - width / 2
        with canvas.transform(
            x, TOP + _HEIGHT + _GAP / 2, turn=-7 * share + 4 * wobble, scale=share * (1 + 0.05 * wobble)
        ):
            canvas.box(-width / 2, -66, width, 132, fill(palette.ground), 66)
            canvas.box(-width / 2 + 9, -57, width - 18, 114, fill(palette.ink), 57)
            self._badge.draw(canvas, 0, self._badge.cap / 2, palette.ground, align=0.5)

    def _icon_fits(self, number: int) -> bool:
        """Whether the number leaves room for the icon: above it, or beside it."""
        numeral = self.context.numeral(self._text(self._sides[number].value), self._size)
        top = self._foot(number) - numeral.cap
        beside = numeral.width < COLUMN - 2 * _PADDING - _ICON - 20
        return beside or top > 50 + _ICON + 10

    def _fit(self) -> float:
        """One size for both, so that only the numbers differ: within the width, and clear of the tag above."""
        size = 250.0
        for number, side in enumerate(self._sides):
            numeral = self.context.numeral(self._text(side.value), size, width=COLUMN - 2 * _PADDING)
            room = _HEIGHT - _PADDING - self._labels[number].height - 12 - _NUMBER_TOP
            size = min(numeral.size, numeral.size * room / (numeral.cap + _COMMA * numeral.size))
        return size

    def _foot(self, number: int) -> float:
        """The number's baseline: a comma hangs below it, and the label stays clear of that."""
        return _HEIGHT - _PADDING - self._labels[number].height - _COMMA * self._size - 12

    def _label(self, side: Side, number: int) -> TextBlock:
        # The badge lies on the first card's lower right corner.
        width = COLUMN - 2 * _PADDING - (max(230.0, self._badge.width + 120) if number == 0 else 0)
        return self.context.body(side.label, 42, weight=600, rows=2, width=width, least=30, lead=1.6, height=96)

    def _tag(self, tag: str) -> TextLine:
        return self.context.label(self.context.capitals(tag), 36, 700, width=COLUMN - 2 * _PADDING - _ICON, tracking=4)

    def _text(self, value: float) -> str:
        if self._years:
            return f"{value:.0f}"
        return format_figure(value, self._picture.decimals, self._picture.prefix, self._picture.unit)
