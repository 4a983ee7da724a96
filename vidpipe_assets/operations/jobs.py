"""A video as a job of the REST API: in which of nine states it is, and how each of its stages stands.

Both follow from what is recorded and planned (`status.video_progress`) and from nothing else.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.order import Order, OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.progress import Progress
from vidpipe_assets.operations.status import VideoProgress, progress_of, video_progress
from vidpipe_assets.planning.planner import StagePlan, StageStatus
from vidpipe_assets.planning.stage_records import ErrorBranch, StageRecord
from vidpipe_assets.storage.leases import Lease
from vidpipe_assets.storage.store import Store


class JobState(StrEnum):
    """What a job waits for, or what has become of it."""

    QUEUED = "queued"
    RUNNING = "running"
    BLOCKED = "blocked"
    WAITING_FOR_REVIEW = "waiting for review"
    APPROVED = "approved"
    REJECTED = "rejected"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class StageState(StrEnum):
    """How one stage of a job stands."""

    DONE = "done"
    RUNNING = "running"
    QUEUED = "queued"
    BLOCKED = "blocked"
    FAILED = "failed"
    WAITING = "waiting"
    """For the stages that it is made from."""


@dataclass(frozen=True)
class JobStage:
    """One stage. `started` is when the stage before it in the same run was done, or when the run got its video."""

    stage: Stage
    state: StageState
    cause: str = ""
    attempts: int = 0
    started: dt.datetime | None = None
    finished: dt.datetime | None = None
    error: str = ""
    remedy: str = ""
    run_id: str = ""
    data_version: str = ""
    not_before: dt.datetime | None = None
    take: int = 1


@dataclass(frozen=True)
class Job:
    """One order, and how its video stands."""

    order: Order
    state: JobState
    stages: tuple[JobStage, ...]
    run_id: str = ""
    """The latest run that has worked on it, or that waits for a worker."""
    decisions: Sequence[Decision] = ()
    progress: Progress | None = None
    """How far its run is, or when it is its turn; None: neither, or nobody knows."""

    @property
    def stage(self) -> Stage | None:
        """The first stage that is not done."""
        return next((one.stage for one in self.stages if one.state is not StageState.DONE), None)

    @property
    def error(self) -> str:
        """What holds it up, or why it was closed; empty: nothing."""
        if self.state in {JobState.REJECTED, JobState.CANCELLED, JobState.EXPIRED}:
            last = next((one for one in reversed(self.decisions) if one.word in _CLOSING), None)
            return f"{self.state}: {last.reason}" if last and last.reason else self.state.value
        if self.state not in {JobState.FAILED, JobState.BLOCKED}:
            return ""
        return next((one.error or one.cause for one in self.stages if one.state in _STUCK), "")

    @property
    def review_version(self) -> str:
        """The data version of its review, if that is made."""
        last = self.stages[-1]
        return last.data_version if last.state is StageState.DONE else ""


_CLOSING = (Word.REFUSED, Word.CANCELLED, Word.EXPIRED)
_STUCK = (StageState.FAILED, StageState.BLOCKED)
_CLOSED = {
    OrderState.APPROVED: JobState.APPROVED,
    OrderState.REJECTED: JobState.REJECTED,
    OrderState.CANCELLED: JobState.CANCELLED,
    OrderState.EXPIRED: JobState.EXPIRED,
}


def jobs(
    store: Store,
    themes: Mapping[str, Theme],
    orders: Sequence[Order],
    places: Mapping[str, Progress] | None = None,
) -> list[Job]:
    """These orders as jobs; a page of them at a time. `themes`: those that can be used.

    `places`: of those that wait for their turn, as `status.queue_progress` returns them.
    """
    progress = video_progress(store, orders, themes)
    return [_job(order, progress[str(order.key)], (places or {}).get(str(order.key))) for order in orders]


def _job(order: Order, progress: VideoProgress, place: Progress | None) -> Job:
    stages = _stages(order, progress)
    last_run = max((stage.finished or _LONG_AGO, stage.run_id) for stage in stages)[1]
    latest = progress.launched or progress.lease
    run_id = latest.run_id if latest else last_run
    state = _state(order, progress, stages)
    work = progress_of(progress, place) if state in {JobState.RUNNING, JobState.QUEUED} else None
    return Job(order, state, stages, run_id, progress.decisions, work)


_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _state(order: Order, progress: VideoProgress, stages: Sequence[JobStage]) -> JobState:
    if order.state is not OrderState.OPEN:
        return _CLOSED[order.state]
    if progress.is_running:
        return JobState.RUNNING
    if progress.plan is None:
        return JobState.BLOCKED
    states = {one.state for one in stages}
    if states == {StageState.DONE}:
        return JobState.WAITING_FOR_REVIEW
    for state, job_state in ((StageState.QUEUED, JobState.QUEUED), (StageState.FAILED, JobState.FAILED)):
        if state in states:
            return job_state
    return JobState.BLOCKED


def _stages(order: Order, progress: VideoProgress) -> tuple[JobStage, ...]:
    """All seven; of a run that goes on, the first stage that is not done is the one that it works on."""
    plans = {plan.stage: plan for plan in progress.plan.stages} if progress.plan else {}
    lease, running = progress.lease, progress.is_running
    found: list[JobStage] = []
    for stage in Stage:
        record = progress.records.get(stage, StageRecord())
        planned = plans.get(stage) or _plan_without_planner(stage, record, is_open=order.state is OrderState.OPEN)
        job_stage = _stage(order.key, planned, record, _start_time(record, progress.records, lease))
        if running and job_stage.state is not StageState.DONE:
            running = False
            run_id = lease.run_id if lease else ""
            job_stage = JobStage(
                stage, StageState.RUNNING, job_stage.cause, job_stage.attempts, run_id=run_id, take=job_stage.take
            )
        found.append(job_stage)
    return tuple(found)


def _plan_without_planner(stage: Stage, record: StageRecord, *, is_open: bool) -> StagePlan:
    """Of a video that is closed, or whose theme cannot be used."""
    if record.made:
        return StagePlan(stage, StageStatus.FRESH)
    if is_open:
        return StagePlan(stage, StageStatus.WAITING, "its theme cannot be used", waits_for="theme")
    return StagePlan(stage, StageStatus.WAITING_UPSTREAM, "the video is closed")


def name_video(remedy: str, key: VideoKey) -> str:
    """`remedy` with the video's own key where it says KEY: its commands can be copied as they stand."""
    return _KEY.sub(str(key), remedy)


_KEY = re.compile(r"\bKEY\b")


def _stage(key: VideoKey, planned: StagePlan, record: StageRecord, started: dt.datetime | None) -> JobStage:
    state = _stage_state(planned, record)
    made, failed = record.made, record.failed
    is_failure = failed is not None and (made is None or failed.storage_id > made.storage_id)
    remedy = planned.remedy or (failed.remedy if failed and is_failure and state is not StageState.DONE else "")
    return JobStage(
        planned.stage,
        state,
        cause=planned.cause,
        attempts=_attempts(planned, record),
        started=started,
        finished=_finish_time(record),
        error=failed.message if failed and is_failure and state is not StageState.DONE else "",
        remedy=name_video(remedy, key),
        run_id=failed.run_id if failed and is_failure else made.run_id if made else "",
        data_version=made.data_version if made else "",
        not_before=planned.not_before,
        take=made.ingredients.take if made else 1,
    )


def _stage_state(planned: StagePlan, record: StageRecord) -> StageState:
    if planned.status is not StageStatus.WAITING:
        return _BY_STANDING[planned.status]
    branch = record.failed.branch if record.failed else None
    if planned.pauses_video or planned.waits_for or branch is ErrorBranch.BLOCKED:
        return StageState.BLOCKED
    return StageState.QUEUED if planned.not_before else StageState.FAILED


_BY_STANDING = {
    StageStatus.FRESH: StageState.DONE,
    StageStatus.STALE: StageState.QUEUED,
    StageStatus.MAYBE_STALE: StageState.WAITING,
    StageStatus.WAITING_UPSTREAM: StageState.WAITING,
}


def _attempts(planned: StagePlan, record: StageRecord) -> int:
    """How often it was tried: at what is wanted now if it failed there, else once if it was made."""
    if planned.status in {StageStatus.STALE, StageStatus.WAITING} and planned.attempt > 1:
        return planned.attempt - 1
    return 1 if record.made or record.failed else 0


def _finish_time(record: StageRecord) -> dt.datetime | None:
    moments = [dt.datetime.fromtimestamp(record.made.at_s, dt.UTC)] if record.made else []
    moments += [record.failed.at] if record.failed else []
    return max(moments, default=None)


def _start_time(record: StageRecord, records: Mapping[Stage, StageRecord], lease: Lease | None) -> dt.datetime | None:
    """A run makes its stages one after the other: each begins when the one before it is done."""
    made, failed = record.made, record.failed
    latest = failed if failed and (made is None or failed.storage_id > made.storage_id) else made
    if latest is None:
        return None
    same_run = [one.made for one in records.values() if one.made and one.made.run_id == latest.run_id]
    before = [one.at_s for one in same_run if one.storage_id < latest.storage_id]
    if before:
        return dt.datetime.fromtimestamp(max(before), dt.UTC)
    return lease.taken_at if lease and lease.run_id == latest.run_id else None
