"""What a machine keeps at hand of a bucket: within its bound, and never at the cost of what is in use."""

import os
import time
from pathlib import Path

import pytest

from vidpipe_assets.io.shared_files import renew
from vidpipe_assets.storage.artifacts import SPARED_S, ArtifactCache


def fill(folder: Path, *used_before_s: float) -> None:
    """Files of 100 bytes, by when each was used last."""
    for number, before in enumerate(used_before_s):
        path = folder / "ab" / f"ab{number}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(100))
        os.utime(path, (time.time() - before,) * 2)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.mp4"))


def test_what_was_used_least_lately_goes_first(tmp_path: Path) -> None:
    old = SPARED_S * 2
    fill(tmp_path, old + 10, old + 30, old + 20, 0)
    ArtifactCache(tmp_path, 250).trim()
    assert left(tmp_path) == ["ab0.mp4", "ab3.mp4"]


def test_what_may_be_in_use_stays_however_much_it_is(tmp_path: Path) -> None:
    fill(tmp_path, 0, 10, SPARED_S - 60)
    ArtifactCache(tmp_path, 50).trim()
    assert len(left(tmp_path)) == 3


def test_within_the_bound_and_without_one_all_stay(tmp_path: Path) -> None:
    fill(tmp_path, SPARED_S * 2, SPARED_S * 3)
    ArtifactCache(tmp_path, 200).trim()
    ArtifactCache(tmp_path).trim()
    assert len(left(tmp_path)) == 2
    (tmp_path / "ab" / ".ab9.mp4.1-2-ffff.part").write_bytes(bytes(5000))
    ArtifactCache(tmp_path, 200).trim()
    assert len(left(tmp_path)) == 2


def test_it_looks_only_now_and_then(tmp_path: Path) -> None:
    cache = ArtifactCache(tmp_path, 50)
    cache.trim()
    fill(tmp_path, SPARED_S * 2)
    cache.trim()
    assert len(left(tmp_path)) == 1


def test_what_is_used_while_room_is_made_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, SPARED_S * 2, SPARED_S * 3)
    listed = ArtifactCache._files  # pyright: ignore[reportPrivateUsage]

    def used_meanwhile(cache: ArtifactCache) -> list[tuple[float, int, Path]]:
        found = listed(cache)
        assert renew(tmp_path / "ab" / "ab1.mp4")
        return found

    monkeypatch.setattr(ArtifactCache, "_files", used_meanwhile)
    ArtifactCache(tmp_path, 150).trim()
    assert left(tmp_path) == ["ab1.mp4"]
