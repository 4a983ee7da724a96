"""Where a finished video lies."""

import os
from pathlib import Path

import pytest

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.operations.status import finished_video
from vidpipe_assets.storage.places import Places


def finish(home: Path, name: str, at: int) -> Path:
    folder = home / "output" / "review" / name
    folder.mkdir(parents=True)
    (folder / "video.mp4").touch()
    os.utime(folder, (at, at))
    return folder / "video.mp4"


def test_without_a_key_it_is_the_latest_and_never_one_that_is_being_built(tmp_path: Path) -> None:
    latest = finish(tmp_path, "2026-11-23_gadgets", at=200)
    finish(tmp_path, "2026-11-24_gadgets", at=100)
    finish(tmp_path, ".2026-11-25_gadgets.new-0a1b2c3d", at=300)
    assert finished_video(Places(tmp_path)) == latest


def test_without_any_video_it_says_how_to_make_one(tmp_path: Path) -> None:
    finish(tmp_path, ".2026-11-25_gadgets.new-0a1b2c3d", at=300)
    with pytest.raises(BadInput) as raised:
        finished_video(Places(tmp_path))
    assert "make demo" in raised.value.remedy
