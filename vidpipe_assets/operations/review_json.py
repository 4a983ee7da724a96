"""`review.json`, version 1: everything that is known about one video, as pydantic models, and built from its documents.

`review-1.schema.json` beside this module is the same as JSON Schema, for programs that upload. A change that an old
reader would not understand gets a new number. `build_review_file` is pure, and the only source of what the page shows.
"""

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from operator import not_
from typing import Literal

from pydantic import ConfigDict, Field

from vidpipe_assets.model.checks import CheckResult
from vidpipe_assets.model.media import FPS, Artifact, Clip, Inspection, PictureChoice, ReviewPackage, Rights, StageCost
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import Fact, Observation, Source, Trend
from vidpipe_assets.model.values import Value
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.review_contents import (
    CANDIDATES,
    COVER,
    FOUND,
    Evidence,
    PackageContents,
    clip_of,
    evidence,
)

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
    choice: PictureChoice | None = Field(
        default=None,
        exclude_if=not_,
        description="of a picture that was searched by words: why this one, and what else",
    )


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
    not_heard: tuple[str, ...] = Field(
        default=(), description="sources of trends that failed, and what of others was not read or had to be mended"
    )
    credits: tuple[str, ...] = Field(
        default=(), description="who filmed what is shown, to be said where it is uploaded"
    )
    voice: UsedVoice
    measured: Inspection
    checks: tuple[CheckResult, ...]
    costs: Costs
    cover: int = Field(default=0, description="which of cover-1.jpg, cover-2.jpg, … is cover.jpg; 0: there is none")
    files: tuple[PackedFile, ...] = Field(description="all but review.json and index.html, which say this")
    data_versions: dict[str, str] = Field(description="stage -> data version")

    def to_json(self) -> bytes:
        """Readable UTF-8; half a character (a lone surrogate) is escaped as JSON can, and stays what it was."""
        return _pretty_json(self.model_dump(mode="json"))


def schema_json() -> bytes:
    """`review-1.schema.json`."""
    return _pretty_json(ReviewFile.model_json_schema(mode="serialization"))


def _pretty_json(content: object) -> bytes:
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode("utf-8", "backslashreplace")


_WHAT = {
    "video.mp4": "the video, captions burnt in",
    COVER: "its cover, as it was chosen",
    "thumbnail.jpg": "its thumbnail",
    "contact-sheet.jpg": "the video at a glance",
    "captions.srt": "captions for upload",
    "captions.ass": "captions as they were drawn",
    "trends.png": "the trends behind the story",
}


def build_review_file(contents: PackageContents, package: ReviewPackage, charts: dict[str, Artifact]) -> ReviewFile:
    """All that `review.json` says. `charts` are the pictures of the package that are not in the artifact store."""
    plan = contents.plan
    return ReviewFile(
        video=package.video_key,
        theme=package.theme,
        day=VideoKey.parse(package.video_key).day,
        packaged_at=package.packaged_at,
        data_version=package.data_version,
        sample=package.sample,
        sample_day=contents.report.sample_day or contents.snapshot.sample_day,
        language=plan.language,
        title=package.title,
        description=package.description,
        hashtags=package.hashtags,
        seconds=package.seconds,
        hook=plan.hook,
        call_to_action=plan.call_to_action,
        writer=plan.writer,
        writer_model=plan.model,
        sources=package.sources,
        story=_story(contents),
        scenes=tuple(_scene(contents, scene) for scene in plan.scenes),
        trends=_trends(contents),
        not_heard=contents.snapshot.not_heard,
        credits=_credits(contents),
        voice=_voice(contents),
        measured=contents.composed.inspection,
        checks=package.checks,
        costs=_costs(contents, package.costs),
        cover=package.cover,
        files=tuple(_file(name, artifact) for name, artifact in {**package.files, **charts}.items()),
        data_versions={**_in_order(package.data_versions), Stage.REVIEW.value: package.data_version},
    )


def _story(contents: PackageContents) -> Story:
    report, claimed = contents.report, contents.report.claimed
    return Story(
        subject=contents.plan.subject,
        reason=claimed.reason if claimed else report.note,
        score=claimed.score if claimed else None,
        narrative=report.narrative,
        phrases=report.phrases,
    )


def _scene(contents: PackageContents, scene: ScenePlan) -> ReviewedScene:
    found, clip = evidence(contents, scene), clip_of(contents.clips, scene.id)
    placed = next((one for one in contents.composed.timeline if one.scene == scene.id), None)
    return ReviewedScene(
        id=scene.id,
        title=scene.title,
        narration=scene.narration,
        start_s=round(placed.start_frame / FPS, 3) if placed else None,
        seconds=round(placed.frames / FPS, 3) if placed else scene.seconds,
        template=scene.picture.template,
        facts=tuple(_fact(fact) for fact in found.facts),
        trends=tuple(trend.id for trend in found.trends),
        missing_evidence=found.missing,
        clip=_clip(clip) if clip else None,
    )


def _fact(fact: Fact) -> StatedFact:
    return StatedFact(id=fact.id, statement=fact.statement, short=fact.short, source=fact.source)


def _clip(clip: Clip) -> UsedClip:
    return UsedClip(
        provider=clip.provider,
        kind=clip.kind,
        title=clip.title,
        notes=clip.notes,
        rights=clip.rights,
        sha256=clip.artifact.sha256,
        choice=clip.choice,
    )


def _trends(contents: PackageContents) -> tuple[SeenTrend, ...]:
    """The story's evidence first, best first, then what only scenes name."""
    known = {trend.id: trend for trend in contents.snapshot.trends}
    claimed = contents.report.claimed
    found: Sequence[Evidence] = [evidence(contents, scene) for scene in contents.plan.scenes]
    by_scenes = (trend.id for one in found for trend in one.trends)
    names = dict.fromkeys([*(claimed.evidence if claimed else ()), *by_scenes])
    speeds = {ranked.trend_id: ranked.velocity.per_hour for ranked in contents.report.ranked}
    return tuple(_trend(known[name], speeds.get(name)) for name in names if name in known)


def _trend(trend: Trend, per_hour: float | None) -> SeenTrend:
    last: Observation | None = trend.observations[-1] if trend.observations else None
    return SeenTrend(
        id=trend.id,
        platform=trend.platform,
        title=trend.title,
        creator=trend.creator,
        url=trend.url,
        views=last.views if last else None,
        likes=last.likes if last else None,
        comments=last.comments if last else None,
        shares=last.shares if last else None,
        observed_at=last.observed_at if last else None,
        views_per_hour=per_hour,
    )


def _credits(contents: PackageContents) -> tuple[str, ...]:
    """One line for each piece of footage whose maker is known, in the scenes' order."""
    filmed = (
        clip
        for clip in contents.clips.clips
        if clip.kind == "footage" and (clip.rights.creator or clip.rights.demands_credit)
    )
    return tuple(dict.fromkeys(_credit(clip) for clip in filmed))


def _credit(clip: Clip) -> str:
    """Title, author, source and licence where the licence asks for them; else who made it, and where."""
    rights = clip.rights
    if not rights.demands_credit:
        return f"{rights.creator} ({clip.provider}) {rights.url}".rstrip()
    terms = f"{rights.licence} ({rights.licence_url})" if rights.licence_url else rights.licence
    return f"\u201c{clip.title}\u201d by {rights.creator or 'unknown'}, {terms}, cropped, from {rights.url}"


def _voice(contents: PackageContents) -> UsedVoice:
    spoken = contents.voiceover
    return UsedVoice(name=spoken.voice, provider=spoken.provider, alignment=spoken.alignment, rights=spoken.rights)


def _costs(contents: PackageContents, paid: tuple[StageCost, ...]) -> Costs:
    totals: dict[str, Decimal] = {}
    for cost in paid:
        totals[cost.currency] = totals.get(cost.currency, Decimal(0)) + Decimal(cost.amount)
    spent = {
        Stage.CLIPS.value: contents.clips.seconds_spent,
        Stage.VOICEOVER.value: contents.voiceover.seconds_spent,
        Stage.COMPOSED_VIDEO.value: contents.composed.seconds_spent,
    }
    return Costs(
        stages=paid, totals={name: str(amount) for name, amount in sorted(totals.items())}, seconds_spent=spent
    )


def _file(name: str, artifact: Artifact) -> PackedFile:
    return PackedFile(name=name, what=_what(name), sha256=artifact.sha256, size=artifact.size)


def _what(name: str) -> str:
    kinds = {CANDIDATES: "a cover to choose", FOUND: "a small picture of what was found for a scene"}
    return _WHAT.get(name) or next((what for start, what in kinds.items() if name.startswith(start)), "a chart")


def _in_order(versions: dict[str, str]) -> dict[str, str]:
    order = [stage.value for stage in Stage]
    return dict(sorted(versions.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))
