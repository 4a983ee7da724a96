"""The template `steps`: a checklist whose cards come in as they are named, with who takes the step that is lit."""

from vidpipe_assets.model.pictures import Steps
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.happenings import find_doers
from vidpipe_assets.render.scenes.context import BOTTOM, COLUMN, LEFT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.parts import card_colour
from vidpipe_assets.render.scenes.staging.actors import Actor

_GAP, _RADIUS = 22, 30
_TALLEST, _SHORTEST_FOR_BIG_TEXT = 236, 150
_DOER_WIDE, _DOER_LOWER, _DOER_BESIDE = 150, 14, 24
"""How wide somebody on a card is at most, how much lower than the card, and how far from its end and its text."""
_WALKS_S = 0.45


class StepsTemplate(Template):
    """Two layouts: an icon on each card, or its number, large, with the icon at the end."""

    def __init__(self, picture: Steps, context: SceneContext) -> None:
        super().__init__(context)
        self._steps = picture.steps
        count = len(picture.steps)
        self._numbered = context.variant(2) == 1
        self._heading = context.heading(picture.title, 108)
        self._top = TOP + self._heading.height + 64
        self._height = min(_TALLEST, (BOTTOM - self._top + _GAP) / count - _GAP)
        self._icon = min(96, self._height * 0.56)
        self._text_x = LEFT + 54 + (104 if self._numbered else self._icon + 40)
        self._doers = self._make_doers()
        told = context.shot.happening
        self.shows_subject = any(self._doers) and told is not None and told.kind == "join"
        own = [doer.wide + _DOER_BESIDE for doer in self._doers if doer]
        at_end = max([self._icon * 0.9 + 26 if self._numbered else 0, *own])
        width = LEFT + COLUMN - 40 - self._text_x - at_end
        size = 54 if self._height >= _SHORTEST_FOR_BIG_TEXT else 46
        self._texts = [
            context.body(
                step.text, size, weight=700, rows=3, width=width, least=32, height=self._height - 40, lead=1.64
            )
            for step in picture.steps
        ]
        self._starts = self._named(count)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Heading, places for all cards, then the cards."""
        self.context.draw_kicker(canvas, at)
        self.context.draw_heading(canvas, at, self._heading)
        for number in range(len(self._steps)):
            self._draw_step(canvas, at, number)
        self._draw_doer(canvas, at)
        self.context.draw_source(canvas, at)

    def _make_doers(self) -> list[Actor | None]:
        """Who takes each step, as large as its card; the same where the same takes several."""
        shot, size = self.context.shot, (_DOER_WIDE, self._height - _DOER_LOWER)
        if shot.illustration is None:
            return [None for _ in self._steps]
        named = find_doers(shot.scene, shot.happening, [step.text for step in self._steps])
        made = {name: Actor(name, self.context, *size) for name in named if name}
        return [made[name] if name else None for name in named]

    def _draw_doer(self, canvas: Canvas, at: float) -> None:
        """Who takes the step that is lit, on its card; who has taken the one before comes down from there."""
        lit = max((number for number, start in enumerate(self._starts) if at >= start), default=-1)
        doer = self._doers[lit] if lit >= 0 else None
        if doer is None:
            return
        foot = self._top + lit * (self._height + _GAP) + self._height - _DOER_LOWER / 2
        x = LEFT + COLUMN - _DOER_BESIDE - doer.wide / 2
        if lit and self._doers[lit - 1] is doer:
            left = 1 - self.tempo.grow(at, self._starts[lit], _WALKS_S)
            doer.draw(canvas, at, x, foot - left * (self._height + _GAP))
        else:
            doer.draw(canvas, at, x, foot, self.tempo.pop(at, self._starts[lit] + 0.3, 0.4))

    def _draw_step(self, canvas: Canvas, at: float, number: int) -> None:
        palette, start = self.palette, self._starts[number]
        y = self._top + number * (self._height + _GAP)
        # Its place is there from the start, so that a viewer knows how many are to come.
        filled = self.tempo.grow(at, -0.2 + 0.06 * number, 0.6)
        canvas.box(LEFT, y, COLUMN * filled, self._height, fill(palette.ink, 0.07), _RADIUS)
        shown = self.tempo.grow(at, start, 0.6)
        if shown < 1:
            self._draw_preview(canvas, number, y + self._height / 2, 0.1 + 0.07 * number, at)
        if shown <= 0:
            return
        newest = number + 1 == len(self._steps) or at < self._starts[number + 1]
        glow = self.tempo.nudge((at - start) % 2.4, 0.7, 0.8) if newest else 0.0
        place = canvas.clip(LEFT, y, LEFT + COLUMN, y + self._height, _RADIUS)
        with place, canvas.transform((1 - shown) * (COLUMN + 60), y):
            canvas.box(LEFT, 0, COLUMN, self._height, fill(card_colour(palette)))
            canvas.box(LEFT, 0, 14 + 8 * glow, self._height, fill(palette.accent_shape))
            self._draw_content(canvas, at, number)

    def _draw_preview(self, canvas: Canvas, number: int, middle: float, start: float, at: float) -> None:
        """What a card will be about, before it is named: its icon or its number, faint."""
        palette, drawn = self.palette, self.tempo.draw(at, start, 0.8)
        colour = mix_colours(palette.ground, palette.ink, 0.3)
        if self._numbered:
            numeral = self.context.numeral(str(number + 1), min(110, self._height * 0.62))
            numeral.draw(canvas, LEFT + 80, middle + numeral.cap / 2, colour, drawn, align=0.5)
            return
        icon = self._steps[number].icon
        draw_icon(canvas, icon, LEFT + 54, middle - self._icon / 2, self._icon, colour, 1.9, drawn)

    def _draw_content(self, canvas: Canvas, at: float, number: int) -> None:
        palette, middle, start = self.palette, self._height / 2, self._starts[number]
        drawn = self.tempo.draw(at, start + 0.15, 0.7)
        icon_x = LEFT + 54
        if self._numbered:
            numeral = self.context.numeral(str(number + 1), min(110, self._height * 0.62))
            numeral.draw(canvas, icon_x + 26, middle + numeral.cap / 2, palette.accent_text, align=0.5)
            icon_x = LEFT + COLUMN - 36 - self._icon * 0.9
        size = self._icon * (0.9 if self._numbered else 1.0)
        colour = palette.mute if self._numbered else palette.accent_text
        if not (self._numbered and self._doers[number]):  # somebody stands there
            draw_icon(canvas, self._steps[number].icon, icon_x, middle - size / 2, size, colour, 1.9, drawn)
        text = self._texts[number]
        text.rise(canvas, self._text_x, middle - text.height / 2, palette.ink, palette.accent_text, lambda _: 1.0)

    def _named(self, count: int) -> list[float]:
        """When each card comes: as it is named, in order."""
        starts: list[float] = []
        for number in range(count):
            earliest = starts[-1] + 0.3 if starts else 0.1
            starts.append(max(self.context.turn(number, count, 0.04 + 0.6 * number / count) - 0.25, earliest))
        return starts
