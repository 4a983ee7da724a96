"""Files are whole or absent, and stay in their folder."""

import errno
import os
from pathlib import Path

import pytest

from vidpipe_assets.io.files import replacing, write_atomically
from vidpipe_assets.io.paths import contained_path
from vidpipe_assets.model.errors import BadInput, BlockedError


def test_the_content_is_written_into_a_new_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file.json"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")
    with pytest.raises(KeyError), replacing(path) as file:
        file.write(b"half")
        raise KeyError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_fault_30_what_a_killed_process_left_half_written_is_swept_by_the_next_write_beside_it(tmp_path: Path) -> None:
    left = tmp_path / f".other.json.{os.getpid()}-1-abcd.part"  # this process's number, but another start
    left.write_bytes(b"half")
    write_atomically(tmp_path / "file", b"content")
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_what_a_living_process_is_writing_is_left_alone(tmp_path: Path) -> None:
    with replacing(tmp_path / "slow") as file:
        write_atomically(tmp_path / "quick", b"content")
        file.write(b"whole")
    assert (tmp_path / "slow").read_bytes() == b"whole"


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "disk is full"), (errno.EDQUOT, "disk is full"), (errno.EROFS, "may not be accessed")],
)
def test_fault_22_a_full_or_read_only_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    path = tmp_path / "file"
    with pytest.raises(BlockedError, match=said) as caught:
        write_atomically(path, b"content")
    assert str(tmp_path) in caught.value.remedy
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    write_atomically(path, b"content")
    assert path.read_bytes() == b"content"


def test_fault_22_a_device_without_room_is_a_full_disk() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    from vidpipe_assets.io.paths import explaining_os_errors

    path = Path("/dev/full")
    with (
        pytest.raises(BlockedError, match="disk is full"),
        explaining_os_errors(path),
        path.open("wb", buffering=0) as file,
    ):
        file.write(b"content")


def test_another_refusal_is_told_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BlockedError, match="could not be accessed"):
        write_atomically(tmp_path / "file" / "below", b"content")


def test_names_are_joined_below_their_folder(tmp_path: Path) -> None:
    assert contained_path(tmp_path, "2026-11-23_gadgets", "scripts", "ab.json") == (
        tmp_path / "2026-11-23_gadgets" / "scripts" / "ab.json"
    )


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/b", "/etc/passwd", "a\\b", "a\0b", "-rf", ".hidden", "x" * 300, "é", "a b", "a\n"],
)
def test_fault_26_a_name_that_is_no_plain_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="file name"):
        contained_path(tmp_path, "videos", name)


def test_fault_26_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (inside / "link").symlink_to(outside)
    with pytest.raises(BadInput, match="leads out"):
        contained_path(inside, "link", "file")


def test_a_link_that_stays_inside_and_a_file_in_a_folders_place_are_no_way_out(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "file").touch()
    assert contained_path(tmp_path, "link", "name") == tmp_path / "link" / "name"
    assert contained_path(tmp_path, "file", "name") == tmp_path / "file" / "name"


def test_fault_26_a_link_behind_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "first").symlink_to(inside / "second")
    (inside / "second").symlink_to(tmp_path)
    with pytest.raises(BadInput, match="leads out"):
        contained_path(inside, "first", "file")
