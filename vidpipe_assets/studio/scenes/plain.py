"""The plain scene: the chapter's name in large type. Drawn in place of a template that has failed."""

import math

from vidpipe_assets.studio.drawing.canvas import Canvas, fill
from vidpipe_assets.studio.scenes.layout import BOTTOM, LEFT, TOP, WIDTH
from vidpipe_assets.studio.scenes.stage import Stage
from vidpipe_assets.studio.scenes.template import Template


class PlainScene(Template):
    """As little as can be drawn: no picture's data, no icon and no chart, so that nothing of them can fail again."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._title = stage.heading(stage.shot.scene.title, 150, rows=5, height=BOTTOM - TOP - 60)
        self._top = TOP + max(BOTTOM - TOP - 60 - self._title.height, 0) * 0.35

    def draw(self, canvas: Canvas, at: float) -> None:
        """The title, and a rule below it that breathes."""
        palette = self.palette
        self.stage.draw_kicker(canvas, at)
        self.stage.draw_heading(canvas, at, self._title, self._top)
        width = WIDTH * (0.3 + 0.06 * math.sin(at * 1.6)) * self.tempo.grow(at, 0.1, 0.8)
        canvas.box(LEFT, self._top + self._title.height + 48, width, 12, fill(palette.accent_shape), 6)
        self.stage.draw_source(canvas, at)
