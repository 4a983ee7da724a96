"""An illustration in a scene: how large it is, where it stands, and how it comes in."""

from functools import lru_cache

from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.easing import clamp
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.illustrations.files import load_illustration
from vidpipe_assets.render.illustrations.svg import FIELD, ROLES
from vidpipe_assets.render.scenes.context import LEFT, RIGHT, SceneContext

_COMES_S = 1.1
_STARTED_S = 0.35
"""How far it is on its way at the first frame: something of it can be seen at once."""
_MOVES = 24
"""What parts that move reach beyond where they rest, in units of the field."""
SMALLEST = 200
"""Below this an illustration says less than an icon."""


class Art:
    """The illustration of a shot in a square from its top left corner.

    `in_column`: it stands beside what is written, and changes sides with it; else in the whole frame.
    """

    def __init__(
        self, name: str, context: SceneContext, x: float, y: float, size: float, *, in_column: bool = False
    ) -> None:
        palette = context.palette
        colours = {"accent": palette.accent_shape, "accent2": palette.accent2, "ink": palette.ink}
        self.x, self.y, self.size = x, y, size
        self._in_column = in_column
        self._player = Player(load_illustration(name), size, colours, calm=context.tempo.calm)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw it as it is `at` seconds."""
        with canvas.upright(self.x, self.size) if self._in_column else canvas.unmirrored():
            self._player.draw(canvas, at, self.x, self.y, clamp((at + _STARTED_S) / _COMES_S))


def place_art(context: SceneContext, left: float, top: float, right: float, bottom: float) -> Art | None:
    """The shot's illustration in the middle of a room, as large as what it shows fits; None without one, or room."""
    name = context.shot.illustration
    if name is None or min(right - left, bottom - top) < SMALLEST:
        return None
    ink = _ink_of(name)
    wide, high = ink[2] - ink[0] + 2 * _MOVES, ink[3] - ink[1] + 2 * _MOVES
    scale = min((right - left) / wide, (bottom - top) / high)
    x = (left + right) / 2 - scale * (ink[0] + ink[2]) / 2
    y = (top + bottom) / 2 - scale * (ink[1] + ink[3]) / 2
    return Art(name, context, x, y, scale * FIELD, in_column=left >= LEFT and right <= RIGHT)


@lru_cache(maxsize=128)
def _ink_of(name: str) -> tuple[float, float, float, float]:
    """Where an illustration has ink, in units of its field: most do not reach its edges."""
    return Player(load_illustration(name), FIELD, dict.fromkeys(ROLES, "#000000")).ink
