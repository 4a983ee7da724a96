"""Artifacts: kept by content, verified, healed, contained."""

import errno
import os
from pathlib import Path

import pytest

from vidpipe_assets.model.errors import BlockedError, Lost
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.storage.artifacts import Artifacts


@pytest.fixture
def artifacts(tmp_path: Path) -> Artifacts:
    return Artifacts(tmp_path / "artifacts")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.MP4"
    path.write_bytes(b"a clip" * 1000)
    return path


def files(artifacts: Artifacts) -> list[str]:
    return sorted(path.name for path in artifacts.folder.rglob("*") if path.is_file())


def test_a_file_is_kept_under_the_hash_of_its_bytes(artifacts: Artifacts, clip: Path) -> None:
    kept = artifacts.add(clip)
    assert (kept.suffix, kept.size) == (".mp4", 6000)
    path = artifacts.path(kept)
    assert path == artifacts.folder / kept.sha256[:2] / f"{kept.sha256}.mp4"
    assert path.read_bytes() == clip.read_bytes()


def test_the_same_content_is_kept_once(artifacts: Artifacts, clip: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.mp4"
    again.write_bytes(clip.read_bytes())
    assert artifacts.add(clip) == artifacts.add(again)
    assert len(files(artifacts)) == 1


def test_writing_on_to_the_original_does_not_change_what_is_kept(artifacts: Artifacts, clip: Path) -> None:
    kept = artifacts.add(clip)
    with clip.open("ab") as file:
        file.write(b"more")
    assert artifacts.verify(kept).stat().st_size == 6000


def test_a_missing_file_names_the_stage_that_makes_it(artifacts: Artifacts) -> None:
    artifacts.folder.mkdir()
    lost = Artifact(sha256="a" * 64, suffix=".mp4", size=1)
    assert not artifacts.has(lost)
    with pytest.raises(BlockedError, match="is missing") as caught:
        artifacts.path(lost, stage="clips")
    assert "materialize clips again" in caught.value.remedy


def test_fault_38_without_the_folder_no_file_is_called_lost(artifacts: Artifacts) -> None:
    with pytest.raises(BlockedError, match="is not there") as caught:
        artifacts.path(Artifact(sha256="a" * 64, suffix=".mp4", size=1))
    assert not isinstance(caught.value, Lost)


def test_fault_38_lost_bytes_are_noticed_at_once_and_changed_ones_by_verifying(
    artifacts: Artifacts, clip: Path
) -> None:
    kept = artifacts.add(clip)
    path = artifacts.path(kept)
    path.write_bytes(b"A clip" * 1000)
    assert artifacts.has(kept)
    assert not artifacts.intact(kept)
    with pytest.raises(BlockedError, match="damaged"):
        artifacts.verify(kept)
    path.write_bytes(b"short")
    with pytest.raises(BlockedError, match="5 bytes instead of 6000"):
        artifacts.path(kept)


def test_a_damaged_file_is_healed_when_its_content_is_added_again(artifacts: Artifacts, clip: Path) -> None:
    path = artifacts.path(artifacts.add(clip))
    path.write_bytes(b"A clip" * 1000)
    assert artifacts.verify(artifacts.add(clip)) == path


def test_fault_22_a_full_disk_leaves_no_part_of_a_file(
    artifacts: Artifacts, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(BlockedError, match="disk is full"):
        artifacts.add(clip)
    assert files(artifacts) == []


def test_fault_30_artifacts_that_a_killed_process_left_half_stored_are_swept(artifacts: Artifacts, clip: Path) -> None:
    kept = artifacts.path(artifacts.add(clip))
    left = kept.with_name(f".{kept.name}.{os.getpid()}-1-abcd.part")
    left.write_bytes(b"half")
    artifacts.sweep()
    assert list(kept.parent.iterdir()) == [kept]


def test_a_file_that_is_not_there_is_told(artifacts: Artifacts, tmp_path: Path) -> None:
    with pytest.raises(BlockedError, match=r"nothing\.mp4"):
        artifacts.add(tmp_path / "nothing.mp4")
