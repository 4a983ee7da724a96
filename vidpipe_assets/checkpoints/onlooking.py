"""Looking on: what runs write is read for those who only show it, so that progress needs no daemon.

Whoever plans reads the same log himself; each fact is kept once, whoever reads it.
"""

import os
from pathlib import Path

from vidpipe_assets.checkpoints.history import History
from vidpipe_assets.checkpoints.instance_health import instance_of
from vidpipe_assets.checkpoints.reading_events import Blocking
from vidpipe_assets.store.store import Store


class Onlooker:
    """Of one home. Not for several threads at once."""

    def __init__(self, store: Store, blocking: Blocking) -> None:
        self._history = History(store.facts, blocking)
        self._home = store.places.home

    def look(self) -> None:
        """Keep what is new in the log. Raises whatever Dagster's storage raises."""
        if _is_home(self._home):
            self._history.look_on(instance_of(self._home))


def _is_home(home: Path) -> bool:
    """Whether Dagster's instance is that of `home`: facts of another one would be taken for its own."""
    named = os.environ.get("DAGSTER_HOME", "")
    return bool(named) and Path(named).absolute() == home.absolute()
