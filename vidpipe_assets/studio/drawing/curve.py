"""A smooth line through points that never rises above or falls below them: nothing is invented. Pure numbers.

Monotone cubic interpolation after Fritsch and Carlson (1980), with harmonic means as slopes.
"""

from collections.abc import Sequence
from itertools import pairwise

from vidpipe_assets.studio.drawing.canvas import Path
from vidpipe_assets.studio.drawing.paths import Point, polygon


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

    def path(self) -> Path:
        """The line as an outline."""
        path = polygon(self.points[:1], closed=False)
        for number, ((x0, y0), (x1, y1)) in enumerate(pairwise(self.points)):
            third = (x1 - x0) / 3
            start, end = self._slopes[number] * third, self._slopes[number + 1] * third
            path.cubicTo(x0 + third, y0 + start, x1 - third, y1 - end, x1, y1)
        return path

    def area(self, foot: float) -> Path:
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
