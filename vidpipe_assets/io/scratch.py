"""Work in progress: folders for it, and the names and locks that say whose it is.

A scratch folder is gone when its work ends, and is swept up later when its process was killed. Whether what lies there
belongs to a process that is dead, its name says (number and start of the process), and a lock does so, too, where
numbers mean nothing: after a restart, in a container. The start is read from /proc, not asked of psutil, which computes
it from the wall clock, so that a clock that is set would make living processes look dead.
"""

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from vidpipe_assets.io.paths import contained_path, explaining_os_errors

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
