"""The template `end`: a question to the viewer, and the button that is pressed."""

from vidpipe_assets.model.pictures import End
from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.text import TextLine, TextStyle, clean_text, fit_line, shape_line
from vidpipe_assets.render.fonts import FontFace
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.context import (
    BOTTOM,
    CAPTIONS_TOP,
    COLUMN,
    LEFT,
    SOURCE_Y,
    TOP,
    SceneContext,
    Template,
)
from vidpipe_assets.render.scenes.parts import card_colour

_LARGEST, _SMALLEST = 240, 80
_GAP = 38
_ART, _ART_LESS = 400, 66
"""The room of an illustration below up to two lines, and how much less of it each further line leaves."""
_BUTTON, _RIPPLE = 136, 24
_ABOVE, _BETWEEN = 20, 64
"""Above the lines, and between them and the button."""


class EndTemplate(Template):
    """The lines stand at once; the button pops up, is pressed, and shows that it was."""

    def __init__(self, picture: End, context: SceneContext) -> None:
        super().__init__(context)
        self._texts = [context.capitals(clean_text(line)) for line in picture.lines]
        self._next = context.label(picture.next, 44, 600)
        self._button = context.label(picture.button, 58, 700, width=COLUMN - 230)
        below = _ABOVE + _BETWEEN + _BUTTON + (74 if picture.next.strip() else _RIPPLE)
        below += _ART - _ART_LESS * max(len(self._texts) - 2, 0) if context.shot.illustration else 0
        self._lines = self._set_lines(BOTTOM - TOP - below)
        tall = sum(line.cap for line in self._lines) + _GAP * (len(self._lines) - 1)
        free = BOTTOM - TOP - below - tall
        self._top = TOP + _ABOVE + free * 0.3
        self._button_y = self._top + tall + _BETWEEN + max(free - 70, 0) * 0.15
        foot = self._button_y + _BUTTON + (100 if picture.next.strip() else _RIPPLE + 10)
        self._art = place_art(context, 0, foot, 1080, CAPTIONS_TOP - 14)
        self._pressed = max(context.beat(0, 0.55), 1.5)

    def illustrate(self, canvas: Canvas, at: float) -> None:
        """The subject."""
        if self._art:
            self._art.draw(canvas, at)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Question, button, what comes next."""
        context, palette, y = self.context, self.palette, self._top
        context.draw_kicker(canvas, at)
        starred = any("*" in text for text in self._texts)
        for number, (text, line) in enumerate(zip(self._texts, self._lines, strict=True)):
            y += line.cap
            last = number == len(self._lines) - 1
            marked = "*" in text or (not starred and last and number > 0)
            colour = palette.accent_shape if marked else palette.ink
            line.rise(canvas, LEFT, y, colour, self.tempo.rise(at, -0.25 + 0.1 * number))
            y += _GAP
        self._draw_button(canvas, at)
        self._next.draw(canvas, LEFT, self._button_y + _BUTTON + 74, palette.ink, self.tempo.fade(at, 0.8, 0.5))
        noted = context.shot.sample and context.shot.scene.source.strip()
        tag = self._draw_sample_tag(canvas, self.tempo.fade(at, 0.5, 0.5)) if noted else 0.0
        context.draw_source(canvas, at, tag)

    def _draw_sample_tag(self, canvas: Canvas, alpha: float) -> float:
        """Nobody shall take sample numbers for live ones: a tag in front of the note. Returns the room it takes."""
        text = shape_line("SAMPLE DATA", TextStyle(FontFace("inter", 700), 26, tracking=3))
        canvas.box(LEFT, SOURCE_Y - 33, text.width + 36, 46, stroke(self.palette.ink, 3, alpha), 8)
        text.draw(canvas, LEFT + 18, SOURCE_Y - 10 + text.cap / 2, self.palette.ink, alpha)
        return text.width + 36 + 22

    def _draw_button(self, canvas: Canvas, at: float) -> None:
        palette, y = self.palette, self._button_y
        share = self.tempo.pop(at, 0.35, 0.5)
        if share <= 0:
            return
        width = self._button.width + 150 + 60
        after = at - self._pressed
        done = after > 0.16
        breath = 1 + 0.02 * self.tempo.nudge((at - 0.9) % 1.4, 0.0, 0.7) - 0.07 * self.tempo.nudge(after, 0.0, 0.3)
        ground = card_colour(palette) if done else palette.accent_shape
        ink = palette.ink if done else palette.on_accent
        if not done and palette.accent_shape != palette.accent:
            ink = palette.ground
        with canvas.zoom(LEFT + width / 2, y + _BUTTON / 2, share * breath):
            canvas.box(LEFT, y, width, _BUTTON, fill(ground), _BUTTON / 2)
            if done:
                canvas.box(LEFT + 3, y + 3, width - 6, _BUTTON - 6, stroke(palette.accent_shape, 6), _BUTTON / 2)
            drawn = self.tempo.draw(after, 0.16, 0.4) if done else 1.0
            colour = palette.accent_text if done else ink
            draw_icon(canvas, "check" if done else "plus", LEFT + 50, y + 34, 68, colour, 2.6, drawn)
            self._button.draw(canvas, LEFT + 140, y + (_BUTTON + self._button.cap) / 2, ink)
        ripple = self.tempo.fade(after, 0.12, 0.7)
        if 0 < ripple < 1:
            grow = _RIPPLE * ripple
            ring = stroke(palette.accent_shape, 6 * (1 - ripple) + 1, 1 - ripple)
            canvas.box(LEFT - grow, y - grow, width + 2 * grow, _BUTTON + 2 * grow, ring, _BUTTON)

    def _set_lines(self, room: float) -> list[TextLine]:
        style = TextStyle(self.context.heading_face, _LARGEST)
        plain = [text.replace("*", "") for text in self._texts]
        lines = [fit_line(text, style, COLUMN, _SMALLEST) for text in plain]
        tall = sum(line.cap for line in lines)
        share = (room - _GAP * (len(lines) - 1)) / tall
        if share >= 1:
            return lines
        return [
            shape_line(text, TextStyle(style.face, line.size * share)) for text, line in zip(plain, lines, strict=True)
        ]
