"""Folders for work in progress: gone when the work ends, and swept up later when its process was killed."""

import os
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from vidpipe_assets.store.abandoned import MARK, hold, is_abandoned, mark
from vidpipe_assets.store.files import contained, plainly

_NAME = re.compile(rf".+\.{MARK.pattern}")


@contextmanager
def scratch(folder: Path, label: str = "work") -> Generator[Path]:
    """A new folder below `folder`, removed with all it holds at the end of the block.

    What killed processes have left in `folder` is removed first.
    """
    with plainly(folder):
        folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    mine = contained(folder, f"{label}.{mark()}")
    with plainly(mine):
        mine.mkdir()
    lock = os.open(mine, os.O_RDONLY | os.O_CLOEXEC)
    try:
        hold(lock)
        yield mine
    finally:
        shutil.rmtree(mine, ignore_errors=True)
        os.close(lock)


def sweep(folder: Path) -> list[Path]:
    """Remove the scratch folders in `folder` whose processes are dead; returns them."""
    found = abandoned(folder)
    for path in found:
        shutil.rmtree(path, ignore_errors=True)
    return found


def abandoned(folder: Path) -> list[Path]:
    """The scratch folders in `folder` whose processes are dead."""
    return [path for path in sorted(folder.iterdir()) if _abandoned(path)] if folder.is_dir() else []


def _abandoned(path: Path) -> bool:
    match = _NAME.fullmatch(path.name)
    if match is None or path.is_symlink() or not path.is_dir():
        return False
    return is_abandoned(path, match["pid"], match["started"])
