"""The HTML pages: the queue of what waits for review, one video, the board of all videos, the form of an order."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, FunctionLoader
from pydantic import ValidationError

from vidpipe_assets.ledger.costs import paid_costs
from vidpipe_assets.model.errors import Unknown
from vidpipe_assets.model.money import plain_amount
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.export import missing_folder
from vidpipe_assets.operations.jobs import Job, JobState, jobs
from vidpipe_assets.operations.order import MOST_TOPIC
from vidpipe_assets.operations.review_json import ReviewFile
from vidpipe_assets.operations.review_package import REVIEW_FILE, package_folder
from vidpipe_assets.operations.review_page import page_file, template_context, template_environment
from vidpipe_assets.operations.takes import list_takes
from vidpipe_assets.operations.theme_subjects import suggested_subjects, untold_theme
from vidpipe_assets.orchestration.theme_files import file_problems
from vidpipe_assets.web.app_state import AppState, AppStateDep
from vidpipe_assets.web.jobs import JobId, JobSearch, cursor_of, find_job, read_cursor, search_jobs

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

MAX_QUEUE = 200
"""Open videos that the queue looks at."""
BOARD_PAGE = 50
"""Videos on one page of the board."""
_MOVING = (JobState.RUNNING, JobState.QUEUED)
_STUCK = (JobState.FAILED, JobState.BLOCKED)


@dataclass(frozen=True)
class VideoCard:
    """A video in the queue or on the board, with what its package says of it."""

    job: Job
    review: ReviewFile | None
    has_thumbnail: bool

    @property
    def key(self) -> str:
        """The video key."""
        return str(self.job.order.key)

    @property
    def title(self) -> str:
        """What the video is called; before it is finished, what it is about."""
        return self.review.title if self.review else self.job.order.topic or self.key

    @property
    def version(self) -> str:
        """Of the package, so that a thumbnail has another address when it is another one."""
        return self.review.data_version if self.review else ""

    @property
    def failed_checks(self) -> int:
        """How many checks have failed."""
        return sum(not check.passed for check in self.review.checks) if self.review else 0


@router.get("/")
def queue(app_state: AppStateDep) -> HTMLResponse:
    """What waits for a person, and what is on its way."""
    app_state.refresh_soon()
    orders = app_state.store.orders.page(MAX_QUEUE, state=[OrderState.OPEN.value])
    found = jobs(app_state.store, app_state.themes, orders, app_state.queue_places())
    waiting = [_card(app_state, job) for job in found if job.state is JobState.WAITING_FOR_REVIEW]
    return _html(
        "queue.html",
        app_state,
        here="/",
        waiting=sorted(waiting, key=lambda card: card.job.order.key),
        stuck=[job for job in found if job.state in _STUCK],
        moving=sorted((job for job in found if job.state in _MOVING), key=_turn),
        more=app_state.store.orders.count_open() if len(orders) == MAX_QUEUE else 0,
        most=MAX_QUEUE,
        is_first_visit=not (orders or app_state.store.orders.page(1)),
        has_themes=bool(app_state.themes),
    )


def _turn(job: Job) -> tuple[int, int]:
    """What is at work first, then the queue in its order, then those whose place is not known."""
    position = job.progress.position if job.progress else 0
    return (job.state is not JobState.RUNNING, position or MAX_QUEUE + 1)


@router.get("/videos/{id}")
def video(app_state: AppStateDep, id: JobId) -> HTMLResponse:
    """One video: its package with the decision beside it, or how far it is."""
    try:
        job = find_job(app_state, id)
    except Unknown as error:
        return _html(
            "message.html", app_state, 404, here="", title="No such video", detail=str(error), remedy=error.remedy
        )
    key = str(job.order.key)
    review = read_package(app_state, key)
    context: dict[str, Any] = {"job": job, "costs": _costs(app_state, key), "dagster": app_state.settings.dagster_url}
    if review is None:
        return _html("progress.html", app_state, here="", **context)
    left, folder = missing_folder(app_state.store, key), package_folder(app_state.places, key)
    is_ready = job.state is JobState.APPROVED and not left
    package = template_context(review)
    return _html(
        "video.html",
        app_state,
        here="",
        base_url=f"/media/{key}/",
        takes=list_takes(app_state.store, key, review.data_versions.get(Stage.COMPOSED_VIDEO, "")),
        exported=app_state.places.output / "approved" / key if is_ready else "",
        left=left,
        is_whole=(folder / "video.mp4").is_file(),
        **package | {"file_names": {name for name in package["file_names"] if (folder / name).is_file()}},
        **context,
    )


@router.get("/board")
def board(
    app_state: AppStateDep,
    theme: Annotated[str, Query(max_length=40)] = "",
    state: Annotated[str, Query(max_length=40)] = "",
    order: Literal["newest", "oldest"] = "newest",
    cursor: Annotated[str, Query(max_length=300)] = "",
) -> HTMLResponse:
    """All videos by stage, newest or oldest first."""
    app_state.refresh_soon()
    wanted = {one for one in JobState if state in ("", one)}
    search = JobSearch(wanted, {"theme": theme} if theme else {}, oldest_first=order == "oldest")
    found, last = search_jobs(app_state, search, BOARD_PAGE, read_cursor(cursor))
    query = {"cursor": cursor_of(last) if last else "", "theme": theme, "state": state, "order": order}
    return _html(
        "board.html",
        app_state,
        here="/board",
        cards=[_card(app_state, job) for job in found],
        stages=list(Stage),
        themes=sorted({*app_state.themes, *([theme] if theme else [])}),
        states=[job_state.value for job_state in JobState],
        theme=theme,
        state=state,
        order=order,
        next=f"/board?{urlencode(query)}" if last else "",
        dagster=app_state.settings.dagster_url,
    )


@router.get("/new")
def new(app_state: AppStateDep) -> HTMLResponse:
    """The form of an order."""
    good, broken = app_state.all_themes
    subjects = {name: suggested_subjects(theme) for name, theme in good.items()}
    untold = {name: error for name, theme in good.items() if (error := untold_theme(theme))}
    folder = app_state.places.themes
    files = {name: found for name, theme in good.items() if (found := file_problems(theme, folder))}
    return _html(
        "new.html",
        app_state,
        here="/new",
        themes=good,
        broken=broken,
        most_topic=MOST_TOPIC,
        subjects=subjects,
        untold=untold,
        files=files,
    )


@router.get("/login")
def login() -> HTMLResponse:
    """Where a browser gives the token."""
    return _html("login.html", None, here="")


@router.get("/static/page.css")
def style() -> Response:
    """The style that the page on disk has, too."""
    return Response(page_file("page.css"), media_type="text/css")


@router.get("/static/page.js")
def script() -> Response:
    """The script that the page on disk has, too."""
    return Response(page_file("page.js"), media_type="text/javascript")


def read_package(app_state: AppState, key: str) -> ReviewFile | None:
    """What the package of a video says; None: there is none, or it cannot be read."""
    try:
        return ReviewFile.model_validate_json((package_folder(app_state.places, key) / REVIEW_FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def _card(app_state: AppState, job: Job) -> VideoCard:
    key = str(job.order.key)
    folder = package_folder(app_state.places, key)
    return VideoCard(job, read_package(app_state, key), (folder / "thumbnail.jpg").is_file())


def _costs(app_state: AppState, key: str) -> Mapping[str, str]:
    sums = paid_costs(app_state.store, key, by="stage")
    return {name.partition(" ")[0]: f"{plain_amount(money.amount)} {money.currency}" for name, money in sums.items()}


def _html(name: str, app_state: AppState | None, status: int = 200, **context: Any) -> HTMLResponse:
    """The page of that template; with `app_state`, it says if nobody is at work."""
    nobody = app_state.work_sign().problem if app_state else ""
    return HTMLResponse(_templates().get_template(name).render(nobody=nobody, **context), status)


@cache
def _templates() -> Environment:
    """Ours, and the page of a package, which `video.html` extends."""
    return template_environment(
        ChoiceLoader([FileSystemLoader(Path(__file__).parent / "templates"), FunctionLoader(_page_of_package)])
    )


def _page_of_package(name: str) -> str | None:
    return page_file(name) if name == "page.html" else None
