"""The template `versus` where both sides belong to one subject: that, large, and below it a bar for each side.

`Contest` says when each side is named and told, and how far both have come: columns grow by it, too.
"""

from contextlib import nullcontext
from dataclasses import replace

from vidpipe_assets.model.pictures import Side, Versus
from vidpipe_assets.render.drawing.blocks import TextBlock
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.easing import blend
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.text import TextLine
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.attention import Attention
from vidpipe_assets.render.scenes.bar_pictures import read_label
from vidpipe_assets.render.scenes.context import (
    BOTTOM,
    COLUMN,
    HEAD_START_S,
    KICKER_Y,
    LEFT,
    RIGHT,
    TOP,
    SceneContext,
    Template,
)
from vidpipe_assets.render.scenes.parts import card_colour, draw_arrow, draw_pill, format_figure, pill_width
from vidpipe_assets.render.spoken_words import figure_s

_LANE, _GAP = 206, 40
"""How high a lane is, and what is free between two; in pixels."""
_EDGE, _RADIUS = 28, 30
"""How far the card behind both lanes reaches beyond them, and how round its corners are."""
_WIDE, _END = COLUMN - _EDGE, RIGHT - _EDGE
"""How wide a lane is, and where it ends."""
_CAP, _BAR, _ROUND = 88, 40, 12
"""How tall a number is at most, how high a bar is, and how round its corners are."""
_LARGER = 1.5
"""How much larger all is where no subject is drawn."""
_ICON = 62
_NEARER, _HOP = 0.07, 0.03
"""How much nearer the subject comes while a lane is looked at, and when a number lands."""
_MARK, _LEAST_DIFFERENCE = 10, 70
"""How wide the mark of the lane is that is looked at, and how long a difference is that is shown."""
_FIGURE_SHARE = 0.56
"""Of the column is a number at most: what it means stands beside it."""
GROWS_S = 0.8
"""How long a bar grows: it has its length when its number is said."""
LANDS_S = 0.3
"""How long before its word a number begins to count."""


def has_lengths(picture: Versus) -> bool:
    """Whether the values can be bars: years have no length, and two times nothing has none either."""
    return max(picture.left.value, picture.right.value) > 0 and not are_years(picture)


def are_years(picture: Versus) -> bool:
    """Whether the values are years: then they are written without a comma, and do not count up."""
    values = (picture.left.value, picture.right.value)
    bare = not picture.unit.strip() and not picture.prefix.strip()
    return bare and all(1400 <= one <= 2100 and one == int(one) for one in values)


class Contest(Template):
    """What is common to both ways to compare two lengths: the second side is there from the start, but unlit."""

    def __init__(self, picture: Versus, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        self.sides = (picture.left, picture.right)
        first = max(context.beat(0, 0.12), 0.6)
        self.said = (first, max(context.beat(1, 0.5), first + 0.7))
        """When each number is."""
        self.attention = Attention(picture, context, self.said)
        self._verdict_at = max(self.said[1] + 0.4, HEAD_START_S + figure_s(context.shot.scene, picture.badge))
        self._badge = context.label(picture.badge, 44, 700, width=COLUMN * 0.4)

    def shares(self, at: float) -> tuple[float, float]:
        """How long both bars are, in the longest one's."""
        left, right = (side.value for side in self.sides)
        most = max(left, right)
        first, second = (self.tempo.draw(at, said - GROWS_S, GROWS_S) for said in self.said)
        return left / most * first, right / most * second

    def lit(self, at: float, number: int) -> float:
        """How far a side has come into the light: the second one does with its name."""
        return self.tempo.fade(at, self.attention.named[1], 0.25) if number else 1.0

    def colour(self, number: int) -> str:
        """Of a side's bar."""
        palette = self.palette
        return palette.accent_shape if number else mix_colours(palette.ground, palette.ink, 0.42)

    def figure(self, at: float, number: int, size: float) -> TextLine:
        """A side's number at a moment: a question mark until it is told."""
        start = self.said[number] - LANDS_S
        if at < start:
            return self.context.numeral("?", size)
        return self.context.numeral(self.text(self.sides[number].value * self.tempo.grow(at, start, LANDS_S)), size)

    def figure_colour(self, at: float, number: int) -> str:
        """Of that."""
        if at < self.said[number] - LANDS_S:
            return self.palette.mute
        return self.palette.accent_shape if number else self.palette.ink

    def text(self, value: float) -> str:
        """A value as it is written."""
        return format_figure(value, self._picture.decimals, self._picture.prefix, self._picture.unit)

    def draw_badge(self, canvas: Canvas, at: float, x: float, y: float) -> None:
        """The verdict around x, from y on, when both sides have been told."""
        if self._picture.badge.strip():
            share, left = self.tempo.pop(at, self._verdict_at), x - pill_width(self._badge) / 2
            draw_pill(canvas, left, y, self._badge, self.palette.ground, self.palette.ink, share)

    @property
    def badge_room(self) -> float:
        """How wide the verdict is, with what is free beside it."""
        return pill_width(self._badge) + 30 if self._picture.badge.strip() else 0.0


class RaceTemplate(Contest):
    """Two lanes, each with its name, its number, what that means, and a bar; where nothing is drawn, with an icon."""

    def __init__(self, picture: Versus, context: SceneContext) -> None:
        super().__init__(picture, context)
        low = BOTTOM - _EDGE + 12 - 2 * _LANE - _GAP
        # What happens to the subject is shown while it is seen alone.
        still = replace(context, shot=replace(context.shot, happening=None))
        self._art = place_art(still, 0, KICKER_Y + 26, LEFT + RIGHT - _EDGE, low - _EDGE - 10)
        self.foot = self._art.foot if self._art else None
        self._art_foot = ((LEFT + RIGHT) / 2, self.foot or low - _EDGE - 10)
        self._scale = 1.0 if self._art else _LARGER
        self._lane = _LANE * self._scale
        self._top = low if self._art else TOP + (BOTTOM - TOP - 2 * self._lane - _GAP) / 2
        self._tags = [self._tag(side, number) for number, side in enumerate(self.sides)]
        qualifiers, phrases = zip(*map(read_label, self.sides), strict=True)
        self._qualifiers = [context.label(one, 40, 600) for one in qualifiers]
        self._size = min(self._fitted(number) for number in range(2))
        self._labels = [self._label(number, phrase) for number, phrase in enumerate(phrases)]

    def illustrate(self, canvas: Canvas, at: float) -> None:
        """The subject, above both lanes: it is nearer while one of them is looked at."""
        if self._art:
            near = max(self.attention.nearness(at, number) for number in range(2))
            hop = max(self.tempo.nudge(at, said, 0.4) for said in self.said)
            with canvas.zoom(*self._art_foot, 1 + _NEARER * near + _HOP * hop):
                self._art.draw(canvas, at)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Lane by lane, then the verdict."""
        self.context.draw_kicker(canvas, at)
        high = 2 * self._lane + _GAP + 2 * _EDGE
        canvas.box(LEFT - _EDGE, self._top - _EDGE, COLUMN + _EDGE, high, fill(card_colour(self.palette)), _RADIUS)
        for number in range(2):
            seen, top = self.attention.seen(at, number), self._top + number * (self._lane + _GAP)
            with canvas.faded(seen) if seen < 1 else nullcontext():
                self._draw_lane(canvas, at, number, top)
        self.draw_badge(canvas, at, _END - self.badge_room / 2 + 15, self._top + self._lane - 6)
        self.context.draw_source(canvas, at)

    def _draw_lane(self, canvas: Canvas, at: float, number: int, top: float) -> None:
        palette, tag = self.palette, self._tags[number]
        x, baseline = LEFT, top + 38
        if (near := self.attention.nearness(at, number)) > 0:
            half = self._lane / 2 * near
            canvas.box(LEFT - _EDGE, top + self._lane / 2 - half, _MARK, 2 * half, fill(self.palette.accent_shape), 5)
        if not self._art:
            draw_icon(canvas, self.sides[number].icon, x, baseline - tag.cap / 2 - _ICON / 2, _ICON, palette.ink, 2.0)
            x += _ICON + 22
        tag.draw(canvas, x, baseline, palette.ink)
        bar_top = top + self._lane - _BAR * self._scale
        self._draw_figure(canvas, at, number, bar_top - 24)
        length = _WIDE * self.shares(at)[number]
        canvas.box(LEFT, bar_top, _WIDE, _BAR * self._scale, fill(palette.ink, 0.1), _ROUND)
        if length > 0:
            radius = min(_ROUND, length / 2)
            canvas.box(LEFT, bar_top, length, _BAR * self._scale, fill(self.colour(number)), radius)
        self._draw_difference(canvas, at, number, bar_top + _BAR * self._scale / 2)

    def _draw_difference(self, canvas: Canvas, at: float, number: int, y: float) -> None:
        """What the shorter bar lacks of the longer one, as an arrow, when both have been told."""
        share, lengths = self.attention.compared(at), self.shares(at)
        start, end = (LEFT + _WIDE * length for length in sorted(lengths))
        if number == self.attention.larger or share <= 0 or end - start < _LEAST_DIFFERENCE:
            return
        start += 14 + 10 * self.attention.shrinks(at, number)[1]
        reached = blend(start, end - 8, share)
        draw_arrow(canvas, (start, y), (reached, y), self.palette.ink)

    def _draw_figure(self, canvas: Canvas, at: float, number: int, baseline: float) -> None:
        """A number between what qualifies it and what it means."""
        x, colour = LEFT, self.figure_colour(at, number)
        line, told = self.figure(at, number, self._size), at >= self.said[number] - LANDS_S
        qualifier, label = self._qualifiers[number], self._labels[number]
        if told and qualifier.width:
            qualifier.draw(canvas, x, baseline, self.palette.ink)
            x += qualifier.width + 20
        line.draw(canvas, x, baseline, colour)
        come = self.tempo.fade(at, self.said[number], 0.3)
        if come > 0:
            x, top = self._label_x(number), baseline - max(line.cap / 2 + label.height / 2, label.height)
            label.appear(canvas, x, top, self.palette.ink, self.palette.ink, [self.said[number]] * len(label.words), at)

    def _label_x(self, number: int) -> float:
        """Where the phrase beside a number begins."""
        qualifier = self._qualifiers[number]
        figure = self.context.numeral(self.text(self.sides[number].value), self._size)
        return LEFT + (qualifier.width + 20 if qualifier.width else 0) + figure.width + 30

    def _label(self, number: int, phrase: str) -> TextBlock:
        width = _END - self._label_x(number)
        return self.context.body(phrase, 40, weight=600, rows=3, width=width, least=28, height=_CAP + 10, lead=1.55)

    def _tag(self, side: Side, number: int) -> TextLine:
        room = _WIDE - (self.badge_room if number else 0) - (0 if self._art else _ICON + 22)
        return self.context.label(self.context.capitals(side.tag), 42, 700, width=room, tracking=4)

    def _fitted(self, number: int) -> float:
        """How large a number may be: clear of the tag above it, and with room for its phrase."""
        room = _WIDE * _FIGURE_SHARE - self._qualifiers[number].width
        line = self.context.numeral(self.text(self.sides[number].value), 300, width=room)
        return line.size * min(1.0, _CAP * self._scale / line.cap)
