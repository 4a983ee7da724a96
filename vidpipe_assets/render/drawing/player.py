"""Plays an illustration: parts that stand still are drawn once and copied, parts that move are drawn each frame.

Movement is a function of time alone, so that any frame can be drawn first.
"""

import math
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from typing import Any

from vidpipe_assets.render.drawing.canvas import Canvas, Outline, Paint, fill, skia, stroke
from vidpipe_assets.render.drawing.easing import blend, clamp, out_back, out_cubic
from vidpipe_assets.render.drawing.paths import parse_svg_shape
from vidpipe_assets.render.illustrations.svg import FIELD, Move, Part, Shape

_CALMER, _SLOWER = 0.55, 1.45
"""Calm motion goes this much less far, and takes this much longer."""
_OVERLAP = 0.45
_FIRST_SCALE = 0.9
_SHUT_SHARE = 0.06
"""How much of its period an eye is shut."""
_FALLS, _STEPS = 0.2, 10
"""How much of its period something falls, and in how many steps."""


@dataclass(frozen=True)
class _Kept:
    """What stands still within a part: a recording, and where it has ink."""

    recording: Any
    bounds: Any


@dataclass(frozen=True)
class _Moving:
    """A part that moves, or holds what does."""

    move: Move | None
    matrix: Any
    clip: Outline | None
    content: tuple["_Kept | _Moving", ...]


class Player:
    """One illustration at one size. `colours` are the palette's for the roles that a file may name."""

    def __init__(self, whole: Part, size: float, colours: Mapping[str, str], *, calm: bool = False) -> None:
        self._size = max(1, round(size))
        self._scale = self._size / FIELD
        self._colours = colours
        self._calm = calm
        groups = _by_entrance(whole)
        self._steps = max(enter for enter, _ in groups) + 1
        self._groups = [(enter, self._compile(content)) for enter, content in groups]
        self._images: dict[int, tuple[Any, int, int]] = {}

    @property
    def ink(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of all that it draws at rest, in units of the field."""
        whole = skia.Rect.MakeEmpty()
        for _, content in self._groups:
            whole.join(_ink(content))
        return _edges(whole)

    def draw(self, canvas: Canvas, at: float, x: float, y: float, enter: float = 1.0) -> None:
        """Draw it from its top left corner as it is `at` seconds.

        `enter` is how much of it has come: its parts come one after another, and the first is there at 0.
        """
        left, top = round(x), round(y)
        if enter >= 1:
            self._draw_all(canvas, at, left, top)
            return
        whole = blend(_FIRST_SCALE, 1.0, out_cubic(clamp(enter * 2)))
        middle = (left + self._size / 2, top + self._size / 2)
        with canvas.zoom(*middle, whole), canvas.transform(left, top, scale=self._scale):
            for order, content in self._groups:
                share = clamp(enter * (1 + (self._steps - 1) * _OVERLAP) - (order - 1) * _OVERLAP) if order else 1.0
                if share <= 0:
                    continue
                with canvas.zoom(*_centre(content), blend(0.4, 1.0, share if self._calm else out_back(share))):
                    self._draw_nodes(canvas, at, content)

    @property
    def moves(self) -> bool:
        """Whether something of it moves."""
        return any(not _is_kept(node) for node in self._nodes)

    def draw_still(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw what stands still behind all that moves, sharp at any scale."""
        self._draw_sharp(canvas, 0.0, x, y, takewhile(_is_kept, self._nodes))

    def draw_moving(self, canvas: Canvas, at: float, x: float, y: float) -> None:
        """Draw the rest as it is `at` seconds, sharp at any scale."""
        self._draw_sharp(canvas, at, x, y, dropwhile(_is_kept, self._nodes))

    def _draw_sharp(self, canvas: Canvas, at: float, x: float, y: float, nodes: Iterable[_Kept | _Moving]) -> None:
        with canvas.transform(round(x), round(y), scale=self._scale):
            self._draw_nodes(canvas, at, nodes)

    @property
    def _nodes(self) -> list[_Kept | _Moving]:
        return [node for _, content in self._groups for node in content]

    def _draw_all(self, canvas: Canvas, at: float, left: int, top: int) -> None:
        for order, (_, content) in enumerate(self._groups):
            for place, node in enumerate(content):
                if isinstance(node, _Kept):
                    image, dx, dy = self._image(order * 1000 + place, node)
                    canvas.image(image, left + dx, top + dy)
                else:
                    with canvas.transform(left, top, scale=self._scale):
                        self._draw_nodes(canvas, at, (node,))

    def _image(self, key: int, node: _Kept) -> tuple[Any, int, int]:
        """What stands still, drawn once at its size; where it lies from the illustration's corner."""
        if key not in self._images:
            scaled = [edge * self._scale for edge in _edges(node.bounds)]
            left, top = math.floor(scaled[0]) - 1, math.floor(scaled[1]) - 1
            right, bottom = math.ceil(scaled[2]) + 1, math.ceil(scaled[3]) + 1
            surface = skia.Surface(max(1, right - left), max(1, bottom - top))
            surface.getCanvas().translate(-left, -top)
            surface.getCanvas().scale(self._scale, self._scale)
            surface.getCanvas().drawPicture(node.recording)
            self._images[key] = (surface.makeImageSnapshot(), left, top)
        return self._images[key]

    def _draw_nodes(self, canvas: Canvas, at: float, nodes: Iterable[_Kept | _Moving]) -> None:
        for node in nodes:
            if isinstance(node, _Kept):
                canvas.replay(node.recording)
                continue
            with canvas.placed(node.matrix, node.clip), self._moved(canvas, node.move, at):
                self._draw_nodes(canvas, at, node.content)

    @contextmanager
    def _moved(self, canvas: Canvas, move: Move | None, at: float) -> Generator[None]:
        if move is None:
            yield
            return
        now = _moment(move, at, calm=self._calm)
        x, y = move.pivot
        with (
            canvas.transform(x + now.shift[0], y + now.shift[1], turn=now.turn, scale=now.scale),
            canvas.transform(-x, -y),
            canvas.faded(now.alpha),
        ):
            yield

    def _compile(self, content: Iterable[Shape | Part]) -> tuple[_Kept | _Moving, ...]:
        nodes: list[_Kept | _Moving] = []
        still: list[Shape | Part] = []
        for one in content:
            if isinstance(one, Part) and one.moves:
                nodes += self._keep(still)
                still = []
                clip = _clip_outline(one.clip)
                nodes.append(_Moving(one.move, _matrix(one.steps), clip, self._compile(one.content)))
            else:
                still.append(one)
        return (*nodes, *self._keep(still))

    def _keep(self, still: list[Shape | Part]) -> list[_Kept | _Moving]:
        if not still:
            return []
        recorder = skia.PictureRecorder()
        pen = recorder.beginRecording(skia.Rect.MakeLTRB(-FIELD, -FIELD, 2 * FIELD, 2 * FIELD))
        bounds = skia.Rect.MakeEmpty()
        for one in still:
            bounds.join(self._record(pen, one))
        return [_Kept(recorder.finishRecordingAsPicture(), bounds)]

    def _record(self, pen: Any, one: Shape | Part) -> Any:
        """Draw it into a recording; where it has ink."""
        matrix = _matrix(one.steps)
        pen.save()
        pen.concat(matrix)
        if (clip := _clip_outline(one.clip)) is not None:
            pen.clipPath(clip, True)
        bounds = skia.Rect.MakeEmpty()
        if isinstance(one, Part):
            for child in one.content:
                bounds.join(self._record(pen, child))
        else:
            outline = parse_svg_shape(one.tag, one.attributes)
            for paint in self._paints(one):
                pen.drawPath(outline, paint)
            bounds = outline.computeTightBounds()
            edge = one.style.width if one.style.stroke != "none" else 0.0
            bounds = bounds.makeOutset(edge, edge)
        if clip is not None and not bounds.intersect(clip.computeTightBounds()):
            bounds = skia.Rect.MakeEmpty()
        pen.restore()
        return matrix.mapRect(bounds)

    def _paints(self, shape: Shape) -> list[Paint]:
        style, paints = shape.style, list[Paint]()
        if style.fill != "none":
            paints.append(fill(self._colours.get(style.fill, style.fill), style.alpha))
        if style.stroke != "none":
            paint = stroke(self._colours.get(style.stroke, style.stroke), style.width, style.alpha)
            if style.cap == "butt":
                paint.setStrokeCap(skia.Paint.kButt_Cap)
            paints.append(paint)
        return paints


def _is_kept(node: _Kept | _Moving) -> bool:
    return isinstance(node, _Kept)


def _by_entrance(whole: Part) -> list[tuple[int, list[Shape | Part]]]:
    """The outermost parts, from back to front, those together that come at the same time."""
    groups: list[tuple[int, list[Shape | Part]]] = []
    for one in whole.content:
        enter = one.enter if isinstance(one, Part) else 0
        if groups and groups[-1][0] == enter:
            groups[-1][1].append(one)
        else:
            groups.append((enter, [one]))
    return groups


@dataclass(frozen=True)
class _Moment:
    """How a movement stands: its shift, turn in degrees, scale and opacity."""

    shift: tuple[float, float] = (0.0, 0.0)
    turn: float = 0.0
    scale: float | tuple[float, float] = 1.0
    alpha: float = 1.0


def _wave(turns: float) -> float:
    return math.sin(turns * math.tau)


def _swell(turns: float) -> float:
    return 0.5 + 0.5 * _wave(turns)


def _shut(turns: float) -> float:
    return clamp(1 - abs(turns % 1 - 0.7) / _SHUT_SHARE)


def _fall(share: float, amount: float) -> _Moment:
    """Down in steps as blocks of a game, and there it stays; it is not seen before."""
    fallen = math.floor(clamp(share / _FALLS) * _STEPS) / _STEPS
    return _Moment((0.0, amount * (fallen - 1)), scale=0.0 if share < 0 else 1.0)


_MOMENTS: Mapping[str, Callable[[float, float], _Moment]] = {
    "spin": lambda turns, amount: _Moment(turn=360 * turns * amount % 360),
    "sway": lambda turns, amount: _Moment(turn=amount * _wave(turns)),
    "roll": lambda turns, amount: _Moment((0.0, 1.6 * amount * _wave(turns + 0.25)), turn=amount * _wave(turns)),
    "bob": lambda turns, amount: _Moment((0.0, amount * _wave(turns))),
    "drift": lambda turns, amount: _Moment((amount * _wave(turns), 0.0)),
    "rise": lambda turns, amount: _Moment((0.0, -amount * (turns % 1)), alpha=math.sin(turns % 1 * math.pi)),
    "pulse": lambda turns, amount: _Moment(scale=1 + amount * _wave(turns)),
    "flap": lambda turns, amount: _Moment(scale=(1.0, 1 - amount * _swell(turns))),
    "blink": lambda turns, amount: _Moment(scale=(1.0, 1 - amount * _shut(turns))),
    "glow": lambda turns, amount: _Moment(alpha=1 - amount * _swell(turns)),
}
"""Each way to move, from how many periods have passed and its amount."""


def _moment(move: Move, at: float, *, calm: bool) -> _Moment:
    amount = move.amount * (_CALMER if calm and move.kind not in ("spin", "rise", "fall") else 1.0)
    turns = at / (move.period_s * (_SLOWER if calm else 1.0))
    if move.kind == "fall":
        return _fall(turns % 1 - move.phase, amount)
    return _MOMENTS[move.kind](turns + move.phase, amount)


def _matrix(steps: Iterable[tuple[str, tuple[float, ...]]]) -> Any:
    matrix = skia.Matrix()
    for name, numbers in steps:
        if name == "translate":
            matrix.preTranslate(numbers[0], numbers[1] if len(numbers) > 1 else 0.0)
        elif name == "scale":
            matrix.preScale(numbers[0], numbers[-1])
        else:
            matrix.preRotate(*numbers)
    return matrix


def _clip_outline(shapes: Sequence[Shape]) -> Outline | None:
    whole: Any = skia.Path() if shapes else None
    for shape in shapes:
        outline = parse_svg_shape(shape.tag, shape.attributes)
        outline.transform(_matrix(shape.steps))
        whole.addPath(outline)
    return whole


def _edges(bounds: Any) -> tuple[float, float, float, float]:
    return bounds.left(), bounds.top(), bounds.right(), bounds.bottom()


def _ink(content: Iterable[_Kept | _Moving]) -> Any:
    """Where parts have ink when nothing has moved yet."""
    whole = skia.Rect.MakeEmpty()
    for node in content:
        if isinstance(node, _Kept):
            whole.join(node.bounds)
            continue
        inner = node.matrix.mapRect(_ink(node.content))
        if node.clip is None or inner.intersect(node.matrix.mapRect(node.clip.computeTightBounds())):
            whole.join(inner)
    return whole


def _centre(content: Iterable[_Kept | _Moving]) -> tuple[float, float]:
    """The middle of what stands still in a group, else of the field."""
    whole = skia.Rect.MakeEmpty()
    for node in content:
        if isinstance(node, _Kept):
            whole.join(node.bounds)
    return (whole.centerX(), whole.centerY()) if not whole.isEmpty() else (FIELD / 2, FIELD / 2)
