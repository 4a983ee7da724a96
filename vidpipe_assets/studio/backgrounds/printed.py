"""Backgrounds with a printed texture under moving light: `paper`, with halftone corners, and `grid`, as on a plan."""

import math
from random import Random

import numpy as np

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.studio.backgrounds.glow import SMALL_HEIGHT, SMALL_WIDTH, grain, headroom, small_canvas, spread
from vidpipe_assets.studio.drawing.canvas import Canvas, Pixels, fill, linear_gradient, radial_gradient, stroke
from vidpipe_assets.studio.drawing.colour import channels, mixed
from vidpipe_assets.studio.palettes import Palette

_CELL = 36
_BLOCK = 6 * _CELL


class Paper:
    """Fibrous paper with two halftone corners; the shade of a window wanders over it."""

    every = 3

    def __init__(self, palette: Palette, seed: int) -> None:
        self._palette = palette
        self._small = small_canvas()
        self._phase = Random(seed).uniform(0, 6.3)  # noqa: S311 - for variety, not for secrecy
        self._texture = _fibres(seed)
        # Ink on paper takes away light: each channel loses what the accent lacks of the ground.
        loss = [
            max(a - b, 0) * 0.16 for a, b in zip(channels(palette.ground), channels(palette.accent_shape), strict=True)
        ]
        dots = _halftone(mirrored=seed % 2 == 1).astype(np.float32)[..., None] / 255
        inked = self._texture[..., :3] + dots * np.array(loss[::-1], np.float32)
        self._texture[..., :3] = np.clip(inked, 0, 90).astype(np.uint8)

    def paint(self, canvas: Canvas, at: float) -> None:
        """Paint everything as it is `at` seconds."""
        small, palette = self._small, self._palette
        small.clear(mixed(palette.ground, "#FFFFFF", 0.06))
        shade = mixed(palette.ground2, "#000000", 0.12)
        with small.moved(SMALL_WIDTH / 2 + 26 * math.sin(at * 0.3 + self._phase), SMALL_HEIGHT / 2, turn=24):
            for number in range(-3, 4):
                x = number * 58 + 7 * math.sin(at * 0.5 + number)
                stops = [(0.0, shade, 0.0), (0.5, shade, 0.62), (1.0, shade, 0.0)]
                small.box(x - 22, -170, 44, 340, linear_gradient((x - 22, 0), (x + 22, 0), stops))
        headroom(small, self._texture, darker=True)
        spread(small, canvas.pixels, self._texture, darker=True)


class Grid:
    """A fine grid with crosses over a wandering light."""

    every = 3

    def __init__(self, palette: Palette, seed: int) -> None:
        chance = Random(seed)  # noqa: S311 - for variety, not for secrecy
        self._palette = palette
        self._small = small_canvas()
        self._phase = chance.uniform(0, 6.3)
        self._texture = np.minimum(_grid_lines(chance.choice((12, 84, 120))) + grain(2, seed), 54)
        self._texture[..., 3] = 0

    def paint(self, canvas: Canvas, at: float) -> None:
        """Paint everything as it is `at` seconds."""
        small, palette = self._small, self._palette
        small.clear(palette.ground)
        x = SMALL_WIDTH / 2 + 34 * math.sin(at * 0.5 + self._phase)
        y = SMALL_HEIGHT * 0.32 + 22 * math.cos(at * 0.4 + self._phase)
        stops = [(0.0, palette.ground3, 0.85), (0.45, palette.ground2, 0.5), (1.0, palette.ground2, 0.0)]
        small.cover(radial_gradient((x, y), 130, stops))
        headroom(small, self._texture, darker=not palette.dark)
        spread(small, canvas.pixels, self._texture, darker=not palette.dark)


def _fibres(seed: int) -> Pixels:
    """Long and short irregularities, 0 to about 40, to be taken away from the paper's colour."""
    chance = np.random.default_rng(seed)
    fine = chance.normal(0, 1, (HEIGHT, WIDTH)).astype(np.float32)
    fine = fine + np.roll(fine, 1, 1) + np.roll(fine, 2, 1)
    across = (np.linspace(-0.5, 0.5, WIDTH, dtype=np.float32) ** 2)[None, :]
    down = (np.linspace(-0.5, 0.5, HEIGHT, dtype=np.float32) ** 2)[:, None]
    texture = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    texture[..., :3] = np.clip(7 + fine * 1.7 + (across * 1.1 + down) * 26, 0, 40).astype(np.uint8)[..., None]
    return texture


def _halftone(*, mirrored: bool) -> Pixels:
    """Fans of dots in two opposite corners, as opacity."""
    canvas = Canvas(WIDTH, HEIGHT)
    corners = ((0, 0, 1, 1), (WIDTH, HEIGHT, -1, -1)) if mirrored else ((WIDTH, 0, -1, 1), (0, HEIGHT, 1, -1))
    for x, y, right, down in corners:
        for column in range(27):
            for row in range(27):
                share = math.hypot(column, row) / 26
                if share < 1:
                    dot = (x + right * (column * 26 + row % 2 * 13), y + down * row * 24)
                    canvas.circle(*dot, 9.5 * (1 - share), fill("#FFFFFF"))
    return canvas.pixels[..., 3]


def _grid_lines(shift: int) -> Pixels:
    canvas = Canvas(WIDTH, HEIGHT)
    thin, thick, cross = (stroke("#FFFFFF", width, alpha) for width, alpha in ((1, 0.06), (1.5, 0.08), (2, 0.21)))
    xs, ys = range(_CELL, WIDTH, _CELL), range(shift % _CELL, HEIGHT, _CELL)
    for x in xs:
        canvas.line((x, 0), (x, HEIGHT), thick if x % _BLOCK == 2 * _CELL else thin)
    for y in ys:
        canvas.line((0, y), (WIDTH, y), thick if (y - shift) % _BLOCK == 0 else thin)
    for x in range(2 * _CELL, WIDTH, _BLOCK):
        for y in range(shift - _BLOCK, HEIGHT, _BLOCK):
            canvas.line((x - 9, y), (x + 9, y), cross)
            canvas.line((x, y - 9), (x, y + 9), cross)
    return canvas.pixels
