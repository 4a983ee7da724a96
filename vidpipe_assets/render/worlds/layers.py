"""Layers of depth: each is drawn once, wider than the frame, and moved by a slow camera; nearer ones move further.

Type has to be readable in front of them. Colours are mixed from the palette's ground and the world's own hue, and taken
back towards the ground until the ink keeps its contrast: `Shade` does both. Below `FREE_Y` nothing is written, and the
world has its full colours.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any, Protocol

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient
from vidpipe_assets.render.drawing.colour import contrast, luminance, mix_colours
from vidpipe_assets.render.palettes import READABLE, Palette

MARGIN = 72
"""How far a layer reaches beyond both sides of the frame, in pixels."""
FREE_Y = 1560
"""Below the line of the source nothing is written."""
_PAN_S = 10.0
_SPARE = 0.35
"""More contrast than is promised, for what one layer adds to another."""


@dataclass(frozen=True)
class Shade:
    """Colours of a world in a palette: light grounds get light worlds, dark grounds dark ones."""

    palette: Palette

    def tone(self, hue: str, share: float, *, free: bool = False) -> str:
        """The ground with `share` of `hue` in it, as much of it as type in front allows unless it is `free` of type."""
        palette = self.palette
        toned = mix_colours(hue, "#000000" if palette.dark else "#FFFFFF", 0.35)
        written = {palette.ink, palette.mute, palette.accent_text}
        if free:
            return mix_colours(palette.ground, toned, min(share * 1.5, 0.95))
        for step in range(12):
            mixed = mix_colours(palette.ground, toned, share * (1 - step / 12))
            if all(contrast(mixed, colour) >= self._least(colour) for colour in written):
                return mixed
        return palette.ground

    def _least(self, colour: str) -> float:
        """What type in `colour` needs; where the palette's own ground has hardly more, nearly all of that."""
        return min(READABLE + _SPARE, contrast(self.palette.ground, colour) - 0.02)

    def sky(self, top: str, bottom: str) -> Any:
        """Paint that goes from one tone at the top to another at the horizon."""
        return linear_gradient((0, 0), (0, HEIGHT), [(0, top, 1.0), (0.75, bottom, 1.0), (1, bottom, 1.0)])


@dataclass(frozen=True)
class Layer:
    """`draw` paints it on a canvas that is `MARGIN` wider than the frame on each side; `depth`: 0 far, 1 near.

    The nearest keeps below `FREE_Y`.
    """

    depth: float
    draw: Callable[[Canvas], None]


class Living(Protocol):
    """Something in a world that moves by itself, drawn at every refresh."""

    def __call__(self, canvas: Canvas, at: float, /) -> None:
        """Draw it as it is `at` seconds."""
        ...


@dataclass(frozen=True)
class World:
    """The far end first. `living` stands before the nearest layer."""

    layers: Sequence[Layer]
    living: Living


class WorldBackground:
    """A world as a background: layers that were drawn once, put together for every third frame."""

    every = 3

    def __init__(self, world: World, view: str, seed: int) -> None:
        self.drawn = 0
        """Layers that were drawn: each once, however many frames are painted."""
        self._world = world
        self._way = 1 if seed % 2 else -1
        self._zoom, self._lift = {"wide": (1.0, 0.0), "low": (1.16, -40.0), "close": (1.34, 60.0)}[view]
        self._images = [(layer.depth, self._image(layer)) for layer in world.layers]

    def _image(self, layer: Layer) -> Any:
        self.drawn += 1
        canvas = Canvas(WIDTH + 2 * MARGIN, HEIGHT)
        middle = WIDTH / 2 + MARGIN
        # What is nearest stays below the text: the camera comes closer to the line under which nothing is written.
        with canvas.zoom(middle, FREE_Y, self._zoom), canvas.transform(MARGIN, self._lift * (1 - layer.depth)):
            layer.draw(canvas)
        return canvas.snapshot()

    def paint(self, canvas: Canvas, at: float) -> None:
        """Paint everything as it is `at` seconds."""
        share = self._way * math.sin(at / _PAN_S * math.tau / 2)
        last = len(self._images) - 1
        for number, (depth, image) in enumerate(self._images):
            if number == last:
                self._world.living(canvas, at)
            canvas.image(image, round(-MARGIN + share * MARGIN * (0.3 + 0.7 * depth)), 0)


def ridge(chance: Random, y: float, height: float, steps: int = 9, rough: float = 1.0) -> list[tuple[float, float]]:
    """A line of hills from beyond the left side to beyond the right one, closed below the frame."""
    left, right = -MARGIN - 40.0, WIDTH + MARGIN + 40.0
    points = [(left, float(HEIGHT + 200))]
    for step in range(steps + 1):
        wave = math.sin(step * 1.9 + chance.uniform(0, 1.2) * rough)
        points.append((left + (right - left) * step / steps, y - height * (0.5 + 0.5 * wave)))
    return [*points, (right, float(HEIGHT + 200))]


def smooth(points: Sequence[tuple[float, float]], pieces: int = 8) -> list[tuple[float, float]]:
    """A rounder line through the same points, the closing ones apart."""
    inner = points[1:-1]
    rounder = [points[0]]
    for (x0, y0), (x1, y1) in pairwise(inner):
        for piece in range(pieces):
            share = piece / pieces
            ease = (1 - math.cos(share * math.pi)) / 2
            rounder.append((x0 + (x1 - x0) * share, y0 + (y1 - y0) * ease))
    return [*rounder, inner[-1], points[-1]]


def full(paint: Any) -> Callable[[Canvas], None]:
    """A layer that is `paint` everywhere."""

    def draw(canvas: Canvas) -> None:
        canvas.box(-600, -600, WIDTH + 1200, HEIGHT + 1200, paint)

    return draw


def is_light(colour: str) -> bool:
    """Whether a colour is a light one."""
    return luminance(colour) > 0.35


def dot(canvas: Canvas, x: float, y: float, radius: float, colour: str, alpha: float = 1.0) -> None:
    """A filled circle."""
    canvas.circle(x, y, radius, fill(colour, alpha))
