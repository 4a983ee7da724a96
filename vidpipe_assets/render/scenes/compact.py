"""The compact form of every template, for scenes over footage: it stands low, so that the picture is seen above it.

Where the picture's subject lies low, it stands at the top. Each is as tall as it has to be, and ends where captions
begin or begins below the channel's strip; `top` says where it begins, for what is laid behind it.
What has several values or entries is in `compact_data`.
"""

from collections.abc import Callable, Sequence

from vidpipe_assets.model import pictures as p
from vidpipe_assets.render.drawing.blocks import TextBlock, fit_block
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.text import TextStyle, clean_text, fit_line
from vidpipe_assets.render.fonts import FontFace
from vidpipe_assets.render.safe_areas import BOTTOM, COLUMN, FROM_TOP, LEFT, OVER_FOOTAGE_TOP
from vidpipe_assets.render.scenes.bar_pictures import read_label
from vidpipe_assets.render.scenes.context import SceneContext, Template
from vidpipe_assets.render.scenes.parts import PILL_HEIGHT, draw_pill, format_figure

_FOOT = BOTTOM - 24
_KICKER = 66
"""From the kicker's baseline to the content below it."""
_BLANK, _BLANK_SEEN = 8, 0.45
"""How high the rule is that stands for a word until it is said, and how much is seen of it."""
_UNTOLD = 0.7
"""How much is seen of the question mark in a number's place."""
ROOM = BOTTOM - OVER_FOOTAGE_TOP - _KICKER


class CompactTemplate(Template):
    """Content of `height` pixels below the scene's kicker, which ends at `_FOOT`, or begins `at_top`."""

    height = 0.0
    at_top = False

    @property
    def top(self) -> float:
        """Where the content begins."""
        return FROM_TOP if self.at_top else _FOOT - self.height

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height

    def draw(self, canvas: Canvas, at: float) -> None:
        """The kicker above the content, on a short rule in the accent."""
        context, palette = self.context, self.palette
        text = context.capitals(clean_text(context.shot.scene.kicker))
        if text:
            line = fit_line(text, TextStyle(FontFace("inter", 700), 32, 4), COLUMN - 60, 22)
            y = self.top - _KICKER + 26
            canvas.box(
                LEFT, y - line.cap / 2 - 4, 40 * self.tempo.grow(at, -0.2, 0.5), 8, fill(palette.accent_shape), 4
            )
            line.draw(canvas, LEFT + 60, y, palette.ink)
        self.draw_content(canvas, at, self.top)

    def draw_content(self, canvas: Canvas, at: float, top: float) -> None:
        """Draw what begins at `top`."""
        raise NotImplementedError

    def rising(self, at: float, start: float, step: float = 0.05) -> Callable[[int], float]:
        """How far the n-th word has come."""
        return lambda number: self.tempo.rise(at, start + step * number)

    def block(self, canvas: Canvas, block: TextBlock, x: float, top: float, at: float, start: float) -> None:
        """A block of text in the ink, word by word."""
        palette, known = self.palette, self.context.known(at)
        block.rise(canvas, x, top, palette.ink, palette.accent_shape, self.rising(at, start), known)

    def spoken_block(
        self, canvas: Canvas, block: TextBlock, x: float, top: float, at: float, starts: Sequence[float]
    ) -> None:
        """A block of text that tells what the scene builds up to: each word comes with the words that say it.

        Until then a rule stands in its place: what is laid behind it would lie over nothing.
        """
        palette, known = self.palette, self.context.known(at)
        for word, place, start in zip(block.words, block.places(canvas), starts, strict=True):
            waiting = 1 - self.tempo.rise(at, start, 0.35)
            if waiting > 0:
                y = top + block.cap + word.row * block.lead - _BLANK
                canvas.box(x + place, y, word.line.width, _BLANK, fill(palette.ink, _BLANK_SEEN * waiting), _BLANK / 2)
        block.rise(canvas, x, top, palette.ink, palette.accent_shape, self.context.rising(starts, at), known)


class CompactNumber(CompactTemplate):
    """The number with its unit, what it counts, and how it changed."""

    def __init__(self, picture: p.Number, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        self._number = context.numeral(self._text(1.0), 250, width=COLUMN / 1.03)
        self._label = context.body(picture.label, 52, weight=700, rows=2, least=36)
        self._delta = context.label(picture.delta, 38, 700, width=COLUMN * 0.5)
        self._said = max(context.beat(0, 0.3), 0.9)
        self._label_starts = context.spoken(self._label, self._said)
        self.height = self._number.cap + 44 + self._label.height + (PILL_HEIGHT + 34 if picture.delta.strip() else 0)

    def draw_content(self, canvas: Canvas, at: float, top: float) -> None:
        """It counts up until it is said."""
        share = min(
            self.tempo.grow(at, 0.05, min(1.3, self._said)) * 0.75 + self.tempo.draw(at, 0.05, self._said) * 0.25, 1
        )
        baseline = top + self._number.cap
        line = self.context.numeral(self._text(share), self._number.size)
        with canvas.zoom(LEFT, baseline, 1 + 0.03 * self.tempo.nudge(at, self._said)):
            line.draw(canvas, LEFT, baseline, self.palette.accent_shape)
        self.spoken_block(canvas, self._label, LEFT, baseline + 44, at, self._label_starts)
        if self._picture.delta.strip():
            start = max(self._said + 0.4, self.context.seconds * 0.45)
            icon = "trending-up" if self._picture.rising else "trending-down"
            y = baseline + 44 + self._label.height + 34
            draw_pill(
                canvas,
                LEFT,
                y,
                self._delta,
                self.palette.on_shape,
                self.palette.accent_shape,
                self.tempo.pop(at, start),
                icon,
            )

    def _text(self, share: float) -> str:
        picture = self._picture
        return format_figure(picture.value * share, picture.decimals, picture.prefix, picture.unit)


class CompactRank(CompactTemplate):
    """The place beside the title, and the fact in a pill."""

    def __init__(self, picture: p.Rank, context: SceneContext) -> None:
        super().__init__(context)
        self._number = context.numeral(f"#{picture.rank}", 190)
        self._x = LEFT + self._number.width + 36
        style = TextStyle(context.heading_face, 88)
        title, width = context.capitals(picture.title), LEFT + COLUMN - self._x
        self._title = fit_block(title, style, width, least=50, rows=3, lead=context.heading_lead, height=260)
        self._starts = context.spoken(self._title, context.named_s)
        self._tall = max(self._number.cap, self._title.height)
        self._stat = context.label(picture.stat, 40, 700, width=COLUMN - 70)
        self._has_stat = bool(picture.stat.strip())
        self.height = self._tall + (PILL_HEIGHT + 38 if self._has_stat else 0)

    def draw_content(self, canvas: Canvas, at: float, top: float) -> None:
        """The place stands at once."""
        middle = top + self._tall / 2
        baseline = middle + self._number.cap / 2
        self._number.draw(canvas, LEFT, baseline, self.palette.accent_shape)
        self.spoken_block(canvas, self._title, self._x, middle - self._title.height / 2, at, self._starts)
        if self._has_stat:
            share = self.tempo.pop(at, max(self.context.beat(0, 0.45), 0.9))
            y = top + self._tall + 38
            draw_pill(canvas, LEFT, y, self._stat, self.palette.on_shape, self.palette.accent_shape, share)


class CompactQuote(CompactTemplate):
    """The words, and who said them."""

    def __init__(self, picture: p.Quote, context: SceneContext) -> None:
        super().__init__(context)
        style = TextStyle(FontFace("montserrat", 800), 74, -0.5)
        text = f"\u201c{picture.quote}\u201d"
        self._quote = fit_block(text, style, COLUMN, least=42, rows=6, lead=1.62, height=ROOM - 90)
        self._by = context.label(f"{picture.by}", 40, 700, width=COLUMN - 80)
        self.height = self._quote.height + 84

    def draw_content(self, canvas: Canvas, at: float, top: float) -> None:
        """Word by word, as it is read."""
        count = max(len(self._quote.words), 1)
        first, room = min(self.context.beat(0, 0.05), 0.8), self.context.seconds * 0.8
        starts = [first + room * number / count for number in range(count)]
        palette = self.palette
        self._quote.appear(canvas, LEFT, top, palette.ink, palette.accent_shape, starts, at, ghost=0.35)
        y = top + self._quote.height + 78
        canvas.box(LEFT, y - 18, 60 * self.tempo.grow(at, 0.2, 0.6), 8, fill(palette.accent_shape), 4)
        self._by.draw(canvas, LEFT + 80, y, palette.ink)


class CompactIcon(CompactTemplate):
    """A title, and the line below it."""

    def __init__(self, picture: p.IconCard, context: SceneContext) -> None:
        super().__init__(context)
        self._title = context.heading(picture.title, 116, rows=3, height=330)
        self._sub = context.body(picture.sub, 46, rows=2, least=36)
        self._starts = context.spoken(self._title, context.named_s)
        self._sub_starts = context.spoken(self._sub, max(0.5, context.beat(0, 0.35)))
        self.height = self._title.height + (self._sub.height + 46 if self._sub.words else 0)

    def draw_content(self, canvas: Canvas, at: float, top: float) -> None:
        """Title first, then the line."""
        self.spoken_block(canvas, self._title, LEFT, top, at, self._starts)
        self.spoken_block(canvas, self._sub, LEFT, top + self._title.height + 46, at, self._sub_starts)


class CompactWhere(CompactTemplate):
    """The place beside a pin, what it belongs to, and its first fact."""

    def __init__(self, picture: p.Where, context: SceneContext) -> None:
        super().__init__(context)
        self._name = context.heading(picture.place, 150, rows=2, height=280 - 60 * len(picture.facts))
        self._area = context.label(picture.area, 42, 600, width=COLUMN - 80)
        self._starts = context.spoken(self._name)
        self._facts = [context.label(fact, 38, 600, width=COLUMN - 70) for fact in picture.facts]
        self.height = 74 + self._name.height + (PILL_HEIGHT + 16) * len(self._facts) + (20 if self._facts else 0)

    def draw_content(self, canvas: Canvas, at: float, top: float) -> None:
        """Pin and place at once, facts as they are named."""
        hop = 10 * self.tempo.nudge(at, 0.5, 0.5)
        draw_icon(
            canvas,
            "map-pin",
            LEFT - 6,
            top - 14 - hop,
            58,
            self.palette.accent_shape,
            2.2,
            self.tempo.draw(at, -0.2, 0.6),
        )
        self._area.draw(canvas, LEFT + 64, top + 30, self.palette.ink)
        self.spoken_block(canvas, self._name, LEFT, top + 74, at, self._starts)
        y = top + 74 + self._name.height + 36
        for number, fact in enumerate(self._facts):
            start = max(self.context.turn(number + 1, len(self._facts) + 2, 0.4 + 0.2 * number), 0.6)
            draw_pill(canvas, LEFT, y, fact, self.palette.ink, self.palette.surface, self.tempo.pop(at, start))
            y += PILL_HEIGHT + 16


class CompactVersus(CompactTemplate):
    """Two values side by side; the second answers when it is told, then the verdict is stamped."""

    _HALF = (COLUMN - 48) / 2

    def __init__(self, picture: p.Versus, context: SceneContext) -> None:
        super().__init__(context)
        self._sides = (picture.left, picture.right)
        texts = [format_figure(one.value, picture.decimals, picture.prefix, picture.unit) for one in self._sides]
        size = min(context.numeral(text, 190, width=self._HALF).size for text in texts)
        self._values = [context.numeral(text, size) for text in texts]
        self._open = context.numeral("?", size)
        tags = [context.capitals(one.tag) for one in self._sides]
        self._tags = [context.label(tag, 38, 700, width=self._HALF, tracking=3) for tag in tags]
        qualifiers, phrases = zip(*map(read_label, self._sides), strict=True)
        self._qualifiers = [context.label(one, 34, 600, width=self._HALF) for one in qualifiers]
        self._number_top = 80 + (34 if any(qualifiers) else 0)
        self._labels = [
            context.body(phrase, 40, weight=600, rows=3, width=self._HALF, least=28, height=150) for phrase in phrases
        ]
        self._badge = context.label(picture.badge, 44, 700, width=COLUMN * 0.5)
        self._has_badge = bool(picture.badge.strip())
        self._first = self.context.beat(0, 0.05) - 0.3
        self._second = max(0.5, context.beat(1, 0.34) - 0.2)
        tall = max(label.height for label in self._labels)
        self.height = self._number_top + self._values[0].cap + 44 + tall + (PILL_HEIGHT + 30 if self._has_badge else 0)

    def draw_content(self, canvas: Canvas, at: float, top: float) -> None:
        """Both sides at once; a question mark stands for what is still to be told."""
        palette = self.palette
        bottom = top + self.height - (PILL_HEIGHT + 30 if self._has_badge else 0)
        canvas.box(
            LEFT + self._HALF + 22, top, 4, (bottom - top) * self.tempo.grow(at, 0, 0.8), fill(palette.ink, 0.5), 2
        )
        for number, start in enumerate((self._first, self._second)):
            x = LEFT + number * (self._HALF + 48)
            self._tags[number].draw(canvas, x, top + 34, palette.ink)
            colour = palette.accent_shape if number else palette.ink
            baseline = top + self._number_top + self._values[number].cap
            if at < start:
                self._open.draw(canvas, x, baseline, palette.ink, _UNTOLD)
                continue
            self._qualifiers[number].draw(canvas, x, top + self._number_top - 24, palette.ink)
            self._values[number].rise(canvas, x, baseline, colour, self.tempo.rise(at, start))
            self.block(canvas, self._labels[number], x, baseline + 44, at, start + 0.15)
        if self._has_badge:
            share = self.tempo.pop(at, max(self._second + 0.8, self.context.seconds * 0.55))
            draw_pill(canvas, LEFT, bottom + 30, self._badge, self.palette.on_shape, palette.accent_shape, share)
