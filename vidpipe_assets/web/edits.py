"""Edits of a finished video: what they would remake and cost, and keeping them."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from vidpipe_assets.ledger.costs import paid
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.edit import PreparedEdit, RequestedEdit, edit, prepare_edit
from vidpipe_assets.web.app_state import AppState, AppStateDep, Person
from vidpipe_assets.web.jobs import JobId, find_job, find_job_order
from vidpipe_assets.web.problems import problem_responses
from vidpipe_assets.web.schemas import JobDetail, job_detail

router = APIRouter(tags=["edits"])

_RESPONSES: dict[int | str, dict[str, Any]] = problem_responses(401, 403, 404, 409, 413, 422, 503)


class Edit(BaseModel):
    """The texts as they shall be; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    version: str = Field(pattern="^[0-9a-f]{20}$", description="of the review that was seen: extra_data.review_version")
    title: str | None = Field(default=None, max_length=100)
    description: str | None = Field(default=None, max_length=2200)
    hashtags: list[Annotated[str, Field(min_length=1, max_length=100)]] | None = Field(default=None, max_length=15)
    scenes: dict[str, Annotated[str, Field(max_length=600)]] = Field(
        default={}, max_length=8, description="scene, as s3 -> what it shall say"
    )


class Remake(BaseModel):
    """A stage that an edit makes again."""

    stage: Stage
    why: str
    cost: str = Field(description="0, at most a sum, or why nobody can tell")


class Foreseen(BaseModel):
    """What an edit comes to."""

    changed: list[str] = Field(description="title, description, hashtags, and the scenes with other words")
    remakes: list[Remake]
    warnings: list[str] = Field(description="what the script's checks will say; it stops nothing")


@router.post("/api/jobs/{id}/edit/preview", responses=_RESPONSES)
def preview(office: AppStateDep, id: JobId, said: Edit) -> Foreseen:
    """What an edit would remake, and what that would cost at most. Nothing is changed."""
    found = _prepared(office, id, said)
    return Foreseen(changed=list(found.changed), remakes=_remakes(office, found), warnings=list(found.warnings))


@router.post("/api/jobs/{id}/edit", responses=_RESPONSES)
def keep(office: AppStateDep, person: Person, id: JobId, said: Edit) -> JobDetail:
    """Keep an edit; what follows is made by vidpipe's daemon."""
    found = _prepared(office, id, said)
    edit(office.store, found, who=person)
    key = str(found.order.key)
    return job_detail(find_job(office, key), paid(office.store, key, by="stage"), office.settings.dagster_url)


def _prepared(office: AppState, id: str, said: Edit) -> PreparedEdit:
    order = find_job_order(office, id)
    tags = None if said.hashtags is None else tuple(said.hashtags)
    wanted = RequestedEdit(said.title, said.description, tags, said.scenes)
    return prepare_edit(office.store, office.themes, str(order.key), wanted, seen=said.version)


def _remakes(office: AppState, found: PreparedEdit) -> list[Remake]:
    # It loads Dagster, which takes a second: only those wait who edit.
    from vidpipe_assets.stages.cost_preview import remakes

    return [
        Remake(stage=one.stage, why=one.why, cost=one.cost) for one in remakes(office.workplace, office.themes, found)
    ]
