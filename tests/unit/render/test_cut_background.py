"""A background that is seen anew: the camera pans to another place, the same whatever was drawn before."""

import numpy as np

from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, Pixels
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.scenes.backgrounds import CutBackground

CUT_S = 1.0
_PALETTE = get_palette("midnight")


def painted(background: CutBackground, frame: int) -> Pixels:
    canvas = Canvas(WIDTH, HEIGHT)
    background.paint(canvas, frame / FPS)
    return canvas.pixels


def test_the_camera_pans_from_one_view_to_the_next_and_arrives() -> None:
    background = CutBackground(((0.0, "duo"), (CUT_S, "duo")), _PALETTE, 1)
    frames = [painted(background, number) for number in range(FPS - 1, FPS + 12)]
    before, middle, after = frames[0], frames[5], frames[-1]
    seen = next(x for x in range(1, WIDTH) if (middle[:, : WIDTH - x] == before[:, x:]).all())
    assert WIDTH * 0.2 < seen < WIDTH * 0.8
    come = middle[:, WIDTH - seen :].astype(int) - after[:, :seen]
    assert np.abs(come).mean() < 2  # its shapes have moved on since
    assert np.abs(before.astype(int) - after).mean() > 5
    assert background.every((FPS + 5) / FPS) == 1


def test_a_moment_looks_the_same_whatever_was_drawn_before_it() -> None:
    one, other = (CutBackground(((0.0, "duo"), (CUT_S, "duo")), _PALETTE, 1) for _ in range(2))
    for number in range(FPS - 2, FPS + 5):
        painted(one, number)
    assert (painted(one, FPS + 5) == painted(other, FPS + 5)).all()


def test_where_what_stands_before_it_goes_too_the_camera_cuts() -> None:
    background = CutBackground(((0.0, "duo"), (CUT_S, "duo")), _PALETTE, 1, lambda at: 1200.0 if at < CUT_S else 1500.0)
    at_once, later = painted(background, FPS), painted(background, FPS + 3)
    assert np.abs(at_once.astype(int) - later).mean() < 2
