"""An illustration in a scene: how large it is, where it stands, and how it comes in."""

from functools import lru_cache

from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.easing import clamp
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.illustrations.files import load_illustration
from vidpipe_assets.render.illustrations.svg import FIELD, ROLES
from vidpipe_assets.render.scenes.context import HEAD_START_S, LEFT, RIGHT, SceneContext

_COMES_S = 1.1
_ASIDE, _HOPS_S = 64, 0.34
"""How far it steps aside when the camera goes to another place, and how long that takes."""
_HOP = 0.09
_STARTED_S = 0.35
"""How far it is on its way at the first frame: something of it can be seen at once."""
_MOVES = 24
"""What parts that move reach beyond where they rest, in units of the field."""
SMALLEST = 200
"""Below this an illustration says less than an icon."""


class Art:
    """The illustration of a shot in a square from its top left corner.

    `in_column`: it stands beside what is written, and changes sides with it; else in the whole frame. `aside`: how far
    it may step to either side when the camera goes to another place.
    """

    def __init__(
        self,
        name: str,
        context: SceneContext,
        x: float,
        y: float,
        size: float,
        *,
        in_column: bool = False,
        aside: float = 0.0,
    ) -> None:
        palette = context.palette
        colours = {"accent": palette.accent_shape, "accent2": palette.accent2, "ink": palette.ink}
        self.x, self.y, self.size = x, y, size
        self._in_column = in_column
        self._cuts = [HEAD_START_S + cut for cut in context.cuts]
        self._aside = aside * (1 if context.shot.seed % 2 else -1)
        self._tempo = context.tempo
        self._player = Player(load_illustration(name), size, colours, calm=context.tempo.calm)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw it as it is `at` seconds."""
        x, hop, enter = self.x, 0.0, clamp((at + _STARTED_S) / _COMES_S)
        for number, cut in enumerate(self._cuts):
            way = (1 if number % 2 == 0 else -1) * (2 if number else 1)
            x += self._aside * way * self._tempo.grow(at, cut, _HOPS_S)
            hop = max(hop, self._tempo.nudge(at, cut, _HOPS_S))
        with canvas.upright(x, self.size) if self._in_column else canvas.unmirrored():
            if hop < 0.01:
                self._player.draw(canvas, at, x, self.y, enter)
                return
            with canvas.zoom(x + self.size / 2, self.y + self.size, 1 + _HOP * hop):
                self._player.draw(canvas, at, x, self.y, min(enter, 0.999))


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
    in_column = left >= LEFT and right <= RIGHT
    aside = min(_ASIDE, (right - left - scale * wide) / 2)
    return Art(name, context, x, y, scale * FIELD, in_column=in_column, aside=aside)


@lru_cache(maxsize=128)
def _ink_of(name: str) -> tuple[float, float, float, float]:
    """Where an illustration has ink, in units of its field: most do not reach its edges."""
    return Player(load_illustration(name), FIELD, dict.fromkeys(ROLES, "#000000")).ink
