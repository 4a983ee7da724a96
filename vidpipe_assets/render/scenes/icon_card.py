"""The template `icon`: one idea, one icon that draws itself."""

import math
from random import Random

from vidpipe_assets.model.pictures import IconCard
from vidpipe_assets.render.arrangements import SIDES
from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.easing import clamp
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.scenes.art import HALF, place_arranged_art, text_left
from vidpipe_assets.render.scenes.context import BOTTOM, CAPTIONS_TOP, COLUMN, LEFT, RIGHT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.parts import headline_size

_CENTRE_X = (LEFT + RIGHT) / 2
_FLOATING = 30
_GAP, _RISES_FROM = 50, 0.42
"""What is free between title and line at least, and in heights of the title's capitals."""
_UNDER_RANK = 14
"""How much lower a title begins below the number of a countdown."""


class IconTemplate(Template):
    """Two layouts: the icon on a disc with satellites, or on two tiles that turn against each other."""

    scenery_every = 2
    kept = 70.0

    def __init__(self, picture: IconCard, context: SceneContext) -> None:
        super().__init__(context)
        self._picture = picture
        self._tiles = context.variant(2) == 1
        beside = context.shot.arrangement in SIDES
        width, rows, tall = (HALF, 5, 620) if beside else (COLUMN, 3, 310 if context.shot.illustration else 420)
        self._left = text_left(context.shot.arrangement)
        self._sub = context.body(picture.sub, 48, rows=rows - 1, least=36, width=width)
        below = self._sub.height + _GAP if self._sub.words else 0
        size = headline_size(picture.title, 140)
        self._title = context.heading(picture.title, size, rows=rows, height=tall - below, width=width)
        # A large title rises from so far below its baseline.
        self._gap = max(_GAP, _RISES_FROM * self._title.cap)
        below += self._gap - _GAP if self._sub.words else 0
        self._title_top = self._place(self._title.height + below)
        self._starts = context.spoken(self._title, context.named_s)
        self._sub_starts = context.spoken_after(self._sub, 0.6, 0.03)
        room = self._title_top - TOP
        self._radius = min(240.0, room * 0.36)
        self._centre_y = TOP + room * 0.46
        under = self._title_top + self._title.height + below + 40
        self._art = place_arranged_art(context, (TOP - 16, self._title_top - 34), under, usual="below")
        self.foot, self.shows_subject = (self._art.foot, True) if self._art else (None, False)
        chance = Random(context.shot.seed)  # noqa: S311 - for variety, not for secrecy
        self._dust = [
            (chance.uniform(0, 1080), chance.random(), chance.choice((0.35, 0.6, 1.0)), chance.uniform(0.6, 1.2))
            for _ in range(_FLOATING)
        ]

    def _place(self, tall: float) -> float:
        """Where the title and what is below it begin."""
        if self.context.shot.arrangement == "above":
            return TOP + (_UNDER_RANK if self.context.rank else 0)
        lowest = BOTTOM - 14 - tall
        return lowest if self.context.shot.arrangement not in SIDES else (TOP + lowest) / 2

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
        known, rising = self.context.known(at), self.context.rising(self._starts, at)
        self.context.draw_title(canvas, at, self._left, self._title_top, self._title, rising)
        top = self._title_top + self._title.height + self._gap
        self.context.draw_haze(canvas, self._left, top, self._sub, self.context.rising(self._sub_starts, at))
        self._sub.appear(canvas, self._left, top, palette.mute, palette.accent_text, self._sub_starts, at, known=known)
        self.context.draw_source(canvas, at)

    def draw_kept(self, canvas: Canvas, at: float, since: float) -> None:  # noqa: ARG002 - it stands still
        """The line above the title."""
        self.context.draw_kicker(canvas, at)

    def _draw_icon(self, canvas: Canvas, at: float) -> None:
        hop = 1 + 0.06 * self.tempo.nudge(at, max(self.context.beat(0, 0.5), 1.3), 0.4)
        y = self._centre_y + 10 * math.sin(at * 1.6)
        with canvas.transform(_CENTRE_X, y, scale=hop * (0.55 + 0.45 * self.tempo.pop(at, -0.15, 0.7))):
            (self._draw_tiles if self._tiles else self._draw_disc)(canvas, at)
            size = self._radius * 1.3
            ink = self.palette.on_shape
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
