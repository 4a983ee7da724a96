"""Names and locks of unfinished work: whether what lies there belongs to a process that is dead.

The name says which process it is; a lock says so, too, where numbers mean nothing: after a restart, in a container.
"""

import fcntl
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

MARK = re.compile(r"(?P<pid>\d+)-(?P<started>\d+)-[0-9a-f]+")
"""What `mark` returns."""


def mark() -> str:
    """A part of a name that is nobody else's, and says whose it is."""
    return f"{os.getpid()}-{_started(os.getpid())}-{secrets.token_hex(4)}"


def hold(descriptor: int) -> None:
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
