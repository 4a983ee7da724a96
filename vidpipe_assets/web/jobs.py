"""`GET /api/jobs` and `GET /api/jobs/{id}`: the jobs and how they stand, page by page.

A cursor says where a page of orders ended, so that the next one begins there whatever was ordered meanwhile.
"""

import base64
import binascii
import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Path, Query

from vidpipe_assets.ledger.costs import paid_costs
from vidpipe_assets.model.errors import BadInput, Unknown
from vidpipe_assets.model.order import Order, OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.export import missing_folder
from vidpipe_assets.operations.jobs import Job, JobState, jobs
from vidpipe_assets.web.app_state import AppState, AppStateDep
from vidpipe_assets.web.problems import problem_responses
from vidpipe_assets.web.schemas import STATUS, Day, JobDetail, JobPage, Status, job_answer, job_detail


def cursor_of(order: Order) -> str:
    """The place after `order`."""
    return base64.urlsafe_b64encode(f"{order.created_at.isoformat()}|{order.key}".encode()).decode()


def read_cursor(cursor: str) -> tuple[dt.datetime, str] | None:
    """What `Orders.page` takes as `before`; None: from the first. Raises `BadInput` for what we never gave."""
    if not cursor:
        return None
    try:
        moment, _, key = base64.b64decode(cursor, b"-_", validate=True).decode().partition("|")
        return dt.datetime.fromisoformat(moment).astimezone(dt.UTC), str(VideoKey.parse(key))
    except (ValueError, OverflowError, binascii.Error, BadInput) as error:
        raise BadInput("the cursor is none of ours", remedy="leave it out to begin with the first page") from error


router = APIRouter(tags=["jobs"])

JobId = Annotated[str, Path(description="a video key, as 2026-11-23_gadgets", max_length=80)]

_MAX_SCANNED = 1000
"""Orders that one request looks at, however few of them are what is asked for."""

_CLOSED = {
    JobState.APPROVED: OrderState.APPROVED,
    JobState.REJECTED: OrderState.REJECTED,
    JobState.CANCELLED: OrderState.CANCELLED,
    JobState.EXPIRED: OrderState.EXPIRED,
}


@router.get("/api/jobs")
def list_jobs(
    app_state: AppStateDep,
    status: Annotated[list[Status], Query(description="only these")] = [],  # noqa: B006 - FastAPI copies it
    state: Annotated[list[JobState], Query(description="only these")] = [],  # noqa: B006
    theme: Annotated[str, Query(max_length=40, description="only of this theme")] = "",
    day: Annotated[Day | None, Query(description="only of this day")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str, Query(max_length=300, description="`next_cursor` of the page before")] = "",
) -> JobPage:
    """What was ordered, newest first."""
    app_state.refresh_soon()
    wanted = {
        candidate
        for candidate in JobState
        if (not state or candidate in state) and (not status or STATUS[candidate] in status)
    }
    columns = {"theme": theme} if theme else {}
    search = JobSearch(wanted, columns | ({"day": day} if day else {}))
    found, last = search_jobs(app_state, search, limit, read_cursor(cursor))
    return JobPage(jobs=[job_answer(job) for job in found], next_cursor=cursor_of(last) if last else None)


@router.get("/api/jobs/{id}", responses=problem_responses(404))
def show_job(app_state: AppStateDep, id: JobId) -> JobDetail:
    """One job with its stages, costs, decisions and runs."""
    return job_detail_of(app_state, id)


def job_detail_of(app_state: AppState, text: str) -> JobDetail:
    """The answer about the job of that id, with what was paid for it. Raises `Unknown` for anything else."""
    job = find_job(app_state, text)
    paid = paid_costs(app_state.store, str(job.order.key), by="stage")
    answer = job_detail(job, paid, app_state.settings.dagster_url)
    if left := missing_folder(app_state.store, str(job.order.key)):
        answer.extra_data["export_error"] = left
    return answer


def find_job(app_state: AppState, text: str) -> Job:
    """The job of that id. Raises `Unknown` for anything else."""
    order = find_job_order(app_state, text)
    app_state.refresh_soon()
    return jobs(app_state.store, app_state.themes, [order], app_state.queue_places())[0]


def find_job_order(app_state: AppState, text: str) -> Order:
    """The order of that id. Raises `Unknown` for anything else."""
    try:
        key = VideoKey.parse(text)
    except BadInput as error:
        raise Unknown(str(error), remedy=error.remedy) from error
    order = app_state.store.orders.get(key)
    if order is None:
        raise Unknown(f"{key} was never ordered", remedy="the board, and GET /api/jobs, list what was")
    return order


@dataclass(frozen=True)
class JobSearch:
    """Which jobs are looked for, and in which order."""

    wanted: Set[JobState]
    """Their states."""
    columns: Mapping[str, str | dt.date] = field(default_factory=dict[str, "str | dt.date"])
    """Columns of their orders, and what these hold."""
    oldest_first: bool = False


def search_jobs(
    app_state: AppState, search: JobSearch, limit: int, before: tuple[dt.datetime, str] | None
) -> tuple[list[Job], Order | None]:
    """At most `limit` jobs that follow `before`, and the order after which more may be found."""
    found: list[Job] = []
    states = sorted({_CLOSED.get(state, OrderState.OPEN).value for state in search.wanted})
    batch = limit + 1 if search.wanted == set(JobState) else max(limit + 1, 100)
    last: Order | None = None
    for _ in range(0, _MAX_SCANNED, batch):
        before = (last.created_at, str(last.key)) if last else before
        orders = app_state.store.orders.page(
            batch, before=before, oldest_first=search.oldest_first, state=states, **search.columns
        )
        for job in jobs(app_state.store, app_state.themes, orders, app_state.queue_places()):
            if job.state in search.wanted and len(found) == limit:
                return found, last
            found += [job] if job.state in search.wanted else []
            last = job.order
        if len(orders) < batch:
            return found, None
    return found, last
