"""`POST /api/jobs/{id}/retry`, `cancel`, `approve`, `reject`, `reopen`: what a person decides about a job.

Who decides is whoever `gate` has let in.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field, StrictBool, field_validator

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.decide import (
    ApproveRequest,
    CancelRequest,
    DecisionRequest,
    RejectForGoodRequest,
    RejectRequest,
    ReopenRequest,
    RetryAfreshRequest,
    RetryRequest,
    run_going_on,
)
from vidpipe_assets.operations.export import carry_out
from vidpipe_assets.stages.alternatives import decide
from vidpipe_assets.web.app_state import AppState, AppStateDep, Person
from vidpipe_assets.web.jobs import JobId, find_job_order, job_detail_of
from vidpipe_assets.web.problems import problem_responses, told_as_recorded
from vidpipe_assets.web.schemas import JobDetail

router = APIRouter(tags=["decisions"])

_RESPONSES: dict[int | str, dict[str, Any]] = problem_responses(404, 409)


class Reasoned(BaseModel):
    """Why."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(default="", max_length=1000, description="it is kept, and shown with what follows")

    @field_validator("reason")
    @classmethod
    def _storable(cls, text: str) -> str:
        return text.encode("utf-8", "replace").decode().replace("\0", "")


class Retry(Reasoned):
    """What is tried again."""

    from_stage: Stage | None = Field(default=None, description="only what has failed of it; none: of all stages")
    afresh: StrictBool = Field(default=False, description="make that stage anew, and pay for it again")


class Approve(Reasoned):
    """What was looked at."""

    version: str = Field(
        pattern="^[0-9a-f]{20}$",
        description="the hash of the review that was seen: extra_data.review_version of the job",
    )


class Reject(Reasoned):
    """What is not wanted: a stage, some scenes of it, or the video as a whole."""

    stage: Stage | None = Field(default=None, description="what is to be made otherwise")
    scenes: list[Annotated[str, Field(max_length=100)]] = Field(default=[], max_length=100, description="of clips")
    pictures: dict[Annotated[str, Field(max_length=100)], Annotated[str, Field(min_length=1, max_length=400)]] = Field(
        default={}, max_length=100, description="scene -> the id of the found picture that is wanted there instead"
    )
    final: StrictBool = Field(default=False, description="the video is not wanted at all")


@router.post("/api/jobs/{id}/retry", responses=_RESPONSES)
def retry(app_state: AppStateDep, person: Person, id: JobId, body: Annotated[Retry | None, Body()] = None) -> JobDetail:
    """Try again what has failed. What was paid for already is not paid for again, but for a stage made afresh."""
    body = body or Retry()
    if not body.afresh:
        return _decide(app_state, person, id, RetryRequest(stage=body.from_stage, reason=body.reason))
    if body.from_stage is None:
        raise BadInput("afresh makes one stage anew and pays for it again", remedy="name it in `from_stage`")
    return _decide(app_state, person, id, RetryAfreshRequest(stage=body.from_stage, reason=body.reason))


@router.post("/api/jobs/{id}/cancel", responses=_RESPONSES)
def cancel(
    app_state: AppStateDep, person: Person, id: JobId, body: Annotated[Reasoned | None, Body()] = None
) -> JobDetail:
    """Stop working on it. What is being made of it just now is finished, and nothing after it."""
    return _decide(app_state, person, id, CancelRequest(reason=body.reason if body else ""))


@router.post("/api/jobs/{id}/approve", responses=_RESPONSES)
def approve(app_state: AppStateDep, person: Person, id: JobId, body: Approve) -> JobDetail:
    """Say that it is good: it is never made again, and lies in output/approved. Refused if it was made again since."""
    return _decide(app_state, person, id, ApproveRequest(version=body.version, reason=body.reason))


@router.post("/api/jobs/{id}/reject", responses=_RESPONSES)
def reject(app_state: AppStateDep, person: Person, id: JobId, body: Reject) -> JobDetail:
    """Say that a stage is to be made otherwise, or that the video is not wanted at all."""
    if body.final == (body.stage is not None) or (body.final and (body.scenes or body.pictures)):
        raise BadInput("it is not clear what is rejected", remedy="name a `stage`, or reject it as a whole: `final`")
    if body.stage is None:
        return _decide(app_state, person, id, RejectForGoodRequest(reason=body.reason))
    request = RejectRequest(stage=body.stage, scenes=tuple(body.scenes), pictures=body.pictures, reason=body.reason)
    return _decide(app_state, person, id, request)


@router.post("/api/jobs/{id}/reopen", responses=_RESPONSES)
def reopen(
    app_state: AppStateDep, person: Person, id: JobId, body: Annotated[Reasoned | None, Body()] = None
) -> JobDetail:
    """Take back an approval, a rejection for good, a cancellation or an expiry: the video is open again."""
    return _decide(app_state, person, id, ReopenRequest(reason=body.reason if body else ""))


def _decide(app_state: AppState, person: str, id: str, request: DecisionRequest) -> JobDetail:
    """Write the decision down and lay ready what it asks for; returns the job as it is then.

    The decision stands even if its folder could not be made: the sensor makes it later.
    """
    key = str(find_job_order(app_state, id).key)
    decision = decide(app_state.workplace, key, request, who=person)
    with told_as_recorded("the decision"):
        effect = carry_out(app_state.store, decision)
        answer = job_detail_of(app_state, key)
        going_on = run_going_on(app_state.store, decision)
    if effect.problem is not None:
        answer.extra_data["export_error"] = f"{effect.told} {effect.problem.remedy}".rstrip()
    else:
        answer.extra_data.pop("export_error", None)
        answer.extra_data |= {"export": str(effect.folder)} if effect.folder else {}
    if going_on:
        answer.extra_data["going_on"] = going_on
    return answer
