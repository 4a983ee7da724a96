"""Covers: transparent at both ends, closed around the cut."""

import numpy as np
import pytest

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.render.drawing.canvas import Pixels
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.video.transitions import COVER_HEIGHT, COVER_WIDTH, draw_transition

PIXELS = COVER_WIDTH * COVER_HEIGHT


def frames(kind: str, entering: str) -> Pixels:
    """The 12 frames, each brightness, two colour differences, opacity."""
    pieces = draw_transition(kind, get_palette("midnight"), get_palette(entering))
    return np.frombuffer(b"".join(pieces), np.uint8).reshape(12, -1)


@pytest.mark.parametrize("kind", ["wipe", "iris", "blinds"])
def test_a_cover_closes_before_the_cut_and_opens_after_it(kind: str):
    opacity = frames(kind, "midnight!")[:, -PIXELS:]
    shares = [float(frame.mean()) / 255 for frame in opacity]
    assert shares[:6] == sorted(shares[:6])
    assert shares[6:] == sorted(shares[6:], reverse=True)
    assert opacity[5:7].min() == 255
    assert shares[0] < 0.3 > shares[11]


def test_a_closed_cover_has_the_accent_of_the_leaving_scene_as_television_codes_it():
    closed = frames("wipe", "midnight")[5]
    luma, blue, red, _ = np.split(closed, [PIXELS, PIXELS * 5 // 4, PIXELS * 3 // 2])
    # What BT.709 makes of #FFD23F.
    assert [int(np.median(part)) for part in (luma, blue, red)] == [195, 59, 154]


def test_an_unknown_transition_is_refused():
    with pytest.raises(BadInput, match="fade"):
        draw_transition("fade", get_palette("paper"), get_palette("paper!"))
