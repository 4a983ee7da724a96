"""How things move: shares of a way (0 to 1) as functions of shares of time (0 to 1). Pure."""

import math
from collections.abc import Callable

Ease = Callable[[float], float]


def clamp(value: float, least: float = 0.0, most: float = 1.0) -> float:
    """`value`, kept between the limits."""
    return min(max(value, least), most)


def blend(start: float, end: float, share: float) -> float:
    """`start` with `share` of the way to `end`."""
    return start + (end - start) * share


def linear(x: float) -> float:
    """The same speed all the way."""
    return x


def out_expo(x: float) -> float:
    """Very fast, then settling: how text rises."""
    return 1 - 2 ** (-10 * x) if x < 1 else 1.0


def out_quint(x: float) -> float:
    """Fast, then settling: bars and counters."""
    return 1 - (1 - x) ** 5


def out_cubic(x: float) -> float:
    """Gently slowing down: what fades in."""
    return 1 - (1 - x) ** 3


def in_cubic(x: float) -> float:
    """Speeding up: what falls."""
    return x**3


def in_out_cubic(x: float) -> float:
    """Slow, fast, slow: lines that draw themselves."""
    return 4 * x**3 if x < 0.5 else 1 - (2 - 2 * x) ** 3 / 2


def out_back(x: float) -> float:
    """A little too far and back: pills and badges."""
    return 1 + 2.5 * (x - 1) ** 3 + 1.5 * (x - 1) ** 2


def progress(moment: float, start: float, length: float, ease: Ease = out_expo) -> float:
    """How far a movement is at `moment` that starts at `start` and takes `length` seconds."""
    return ease(clamp((moment - start) / length))


def bump(moment: float, start: float, length: float) -> float:
    """0, up to 1 in the middle, and back to 0."""
    return math.sin(math.pi * clamp((moment - start) / length))
