"""What a person says about a job: again, no, yes, never mind. Who says it is whoever the gate has let in."""

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field, field_validator

from vidpipe_assets.ledger.costs import paid
from vidpipe_assets.model.decision import Decision
from vidpipe_assets.model.errors import BadInput, VidpipeError
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations import decide as deciding
from vidpipe_assets.operations.export import export
from vidpipe_assets.web.app_state import AtOffice, Office, Person
from vidpipe_assets.web.jobs import JobId, job_of, ordered
from vidpipe_assets.web.problems import documented
from vidpipe_assets.web.schemas import JobDetail, in_detail

router = APIRouter(tags=["decisions"])

_RESPONSES: dict[int | str, dict[str, Any]] = documented(404, 409)


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
    afresh: bool = Field(default=False, description="make that stage anew, and pay for it again")


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
    final: bool = Field(default=False, description="the video is not wanted at all")


@router.post("/api/jobs/{id}/retry", responses=_RESPONSES)
def retry(office: AtOffice, person: Person, id: JobId, said: Annotated[Retry | None, Body()] = None) -> JobDetail:
    """Try again what has failed. What was paid for already is not paid for again, but for a stage made afresh."""
    said = said or Retry()
    key = str(ordered(office, id).key)
    if said.afresh:
        if said.from_stage is None:
            raise BadInput("afresh makes one stage anew and pays for it again", remedy="name it in `from_stage`")
        deciding.retry_afresh(office.store, key, said.from_stage, reason=said.reason, who=person)
    else:
        deciding.retry(office.store, key, said.from_stage, reason=said.reason, who=person)
    return _as_it_is(office, key)


@router.post("/api/jobs/{id}/cancel", responses=_RESPONSES)
def cancel(office: AtOffice, person: Person, id: JobId, said: Annotated[Reasoned | None, Body()] = None) -> JobDetail:
    """Stop working on it. What is being made of it just now is finished, and nothing after it."""
    key = str(ordered(office, id).key)
    deciding.cancel(office.store, key, reason=said.reason if said else "", who=person)
    return _as_it_is(office, key)


@router.post("/api/jobs/{id}/approve", responses=_RESPONSES)
def approve(office: AtOffice, person: Person, id: JobId, said: Approve) -> JobDetail:
    """Say that it is good: it is never made again, and lies in output/approved. Refused if it was made again since."""
    key = str(ordered(office, id).key)
    decision = deciding.approve(office.store, key, seen=said.version, reason=said.reason, who=person)
    return _as_it_is(office, key, decision)


@router.post("/api/jobs/{id}/reject", responses=_RESPONSES)
def reject(office: AtOffice, person: Person, id: JobId, said: Reject) -> JobDetail:
    """Say that a stage is to be made otherwise, or that the video is not wanted at all."""
    if said.final == (said.stage is not None) or (said.final and said.scenes):
        raise BadInput("it is not clear what is rejected", remedy="name a `stage`, or reject it as a whole: `final`")
    key = str(ordered(office, id).key)
    if said.stage is None:
        return _as_it_is(office, key, deciding.reject_for_good(office.store, key, reason=said.reason, who=person))
    deciding.reject(office.store, key, said.stage, scenes=said.scenes, reason=said.reason, who=person)
    return _as_it_is(office, key)


def _as_it_is(office: Office, key: str, decision: Decision | None = None) -> JobDetail:
    """The job after what was said, which stands even if its folder could not be made: the sensor makes it later."""
    answer = in_detail(job_of(office, key), paid(office.store, key, by="stage"), office.settings.dagster_url)
    try:
        folder = export(office.store, decision) if decision else None
    except VidpipeError as error:
        answer.extra_data["export_error"] = str(error)
    else:
        answer.extra_data |= {"export": str(folder)} if folder else {}
    return answer
