"""An illustration in a scene: how large it is, where it stands, and how it comes in."""

from functools import lru_cache
from typing import NamedTuple

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.easing import clamp
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.illustrations.files import load_illustration
from vidpipe_assets.render.illustrations.svg import FIELD, ROLES
from vidpipe_assets.render.moments import close_up_s, opening_s
from vidpipe_assets.render.scenes.context import CAPTIONS_TOP, HEAD_START_S, LEFT, RIGHT, SceneContext

_COMES_S = 1.1
_ASIDE, _HOPS_S = 64, 0.34
"""How far it steps aside when the camera goes to another place, and how long that takes."""
_HOP = 0.09
_STARTED_S = 0.35
"""How far it is on its way at the first frame: something of it can be seen at once."""
_MOVES = 24
"""What parts that move reach beyond where they rest, in units of the field."""
_MARGIN, _CLOSE_TOP = 30, 210
"""What a close-up leaves free beside and below it, and above it, in pixels."""
_NEARER, _NEARER_S = 0.08, 3.0
"""How much nearer a close-up comes, and in what time."""
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
        self.x, self.y, self.size = x, y, size
        self._in_column = in_column
        self._cuts = [HEAD_START_S + cut for cut in context.cuts]
        self._aside = aside * (1 if context.shot.seed % 2 else -1)
        self._tempo = context.tempo
        self._player = Player(load_illustration(name), size, _colours(context), calm=context.tempo.calm)

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


class _Fit(NamedTuple):
    """Where an illustration's field lies, its size, and how wide what it shows is, moving; in pixels."""

    x: float
    y: float
    size: float
    wide: float


def _fit(name: str, left: float, top: float, right: float, bottom: float, share: float = 1.0) -> _Fit:
    """What an illustration shows in the middle of a room, as large as fits, or a share of that."""
    ink = _ink_of(name)
    wide, high = ink[2] - ink[0] + 2 * _MOVES, ink[3] - ink[1] + 2 * _MOVES
    scale = min((right - left) / wide, (bottom - top) / high) * share
    x = (left + right) / 2 - scale * (ink[0] + ink[2]) / 2
    y = (top + bottom) / 2 - scale * (ink[1] + ink[3]) / 2
    return _Fit(x, y, scale * FIELD, scale * wide)


def place_art(context: SceneContext, left: float, top: float, right: float, bottom: float) -> Art | None:
    """The shot's illustration in the middle of a room, as large as what it shows fits; None without one, or room."""
    name = context.shot.illustration
    if name is None or min(right - left, bottom - top) < SMALLEST:
        return None
    fit = _fit(name, left, top, right, bottom)
    in_column = left >= LEFT and right <= RIGHT
    aside = min(_ASIDE, (right - left - fit.wide) / 2)
    return Art(name, context, fit.x, fit.y, fit.size, in_column=in_column, aside=aside)


class CloseUp:
    """The subject alone, as large as the picture above the captions allows, while nothing else is named."""

    def __init__(self, name: str, context: SceneContext, start: float, end: float) -> None:
        self._start, self._end = start, end
        self._tempo = context.tempo
        bottom = CAPTIONS_TOP - _MARGIN
        self._middle = (WIDTH / 2, (_CLOSE_TOP + bottom) / 2)
        self._fit = _fit(name, _MARGIN, _CLOSE_TOP, WIDTH - _MARGIN, bottom, share=1 / (1 + _NEARER))
        self._player = Player(load_illustration(name), self._fit.size, _colours(context), calm=context.tempo.calm)

    def shows(self, at: float) -> bool:
        """Whether the subject is seen alone at this moment."""
        return self._start <= at < self._end

    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw it: it comes at once, and nearer all the time."""
        since = at - self._start
        nearness = 0.9 + 0.1 * self._tempo.pop(since + 0.1, 0.0, 0.4) + _NEARER * min(since / _NEARER_S, 1.0)
        with canvas.unmirrored(), canvas.zoom(*self._middle, nearness):
            self._player.draw(canvas, at, self._fit.x, self._fit.y, 0.9999)


def close_up(context: SceneContext) -> CloseUp | None:
    """The close-up of a shot; None where it has no illustration, or no time for one. Every other list opens with it."""
    shot = context.shot
    if shot.illustration is None:
        return None
    span = close_up_s(shot.scene)
    if span is None and shot.position % 2 and (opening := opening_s(shot.scene)):
        span = (0.0, opening)
    return CloseUp(shot.illustration, context, *span) if span else None


def _colours(context: SceneContext) -> dict[str, str]:
    palette = context.palette
    return {"accent": palette.accent_shape, "accent2": palette.accent2, "ink": palette.ink}


@lru_cache(maxsize=128)
def _ink_of(name: str) -> tuple[float, float, float, float]:
    """Where an illustration has ink, in units of its field: most do not reach its edges."""
    return Player(load_illustration(name), FIELD, dict.fromkeys(ROLES, "#000000")).ink
