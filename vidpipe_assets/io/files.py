"""Names and locks of unfinished work: whether what lies there belongs to a process that is dead.

The name says which process it is; a lock says so, too, where numbers mean nothing: after a restart, in a container.

Files as the store writes them: whole or not at all, inside their folder, with errors that say what to do.

A folder that is replaced as a whole: readers see the old one or the new one, never a part of either.
"""

import ctypes
import errno
import fcntl
import os
import re
import secrets
import shutil
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from vidpipe_assets.model.errors import BadInput, BlockedError, DiskFull

MARK = re.compile(r"(?P<pid>\d+)-(?P<started>\d+)-[0-9a-f]+")
"""What `mark` returns."""


def mark() -> str:
    """A part of a name that is nobody else's, and says whose it is."""
    return f"{os.getpid()}-{_started(os.getpid())}-{secrets.token_hex(4)}"


def hold_lock(descriptor: int) -> None:
    """Lock what is open there, for as long as it is open in this process; children do not inherit it."""
    with suppress(OSError):  # a file system without locks: then the name alone decides
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_abandoned(path: Path, pid: str, started: str) -> bool:
    """Whether the process that made `path` is dead; `pid` and `started` as its name tells them."""
    # The process number alone says little after a restart or from another container; the lock decides then.
    return _started(int(pid)) != started and _unlocked(path)


def _unlocked(path: Path) -> bool:
    try:
        lock = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True


def _started(pid: int) -> str:
    """When a process started, in clock ticks since the boot; empty: there is no such process.

    Where the system has no /proc: '0' for every living process.
    """
    try:
        # The second field is the program's name in parentheses, and may hold anything.
        after_name = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2]
        return after_name.split()[19]
    except (OSError, IndexError):
        return "0" if not Path("/proc/self/stat").exists() and _alive(pid) else ""


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_PART = re.compile(rf"\..+\.{MARK.pattern}\.part")
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path`: other processes see the old file or the new one, never a part of it.

    Raises `BlockedError` when the disk is full or the folder not writable.
    """
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Generator[IO[bytes]]:
    """A file that becomes `path` when the block ends well, and disappears when it does not.

    What killed processes have left unfinished in the same folder is removed first.
    """
    with explaining_os_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep_parts(path.parent)
        # The same folder, so that the rename stays within one file system.
        part = path.with_name(f".{path.name}.{mark()}.part")
        try:
            with part.open("xb") as file:
                hold_lock(file.fileno())
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
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


def is_same_file(path: Path, descriptor: int) -> bool:
    """Whether `path` still names the open file: somebody may have removed or replaced it meanwhile."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


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


@contextmanager
def explaining_os_errors(path: Path) -> Generator[None]:
    """Turn the system's refusal to write or read below `path` into an error that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            kind = DiskFull if error.errno == errno.ENOSPC else BlockedError
            raise kind(
                f"the disk is full: {path} could not be written",
                remedy=f"free some space on the disk of {path.parent} (df and df -i tell what is used up), then start "
                "again; nothing was left half-written",
            ) from error
        if error.errno in _FORBIDDEN:
            raise BlockedError(
                f"{path} may not be accessed ({error.strerror})",
                remedy=f"make {_nearest_folder(path)} readable and writable for the user that runs vidpipe",
            ) from error
        raise BlockedError(
            f"{path} could not be accessed ({error.strerror or error})", remedy="look at that path, then start again"
        ) from error


def require_folder(folder: Path) -> None:
    """Raise `BlockedError` unless `folder` is there: with a disk that is not mounted, nothing that it holds is lost."""
    if not folder.is_dir():
        raise BlockedError(
            f"the folder {folder} is not there",
            remedy="mount the disk that holds it; if it is gone for good, make an empty folder there, and what was in "
            "it is made again",
        )


def _nearest_folder(path: Path) -> Path:
    """The deepest folder above `path` that is there: what is to be mended, when those below it could not be made."""
    return next((folder for folder in path.parents if os.path.lexists(folder)), path.parent)


def contained_path(folder: Path, *names: str) -> Path:
    """`folder/name/name…`, provided that every name is a plain one and no link leads out of `folder`.

    Raises `BadInput` for separators, `..`, NUL, over-long names and links to somewhere else.
    """
    for name in names:
        if not _PLAIN_NAME.fullmatch(name):
            raise BadInput(
                f"{name[:80]!r} cannot be used as a file name",
                remedy="use letters, digits, '-', '_' and '.', at most 120, beginning with a letter or digit",
            )
    path = folder.joinpath(*names)
    if _may_have_a_link(folder, names) and not path.resolve().is_relative_to(folder.resolve()):
        raise BadInput(f"{path} leads out of {folder}", remedy=f"remove the link at {path}")
    return path


def _may_have_a_link(folder: Path, names: tuple[str, ...]) -> bool:
    """Whether `folder/name/name…` has a link below `folder`, or nobody can tell.

    Resolving whole paths would be the longest part of a patrol through all documents.
    """
    place = os.fspath(folder)
    for name in names:
        place = f"{place}/{name}"
        try:
            if stat.S_ISLNK(os.lstat(place).st_mode):
                return True
        except FileNotFoundError:
            return False
        except OSError:
            return True
    return False


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


@contextmanager
def replacing_folder(target: Path) -> Generator[Path]:
    """A new hidden folder beside `target` that takes its place when the block ends well, else disappears.

    What was at `target` before is removed afterwards, and what a killed process left behind is removed first. The
    caller sees to it that only one process at a time replaces the same folder. Raises `BlockedError` as `plainly` does.
    """
    with explaining_os_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_up(target)
        fresh = _beside(target, "new")
        fresh.mkdir()
    try:
        yield fresh
        with explaining_os_errors(target):
            sync_folder(fresh)
            _take_place(fresh, target)
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


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.{what}-{secrets.token_hex(4)}")


def _clear_up(target: Path) -> None:
    """Remove what killed processes left; if one died with the old folder moved away, put that back first."""
    left = sorted(path for path in target.parent.iterdir() if path.name.startswith(f".{target.name}."))
    for path in left:
        if path.name.startswith(f".{target.name}.old-") and not os.path.lexists(target):
            path.rename(target)
        else:
            remove(path)


def _take_place(fresh: Path, target: Path) -> None:
    if not os.path.lexists(target):
        fresh.rename(target)
    elif not _exchange(fresh, target):
        _step_aside(fresh, target)


def _step_aside(fresh: Path, target: Path) -> None:
    """Two renames, where the system cannot exchange two names: for an instant there is no `target`."""
    old = _beside(target, "old")
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
