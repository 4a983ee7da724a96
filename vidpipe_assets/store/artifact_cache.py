"""How much of a bucket one machine keeps at hand: what was used least lately goes, and nothing that may be in use."""

import datetime as dt
import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from vidpipe_assets.store.clock import now_utc
from vidpipe_assets.store.removal import remove_old

SPARED_S = 6 * 3600
"""A file that was used so lately may be open, or be about to be opened: no run takes longer."""

_EVERY_S = 600.0
_LEFT = 0.9


@dataclass
class Cache:
    """The folder of artifacts, where a bucket holds them all. `most_bytes`: 0 for no bound."""

    folder: Path
    most_bytes: int = 0
    _looked: float = field(default=float("-inf"), init=False)

    def trim(self) -> None:
        """Make room if there is more than `most_bytes`, at most every ten minutes."""
        if not self.most_bytes or time.monotonic() - self._looked < _EVERY_S:
            return
        self._looked = time.monotonic()
        files = self._files()
        total, spared = sum(size for _, size, _ in files), now_utc() - dt.timedelta(seconds=SPARED_S)
        if total <= self.most_bytes:
            return
        for used, size, path in sorted(files):
            if total <= self.most_bytes * _LEFT or used > spared.timestamp():
                return
            with suppress(OSError):
                # By its age as it is now: it may have been used since it was listed.
                total -= size if remove_old(path, spared) else 0

    def _files(self) -> list[tuple[float, int, Path]]:
        """When each was used last, its bytes, and where it is."""
        found: list[tuple[float, int, Path]] = []
        for path in self.folder.glob("[0-9a-f][0-9a-f]/[!.]*"):
            with suppress(OSError):
                stat: os.stat_result = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        return found
