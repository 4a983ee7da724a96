"""Runs that nobody needs any more: which they are, and forgetting them with their events and what they printed.

Checkpoints are events of the runs that made them, and Dagster's `delete_run` takes those along. So of a video that is
worked on, only successful runs go of which each checkpoint was made again later. Of a closed video, all go in time; its
package and its documents are not Dagster's, and stay.
"""

import datetime as dt
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg

from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration.event_log import LogEventType, is_video
from vidpipe_assets.orchestration.run_tags import PARTITION
from vidpipe_assets.storage.store import Store

_ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
_AT_ONCE = 200
_RUN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class RunRetention:
    """The runs of this home that may be removed, and their removal; `operations.garbage` calls it."""

    def __init__(self, instance: dg.DagsterInstance, store: Store) -> None:
        self._instance = instance
        self._store = store

    def recorded(self, video: str) -> set[str]:
        """The latest recorded data version of each stage of `video`."""
        latest = (_latest(self._instance, stage, video) for stage in Stage)
        tags = (record.asset_materialization.tags or {} for record in latest if record and record.asset_materialization)
        return {tag for some in tags if (tag := some.get("dagster/data_version"))}

    def runs(self, before: dt.datetime) -> Iterator[tuple[str, list[Path]]]:
        """Runs that may be forgotten, as `forgettable` says, each with the files that go with it."""
        for run_id in forgettable(self._instance, self._store, before):
            yield run_id, [*_own_files(self._instance, run_id), *_log_files(self._log_folder(run_id))]

    def forget(self, run_id: str) -> bool:
        """Delete the run with its events, logs and files; always True, since nothing holds it back."""
        forget(self._instance, run_id)
        return True

    def logs_without_run(self, before: dt.datetime) -> Iterator[tuple[str, list[Path]]]:
        """Log files of runs that are no longer in Dagster's run storage, by the id of the run."""
        folder = self._log_folder("")
        for path in sorted(folder.iterdir()) if folder and folder.is_dir() else ():
            files = _log_files(path) if _RUN_ID.fullmatch(path.name) else []
            lately = any(file.stat().st_mtime >= before.timestamp() for file in (path, *files))
            if files and not lately and not self._instance.has_run(path.name):
                yield path.name, files

    def forget_logs(self, run_id: str) -> bool:
        """Delete the captured output of the run; always True."""
        self._instance.compute_log_manager.delete_logs(prefix=[run_id])
        return True

    def _log_folder(self, run_id: str) -> Path | None:
        """The folder of the run's captured output, if it is on this machine."""
        # Loaded here: it brings Dagster's storages along, which the definitions must not load.
        from vidpipe_assets.orchestration.instance_storage import HomeComputeLogManager

        manager = self._instance.compute_log_manager
        return manager.folder / run_id if isinstance(manager, HomeComputeLogManager) else None


@contextmanager
def run_retention(store: Store) -> Generator[RunRetention]:
    """The `RunRetention` of the instance that DAGSTER_HOME names, open during the block."""
    with dg.DagsterInstance.get() as instance:
        yield RunRetention(instance, store)


def forgettable(instance: dg.DagsterInstance, store: Store, before: dt.datetime) -> Iterator[str]:
    """The ids of runs that ended before `before`, and that nothing depends on. Each may be forgotten when it comes."""
    videos: dict[str, Callable[[dg.DagsterRun], bool]] = {}
    for run in _ended(instance, before):
        video = run.tags.get(PARTITION, "")
        if video not in videos:
            videos[video] = _rule(instance, store, video, before)
        if videos[video](run):
            yield run.run_id


def forget(instance: dg.DagsterInstance, run_id: str) -> None:
    """Delete the run's captured output, its record and its events, for good."""
    instance.compute_log_manager.delete_logs(prefix=[run_id])
    instance.delete_run(run_id)
    for file in _own_files(instance, run_id):
        file.unlink(missing_ok=True)


def _ended(instance: dg.DagsterInstance, before: dt.datetime) -> Iterator[dg.DagsterRun]:
    """The runs that ended before `before`, but the latest of all: SQLite would give its last event's id to another."""
    last = {one.dagster_run.run_id for one in instance.get_run_records(limit=1, order_by="update_timestamp")}
    runs = _page(instance, before, None)
    while runs:
        # Looked up before these are forgotten: the next ones are found by the last of these.
        following = _page(instance, before, runs[-1].run_id)
        yield from (run for run in runs if run.run_id not in last)
        runs = following


def _page(instance: dg.DagsterInstance, before: dt.datetime, cursor: str | None) -> Sequence[dg.DagsterRun]:
    ended = dg.RunsFilter(statuses=_ENDED, updated_before=before)
    return instance.get_runs(ended, cursor=cursor, limit=_AT_ONCE)


def _rule(
    instance: dg.DagsterInstance, store: Store, video: str, before: dt.datetime
) -> Callable[[dg.DagsterRun], bool]:
    """Which runs of a video may go; runs of no video all may."""
    order = store.orders.get(VideoKey.parse(video)) if is_video(video) else None
    if order is None or (order.state is not OrderState.OPEN and order.updated_at < before):
        return lambda _: True
    return partial(_is_superseded, instance, _needed(instance, store, video))


def _needed(instance: dg.DagsterInstance, store: Store, video: str) -> set[str]:
    """The ids of the runs whose events the state of an open video rests on, in vidpipe's tables and in Dagster's."""
    needed = {row.run_id for row in store.facts.of_videos([video])}
    for stage in Stage:
        record = _latest(instance, stage, video)
        needed |= {record.run_id} if record else set()
    return needed


def _latest(instance: dg.DagsterInstance, stage: Stage, video: str) -> dg.EventLogRecord | None:
    where = dg.AssetRecordsFilter(asset_key=dg.AssetKey(stage.value), asset_partitions=[video])
    return next(iter(instance.fetch_materializations(where, limit=1).records), None)


def _is_superseded(instance: dg.DagsterInstance, needed: set[str], run: dg.DagsterRun) -> bool:
    """Whether the run made something, and all of it was made again."""
    if run.run_id in needed or run.status is not dg.DagsterRunStatus.SUCCESS:
        return False
    return bool(instance.all_logs(run.run_id, of_type=LogEventType.MADE.value))


def _own_files(instance: dg.DagsterInstance, run_id: str) -> list[Path]:
    """SQLite's file of the run's events, which Dagster only empties; PostgreSQL has none."""
    log: Any = instance.event_log_storage
    if not hasattr(log, "path_for_shard"):
        return []
    file = Path(log.path_for_shard(run_id))
    return [file, *file.parent.glob(f"{file.name}-*")]


def _log_files(folder: Path | None) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder and folder.is_dir() else []
