"""Layers of depth: each is drawn once, wider than the frame, and moved by a slow camera; nearer ones move further.

Type has to be readable in front of them. Colours are mixed from the palette's ground and the world's own hue, and taken
back towards the ground until the ink keeps its contrast: `Shade` does both. Below `FREE_Y` nothing is written, and the
world has its full colours.
"""

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import Any, Protocol

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, Paint, fill, linear_gradient
from vidpipe_assets.render.drawing.colour import channels, contrast, luminance, mix_colours
from vidpipe_assets.render.drawing.easing import clamp, out_cubic
from vidpipe_assets.render.palettes import READABLE, Palette, lighten

MARGIN = 96
"""How far a layer reaches beyond both sides of the frame, in pixels."""
FREE_Y = 1560
"""Below the line of the source nothing is written."""
_PAN_S = 10.0
_SETTLES_S = 0.6
"""A camera that has just come to its place moves on for a moment, the nearer layers farther."""
LARGE = 3.0
"""Least contrast of large text, as in WCAG 2.2."""
_LARGE_BY_DAY = 3.5
"""More of it where what lies behind has a colour of its own, too."""
_SPARE = 0.35
"""More contrast than is promised, for what one layer adds to another."""
_NEARER_BY_DAY = 1.5
"""How much more of its own hue something has in the light of the day."""


@dataclass(frozen=True)
class Shade:
    """Colours of a world in a palette: light grounds get light worlds, dark grounds dark ones."""

    palette: Palette

    def tone(self, hue: str, share: float, *, free: bool = False) -> str:
        """The ground with `share` of `hue` in it, as much of it as type in front allows unless it is `free` of type."""
        return _tone(self.palette, hue, share, free)

    def sky(self, top: str, bottom: str) -> Any:
        """Paint that goes from one tone at the top to another at the horizon."""
        return linear_gradient((0, 0), (0, HEIGHT), [(0, top, 1.0), (0.75, bottom, 1.0), (1, bottom, 1.0)])


@lru_cache(maxsize=4096)
def _tone(palette: Palette, hue: str, share: float, free: bool) -> str:
    towards = "#000000" if palette.dark else "#FFFFFF"
    if free:
        return mix_colours(
            palette.ground, mix_colours(hue, towards, 0.2 if palette.dark else 0.1), min(share * 1.5, 0.95)
        )
    if not palette.dark:
        return _lit(palette, hue, share)
    # Where a hue itself leaves type too little contrast, a darker one may leave it enough.
    tones = [_readable(palette, mix_colours(hue, towards, darker), share) for darker in (0.35, 0.6, 0.8)]
    return max(tones, key=lambda tone: _distance(tone, palette.ground))


def _lit(palette: Palette, hue: str, share: float) -> str:
    """On a light ground: the hue itself, as light as type asks for; what is far away has some of the ground in it."""
    for step in range(25):
        found = mix_colours(palette.ground, lighten(hue, step / 24), min(share * _NEARER_BY_DAY, 1.0))
        if _is_readable(palette, found):
            return found
    return palette.ground


def _readable(palette: Palette, toned: str, share: float) -> str:
    """As much of `toned` in the ground as type allows."""
    for step in range(12):
        mixed = mix_colours(palette.ground, toned, share * (1 - step / 12))
        if _is_readable(palette, mixed):
            return mixed
    return palette.ground


def _is_readable(palette: Palette, behind: str) -> bool:
    small = all(contrast(behind, colour) >= _least(palette, colour) for colour in _written(palette))
    large = LARGE if palette.dark else min(_LARGE_BY_DAY, contrast(palette.ground, palette.accent_shape) - 0.02)
    return small and contrast(behind, palette.accent_shape) >= large


def _written(palette: Palette) -> set[str]:
    return {palette.ink, palette.mute, palette.accent_text}


def _least(palette: Palette, colour: str) -> float:
    """What type in `colour` needs; where the palette's own ground has hardly more, nearly all of that."""
    return min(READABLE + _SPARE, contrast(palette.ground, colour) - 0.02)


def _distance(one: str, other: str) -> int:
    return sum(abs(a - b) for a, b in zip(channels(one), channels(other), strict=True))


Draw = Callable[[Canvas], None]


@dataclass(frozen=True)
class Layer:
    """`draw` paints it on a canvas that is `MARGIN` wider than the frame on each side; `depth`: 0 far, 1 near.

    The nearest keeps below `FREE_Y`. `level`: the height that stays where it is when the camera comes nearer. `raised`:
    how much higher it is seen than it is drawn. `still_from`: it covers all below that height and never moves.
    """

    depth: float
    draw: Callable[[Canvas], None]
    level: float = FREE_Y
    raised: float = 0.0
    still_from: float | None = None


class Living(Protocol):
    """Something in a world that moves by itself, drawn at every refresh."""

    def __call__(self, canvas: Canvas, at: float, /) -> None:
        """Draw it as it is `at` seconds."""
        ...


@dataclass(frozen=True)
class World:
    """The far end first. `living` stands before the nearest layer, or behind one that never moves, `raised` with it."""

    layers: Sequence[Layer]
    living: Living
    raised: float = 0.0


@dataclass(frozen=True)
class View:
    """A place of the camera: how near it is, towards which x, how much it looks up, and from which side."""

    zoom: float
    towards: float = WIDTH / 2
    lift: float = 0.0
    mirrored: bool = False


VIEWS: Mapping[str, View] = {
    "wide": View(1.0),
    "low": View(1.6, 260, 60),
    "close": View(2.3, 800, 110),
    "side": View(1.3, 860, -30, mirrored=True),
    "detail": View(2.9, 430, 150, mirrored=True),
}


class WorldBackground:
    """A world as a background: layers that were drawn once, put together every second frame and, after a cut, each."""

    every = 2

    def __init__(self, world: World, view: str, seed: int) -> None:
        self.drawn = 0
        """Layers that were drawn: each once, however many frames are painted."""
        self._world = world
        self._way = 1 if seed % 2 else -1
        self._view = VIEWS[view]
        self._covered_from = min((one.still_from for one in world.layers if one.still_from is not None), default=HEIGHT)
        self._images = [(layer, *self._image(layer)) for layer in world.layers]
        self._living_before = next(
            (number for number, layer in enumerate(world.layers) if layer.still_from is not None), len(world.layers) - 1
        )

    def _image(self, layer: Layer) -> tuple[Any, int]:
        """The layer as it is seen, as far down as it has ink, and where that begins."""
        self.drawn += 1
        canvas = Canvas(WIDTH + 2 * MARGIN, HEIGHT)
        if layer.still_from is not None:
            with canvas.transform(MARGIN, 0):
                layer.draw(canvas)
        else:
            with canvas.transform(MARGIN, -layer.raised), self._seen(canvas, layer.depth, layer.level):
                layer.draw(canvas)
        if layer is self._world.layers[-1]:
            canvas.box(0, FREE_Y, canvas.pixels.shape[1], HEIGHT - FREE_Y, _dusk())
        if layer.raised:  # what is behind the ground need not be copied
            canvas.pixels[math.ceil(self._covered_from) :] = 0
        inked = [bool(row) for row in canvas.pixels[..., 3].max(axis=1)]
        top = inked.index(True) if any(inked) else 0
        bottom = HEIGHT - inked[::-1].index(True) if any(inked) else 1
        return canvas.snapshot_rows(top, bottom), top

    @contextmanager
    def _seen(self, canvas: Canvas, depth: float, level: float = FREE_Y) -> Generator[None]:
        """Draw as the camera sees what lies at a depth.

        What is nearest stays below the text: the camera comes closer to the line under which nothing is written.
        """
        view = self._view
        zoom = 1 + (view.zoom - 1) * (1 - 0.5 * depth)
        towards = WIDTH - view.towards if view.mirrored else view.towards
        with (
            canvas.transform(WIDTH if view.mirrored else 0, 0, scale=(-1 if view.mirrored else 1, 1)),
            canvas.zoom(towards, level, zoom),
            canvas.transform(0, view.lift * (1 - depth) / zoom),
        ):
            yield

    def moves_fast(self, at: float) -> bool:
        """Whether the camera still settles, so that every frame counts."""
        return at < _SETTLES_S

    def paint(self, canvas: Canvas, at: float) -> None:
        """Paint everything as it is `at` seconds since it is seen."""
        settled = out_cubic(clamp(at / _SETTLES_S))
        share = self._way * (0.9 * (1 - settled) + settled * math.sin(at / _PAN_S * math.tau / 2))
        for number, (layer, image, top) in enumerate(self._images):
            if number == self._living_before:
                with canvas.transform(0, -self._world.raised), self._seen(canvas, 0.6):
                    self._world.living(canvas, at)
            moved = 0.0 if layer.still_from is not None else share * MARGIN * _farness(layer.depth)
            canvas.image(image, round(-MARGIN + moved), top)


def _farness(depth: float) -> float:
    """How much of the camera's way a layer goes: those behind type hardly move, since it is read in front of them."""
    return 0.06 + 0.94 * depth**2.2


def _dusk() -> Any:
    """Paint that darkens what is nearest towards the frame's lower edge, below all type: what is behind lies deeper."""
    stops = [(0.0, "#000000", 0.0), (0.45, "#000000", 0.07), (1.0, "#000000", 0.34)]
    return linear_gradient((0, FREE_Y), (0, HEIGHT), stops)


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


def twinkle(canvas: Canvas, stars: Sequence[tuple[float, float, float]], at: float, colour: str) -> None:
    """Some of the stars, given by place and radius, as they glow at a moment."""
    for number, (x, y, size) in enumerate(stars[::6]):
        glow = 0.5 + 0.5 * math.sin(at * 2.2 + number * 1.7)
        dot(canvas, x, y, size * (1 + 0.5 * glow), colour, 0.2 + 0.4 * glow)


def butterfly(
    canvas: Canvas, at: tuple[float, float], open_share: float, long: float, reach: float, paint: Paint
) -> None:
    """Two wings, `long` pixels up and down from their middles, each at `reach` from the body where they are open."""
    x, y = at
    for side in (-1, 1):
        canvas.oval(x + side * reach * open_share, y, 6 + 16 * open_share, long, paint)


def petals(canvas: Canvas, x: float, y: float, count: int, reach: float, radius: float, colour: str) -> None:
    """Round petals at `reach` pixels from the middle of a blossom."""
    for turn in range(count):
        angle = turn * math.tau / count
        dot(canvas, x + reach * math.cos(angle), y + reach * math.sin(angle), radius, colour)
