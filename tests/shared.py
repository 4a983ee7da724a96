"""What costs too much to be made twice: made by the first process of a test session that wants it, for all of them."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(temporary: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` has filled, once in the session however many processes run it. Nobody may change it.

    Where `make` fails, it fails for all of them: it is not tried again.
    """
    top = temporary.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # then each process has a folder of its own in the session's
        top = top.parent
    folder = top / f"shared-{name}"
    with (top / f"shared-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given back with the file, also by a process that dies
        made, failed = folder / "made", top / f"shared-{name}.failed"
        assert not failed.exists(), f"{name} could not be made: {failed.read_text()}"
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)  # whoever began it was killed
            folder.mkdir()
            _tried(make, folder, failed)
            made.touch()
    return folder


def _tried(make: Callable[[Path], None], folder: Path, failed: Path) -> None:
    try:
        make(folder)
    except BaseException as error:
        failed.write_text(f"{type(error).__name__}: {error}"[:3000])
        raise
