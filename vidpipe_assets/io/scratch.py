"""Folders for work in progress: gone when the work ends, and swept up later when its process was killed.

Removing files that nobody refers to, while others may be about to refer to them again.

Whoever takes a stored file as it is renews it first; whoever removes it looks how old it is. Both hold the file's lock
meanwhile, so that one of them comes first: a file that was taken is young, and one that is gone is stored again.
"""

import datetime as dt
import fcntl
import os
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from vidpipe_assets.io.files import (
    MARK,
    contained_path,
    explaining_os_errors,
    hold_lock,
    is_abandoned,
    is_same_file,
    mark,
)

_NAME = re.compile(rf".+\.{MARK.pattern}")


@contextmanager
def scratch(folder: Path, label: str = "work") -> Generator[Path]:
    """A new folder below `folder`, removed with all it holds at the end of the block.

    What killed processes have left in `folder` is removed first.
    """
    with explaining_os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    sweep_abandoned(folder)
    mine = contained_path(folder, f"{label}.{mark()}")
    with explaining_os_errors(mine):
        mine.mkdir()
    lock = os.open(mine, os.O_RDONLY | os.O_CLOEXEC)
    try:
        hold_lock(lock)
        yield mine
    finally:
        shutil.rmtree(mine, ignore_errors=True)
        os.close(lock)


def sweep_abandoned(folder: Path) -> list[Path]:
    """Remove the scratch folders in `folder` whose processes are dead; returns them."""
    found = abandoned_folders(folder)
    for path in found:
        shutil.rmtree(path, ignore_errors=True)
    return found


def abandoned_folders(folder: Path) -> list[Path]:
    """The scratch folders in `folder` whose processes are dead."""
    return [path for path in sorted(folder.iterdir()) if _abandoned(path)] if folder.is_dir() else []


def _abandoned(path: Path) -> bool:
    match = _NAME.fullmatch(path.name)
    if match is None or path.is_symlink() or not path.is_dir():
        return False
    return is_abandoned(path, match["pid"], match["started"])


def renew(path: Path) -> bool:
    """Make the file at `path` as young as one that is stored now; False: it is not there."""
    with _locked(path, os.O_RDONLY, fcntl.LOCK_SH) as descriptor:
        if descriptor is None:
            return False
        with suppress(OSError):  # of another user, or on a disk that is read-only: it is no younger then
            os.utime(descriptor)
        return is_same_file(path, descriptor)


def remove_old(path: Path, before: dt.datetime) -> bool:
    """Remove the file at `path` unless it was stored or renewed after `before`, or is being renewed; whether it went.

    Raises `OSError` where the system forbids it.
    """
    with _locked(path, os.O_RDWR, fcntl.LOCK_EX | fcntl.LOCK_NB) as descriptor:
        if descriptor is None or not is_same_file(path, descriptor):
            return False
        if os.fstat(descriptor).st_mtime >= before.timestamp():
            return False
        path.unlink()
        return True


@contextmanager
def _locked(path: Path, mode: int, lock: int) -> Generator[int | None]:
    """The open file under that lock; None: it is not there, or somebody else has it."""
    try:
        descriptor = os.open(path, mode | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        yield None
        return
    try:
        yield descriptor if _got(descriptor, lock) else None
    finally:
        os.close(descriptor)


def _got(descriptor: int, lock: int) -> bool:
    try:
        fcntl.flock(descriptor, lock)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: the age alone decides there
        return True
    return True
