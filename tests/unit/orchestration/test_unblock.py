"""What a blocked stage waits for, and when that is called mended."""

import os
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from fake_line import START, FakeWorkplace

from vidpipe_assets.model.errors import ENOUGH_ROOM_BYTES, BlockedError, DiskFull
from vidpipe_assets.orchestration.unblock import unblock_check
from vidpipe_assets.planning.stage_records import ErrorBranch, StageFailure
from vidpipe_assets.render.fonts import package_file
from vidpipe_assets.storage.artifacts import Artifacts
from vidpipe_assets.storage.bucket import Bucket
from vidpipe_assets.voice.piper_voices import find_voice


@dataclass
class Room:
    """What a file system says of itself, in blocks of a kilobyte."""

    f_bavail: int = 1 + ENOUGH_ROOM_BYTES // 1024
    f_frsize: int = 1024
    f_files: int = 1_000_000
    f_favail: int = 500_000


def waits_for(what: str) -> StageFailure:
    return StageFailure(1, "f", ErrorBranch.BLOCKED, 0, "", START, waits_for=what)


@pytest.mark.parametrize(
    ("room", "mended"),
    [
        (Room(), True),
        (Room(f_bavail=ENOUGH_ROOM_BYTES // 1024 // 2), False),
        (Room(f_favail=10), False),
        (Room(f_files=0, f_favail=0), True),
    ],
    ids=["room", "too few bytes", "too few names", "names are not counted"],
)
def test_fault_22_a_full_disk_is_mended_when_it_has_room_for_bytes_and_for_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: Room, mended: bool
) -> None:
    monkeypatch.setattr(os, "statvfs", lambda _: room)
    assert unblock_check(FakeWorkplace(tmp_path))(waits_for(DiskFull("full").facts["waits_for"])) is mended


def test_fault_22_the_fullest_disk_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workplace = FakeWorkplace(tmp_path)
    workplace.places.output.mkdir()  # may be a link to another disk
    monkeypatch.setattr(os, "statvfs", lambda path: Room(f_bavail=0) if path == workplace.places.output else Room())
    assert not unblock_check(workplace)(waits_for("disk"))


def test_a_voice_that_is_missing_is_mended_when_both_its_files_are_there(tmp_path: Path) -> None:
    model = tmp_path / "anna.onnx"
    with pytest.raises(BlockedError) as caught:
        find_voice(str(model), "en")
    waiting = waits_for(caught.value.facts["waits_for"])
    mended = unblock_check(FakeWorkplace(tmp_path))
    assert not mended(waiting)
    model.touch()
    assert not mended(waiting)
    model.with_name("anna.onnx.json").touch()
    assert mended(waiting)


def test_a_font_that_is_missing_is_mended_when_its_package_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(BlockedError) as caught:
        package_file("fontpkg_of_a_test", "files/Round.ttf")
    waiting = waits_for(caught.value.facts["waits_for"])
    mended = unblock_check(FakeWorkplace(tmp_path))
    assert not mended(waiting)
    font = tmp_path / "fontpkg_of_a_test" / "files" / "Round.ttf"
    font.parent.mkdir(parents=True)
    font.touch()
    assert mended(waiting)


def test_a_condition_that_nobody_knows_is_never_called_mended(tmp_path: Path) -> None:
    assert not unblock_check(FakeWorkplace(tmp_path))(waits_for("weather:sun"))
    assert not unblock_check(FakeWorkplace(tmp_path))(waits_for(""))


def test_a_storage_that_was_away_is_mended_when_it_can_be_written_and_is_asked_once_a_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def probe(self: Bucket) -> None:
        asked.append(True)
        if len(asked) < 2:
            raise BlockedError("away", waits_for="storage")

    monkeypatch.setattr(Bucket, "probe", probe)
    workplace = FakeWorkplace(tmp_path)
    workplace.__dict__["store"] = SimpleNamespace(artifacts=Artifacts(tmp_path, Bucket("s3://bucket")))
    first, second = unblock_check(workplace), unblock_check(workplace)
    assert [first(waits_for("storage")), first(waits_for("storage"))] == [False, False]
    assert [second(waits_for("storage")), second(waits_for("storage"))] == [True, True]
    assert len(asked) == 2
