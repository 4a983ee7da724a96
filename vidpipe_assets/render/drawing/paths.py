"""Outlines that a `Canvas` draws: polygons, circles, SVG path data, and smooth curves through points.

`Curve` never rises above or falls below its points, so that a chart invents nothing: monotone cubic interpolation after
Fritsch and Carlson (1980), with harmonic means as slopes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from vidpipe_assets.render.drawing.canvas import Outline, skia

Point = tuple[float, float]

_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_NUMBER = re.compile(r"[\s,]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_FLAG = re.compile(r"[\s,]*([01])")
_LETTER = re.compile(r"[\s,]*([A-Za-z])")


def polygon(points: Sequence[Point], *, closed: bool = True) -> Outline:
    """Straight lines from point to point."""
    path = skia.Path()
    path.addPoly([skia.Point(*point) for point in points], closed)
    return path


def circle_path(x: float, y: float, radius: float) -> Outline:
    """A circle as an outline that can draw itself."""
    return oval_path(x, y, radius, radius)


def oval_path(x: float, y: float, across: float, down: float) -> Outline:
    """An oval as an outline that can draw itself."""
    path = skia.Path()
    path.addOval(skia.Rect.MakeLTRB(x - across, y - down, x + across, y + down))
    return path


def box_path(x: float, y: float, width: float, height: float, radius: float = 0.0) -> Outline:
    """A rectangle as an outline that can draw itself."""
    path = skia.Path()
    path.addRoundRect(skia.Rect.MakeXYWH(x, y, width, height), radius, radius)
    return path


def parse_svg_path(data: str) -> Outline:
    """The path that SVG's `d` attribute describes; what follows a mistake in it is left out, as SVG asks."""
    pen = _Pen()
    for command, arguments in _commands(data):
        pen.draw(command, arguments)
    return pen.path


def parse_svg_shape(tag: str, attributes: Mapping[str, str]) -> Outline:
    """The outline of one of SVG's shapes; a number that is not given is 0."""

    def number(name: str) -> float:
        return float(attributes.get(name, 0))

    match tag:
        case "path":
            return parse_svg_path(attributes["d"])
        case "circle":
            return circle_path(number("cx"), number("cy"), number("r"))
        case "ellipse":
            return oval_path(number("cx"), number("cy"), number("rx"), number("ry"))
        case "rect":
            radius = number("rx") or number("ry")
            return box_path(number("x"), number("y"), number("width"), number("height"), radius)
        case "line":
            ends = [(number("x1"), number("y1")), (number("x2"), number("y2"))]
            return polygon(ends, closed=False)
        case _:
            values = [float(value) for value in re.findall(r"-?[\d.]+", attributes["points"])]
            corners = list(zip(values[::2], values[1::2], strict=True))
            return polygon(corners, closed=tag == "polygon")


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; a command that is repeated without its letter gets it."""
    at, command = 0, ""
    while at < len(data):
        letter = _LETTER.match(data, at)
        if letter:
            command, at = letter[1], letter.end()
        count = _ARGUMENTS.get(command.upper())
        if count is None or (not letter and count == 0):
            return
        arguments, at = _numbers(data, at, count, arc=command in "Aa")
        if len(arguments) < count:
            return
        yield command, arguments
        command = {"M": "L", "m": "l"}.get(command, command)


def _numbers(data: str, at: int, count: int, *, arc: bool) -> tuple[list[float], int]:
    numbers: list[float] = []
    for index in range(count):
        # The two flags of an arc may be glued to what follows: "a2 2 0 012 2".
        found = (_FLAG if arc and index in (3, 4) else _NUMBER).match(data, at)
        if not found:
            break
        numbers.append(float(found[1]))
        at = found.end()
    return numbers, at


class _Pen:
    """Draws SVG commands into a path."""

    def __init__(self) -> None:
        self.path: Outline = skia.Path()
        self._at: Point = (0.0, 0.0)
        self._start: Point = (0.0, 0.0)
        self._control: Point = (0.0, 0.0)
        self._before = ""

    def draw(self, command: str, arguments: list[float]) -> None:
        """Add one command."""
        kind = command.upper()
        if command.islower():
            arguments = self._absolute(kind, arguments)
        getattr(self, f"_{kind.lower()}")(*arguments)
        self._before = kind

    def _absolute(self, kind: str, arguments: list[float]) -> list[float]:
        x, y = self._at
        if kind == "A":
            return [*arguments[:5], arguments[5] + x, arguments[6] + y]
        if kind in "HV":
            return [arguments[0] + (x if kind == "H" else y)]
        return [value + (y if index % 2 else x) for index, value in enumerate(arguments)]

    def _mirrored(self, kinds: str) -> Point:
        """The control point of a smooth curve: the last one's, mirrored."""
        x, y = self._at
        return (2 * x - self._control[0], 2 * y - self._control[1]) if self._before in kinds else (x, y)

    def _m(self, x: float, y: float) -> None:
        self.path.moveTo(x, y)
        self._at = self._start = (x, y)

    def _l(self, x: float, y: float) -> None:
        self.path.lineTo(x, y)
        self._at = (x, y)

    def _h(self, x: float) -> None:
        self._l(x, self._at[1])

    def _v(self, y: float) -> None:
        self._l(self._at[0], y)

    def _c(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> None:
        self.path.cubicTo(x1, y1, x2, y2, x, y)
        self._control, self._at = (x2, y2), (x, y)

    def _s(self, x2: float, y2: float, x: float, y: float) -> None:
        self._c(*self._mirrored("CS"), x2, y2, x, y)

    def _q(self, x1: float, y1: float, x: float, y: float) -> None:
        self.path.quadTo(x1, y1, x, y)
        self._control, self._at = (x1, y1), (x, y)

    def _t(self, x: float, y: float) -> None:
        self._q(*self._mirrored("QT"), x, y)

    def _a(self, rx: float, ry: float, turn: float, large: float, clockwise: float, x: float, y: float) -> None:
        size = skia.Path.ArcSize.kLarge_ArcSize if large else skia.Path.ArcSize.kSmall_ArcSize
        direction = skia.PathDirection.kCW if clockwise else skia.PathDirection.kCCW
        self.path.arcTo(rx, ry, turn, size, direction, x, y)
        self._at = (x, y)

    def _z(self) -> None:
        self.path.close()
        self._at = self._start


class Curve:
    """Through `points`, whose x must rise."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.points = tuple(points)
        self._slopes = _slopes(self.points)

    def y(self, x: float) -> float:
        """Where the line is at `x`; before the first and after the last point, where they are."""
        if x <= self.points[0][0]:
            return self.points[0][1]
        for number, ((x0, y0), (x1, y1)) in enumerate(pairwise(self.points)):
            if x <= x1:
                width, share = x1 - x0, (x - x0) / (x1 - x0)
                start, end = self._slopes[number] * width, self._slopes[number + 1] * width
                square, cube = share**2, share**3
                return (
                    (2 * cube - 3 * square + 1) * y0
                    + (cube - 2 * square + share) * start
                    + (3 * square - 2 * cube) * y1
                    + (cube - square) * end
                )
        return self.points[-1][1]

    def highest(self, left: float, right: float) -> float:
        """The smallest y (the highest on a screen) between two places."""
        inside = [y for x, y in self.points if left <= x <= right]
        return min([*inside, self.y(left), self.y(right)])

    def path(self) -> Outline:
        """The line as an outline."""
        path = polygon(self.points[:1], closed=False)
        for number, ((x0, y0), (x1, y1)) in enumerate(pairwise(self.points)):
            third = (x1 - x0) / 3
            start, end = self._slopes[number] * third, self._slopes[number + 1] * third
            path.cubicTo(x0 + third, y0 + start, x1 - third, y1 - end, x1, y1)
        return path

    def area(self, foot: float) -> Outline:
        """What lies between the line and the height `foot`."""
        path = self.path()
        path.lineTo(self.points[-1][0], foot)
        path.lineTo(self.points[0][0], foot)
        path.close()
        return path


def _slopes(points: Sequence[Point]) -> list[float]:
    steps = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(points)]
    inner = [0.0 if a * b <= 0 else 2 * a * b / (a + b) for a, b in pairwise(steps)]
    return [steps[0], *inner, steps[-1]]
