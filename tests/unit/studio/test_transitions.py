"""Covers: transparent at both ends, closed around the cut."""

from pathlib import Path

import pytest
from PIL import Image, ImageStat

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.studio.palettes import palette
from vidpipe_assets.studio.transitions import draw_transition


def opacity(file: Path) -> Image.Image:
    with Image.open(file) as frame:
        return frame.convert("RGBA").getchannel("A")


@pytest.mark.parametrize("kind", ["wipe", "iris", "blinds"])
def test_a_cover_closes_before_the_cut_and_opens_after_it(kind: str, tmp_path: Path):
    folder = draw_transition(kind, palette("midnight"), palette("midnight!"), tmp_path / kind)
    assert [file.name for file in sorted(folder.iterdir())] == [f"{n:02d}.png" for n in range(12)]
    frames = [opacity(file) for file in sorted(folder.iterdir())]
    assert {frame.size for frame in frames} == {(540, 960)}, "half as wide and high as the video"
    shares = [ImageStat.Stat(frame).mean[0] / 255 for frame in frames]
    assert shares[:6] == sorted(shares[:6])
    assert shares[6:] == sorted(shares[6:], reverse=True)
    assert frames[5].getextrema() == frames[6].getextrema() == (255, 255)
    assert shares[0] < 0.3 > shares[11]


def test_an_unknown_transition_is_refused(tmp_path: Path):
    with pytest.raises(BadInput, match="fade"):
        draw_transition("fade", palette("paper"), palette("paper!"), tmp_path)
