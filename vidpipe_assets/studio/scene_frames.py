"""The frames of one shot: background, scenery, content, strip, put on top of each other."""

import numpy as np

from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.studio.backgrounds.families import background
from vidpipe_assets.studio.direction import Shot
from vidpipe_assets.studio.drawing.canvas import Canvas, Pixels
from vidpipe_assets.studio.scenes.intro import Intro
from vidpipe_assets.studio.scenes.plain import PlainScene
from vidpipe_assets.studio.scenes.registry import template
from vidpipe_assets.studio.scenes.stage import HEAD_START_S, Stage
from vidpipe_assets.studio.scenes.strip import Strip


class SceneFrames:
    """Draws any frame of a shot; the same frame of the same shot always has the same pixels.

    `plain` draws the chapter's name instead of the picture, for a shot whose template or background fails.
    """

    def __init__(self, shot: Shot, *, plain: bool = False) -> None:
        stage = Stage(shot)
        self._background = background("duo" if plain else shot.background, stage.palette, shot.seed)
        self._template = PlainScene(stage) if plain else template(stage)
        self._strip = Strip(stage)
        self._intro = Intro(stage) if shot.intro else None
        self._behind = Canvas(WIDTH, HEIGHT)
        self._canvas = Canvas(WIDTH, HEIGHT)
        self._every = min(self._background.every, self._template.scenery_every)
        self._kept = -1

    def frame(self, number: int) -> Pixels:
        """The picture of a frame, valid until the next one is drawn."""
        kept = number // self._every * self._every
        if kept != self._kept:
            self._background.paint(self._behind, kept / FPS)
            self._template.scenery(self._behind, kept / FPS)
            self._kept = kept
        np.copyto(self._canvas.pixels, self._behind.pixels)
        self.draw_content(self._canvas, number)
        if self._intro:
            self._intro.draw(self._canvas, number / FPS)
        return self._canvas.pixels

    def draw_content(self, canvas: Canvas, number: int) -> None:
        """Draw what must stay inside the safe area: all but background and scenery."""
        self._template.draw(canvas, number / FPS + HEAD_START_S)
        self._strip.draw(canvas, number / FPS)
