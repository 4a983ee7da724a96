"""How the camera moves over a still: which part of it is seen first and last, and which after a cut. Pure.

A picture that is large enough fills the frame, cropped to what matters in it, and the camera pushes in, or travels
along it where it is wider or taller than the frame. All the time its subject is clear of the channel's strip, of
captions and of edges, as far as the picture goes. One that would have to be enlarged too much stands whole before a
blurred copy of itself.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.render.safe_areas import SUBJECT_BOTTOM, SUBJECT_TOP
from vidpipe_assets.render.video.saliency import Saliency

MOST_ENLARGED = 1.5
"""A picture is not enlarged more, if it can be helped; and if it cannot, its clip's notes say so."""
_LEAST_PUSH = 1.06
"""However small a picture is: what stands still looks frozen."""
_SHAPE = WIDTH / HEIGHT
_PUSH_A_SECOND, _MOST_PUSH = 0.028, 1.16
_CLOSER, _LEAST_CLOSER = 1.32, 1.2
"""How much nearer the camera is after a cut, and at least, however large the subject is."""
_TRAVEL_A_SECOND = 0.055
"""Of the frame's width: slow enough that nothing smears."""
_WORTH_TRAVELLING = 1.2
_WORTH_GOING = 0.5
"""The share of the way that must be left where the subject is to be seen all the time; else the camera pushes in."""
_SIDES = (40.0, WIDTH - 40.0)
_CLEAR = (float(SUBJECT_TOP), float(SUBJECT_BOTTOM))
_OVER_TEXT, _UNDER_TEXT = (_CLEAR[0], 770.0), (700.0, _CLEAR[1])
"""Where in the frame the subject stands: over the type that lies on a picture, or where it lies too low, under it."""
_WORTH_LOWERING = 40.0
"""Pixels of the frame."""
_CLEARED = 1.25
"""How much nearer the camera may begin so that the subject is clear of strip, captions and edges."""


@dataclass(frozen=True)
class View:
    """A part of the picture in the frame's shape, in pixels of the picture."""

    left: float
    top: float
    width: float

    @property
    def height(self) -> float:
        """Of the part."""
        return self.width / _SHAPE

    def towards(self, other: "View", share: float) -> "View":
        """A view on the way to another one. Nearness grows by equal factors, so that the push is even."""
        width = self.width * (other.width / self.width) ** share
        done = share if abs(other.width - self.width) < 1e-9 else (width - self.width) / (other.width - self.width)
        return View(self.left + (other.left - self.left) * done, self.top + (other.top - self.top) * done, width)


@dataclass(frozen=True)
class CameraMove:
    """One move without a cut, of so many frames."""

    first: View
    last: View
    frames: int

    def views(self) -> Sequence[View]:
        """What each frame shows."""
        count = max(self.frames - 1, 1)
        return [self.first.towards(self.last, number / count) for number in range(self.frames)]


def fills_frame(width: int, height: int) -> bool:
    """Whether a picture can fill the frame without being enlarged too much."""
    return WIDTH / _widest(width, height) <= MOST_ENLARGED


def nearest_scale(width: int, height: int) -> float:
    """By how much the pixels of a picture that fills the frame are enlarged where the camera is nearest, at most."""
    widest = _widest(width, height)
    return WIDTH / _nearest(widest, widest / _CLOSER)


def plan_moves(width: int, height: int, saliency: Saliency, frames: int, cut: int = 0) -> tuple[CameraMove, ...]:
    """The moves over a picture of that size. `cut`: the frame with which a second view begins, nearer; 0: none."""
    cut = cut if 0 < cut < frames else 0
    size = width, height
    subject = _find_subject(size, saliency)
    moves = [_first_move(size, subject, cut or frames)]
    if cut:
        moves.append(_nearer_move(size, subject, frames - cut))
    return tuple(moves)


_Size = tuple[float, float]
_Room = tuple[float, float]
"""Two places of the frame between which something is to be seen, in its pixels."""


class _Stretch(NamedTuple):
    """How far the subject reaches from the picture's left or top edge, in its pixels."""

    start: float
    middle: float
    end: float

    def _limits(self, scale: float, room: _Room) -> tuple[float, float]:
        """The first and the last place where a view has all of it in a room; the wrong way round: none has."""
        return self.end - scale * room[1], self.start - scale * room[0]

    def starts(self, scale: float, room: _Room) -> tuple[float, float]:
        """Between which places a view begins that has all of it in a room; anywhere, if it has no room for it.

        `scale`: how many pixels of the picture are one of the frame.
        """
        least, most = self._limits(scale, room)
        return (least, most) if least <= most else (-math.inf, math.inf)

    def placed(self, scale: float, room: _Room, last: float, *, from_start: bool = False) -> float:
        """Where a view begins that has it amidst a room, as far as the picture goes, which ends with `last`.

        `from_start`: what has no room for all of it is seen from its start.
        """
        least, most = self._limits(scale, room)
        amidst = self.middle - scale * (room[0] + room[1]) / 2
        if least > most:
            least, most = (most, most) if from_start else (amidst, amidst)
        return min(max(min(max(amidst, least), most), 0.0), last)


@dataclass(frozen=True)
class _Subject:
    """What a picture is about, and between which heights of the frame it is to be seen."""

    across: _Stretch
    down: _Stretch
    room: _Room

    def least_view(self, room: _Room) -> float:
        """The width of the nearest view that shows all of it between two heights of the frame."""
        wide, high = self.across.end - self.across.start, self.down.end - self.down.start
        return WIDTH * max(wide / (_SIDES[1] - _SIDES[0]), high / (room[1] - room[0]))

    def misplaced(self, view: View) -> float:
        """How far it reaches out of its room, above and below, in pixels of the frame."""
        top, bottom = ((one - view.top) * WIDTH / view.width for one in (self.down.start, self.down.end))
        return max(self.room[0] - top, 0.0) + max(bottom - self.room[1], 0.0)


def _first_move(size: _Size, subject: _Subject, frames: int) -> CameraMove:
    widest = _clear_view(size, subject)
    push = min(_MOST_PUSH, 1 + _PUSH_A_SECOND * frames / FPS)
    wide = _placed(size, widest, subject)
    for across, room in ((True, size[0] / widest), (False, size[1] * _SHAPE / widest)):
        travel = _travel(size, wide, subject, frames, across=across) if room >= _WORTH_TRAVELLING else None
        if travel:
            return travel
    near = _nearest(widest, max(widest / push, subject.least_view(subject.room)))
    return CameraMove(wide, _placed(size, near, subject), frames)


def _travel(size: _Size, wide: View, subject: _Subject, frames: int, *, across: bool) -> CameraMove | None:
    """Along the longer side, so that the journey ends where what matters stands well; None: it would leave that."""
    way = _TRAVEL_A_SECOND * frames / FPS * wide.width
    place, last = (wide.left, size[0] - wide.width) if across else (wide.top, size[1] - wide.height)
    stretch, room = (subject.across, _SIDES) if across else (subject.down, _CLEAR)
    least, most = stretch.starts(wide.width / WIDTH, room)
    starts = [min(max(min(max(one, least), most), 0.0), last) for one in (place - way, place + way)]
    # From the side where there is more of the picture.
    start = max(starts, key=lambda one: abs(one - place))
    if abs(start - place) < _WORTH_GOING * way:
        return None
    first = View(start, wide.top, wide.width) if across else View(wide.left, start, wide.width)
    return CameraMove(first, wide, frames)


def _clear_view(size: _Size, subject: _Subject) -> float:
    """The width of the widest view in which the subject is clear of strip, captions and edges, as far as it goes."""
    widest, across, down = _widest(*size), subject.across, subject.down
    above, below = down.start / _CLEAR[0], (size[1] - down.end) / (HEIGHT - _CLEAR[1])
    beside = min(across.start, size[0] - across.end) / _SIDES[0]
    wished = max(WIDTH * min(above, below, beside), widest / _CLEARED, subject.least_view(_CLEAR))
    return min(widest, max(wished, WIDTH / MOST_ENLARGED * _LEAST_PUSH))


def _nearer_move(size: _Size, subject: _Subject, frames: int) -> CameraMove:
    widest = _clear_view(size, subject)
    closer = _nearest(widest, min(max(widest / _CLOSER, subject.least_view(_CLEAR)), widest / _LEAST_CLOSER))
    push = 1 + min(_PUSH_A_SECOND * frames / FPS, 0.1)
    return CameraMove(_placed(size, min(closer * push, widest), subject), _placed(size, closer, subject), frames)


def _find_subject(size: _Size, saliency: Saliency) -> _Subject:
    """What matters most in the best crop of the picture, and the room of the frame that suits where it lies."""
    width, height = size
    widest = _widest(width, height)
    across, down = widest / width, widest / _SHAPE / height
    x, y = saliency.best_window(across, down)
    left, top = min(max(x - across / 2, 0), 1 - across), min(max(y - down / 2, 0), 1 - down)
    found = saliency.subject(max(left, 0), max(top, 0), min(left + across, 1), min(top + down, 1))
    beside = _Stretch(found.left * width, found.x * width, found.right * width)
    below = _Stretch(found.top * height, found.y * height, found.bottom * height)
    rooms = [_Subject(beside, below, room) for room in (_OVER_TEXT, _UNDER_TEXT)]
    over, under = (one.misplaced(_placed(size, widest, one)) for one in rooms)
    return rooms[1] if over > under + _WORTH_LOWERING else rooms[0]


def _placed(size: _Size, width: float, subject: _Subject) -> View:
    """The view of that width that has the subject amidst its room, as far as the picture goes."""
    scale = width / WIDTH
    room = subject.room if width >= subject.least_view(subject.room) else _CLEAR
    left = subject.across.placed(scale, _SIDES, size[0] - width)
    return View(left, subject.down.placed(scale, room, size[1] - width / _SHAPE, from_start=True), width)


def _widest(width: float, height: float) -> float:
    """The width of the largest part in the frame's shape."""
    return min(width, height * _SHAPE)


def _nearest(widest: float, wanted: float) -> float:
    """As near as is wanted, but not enlarged too much for it."""
    return min(widest / _LEAST_PUSH, max(wanted, WIDTH / MOST_ENLARGED))
