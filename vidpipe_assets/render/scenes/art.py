"""An illustration in a scene: how large it is, where it stands, and how it comes in."""

from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.easing import clamp
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.illustrations.files import load_illustration
from vidpipe_assets.render.scenes.context import SceneContext

_COMES_S = 1.1
_STARTED_S = 0.35
"""How far it is on its way at the first frame: something of it can be seen at once."""
SMALLEST = 200
"""Below this an illustration says less than an icon."""


class Art:
    """The illustration of a shot in a square from its top left corner."""

    def __init__(self, name: str, context: SceneContext, x: float, y: float, size: float) -> None:
        palette = context.palette
        colours = {"accent": palette.accent_shape, "accent2": palette.accent2, "ink": palette.ink}
        self.x, self.y, self.size = x, y, size
        self._player = Player(load_illustration(name), size, colours, calm=context.tempo.calm)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw it as it is `at` seconds."""
        self._player.draw(canvas, at, self.x, self.y, clamp((at + _STARTED_S) / _COMES_S))


def place_art(context: SceneContext, left: float, top: float, right: float, bottom: float) -> Art | None:
    """The shot's illustration in the middle of a room, as large as fits; None without one, or without room for it."""
    size = min(right - left, bottom - top)
    if context.shot.illustration is None or size < SMALLEST:
        return None
    x, y = left + (right - left - size) / 2, top + (bottom - top - size) / 2
    return Art(context.shot.illustration, context, x, y, size)
