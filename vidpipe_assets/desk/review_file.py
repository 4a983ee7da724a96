"""The form of `review.json`, version 1: everything that is known about one video, in the order a person asks for it.

`review-1.schema.json` beside this module is the same as JSON Schema, for programs that upload. A change that an old
reader would not understand gets a new number.
"""

import datetime as dt
import json
from typing import Literal

from pydantic import ConfigDict, Field

from vidpipe_assets.model.media import CheckResult, Inspection, Rights, StageCost
from vidpipe_assets.model.trends import Source
from vidpipe_assets.model.values import Value

FORM = "vidpipe/review/1"


class StatedFact(Value):
    """A fact that a scene states, and who says so."""

    id: str
    statement: str
    short: str
    source: Source


class SeenTrend(Value):
    """A trend as it was when the snapshot was taken; None: the platform does not tell."""

    id: str = Field(description="platform:external_id")
    platform: str
    title: str
    creator: str
    url: str
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    observed_at: dt.datetime | None = None
    views_per_hour: float | None = Field(default=None, description="measured by `analysis`")


class UsedClip(Value):
    """Where the picture of a scene comes from."""

    provider: str
    kind: str = Field(description="'motion' (drawn) or 'footage' (filmed)")
    title: str
    notes: tuple[str, ...]
    rights: Rights
    sha256: str


class ReviewedScene(Value):
    """One scene of the finished video, from the trend to the clip."""

    id: str
    title: str
    narration: str
    start_s: float | None = Field(description="seconds from the start of the video; null: not in the timeline")
    seconds: float
    template: str = Field(description="what the scene shows: hook, number, versus, …")
    facts: tuple[StatedFact, ...]
    trends: tuple[str, ...] = Field(description="ids of the trends behind it; see `trends`")
    missing_evidence: tuple[str, ...] = Field(description="named by the script, not found in the snapshot")
    clip: UsedClip | None


class Story(Value):
    """Why this video was made."""

    subject: str
    reason: str
    score: float | None
    narrative: str
    phrases: tuple[str, ...]


class UsedVoice(Value):
    """Who speaks."""

    name: str
    provider: str
    alignment: str = Field(description="how the word times were had: exact, forced or proportional")
    rights: Rights


class Costs(Value):
    """What was paid, and how long the work took."""

    stages: tuple[StageCost, ...]
    totals: dict[str, str] = Field(description="currency -> decimal number")
    seconds_spent: dict[str, float] = Field(description="stage -> wall time")


class PackedFile(Value):
    """A file of the package."""

    name: str
    what: str
    sha256: str
    size: int = Field(description="bytes")


class ReviewFile(Value):
    """`review.json`."""

    model_config = ConfigDict(title=FORM, validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    form: Literal["vidpipe/review/1"] = Field(default=FORM, alias="schema")
    video: str = Field(description="the video key; also the name of the package's folder")
    theme: str
    day: dt.date
    packaged_at: dt.datetime
    data_version: str = Field(description="of the document `review`")
    sample: bool = Field(description="true: the engagement numbers are bundled sample numbers, not measured ones")
    sample_day: dt.date | None
    language: str
    title: str
    description: str
    hashtags: tuple[str, ...] = Field(description="without the hash")
    seconds: float
    hook: str
    call_to_action: str
    writer: str
    writer_model: str = Field(default="", description="which of the writer's models, where it is one")
    sources: tuple[Source, ...]
    story: Story
    scenes: tuple[ReviewedScene, ...]
    trends: tuple[SeenTrend, ...] = Field(description="the evidence: of the story and of the scenes")
    credits: tuple[str, ...] = Field(
        default=(), description="who filmed what is shown, to be said where it is uploaded"
    )
    voice: UsedVoice
    measured: Inspection
    checks: tuple[CheckResult, ...]
    costs: Costs
    files: tuple[PackedFile, ...] = Field(description="all but review.json and index.html, which say this")
    data_versions: dict[str, str] = Field(description="stage -> data version")

    def to_json(self) -> bytes:
        """Readable UTF-8; half a character (a lone surrogate) is escaped as JSON can, and stays what it was."""
        return _readable(self.model_dump(mode="json"))


def schema_json() -> bytes:
    """`review-1.schema.json`."""
    return _readable(ReviewFile.model_json_schema(mode="serialization"))


def _readable(content: object) -> bytes:
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode("utf-8", "backslashreplace")
