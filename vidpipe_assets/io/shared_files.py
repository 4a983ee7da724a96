"""Stored files that several processes take, while another removes those that nobody refers to.

Whoever takes a stored file as it is renews it first; whoever removes it looks how old it is. Both hold the file's lock
meanwhile, so that one of them comes first: a file that was taken is young, and one that is gone is stored again.
"""

import datetime as dt
import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from vidpipe_assets.io.paths import is_same_file


def renew(path: Path, at_ns: int | None = None) -> bool:
    """Make the file at `path` as young as one that is stored now, or was at `at_ns`; False: it is not there."""
    with _locked(path, os.O_RDONLY, fcntl.LOCK_SH) as descriptor:
        if descriptor is None:
            return False
        with suppress(OSError):  # of another user, or on a disk that is read-only: it is no younger then
            if at_ns is None:
                os.utime(descriptor)
            elif os.fstat(descriptor).st_mtime_ns < at_ns:
                os.utime(descriptor, ns=(at_ns, at_ns))
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
