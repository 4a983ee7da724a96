"""Dagster's event log and heartbeats for processes that only show them: the web server and the command line.

`daemons` and `last_tick` say whether Dagster's daemon and the sensor are at work. `EventReader` copies new events into
`storage.event_cache`, so that progress is seen without a daemon. The sensor reads the same log for its plans; each
event is kept once, whoever reads it first.
"""

import os
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg
from dagster._core.scheduler.instigation import InstigatorType

from vidpipe_assets.model.progress import SENSOR
from vidpipe_assets.orchestration.event_log import BlockingChecks
from vidpipe_assets.orchestration.history import History
from vidpipe_assets.orchestration.launched_runs import note_launched_runs
from vidpipe_assets.storage.store import Store

if TYPE_CHECKING:
    from dagster._core.scheduler.instigation import InstigatorTick


LATE_S = 120.0
"""Seconds without a sign after which one of Dagster's daemons counts as gone: it beats every 30 s.

The sensor is missed sooner, by its own signs: see `operations.at_work`.
"""


@dataclass(frozen=True)
class Heartbeat:
    """The last sign of life of a daemon or of the sensor."""

    name: str
    age_s: float
    """Seconds since its last sign."""
    error: str = ""

    @property
    def is_well(self) -> bool:
        """Whether the last sign is recent, and none of its errors is open."""
        return self.age_s <= LATE_S and not self.error


def daemons(home: Path) -> tuple[Heartbeat, ...]:
    """The daemons that have ever lived here, by name. Raises what Dagster raises when its storage is not to be had."""
    now = time.time()
    beats = instance_of(home).get_daemon_heartbeats()
    return tuple(
        Heartbeat(name, max(0.0, now - beat.timestamp), _first_line(str(beat.errors[0].message)) if beat.errors else "")
        for name, beat in sorted(beats.items())
    )


def last_tick(home: Path) -> Heartbeat | None:
    """The sensor's latest look at what there is to do; None: it has never looked."""
    instance = instance_of(home)
    ticks: list[InstigatorTick] = []
    for state in instance.all_instigator_state(instigator_type=InstigatorType.SENSOR):
        if state.instigator_name == SENSOR:
            ticks += instance.get_ticks(state.instigator_origin_id, state.selector_id, limit=1)
    if not ticks:
        return None
    latest = max(ticks, key=lambda tick: tick.timestamp)
    error = _first_line(str(latest.error.message)) if latest.error else ""
    return Heartbeat(SENSOR, max(0.0, time.time() - (latest.end_timestamp or latest.timestamp)), error)


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:300]


@lru_cache(maxsize=1)
def instance_of(home: Path) -> dg.DagsterInstance:
    """The instance of DAGSTER_HOME; `home` is the same folder, so that another one is another instance."""
    del home
    return dg.DagsterInstance.get()


class EventReader:
    """Reads the event log of one home into its event cache. Not for several threads at once."""

    def __init__(self, store: Store, blocking: BlockingChecks) -> None:
        self._history = History(store.facts, blocking)
        self._store = store

    def look(self) -> None:
        """Keep what is new in the log, and which runs wait for a worker. Raises whatever Dagster's storage raises."""
        home = self._store.places.home
        if _is_home(home):
            instance = instance_of(home)
            self._history.look_on(instance)
            note_launched_runs(instance, self._store)


def _is_home(home: Path) -> bool:
    """Whether Dagster's instance is that of `home`: facts of another one would be taken for its own."""
    named = os.environ.get("DAGSTER_HOME", "")
    return bool(named) and Path(named).absolute() == home.absolute()
