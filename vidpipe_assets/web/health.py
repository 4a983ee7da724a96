"""`GET /health`: whether vidpipe can be asked, and whether it works."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from vidpipe_assets.desk.health import vitals
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.web.office import AtOffice

router = APIRouter(tags=["health"])


class VitalAnswer(BaseModel):
    """One thing that may fail."""

    name: str
    ok: bool
    detail: str


class Health(BaseModel):
    """How it is."""

    status: Literal["ok", "degraded", "failed"] = Field(
        description="degraded: it can be asked, but something holds up the work; failed: the database is not to be had"
    )
    checks: list[VitalAnswer]


@router.get("/health", responses={503: {"model": Health, "description": "it cannot be asked"}})
def health(office: AtOffice, answer: Response) -> Health:
    """The database, the disk, Dagster's instance, its daemons, the sensor's last look."""
    try:
        store, why = office.store, ""
    except VidpipeError as error:
        store, why = None, str(error)
    found = list(vitals(office.places, store, why))
    failed = any(one.needed and not one.is_well for one in found)
    answer.status_code = 503 if failed else 200
    status = "failed" if failed else "ok" if all(one.is_well for one in found) else "degraded"
    return Health(
        status=status, checks=[VitalAnswer(name=one.name, ok=one.is_well, detail=one.detail) for one in found]
    )
