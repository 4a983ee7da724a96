"""Files and folders that are replaced as a whole: readers see the old one or the new one, never a part of either.

The new one is written beside the old one under a hidden name, synced, and renamed. What a killed process has left under
such a name is removed by whoever writes next in the same folder.
"""

import ctypes
import errno
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO

from vidpipe_assets.io.paths import explaining_os_errors
from vidpipe_assets.io.scratch import MARK, hold_lock, is_abandoned, mark

_PART = re.compile(rf"\..+?(\.(?P<number>\d{{16,}}))?\.{MARK.pattern}\.part")
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path`: other processes see the old file or the new one, never a part of it.

    Raises `BlockedError` when the disk is full or the folder not writable.
    """
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path, number: int = 0, place: Callable[[Path], object] | None = None) -> Generator[IO[bytes]]:
    """A file that becomes `path` when the block ends well, and disappears when it does not.

    What killed processes have left unfinished in the same folder is removed first. Where one that was frozen may wake,
    `number` grows with each, `discard_parts` takes away what those before have laid ready, and `place` gives it its
    name within a condition, or leaves it.
    """
    with explaining_os_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep_parts(path.parent)
        # The same folder, so that the rename stays within one file system.
        part = path.with_name(f".{path.name}{f'.{number:016d}' if number else ''}.{mark()}.part")
        try:
            with part.open("xb") as file:
                hold_lock(file.fileno())
                yield file
                file.flush()
                os.fsync(file.fileno())
            if place is None:
                part.replace(path)
            else:
                place(part)
            sync_folder(path.parent)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def sweep_parts(folder: Path) -> None:
    """Remove what processes that are dead have left unfinished in `folder`."""
    for part in folder.glob(".*.part"):
        match = _PART.fullmatch(part.name)
        if match and is_abandoned(part, match["pid"], match["started"]):
            part.unlink(missing_ok=True)


def discard_parts(folder: Path, number: int) -> None:
    """Remove what others, with this number or a lower one, have laid ready in the folders of `folder`, alive or not."""
    for part in folder.glob("*/.*.part"):
        match = _PART.fullmatch(part.name)
        if match and match["number"] and int(match["number"]) <= number:
            part.unlink(missing_ok=True)


@contextmanager
def replacing_folder(
    target: Path, number: int = 0, allowed: Callable[[], AbstractContextManager[object]] = nullcontext
) -> Generator[Path]:
    """A new hidden folder beside `target` that takes its place when the block ends well, else disappears.

    What was at `target` before is removed afterwards, and what a killed process left behind is removed first. The
    caller sees to it that only one process at a time replaces the same folder; where one that was frozen may wake,
    `number` grows with each. It takes the place within `allowed()`, which raises where it may not any more; and whoever
    comes with a higher number takes the new folder of a lower one away first, so that its rename fails, however late.
    Raises `BlockedError` as `explaining_os_errors` does.
    """
    with explaining_os_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        discard_unfinished(target, number)
        fresh = _beside(target, "new", number)
        fresh.mkdir()
    try:
        yield fresh
        with explaining_os_errors(target):
            sync_folder(fresh)
            with allowed():
                _take_place(fresh, target, number)
            sync_folder(target.parent)
    finally:
        # Now this name holds the old folder, or the one that did not succeed, or nothing.
        remove(fresh)


def remove(path: Path) -> None:
    """Remove a folder with all it holds, or a file, or a link but never what it points at. Missing is fine."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _beside(target: Path, what: str, number: int) -> Path:
    return target.with_name(f".{target.name}.{what}-{number:016d}-{secrets.token_hex(4)}")


def discard_unfinished(target: Path, number: int) -> None:
    """Remove what others, with this number or a lower one, have left unfinished beside the folder `target`.

    If one died with the old folder moved away, that is put back first. One that is not dead finds its folder gone: it
    has changed its name in one step before it is removed.
    """
    if not target.parent.is_dir():
        return
    left = sorted(path for path in target.parent.iterdir() if path.name.startswith(f".{target.name}."))
    for path in left:
        match = _UNFINISHED.search(path.name)
        if match and int(match["number"]) > number:
            continue
        if path.name.startswith(f".{target.name}.old-") and not os.path.lexists(target):
            path.rename(target)
            continue
        gone = path if ".gone-" in path.name else _beside(target, "gone", number)
        with suppress(FileNotFoundError):
            path.rename(gone)
        remove(gone)


_UNFINISHED = re.compile(r"\.(?:new|old|gone)-(?P<number>\d{16,})-[0-9a-f]{8}$")


def _take_place(fresh: Path, target: Path, number: int) -> None:
    if not os.path.lexists(target):
        fresh.rename(target)
    elif not _exchange(fresh, target):
        _step_aside(fresh, target, number)


def _step_aside(fresh: Path, target: Path, number: int) -> None:
    """Two renames, where the system cannot exchange two names: for an instant there is no `target`."""
    old = _beside(target, "old", number)
    target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        old.rename(target)
        raise
    remove(old)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step; False where the system or the file system cannot do that.

    `renameat2` of Linux (3.15) and glibc (2.28): https://man7.org/linux/man-pages/man2/rename.2.html
    """
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if swap is None:
        return False
    names = (os.fsencode(one.absolute()), os.fsencode(other.absolute()))
    if swap(_AT_FDCWD, names[0], _AT_FDCWD, names[1], ctypes.c_uint(_RENAME_EXCHANGE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut, where the file system can do that."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
            raise
    finally:
        os.close(descriptor)


def file_sha256(path: Path) -> str:
    """The sha256 of the file's bytes, in hexadecimal. Raises `OSError` where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
