"""Which moment of one rendering of a text is which moment of another (dynamic time warping, Sakoe and Chiba 1978)."""

import numpy as np
from numpy.typing import NDArray

from vidpipe_assets.providers.speech.features import Features

_ALONE = 0.7
"""The share of a frame's cost of a step that moves one rendering on and not the other: two of them make a detour."""

_MOST_CELLS = 40_000_000
"""Two texts of a minute each: 160 MB."""


def warped(one: Features, other: Features) -> NDArray[np.float64]:
    """For each frame of `one`, the frame of `other` that is the same moment; never falling.

    Raises `ValueError` for texts that are too long, or empty.
    """
    if not len(one) or not len(other) or len(one) * len(other) > _MOST_CELLS:
        raise ValueError(f"{len(one)} and {len(other)} frames cannot be compared")
    distances = _distances(one, other)
    return _followed(_costs(distances), distances)


def _distances(one: Features, other: Features) -> NDArray[np.float32]:
    squares = np.square(one).sum(axis=1)[:, None] + np.square(other).sum(axis=1)[None, :]
    return np.sqrt(np.maximum(squares - 2 * one @ other.T, 0))


def _costs(distances: NDArray[np.float32]) -> NDArray[np.float32]:
    """The least that it costs to come to each pair of frames, diagonal by diagonal."""
    rows, columns = map(int, distances.shape)
    costs = np.full((rows + 1, columns + 1), np.inf, dtype=np.float32)
    costs[0, 0] = 0
    for diagonal in range(2, rows + columns + 1):
        row = np.arange(max(1, diagonal - columns), min(rows, diagonal - 1) + 1)
        column = diagonal - row
        here = distances[row - 1, column - 1]
        alone = np.minimum(costs[row - 1, column], costs[row, column - 1]) + here * _ALONE
        costs[row, column] = np.minimum(costs[row - 1, column - 1] + here, alone)
    return costs


def _followed(costs: NDArray[np.float32], distances: NDArray[np.float32]) -> NDArray[np.float64]:
    """The way back from the end; of several frames of the other, the middle one."""
    rows, columns = map(int, distances.shape)
    first, last = np.full(rows, columns - 1.0), np.full(rows, -1.0)
    row, column = rows, columns
    while row and column:
        first[row - 1] = column - 1
        last[row - 1] = max(last[row - 1], column - 1)
        alone = distances[row - 1, column - 1] * (_ALONE - 1)
        steps = (costs[row - 1, column - 1], costs[row - 1, column] + alone, costs[row, column - 1] + alone)
        step = int(np.argmin(steps))
        row, column = row - (step != 2), column - (step != 1)
    return np.maximum.accumulate((first + last) / 2)
