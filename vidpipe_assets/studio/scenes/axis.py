"""Round numbers for an axis. Pure."""

import math
from collections.abc import Iterable

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(values: Iterable[float], *, most: int = 4) -> list[float]:
    """Round numbers, lowest first, that enclose `values`: from zero unless all that varies lies far away from it."""
    known = list(values)
    low, high = min(known), max(known)
    if low >= 0 and low < 0.6 * high:
        low = 0.0
    if high <= 0 and high > 0.6 * low:
        high = 0.0
    if low == high:
        low, high = low - (abs(low) or 1.0) / 2, high + (abs(high) or 1.0) / 2
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for step in (*(one * power for one in _STEPS), *(one * power * 10 for one in _STEPS)):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= most:
            return [number * step for number in range(first, last + 1)]
    return [low, high]


def tick_decimals(marks: list[float]) -> int:
    """How many decimals the marks of an axis need."""
    return next(
        (places for places in range(4) if all(abs(round(m, places) - m) < 1e-9 * max(1, abs(m)) for m in marks)), 4
    )
