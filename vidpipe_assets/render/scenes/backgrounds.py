"""The families of backgrounds that move slowly behind a scene, found by name with `make_background`.

`duo` is flat geometry, `mesh` and `leak` are light, `paper` and `grid` are printed textures under moving light. Light
is painted small, enlarged by Pillow and textured by one addition of bytes: skia takes 64 ms to enlarge a picture to
1080x1920 and 12 ms for each full gradient; Pillow and numpy do both in 12 ms.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from random import Random
from typing import Protocol

import numpy as np
from PIL import Image

from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import (
    Canvas,
    Pixels,
    blend_as_light,
    fill,
    linear_gradient,
    radial_gradient,
    stroke,
)
from vidpipe_assets.render.drawing.colour import channels, mix_colours
from vidpipe_assets.render.drawing.easing import in_out_cubic, progress
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.palettes import Palette
from vidpipe_assets.render.worlds.layers import WorldBackground
from vidpipe_assets.render.worlds.worlds import make_world

SMALL_WIDTH, SMALL_HEIGHT = 108, 192


def small_canvas() -> Canvas:
    """A canvas of a tenth of the picture's size."""
    return Canvas(SMALL_WIDTH, SMALL_HEIGHT)


def enlarge(small: Canvas, target: Pixels, texture: Pixels, *, darker: bool = False) -> None:
    """Enlarge `small` to `target` and add `texture`, or take it away. Nothing may overflow: see `keep_headroom`."""
    height, width = small.pixels.shape[:2]
    picture = Image.frombuffer("RGBX", (width, height), small.pixels.tobytes(), "raw", "RGBX", 0, 1)
    large = np.asarray(picture.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR))
    (np.subtract if darker else np.add)(large, texture, out=target)


def keep_headroom(small: Canvas, texture: Pixels, *, darker: bool = False) -> None:
    """Keep `small` far enough from white, or from black, for `texture`: bytes wrap around."""
    room = int(texture.max())
    colours = small.pixels[..., :3]
    np.clip(colours, room if darker else 0, 255 if darker else 255 - room, out=colours)


def film_grain(strength: float, seed: int) -> Pixels:
    """Film grain to add: it hides the steps of gradients. It stands still, since moving grain costs 6 MB in 5 s."""
    noise = np.random.default_rng(seed).normal(strength, strength * 0.6, (HEIGHT, WIDTH))
    texture = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    texture[..., :3] = np.clip(noise, 0, strength * 2.2).astype(np.uint8)[..., None]
    return texture


class Duo:
    """Big shapes in the palette's grounds, kept quiet where the text stands."""

    every = 1

    def __init__(self, palette: Palette, seed: int) -> None:
        self._ground = palette.ground
        self._near = mix_colours(palette.ground, palette.ground2, 0.9)
        self._far = mix_colours(palette.ground, palette.ground3, 0.75)
        self._arrange = (self._orbit, self._hills, self._rays, self._steps)[seed % 4]
        self._side = -1 if seed // 4 % 2 else 1

    def paint(self, canvas: Canvas, at: float) -> None:
        """Paint everything as it is `at` seconds."""
        canvas.clear(self._ground)
        with canvas.transform(0 if self._side > 0 else WIDTH, 0, scale=(self._side, 1)):
            self._arrange(canvas, at)

    def _orbit(self, canvas: Canvas, at: float) -> None:
        x, y = 950 - 40 * math.sin(at * 0.3), 290 + 60 * math.sin(at * 0.25)
        canvas.circle(x, y, 430, fill(self._near))
        canvas.circle(x, y, 250, fill(self._far))
        with canvas.transform(40, 1660, turn=-25 + 6 * at):
            canvas.wedge(0, 0, 560, -90, 180, fill(self._near))
            canvas.wedge(0, 0, 330, 90, 180, fill(self._far))
        with canvas.transform(900 + 20 * math.sin(at * 0.5), 1700, turn=4 * at):
            for number in range(5):
                canvas.box(-200, -120 + number * 58, 400, 22, fill(self._far))

    def _hills(self, canvas: Canvas, at: float) -> None:
        canvas.circle(820 + 30 * math.sin(at * 0.3), 400 + 40 * math.cos(at * 0.3), 300, fill(self._near))
        for number, colour in enumerate((self._near, self._far, self._near)):
            points = [(0.0, float(HEIGHT))]
            for step in range(25):
                x = step * WIDTH / 24
                wave = math.sin(x / 260 + at * (0.5 + 0.12 * number) + number * 1.9)
                points.append((x, 1360 + number * 170 + wave * (90 - 16 * number)))
            canvas.path(polygon([*points, (WIDTH, HEIGHT)]), fill(colour))

    def _rays(self, canvas: Canvas, at: float) -> None:
        with canvas.transform(880, 1760, turn=at * 3):
            for number in range(12):
                start, end = math.radians(number * 30), math.radians(number * 30 + 15)
                corners = [(0.0, 0.0), *((2300 * math.cos(a), 2300 * math.sin(a)) for a in (start, end))]
                canvas.path(polygon(corners), fill(self._near, 0.7))
        canvas.circle(880, 1760, 300 + 14 * math.sin(at * 0.9), fill(self._far))

    def _steps(self, canvas: Canvas, at: float) -> None:
        with canvas.transform(540, 1500, turn=-24 + 2 * math.sin(at * 0.3)):
            for number in range(5):
                shift = 130 * math.sin(at * 0.28 + number * 1.1)
                colour = self._far if number % 2 else self._near
                canvas.box(-1000 + 330 * number + shift, -200 + number * 130, 1500, 112, fill(colour), 56)
        canvas.circle(930, 300 + 24 * math.sin(at * 0.5), 420, fill(self._near))
        canvas.circle(930, 300 + 24 * math.sin(at * 0.5), 250, fill(self._ground))


class Mesh:
    """Blobs of the palette's grounds that wander slowly."""

    every = 3

    def __init__(self, palette: Palette, seed: int) -> None:
        chance = Random(seed)  # noqa: S311 - for variety, not for secrecy
        self._palette = palette
        self._small = small_canvas()
        self._grain = film_grain(3, seed)
        colours = (
            palette.ground2,
            palette.ground3,
            mix_colours(palette.ground3, palette.accent, 0.16),
            palette.ground2,
        )
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
        keep_headroom(small, self._grain)
        enlarge(small, canvas.pixels, self._grain)


class Leak:
    """A gleam that drifts in from the right, with film grain."""

    every = 3

    def __init__(self, palette: Palette, seed: int) -> None:
        self._palette = palette
        self._small = small_canvas()
        self._grain = film_grain(4, seed)
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
            with small.transform(x, y, turn=turn, scale=(0.55, 1.5)):
                small.circle(0, 0, 75, blend_as_light(gleam) if palette.dark else gleam)
        keep_headroom(small, self._grain)
        enlarge(small, canvas.pixels, self._grain)


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
        small.clear(mix_colours(palette.ground, "#FFFFFF", 0.06))
        shade = mix_colours(palette.ground2, "#000000", 0.12)
        with small.transform(SMALL_WIDTH / 2 + 26 * math.sin(at * 0.3 + self._phase), SMALL_HEIGHT / 2, turn=24):
            for number in range(-3, 4):
                x = number * 58 + 7 * math.sin(at * 0.5 + number)
                stops = [(0.0, shade, 0.0), (0.5, shade, 0.62), (1.0, shade, 0.0)]
                small.box(x - 22, -170, 44, 340, linear_gradient((x - 22, 0), (x + 22, 0), stops))
        keep_headroom(small, self._texture, darker=True)
        enlarge(small, canvas.pixels, self._texture, darker=True)


class Grid:
    """A fine grid with crosses over a wandering light."""

    every = 3

    def __init__(self, palette: Palette, seed: int) -> None:
        chance = Random(seed)  # noqa: S311 - for variety, not for secrecy
        self._palette = palette
        self._small = small_canvas()
        self._phase = chance.uniform(0, 6.3)
        self._texture = np.minimum(_grid_lines(chance.choice((12, 84, 120))) + film_grain(2, seed), 54)
        self._texture[..., 3] = 0

    def paint(self, canvas: Canvas, at: float) -> None:
        """Paint everything as it is `at` seconds."""
        small, palette = self._small, self._palette
        small.clear(palette.ground)
        x = SMALL_WIDTH / 2 + 34 * math.sin(at * 0.5 + self._phase)
        y = SMALL_HEIGHT * 0.32 + 22 * math.cos(at * 0.4 + self._phase)
        stops = [(0.0, palette.ground3, 0.85), (0.45, palette.ground2, 0.5), (1.0, palette.ground2, 0.0)]
        small.cover(radial_gradient((x, y), 130, stops))
        keep_headroom(small, self._texture, darker=not palette.dark)
        enlarge(small, canvas.pixels, self._texture, darker=not palette.dark)


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


class Background(Protocol):
    """`every` is for how many frames a painting may be kept."""

    every: int

    def paint(self, canvas: Canvas, at: float) -> None:
        """Paint all of a full-size canvas as it is `at` seconds."""
        ...


_FAMILIES = {"mesh": Mesh, "leak": Leak, "paper": Paper, "grid": Grid, "duo": Duo}


def make_background(name: str, palette: Palette, seed: int, foot: float | None = None) -> Background:
    """The family `name`, or the world and view, in the colours of `palette`; the seed arranges it.

    `foot`: the height at which something stands before it; only worlds have a ground.
    """
    if "/" in name:
        return make_world(name, palette, seed, foot)
    return _FAMILIES[name](palette, seed)


_PAN_S = 0.3
"""How long the camera takes to another place: words that stand before a cut would look like a fault of the picture."""


class CutBackground:
    """A background that is seen anew at some moments: another view or world, or its shapes arranged otherwise.

    The camera pans there fast, to the right; it cuts where what stands before it goes, too. Each view is made when it
    is first seen, and the one before is given up: a view of a world takes some 30 MB. `views`: from which second on
    which is seen, the first from 0. `foot` says at which height something stands before it at a moment.
    """

    def __init__(
        self,
        views: Sequence[tuple[float, str]],
        palette: Palette,
        seed: int,
        foot: Callable[[float], float | None] = lambda _: None,
    ) -> None:
        self._palette, self._seed = palette, seed
        self._starts_s, self._names = zip(*views, strict=True)
        self._is_world = "/" in self._names[0]
        self._foot = foot
        self._shown = self._place(0.0)
        self._made = self._make(*self._shown)
        self._left: tuple[int, Pixels] | None = None
        """A view, and the one before as it was when the camera went away."""

    def every(self, at: float) -> int:
        """For how many frames a painting of this moment may be kept."""
        made, since = self._made, at - self._starts_s[self._view(at)]
        fast = isinstance(made, WorldBackground) and made.moves_fast(since)
        return 1 if fast or self._panned(at) < 1 else made.every

    def paint(self, canvas: Canvas, at: float) -> None:
        """Paint all of a full-size canvas as it is `at` seconds."""
        place, panned = self._place(at), self._panned(at)
        left = self._picture_left(place[0]) if panned < 1 else None
        if place != self._shown:
            self._made, self._shown = self._make(*place), place
        self._made.paint(canvas, at - self._starts_s[place[0]])
        if left is None:
            self._left = None
            return
        seen = round(WIDTH * panned)
        comes = canvas.pixels[:, :seen].copy()
        canvas.pixels[:, : WIDTH - seen] = left[:, seen:]
        canvas.pixels[:, WIDTH - seen :] = comes

    def _panned(self, at: float) -> float:
        """How much of a view is seen already; 1: all."""
        view = self._view(at)
        start = self._starts_s[view]
        if view == 0 or self._foot(start - 1 / FPS) != self._foot(start):
            return 1.0
        return progress(at, start, _PAN_S, in_out_cubic)

    def _picture_left(self, view: int) -> Pixels:
        """The view before this one as it was last."""
        if self._left is None or self._left[0] != view:
            last = self._starts_s[view] - 1 / FPS
            place = self._place(last)
            made = self._made if place == self._shown else self._make(*place)
            canvas = Canvas(WIDTH, HEIGHT)
            made.paint(canvas, last - self._starts_s[view - 1])
            self._left = view, canvas.pixels
        return self._left[1]

    def _make(self, view: int, foot: float | None) -> Background:
        seed = self._seed if self._is_world else self._seed + view
        return make_background(self._names[view], self._palette, seed, foot)

    def _place(self, at: float) -> tuple[int, float | None]:
        """Which view it is, and where something stands before it."""
        return self._view(at), self._foot(at) if self._is_world else None

    def _view(self, at: float) -> int:
        return bisect_right(self._starts_s, at + 1e-6) - 1
