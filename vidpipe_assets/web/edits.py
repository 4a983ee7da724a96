"""`/api/jobs/{id}/edit` and `edit/preview`: what can be edited of a finished video, edits, what they remake and cost.

`GET /api/pictures` describes what a scene can show.
"""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from vidpipe_assets.model.plan import MOST_SCENES
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.edit import PreparedEdit, RequestedEdit, edit, editable_video, prepare_edit
from vidpipe_assets.operations.scene_changes import SceneChange, WordsOrChange, change_of, icon_names, picture_models
from vidpipe_assets.web.app_state import AppState, AppStateDep, Person
from vidpipe_assets.web.jobs import JobId, find_job_order, job_detail_of
from vidpipe_assets.web.problems import problem_responses, told_as_recorded
from vidpipe_assets.web.schemas import JobDetail
from vidpipe_assets.writing.other_pictures import other_pictures

router = APIRouter(tags=["edits"])

_RESPONSES: dict[int | str, dict[str, Any]] = problem_responses(401, 403, 404, 409, 413, 422, 503)


class Edit(BaseModel):
    """The texts as they shall be; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    version: str = Field(pattern="^[0-9a-f]{20}$", description="of the review that was seen: extra_data.review_version")
    title: str | None = Field(default=None, max_length=100)
    description: str | None = Field(default=None, max_length=2200)
    hashtags: list[Annotated[str, Field(min_length=1, max_length=100)]] | None = Field(default=None, max_length=15)
    cover: StrictInt | None = Field(
        default=None, ge=0, le=9, description="which of cover-1.jpg, cover-2.jpg, … is the cover"
    )
    scenes: dict[str, WordsOrChange] = Field(
        default={}, max_length=MOST_SCENES, description="scene, as s3 -> what it shall say, or all that changes of it"
    )
    order: list[str] | None = Field(
        default=None, max_length=MOST_SCENES, description="all scenes, as they shall be shown"
    )


class Remake(BaseModel):
    """A stage that an edit makes again."""

    stage: Stage
    why: str
    cost: str = Field(description="0, at most a sum, or why nobody can tell")


class Foreseen(BaseModel):
    """What an edit comes to."""

    changed: list[str] = Field(description="title, description, hashtags, cover, the scenes that are other, order")
    remakes: list[Remake]
    warnings: list[str] = Field(description="what the script's checks will say; it stops nothing")


class Editable(BaseModel):
    """A finished video as it is: what is sent back as it is changes nothing."""

    version: str
    title: str
    description: str
    hashtags: list[str]
    cover: int = Field(description="which of the covers is the video's; 0: it has none")
    order: list[str] = Field(description="the scenes, as they are shown")
    scenes: dict[str, SceneChange]
    others: dict[str, list[dict[str, Any]]] = Field(
        description="scene -> what it shows, in other templates that hold it, the most telling first"
    )


class Pictures(BaseModel):
    """What a scene can show."""

    templates: dict[str, dict[str, Any]] = Field(description="template -> the JSON Schema of its data")
    icons: list[str] = Field(description="the names of all icons")


@router.get("/api/pictures", responses=problem_responses(401))
def pictures() -> Pictures:
    """The scene templates with their data, and the icons."""
    return Pictures(
        templates={name: model.model_json_schema() for name, model in picture_models().items()},
        icons=list(icon_names()),
    )


@router.get("/api/jobs/{id}/edit", responses=problem_responses(401, 404, 409, 422, 503))
def editable(app_state: AppStateDep, id: JobId) -> Editable:
    """What can be edited of a finished video, as it is."""
    found = editable_video(app_state.store, str(find_job_order(app_state, id).key))
    package, plan = found.package, found.plan
    return Editable(
        version=found.version,
        title=package.title,
        description=package.description,
        hashtags=list(package.hashtags),
        cover=package.cover,
        order=[scene.id for scene in plan.scenes],
        scenes={scene.id: change_of(plan, scene) for scene in plan.scenes},
        others={
            scene.id: [one.model_dump(mode="json") for one in other_pictures(scene, len(plan.scenes))]
            for scene in plan.scenes
        },
    )


@router.post("/api/jobs/{id}/edit/preview", responses=_RESPONSES)
def preview(app_state: AppStateDep, id: JobId, body: Edit) -> Foreseen:
    """What an edit would remake, and what that would cost at most. Nothing is changed."""
    prepared = _prepare(app_state, id, body)
    return Foreseen(
        changed=list(prepared.changed), remakes=_remakes(app_state, prepared), warnings=list(prepared.warnings)
    )


@router.post("/api/jobs/{id}/edit", responses=_RESPONSES)
def keep(app_state: AppStateDep, person: Person, id: JobId, body: Edit) -> JobDetail:
    """Keep an edit; what follows is made by vidpipe's daemon."""
    prepared = _prepare(app_state, id, body)
    edit(app_state.store, prepared, who=person)
    with told_as_recorded("the edit"):
        return job_detail_of(app_state, str(prepared.order.key))


def _prepare(app_state: AppState, id: str, body: Edit) -> PreparedEdit:
    order = find_job_order(app_state, id)
    tags = None if body.hashtags is None else tuple(body.hashtags)
    order_of_scenes = None if body.order is None else tuple(body.order)
    requested = RequestedEdit(body.title, body.description, tags, body.scenes, body.cover, order_of_scenes)
    return prepare_edit(app_state.store, app_state.themes, str(order.key), requested, seen=body.version)


def _remakes(app_state: AppState, prepared: PreparedEdit) -> list[Remake]:
    # It loads Dagster, which takes a second: only those wait who edit.
    from vidpipe_assets.stages.cost_preview import list_remakes

    return [
        Remake(stage=remake.stage, why=remake.why, cost=remake.cost)
        for remake in list_remakes(app_state.workplace, app_state.themes, prepared)
    ]
