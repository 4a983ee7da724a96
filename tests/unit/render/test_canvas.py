"""The canvas: paints that follow part of an outline."""

import math

import pytest

from vidpipe_assets.render.drawing.canvas import Canvas, stroke, trim_outline
from vidpipe_assets.render.drawing.paths import box_path


@pytest.mark.parametrize("until", [1.0, math.nextafter(1, 0), 1 - 1e-8])
def test_a_line_that_is_as_good_as_drawn_is_drawn_whole(until: float):
    def drawn(share: float) -> bytes:
        canvas = Canvas(40, 40)
        canvas.path(box_path(5, 5, 30, 30), trim_outline(stroke("#FFFFFF", 2), share))
        return canvas.pixels.tobytes()

    assert drawn(until) == drawn(1.0) != drawn(0.5)
