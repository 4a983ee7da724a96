"""What may go, counted by kind; and what goes, unless it is only counted."""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.store.room import on_disk

KEPT_DAYS = 90
"""How long what is over is kept where nobody says otherwise: closed videos, what was made again, ended runs."""


class Rubbish:
    """Takes things one after the other. One that cannot be removed is told, and the others go."""

    def __init__(self, *, delete: bool) -> None:
        self.delete = delete
        self.number: Counter[str] = Counter()
        self.bytes: Counter[str] = Counter()
        """What the disk gets back."""
        self.wrong: list[str] = []
        self._links: dict[tuple[int, int], int] = {}

    def take(
        self, kind: str, remove: Callable[[], bool], files: Iterable[Path] = (), *, number: int = 1, size: int = 0
    ) -> None:
        """`number` things that consist of `files`, or of `size` bytes elsewhere. `remove` says whether they went."""
        try:
            found = [path.lstat() for path in files if os.path.lexists(path)]
            if self.delete and not remove():
                return
        except FileNotFoundError:  # somebody else has removed it
            return
        except OSError as error:
            self.wrong.append(f"{error.filename or kind}: {error.strerror or error}")
            return
        except VidpipeError as error:
            self.wrong.append(f"{error} {error.remedy}".strip())
            return
        self.number[kind] += number
        self.bytes[kind] += size + sum(map(self._freed, found))

    def _freed(self, found: os.stat_result) -> int:
        """A file is gone with the last of its names: packages and artifacts share theirs."""
        if found.st_nlink > 1:
            file = (found.st_dev, found.st_ino)
            self._links[file] = self._links.get(file, found.st_nlink) - 1
            if self._links[file]:
                return 0
        return on_disk(found)


def in_bytes(number: float) -> str:
    """As people read it: 1.2 GB."""
    for unit in ("bytes", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"
