"""The camera of a close-up: a part of a subject fills the frame, from edge to edge, before the world large and soft.

What stands still of it is drawn once, larger than the frame, and the camera drifts over it pixel by pixel: that costs a
copy, where to come nearer all the time would cost a scaling of the whole frame. What moves by itself is drawn anew in
every other frame. Where type stands it is shaded as much as that needs.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np
from PIL import Image

from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, Pixels
from vidpipe_assets.render.drawing.easing import blend
from vidpipe_assets.render.safe_areas import CAPTIONS_BOTTOM, LEFT, RIGHT, SOURCE_Y
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.scrim import Plate, draw_plate, opacity
from vidpipe_assets.render.scenes.staging import Box

_NEAREST = 6.0
"""How much larger than in the whole a part is at most."""
_WORLD_NEARER = 2.2
"""The same of the world, which is farther away."""
_GOES_S = 0.34
"""How long the camera takes to a part."""
_DRIFTS = 64
"""How many pixels to either side the camera drifts at most, one in each frame."""
_ON_TWOS = 2
"""For how many frames what moves by itself is drawn at once, as cartoons are."""
_KEPT, _SOFT = 2, (1, 2, 7)
"""How much smaller the world is kept, and made from that before it is enlarged: softer on the way to a part."""
_FADES, _DIM = 150, 0.3
"""How far shades reach beyond the type that stands on them, in pixels; and how dense they are at least."""
_APART = 8
"""How far above the room the type ends."""
_SHADED_FROM = 0.4
"""From which share of its way on they are laid."""
_PLATE = 14
"""How far what lies under the source reaches beyond it, in pixels."""
_FILLS = 1.08
"""How much of the free room a part fills."""
_LAST_ROW, _IS_GROUND = 6, 0.99
"""How far above its end a subject's ground is looked for, in pixels, and how much of the frame's width it covers."""
_SAMPLED = 16
"""Every so many pixels are measured."""

PaintWorld = Callable[[Canvas, float], None]
"""Paints the world on a canvas of the frame's size as it is at a moment."""


class Subject(Protocol):
    """What the camera looks at, as it is drawn in the whole frame."""

    @property
    def moves(self) -> bool:
        """Whether something of it moves by itself."""
        ...

    @property
    def bottom(self) -> float:
        """Where it ends."""
        ...

    def draw_still(self, canvas: Canvas) -> None:
        """Draw what stands still and lies behind all that moves."""
        ...

    def draw_moving(self, canvas: Canvas, at: float) -> None:
        """Draw the rest as it is at a moment."""
        ...


class _Turn(NamedTuple):
    at: float
    part: Box | None
    goes: bool


class Camera:
    """Shows parts of `subject` in the middle of the free `room`, between the type above and the captions."""

    def __init__(self, subject: Subject, context: SceneContext, room: Box) -> None:
        self._subject, self._context, self._room = subject, context, room
        self._turns: list[_Turn] = []
        self._shown: tuple[_Turn, _PartPicture] | None = None

    def turn_to(self, at: float, part: Box | None, *, goes: bool = False) -> None:
        """From this moment on show `part`, or nothing for None; the camera `goes` there from the whole, or cuts."""
        self._turns.append(_Turn(at, part, goes))

    def covers(self, at: float) -> bool:
        """Whether a part fills the frame at this moment."""
        turn = self._turn(at)
        return turn is not None and turn.part is not None

    def draw(self, canvas: Canvas, at: float, paint_world: PaintWorld) -> None:
        """Draw the whole frame while a part fills it."""
        turn = self._turn(at)
        if turn is None or turn.part is None:
            return
        if self._shown is None or self._shown[0] != turn:  # a part takes 20 MB: only one is kept
            ends = next((one.at for one in self._turns if one.at > turn.at), math.inf)
            self._shown = turn, self._picture(turn.at, ends, turn.part, paint_world)
        picture = self._shown[1]
        way = self._context.tempo.draw(at, turn.at, _GOES_S) if turn.goes else 1.0
        if way < 1:
            picture.draw_way(canvas, at, way)
        else:
            picture.draw(canvas, at)

    def _turn(self, at: float) -> _Turn | None:
        begun = [turn for turn in self._turns if turn.at <= at]
        return begun[-1] if begun else None

    def _picture(self, start: float, end: float, part: Box, paint_world: PaintWorld) -> "_PartPicture":
        context = self._context
        frames = math.ceil((min(end, context.shot.seconds) - start) * FPS)
        drift = min(max(frames // 2, 0), _DRIFTS)
        seed = context.shot.seed
        across = -1 if seed % 2 else 1
        nearness = min(_FILLS * min(self._room.wide / part.wide, self._room.high / part.high), _NEAREST)
        view = _View(part.x, part.y, self._room.x, self._room.y, nearness)
        return _PartPicture(self._subject, context, view, start, (across, drift), paint_world, self._room.top)


class _View(NamedTuple):
    """The point x, y of the whole is seen at `to_x`, `to_y`, so much nearer."""

    x: float
    y: float
    to_x: float
    to_y: float
    nearness: float

    def on_the_way(self, share: float) -> "_View":
        """A share of the way from all of it."""
        return _View(
            self.x, self.y, blend(self.x, self.to_x, share), blend(self.y, self.to_y, share),
            math.exp(blend(0.0, math.log(self.nearness), share)),
        )  # fmt: skip

    def world(self) -> tuple[float, float, float, float]:
        """Which part of the world is seen: left, top, right and bottom in pixels of the frame."""
        nearness = max(1.0, min(self.nearness, _WORLD_NEARER))
        wide, high = WIDTH / nearness, HEIGHT / nearness
        left = min(max(self.x - self.to_x / nearness, 0.0), WIDTH - wide)
        top = min(max(self.y - self.to_y / nearness, 0.0), HEIGHT - high)
        return left, top, left + wide, top + high


class _PartPicture:
    """A part, larger than the frame by its drift: `across` is -1 or 1, and how far it goes to either side."""

    def __init__(
        self, subject: Subject, context: SceneContext, view: _View, start: float, drift: tuple[int, int],
        paint_world: PaintWorld, type_foot: float,
    ) -> None:  # fmt: skip
        self._subject, self._view, self._start = subject, view, start
        self._across, self._drift = drift
        self._still = Canvas(WIDTH + 2 * self._drift, HEIGHT)
        self._world = _world(paint_world, start)
        _enlarge(self._still.pixels, self._world, view.world(), _SOFT[-1])
        self._draw_on(self._still, view, subject.draw_still)
        self._extend_ground()
        self._whole = Canvas(WIDTH + 2 * self._drift, HEIGHT) if subject.moves else self._still
        self._drawn_at = -1
        self._compose(0)
        self._shades = _shades(self._frame(self._drift), context, type_foot)

    def draw(self, canvas: Canvas, at: float) -> None:
        """The frame as it is at a moment."""
        number = max(round((at - self._start) * FPS), 0)
        self._compose(number // _ON_TWOS * _ON_TWOS)
        np.copyto(canvas.pixels, self._frame(number))
        self._shade(canvas)

    def draw_way(self, canvas: Canvas, at: float, way: float) -> None:
        """The frame while the camera is on its way there."""
        view = self._view.on_the_way(way)
        softer = _SOFT[min(int(way * len(_SOFT)), len(_SOFT) - 1)]
        _enlarge(canvas.pixels, self._world, view.world(), softer)
        number = max(round((at - self._start) * FPS), 0)
        with canvas.transform((self._drift - self._left(number)) * way):
            _draw_subject(canvas, view, self._subject.draw_still)
            _draw_subject(canvas, view, lambda on: self._subject.draw_moving(on, at))
        if way > _SHADED_FROM:
            self._shade(canvas)

    def _shade(self, canvas: Canvas) -> None:
        for image, left, top in self._shades:
            canvas.image(image, left, top)

    def _compose(self, number: int) -> None:
        """Draw what moves, as it is in a frame, upon what does not."""
        if not self._subject.moves or number == self._drawn_at:
            return
        np.copyto(self._whole.pixels, self._still.pixels)
        self._draw_on(self._whole, self._view, lambda on: self._subject.draw_moving(on, self._start + number / FPS))
        self._drawn_at = number

    def _extend_ground(self) -> None:
        """Let the ground that a subject brings with it reach the frame's foot: cut off, it looked like a board."""
        view, edge = self._view, self._subject.bottom
        last = round(view.to_y + (edge - view.y) * view.nearness) - _LAST_ROW
        if not HEIGHT // 2 < last < HEIGHT:
            return
        row = Canvas(self._still.pixels.shape[1], 1)
        with row.transform(0, -last):
            self._draw_on(row, view, self._subject.draw_still)
            self._draw_on(row, view, lambda on: self._subject.draw_moving(on, self._start))
        if (row.pixels[0, :, 3] == 255).mean() >= _IS_GROUND:
            self._still.pixels[last:] = row.pixels

    def _draw_on(self, canvas: Canvas, view: _View, draw: Callable[[Canvas], None]) -> None:
        with canvas.transform(self._drift):
            _draw_subject(canvas, view, draw)

    def _left(self, number: int) -> int:
        """Where the frame begins in the picture."""
        gone = min(number, 2 * self._drift)
        return gone if self._across > 0 else 2 * self._drift - gone

    def _frame(self, number: int) -> Pixels:
        left = self._left(number)
        return self._whole.pixels[:, left : left + WIDTH]


def _draw_subject(canvas: Canvas, view: _View, draw: Callable[[Canvas], None]) -> None:
    with canvas.transform(view.to_x, view.to_y, scale=view.nearness), canvas.transform(-view.x, -view.y):
        draw(canvas)


def _world(paint_world: PaintWorld, at: float) -> Image.Image:
    canvas = Canvas(WIDTH, HEIGHT)
    paint_world(canvas, at)
    whole = Image.frombuffer("RGBX", (WIDTH, HEIGHT), canvas.pixels.tobytes(), "raw", "RGBX", 0, 1)
    return whole.reduce(_KEPT)


def _enlarge(target: Pixels, world: Image.Image, seen: tuple[float, float, float, float], softer: int) -> None:
    """Fill `target` with the part of the world that is seen, `softer` than it is."""
    small = world.reduce(softer) if softer > 1 else world
    smaller = softer * _KEPT
    left, top = seen[0] / smaller, seen[1] / smaller
    box = (left, top, min(seen[2] / smaller, small.width), min(seen[3] / smaller, small.height))
    how = Image.Resampling.BICUBIC if softer == _SOFT[-1] else Image.Resampling.BILINEAR
    target[...] = np.asarray(small.resize((target.shape[1], target.shape[0]), how, box=box))
    target[..., 3] = 255


def _shades(frame: Pixels, context: SceneContext, type_foot: float) -> list[tuple[Any, float, float]]:
    """What is laid under the type above, under captions, which have a ground of their own, and under the source.

    Images with their left and top; as dense as the frame asks for.
    """
    samples = np.ascontiguousarray(frame[None, ::_SAMPLED, ::_SAMPLED, 2::-1])
    palette = context.palette
    colours = (palette.ink, palette.accent_text)
    above = Plate(0, 0, WIDTH, type_foot - _APART, _DIM, fade=(math.inf, _FADES))
    below = Plate(0, CAPTIONS_BOTTOM, WIDTH, HEIGHT, _DIM, fade=(2 * _FADES, 1))
    found = [
        _shade(above, opacity(samples, above, palette, colours), palette.ground),
        _shade(below, _DIM, palette.ground),
    ]
    if wide := context.source_line().width:
        left = RIGHT - wide if context.right_to_left else LEFT
        source = Plate(left - _PLATE, SOURCE_Y - 26 - _PLATE, left + wide + _PLATE, SOURCE_Y + _PLATE, 0.0, _PLATE)
        found.append(_plate(source, opacity(samples, source, palette, colours), palette.ground))
    return found


def _shade(plate: Plate, alpha: float, colour: str) -> tuple[Any, float, float]:
    """A plate right across the frame: one column of it is drawn, since gradients cost as much as they are large."""
    column = Canvas(1, HEIGHT)
    draw_plate(column, plate, alpha, colour)
    inked = np.flatnonzero(column.pixels[:, 0, 3])
    top, bottom = (int(inked[0]), int(inked[-1]) + 1) if len(inked) else (0, 1)
    whole = Canvas(WIDTH, bottom - top)
    whole.pixels[...] = column.pixels[top:bottom]
    return whole.snapshot(), 0.0, float(top)


def _plate(plate: Plate, alpha: float, colour: str) -> tuple[Any, float, float]:
    canvas = Canvas(math.ceil(plate.right - plate.left), math.ceil(plate.bottom - plate.top))
    with canvas.transform(-plate.left, -plate.top):
        draw_plate(canvas, plate, alpha, colour)
    return canvas.snapshot(), plate.left, plate.top
