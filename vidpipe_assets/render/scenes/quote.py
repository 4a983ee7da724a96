"""The template `quote`: what somebody said, lit up word by word as it is read."""

from vidpipe_assets.model.pictures import Quote
from vidpipe_assets.render.drawing.blocks import TextBlock, fit_block
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.text import TextStyle, shape_line
from vidpipe_assets.render.fonts import FontFace
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.context import BOTTOM, COLUMN, HEAD_START_S, LEFT, RIGHT, SceneContext, Template
from vidpipe_assets.render.spoken_words import text_s

_MARK_TOP, _MARK_HEIGHT = 232, 190
_TEXT_TOP = 486
_GHOST = 0.2
"""How much of a word is there before it is said, so that the quote can be read at any moment."""
_INDENT = 116


class QuoteTemplate(Template):
    """The words in Montserrat, then who said them."""

    def __init__(self, picture: Quote, context: SceneContext) -> None:
        super().__init__(context)
        self._mark = shape_line("\u201c", TextStyle(FontFace("anton"), 470))
        self._by = context.label(picture.by, 44, 700, width=COLUMN - _INDENT)
        self._role = context.label(picture.role, 36, 500, width=COLUMN - _INDENT)
        room = BOTTOM - 90 - (58 if picture.role.strip() else 0) - _TEXT_TOP
        style = TextStyle(FontFace("montserrat", 800), 118, -1.0)
        self._quote = fit_block(picture.quote, style, COLUMN, least=54, rows=8, lead=1.66, height=room)
        self._top = _TEXT_TOP + max(room - self._quote.height, 0) * 0.25
        self._art = place_art(context, 600, 204, RIGHT, _TEXT_TOP - 14)
        self.shows_subject = self._art is not None
        self._starts = self._spoken(self._quote)

    def illustrate(self, canvas: Canvas, at: float) -> None:
        """The subject."""
        if self._art:
            self._art.draw(canvas, at)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Quotation mark, words, a dash and the name."""
        palette, tempo = self.palette, self.tempo
        with canvas.clip(0, _MARK_TOP, LEFT + self._mark.width + 20, _MARK_TOP + _MARK_HEIGHT + 30):
            self._mark.draw(canvas, LEFT - 8, _MARK_TOP + 20 + self._mark.cap, palette.accent_shape)
        self._quote.appear(canvas, LEFT, self._top, palette.ink, palette.accent_shape, self._starts, at, ghost=_GHOST)
        y = self._top + self._quote.height + 96
        canvas.box(LEFT, y - 20, (_INDENT - 24) * tempo.grow(at, 0.3, 0.8), 8, fill(palette.accent_shape), 4)
        self._by.draw(canvas, LEFT + _INDENT, y, palette.ink)
        self._role.draw(canvas, LEFT + _INDENT, y + 56, palette.mute)
        self.context.draw_source(canvas, at)

    def _spoken(self, block: TextBlock) -> list[float]:
        """When each word is said; where the narration does not, from the beat to nearly the end, by their lengths."""
        said = text_s(self.context.shot.scene, [(word.text, number) for number, word in enumerate(block.words)])
        if said is not None:
            return [HEAD_START_S + at if at else 0.0 for at in said]
        first = min(self.context.beat(0, 0.05), self.context.seconds * 0.5)
        room = max(self.context.seconds * 0.92 - first, 0.5)
        total = sum(word.line.width for word in block.words) or 1.0
        starts, before = list[float](), 0.0
        for word in block.words:
            starts.append(first + room * before / total - 0.08)
            before += word.line.width
        return starts
