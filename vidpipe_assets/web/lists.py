"""`GET /api/themes` and `GET /api/costs`: what one may order, and what was spent."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from vidpipe_assets.ledger.costs import By, costs
from vidpipe_assets.model.money import plain_amount
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.operations.theme_subjects import suggested_subjects, untold_theme
from vidpipe_assets.orchestration.theme_files import file_problems
from vidpipe_assets.web.app_state import AppStateDep
from vidpipe_assets.web.jobs import find_job_order
from vidpipe_assets.web.problems import problem_responses
from vidpipe_assets.web.schemas import Day

router = APIRouter(tags=["lists"])


class ThemeAnswer(BaseModel):
    """A theme that can be ordered."""

    name: str
    channel: str
    language: str
    seconds: int = Field(description="length of a video")
    scheduled: bool
    videos_a_day: int
    cron: str
    time_zone: str
    providers: dict[str, list[str]] = Field(description="port -> names, in the order in which they are asked")
    subjects: list[str] = Field(default=[], description="topics that the bundled sample can tell; none: nobody knows")
    no_story: str = Field(default="", description="why nothing can be told as the theme stands, and what to do")
    files: list[str] = Field(default=[], description="what is wrong with the files that it names, and what to do")


class BadTheme(BaseModel):
    """A theme file that cannot be used, and why."""

    name: str
    error: str
    remedy: str


class Themes(BaseModel):
    """All themes."""

    themes: list[ThemeAnswer]
    unusable: list[BadTheme]


class Cost(BaseModel):
    """A sum in one currency; all amounts are decimal numbers."""

    name: str
    currency: str
    submits: int
    spent: str
    estimated: str = Field(description="the part of `spent` that a provider did not tell")
    reserved: str = Field(description="for calls that are being made")
    perhaps_paid: str = Field(description="for submits of which nobody heard again")


class Costs(BaseModel):
    """What was spent."""

    by: By
    costs: list[Cost]


@router.get("/api/themes")
def list_themes(app_state: AppStateDep) -> Themes:
    """The themes, and what is wrong with those that cannot be used."""
    good, bad = app_state.all_themes
    unusable = [BadTheme(name=name, error=str(error), remedy=error.remedy) for name, error in bad.items()]
    return Themes(themes=[_theme(one, app_state.places.themes) for one in good.values()], unusable=unusable)


@router.get("/api/costs", responses=problem_responses(404))
def list_costs(
    app_state: AppStateDep,
    by: By = "day",
    job: Annotated[str, Query(max_length=80, description="only of this job")] = "",
    first: Annotated[Day | None, Query(description="first day")] = None,
    last: Annotated[Day | None, Query(description="last day")] = None,
) -> Costs:
    """What was spent on providers, by name and currency."""
    video = str(find_job_order(app_state, job).key) if job else ""
    lines = costs(app_state.store, by, video=video, first=first, last=last)
    return Costs(
        by=by,
        costs=[
            Cost(
                name=line.name,
                currency=line.currency,
                submits=line.submits,
                spent=plain_amount(line.spent),
                estimated=plain_amount(line.untold),
                reserved=plain_amount(line.reserved),
                perhaps_paid=plain_amount(line.doubtful),
            )
            for line in lines
        ],
    )


def _theme(theme: Theme, folder: Path) -> ThemeAnswer:
    when, untold = theme.schedule, untold_theme(theme)
    return ThemeAnswer(
        name=theme.name,
        channel=theme.channel,
        language=theme.language,
        seconds=theme.format.seconds,
        scheduled=when.enabled,
        videos_a_day=when.videos_a_day,
        cron=when.cron,
        time_zone=when.time_zone,
        providers={port: list(names) for port, names in theme.providers},
        subjects=list(suggested_subjects(theme)),
        no_story=f"{untold}: {untold.remedy}" if untold else "",
        files=[f"{what}: {remedy}" for what, remedy in file_problems(theme, folder)],
    )
