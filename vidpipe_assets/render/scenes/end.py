"""The template `end`: a question to the viewer, and the invitation to follow, which nobody pretends to press."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.model.pictures import End
from vidpipe_assets.render.arrangements import SIDES, Arrangement
from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.text import TextLine, TextStyle, clean_text, fit_line, shape_line
from vidpipe_assets.render.fonts import FontFace
from vidpipe_assets.render.graphics import StripForm
from vidpipe_assets.render.scenes.art import HALF, Art, place_art, place_art_beside, text_left
from vidpipe_assets.render.scenes.close_up import CLOSE_TOP
from vidpipe_assets.render.scenes.context import (
    BOTTOM,
    COLUMN,
    HEAD_START_S,
    KICKER_Y,
    LEFT,
    RIGHT,
    SOURCE_Y,
    TOP,
    SceneContext,
    Template,
)
from vidpipe_assets.render.scenes.headlines import join_lines

_LARGEST, _SMALLEST = 240, 80
_BESIDE_ART, _ROWS = 150, 230
"""How large the question is beside its subject at most, and how tall above it."""
_GAP = 34
_BAND, _TURN = 176, -2.6
"""How tall the band with the channel's name is, and how it is turned, in degrees, where it is."""
_ROUND_BESIDE, _RULE = 36, 8
"""How far a band with round ends reaches beyond the column; and how thick the rules of a band without colour are."""
_BAND_Y, _BAND_Y_BEFORE_NEXT = 1094, 1030
"""Its middle: lower where nothing stands below it."""
_BUTTON = 104
_TOUCHES = 44
"""How much lower a subject may stand than type above the band, in pixels."""


class EndTemplate(Template):
    """The question stands at once, beside the subject where both have room; below it, the channel's band comes.

    The band has the channel's name, and the button, which breathes. It goes from edge to edge in the accent, turned or
    straight, or has round ends or rules above and below it, as the channel's strip is.
    """

    scenery_every = 1
    """The band comes, and all that is on it with it."""

    def __init__(self, picture: End, context: SceneContext) -> None:
        super().__init__(context)
        self._texts = [clean_text(line) for line in picture.lines]
        if context.headlines.in_capitals:
            self._texts = [context.capitals(line) for line in self._texts]
        self._strip: StripForm = context.shot.graphics.strip
        self._next = context.label(picture.next, 44, 600)
        self._button = context.label(picture.button, 46, 700, width=COLUMN * 0.42)
        self._button_width = self._button.width + 128
        self._channel = fit_line(
            context.capitals(clean_text(context.shot.channel)),
            TextStyle(context.heading_face, 92), COLUMN - self._button_width - 36, 24,
        )  # fmt: skip
        self._band_y = _BAND_Y_BEFORE_NEXT if picture.next.strip() else _BAND_Y
        floor, highest = self._band_y - _BAND / 2 - 40, TOP if context.shot.scene.kicker else KICKER_Y
        arrangement = context.shot.arrangement or "above"
        self._left = text_left(arrangement)
        shown, beside = context.shot.illustration is not None, arrangement in SIDES
        room = floor - highest - 30 if beside or not shown else _ROWS
        self._lines = self._set_lines(
            room, HALF if beside else COLUMN, _BESIDE_ART if beside else _LARGEST, padded=beside or not shown
        )
        tall = sum(line.cap for line in self._lines) + context.headlines.around(
            self._texts, self._lines, self._marked, _GAP
        )
        below = arrangement == "below" and shown
        top = floor - tall - 20 if below else highest + (max(room - tall, 0) * 0.4 if beside or not shown else 0)
        self._rows = context.headlines.stack(
            self._texts, self._lines, self._marked, top + context.headlines.outer, _GAP
        )
        self._art = self._place_art(arrangement, floor, top, top + tall)
        self.foot, self.shows_subject = (self._art.foot, True) if self._art else (None, False)

    def _place_art(self, arrangement: Arrangement, floor: float, top: float, foot: float) -> Art | None:
        """The subject, with its feet above the band or, above the question, on that."""
        free = KICKER_Y + 26 if self.context.shot.scene.kicker else CLOSE_TOP
        match arrangement:
            case "beside" | "across":
                return place_art_beside(self.context, free, floor + _TOUCHES)
            case "below":
                return place_art(self.context, 0, free, WIDTH, top - 30)
            case "above":
                return place_art(self.context, 0, foot + 30, WIDTH, floor + _TOUCHES)

    def scenery(self, canvas: Canvas, at: float) -> None:
        """The channel's band."""
        palette, foot = self.palette, _BAND / 2
        with self._on_band(canvas, at + HEAD_START_S):
            match self._strip:
                case "pill":
                    wide = COLUMN + 2 * _ROUND_BESIDE
                    canvas.box(LEFT - _ROUND_BESIDE, -foot, wide, _BAND, fill(palette.accent_shape), foot)
                case "rule":
                    canvas.box(-WIDTH, -foot, 3 * WIDTH, _BAND, fill(palette.ground))
                    for top in (-foot, foot - _RULE):
                        canvas.box(-WIDTH, top, 3 * WIDTH, _RULE, fill(palette.ink))
                case "tag" | "bar":
                    canvas.box(-WIDTH, -foot, 3 * WIDTH, _BAND, fill(palette.accent_shape))
                case "label" | "mark":
                    canvas.box(-WIDTH, -foot, 3 * WIDTH, _BAND, fill(palette.accent_shape))
                    canvas.box(-WIDTH, foot + 12, 3 * WIDTH, 8, fill(palette.accent_shape))

    def illustrate(self, canvas: Canvas, at: float) -> None:
        """The subject."""
        if self._art:
            self._art.draw(canvas, at)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Question, channel and button, what comes next."""
        context, palette = self.context, self.palette
        context.draw_kicker(canvas, at)
        context.headlines.draw_rows(canvas, self._left, self._rows, self.tempo.grow(at, 0.35, 0.5))
        with self._on_band(canvas, at):
            ink = palette.ink if self._strip == "rule" else palette.on_shape
            self._channel.draw(canvas, LEFT, self._channel.cap / 2, ink)
            self._draw_button(canvas, at)
        self._next.draw(canvas, LEFT, BOTTOM - 8, palette.ink, self.tempo.fade(at, 0.8, 0.5))
        noted = context.shot.sample and context.shot.scene.source.strip()
        tag = self._draw_sample_tag(canvas, self.tempo.fade(at, 0.5, 0.5)) if noted else 0.0
        context.draw_source(canvas, at, tag)

    @contextmanager
    def _on_band(self, canvas: Canvas, at: float) -> Generator[None]:
        """Draw on the band, whose middle is at y 0: it comes from the side where reading begins."""
        come = self.tempo.grow(at, 0.1, 0.5)
        with (
            canvas.zoom(WIDTH / 2, self._band_y, 1.0, _TURN if self._strip in ("label", "mark") else 0.0),
            canvas.transform(-WIDTH * 1.3 * (1 - come), self._band_y),
        ):
            yield

    def _draw_sample_tag(self, canvas: Canvas, alpha: float) -> float:
        """Nobody shall take sample numbers for live ones: a tag in front of the note. Returns the room it takes."""
        text = shape_line("SAMPLE DATA", TextStyle(FontFace("inter", 700), 26, tracking=3))
        canvas.box(LEFT, SOURCE_Y - 33, text.width + 36, 46, stroke(self.palette.ink, 3, alpha), 8)
        text.draw(canvas, LEFT + 18, SOURCE_Y - 10 + text.cap / 2, self.palette.ink, alpha)
        return text.width + 36 + 22

    def _draw_button(self, canvas: Canvas, at: float) -> None:
        palette, wide = self.palette, self._button_width
        rules = self._strip == "rule"
        ground, ink = (palette.accent_shape, palette.on_shape) if rules else (palette.ground, palette.ink)
        breath = 1 + 0.03 * self.tempo.nudge((at - 0.9) % 1.4, 0.0, 0.7)
        x = RIGHT - wide
        with canvas.zoom(x + wide / 2, 0, self.tempo.pop(at, 0.45, 0.45) * breath):
            canvas.box(x, -_BUTTON / 2, wide, _BUTTON, fill(ground), _BUTTON / 2)
            draw_icon(canvas, "plus", x + 28, -26, 52, ink, 2.8)
            self._button.draw(canvas, x + 92, self._button.cap / 2, ink)

    def _set_lines(self, room: float, width: float, largest: float, *, padded: bool) -> list[TextLine]:
        """Where little room is left, short lines stand side by side: then all of them are larger."""
        choices = [self._texts] if padded else join_lines(self._texts, self._marked)
        fitted = [(self._fit_lines(texts, room, width, largest, padded=padded), texts) for texts in choices]
        lines, self._texts = max(fitted, key=lambda one: min(line.size for line in one[0]))
        return lines

    def _fit_lines(
        self, texts: Sequence[str], room: float, width: float, largest: float, *, padded: bool
    ) -> list[TextLine]:
        """`padded`: the room holds what is free around the lines, too."""
        design, style = self.context.headlines, TextStyle(self.context.heading_face, largest)
        plain = [text.replace("*", "") for text in texts]
        lines = [fit_line(text, style, width - design.row_inset, min(_SMALLEST, largest)) for text in plain]
        if design.are_even:
            least = min(line.size for line in lines)
            lines = [shape_line(text, replace(style, size=least)) for text in plain]
        tall = sum(line.cap for line in lines)
        share = (
            room
            - (
                self.context.headlines.around(self._texts, lines, self._marked, _GAP)
                if padded
                else _GAP * (len(lines) - 1)
            )
        ) / tall
        if share >= 1:
            return lines
        return [
            shape_line(text, TextStyle(style.face, line.size * share)) for text, line in zip(plain, lines, strict=True)
        ]

    @property
    def _marked(self) -> int:
        """The line that is marked: the one with an asterisk, else the last of several; -1: none."""
        starred = [number for number, text in enumerate(self._texts) if "*" in text]
        return (starred or [len(self._texts) - 1 if len(self._texts) > 1 else -1])[0]
