"""What the API answers about a job, as other software reads it: pydantic models, and their values from a `Job`."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.money import Money, plain_amount
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.jobs import Job, JobStage, JobState, StageState
from vidpipe_assets.operations.progress import Progress

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day_text(given: object) -> object:
    if isinstance(given, dt.date) or (isinstance(given, str) and _DAY.fullmatch(given)):
        return given
    raise ValueError("a day is written as 2026-11-23")


Day = Annotated[dt.date, BeforeValidator(_day_text)]
"""A day as it is asked for. pydantic alone takes any number, for seconds since 1970."""

Status = Literal["pending", "running", "completed", "failed"]

STATUS: Mapping[JobState, Status] = {
    JobState.QUEUED: "pending",
    JobState.RUNNING: "running",
    JobState.BLOCKED: "pending",
    JobState.WAITING_FOR_REVIEW: "completed",
    JobState.APPROVED: "completed",
    JobState.REJECTED: "failed",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "failed",
    JobState.EXPIRED: "failed",
}


class RunLink(BaseModel):
    """A run of Dagster."""

    run_id: str
    url: str = Field(description="the run in Dagster's UI")


class Amount(BaseModel):
    """Money, exactly."""

    amount: str = Field(description="a decimal number")
    currency: str


class StageAnswer(BaseModel):
    """One stage of a job."""

    stage: Stage
    state: StageState
    cause: str = Field(description="why it stands so")
    attempts: int
    take: int = Field(description="how often it was asked to be made anew, 1 for the first")
    started: dt.datetime | None
    finished: dt.datetime | None
    not_before: dt.datetime | None = Field(description="when it is tried again")
    error: str
    remedy: str = Field(description="what a person can do about it")
    cost: list[Amount] = Field(description="what was paid for it so far, or may have been, by currency")
    data_version: str
    run: RunLink | None


class Said(BaseModel):
    """A person's decision."""

    id: int
    word: Word
    stage: Stage | None
    scenes: list[str]
    reason: str
    who: str
    at: dt.datetime
    version: str = Field(description="of an approval: the version of the review that was seen")
    pictures: dict[str, str] = Field(default={}, description="scene -> the id of the found picture that was chosen")


class ProgressAnswer(BaseModel):
    """How far a job is whose run goes on, or when it is its turn."""

    text: str = Field(description="a line for people: `clips: 50 %, 3 of 6 scenes, 20 s so far, about 20 s left`")
    stage: Stage | None = Field(description="the stage at work; null: it waits for its turn")
    percent: int = Field(ge=0, le=100, description="of that stage")
    done: float = Field(description="how much of `total` is made; both 0 where nobody counts")
    total: float
    unit: str = Field(description="what is counted: scenes, lines, seconds of film")
    elapsed_s: float = Field(description="since the stage began")
    left_s: float | None = Field(description="of the stage, estimated; null: it takes longer than usual")
    job_left_s: float | None = Field(description="of all that is to be made of the job, estimated")
    updated_at: dt.datetime | None
    queue_position: int | None = Field(description="1: it is the next; null: it is at work")
    starts_in_s: float | None = Field(description="until it is its turn, estimated; null: at work, or nobody is")
    waits_for_worker_since: dt.datetime | None = Field(
        default=None, description="since when its run is launched and no worker has taken it; null: it does not wait so"
    )
    estimated_from: str = Field(description="what the times are estimated from, as `12 past runs`")


class JobAnswer(BaseModel):
    """A job in short: one video that somebody has ordered."""

    id: str = Field(description="the video key")
    status: Status
    state: JobState
    stage: Stage | None = Field(description="the first stage that is not done; null: all are")
    theme: str
    topic: str
    day: dt.date
    task_id: str | None = Field(description="the latest Dagster run, once there is one")
    created_at: dt.datetime
    updated_at: dt.datetime
    error_message: str | None
    progress: ProgressAnswer | None = Field(
        default=None, description="null: it is neither at work nor waits for its turn"
    )
    extra_data: dict[str, Any]


class JobDetail(JobAnswer):
    """A job with its stages."""

    stages: list[StageAnswer]
    cost: list[Amount] = Field(description="what was paid so far, or may have been, by currency")
    decisions: list[Said]
    runs: list[RunLink]


class JobPage(BaseModel):
    """Some jobs, newest first. A page may be shorter than asked for although there are more."""

    jobs: list[JobAnswer]
    next_cursor: str | None = Field(description="give it as `cursor` to get what follows; null: that is all")


def job_answer(job: Job) -> JobAnswer:
    """A job in short."""
    return JobAnswer(**_fields(job))


def job_detail(job: Job, paid: Mapping[str, Money], dagster_url: str) -> JobDetail:
    """A job with its stages. `paid`: stage and currency -> what was paid, as `ledger.costs.paid` returns it."""
    runs = dict.fromkeys(run for run in (*(one.run_id for one in job.stages), job.run_id) if run)
    return JobDetail(
        **_fields(job),
        stages=[_stage(one, paid, dagster_url) for one in job.stages],
        cost=_totals(paid),
        decisions=[_decision_answer(one) for one in job.decisions],
        runs=[_link(run, dagster_url) for run in runs],
    )


def _fields(job: Job) -> dict[str, Any]:
    order, key = job.order, str(job.order.key)
    extra: dict[str, Any] = {"asked_by": order.asked_by, "order_state": order.state.value}
    if order.overrides:
        extra["overrides"] = order.overrides
    if job.review_version:
        extra |= {"review_version": job.review_version, "media_url": f"/media/{key}/video.mp4"}
    return {
        "id": key,
        "status": STATUS[job.state],
        "state": job.state,
        "stage": job.stage,
        "theme": order.theme,
        "topic": order.topic,
        "day": order.day,
        "task_id": job.run_id or None,
        "created_at": order.created_at,
        "updated_at": max([order.updated_at, *(one.finished for one in job.stages if one.finished)]),
        "error_message": job.error or None,
        "progress": _progress(job.progress) if job.progress else None,
        "extra_data": extra,
    }


def _progress(one: Progress) -> ProgressAnswer:
    return ProgressAnswer(
        text=one.text,
        stage=one.stage,
        percent=one.percent,
        done=one.done,
        total=one.total,
        unit=one.unit,
        elapsed_s=one.elapsed_s,
        left_s=one.left_s,
        job_left_s=one.video_left_s,
        updated_at=one.updated_at,
        queue_position=one.position or None,
        starts_in_s=one.starts_in_s,
        waits_for_worker_since=one.waiting_run.since if one.waiting_run else None,
        estimated_from=one.basis,
    )


def _stage(one: JobStage, paid: Mapping[str, Money], dagster_url: str) -> StageAnswer:
    return StageAnswer(
        stage=one.stage,
        state=one.state,
        cause=one.cause,
        attempts=one.attempts,
        take=one.take,
        started=one.started,
        finished=one.finished,
        not_before=one.not_before,
        error=one.error,
        remedy=one.remedy,
        cost=[_amount(money) for name, money in paid.items() if name.partition(" ")[0] == one.stage],
        data_version=one.data_version,
        run=_link(one.run_id, dagster_url) if one.run_id else None,
    )


def _decision_answer(one: Decision) -> Said:
    return Said(
        id=one.id,
        word=one.word,
        stage=one.stage,
        scenes=list(one.scenes),
        reason=one.reason,
        who=one.who,
        at=one.at,
        version=one.version,
        pictures=one.pictures,
    )


def _totals(paid: Mapping[str, Money]) -> list[Amount]:
    sums: dict[str, Money] = {}
    for money in paid.values():
        sums[money.currency] = sums[money.currency] + money if money.currency in sums else money
    return [_amount(money) for money in sums.values()]


def _amount(money: Money) -> Amount:
    return Amount(amount=plain_amount(money.amount), currency=money.currency)


def _link(run_id: str, dagster_url: str) -> RunLink:
    return RunLink(run_id=run_id, url=f"{dagster_url}/runs/{run_id}")
