"""What is laid between a picture and the type on it: as dense as the brightest of the picture behind the type asks for.

Measured on the picture itself, over its whole length, so that it stands still: shades without an edge under the
channel's strip and under the content, and a small plate under the source. Everywhere else the picture is as it was.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient
from vidpipe_assets.render.drawing.colour import channels, luminance
from vidpipe_assets.render.palettes import READABLE, Palette

Samples = NDArray[np.uint8]
"""Frames x rows x columns x red, green, blue: the picture small, some moments of it."""

_BRIGHTEST = 0.995
"""The share of a plate's pixels that type has to be readable on; a gleam of less than that does no harm."""
_MARGIN = 1.1
"""More contrast than is asked for: the small picture has lost its finest gleams."""
_STEP, _MOST = 0.02, 0.94
_STOPS = 12
"""Of a shade's gradient."""


@dataclass(frozen=True)
class Plate:
    """A part of the picture that type stands on, in pixels.

    `fade`: what is laid there goes right across the picture and ends so far above and below the plate, above it perhaps
    never (inf); None: it is laid on the plate alone.
    """

    left: float
    top: float
    right: float
    bottom: float
    least: float
    radius: float = 0.0
    fade: tuple[float, float] | None = None


def opacity(samples: Samples, plate: Plate, palette: Palette, colours: tuple[str, ...] = ()) -> float:
    """How opaque the ground has to be on a plate for type to be read over the picture: for ink, quiet text and accent.

    `colours`: for these instead.
    """
    _, rows, columns, _ = samples.shape
    down = slice(
        int(plate.top / HEIGHT * rows), max(int(plate.top / HEIGHT * rows) + 1, round(plate.bottom / HEIGHT * rows))
    )
    across = slice(max(0, int(plate.left / WIDTH * columns)), max(1, round(plate.right / WIDTH * columns)))
    pixels = samples[:, down, across].reshape(-1, 3).astype(np.float32)
    ground = np.array(channels(palette.ground), np.float32)
    limit = _limit(palette, colours or (palette.ink, palette.mute, palette.accent_text))
    for number in range(round(plate.least / _STEP), round(_MOST / _STEP)):
        alpha = number * _STEP
        behind = luminances(pixels * (1 - alpha) + ground * alpha)
        if np.quantile(behind, _BRIGHTEST) <= limit if palette.dark else np.quantile(behind, 1 - _BRIGHTEST) >= limit:
            return alpha
    return _MOST


@lru_cache
def _limit(palette: Palette, colours: tuple[str, ...]) -> float:
    """The luminance that may lie behind type: at most, or by day at least; that of its own ground where it has to."""
    own = luminance(palette.ground)
    if palette.dark:
        return max((min(map(luminance, colours)) + 0.05) / (READABLE * _MARGIN) - 0.05, own)
    return min((max(map(luminance, colours)) + 0.05) * READABLE * _MARGIN - 0.05, own)


def luminances(pixels: NDArray[np.floating]) -> NDArray[np.floating]:
    """Relative luminance, as in WCAG 2.2, of many pixels of 0 to 255."""
    shares = pixels / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return linear @ np.array((0.2126, 0.7152, 0.0722))


def draw_plate(canvas: Canvas, plate: Plate, alpha: float, colour: str) -> None:
    """Draw the plate; it ends softly where it has a `fade`."""
    if plate.fade is None:
        wide, high = plate.right - plate.left, plate.bottom - plate.top
        canvas.box(plate.left, plate.top, wide, high, fill(colour, alpha), plate.radius)
        return
    above, below = plate.fade
    start, end = max(plate.top - above, 0.0), plate.bottom + below
    # Nearly flat at both ends and steep nowhere: a straight ramp shows where it begins and where it ends.
    shares = [number / _STOPS for number in range(_STOPS + 1)]
    rising = [(0.0, 1.0)] if above == math.inf else [(above * (1 - one), _eased(one)) for one in reversed(shares)]
    falling = [(end - start - below * (1 - one), _eased(one)) for one in shares]
    stops = [(place / (end - start), colour, alpha * share) for place, share in (*rising, *falling)]
    canvas.box(0, start, WIDTH, end - start, linear_gradient((0, start), (0, end), stops))


def _eased(share: float) -> float:
    """From 1 to 0 along half of a cosine."""
    return (1 + math.cos(math.pi * share)) / 2


def straight_alpha(canvas: Canvas) -> NDArray[np.uint8]:
    """What is drawn on a canvas, as red, green, blue and opacity of each pixel."""
    pixels = canvas.pixels.astype(np.float32)
    opaque = np.maximum(pixels[..., 3:], 1)
    straight = np.empty(canvas.pixels.shape, np.uint8)
    straight[..., :3] = np.clip(pixels[..., 2::-1] * 255 / opaque + 0.5, 0, 255)
    straight[..., 3] = canvas.pixels[..., 3]
    return straight
