"""Runs whose process is dead, and which Dagster still believes to be at work: found, and ended as what they are.

Dagster's run monitoring sees the workers that its launcher started, while the daemon runs. It never sees a run of
`dagster job execute`, nor one that such a run started in its own process.

The sensor calls `reap` with each tick; an op that is about to work on videos calls `end_dead_runs` first.
"""

import datetime as dt
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dagster as dg

from vidpipe_assets.io.files import discard_unfinished
from vidpipe_assets.io.paths import contained_path
from vidpipe_assets.orchestration.run_tags import PROCESS
from vidpipe_assets.planning.stage_records import NEVER_BEGUN
from vidpipe_assets.storage.store import Store
from vidpipe_assets.workplace import Workplace

if TYPE_CHECKING:
    from vidpipe_assets.storage.leases import Lease


GRACE_S = 20.0
"""Seconds after its last update in which a run may still announce its process; one that has not by then is dead."""

_AT_WORK = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
# Never QUEUED: such a run waits for the daemon, and has no process yet.

_JOBS = ("make_video", "order_videos", "refresh_videos", "__ASSET_JOB")


@dataclass(frozen=True)
class ReapResult:
    """The outcome of one `reap`."""

    dead: tuple[str, ...] = ()
    """One message for each run that was found dead and has been ended."""
    unsure: bool = False
    """Whether some runs are too young to tell whether they are dead."""


def reap(instance: dg.DagsterInstance, store: Store, now: dt.datetime) -> ReapResult:
    """End the runs of vidpipe's jobs whose process is dead: as failed, or as cancelled if that was under way."""
    found = instance.get_run_records(dg.RunsFilter(statuses=_AT_WORK))
    records = [record for record in found if record.dagster_run.job_name.startswith(_JOBS)]
    leases = store.leases.of_runs([record.dagster_run.run_id for record in records])
    dead: list[str] = []
    unsure = False
    for record in records:
        run = record.dagster_run
        lease = leases.get(run.run_id)
        gone = _is_gone(instance, store, record, lease, now)
        unsure = unsure or gone is None
        # Read again: it may have ended between the two looks.
        again = instance.get_run_by_id(run.run_id) if gone else None
        if again is not None and not again.is_finished:
            dead.append(end_dead_run(instance, store, again, lease))
    return ReapResult(tuple(dead), unsure)


def _is_gone(
    instance: dg.DagsterInstance, store: Store, record: dg.RunRecord, lease: "Lease | None", now: dt.datetime
) -> bool | None:
    """Whether the run's process is dead; None: it is too early to tell."""
    run = record.dagster_run
    process = lease.process if lease else run.tags.get(PROCESS)
    if process:
        return not store.leases.is_alive(process)
    if abs(now.timestamp() - record.update_timestamp.timestamp()) < GRACE_S:
        return None if run.remote_job_origin is None else False
    if run.remote_job_origin is None:
        return True
    return _worker_is_gone(instance, run)


def _worker_is_gone(instance: dg.DagsterInstance, run: dg.DagsterRun) -> bool:
    """Whether the launcher knows that the run's worker is dead, of a run that has been launched."""
    from dagster._core.launcher import WorkerStatus

    launcher = instance.run_launcher
    if run.status is dg.DagsterRunStatus.NOT_STARTED or not launcher.supports_check_run_worker_health:
        return False
    return launcher.check_run_worker_health(run).status is WorkerStatus.FAILED


def end_dead_run(instance: dg.DagsterInstance, store: Store, run: dg.DagsterRun | None, lease: "Lease | None") -> str:
    """Report a dead run as failed (or cancelled), release its lease, and return the message about it."""
    name = str(lease) if lease else f"run {run.run_id[:8]}" if run else "a run"
    begun = run is None or run.status is not dg.DagsterRunStatus.NOT_STARTED
    when = "" if begun else f" {NEVER_BEGUN}"
    message = f"{name} died with its process{when}: it was killed, or the machine was. What it had finished is kept."
    if lease is not None:
        store.leases.lost(lease.run_id)
        if lease.video_key and lease.number:
            discard_unfinished_work(store, lease.video_key, lease.number)
    if run is not None and not run.is_finished:
        if run.status is dg.DagsterRunStatus.CANCELING:
            instance.report_run_canceled(run, message)
        else:
            instance.report_run_failed(run, message)
    return message


def discard_unfinished_work(store: Store, video: str, number: int) -> None:
    """Take away what holders of the lease up to `number` have laid ready: one that was frozen then, and wakes, finds
    nothing that it could put in its place.
    """
    store.documents.discard_unfinished(video, number)
    discard_unfinished(contained_path(store.places.output, "review", video), number)


def end_dead_runs(context: dg.OpExecutionContext, workplace: Workplace) -> None:
    """End the runs whose process is dead; waits, for seconds, where it is too early to tell."""
    give_up_at = time.monotonic() + 2 * GRACE_S
    while True:
        found = reap(context.instance, workplace.store, workplace.now())
        for message in found.dead:
            context.log.warning(message)
        if not found.unsure or time.monotonic() > give_up_at:
            return
        time.sleep(1)
