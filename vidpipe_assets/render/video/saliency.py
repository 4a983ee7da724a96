"""What matters in a picture, by a simple measure: what differs from its surroundings in light and colour, and edges.

Weighed with a preference for the middle and for what lies a little above it, where photographers put what they mean.
No faces are looked for: the libraries that find them take 60 MB and more, or download a model.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_PIXELS = 9216
"""Of the map: details smaller than a hundredth of the picture are not what it is about."""
_LIGHTS, _COLOURS = 43, 16
"""Of 256: lights and colours that are nearer to each other are taken for the same."""
_TELLING = 0.15
"""What matters so much, against what matters most, belongs to the subject."""
_STRAY = 0.04
"""The share of that part, on each of the four sides, that may lie anywhere."""

Weights = NDArray[np.float32]


@dataclass(frozen=True)
class Region:
    """A part of a picture around its own middle, as shares of the picture's width and height."""

    x: float
    y: float
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Saliency:
    """How much each part of a picture matters; adds up to 1. Places are shares of its width and height."""

    weights: Weights

    def best_window(self, width: float, height: float) -> tuple[float, float]:
        """The middle of the window of that size, as shares of the picture, that holds most of what matters."""
        rows, columns = self.weights.shape
        across, down = max(1, round(width * columns)), max(1, round(height * rows))
        sums = np.zeros((rows + 1, columns + 1), np.float64)
        sums[1:, 1:] = self.weights.cumsum(0).cumsum(1)
        held = sums[down:, across:] - sums[:-down, across:] - sums[down:, :-across] + sums[:-down, :-across]
        ys, xs = np.nonzero(held >= held.max() - 1e-4)
        # Of windows that hold as much, the one that is nearest to the middle.
        away = np.hypot(ys / max(rows - down, 1) - 0.5, xs / max(columns - across, 1) - 0.5)
        best = int(away.argmin())
        return (float(xs[best]) + across / 2) / columns, (float(ys[best]) + down / 2) / rows

    def subject(self, left: float, top: float, right: float, bottom: float) -> Region:
        """Where what matters most lies within a window of the picture, all as shares of the picture."""
        rows, columns = self.weights.shape
        y1, x1 = int(top * rows), int(left * columns)
        part = self.weights[y1 : max(y1 + 1, round(bottom * rows)), x1 : max(x1 + 1, round(right * columns))]
        strong = np.where(part >= _TELLING * np.quantile(part, 0.995), part, 0)
        (x, west, east), (y, north, south) = _extent(strong.sum(0)), _extent(strong.sum(1))
        across = [(x1 + one) / columns for one in (x, west, east)]
        down = [(y1 + one) / rows for one in (y, north, south)]
        return Region(across[0], down[0], across[1], down[1], across[2], down[2])

    def density(self, left: float, top: float, right: float, bottom: float) -> float:
        """How much a window of the picture matters; 1: as much as the picture does on average."""
        rows, columns = self.weights.shape
        part = self.weights[round(top * rows) : round(bottom * rows), round(left * columns) : round(right * columns)]
        return float(part.mean() * self.weights.size)


def _extent(sums: NDArray[np.floating[Any]]) -> tuple[float, float, float]:
    """The middle, the beginning and the end of what a row of sums holds."""
    total = float(sums.sum())
    if total <= 0:
        return len(sums) / 2, 0.0, float(len(sums))
    held = sums.cumsum() / total
    first, last = int(np.searchsorted(held, _STRAY)), int(np.searchsorted(held, 1 - _STRAY))
    middle = float((sums * (np.arange(len(sums)) + 0.5)).sum()) / total
    return middle, float(first), float(min(last, len(sums) - 1) + 1)


def find_saliency(image: Image.Image) -> Saliency:
    """The map of an RGB picture."""
    scale = math.sqrt(_PIXELS / (image.width * image.height))
    size = max(8, round(image.width * scale)), max(8, round(image.height * scale))
    small = image.convert("RGB").resize(size, Image.Resampling.BOX).convert("YCbCr")
    differing = np.zeros((size[1], size[0]), np.float32)
    for channel, weight in zip(small.split(), (1.0, 1.6, 1.6), strict=True):
        for near, far in ((1, 5), (2.5, 14)):
            differing += weight * np.abs(_blurred(channel, near) - _blurred(channel, far))
    edges = np.asarray(small.getchannel(0).filter(ImageFilter.FIND_EDGES), np.float32)
    edges[[0, -1], :], edges[:, [0, -1]] = 0, 0
    detail = _evened(_blurred(Image.fromarray(edges.clip(0, 255).astype(np.uint8)), 3))
    weights = _without_horizon((_evened(differing) + 0.3 * detail) ** 1.5 * _rarity(small)) * _preference(*size)
    total = float(weights.sum())
    return Saliency((weights / total if total > 0 else np.full_like(weights, 1 / weights.size)).astype(np.float32))


def _without_horizon(weights: NDArray[np.floating[Any]]) -> Weights:
    """What goes right across, as where sky and sea meet, is no subject: it is what half of its row has, too."""
    return np.maximum(weights - np.median(weights, axis=1, keepdims=True), 0.05 * weights).astype(np.float32)


def _rarity(small: Image.Image) -> Weights:
    """How little of the picture has a colour: the one red tent counts for more than the many edges of leaves."""
    values = np.asarray(small, np.int32)
    names = values[..., 0] // _LIGHTS * 1024 + values[..., 1] // _COLOURS * 32 + values[..., 2] // _COLOURS
    _, inverse, counts = np.unique(names, return_inverse=True, return_counts=True)
    rare = -np.log(counts / names.size)[inverse].reshape(names.shape)
    return _evened(_blurred(Image.fromarray((rare * 20).clip(0, 255).astype(np.uint8)), 1.5)) ** 2


def _blurred(channel: Image.Image, radius: float) -> Weights:
    return np.asarray(channel.filter(ImageFilter.GaussianBlur(radius)), np.float32)


def _evened(values: Weights) -> Weights:
    """0 to 1, by the strongest places but for the last hundredth."""
    return np.clip(values / max(float(np.quantile(values, 0.99)), 1.0), 0, 1).astype(np.float32)


def _preference(width: int, height: int) -> Weights:
    x = (np.arange(width, dtype=np.float32) + 0.5) / width - 0.5
    y = (np.arange(height, dtype=np.float32) + 0.5) / height - 0.46
    return (0.35 + 0.65 * np.exp(-(x[None, :] ** 2 + y[:, None] ** 2) / (2 * 0.28**2))).astype(np.float32)
