"""The frames of one shot: background, scenery, content, channel strip and intro card, put on top of each other.

`TEMPLATES` says which template draws which kind of picture; `PlainTemplate` stands in for one that has failed.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.drawing.canvas import Canvas, Pixels, fill
from vidpipe_assets.render.drawing.easing import in_cubic, progress
from vidpipe_assets.render.drawing.text import TextStyle, clean_text, fit_line
from vidpipe_assets.render.scenes.backgrounds import CutBackground
from vidpipe_assets.render.scenes.bars import BarsTemplate
from vidpipe_assets.render.scenes.close_up import CloseUp, close_ups
from vidpipe_assets.render.scenes.context import (
    BOTTOM,
    COLUMN,
    HEAD_START_S,
    LEFT,
    TOP,
    SceneContext,
    Template,
)
from vidpipe_assets.render.scenes.end import EndTemplate
from vidpipe_assets.render.scenes.hook import HookTemplate
from vidpipe_assets.render.scenes.icon_card import IconTemplate
from vidpipe_assets.render.scenes.line_chart import LineTemplate
from vidpipe_assets.render.scenes.number import NumberTemplate
from vidpipe_assets.render.scenes.quote import QuoteTemplate
from vidpipe_assets.render.scenes.rank import make_rank
from vidpipe_assets.render.scenes.steps import StepsTemplate
from vidpipe_assets.render.scenes.strip import ChannelStrip
from vidpipe_assets.render.scenes.timeline import TimelineTemplate
from vidpipe_assets.render.scenes.versus import make_versus
from vidpipe_assets.render.scenes.where import WhereTemplate

# Each takes its own kind of picture: the discriminator of `model.pictures.Picture` is the key.
TEMPLATES: dict[str, Callable[[Any, SceneContext], Template]] = {
    "hook": HookTemplate,
    "number": NumberTemplate,
    "bars": BarsTemplate,
    "rank": make_rank,
    "line": LineTemplate,
    "quote": QuoteTemplate,
    "icon": IconTemplate,
    "versus": make_versus,
    "timeline": TimelineTemplate,
    "where": WhereTemplate,
    "steps": StepsTemplate,
    "end": EndTemplate,
}


def make_template(context: SceneContext) -> Template:
    """The template that draws the scene's picture."""
    picture = context.shot.scene.picture
    return TEMPLATES[picture.template](picture, context)


STAYS_S, LIFTS_S = 0.5, 0.25


class IntroCard:
    """Drawn over everything else of the first scene, where the theme asks for it."""

    def __init__(self, context: SceneContext) -> None:
        self._context = context
        name = context.capitals(clean_text(context.shot.channel))
        self._name = fit_line(name, TextStyle(context.heading_face, 200), COLUMN, 60)

    def draw(self, canvas: Canvas, at: float) -> None:
        """The card at a moment of the scene, in seconds."""
        share = progress(at, STAYS_S, LIFTS_S, in_cubic)
        if share >= 1:
            return
        palette = self._context.palette
        lift = -HEIGHT * share
        with canvas.transform(0, lift):
            canvas.box(0, 0, WIDTH, HEIGHT, fill(palette.accent_shape))
            middle = 760 + self._name.cap / 2
            rule = COLUMN * self._context.tempo.grow(at, -0.2, 0.6)
            with self._context.laid_out(canvas):
                self._name.draw(canvas, LEFT, middle, palette.on_shape)
                canvas.box(LEFT, middle + 48, rule, 10, fill(palette.on_shape))


class PlainTemplate(Template):
    """As little as can be drawn: no picture's data, no icon and no chart, so that nothing of them can fail again."""

    def __init__(self, context: SceneContext) -> None:
        super().__init__(context)
        self._title = context.heading(context.shot.scene.title, 150, rows=5, height=BOTTOM - TOP - 60)
        self._top = TOP + max(BOTTOM - TOP - 60 - self._title.height, 0) * 0.35

    def draw(self, canvas: Canvas, at: float) -> None:
        """The title, and a rule below it that breathes."""
        palette = self.palette
        self.context.draw_kicker(canvas, at)
        self.context.draw_heading(canvas, at, self._title, self._top)
        width = COLUMN * (0.3 + 0.06 * math.sin(at * 1.6)) * self.tempo.grow(at, 0.1, 0.8)
        canvas.box(LEFT, self._top + self._title.height + 48, width, 12, fill(palette.accent_shape), 6)
        self.context.draw_source(canvas, at)


class SceneFrames:
    """Draws any frame of a shot; the same frame of the same shot always has the same pixels.

    `plain` draws the chapter's name instead of the picture, for a shot whose template or background fails.
    """

    def __init__(self, shot: Shot, *, plain: bool = False) -> None:
        context = self._context = SceneContext(shot)
        views = [(at, "duo" if plain else name) for at, name in context.views]
        self._template = PlainTemplate(context) if plain else make_template(context)
        self._close_ups = () if plain else close_ups(context, self._template.kept, shown=self._template.shows_subject)
        self._background = CutBackground(views, context.palette, shot.seed, self._foot)
        self._strip = ChannelStrip(context)
        self._intro = IntroCard(context) if shot.intro else None
        self._behind = Canvas(WIDTH, HEIGHT)
        self._canvas = Canvas(WIDTH, HEIGHT)
        self._kept = -1

    def frame(self, number: int) -> Pixels:
        """The picture of a frame, valid until the next one is drawn."""
        close = self._close_up(number / FPS)
        if close and close.fills(number / FPS):
            with self._context.laid_out(self._canvas):
                close.draw_part(self._canvas, number / FPS, self._background.paint)
        else:
            self._draw_whole(number, close)
        self.draw_content(self._canvas, number)
        if self._intro:
            self._intro.draw(self._canvas, number / FPS)
        return self._canvas.pixels

    def _draw_whole(self, number: int, close: CloseUp | None) -> None:
        """Draw what stands behind the content, but for a part that fills the frame."""
        every = min(self._background.every(number / FPS), self._template.scenery_every)
        kept = number // every * every
        if self._close_up(kept / FPS) is not close:  # a map stood behind the subject
            kept = number
        if kept != self._kept:
            self._background.paint(self._behind, kept / FPS)
            if close is None:
                with self._context.laid_out(self._behind):
                    self._template.scenery(self._behind, kept / FPS)
            self._kept = kept
        np.copyto(self._canvas.pixels, self._behind.pixels)
        with self._context.laid_out(self._canvas):
            if close:
                close.draw(self._canvas, number / FPS)
            else:
                self._template.illustrate(self._canvas, number / FPS + HEAD_START_S)

    def draw_content(self, canvas: Canvas, number: int) -> None:
        """Draw what must stay inside the safe area: all but background and scenery."""
        with self._context.laid_out(canvas):
            at = number / FPS
            self._strip.lay(canvas, at)
            self._context.lay_rank(canvas, at + HEAD_START_S)
            if close := self._close_up(at):
                self._template.draw_kept(canvas, at + HEAD_START_S, at - close.start)
                self._context.draw_rank(canvas, at + HEAD_START_S)
                self._context.draw_source(canvas, number / FPS + HEAD_START_S)
            else:
                self._template.draw(canvas, number / FPS + HEAD_START_S)
            self._strip.draw(canvas, number / FPS)

    def _foot(self, at: float) -> float | None:
        """The height at which the subject stands at a moment; None: nothing stands."""
        close = self._close_up(at)
        return close.foot if close else self._template.foot

    def _close_up(self, at: float) -> CloseUp | None:
        """What shows the subject alone at a moment; None: it is not alone."""
        return next((one for one in self._close_ups if one.shows(at)), None)
