"""An illustration in a scene: how large it is, where it stands, how it comes in, and what happens to it."""

from functools import lru_cache
from typing import NamedTuple

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.easing import clamp
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.illustrations.files import load_illustration
from vidpipe_assets.render.illustrations.svg import FIELD, ROLES
from vidpipe_assets.render.moments import close_up_s, opening_s, told_s
from vidpipe_assets.render.scenes.context import CAPTIONS_TOP, HEAD_START_S, LEFT, RIGHT, SceneContext
from vidpipe_assets.render.scenes.staging import Box, Staging

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
_BARELY = 0.9999
"""How much has come of what is drawn anew each frame, since it moves, turns or grows: nothing of it is copied."""
_FEWER, _FEWER_AT = 0.44, (-0.62, 0.62, -0.3, 0.3, -0.94, 0.94)
"""How large the others of a crowd are, and where they stand beside the first, in its widths."""


class _Fit(NamedTuple):
    """Where an illustration's field lies, its size, and how wide what it shows is, moving; in pixels."""

    x: float
    y: float
    size: float
    wide: float


def _fit(name: str, room: Box, share: float = 1.0) -> _Fit:
    """What an illustration shows in the middle of a room, as large as fits, or a share of that."""
    ink = _ink_of(name)
    wide, high = ink[2] - ink[0] + 2 * _MOVES, ink[3] - ink[1] + 2 * _MOVES
    scale = min(room.wide / wide, room.high / high) * share
    x = room.x - scale * (ink[0] + ink[2]) / 2
    y = room.y - scale * (ink[1] + ink[3]) / 2
    return _Fit(x, y, scale * FIELD, scale * wide)


class _Subject:
    """What an illustration shows, with what happens to it, where it fits into a room."""

    def __init__(self, name: str, context: SceneContext, fit: _Fit, room: Box) -> None:
        self._fit, self._tempo = fit, context.tempo
        left, top, right, bottom = (edge * fit.size / FIELD for edge in _ink_of(name))
        self._ink = Box(fit.x + left, fit.y + top, fit.x + right, fit.y + bottom)
        self._player = Player(load_illustration(name), fit.size, _colours(context), calm=context.tempo.calm)
        happening = context.shot.happening
        self._staging = Staging(happening, context, self._ink, room) if happening else None
        crowded = happening is not None and happening.kind == "crowd"
        small = fit.size * _FEWER
        self._other = Player(load_illustration(name), small, _colours(context), calm=True) if crowded else None

    def draw(self, canvas: Canvas, at: float, shift: float, enter: float) -> None:
        """Draw it as it is `at` seconds, `shift` pixels to the right, `enter` of it having come."""
        staging, fit = self._staging, self._fit
        if staging is None:
            self._player.draw(canvas, at, fit.x + shift, fit.y, enter)
            return
        with canvas.transform(round(shift)):
            staging.behind(canvas, at)
            if self._other:
                self._draw_others(self._other, canvas, at, staging.start)
            with staging.posed(canvas, at):
                self._player.draw(canvas, at, fit.x, fit.y, min(enter, _BARELY) if staging.moves(at) else enter)
            staging.front(canvas, at)

    def _draw_others(self, other: Player, canvas: Canvas, at: float, start: float) -> None:
        """Those behind, one after another, with their feet where the first has its own."""
        left, _, right, bottom = (edge * _FEWER for edge in (0, 0, self._ink.wide, self._ink.bottom - self._fit.y))
        for number, place in enumerate(_FEWER_AT):
            come = self._tempo.pop(at, start + 0.12 * number, 0.35)
            if come <= 0:
                continue
            x = self._ink.x + place * self._ink.wide - (right - left) / 2
            foot = self._ink.bottom
            field = x - (self._ink.left - self._fit.x) * _FEWER
            with canvas.zoom(x + (right - left) / 2, foot, come if come != 1 else 1.0):
                other.draw(canvas, at, field, foot - bottom, _BARELY if come < 1 else 1.0)


class Art:
    """The illustration of a shot in a room.

    `in_column`: it stands beside what is written, and changes sides with it; else in the whole frame. It steps a
    little to either side when the camera goes to another place, as far as the room allows.
    """

    def __init__(self, name: str, context: SceneContext, room: Box, *, in_column: bool) -> None:
        fit = _fit(name, room)
        self.x, self.y, self.size = fit.x, fit.y, fit.size
        self._in_column = in_column
        self._cuts = [HEAD_START_S + cut for cut in context.cuts]
        self._aside = min(_ASIDE, (room.wide - fit.wide) / 2) * (1 if context.shot.seed % 2 else -1)
        self._tempo = context.tempo
        self._subject = _Subject(name, context, fit, room)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw it as it is `at` seconds."""
        shift, hop, enter = 0.0, 0.0, clamp((at + _STARTED_S) / _COMES_S)
        for number, cut in enumerate(self._cuts):
            way = (1 if number % 2 == 0 else -1) * (2 if number else 1)
            shift += self._aside * way * self._tempo.grow(at, cut, _HOPS_S)
            hop = max(hop, self._tempo.nudge(at, cut, _HOPS_S))
        x = self.x + shift
        with canvas.upright(x, self.size) if self._in_column else canvas.unmirrored():
            if hop < 0.01:
                self._subject.draw(canvas, at, shift, enter)
                return
            with canvas.zoom(x + self.size / 2, self.y + self.size, 1 + _HOP * hop):
                self._subject.draw(canvas, at, shift, min(enter, 0.999))


def place_art(context: SceneContext, left: float, top: float, right: float, bottom: float) -> Art | None:
    """The shot's illustration in the middle of a room, as large as what it shows fits; None without one, or room."""
    name = context.shot.illustration
    if name is None or min(right - left, bottom - top) < SMALLEST:
        return None
    return Art(name, context, Box(left, top, right, bottom), in_column=left >= LEFT and right <= RIGHT)


class CloseUp:
    """The subject alone, as large as the picture above the captions allows, while nothing else is named."""

    def __init__(self, name: str, context: SceneContext, start: float, end: float) -> None:
        self._start, self._end = start, end
        self._tempo = context.tempo
        room = Box(_MARGIN, _CLOSE_TOP, WIDTH - _MARGIN, CAPTIONS_TOP - _MARGIN)
        self._middle = (room.x, room.y)
        whole = Box(0, _CLOSE_TOP - 20, WIDTH, CAPTIONS_TOP)
        self._subject = _Subject(name, context, _fit(name, room, share=1 / (1 + _NEARER)), whole)

    def shows(self, at: float) -> bool:
        """Whether the subject is seen alone at this moment."""
        return self._start <= at < self._end

    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw it: it comes at once, and nearer all the time."""
        since = at - self._start
        nearness = 0.9 + 0.1 * self._tempo.pop(since + 0.1, 0.0, 0.4) + _NEARER * min(since / _NEARER_S, 1.0)
        with canvas.unmirrored(), canvas.zoom(*self._middle, nearness):
            self._subject.draw(canvas, at, 0.0, _BARELY)


def close_up(context: SceneContext) -> CloseUp | None:
    """The close-up of a shot; None where it has no illustration, or no time for one. Every other list opens with it."""
    shot = context.shot
    if shot.illustration is None:
        return None
    happens = shot.happening is not None and shot.happening.is_event
    span = told_s(shot.scene, shot.happening.word) if shot.happening and happens else None
    span = span or close_up_s(shot.scene)
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
