"""The one door to Dagster's event log as a whole: what is new in it, of all videos at once.

`event_log_storage` is not public. What is used of it: `get_logs_for_all_runs_by_log_id` (new events of one kind),
`get_maximum_record_id` (whether there are any), `get_latest_storage_id_by_partition` (what is there), and
`index_connection` to the tables of dynamic partitions (was any added or deleted) and of assets (was any wiped).

One event -> one fact: what a materialization or a failure record says of a video.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import Enum
from typing import Any

import dagster as dg
from dagster._core.assets import AssetDetails
from dagster._serdes import deserialize_value

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration.checkpoints import FINDINGS, INGREDIENTS, lease_number, read_json
from vidpipe_assets.orchestration.failures import FAILURE
from vidpipe_assets.orchestration.lost_files import lost_because, lost_version
from vidpipe_assets.planning.stage_records import VideoEvent, VideoEventKind

# Bodies hold pictures: a batch has to fit into memory many times over.
_BATCH = 250


class LogEventType(Enum):
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

    def wipes(self) -> dict[str, float]:
        """Stage -> when a person last wiped it, in seconds since 1970; what it said before is no more."""
        import sqlalchemy as sa
        from dagster._core.storage.event_log.schema import AssetKeyTable as Table

        log: Any = self._storage
        keys = {dg.AssetKey(name).to_string(): name for name in _STAGES}
        query = sa.select(Table.c.asset_key, Table.c.asset_details).where(
            Table.c.asset_key.in_(keys), Table.c.asset_details.is_not(None)
        )
        with log.index_connection() as connection:
            rows = connection.execute(query).all()
        found = {keys[key]: deserialize_value(details, AssetDetails).last_wipe_timestamp for key, details in rows}
        return {name: at_s for name, at_s in sorted(found.items()) if at_s is not None}

    def after(self, kind: LogEventType, mark: int) -> Iterator[dict[int, dg.EventLogEntry]]:
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

    def one(self, kind: LogEventType, storage_id: int) -> dg.EventLogEntry | None:
        """The event of that storage id."""
        found = self._storage.get_logs_for_all_runs_by_log_id(
            after_cursor=storage_id - 1, dagster_event_type=kind.value, limit=1
        )
        return found.get(storage_id)

    def latest_ids(self, stage: Stage) -> dict[str, int]:
        """Video -> storage id of the latest materialization of `stage`; an index answers this without any body."""
        key = dg.AssetKey(stage.value)
        return dict(self._storage.get_latest_storage_id_by_partition(key, LogEventType.MADE.value))


BlockingChecks = Callable[[Stage], Collection[str]]
"""The names of a stage's blocking checks."""


def materialization_event(storage_id: int, entry: dg.EventLogEntry, blocking: BlockingChecks) -> VideoEvent | None:
    """What a materialization says; None for one that vidpipe did not write."""
    materialization: Any = entry.asset_materialization
    where = _stage_and_video(materialization)
    if where is None or INGREDIENTS not in materialization.metadata:
        return None
    stage, video = where
    findings: list[dict[str, Any]] = read_json(materialization.metadata.get(FINDINGS)) or []
    names = blocking(stage)
    content: dict[str, Any] = {
        "version": (materialization.tags or {}).get("dagster/data_version", ""),
        "ingredients": read_json(materialization.metadata[INGREDIENTS]),
        "failed_checks": [one["check"] for one in findings if not one["passed"] and one["check"] in names],
    }
    lease = lease_number(materialization.metadata)
    return VideoEvent(storage_id, video, VideoEventKind.MADE, stage, entry.run_id, entry.timestamp, content, lease)


def observation_event(storage_id: int, entry: dg.EventLogEntry) -> VideoEvent | None:
    """What a failure record or the report of a loss says; None for any other observation."""
    observation: Any = entry.asset_observation
    where = _stage_and_video(observation)
    if where is None:
        return None
    stage, video = where
    if FAILURE in observation.metadata:
        kind, content = VideoEventKind.FAILED, read_json(observation.metadata[FAILURE])
    elif lost := lost_version(observation):
        kind, content = VideoEventKind.LOST, {"version": lost}
        content |= {"why": why} if (why := lost_because(observation)) else {}
    else:
        return None
    lease = int(content.get("lease", 0))
    return VideoEvent(storage_id, video, kind, stage, entry.run_id, entry.timestamp, content, lease)


def _stage_and_video(event: Any) -> tuple[Stage, str] | None:
    """Of a materialization or an observation; None if it is none of a video's stages."""
    if event is None or event.partition is None or not is_video(event.partition):
        return None
    name = event.asset_key.to_user_string()
    return (_STAGES[name], event.partition) if name in _STAGES else None


def is_video(text: str) -> bool:
    """Whether `text` is a well-formed video key."""
    try:
        VideoKey.parse(text)
    except BadInput:
        return False
    return True


_STAGES: Mapping[str, Stage] = {stage.value: stage for stage in Stage}
