"""How a stage tells how far it is: to the database at most once a second, and to the run's log at every quarter."""

import time
from collections.abc import Callable
from threading import Lock

SaveProgress = Callable[[float, float, str], None]
"""Keeps how much is done, of how much, in which unit."""

_EVERY_S = 1.0
_QUARTERS = 4


class StageReporter:
    """Counts what a stage has made. Parts may be told from several threads, in any order."""

    def __init__(
        self,
        save: SaveProgress | None = None,
        log: Callable[[str], None] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._save, self._log, self._monotonic = save, log, monotonic
        self._turn = Lock()
        self._began = monotonic()
        self._parts: dict[str, float] = {}
        self._total, self._unit = 0.0, ""
        self._saved_at: float | None = None
        self._logged = 0
        self.size = 1.0
        """How much the stage makes, in whatever its time grows with; what was there already is not counted."""

    def expect(self, total: float, unit: str, done: float = 0.0) -> None:
        """There are `total` of `unit` to be made, of which `done` were there already."""
        with self._turn:
            self._parts = {"": done}
            self._total, self._unit = total, unit
            self.size = max(total - done, 1.0)
            self._logged = int(_QUARTERS * done / total) if total else 0
            self._tell(at_once=True)

    def part(self, name: str, done: float) -> None:
        """Of the part `name`, so much is done: of a scene or a line, a share."""
        with self._turn:
            self._parts[name] = max(done, self._parts.get(name, 0.0))
            if self._total:
                self._tell(at_once=False)

    def _tell(self, *, at_once: bool) -> None:
        now, done = self._monotonic(), min(sum(self._parts.values()), self._total)
        is_whole = done >= self._total
        if at_once or is_whole or self._saved_at is None or now - self._saved_at >= _EVERY_S:
            self._saved_at = now
            if self._save:
                self._save(round(done, 2), self._total, self._unit)
        quarter = int(_QUARTERS * done / self._total + 1e-9)
        if quarter > self._logged and not at_once:
            self._logged = quarter
            if self._log:
                self._log(f"{quarter * 100 // _QUARTERS} %: {_count(done)} of {_count(self._total)} {self._unit}")


def _count(number: float) -> str:
    return f"{int(number + 1e-9)}"
