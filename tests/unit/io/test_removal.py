"""What nobody refers to is removed, and never what somebody takes at the same moment."""

import datetime as dt
import os
import threading
from pathlib import Path

import pytest

from vidpipe_assets.io import shared_files as removal
from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.storage.artifacts import Artifacts

YESTERDAY = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def artifacts(tmp_path: Path) -> Artifacts:
    return Artifacts(tmp_path / "artifacts")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"a clip")
    return path


def old(artifacts: Artifacts, kept: Artifact) -> Path:
    """As if it had been stored long ago."""
    path = artifacts.path(kept)
    os.utime(path, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    return path


def test_what_is_kept_is_listed_with_its_size_and_age(artifacts: Artifacts, clip: Path) -> None:
    kept = artifacts.add(clip)
    old(artifacts, kept)
    [one] = artifacts.all()
    assert (one.name, one.size, one.changed) == (kept.name, 6, LONG_AGO)


def test_only_what_is_old_is_removed(artifacts: Artifacts, clip: Path) -> None:
    kept = artifacts.add(clip)
    assert not artifacts.remove(kept.name, YESTERDAY)
    old(artifacts, kept)
    assert artifacts.remove(kept.name, YESTERDAY)
    assert not artifacts.has(kept)
    assert not artifacts.remove(kept.name, YESTERDAY)


def test_what_is_added_again_is_as_young_as_what_is_new(artifacts: Artifacts, clip: Path) -> None:
    kept = artifacts.add(clip)
    old(artifacts, kept)
    artifacts.add(clip)
    assert not artifacts.remove(kept.name, YESTERDAY)


def test_what_is_found_intact_is_as_young_as_what_is_new(artifacts: Artifacts, clip: Path) -> None:
    kept = artifacts.add(clip)
    old(artifacts, kept)
    assert artifacts.intact(kept)
    assert not artifacts.remove(kept.name, YESTERDAY)


def test_who_adds_while_it_is_being_removed_stores_it_again(
    artifacts: Artifacts, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = artifacts.add(clip)
    old(artifacts, kept)
    adding = threading.Thread(target=artifacts.add, args=(clip,))
    unlink = Path.unlink

    def slowly(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".mp4" and not adding.is_alive():
            adding.start()
            adding.join(0.2)  # it waits: the one that removes has the file's lock
            assert adding.is_alive()
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", slowly)
    assert artifacts.remove(kept.name, YESTERDAY)
    adding.join()
    assert artifacts.intact(kept)


def test_who_removes_while_it_is_being_added_leaves_it(
    artifacts: Artifacts, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = artifacts.add(clip)
    old(artifacts, kept)
    utime, went = os.utime, list[bool]()

    def meanwhile(descriptor: int) -> None:
        went.append(artifacts.remove(kept.name, YESTERDAY))
        utime(descriptor)

    monkeypatch.setattr(removal.os, "utime", meanwhile)
    artifacts.add(clip)
    assert went == [False]
    assert artifacts.has(kept)


def test_a_damaged_file_that_is_being_healed_is_left(artifacts: Artifacts, clip: Path) -> None:
    kept = artifacts.add(clip)
    artifacts.path(kept).write_bytes(b"A clip")
    old(artifacts, kept)
    assert not artifacts.intact(kept)
    assert not artifacts.remove(kept.name, YESTERDAY)


def test_a_refusal_of_the_system_is_told_with_the_file(
    artifacts: Artifacts, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = artifacts.add(clip)
    path = old(artifacts, kept)

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(BlockedError, match=path.name):
        artifacts.remove(kept.name, YESTERDAY)
