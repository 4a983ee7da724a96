"""How the camera moves over a still: which part of it is seen first and last, and which after a cut. Pure.

A picture that is large enough fills the frame, cropped to what matters in it, and the camera pushes in, or travels
along it where it is wider or taller than the frame. One that would have to be enlarged too much stands whole before a
blurred copy of itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.render.video.saliency import Saliency

MOST_ENLARGED = 1.5
"""A picture is not enlarged more, if it can be helped; and if it cannot, its clip's notes say so."""
_LEAST_PUSH = 1.06
"""However small a picture is: what stands still looks frozen."""
_SHAPE = WIDTH / HEIGHT
_PUSH_A_SECOND, _MOST_PUSH = 0.028, 1.16
_CLOSER = 1.32
"""How much nearer the camera is after a cut."""
_TRAVEL_A_SECOND = 0.055
"""Of the frame's width: slow enough that nothing smears."""
_WORTH_TRAVELLING = 1.2
_FOCUS_X, _FOCUS_Y = 0.5, 0.26
"""Where in the frame stands what matters: above the type that lies over a picture."""


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
    moves = [_first_move(width, height, saliency, cut or frames)]
    if cut:
        moves.append(_nearer_move(width, height, saliency, frames - cut))
    return tuple(moves)


def _first_move(width: int, height: int, saliency: Saliency, frames: int) -> CameraMove:
    widest = _widest(width, height)
    seconds = frames / FPS
    push = min(_MOST_PUSH, 1 + _PUSH_A_SECOND * seconds)
    near = _nearest(widest, widest / push)
    x, y = _focus(width, height, saliency, widest)
    wide = _placed(width, height, widest, x, y)
    if width >= widest * _WORTH_TRAVELLING:
        return _travel(width, height, wide, frames, across=True)
    if height >= widest / _SHAPE * _WORTH_TRAVELLING:
        return _travel(width, height, wide, frames, across=False)
    return CameraMove(wide, _placed(width, height, near, x, y), frames)


def _travel(width: int, height: int, wide: View, frames: int, *, across: bool) -> CameraMove:
    """Along the longer side, so that the journey ends where what matters stands well."""
    way = _TRAVEL_A_SECOND * frames / FPS * wide.width
    place, room = (wide.left, width - wide.width) if across else (wide.top, height - wide.height)
    # From the side where there is more of the picture.
    start = place - way if place > room - place else place + way
    start = min(max(start, 0.0), room)
    first = View(start, wide.top, wide.width) if across else View(wide.left, start, wide.width)
    return CameraMove(first, wide, frames)


def _nearer_move(width: int, height: int, saliency: Saliency, frames: int) -> CameraMove:
    widest = _widest(width, height)
    closer = _nearest(widest, widest / _CLOSER)
    x, y = _focus(width, height, saliency, widest)
    push = 1 + min(_PUSH_A_SECOND * frames / FPS, 0.1)
    first = _placed(width, height, min(closer * push, widest), x, y)
    return CameraMove(first, _placed(width, height, closer, x, y), frames)


def _focus(width: int, height: int, saliency: Saliency, widest: float) -> tuple[float, float]:
    """What matters most in the best crop of the picture, in its pixels."""
    across, down = widest / width, widest / _SHAPE / height
    x, y = saliency.best_window(across, down)
    left, top = min(max(x - across / 2, 0), 1 - across), min(max(y - down / 2, 0), 1 - down)
    fx, fy = saliency.focus(max(left, 0), max(top, 0), min(left + across, 1), min(top + down, 1))
    return (fx * 0.75 + x * 0.25) * width, fy * height


def _placed(width: int, height: int, view: float, x: float, y: float) -> View:
    """The view of that width that has x, y where what matters stands, as far as the picture goes."""
    left = min(max(x - view * _FOCUS_X, 0.0), width - view)
    top = min(max(y - view / _SHAPE * _FOCUS_Y, 0.0), height - view / _SHAPE)
    return View(left, top, view)


def _widest(width: int, height: int) -> float:
    """The width of the largest part in the frame's shape."""
    return min(float(width), height * _SHAPE)


def _nearest(widest: float, wanted: float) -> float:
    """As near as is wanted, but not enlarged too much for it."""
    return min(widest / _LEAST_PUSH, max(wanted, WIDTH / MOST_ENLARGED))
