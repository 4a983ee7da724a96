"""Backgrounds made of light: `mesh`, slow blobs of colour, and `leak`, a warm gleam as on old film."""

import math
from random import Random

from vidpipe_assets.studio.backgrounds.glow import SMALL_HEIGHT, SMALL_WIDTH, grain, headroom, small_canvas, spread
from vidpipe_assets.studio.drawing.canvas import Canvas, linear_gradient, radial_gradient, screened
from vidpipe_assets.studio.drawing.colour import mixed
from vidpipe_assets.studio.palettes import Palette


class Mesh:
    """Blobs of the palette's grounds that wander slowly."""

    every = 3

    def __init__(self, palette: Palette, seed: int) -> None:
        chance = Random(seed)  # noqa: S311 - for variety, not for secrecy
        self._palette = palette
        self._small = small_canvas()
        self._grain = grain(3, seed)
        colours = (palette.ground2, palette.ground3, mixed(palette.ground3, palette.accent, 0.16), palette.ground2)
        self._blobs = [
            (colour, chance.uniform(0.1, 0.9), chance.random(), chance.uniform(68, 112), chance.uniform(0, 6.3), turn)
            for colour, turn in zip(colours, chance.sample((1, 1, -1, -1), 4), strict=True)
        ]

    def paint(self, canvas: Canvas, at: float) -> None:
        """Paint everything as it is `at` seconds."""
        small, ground = self._small, self._palette.ground
        small.clear(ground)
        for colour, x, y, radius, phase, turn in self._blobs:
            across = (x + 0.16 * math.sin(at * 0.55 * turn + phase)) * SMALL_WIDTH
            down = (y + 0.12 * math.cos(at * 0.45 * turn + phase)) * SMALL_HEIGHT
            stops = [(0.0, colour, 0.95), (0.45, colour, 0.42), (1.0, colour, 0.0)]
            small.cover(radial_gradient((across, down), radius, stops))
        # Captions stand in the lower half: it stays calm.
        small.cover(linear_gradient((0, 96), (0, SMALL_HEIGHT), [(0, ground, 0.0), (1, ground, 0.72)]))
        headroom(small, self._grain)
        spread(small, canvas.pixels, self._grain)


class Leak:
    """A gleam that drifts in from the right, with film grain."""

    every = 3

    def __init__(self, palette: Palette, seed: int) -> None:
        self._palette = palette
        self._small = small_canvas()
        self._grain = grain(4, seed)
        self._phase = Random(seed).uniform(0, 6.3)  # noqa: S311 - for variety, not for secrecy
        weights = (0.34, 0.9, 0.16) if palette.dark else (0.1, 0.5, 0.2)
        colours = (palette.accent, palette.ground3, palette.accent2)
        self._gleams = list(zip(colours, weights, strict=True))

    def paint(self, canvas: Canvas, at: float) -> None:
        """Paint everything as it is `at` seconds."""
        small, palette = self._small, self._palette
        small.clear(palette.ground)
        stops = [(0.0, palette.ground2, 0.9), (1.0, palette.ground, 1.0)]
        small.cover(linear_gradient((0, 0), (60, SMALL_HEIGHT), stops))
        for number, (colour, weight) in enumerate(self._gleams):
            x = SMALL_WIDTH * (1.02 - 0.12 * number) + 14 * math.sin(at * 0.5 + number * 2 + self._phase)
            y = SMALL_HEIGHT * (0.1 + 0.3 * number) + 16 * math.sin(at * 0.38 + number + self._phase)
            turn = -28 + 8 * math.sin(at * 0.3 + number)
            gleam = radial_gradient((0, 0), 75, [(0, colour, weight), (0.4, colour, weight * 0.35), (1, colour, 0)])
            with small.moved(x, y, turn=turn, scale=(0.55, 1.5)):
                small.circle(0, 0, 75, screened(gleam) if palette.dark else gleam)
        headroom(small, self._grain)
        spread(small, canvas.pixels, self._grain)
