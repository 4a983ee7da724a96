"""Where a subject is shown to others: behind the window of a shop, on a stand, in the light."""

import math

from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient, stroke
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.scenes.staging.stage import Box, Pose, Stage

_SIZE, _STAND, _AWNING = 0.66, 0.1, 0.17
"""Of its size is a subject in a window; how high its stand and the awning over it are, in the window's heights."""
_WALL, _DARK, _LIGHT = "#2C3A5C", "#1C2642", "#FFE7B0"
_STRIPES = 8


def _window(stage: Stage) -> Box:
    """The window, with its frame and awning: as high as the subject is, within its room."""
    ink, room = stage.ink, stage.room
    half = min(max(0.62 * ink.wide, 0.46 * ink.high), room.wide / 2 - 14)
    x = min(max(ink.x, room.left + half + 14), room.right - half - 14)
    return Box(x - half, ink.top, x + half, ink.bottom)


def in_window(stage: Stage, at: float) -> Pose:
    """On its stand."""
    share, window = stage.share(at), _window(stage)
    size = min(_SIZE, 0.8 * window.wide / stage.ink.wide)
    down = -_STAND * window.high * share
    return Pose((window.x - stage.ink.x) * share, down, scale=1 - (1 - size) * share)


def window_behind(stage: Stage, canvas: Canvas, at: float) -> None:
    """The wall behind the subject, a beam of light, and the stand."""
    share, window = stage.share(at, 0.6), _window(stage)
    if share <= 0:
        return
    high, top = window.high * share, window.bottom - window.high * share
    wall = linear_gradient((0, top), (0, window.bottom), [(0, _WALL, 1.0), (1, _DARK, 1.0)])
    canvas.box(window.left, top, window.wide, high, wall, 12)
    if share < 1:
        return
    lamp = window.top + _AWNING * window.high
    beam = [(window.x - 0.06 * window.wide, lamp), (window.x + 0.06 * window.wide, lamp),
            (window.x + 0.42 * window.wide, window.bottom), (window.x - 0.42 * window.wide, window.bottom)]  # fmt: skip
    canvas.path(polygon(beam), fill(_LIGHT, 0.24 + 0.05 * math.sin(at * 2)))
    tall, half = _STAND * window.high, 0.34 * window.wide
    canvas.box(window.x - half, window.bottom - tall, 2 * half, tall, fill("#F2F5FA"), 6)
    canvas.box(window.x - half, window.bottom - tall, 2 * half, 0.26 * tall, fill(stage.palette.accent_shape), 6)


def window_before(stage: Stage, canvas: Canvas, at: float) -> None:
    """The frame, a gleam that passes over the glass, and the awning that comes down."""
    share, window = stage.share(at, 0.6), _window(stage)
    if share <= 0:
        return
    top = window.bottom - window.high * share
    canvas.box(window.left, top, window.wide, window.high * share, stroke("#B98A54", 16), 12)
    if share < 1:
        return
    gleam = window.left + (at - stage.start) * 0.5 % 2.4 * window.wide
    with canvas.clip(window.left + 8, window.top + 8, window.right - 8, window.bottom - 8):
        for shift, wide in ((0.0, 0.12), (0.18, 0.05)):
            left = gleam - (0.5 - shift) * window.wide
            right, lean = left + wide * window.wide, 0.3 * window.wide
            top, bottom = window.top, window.bottom
            slope = [(left, bottom), (right, bottom), (right + lean, top), (left + lean, top)]
            canvas.path(polygon(slope), fill("#FFFFFF", 0.2))
    down, step = _AWNING * window.high * stage.share(at, 0.9), (window.wide + 28) / _STRIPES
    for number in range(_STRIPES):
        left = window.left - 14 + number * step
        colour = stage.palette.accent_shape if number % 2 == 0 else "#F7F4EA"
        canvas.box(left, window.top, step, down, fill(colour))
        canvas.oval(left + step / 2, window.top + down, step / 2, 0.14 * down, fill(colour))
