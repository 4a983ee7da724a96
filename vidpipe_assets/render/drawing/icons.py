"""Lucide's icons (ISC licence) as outlines that can draw themselves."""

import re
from functools import lru_cache

from vidpipe_assets.render.drawing import paths
from vidpipe_assets.render.drawing.canvas import Canvas, Outline, stroke, trim_outline
from vidpipe_assets.render.drawing.easing import clamp
from vidpipe_assets.render.icon_files import icon_names, read_icon

FALLBACK = "sparkles"
"""Drawn for a name that no icon has."""

_GRID = 24
_SHAPE = re.compile(r"<(path|circle|rect|line|polyline|polygon|ellipse)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_OVERLAP = 0.35
"""Each part of an icon starts this much of a part's time after the one before."""


def draw_icon(
    canvas: Canvas, name: str, x: float, y: float, size: float, colour: str, width: float = 2.0, drawn: float = 1.0
) -> None:
    """The icon in a square from its top left corner; `width` is of its lines, in 24ths of `size`.

    `drawn` is how much of its lines is there yet. An unknown name draws `FALLBACK`.
    """
    if drawn <= 0:
        return
    parts = icon_paths(name)
    with canvas.upright(x, size), canvas.transform(x, y, scale=size / _GRID):
        for index, part in enumerate(parts):
            share = clamp(drawn * (1 + _OVERLAP * (len(parts) - 1)) - _OVERLAP * index)
            if share > 0:
                canvas.path(part, trim_outline(stroke(colour, width), share))


@lru_cache(maxsize=64)
def icon_paths(name: str) -> tuple[Outline, ...]:
    """The icon's lines, on a grid of 24 x 24."""
    svg = read_icon(name if name in icon_names() else FALLBACK)
    return tuple(
        paths.parse_svg_shape(tag, dict(_ATTRIBUTE.findall(attributes))) for tag, attributes in _SHAPE.findall(svg)
    )
