"""What costs too much to be made twice: made by the first process of a test session that wants it, for all of them."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(temporary: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` has filled, once in the session however many processes run it. Nobody may change it."""
    top = temporary.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # then each process has a folder of its own in the session's
        top = top.parent
    folder = top / f"shared-{name}"
    with (top / f"shared-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given back with the file, also by a process that dies
        made = folder / "made"
        if not made.exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            made.touch()
    return folder
