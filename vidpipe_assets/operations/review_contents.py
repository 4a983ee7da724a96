"""What goes into a review package, and the document of the stage `review`: built from documents without any I/O."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vidpipe_assets.model.media import (
    Artifact,
    CheckResult,
    Clip,
    ClipSet,
    ComposedVideo,
    Provenance,
    ReviewPackage,
    Rights,
    StageCost,
    Voiceover,
)
from vidpipe_assets.model.plan import GIVEN, ProductionPlan, ScenePlan
from vidpipe_assets.model.trends import Fact, Trend, TrendReport, TrendSnapshot
from vidpipe_assets.writing.text import truncate


@dataclass(frozen=True)
class PackageContents:
    """All documents of one video, and what else a reviewer wants to know about it."""

    video_key: str
    theme: str
    snapshot: TrendSnapshot
    report: TrendReport
    plan: ProductionPlan
    clips: ClipSet
    voiceover: Voiceover
    composed: ComposedVideo
    artifact_path: Callable[[Artifact], Path]
    checks: tuple[CheckResult, ...]
    costs: tuple[StageCost, ...]
    data_versions: Mapping[str, str]
    packaged_at: dt.datetime
    cover: int = 1
    """Which of the covers a person has chosen."""
    charts: Mapping[str, Path] = field(default_factory=dict[str, Path])
    """Pictures for the page, by their name in the package; the page shows `trends.png` with the evidence."""


@dataclass(frozen=True)
class Evidence:
    """What one scene states, found again in the snapshot; `missing` are the ids that are not there."""

    facts: tuple[Fact, ...]
    trends: tuple[Trend, ...]
    missing: tuple[str, ...]


def evidence(contents: PackageContents, scene: ScenePlan) -> Evidence:
    """Follow a scene's evidence: the facts and trends that it names, and the trends that its facts came with."""
    trends = {trend.id: trend for trend in contents.snapshot.trends}
    facts = _facts(contents)
    stated = tuple(facts[name] for name in scene.evidence if name in facts)
    named = dict.fromkeys(name for name in scene.evidence if name in trends)
    trends_of_facts = dict.fromkeys(name for fact in stated for name in _trends_with(contents.snapshot, fact))
    missing = tuple(name for name in scene.evidence if name not in facts and name not in trends)
    return Evidence(stated, tuple(trends[name] for name in named | trends_of_facts), missing)


def build_review(contents: PackageContents) -> ReviewPackage:
    """The document of `review`. Its files are those that the artifact store holds; charts are drawn again each time."""
    plan, composed = contents.plan, contents.composed
    return ReviewPackage(
        video_key=contents.video_key,
        theme=contents.theme,
        title=plan.title,
        description=plan.description,
        hashtags=plan.hashtags,
        sources=plan.sources,
        sample=plan.sample or contents.report.sample or contents.snapshot.sample,
        files=media_files(composed, contents.cover) | found_files(contents.clips),
        cover=min(contents.cover, len(composed.covers)),
        provenance=tuple(_provenance(contents, scene) for scene in plan.scenes),
        checks=contents.checks,
        costs=contents.costs,
        data_versions=dict(contents.data_versions),
        seconds=composed.seconds,
        packaged_at=contents.packaged_at,
    )


def media_files(composed: ComposedVideo, cover: int = 1) -> dict[str, Artifact]:
    """The media of a package by their names in it; `cover`: which of the covers is the video's."""
    covers = {cover_file(number): one for number, one in enumerate(composed.covers, 1)}
    chosen = {COVER: composed.covers[min(cover, len(covers)) - 1]} if covers else {}
    return {
        "video.mp4": composed.video,
        **chosen,
        **covers,
        "thumbnail.jpg": composed.thumbnail,
        "contact-sheet.jpg": composed.contact_sheet,
        "captions.srt": composed.captions_srt,
        "captions.ass": composed.captions_ass,
    }


COVER, CANDIDATES, FOUND = "cover.jpg", "cover-", "found-"


def found_files(clips: ClipSet) -> dict[str, Artifact]:
    """Small pictures of what was found for the scenes, by their names in the package."""
    return {
        found_file(clip.scene, number): one.thumb
        for clip in clips.clips
        if clip.choice
        for number, one in enumerate((clip.choice.picture, *clip.choice.runners_up))
        if one and one.thumb
    }


def found_file(scene: str, number: int) -> str:
    """The name of a small picture in the package. `number`: 0 for what is shown, then the runners-up in their order."""
    return f"{FOUND}{scene}-{number}.jpg"


def cover_file(number: int) -> str:
    """The name of a candidate in the package."""
    return f"{CANDIDATES}{number}.jpg"


def clip_of(clips: ClipSet, scene: str) -> Clip | None:
    """The scene's clip; None where the set lacks it, which a check has reported."""
    return next((clip for clip in clips.clips if clip.scene == scene), None)


def _provenance(contents: PackageContents, scene: ScenePlan) -> Provenance:
    found, clip = evidence(contents, scene), clip_of(contents.clips, scene.id)
    return Provenance(
        scene=scene.id,
        facts=tuple(fact.id for fact in found.facts),
        trends=tuple(trend.id for trend in found.trends),
        clip=clip.artifact.name if clip else "",
        clip_provider=clip.provider if clip else "",
        rights=clip.rights if clip else Rights(),
    )


def _facts(contents: PackageContents) -> dict[str, Fact]:
    """All facts by id. The report's come last: they are the ones that the writer had before it."""
    in_snapshot = {fact.id: fact for trend in contents.snapshot.trends for fact in trend.facts}
    claimed = contents.report.claimed
    given = {fact.id: fact for scene in contents.plan.scenes for fact in _given(contents.plan, scene)}
    return in_snapshot | {fact.id: fact for fact in (claimed.facts if claimed else ())} | given


def _given(plan: ProductionPlan, scene: ScenePlan) -> Iterator[Fact]:
    """What a person has given a source for: no snapshot has it."""
    for name in scene.evidence:
        source = next((one for one in reversed(plan.sources) if truncate(one.name, 60) == scene.source), None)
        if name.startswith(GIVEN) and source:
            statement = plan.evidence.get(name, scene.narration)
            short = truncate(statement, 60)
            yield Fact(id=name, statement=truncate(statement, 300), short=short, surprise=1, source=source)


def _trends_with(snapshot: TrendSnapshot, fact: Fact) -> list[str]:
    return [trend.id for trend in snapshot.trends if any(one.id == fact.id for one in trend.facts)]
