"""What a person sees of a materialization in the Dagster UI: Markdown, tables, pictures, links, lengths and sizes."""

import base64
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from vidpipe_assets.model.media import FPS, ClipSet, ComposedVideo, Provenance, ReviewPackage, Voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.trends import TrendReport, TrendSnapshot
from vidpipe_assets.storage.artifacts import Artifacts

Metadata = dict[str, dg.MetadataValue]

_ROWS = 20
_SAMPLE = "**Sample data**: subjects and facts are true, the engagement numbers are made up ({day})."


def show_snapshot(snapshot: TrendSnapshot) -> Metadata:
    """The most viewed trends as a table."""
    best = sorted(snapshot.trends, key=lambda trend: (-_views(trend), trend.id))
    rows = [
        {"platform": t.platform, "title": t.title[:80], "creator": t.creator, "views": _views(t), "facts": len(t.facts)}
        for t in best[:_ROWS]
    ]
    return {
        **_sample(snapshot.sample, snapshot.sample_day),
        "trends": dg.MetadataValue.int(len(snapshot.trends)),
        "observations": dg.MetadataValue.int(sum(len(t.observations) for t in snapshot.trends)),
        "asked": dg.MetadataValue.text(", ".join(snapshot.sources)),
        **({"not heard": dg.MetadataValue.text("; ".join(snapshot.not_heard))} if snapshot.not_heard else {}),
        "most viewed": _table(rows),
    }


def show_report(report: TrendReport, trends: TrendSnapshot, scratch: Path) -> Metadata:
    """The ranking, the claimed story, the chart of all and how that story's evidence grew."""
    from vidpipe_assets.render.charts import draw_growth, draw_report
    from vidpipe_assets.writing.markdown import report_markdown

    chart, growth = scratch / "report.png", scratch / "growth.png"
    draw_report(report, chart)
    draw_growth(trends, report.claimed.evidence if report.claimed else (), growth)
    return {
        **_sample(report.sample, report.sample_day),
        "story": dg.MetadataValue.text(report.claimed.subject if report.claimed else report.note or "none"),
        "opportunities": dg.MetadataValue.int(len(report.opportunities)),
        "report": dg.MetadataValue.md(report_markdown(report)),
        "chart": _picture(chart, "opportunities by views per hour"),
        **({"growth": _picture(growth, "views of the story's evidence over time")} if report.claimed else {}),
    }


def show_plan(plan: ProductionPlan) -> Metadata:
    """The storyboard."""
    from vidpipe_assets.writing.markdown import plan_markdown

    return {
        "title": dg.MetadataValue.text(plan.title),
        "seconds": dg.MetadataValue.float(round(plan.seconds, 2)),
        "scenes": dg.MetadataValue.int(len(plan.scenes)),
        "words": dg.MetadataValue.int(sum(len(scene.narration.split()) for scene in plan.scenes)),
        "writer": dg.MetadataValue.text(f"{plan.writer} ({plan.model})" if plan.model else plan.writer),
        "storyboard": dg.MetadataValue.md(plan_markdown(plan)),
        "sources": dg.MetadataValue.md("\n".join(f"- [{s.name}]({s.url})" for s in plan.sources) or "none"),
    }


def show_clips(clips: ClipSet, artifacts: Artifacts, scratch: Path) -> Metadata:
    """One row a clip, and a picture of each."""
    from vidpipe_assets.render.video.stills import write_filmstrip

    strip = scratch / "clips.jpg"
    write_filmstrip([artifacts.path(clip.artifact) for clip in clips.clips], strip)
    rows = [
        {
            "scene": clip.scene,
            "from": clip.provider,
            "kind": clip.kind,
            "seconds": round(clip.frames / FPS, 2),
            "MB": _megabytes(clip.artifact.size),
            "notes": "; ".join(clip.notes),
        }
        for clip in clips.clips
    ]
    return {
        "at a glance": _glance(strip, "one frame of every clip"),
        "clips": _table(rows),
        "from": dg.MetadataValue.text(
            ", ".join(f"{name} {n}" for name, n in Counter(clip.provider for clip in clips.clips).most_common())
        ),
        "pictures": _picture(strip, "one frame of every clip"),
        "seconds": dg.MetadataValue.float(round(sum(clip.frames for clip in clips.clips) / FPS, 2)),
        "took (s)": dg.MetadataValue.float(clips.seconds_spent),
    }


def show_voiceover(voiceover: Voiceover) -> Metadata:
    """One row a scene."""
    rows = [
        {"scene": one.scene, "seconds": round(one.seconds, 2), "words": len(one.words), "text": _said(one.words)}
        for one in voiceover.scenes
    ]
    return {
        "scenes": _table(rows),
        "voice": dg.MetadataValue.text(f"{voiceover.provider}: {voiceover.voice}"),
        "word times": dg.MetadataValue.text(voiceover.alignment),
        "seconds": dg.MetadataValue.float(round(sum(one.seconds for one in voiceover.scenes), 2)),
        "took (s)": dg.MetadataValue.float(voiceover.seconds_spent),
    }


def show_composed(video: ComposedVideo, artifacts: Artifacts) -> Metadata:
    """The contact sheet, what was measured, and where the file is."""
    seen = video.inspection
    return {
        "at a glance": _glance(artifacts.path(video.thumbnail), "the video's first picture"),
        "contact sheet": _picture(artifacts.path(video.contact_sheet), "the video at a glance"),
        "seconds": dg.MetadataValue.float(round(seen.seconds, 2)),
        "size (MB)": dg.MetadataValue.float(_megabytes(seen.size)),
        "picture": dg.MetadataValue.text(
            f"{seen.width}x{seen.height}, {seen.fps:g} fps, {seen.codec} {seen.profile}, {seen.pixel_format}"
        ),
        "loudness": dg.MetadataValue.text(
            f"{seen.loudness.integrated_lufs:.1f} LUFS, peak {seen.loudness.true_peak_dbtp:.1f} dBTP"
        ),
        "file": dg.MetadataValue.path(str(artifacts.path(video.video))),
        "copied": dg.MetadataValue.text(
            f"the picture of {', '.join(video.copied)}, from the video before" if video.copied else "nothing"
        ),
        "took (s)": dg.MetadataValue.float(video.seconds_spent),
        "took (CPU s)": dg.MetadataValue.float(video.cpu_seconds_spent),
    }


def show_review(package: ReviewPackage, folder: Path) -> Metadata:
    """Where the package is, and what a person has to look at."""
    failed = [check for check in package.checks if not check.passed]
    links = {name: folder / name for name in ("index.html", "video.mp4", "thumbnail.jpg", "review.json")}
    listed = "\n".join(f"- `{path}`" for path in links.values())
    rows = [{"check": c.name, "stage": c.stage, "passed": c.passed, "result": c.description} for c in package.checks]
    return {
        "at a glance": _glance(folder / "thumbnail.jpg", package.title),
        "video": dg.MetadataValue.path(str(links["video.mp4"])),
        "open": dg.MetadataValue.url(links["index.html"].as_uri()),
        "package": dg.MetadataValue.md(f"**{package.title}**\n\n{listed}"),
        "thumbnail": _picture(folder / "thumbnail.jpg", package.title),
        "failed checks": dg.MetadataValue.int(len(failed)),
        "checks": _table(rows),
        "rights": _table([_rights(one) for one in package.provenance]),
    }


def _rights(scene: Provenance) -> dict[str, str]:
    """One row of the table: whose the picture of a scene is, and under which terms."""
    rights = scene.rights
    return {
        "scene": scene.scene,
        "from": scene.clip_provider,
        "made by": rights.creator or "unknown",
        "terms": rights.licence or "unknown",
        "link": rights.url or ("–" if rights.creator and rights.licence else "unknown"),
    }


def _table(rows: Sequence[Mapping[str, Any]]) -> dg.MetadataValue:
    records = [dg.TableRecord(dict(row)) for row in rows]
    return dg.MetadataValue.table(records) if records else dg.MetadataValue.text("none")


def _glance(path: Path, words: str) -> dg.MetadataValue:
    """A picture so small that the UI shows it without a click."""
    from vidpipe_assets.render.glance import glance_markdown

    return dg.MetadataValue.md(glance_markdown(path, words))


def _picture(path: Path, words: str) -> dg.MetadataValue:
    """A small copy inside the Markdown, since the UI shows no local files."""
    from vidpipe_assets.render.video.stills import jpeg_preview

    data = base64.b64encode(jpeg_preview(path, 720)).decode()
    text = "".join(c for c in words if c not in "[]()")
    return dg.MetadataValue.md(f"![{text}](data:image/jpeg;base64,{data})")


def _sample(sample: bool, day: object) -> Metadata:
    return {"data": dg.MetadataValue.md(_SAMPLE.format(day=day))} if sample else {}


def _views(trend: Any) -> int:
    return max((one.views or 0 for one in trend.observations), default=0)


def _said(words: Iterable[Any]) -> str:
    return " ".join(word.text for word in words)


def _megabytes(size: int) -> float:
    return round(size / 1e6, 2)
