"""The one door to Dagster's event log as a whole: what is new in it, of all videos at once.

`event_log_storage` is not public. What is used of it: `get_logs_for_all_runs_by_log_id` (new events of one kind),
`get_maximum_record_id` (whether there are any), `get_latest_storage_id_by_partition` (what was wiped), and
`index_connection` to the table of dynamic partitions (whether any was added or deleted).
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any

import dagster as dg

from vidpipe_assets.model.stages import Stage

# Bodies hold pictures: a batch has to fit into memory many times over.
_BATCH = 250


class Events(Enum):
    """The kinds of events that are read."""

    MADE = dg.DagsterEventType.ASSET_MATERIALIZATION
    OBSERVED = dg.DagsterEventType.ASSET_OBSERVATION
    RUN_FAILED = dg.DagsterEventType.RUN_FAILURE
    RUN_CANCELLED = dg.DagsterEventType.RUN_CANCELED


class EventLog:
    """The event log of one instance."""

    def __init__(self, instance: dg.DagsterInstance) -> None:
        self._storage = instance.event_log_storage
        self._runs: Any = instance.run_storage

    @property
    def name(self) -> str:
        """What tells this instance's log from another's: storage ids mean nothing elsewhere."""
        return str(self._runs.get_run_storage_id())

    def highest(self) -> int:
        """The highest storage id so far."""
        return self._storage.get_maximum_record_id() or 0

    def partitions_mark(self, name: str) -> str:
        """Changes whenever a dynamic partition of that definition is added or deleted; all of them need not be read."""
        # Loaded where it is needed: whoever imports the definitions has no use for SQLAlchemy.
        import sqlalchemy as sa
        from dagster._core.storage.event_log.schema import DynamicPartitionsTable as Table

        log: Any = self._storage
        mine, totals = Table.c.partitions_def_name == name, (sa.func.count(), sa.func.max(Table.c.create_timestamp))
        # SQLite gives the id of the latest row again once that row is deleted, so the partition belongs to it.
        latest = sa.select(Table.c.id, Table.c.partition).where(mine).order_by(Table.c.id.desc()).limit(1)
        with log.index_connection() as connection:
            row = (
                *connection.execute(sa.select(*totals).where(mine)).one(),
                *(connection.execute(latest).first() or ()),
            )
        return " ".join(map(str, row))

    def after(self, kind: Events, mark: int) -> Iterator[dict[int, dg.EventLogEntry]]:
        """All events of `kind` above `mark` by storage id, ascending, in batches."""
        while True:
            found = self._storage.get_logs_for_all_runs_by_log_id(
                after_cursor=mark, dagster_event_type=kind.value, limit=_BATCH
            )
            if found:
                yield dict(found)
                mark = max(found)
            if len(found) < _BATCH:
                return

    def one(self, kind: Events, storage_id: int) -> dg.EventLogEntry | None:
        """The event of that storage id."""
        found = self._storage.get_logs_for_all_runs_by_log_id(
            after_cursor=storage_id - 1, dagster_event_type=kind.value, limit=1
        )
        return found.get(storage_id)

    def latest_ids(self, stage: Stage) -> dict[str, int]:
        """Video -> storage id of the latest materialization of `stage`; an index answers this without any body."""
        key = dg.AssetKey(stage.value)
        return dict(self._storage.get_latest_storage_id_by_partition(key, Events.MADE.value))
