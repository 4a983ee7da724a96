"""Photographs that fakes give away: drawn here, with light, grain and a subject, so that a still looks like one."""

import io
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


@cache
def photograph(number: int = 0, size: tuple[int, int] = (1280, 1920)) -> bytes:
    """A grey hand-held console on a table as JPEG; each number has a light and a place of its own."""
    width, height = size
    chance = np.random.default_rng(number)
    image = _table(chance, size)
    large = height * (0.5 + 0.06 * (number % 3))
    left, top = width * 0.5 - large * 0.3 + (number % 2) * width * 0.06, height * 0.5 - large * 0.5
    box = (left, top, left + large * 0.6, top + large)
    shadow = Image.new("L", size, 0)
    ImageDraw.Draw(shadow).rounded_rectangle([one + large * 0.03 for one in box], large * 0.05, fill=150)
    image.paste((12, 8, 6), mask=shadow.filter(ImageFilter.GaussianBlur(large * 0.025)))
    _console(ImageDraw.Draw(image), box, large)
    grain = chance.normal(0, 5, (height, width, 1)).astype(np.float32)
    lit = np.asarray(image, np.float32) * _light(size, number) + grain
    out = io.BytesIO()
    Image.fromarray(lit.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=88)
    return out.getvalue()


def _table(chance: np.random.Generator, size: tuple[int, int]) -> Image.Image:
    """Boards of wood."""
    width, height = size
    rows = np.linspace(0, 9, height, dtype=np.float32)[:, None]
    columns = np.linspace(0, 40, width, dtype=np.float32)[None, :]
    waves = np.sin(columns * 1.7 + np.sin(rows * 1.3) * 2.2) * 9 + np.sin(columns * 9 + rows) * 4
    boards = (np.floor(columns / 8) % 3 - 1) * 10
    tint = np.array([146, 98, 58], np.float32) + chance.normal(0, 14, 3).astype(np.float32)
    return Image.fromarray((tint + (waves + boards)[..., None]).clip(0, 255).astype(np.uint8))


def _console(draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], large: float) -> None:
    left, top, right, _ = box
    draw.rounded_rectangle(box, large * 0.05, fill=(196, 193, 184), outline=(150, 147, 140), width=4)
    screen = (left + large * 0.06, top + large * 0.07, right - large * 0.06, top + large * 0.45)
    draw.rounded_rectangle(screen, large * 0.025, fill=(88, 90, 104))
    inner = [screen[0] + large * 0.07, screen[1] + large * 0.05, screen[2] - large * 0.07, screen[3] - large * 0.04]
    draw.rectangle(inner, fill=(139, 157, 40))
    x, y, arm = left + large * 0.16, top + large * 0.64, large * 0.045
    draw.rectangle((x - arm * 2, y - arm * 0.7, x + arm * 2, y + arm * 0.7), fill=(40, 40, 44))
    draw.rectangle((x - arm * 0.7, y - arm * 2, x + arm * 0.7, y + arm * 2), fill=(40, 40, 44))
    for step in (0.0, 0.13):
        cx, cy, r = right - large * (0.24 - step), top + large * (0.68 - step * 0.45), large * 0.045
        draw.ellipse((cx - r, cy - r, cx + r, cy + r), fill=(150, 34, 84))


def _light(size: tuple[int, int], number: int) -> np.ndarray:
    """Brighter on the side of the window, darker in the corners."""
    width, height = size
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    side = -0.25 if number % 2 else 0.25
    return (1.02 + side * across - 0.18 * down - 0.22 * (across**2 + down**2))[..., None]
