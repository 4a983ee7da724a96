"""A folder is replaced as a whole, whatever happens meanwhile."""

import ctypes
import errno
import subprocess
import sys
from pathlib import Path

import pytest

from vidpipe_assets.io.files import remove, replacing_folder
from vidpipe_assets.model.errors import BlockedError


def without_exchange(monkeypatch: pytest.MonkeyPatch, number: int = 0) -> None:
    """A system that lacks the call or, with a number, one that refuses it with that error."""

    class Library:
        pass

    if number:
        Library.renameat2 = staticmethod(lambda *_: -1)
        monkeypatch.setattr(ctypes, "get_errno", lambda: number)
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Library())


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to take a place: that of Linux, and that of systems that cannot exchange two names."""
    if request.param == "two renames":
        without_exchange(monkeypatch)
    return request.param


def put(target: Path, text: str) -> None:
    with replacing_folder(target) as fresh:
        (fresh / "page").write_text(text)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_new_folder_takes_the_place_of_the_old_one_with_nothing_left(tmp_path: Path, way: str) -> None:
    put(tmp_path / "out" / "key", "old")
    (tmp_path / "out" / "key" / "forgotten").touch()
    put(tmp_path / "out" / "key", "new")
    assert (tmp_path / "out" / "key" / "page").read_text() == "new"
    assert names(tmp_path / "out" / "key") == ["page"]
    assert names(tmp_path / "out") == ["key"]


def test_an_error_while_building_leaves_the_old_folder_untouched(tmp_path: Path, way: str) -> None:
    put(tmp_path / "key", "old")
    with pytest.raises(ValueError, match="half"), replacing_folder(tmp_path / "key") as fresh:
        (fresh / "page").write_text("half")
        raise ValueError("half")
    assert (tmp_path / "key" / "page").read_text() == "old"
    assert names(tmp_path) == ["key"]


def test_a_failed_rename_puts_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_exchange(monkeypatch)
    put(tmp_path / "key", "old")
    rename = Path.rename

    def refuse_the_new(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new)
    with pytest.raises(BlockedError, match="disk is full"):
        put(tmp_path / "key", "new")
    assert (tmp_path / "key" / "page").read_text() == "old"
    assert names(tmp_path) == ["key"]


KILLED = """
import os, sys
from pathlib import Path
from vidpipe_assets.io import files as folders

target = Path(sys.argv[1])
if sys.argv[2] == "building":
    with folders.replacing_folder(target) as fresh:
        (fresh / "page").write_text("half")
        os._exit(9)
folders._exchange = lambda *_: False
rename = Path.rename
def die_at_the_second(self, new):
    if ".new-" in self.name:
        os._exit(9)
    return rename(self, new)
Path.rename = die_at_the_second
with folders.replacing_folder(target) as fresh:
    (fresh / "page").write_text("half")
"""


def killed(target: Path, when: str) -> None:
    died = subprocess.run([sys.executable, "-c", KILLED, str(target), when], check=False, timeout=120)
    assert died.returncode == 9


def test_fault_30_a_killed_build_leaves_only_a_hidden_folder_that_the_next_one_removes(tmp_path: Path) -> None:
    put(tmp_path / "key", "old")
    killed(tmp_path / "key", "building")
    assert (tmp_path / "key" / "page").read_text() == "old"
    assert [name for name in names(tmp_path) if not name.startswith(".")] == ["key"]
    put(tmp_path / "key", "new")
    assert names(tmp_path) == ["key"]


def test_fault_30_killed_between_two_renames_the_old_folder_comes_back_even_if_the_next_build_fails(
    tmp_path: Path,
) -> None:
    put(tmp_path / "key", "old")
    killed(tmp_path / "key", "between the renames")
    assert not (tmp_path / "key").exists()
    with pytest.raises(ValueError, match="fails"), replacing_folder(tmp_path / "key"):
        raise ValueError("fails")
    assert (tmp_path / "key" / "page").read_text() == "old"
    assert names(tmp_path) == ["key"]


def test_a_file_system_that_cannot_exchange_names_gets_two_renames(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "key", "old")
    without_exchange(monkeypatch, errno.EINVAL)
    put(tmp_path / "key", "new")
    assert (tmp_path / "key" / "page").read_text() == "new"
    assert names(tmp_path) == ["key"]


def test_any_other_refusal_is_told_and_the_old_folder_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "key", "old")
    without_exchange(monkeypatch, errno.EROFS)
    with pytest.raises(BlockedError, match="Read-only"):
        put(tmp_path / "key", "new")
    assert (tmp_path / "key" / "page").read_text() == "old"


def test_what_is_left_of_another_folder_with_a_longer_name_is_not_touched(tmp_path: Path) -> None:
    other = tmp_path / ".key_2.new-0000"
    other.mkdir()
    put(tmp_path / "key", "new")
    assert other.is_dir()


def test_removing_a_link_spares_what_it_points_at(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (tmp_path / "link").symlink_to(kept)
    remove(tmp_path / "link")
    assert names(tmp_path) == ["kept"]


def test_a_link_in_the_folders_place_is_replaced_and_not_followed(tmp_path: Path, way: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").touch()
    (tmp_path / "key").symlink_to(elsewhere)
    put(tmp_path / "key", "new")
    assert not (tmp_path / "key").is_symlink()
    assert names(elsewhere) == ["precious"]
    assert names(tmp_path) == ["elsewhere", "key"]
