"""The intro card covers the first half-second, and only where the theme asks for it."""

import numpy as np
import pytest

from tests.unit.render.scene_samples import TEXTS, pictures, shot
from vidpipe_assets.render.drawing.colour import channels
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.scenes.frames import SceneFrames


def corner(intro: bool, frame: int) -> tuple[int, ...]:
    """The colour near the picture's left edge, as red, green, blue."""
    frames = SceneFrames(shot(pictures("words")["hook"], text=TEXTS["words"], intro=intro))
    return tuple(int(value) for value in frames.frame(frame)[1000, 8, 2::-1])


@pytest.mark.parametrize("frame", [0, 14])
def test_the_card_covers_the_first_half_second(frame: int):
    assert corner(True, frame) == channels(get_palette("midnight").accent_shape)


def test_the_card_is_gone_after_three_quarters_of_a_second():
    with_card = SceneFrames(shot(pictures("words")["hook"], text=TEXTS["words"], intro=True)).frame(24).copy()
    without = SceneFrames(shot(pictures("words")["hook"], text=TEXTS["words"])).frame(24)
    assert np.array_equal(with_card, without)


def test_without_the_wish_there_is_no_card():
    assert corner(False, 0) != channels(get_palette("midnight").accent_shape)
