"""Folders for work in progress: gone when the work ends, and swept up later when its process was killed."""

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from vidpipe_assets.store.files import contained, plainly

_NAME = re.compile(r".+\.(?P<pid>\d+)-(?P<started>\d+)-[0-9a-f]+")


@contextmanager
def scratch(folder: Path, label: str = "work") -> Generator[Path]:
    """A new folder below `folder`, removed with all it holds at the end of the block.

    What killed processes have left in `folder` is removed first.
    """
    with plainly(folder):
        folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    mine = contained(folder, f"{label}.{os.getpid()}-{_started(os.getpid())}-{secrets.token_hex(4)}")
    with plainly(mine):
        mine.mkdir()
    # Held as long as this process lives; children do not inherit it.
    lock = os.open(mine, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield mine
    finally:
        shutil.rmtree(mine, ignore_errors=True)
        os.close(lock)


def sweep(folder: Path) -> list[Path]:
    """Remove the scratch folders in `folder` whose processes are dead; returns them."""
    abandoned = [path for path in sorted(folder.iterdir()) if _abandoned(path)]
    for path in abandoned:
        shutil.rmtree(path, ignore_errors=True)
    return abandoned


def _abandoned(path: Path) -> bool:
    match = _NAME.fullmatch(path.name)
    if match is None or path.is_symlink() or not path.is_dir():
        return False
    # The process number alone says little after a restart or from another container; the lock decides then.
    if _started(int(match["pid"])) == match["started"]:
        return False
    return _unlocked(path)


def _unlocked(path: Path) -> bool:
    try:
        lock = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
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
