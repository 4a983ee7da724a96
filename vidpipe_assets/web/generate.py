"""`POST /api/generate`: order videos; the answer says at once where to follow them."""

from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Header, Response
from pydantic import BaseModel, ConfigDict, Field, StrictInt, field_validator

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.language.letters import hidden_character
from vidpipe_assets.model.theme import CHANGEABLE
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.order import MOST_AT_ONCE, MOST_TOPIC, NewVideos, order_new_videos
from vidpipe_assets.orchestration.outbox import place_at_once
from vidpipe_assets.web.app_state import AppState, AppStateDep, Person
from vidpipe_assets.web.jobs import find_job
from vidpipe_assets.web.problems import problem_responses, told_as_recorded
from vidpipe_assets.web.schemas import Day, Status, job_answer

router = APIRouter(tags=["jobs"])


class Generate(BaseModel):
    """What to make. All may be left out: then it is today's video of the usual theme, about the best story."""

    model_config = ConfigDict(extra="forbid")

    theme: str | None = Field(default=None, max_length=40, description="a name that GET /api/themes lists")
    topic: str | None = Field(default=None, max_length=MOST_TOPIC, description="what it is about, in a few words")
    day: Day | None = Field(default=None, description="the day that it is for; none: today in UTC")
    count: StrictInt = Field(default=1, ge=1, le=MOST_AT_ONCE, description="how many videos")
    overrides: dict[str, Any] | None = Field(
        default=None,
        max_length=len(CHANGEABLE),
        description='fields of the theme that are others for these videos, as {"format": {"seconds": 20}, '
        '"tone": "warm"}: ' + ", ".join(CHANGEABLE),
    )

    @field_validator("theme", "topic")
    @classmethod
    def _storable(cls, text: str | None) -> str | None:
        if text and (found := hidden_character(text)):
            raise ValueError(f"it holds the character {found}, which is not seen")
        return text


class Ordered(BaseModel):
    """A video that was ordered."""

    job_id: str = Field(description="the video key")
    task_id: str | None = Field(description="the Dagster run, once there is one")
    status: Status
    message: str
    poll_url: str = Field(description="GET it to see how far it is")


class OrderedAll(Ordered):
    """The first video that was ordered, and all of them."""

    jobs: list[Ordered]


@router.post("/api/generate", status_code=202, responses=problem_responses(409))
def generate(
    app_state: AppStateDep,
    person: Person,
    answer: Response,
    later: BackgroundTasks,
    body: Generate | None = None,
    idempotency_key: Annotated[
        str | None, Header(min_length=1, max_length=200, description="the same key again gets the same jobs")
    ] = None,
) -> OrderedAll:
    """Order videos. They are made by vidpipe's daemon; each request makes new ones, unless its key was given before."""
    body = body or Generate()
    keys = order_new_videos(
        app_state.store,
        app_state.themes,
        NewVideos(body.theme or "", body.topic or "", body.day, body.count, body.overrides or {}),
        today=now_utc().date(),
        asked_by=person,
        repeatable=f"{person}\n{idempotency_key}" if idempotency_key else "",
    )
    later.add_task(place_at_once, app_state.places, app_state.store, keys)
    with told_as_recorded(f"the order of {', '.join(map(str, keys))}"):
        made = [_ordered_answer(app_state, key, repeated=idempotency_key is not None) for key in keys]
    answer.headers["Location"] = made[0].poll_url
    return OrderedAll(**made[0].model_dump(), jobs=made)


def _ordered_answer(app_state: AppState, key: VideoKey, *, repeated: bool) -> Ordered:
    fields: dict[str, Any] = {"task_id": None, "status": "pending"}
    if repeated:  # it may have come far since
        job = job_answer(find_job(app_state, str(key)))
        fields = {"task_id": job.task_id, "status": job.status}
    return Ordered(job_id=str(key), message=f"{key} is ordered", poll_url=f"/api/jobs/{key}", **fields)
