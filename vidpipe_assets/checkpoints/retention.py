"""Runs that nobody needs any more: which they are, and forgetting them with their events and what they printed.

Checkpoints are events of the runs that made them, and Dagster's `delete_run` takes those along. So of a video that is
worked on, only successful runs go of which each checkpoint was made again later. Of a closed video, all go in time; its
package and its documents are not Dagster's, and stay.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg

from vidpipe_assets.checkpoints.event_log import Events
from vidpipe_assets.checkpoints.reading_events import is_video
from vidpipe_assets.checkpoints.run_tags import PARTITION
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.store.places import Places
from vidpipe_assets.store.store import Store, open_store

_ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
_AT_ONCE = 200


def forget_runs(places: Places, before: dt.datetime, *, delete: bool) -> int:
    """The number of runs of this home that may be forgotten; with `delete` they are."""
    number = 0
    with dg.DagsterInstance.get() as instance, closing(open_store(places)) as store:
        for run_id in forgettable(instance, store, before):
            number += 1
            if delete:
                forget(instance, run_id)
    return number


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
    """Remove what the run printed, its record and its events, for good."""
    instance.compute_log_manager.delete_logs(prefix=[run_id])
    instance.delete_run(run_id)
    for file in _own_files(instance, run_id):
        file.unlink(missing_ok=True)


def _ended(instance: dg.DagsterInstance, before: dt.datetime) -> Iterator[dg.DagsterRun]:
    """All but the one that came to its end last: SQLite would give the number of its last event to another one."""
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
    """The runs that what is known of an open video was learnt from: by vidpipe, and by Dagster."""
    needed = {row.run_id for row in store.facts.of_videos([video])}
    for stage in Stage:
        where = dg.AssetRecordsFilter(asset_key=dg.AssetKey(stage.value), asset_partitions=[video])
        needed |= {record.run_id for record in instance.fetch_materializations(where, limit=1).records}
    return needed


def _is_superseded(instance: dg.DagsterInstance, needed: set[str], run: dg.DagsterRun) -> bool:
    """Whether the run made something, and all of it was made again."""
    if run.run_id in needed or run.status is not dg.DagsterRunStatus.SUCCESS:
        return False
    return bool(instance.all_logs(run.run_id, of_type=Events.MADE.value))


def _own_files(instance: dg.DagsterInstance, run_id: str) -> list[Path]:
    """SQLite's file of the run's events, which Dagster only empties; PostgreSQL has none."""
    log: Any = instance.event_log_storage
    if not hasattr(log, "path_for_shard"):
        return []
    file = Path(log.path_for_shard(run_id))
    return [file, *file.parent.glob(f"{file.name}-*")]
