"""Covers of a cut: the accent colour closes over the leaving scene and opens on the entering one. Overlay frames.

A cover has two colours, so that one number a pixel says all: 0 shows the scene, `_SECOND` is the second colour, 255
the first, and what lies between is an edge. A table turns these numbers into the video's own colours. As raw frames of
half the size, covers cost half of what PNG files did, drawing and reading counted.
"""

from collections.abc import Callable, Sequence

import numpy as np

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, Pixels, fill
from vidpipe_assets.render.drawing.colour import channels, mix_colours
from vidpipe_assets.render.drawing.easing import clamp, in_out_cubic
from vidpipe_assets.render.drawing.paths import box_path, circle_path, cut_hole
from vidpipe_assets.render.palettes import Palette

COVER_WIDTH, COVER_HEIGHT = WIDTH // 2, HEIGHT // 2
"""Half of the video's: each frame is seen for a thirtieth of a second, in fast motion."""

COVER_FORMAT = "yuva420p"
HALF = 6
"""Frames that cover, over the last ones of the leaving scene; as many uncover, over the first of the entering one."""

_SECOND = 128
_SLATS = 6
_EYE_Y = 800
_CORNER = 1240.0
"""From the eye of the iris to the farthest corner."""


def draw_transition(kind: str, leaving: Palette, entering: Palette) -> list[bytes]:
    """Draw 12 frames, transparent where the scenes show; returns what a file of raw `COVER_FORMAT` holds, in pieces.

    Numbers 5 and 6 cover all. `kind` is 'wipe', 'iris' or 'blinds'; raises `BadInput` for another.
    """
    if kind not in _KINDS:
        raise BadInput(f"transition: {kind!r} has no cover", remedy=f"use one of {', '.join(_KINDS)}")
    colours = (leaving.accent, entering.accent)
    if leaving.accent == entering.ground:
        # A cover in the colour of what it uncovers would only look like a late cut.
        colours = (leaving.accent2, leaving.accent)
    tables = _tables(*colours)
    canvas = Canvas(COVER_WIDTH, COVER_HEIGHT)
    planes: list[bytes] = []
    for number in range(2 * HALF):
        canvas.clear()
        with canvas.transform(scale=0.5):
            _KINDS[kind](canvas, number, _grey(255), _grey(_SECOND))
        planes += _planes(canvas.pixels[..., 0], tables)
    return planes


def _covered(number: int) -> float:
    """How far the frames up to the cut cover the picture."""
    return min((number + 1) / HALF, 1.0)


def _uncovered(number: int) -> float:
    """How far the frames from the cut on show the picture again."""
    return max((number - HALF) / HALF, 0.0)


def _wipe(canvas: Canvas, number: int, first: str, second: str) -> None:
    """Upwards, with the second colour ahead when it closes and behind when it opens."""
    if number < HALF:
        closed = _covered(number) ** 1.8
        canvas.box(0, HEIGHT * (1 - min(1.0, closed * 1.18)), WIDTH, HEIGHT, fill(second))
        canvas.box(0, HEIGHT * (1 - closed), WIDTH, HEIGHT, fill(first))
        return
    opened = 1 - (1 - _uncovered(number)) ** 1.8
    canvas.box(0, 0, WIDTH, HEIGHT * (1 - opened) + (0 if opened else 1), fill(second))
    canvas.box(0, 0, WIDTH, HEIGHT * max(1 - opened * 1.18, 0), fill(first))


def _iris(canvas: Canvas, number: int, first: str, second: str) -> None:
    """A round hole closes and opens again, with a ring in the second colour."""
    hole = 1 - _covered(number) ** 1.8 if number < HALF else 1 - (1 - _uncovered(number)) ** 1.8
    frame = box_path(0, 0, WIDTH, HEIGHT)
    if hole <= 0:
        canvas.path(frame, fill(first))
        return
    canvas.path(cut_hole(frame, circle_path(WIDTH / 2, _EYE_Y, _CORNER * hole)), fill(second))
    canvas.path(cut_hole(frame, circle_path(WIDTH / 2, _EYE_Y, _CORNER * hole + 90)), fill(first))


def _blinds(canvas: Canvas, number: int, first: str, second: str) -> None:
    """Six slats that turn one after the other."""
    width = WIDTH / _SLATS
    for slat in range(_SLATS):
        colour = second if slat % 3 == 2 else first
        if number < HALF:
            shut = in_out_cubic(clamp(_covered(number) * 1.5 - slat * 0.1))
            canvas.box(slat * width, 0, (width + 1) * shut, HEIGHT, fill(colour))
        else:
            shut = 1 - in_out_cubic(clamp(_uncovered(number) * 1.5 - slat * 0.1))
            canvas.box((slat + 1) * width - (width + 1) * shut, 0, (width + 1) * shut, HEIGHT, fill(colour))


_KINDS: dict[str, Callable[[Canvas, int, str, str], None]] = {"wipe": _wipe, "iris": _iris, "blinds": _blinds}


def _grey(level: int) -> str:
    return f"#{level:02X}{level:02X}{level:02X}"


def _planes(levels: Pixels, tables: Sequence[bytes]) -> list[bytes]:
    """A frame: brightness, the two colour differences at half the resolution, opacity."""
    all_levels, fewer = levels.tobytes(), levels[::2, ::2].tobytes()
    planes = (all_levels, fewer, fewer, all_levels)
    return [plane.translate(table) for plane, table in zip(planes, tables, strict=True)]


def _tables(first: str, second: str) -> list[bytes]:
    """What each level means, a table a plane: Y'CbCr as BT.709 has it in television's range, and opacity."""
    mixtures = [mix_colours(second, first, max(level - _SECOND, 0) / (255 - _SECOND)) for level in range(256)]
    red, green, blue = np.array([channels(mixture) for mixture in mixtures]).T / 255
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    opacity = np.minimum(np.arange(256) * 255 // _SECOND, 255)
    rows = (16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748, opacity)
    return [row.round().astype(np.uint8).tobytes() for row in rows]
