"""The camera of a close-up: it shows a part of a subject in a frame of its own, which grows out of that part."""

import math
from collections.abc import Callable
from typing import NamedTuple

from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.colour import mix_colours
from vidpipe_assets.render.drawing.easing import blend
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.staging import Box

_FILLS, _NEAREST = 0.94, 6.0
"""How much of its frame a part fills, and how much larger than in the whole it is at most."""
_GOES_S = 0.5
_NEARNESS = (1.0, 1.16, 0.86)
"""Of a part: in the next scene it is seen otherwise. Never tilted: a tower that leaned looked like a mistake."""
_CREEPS, _CREEPS_S = 0.07, 3.0
"""How much nearer the camera comes to a part, and in what time."""
_RADIUS, _EDGE, _VEIL = 44, 8, 0.5
"""Of the frame, in pixels; and how much of its ground covers the world behind it."""


_Moved = Callable[[float, float, float], tuple[float, float]]
"""Where a point is at a moment that rests at x, y."""


class _Place(NamedTuple):
    """What the camera looks at: `frame` on the canvas shows what lies around x, y, as near."""

    frame: Box
    x: float
    y: float
    nearness: float


class _Turn(NamedTuple):
    at: float
    part: Box | None
    turn: int


class Camera:
    """Looks at all there is until it is turned to a part, which it then shows in the frame `room`."""

    def __init__(self, room: Box, context: SceneContext) -> None:
        self._room, self._tempo, self._palette = room, context.tempo, context.palette
        self._turns: list[_Turn] = []

    def turn_to(self, at: float, part: Box | None, turn: int = 0) -> None:
        """From this moment on look at `part`, or at all for None; `turn`: see `Look`."""
        self._turns.append(_Turn(at, part, turn))

    def draw(self, canvas: Canvas, at: float, subject: Callable[[], None], moved: _Moved) -> None:
        """Draw what the camera sees of what `subject` draws; it follows the part as `moved` says."""
        begun = [turn for turn in self._turns if turn.at <= at]
        to, before = (begun or [_Turn(at, None, 0)])[-1], begun[-2] if len(begun) > 1 else None
        way = self._tempo.draw(at, to.at, _GOES_S) if before else 1.0
        if not begun or (to.part is None and (before is None or before.part is None or way >= 1)):
            subject()
            return
        shown = self._seen(to, at, moved)
        if before and way < 1:
            if before.part is None or to.part is None:
                subject()
            shown = _between(self._seen(before, at, moved, to.part), self._seen(to, at, moved, before.part), way)
        elif before is None:
            come = 0.9 + 0.1 * self._tempo.pop(at, to.at - 0.1, 0.4)
            shown = shown._replace(frame=_scaled(shown.frame, come), nearness=shown.nearness * come)
        self._draw_frame(canvas, shown, subject)

    def _draw_frame(self, canvas: Canvas, place: _Place, subject: Callable[[], None]) -> None:
        frame, palette = place.frame, self._palette
        # One colour: a gradient as large as that takes longer than all that is drawn before it.
        ground = fill(mix_colours(palette.ground3, palette.ground2, 0.5), _VEIL)
        with canvas.clip(frame.left, frame.top, frame.right, frame.bottom, _RADIUS):
            canvas.box(frame.left, frame.top, frame.wide, frame.high, ground)
            with canvas.transform(frame.x, frame.y, scale=place.nearness), canvas.transform(-place.x, -place.y):
                subject()
        edge = stroke(palette.accent_shape, _EDGE)
        canvas.box(frame.left, frame.top, frame.wide, frame.high, edge, _RADIUS)

    def _seen(self, turn: _Turn, at: float, moved: _Moved, other: Box | None = None) -> _Place:
        """A part in its frame; the whole is what is round the `other` part, in a frame as large as that."""
        if turn.part is None:
            part = other or self._room
            x, y = moved(at, part.x, part.y)
            frame = Box(x - part.wide / 2, y - part.high / 2, x + part.wide / 2, y + part.high / 2)
            return _Place(frame, x, y, 1.0)
        room, part = self._room, turn.part
        nearer = _NEARNESS[turn.turn % len(_NEARNESS)]
        nearer *= 1 + _CREEPS * min((at - turn.at) / _CREEPS_S, 1.0)
        nearness = min(_FILLS * min(room.wide / part.wide, room.high / part.high), _NEAREST)
        return _Place(room, *moved(at, part.x, part.y), nearness * nearer)


def _scaled(box: Box, scale: float) -> Box:
    wide, high = box.wide * scale / 2, box.high * scale / 2
    return Box(box.x - wide, box.y - high, box.x + wide, box.y + high)


def _between(start: _Place, end: _Place, share: float) -> _Place:
    """A share of the way from one to the other."""
    one, other = start.frame, end.frame
    frame = Box(
        blend(one.left, other.left, share), blend(one.top, other.top, share),
        blend(one.right, other.right, share), blend(one.bottom, other.bottom, share),
    )  # fmt: skip
    nearness = math.exp(blend(math.log(start.nearness), math.log(end.nearness), share))
    x, y = blend(start.x, end.x, share), blend(start.y, end.y, share)
    return _Place(frame, x, y, nearness)
