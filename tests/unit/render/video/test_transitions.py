"""Transitions carry the picture on: masks uncover all of the next scene; every kind that a theme may name is known."""

from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Picture
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.video.timeline import TRANSITION_FRAMES
from vidpipe_assets.render.video.transitions import MASK_HEIGHT, MASK_WIDTH, MASKS, blend_filters, draw_mask

NAMED = [kind for kind in get_args(Picture.model_fields["transition"].annotation) if kind != "auto"]


@pytest.mark.parametrize("kind", MASKS)
def test_a_mask_uncovers_more_with_every_frame_and_all_at_the_end(kind: str) -> None:
    frames = [np.frombuffer(frame, np.uint8) for frame in draw_mask(kind)]
    assert len(frames) == TRANSITION_FRAMES
    assert {frame.size for frame in frames} == {MASK_WIDTH * MASK_HEIGHT}
    shares = [float(frame.mean()) / 255 for frame in frames]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5
    assert frames[-1].min() == 255


@pytest.mark.parametrize("kind", NAMED)
def test_what_a_theme_may_name_is_a_chain_from_both_scenes_to_one(kind: str) -> None:
    graph = ";".join(blend_filters(kind, "tail0", "head1", "mask1", "blend1", "#0A0B0C"))
    assert "[tail0]" in graph
    assert "[head1]" in graph
    assert graph.endswith("[blend1]")
    assert ("[mask1]" in graph) == (kind in MASKS)


def test_a_zoom_shows_one_picture_or_the_other_and_never_both(tmp_path: Path) -> None:
    frames, small = tmp_path / "frames.rgb", "scale=27:48:flags=neighbor,format=rgb24"
    one, other = (f"color={colour}:s=1080x1920:r=30:d=0.4,format=yuv420p" for colour in ("red", "blue"))
    graph = f"{one}[tail0];{other}[head1];" + ";".join(blend_filters("zoom", "tail0", "head1", "", "z", "#000000"))
    writing = ("-map", "[v]", "-f", "rawvideo", "-y", ffmpeg.file_argument(frames))
    ffmpeg.run(("-filter_complex", f"{graph};[z]{small}[v]", *writing), timeout_s=60)
    pictures = np.frombuffer(frames.read_bytes(), np.uint8).reshape(-1, 48 * 27, 3).astype(int)
    shown = ["".join("rb"[int(pixel[2] > 128)] for pixel in picture) for picture in pictures]
    assert [set(picture) for picture in shown] == [{"r"}] * 3 + [{"b"}] * (TRANSITION_FRAMES - 3)
    assert (np.abs(pictures - pictures[:, :1]) < 12).all()


def test_what_is_written_near_an_edge_is_seen_once_in_a_zoom(tmp_path: Path) -> None:
    frames = tmp_path / "frames.gray"
    head = "color=black:s=1080x1920:r=30:d=0.4,drawbox=y=120:h=60:c=white:t=fill,format=yuv420p"
    graph = f"color=black:s=1080x1920:r=30:d=0.4,format=yuv420p[tail0];{head}[head1];"
    graph += ";".join(blend_filters("zoom", "tail0", "head1", "", "z", "#000000"))
    writing = ("-map", "[v]", "-f", "rawvideo", "-y", ffmpeg.file_argument(frames))
    ffmpeg.run(("-filter_complex", f"{graph};[z]crop=8:1920:536:0,format=gray[v]", *writing), timeout_s=60)
    pictures = np.frombuffer(frames.read_bytes(), np.uint8).reshape(TRANSITION_FRAMES, 1920, 8)
    bright = pictures[3:, :, 4] > 128
    assert [int((np.diff(column.astype(int)) == 1).sum()) for column in bright] == [1] * (TRANSITION_FRAMES - 3)


def test_an_unknown_transition_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="'star'"):
        blend_filters("star", "tail0", "head1", "", "blend1", "#0A0B0C")
