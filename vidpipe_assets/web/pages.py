"""The review page and its neighbours: what waits, one video, all videos, a new one. HTML, rendered here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, FunctionLoader
from pydantic import ValidationError

from vidpipe_assets.ledger.costs import paid
from vidpipe_assets.model.errors import Unknown
from vidpipe_assets.model.money import plain_amount
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.jobs import Job, JobState
from vidpipe_assets.operations.jobs import jobs as as_jobs
from vidpipe_assets.operations.order import MOST_TOPIC
from vidpipe_assets.operations.review_json import ReviewFile
from vidpipe_assets.operations.review_package import REVIEW_FILE, package_folder
from vidpipe_assets.operations.review_page import page_file, template_context, template_environment
from vidpipe_assets.operations.takes import list_takes
from vidpipe_assets.web.app_state import AppState, AppStateDep
from vidpipe_assets.web.jobs import JobId, cursor_of, find_job, read_cursor

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

MOST_OPEN = 200
"""Open videos that the queue looks at."""
A_BOARD = 50
"""Videos on one page of the board."""
_MOVING = (JobState.RUNNING, JobState.QUEUED)
_STUCK = (JobState.FAILED, JobState.BLOCKED)


@dataclass(frozen=True)
class QueueCard:
    """A card of the queue."""

    job: Job
    review: ReviewFile | None
    at: str
    """Where its files are."""

    @property
    def key(self) -> str:
        """The video key."""
        return str(self.job.order.key)

    @property
    def failed(self) -> int:
        """How many checks have failed."""
        return sum(not check.passed for check in self.review.checks) if self.review else 0


@router.get("/")
def queue(office: AppStateDep) -> HTMLResponse:
    """What waits for a person, and what is on its way."""
    office.look_on()
    orders = office.store.orders.page(MOST_OPEN, state=[OrderState.OPEN.value])
    found = as_jobs(office.store, office.themes, orders)
    waiting = [_card(office, job) for job in found if job.state is JobState.WAITING_FOR_REVIEW]
    return _html(
        "queue.html",
        here="/",
        waiting=sorted(waiting, key=lambda one: one.job.order.key),
        stuck=[job for job in found if job.state in _STUCK],
        moving=[job for job in found if job.state in _MOVING],
        more=office.store.orders.count_open() if len(orders) == MOST_OPEN else 0,
        most=MOST_OPEN,
    )


@router.get("/videos/{id}")
def video(office: AppStateDep, id: JobId) -> HTMLResponse:
    """One video: its package with the decision beside it, or how far it is."""
    try:
        job = find_job(office, id)
    except Unknown as error:
        return _html("told.html", 404, here="", title="No such video", detail=str(error), remedy=error.remedy)
    key = str(job.order.key)
    review = package_of(office, key)
    known: dict[str, Any] = {"job": job, "costs": _costs(office, key), "dagster": office.settings.dagster_url}
    if review is None:
        return _html("progress.html", here="", **known)
    exported, shelf, told = (
        office.places.output / "approved" / key,
        package_folder(office.places, key),
        template_context(review),
    )
    return _html(
        "video.html",
        here="",
        at=f"/media/{key}/",
        takes=list_takes(office.store, key, review.data_versions.get(Stage.COMPOSED_VIDEO, "")),
        exported=exported if exported.is_dir() else "",
        **told | {"names": {name for name in told["names"] if (shelf / name).is_file()}},
        **known,
    )


@router.get("/board")
def board(
    office: AppStateDep,
    theme: Annotated[str, Query(max_length=40)] = "",
    state: Annotated[str, Query(max_length=40)] = "",
    cursor: Annotated[str, Query(max_length=300)] = "",
) -> HTMLResponse:
    """All videos by stage, newest first."""
    office.look_on()
    equal = {"theme": theme} if theme else {}
    orders = office.store.orders.page(A_BOARD, before=read_cursor(cursor), **equal)
    found = [job for job in as_jobs(office.store, office.themes, orders) if state in ("", job.state)]
    older = f"/board?cursor={cursor_of(orders[-1])}&theme={theme}&state={state}" if len(orders) == A_BOARD else ""
    return _html(
        "board.html",
        here="/board",
        jobs=found,
        stages=list(Stage),
        themes=sorted(office.themes),
        states=[one.value for one in JobState],
        theme=theme,
        state=state,
        next=older,
        dagster=office.settings.dagster_url,
    )


@router.get("/new")
def new(office: AppStateDep) -> HTMLResponse:
    """The form of an order."""
    good, broken = office.all_themes
    return _html("new.html", here="/new", themes=good, broken=broken, most_topic=MOST_TOPIC)


@router.get("/login")
def login() -> HTMLResponse:
    """Where a browser gives the token."""
    return _html("login.html", here="")


@router.get("/static/page.css")
def style() -> Response:
    """The style that the page on disk has, too."""
    return Response(page_file("page.css"), media_type="text/css")


@router.get("/static/page.js")
def script() -> Response:
    """The script that the page on disk has, too."""
    return Response(page_file("page.js"), media_type="text/javascript")


def package_of(office: AppState, key: str) -> ReviewFile | None:
    """What the package of a video says; None: there is none, or it cannot be read."""
    try:
        return ReviewFile.model_validate_json((package_folder(office.places, key) / REVIEW_FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def _card(office: AppState, job: Job) -> QueueCard:
    key = str(job.order.key)
    return QueueCard(job, package_of(office, key), f"/media/{key}/")


def _costs(office: AppState, key: str) -> Mapping[str, str]:
    sums = paid(office.store, key, by="stage")
    return {name.partition(" ")[0]: f"{plain_amount(one.amount)} {one.currency}" for name, one in sums.items()}


def _html(name: str, status: int = 200, **known: Any) -> HTMLResponse:
    return HTMLResponse(_templates().get_template(name).render(known), status)


@cache
def _templates() -> Environment:
    """Ours, and the page of a package, which `video.html` extends."""
    return template_environment(
        ChoiceLoader([FileSystemLoader(Path(__file__).parent / "templates"), FunctionLoader(_of_desk)])
    )


def _of_desk(name: str) -> str | None:
    return page_file(name) if name == "page.html" else None
