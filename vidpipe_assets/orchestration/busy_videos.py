"""Which videos somebody is at work on: live runs, runs about to be retried, backfills whose runs may be yet to come."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from vidpipe_assets.orchestration.run_tags import PARTITION

if TYPE_CHECKING:
    from dagster._core.execution.backfill import PartitionBackfill

_AT_WORK = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
_LIVE = [dg.DagsterRunStatus.QUEUED, *_AT_WORK]

# The retry daemon looks every few seconds; one that has not come by then is not running.
_RETRY_WITHIN = dt.timedelta(minutes=2)


def busy_videos(instance: dg.DagsterInstance, now: dt.datetime) -> dict[str, str]:
    """Video -> who is at work on it."""
    found: dict[str, str] = {}
    for backfill in _active_backfills(instance):
        found |= dict.fromkeys(_targets(backfill), f"backfill {backfill.backfill_id}")
    for run in _about_to_be_retried(instance, now):
        found[run.tags.get(PARTITION, "")] = f"the retry of run {run.run_id[:8]}"
    for run in instance.get_runs(dg.RunsFilter(statuses=_LIVE)):
        found[run.tags.get(PARTITION, "")] = _named(run)
    found.pop("", None)
    return found


def at_work_on(instance: dg.DagsterInstance, video: str) -> str:
    """The run that works on a video now, or nothing. One in the queue is none: perhaps no daemon ever starts it."""
    runs = instance.get_runs(dg.RunsFilter(statuses=_AT_WORK, tags={PARTITION: video}), limit=1)
    return _named(runs[0]) if runs else ""


def _named(run: dg.DagsterRun) -> str:
    return f"run {run.run_id[:8]}"


def _active_backfills(instance: dg.DagsterInstance) -> "Sequence[PartitionBackfill]":
    from dagster._core.execution.backfill import BulkActionsFilter, BulkActionStatus

    active = [BulkActionStatus.REQUESTED, BulkActionStatus.CANCELING, BulkActionStatus.FAILING]
    return instance.get_backfills(filters=BulkActionsFilter(statuses=active))


def _about_to_be_retried(instance: dg.DagsterInstance, now: dt.datetime) -> Iterator[dg.DagsterRun]:
    if not instance.run_retries_enabled:
        return
    failed = dg.RunsFilter(
        statuses=[dg.DagsterRunStatus.FAILURE],
        tags={"dagster/will_retry": "true"},
        updated_after=now - _RETRY_WITHIN,
    )
    for run in instance.get_runs(failed):
        # A run of `dagster job execute` has no origin: the retry daemon cannot start it again.
        if run.is_complete_and_waiting_to_retry and run.remote_job_origin is not None:
            yield run


def _targets(backfill: "PartitionBackfill") -> set[str]:
    """The partitions of a backfill, of assets or of a job."""
    data: Any = backfill.asset_backfill_data
    if data is None:
        return set(backfill.partition_names or ())
    subsets = data.target_subset.partitions_subsets_by_asset_key.values()
    return {key for subset in subsets for key in subset.get_partition_keys()}
