"""Pictures that look like photographs and films, computed: a volcano, a sea, a planet, stars, a city, a coin.

Each is a function of a size in pixels and of a moment in seconds, for films; the same numbers give the same picture.
Colours are red, green and blue from 0 to 1, as they are shown.
"""

import io
import math
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Values = NDArray[np.floating[Any]]
Size = tuple[int, int]
Landscape = Callable[[Size, float], Values]
"""Width and height, and the moment -> rows x columns x colours."""

TILE = 1024
_FINER = 3
"""How much larger what has edges is drawn."""


def photograph(draw: Landscape, size: Size, grain: float = 0.012) -> bytes:
    """A picture as JPEG, with the grain of a sensor."""
    chance = np.random.default_rng(3)
    noise = chance.normal(0, grain, (size[1], size[0], 1)).astype(np.float32)
    data = io.BytesIO()
    _image(draw(size, 0.0) + noise).save(data, "JPEG", quality=92)
    return data.getvalue()


def film(draw: Landscape, size: Size, seconds: float, fps: int = 12) -> bytes:
    """A picture that moves, as MP4."""
    coding = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p")
    reading = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}", "-r", str(fps), "-i", "pipe:0")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *reading, *coding, str(path)]
        frames = (_image(draw(size, number / fps)).tobytes() for number in range(round(seconds * fps)))
        with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
            assert encoder.stdin
            for frame in frames:
                encoder.stdin.write(frame)
            encoder.stdin.close()
        assert encoder.returncode == 0
        return path.read_bytes()


def volcano(size: Size, at: float) -> Values:
    """A cone with snow on it behind hills with woods, in haze, under clouds that drift."""
    columns, rows = size
    horizon, focal, camera = rows * 0.47, rows * 0.9, (0.05 * at, 1.75, 0.12 * at)
    across = (np.arange(columns, dtype=np.float32)[None, :] - columns / 2) / focal
    depth = _depth(rows, horizon, focal, across, camera)
    seen = np.isfinite(depth)
    x, z = _spots(across, np.where(seen, depth, 1.0), camera)
    steepness, light = _lit(x, z)
    height = _sampled(_terrain(), x, z)
    trees = _sampled(_tile(5, 0.9), x * 5, z * 5) * np.exp(-depth / 9) + 0.6 * _sampled(_tile(6, 1.3), x * 2, z * 2)
    rock, wood, meadow = _rgb(0.33, 0.29, 0.28), _rgb(0.07, 0.14, 0.07), _rgb(0.31, 0.34, 0.14)
    ground = _mixed(meadow, wood, _ramp(trees + 0.9 * _sampled(_tile(7, 2.0), x, z), -0.9, 0.6))
    ground = _mixed(ground, rock, _ramp(steepness + 0.13 * height + 0.05 * trees, 0.42, 0.72))
    snow = _ramp(height - 1.3 * steepness + 0.22 * trees, 2.3, 2.75)
    ground = _mixed(ground, _rgb(0.96, 0.97, 1.0), snow)
    lit = ground * (0.2 * _rgb(0.8, 0.95, 1.25) + 1.1 * light[..., None] * _rgb(1.0, 0.9, 0.74))
    lit *= (1 + 0.2 * trees * (1 - snow))[..., None]
    haze = np.clip(1 - np.exp(-((depth / 19) ** 1.5)), 0, 0.9)
    hazed = _mixed(lit, _rgb(0.72, 0.78, 0.86), haze)
    return np.where(seen[..., None], hazed, _clouded_sky(size, horizon, at))


def _depth(rows: int, horizon: float, focal: float, across: Values, camera: tuple[float, float, float]) -> Values:
    """How far the ground is in each pixel; infinite where the sky is seen."""
    away = (0.35 * 1.0055 ** np.arange(860)).astype(np.float32)
    heights = _sampled(_terrain(), *_spots(across, away[:, None], camera))
    tops = horizon + (camera[1] - heights) / away[:, None] * focal
    highest = -np.minimum.accumulate(tops, axis=0)
    lines = -np.arange(rows)
    found = [np.searchsorted(highest[:, column], lines) for column in range(across.shape[1])]
    return np.append(away, np.inf).astype(np.float32)[np.stack(found, axis=1)]


def _lit(x: Values, z: Values) -> tuple[Values, Values]:
    """How steep the ground is at these places, and how much of the light from the left falls on it."""
    step = 1.5
    west, east, front, back = (
        _sampled(_terrain(), x + a, z + b) for a, b in ((-step, 0), (step, 0), (0, -step), (0, step))
    )
    slope_x, slope_z = (east - west) / (2 * step * _UNIT), (back - front) / (2 * step * _UNIT)
    normal = np.sqrt(1 + slope_x**2 + slope_z**2)
    return 1 - 1 / normal, np.clip((0.85 * slope_x + 0.4 + 0.25 * slope_z) / normal, 0, 1.2)


_UNIT = 1 / 24
"""How wide a pixel of the terrain is, in units of its height."""


def _spots(across: Values, away: Values, camera: tuple[float, float, float]) -> tuple[Values, Values]:
    """Where in the terrain's tile lies what is seen in these directions so far away."""
    return (across * away + camera[0]) / _UNIT + TILE / 2, (away + camera[2]) / _UNIT


@cache
def _terrain() -> Values:
    """Heights: hills in front, and a cone with a crater behind them."""
    rough, ridges = _tile(11, 1.9), 1 - np.abs(_tile(12, 1.8))
    x, z = np.meshgrid(np.arange(TILE) - TILE / 2 - 10, np.arange(TILE) - 0.36 * TILE)
    away = np.hypot(x, z) * _UNIT
    gullies = 0.34 * (1 - np.abs(_tile(14, 1.6))) * np.exp(-away / 3) * _ramp(away, 0.25, 1.4)
    cone = 5.0 * np.exp(-((away / 2.6) ** 0.95)) - 1.1 * np.clip(1 - away / 0.4, 0, 1)
    hills = 0.4 * rough + 0.62 * ridges * _ramp(_tile(13, 2.2), -0.6, 1.2)
    return (hills * _ramp(away, 0.3, 2.4) + cone - gullies).astype(np.float32)


def _clouded_sky(size: Size, horizon: float, at: float) -> Values:
    columns, rows = size
    y = np.arange(rows, dtype=np.float32)[:, None] / horizon
    blue = _mixed(_rgb(0.17, 0.35, 0.63), _rgb(0.8, 0.84, 0.87), np.clip(y, 0, 1) ** 3.2)
    away = 0.16 / np.clip(1.06 - y, 0.02, None)
    x = (np.arange(columns, dtype=np.float32)[None, :] / columns - 0.5) * away * 1500
    spots = x + 14 * at, away * 900 + 9 * at + 0 * x
    thick = _sampled(_tile(21, 1.75), *spots) + 0.35 * _sampled(_tile(22, 1.3), spots[0] * 3, spots[1] * 3)
    lit = thick - _sampled(_tile(21, 1.75), spots[0] - 22, spots[1] + 16)
    cloud = _mixed(_rgb(0.97, 0.96, 0.94), _rgb(0.66, 0.7, 0.77), _ramp(lit, -0.5, 0.9))
    return _mixed(
        np.broadcast_to(blue, (rows, columns, 3)), cloud, _ramp(thick, 0.75, 2.2) * np.clip((0.93 - y) * 4, 0, 0.9)
    )


def sea(size: Size, at: float) -> Values:
    """The sea before a low sun, whose light glitters on moving waves."""
    columns, rows = size
    horizon, sun = 0.52, (0.47, 0.462)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    x, y = x / columns - 0.5, y / rows
    sky = _evening(x, y, (sun[0] - 0.5, sun[1]), horizon, columns / rows, at)
    away = 0.05 / np.clip(y - horizon, 0.0006, None)
    slope_x, slope_z = _waves(x * away * 90, away * 90, at, away)
    # What a wave mirrors lies above the horizon by twice its slope and how low one looks at it.
    low = np.clip((y - horizon) * 1.1, 0, None)
    up = np.clip(low + 1.7 * slope_z, 0.004, 1.2)
    beside = x * 0.55 + 1.2 * slope_x
    mirrored = _sky_colour(up)
    offset = (beside - (sun[0] - 0.5)) / 0.05, (up - (horizon - sun[1]) * 1.6) / 0.075
    glitter = np.exp(-(offset[0] ** 2 + offset[1] ** 2))
    bright = 0.12 + 0.88 * np.exp(-up * 3.2)
    water = _mixed(np.broadcast_to(_rgb(0.02, 0.07, 0.1), mirrored.shape), mirrored, bright * 0.8)
    water = water + glitter[..., None] * _rgb(1.5, 0.95, 0.5)
    far = np.exp(-np.clip(y - horizon, 0, None) * 90)
    water = _mixed(water, _sky_colour(np.full_like(y, 0.02)), 0.65 * far)
    return np.where((y < horizon)[..., None], sky, water)


def _waves(x: Values, z: Values, at: float, away: Values) -> tuple[Values, Values]:
    """The slopes of the water, across and away; of small waves none where a pixel holds many of them."""
    chance = np.random.default_rng(8)
    slope_x, slope_z = np.zeros_like(x), np.zeros_like(x)
    for number in range(30):
        length = 0.35 * 1.17**number
        angle = chance.normal(1.25, 0.5)
        kx, kz = math.tau / length * math.cos(angle), math.tau / length * math.sin(angle)
        speed = math.sqrt(9.8 * math.tau / length) * 0.55
        seen = np.exp(-((away * 0.55 / length) ** 1.2)) * 0.052
        wave = np.cos(kx * x + kz * z + speed * at + chance.uniform(0, math.tau)) * seen
        slope_x += wave * math.cos(angle)
        slope_z += wave * math.sin(angle)
    return slope_x, slope_z


def _sky_colour(up: Values) -> Values:
    """Of an evening, by the height above the horizon."""
    low = _mixed(_rgb(0.99, 0.62, 0.3), _rgb(0.83, 0.5, 0.47), np.clip(up * 5.5, 0, 1))
    return _mixed(low, _rgb(0.18, 0.24, 0.45), np.clip(up * 1.9 - 0.12, 0, 1))


def _evening(x: Values, y: Values, sun: tuple[float, float], horizon: float, shape: float, at: float) -> Values:
    sky = _sky_colour(np.clip(horizon - y, 0, 1))
    away = np.hypot((x - sun[0]) * shape, y - sun[1])
    far = 0.05 / np.clip(horizon + 0.05 - y, 0.02, None)
    spots = x * far * 2600 + 10 * at, far * 900 + 5 * at
    thick = _ramp(_sampled(_tile(31, 1.8), *spots), 0.1, 1.5) * np.clip((horizon - y) * 6, 0, 1)
    cloud = _mixed(_rgb(0.36, 0.28, 0.38), _rgb(1.0, 0.66, 0.42), np.exp(-away * 3.5))
    sky = _mixed(sky, cloud, 0.8 * thick)
    glow = 0.75 * np.exp(-away * 9) + 0.2 * np.exp(-away * 2.6)
    disc = _ramp(0.029 - away, 0, 0.003)
    return sky + glow[..., None] * _rgb(1.0, 0.62, 0.3) + disc[..., None] * _rgb(1.0, 0.85, 0.6)


def planet(size: Size, at: float) -> Values:
    """A striped planet with a storm, lit from one side, before stars."""
    columns, rows = size
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    radius = 0.33 * columns
    px, py = (x - 0.53 * columns) / radius, (y - 0.4 * rows) / radius
    tilt = 0.24
    u, v = px * math.cos(tilt) + py * math.sin(tilt), py * math.cos(tilt) - px * math.sin(tilt)
    inside = u**2 + v**2
    w = np.sqrt(np.clip(1 - inside, 0, 1))
    along, up = np.arctan2(u, w) + 0.05 * at, np.arcsin(np.clip(v, -1, 1))
    swirls = _sampled(_tile(41, 1.9), along * 330, up * 900)
    fine = _sampled(_tile(42, 1.5), along * 520 + 30 * swirls, up * 1500 + 60 * swirls)
    bands = np.sin(up * 15 + 0.34 * swirls) + 0.5 * np.sin(up * 37 + 0.5 * swirls + 1) + 0.22 * fine
    colour = _mixed(_rgb(0.62, 0.42, 0.29), _rgb(0.93, 0.86, 0.75), _ramp(bands, -1.2, 1.2))
    colour = _mixed(colour, _rgb(0.5, 0.5, 0.55), 0.5 * _ramp(np.abs(up), 0.75, 1.5))
    storm = ((along + 0.28) / 0.2) ** 2 + ((up - 0.36) / 0.1) ** 2
    colour = _mixed(colour, _rgb(0.71, 0.3, 0.18) * (1 + 0.12 * fine[..., None]), np.exp(-(storm**2)))
    light = np.clip(0.66 * w - 0.66 * u - 0.3 * v, 0, 1) ** 0.75 * (0.45 + 0.55 * w)
    edge = np.clip((1 - np.sqrt(inside)) * radius / 1.6, 0, 1)
    return _mixed(_stars(size, 900, 0.5), colour * light[..., None] * 1.15, edge)


def night(size: Size, at: float) -> Values:
    """A galaxy from its edge above dark hills."""
    columns, rows = size
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    turn = 1.02
    px, py = (x - 0.52 * columns) / columns, (y - 0.36 * rows) / columns
    along, beside = px * math.cos(turn) + py * math.sin(turn), py * math.cos(turn) - px * math.sin(turn)
    clouds = _sampled(_tile(51, 1.7), along * 700 + 4 * at, beside * 700)
    lanes = _sampled(_tile(52, 1.6), along * 520 + 90, beside * 900)
    band = np.exp(-((beside / (0.14 + 0.03 * clouds)) ** 2)) * (0.75 + 0.3 * clouds)
    core = np.exp(-((along / 0.36) ** 2) - (beside / 0.1) ** 2)
    dust = _ramp(lanes, 0.0, 1.1) * np.exp(-((beside / 0.075) ** 2))
    glow = np.clip(0.3 * band + 0.55 * core * (1 + 0.2 * clouds), 0, 1.2) * (1 - 0.82 * dust)
    sky = _mixed(np.broadcast_to(_rgb(0.015, 0.025, 0.06), (rows, columns, 3)), _rgb(0.05, 0.1, 0.13), (y / rows) ** 3)
    warm = _mixed(_rgb(0.62, 0.66, 0.86), _rgb(1.0, 0.83, 0.62), np.clip(core * 1.4, 0, 1))
    sky = sky + glow[..., None] * warm * 0.8
    sky = sky + _stars(size, 5200, 1.0) * (1 - 0.6 * dust[..., None]) * (0.55 + 0.9 * band[..., None])
    crest = rows * (0.83 + 0.03 * _tile(53, 2.2)[7, (np.arange(columns) * 700 // columns) % TILE])
    hills = _ramp(y - crest[None, :], -1.0, 1.0)
    return _mixed(sky, np.broadcast_to(_rgb(0.012, 0.016, 0.022), sky.shape), hills)


def _stars(size: Size, count: int, most: float) -> Values:
    """Points of light, few of them bright, of the colours that stars have."""
    columns, rows = size
    chance = np.random.default_rng(60)
    found = np.zeros((rows, columns, 3), np.float32)
    brightness = np.clip(0.06 * chance.pareto(1.5, count), 0.03, most)
    tints = _mixed(_rgb(1.0, 0.8, 0.62), _rgb(0.72, 0.84, 1.0), chance.random(count).astype(np.float32))
    xs, ys = chance.integers(3, columns - 4, count), chance.integers(3, rows - 4, count)
    spot = np.exp(-(np.mgrid[-3:4, -3:4] ** 2).sum(0) / 1.9).astype(np.float32)[..., None]
    for x, y, bright, tint in zip(xs, ys, brightness, tints, strict=True):
        found[y - 3 : y + 4, x - 3 : x + 4] += spot * bright * tint
    return found


def city(size: Size, at: float) -> Values:
    """A tower of iron over a city at dusk, windows lit, mirrored in a river."""
    columns, rows = size
    shore = round(rows * 0.72)
    y = np.linspace(0, 1, shore, dtype=np.float32)[:, None]
    sky = _mixed(_rgb(0.09, 0.13, 0.3), _rgb(0.93, 0.5, 0.32), y**1.7)
    x = np.arange(columns, dtype=np.float32)[None, :]
    spots = x * 0.45 * (1 + 0 * y) + 6 * at, y * 1500 + 0 * x
    thick = _ramp(_sampled(_tile(71, 1.8), *spots), 0.2, 1.6)
    small = _image(_mixed(np.broadcast_to(sky, (shore, columns, 3)), _rgb(0.5, 0.3, 0.36), 0.7 * thick))
    large = small.resize((columns * _FINER, shore * _FINER))
    chance = np.random.default_rng(7)
    for depth in (0, 1, 2):
        if depth == 2:
            _draw_tower(large, columns * _FINER * 0.5, shore * _FINER, columns * _FINER * 0.6, shore * _FINER * 0.83)
        _draw_blocks(ImageDraw.Draw(large), chance, columns * _FINER, shore * _FINER, depth)
    image = large.resize((columns, shore), Image.Resampling.LANCZOS)
    above = np.asarray(image, np.float32) / 255
    glow = np.asarray(image.filter(ImageFilter.GaussianBlur(columns / 90)), np.float32) / 255
    above = above + 0.3 * np.clip(glow - 0.22, 0, 1)
    wave = _sampled(_tile(72, 1.4), np.arange(columns)[None, :] * 0.6, np.arange(rows - shore)[:, None] * 4.0 + 9 * at)
    down = np.arange(rows - shore)[:, None]
    row = np.clip(shore - 1 - down * 1.5 + 9 * wave, 0, shore - 1).astype(int)
    column = np.clip(np.arange(columns)[None, :] + 5 * wave, 0, columns - 1).astype(int)
    river = above[row, column] * (0.62 + 0.07 * wave[..., None]) * _rgb(0.82, 0.9, 1.05)
    return np.concatenate([above, river])


def _draw_blocks(pen: ImageDraw.ImageDraw, chance: np.random.Generator, columns: int, shore: int, depth: int) -> None:
    """A row of houses, the nearer the darker, with lights in some windows."""
    unit = columns / 1000
    x = -20 * unit
    while x < columns:
        wide, tall = chance.uniform(26, 64) * unit, chance.uniform(0.03, 0.1) * shore * (1.5 - 0.35 * depth)
        shade = _bytes(*((0.5, 0.31, 0.35), (0.28, 0.19, 0.27), (0.085, 0.07, 0.1))[depth])
        pen.rectangle((x, shore - tall, x + wide, shore), fill=shade)
        roof = chance.uniform(0, 0.014) * shore
        pen.polygon([(x, shore - tall), (x + 4 * unit, shore - tall - roof), (x + wide, shore - tall)], shade)
        pane = (1.7 + 0.8 * depth) * unit
        for top in np.arange(shore - tall + 2 * pane, shore - pane, 2.6 * pane):
            for left in np.arange(x + pane, x + wide - 2 * pane, 2.1 * pane):
                if chance.random() < 0.2:
                    warm = chance.uniform(0.5, 1)
                    pen.rectangle(
                        (left, top, left + pane, top + 1.5 * pane), fill=_bytes(warm, warm * 0.78, warm * 0.45)
                    )
        x += wide + chance.uniform(-4, 3) * unit


def _draw_tower(image: Image.Image, x: float, foot: float, wide: float, tall: float) -> None:
    """Four legs that bend together to a mast, a lattice between them, three floors; lit from within."""
    pen = ImageDraw.Draw(image)

    def half(share: float) -> float:
        return wide / 2 * (0.035 + 0.965 * (1 - share) ** 2.6)

    steps = np.linspace(0, 0.93, 70)
    for low, high in pairwise(steps.tolist()):
        outer, inner = (half(low), half(high)), (half(low) * 0.62, half(high) * 0.62)
        y1, y2 = foot - tall * low, foot - tall * high
        solid = low > 0.36
        for side in (-1, 1):
            a, b = (0.0, 0.0) if solid else inner
            colour = _bytes(0.43 + 0.2 * low, 0.29 + 0.14 * low, 0.13)
            pen.polygon(
                [(x + side * outer[0], y1), (x + side * outer[1], y2), (x + side * b, y2), (x + side * a, y1)], colour
            )
            line, iron = round(max(wide / 420, 1)), _bytes(0.93, 0.67, 0.3)
            pen.line([(x + side * outer[0], y1), (x + side * b, y2)], iron, line)
            pen.line([(x + side * a, y1), (x + side * outer[1], y2)], iron, line)
            pen.line([(x + side * outer[0], y1), (x + side * outer[1], y2)], _bytes(1, 0.8, 0.45), 2 * line)
    arch = half(0.02) * 0.6
    pen.arc(
        (x - arch, foot - tall * 0.17, x + arch, foot + tall * 0.13),
        180,
        360,
        _bytes(0.93, 0.67, 0.3),
        round(wide / 110),
    )
    for share, over in ((0.185, 1.1), (0.36, 1.16), (0.9, 1.6)):
        y, reach = foot - tall * share, half(share) * over
        pen.rectangle((x - reach, y - tall * 0.007, x + reach, y + tall * 0.005), fill=_bytes(1, 0.84, 0.5))
    pen.rectangle((x - wide / 300, foot - tall, x + wide / 300, foot - tall * 0.9), fill=_bytes(0.95, 0.72, 0.4))


def coin(size: Size, at: float) -> Values:
    """A worn silver coin with a star on a table of dark wood, from near."""
    columns, rows = size
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    wood = _wood(x / columns * 1000, y / columns * 1000)
    radius = 0.35 * columns
    px, py = (x - 0.5 * columns) / radius, (y - 0.42 * rows) / radius
    away = np.hypot(px, py)
    shadow = _image(np.repeat(_ramp(1.03 - np.hypot(px - 0.07, py - 0.1), -0.05, 0.05)[..., None], 3, 2))
    dark = np.asarray(shadow.filter(ImageFilter.GaussianBlur(columns / 45)), np.float32)[..., :1] / 255
    relief = _relief(px, py, away) + 0.0009 * _sampled(_tile(81, 1.2), x * 0.7, y * 0.7)
    slope_y, slope_x = np.gradient(relief * radius * 0.8)
    tall = np.sqrt(1 + slope_x**2 + slope_y**2)
    nx, ny, nz = -slope_x / tall, -slope_y / tall, 1 / tall
    # A window above on the left, and a dark room around it.
    lit = np.clip((-0.5 * nx - 0.56 * ny + 0.66 * nz), 0, 1)
    window = np.exp(-(((nx + 0.22 + 0.1 * px) / 0.16) ** 2) - ((ny + 0.26 + 0.1 * py) / 0.2) ** 2)
    worn = 0.85 + 0.06 * _sampled(_tile(82, 1.8), x * 0.5, y * 0.5)
    silver = (0.2 + 0.62 * lit**1.5 + 0.32 * window) * worn
    metal = silver[..., None] * _rgb(0.97, 0.95, 0.91) + 0.03
    edge = _ramp(1.0 - away, -0.004, 0.004)
    return _mixed(wood * (1 - 0.75 * dark), metal, edge)


def _relief(x: Values, y: Values, away: Values) -> Values:
    """The heights of the coin's face: a rim, a ring of beads, a star, and rays."""
    angle = np.arctan2(y, x)
    rim = 0.05 * _ramp(away, 0.9, 0.925) * _ramp(1.0 - away, 0.0, 0.03)
    beads = 0.02 * _ramp(np.cos(angle * 60), 0.1, 0.9) * np.exp(-(((away - 0.845) / 0.018) ** 2))
    fifth = (angle + math.pi / 2 + math.pi / 5) % (math.tau / 5) - math.pi / 5
    spoke = away * np.cos(fifth) * 1.0 + np.abs(away * np.sin(fifth)) * 1.376
    star = 0.085 * np.clip(1 - spoke / 0.62, 0, 0.9) ** 0.75
    rays = 0.012 * _ramp(np.cos(angle * 30), 0.0, 0.8) * _ramp(away, 0.5, 0.56) * _ramp(0.77 - away, 0, 0.05)
    return (rim + beads + star + rays).astype(np.float32)


def _wood(x: Values, y: Values) -> Values:
    board = np.floor(x / 330)
    grain = _sampled(_tile(91, 1.6), x * 2.2 + board * 211, y * 0.13 + board * 57)
    rings = np.sin((x + 46 * grain + 90 * board) * 0.16)
    gap = np.exp(-(((x % 330) / 4) ** 2))
    tone = 0.5 + 0.26 * grain + 0.12 * rings
    wood = _mixed(_rgb(0.12, 0.065, 0.04), _rgb(0.42, 0.25, 0.14), np.clip(tone, 0, 1)) * (1 - 0.8 * gap[..., None])
    light = 1.25 - 0.0005 * x - 0.00035 * y
    return wood * np.clip(light, 0.2, 2)[..., None]


@cache
def _tile(seed: int, slope: float) -> Values:
    """Noise that repeats in both directions; the steeper its slope, the smoother. Mean 0, deviation 1."""
    chance = np.random.default_rng(seed)
    fx, fy = np.meshgrid(np.fft.rfftfreq(TILE), np.fft.fftfreq(TILE))
    far = np.hypot(fx, fy)
    far[0, 0] = 1
    waves = np.fft.rfft2(chance.normal(size=(TILE, TILE))) / far**slope
    waves[0, 0] = 0
    noise = np.fft.irfft2(waves, s=(TILE, TILE))
    return (noise / noise.std()).astype(np.float32)


def _sampled(tile: Values, x: Values, y: Values) -> Values:
    """The values of a tile at places between its pixels."""
    left, top = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    across, down = (x - left).astype(np.float32), (y - top).astype(np.float32)
    x0, x1, y0, y1 = left % TILE, (left + 1) % TILE, top % TILE, (top + 1) % TILE
    upper = tile[y0, x0] * (1 - across) + tile[y0, x1] * across
    lower = tile[y1, x0] * (1 - across) + tile[y1, x1] * across
    return upper * (1 - down) + lower * down


def _ramp(values: Values, start: float, end: float) -> Values:
    """0 before the start, 1 behind the end, soft between them."""
    share = np.clip((values - start) / (end - start), 0, 1)
    return share * share * (3 - 2 * share)


def _rgb(red: float, green: float, blue: float) -> Values:
    return np.array((red, green, blue), np.float32)


def _bytes(red: float, green: float, blue: float) -> tuple[int, int, int]:
    return round(255 * min(red, 1)), round(255 * min(green, 1)), round(255 * min(blue, 1))


def _mixed(one: Values, other: Values, share: Values) -> Values:
    """The way from one colour to another, in each pixel."""
    return one + (other - one) * share[..., None]


def _image(picture: Values) -> Image.Image:
    """As shown: lights that are too bright run out softly."""
    soft = np.where(picture > 0.85, 0.85 + 0.15 * np.tanh((picture - 0.85) / 0.15), picture)
    return Image.fromarray((soft.clip(0, 1) * 255 + 0.5).astype(np.uint8))
