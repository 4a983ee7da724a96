"""The template `icon`: one idea, one icon that draws itself."""

import math
from random import Random

from vidpipe_assets.model.pictures import IconCard
from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.easing import clamp
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.context import BOTTOM, CAPTIONS_TOP, LEFT, RIGHT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.parts import headline_size

_CENTRE_X = (LEFT + RIGHT) / 2
_FLOATING = 30


class IconTemplate(Template):
    """Two layouts: the icon on a disc with satellites, or on two tiles that turn against each other."""

    scenery_every = 2

    def __init__(self, picture: IconCard, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        self._tiles = context.variant(2) == 1
        self._sub = context.body(picture.sub, 48, rows=2, least=36)
        below = self._sub.height + 50 if self._sub.words else 0
        self._title = context.heading(picture.title, headline_size(picture.title, 140), rows=3, height=420 - below)
        self._title_top = BOTTOM - 14 - below - self._title.height
        room = self._title_top - TOP
        self._radius = min(240.0, room * 0.36)
        self._centre_y = TOP + room * 0.46
        self._art = place_art(context, 0, TOP - 16, 1080, self._title_top - 34)
        chance = Random(context.shot.seed)  # noqa: S311 - for variety, not for secrecy
        self._dust = [
            (chance.uniform(0, 1080), chance.random(), chance.choice((0.35, 0.6, 1.0)), chance.uniform(0.6, 1.2))
            for _ in range(_FLOATING)
        ]

    def scenery(self, canvas: Canvas, at: float) -> None:
        """Dust that rises at three speeds, as far away as it is slow."""
        for number, (x, start, near, size) in enumerate(self._dust):
            y = 200 + (start * 1030 - at * 70 * near) % 1030
            alpha = (0.15 + 0.4 * near) * clamp(min((y - 200) / 140, (CAPTIONS_TOP - y) / 140))
            colour = self.palette.accent2 if number % 3 else self.palette.accent
            canvas.circle(x, y, (2.5 + 5 * near) * size, fill(colour, alpha))

    def illustrate(self, canvas: Canvas, at: float) -> None:
        """The subject."""
        if self._art:
            self._art.draw(canvas, at)

    def draw(self, canvas: Canvas, at: float) -> None:
        """The icon, floating, above its title."""
        self.context.draw_kicker(canvas, at)
        if not self._art:
            self._draw_icon(canvas, at)
        palette = self.palette
        self._title.rise(
            canvas, LEFT, self._title_top, palette.ink, palette.accent_shape,
            lambda number: self.tempo.rise(at, 0.05 + number * 0.08),
        )  # fmt: skip
        top = self._title_top + self._title.height + 50
        starts = [0.6 + 0.03 * number for number in range(len(self._sub.words))]
        self._sub.appear(canvas, LEFT, top, palette.mute, palette.accent_text, starts, at)
        self.context.draw_source(canvas, at)

    def _draw_icon(self, canvas: Canvas, at: float) -> None:
        hop = 1 + 0.06 * self.tempo.nudge(at, max(self.context.beat(0, 0.5), 1.3), 0.4)
        y = self._centre_y + 10 * math.sin(at * 1.6)
        with canvas.transform(_CENTRE_X, y, scale=hop * (0.55 + 0.45 * self.tempo.pop(at, -0.15, 0.7))):
            (self._draw_tiles if self._tiles else self._draw_disc)(canvas, at)
            size = self._radius * 1.3
            ink = self.palette.on_accent if self.palette.accent_shape == self.palette.accent else self.palette.ground
            draw_icon(canvas, self._picture.icon, -size / 2, -size / 2, size, ink, 1.55, self.tempo.draw(at, -0.1, 1.1))

    def _draw_disc(self, canvas: Canvas, at: float) -> None:
        palette, radius = self.palette, self._radius
        canvas.circle(0, 0, radius, fill(palette.accent_shape))
        orbit = radius + 42
        with canvas.transform(turn=at * 14):
            canvas.circle(0, 0, orbit, stroke(palette.ink, 3, 0.55, dash=(4, 22)))
        for shift, size, colour in ((0.0, 13, palette.ink), (2.6, 8, palette.accent2)):
            angle = at * 1.1 + shift
            canvas.circle(orbit * math.cos(angle), orbit * math.sin(angle), size, fill(colour))

    def _draw_tiles(self, canvas: Canvas, at: float) -> None:
        palette, radius = self.palette, self._radius
        for turn, colour, alpha in ((14 + 5 * math.sin(at), palette.accent2, 0.9), (-5 + 3 * math.cos(at * 0.8),
                                    palette.accent_shape, 1.0)):  # fmt: skip
            with canvas.transform(turn=turn):
                canvas.box(-radius, -radius, 2 * radius, 2 * radius, fill(colour, alpha), radius * 0.3)
