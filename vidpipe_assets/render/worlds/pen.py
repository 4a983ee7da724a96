"""The pen that a thing on the ground of a world is drawn with, around its foot."""

from collections.abc import Callable, Sequence

from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.paths import Point, polygon
from vidpipe_assets.render.worlds.layers import Shade

_SHARE = 0.62


class Pen:
    """Draws around a thing's foot: x to the right and y down, which is negative above the ground."""

    def __init__(self, canvas: Canvas, shade: Shade) -> None:
        self._canvas, self._shade = canvas, shade

    def box(self, x: float, y: float, wide: float, high: float, hue: str, radius: float = 4) -> None:
        """A rectangle from its upper left corner."""
        self._canvas.box(x, y, wide, high, fill(self._shade.tone(hue, _SHARE)), radius)

    def shape(self, points: Sequence[Point], hue: str) -> None:
        """A polygon."""
        self._canvas.path(polygon(points), fill(self._shade.tone(hue, _SHARE)))

    def oval(self, x: float, y: float, across: float, down: float, hue: str) -> None:
        """An oval around its middle."""
        self._canvas.oval(x, y, across, down, fill(self._shade.tone(hue, _SHARE)))

    def line(self, start: Point, end: Point, hue: str, wide: float) -> None:
        """A line with round ends."""
        self._canvas.line(start, end, stroke(self._shade.tone(hue, _SHARE), wide))


Prop = Callable[[Pen], None]
