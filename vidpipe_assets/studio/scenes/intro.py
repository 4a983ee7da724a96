"""The intro card: for half a second the channel's name covers the first scene, then it is lifted away."""

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.studio.drawing.canvas import Canvas, fill
from vidpipe_assets.studio.drawing.easing import in_cubic, progress
from vidpipe_assets.studio.drawing.text import Style, fitted
from vidpipe_assets.studio.drawing.typefaces import clean
from vidpipe_assets.studio.scenes.layout import LEFT
from vidpipe_assets.studio.scenes.layout import WIDTH as COLUMN
from vidpipe_assets.studio.scenes.stage import Stage

STAYS_S, LIFTS_S = 0.5, 0.25


class Intro:
    """Drawn over everything else of the first scene, where the theme asks for it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        name = clean(stage.shot.channel).upper()
        self._name = fitted(name, Style(stage.heading_face, 200), COLUMN, 60)

    def draw(self, canvas: Canvas, at: float) -> None:
        """The card at a moment of the scene, in seconds."""
        share = progress(at, STAYS_S, LIFTS_S, in_cubic)
        if share >= 1:
            return
        palette = self._stage.palette
        lift = -HEIGHT * share
        with canvas.moved(0, lift):
            canvas.box(0, 0, WIDTH, HEIGHT, fill(palette.accent_shape))
            middle = 760 + self._name.cap / 2
            self._name.draw(canvas, LEFT, middle, palette.on_accent)
            rule = COLUMN * self._stage.tempo.rise(at, -0.2, 0.6)
            canvas.box(LEFT, middle + 48, rule, 10, fill(palette.on_accent))
