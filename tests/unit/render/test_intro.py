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


def test_the_name_on_the_card_can_be_read_where_the_accent_does_not_stand_out():
    faint = shot(pictures("words")["hook"], text=TEXTS["words"], intro=True, accent="#1B2550")
    colours = get_palette("midnight", "#1B2550")
    assert colours.accent_shape == colours.ink
    seen = SceneFrames(faint).frame(0)[600:900, 80:900, 2::-1]
    assert tuple(seen[0, 0]) == channels(colours.ink)
    assert (seen == channels(colours.ground)).all(axis=-1).any()


def test_without_the_wish_there_is_no_card():
    assert corner(False, 0) != channels(get_palette("midnight").accent_shape)
