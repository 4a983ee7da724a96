"""Reports and plans as Markdown for the Dagster UI. Titles come from strangers: every foreign text is escaped."""

import re
from collections.abc import Iterable, Sequence

from vidpipe_assets.model.pictures import Picture
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan
from vidpipe_assets.model.trends import Opportunity, Pattern, TrendReport
from vidpipe_assets.writing.text import plain_text, truncate

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$-])")
_ROWS = 8


def escape_markdown(text: str, most: int = 120) -> str:
    """`text` as literal Markdown on one line, also inside a table."""
    return _SPECIAL.sub(r"\\\1", truncate(plain_text(text), most)).replace("://", "&#58;//").replace("@", "&#64;")


def report_markdown(report: TrendReport) -> str:
    """The report: the narrative, the claimed story, the ranking and the patterns."""
    narrator = f" (told by {escape_markdown(report.narrator)})" if report.narrator else ""
    parts = [f"{escape_markdown(report.narrative, 600)}{narrator}"]
    if report.note:
        parts.append(f"> {escape_markdown(report.note, 300)}")
    if report.claimed:
        parts.append(
            f"**The story: {escape_markdown(report.claimed.subject)}.** {escape_markdown(report.claimed.reason, 300)}"
        )
    if report.opportunities:
        rows = [_opportunity_row(i, one, report) for i, one in enumerate(report.opportunities[:_ROWS], start=1)]
        parts.append(_table(("", "Story", "Score", "Views per hour", "Engagement", "Posts", "Facts"), rows))
    if patterns := [_pattern_row(name, found) for name, found in _groups(report) if found]:
        parts.append(_table(("What works", "Fastest first (median views per hour)"), patterns))
    if report.phrases:
        parts.append("Phrases: " + ", ".join(escape_markdown(phrase, 60) for phrase in report.phrases))
    return "\n\n".join(parts)


def plan_markdown(plan: ProductionPlan) -> str:
    """The plan as a storyboard: one row a scene."""
    rows = [_scene_row(scene) for scene in plan.scenes]
    total = f"{len(plan.scenes)} scenes, {plan.seconds:.1f} s. {escape_markdown(plan.call_to_action)}"
    sample = "\n\n> The trend numbers behind this video are sample data." if plan.sample else ""
    table = _table(("Scene", "Seconds", "Said", "Shown", "From"), rows)
    return f"**{escape_markdown(plan.title)}**\n\n{total}{sample}\n\n{table}"


def _opportunity_row(place: int, one: Opportunity, report: TrendReport) -> tuple[str, ...]:
    claimed = report.claimed is not None and report.claimed.key == one.key
    subject = f"**{escape_markdown(one.subject, 60)}** ✓" if claimed else escape_markdown(one.subject, 60)
    return (
        str(place),
        subject,
        f"{one.score:.0f}",
        f"{one.velocity.per_hour:,.0f}",
        f"{one.velocity.engagement:.1%}",
        str(len(one.evidence)),
        str(len(one.facts)),
    )


def _groups(report: TrendReport) -> Iterable[tuple[str, Sequence[Pattern]]]:
    return (
        ("Titles", report.hooks),
        ("Formats", report.formats),
        ("Lengths", report.lengths),
        ("Hours (UTC)", report.best_hours),
    )


def _pattern_row(name: str, found: Sequence[Pattern]) -> tuple[str, ...]:
    best = ", ".join(f"{escape_markdown(one.name, 40)} ({one.per_hour:,.0f}, {one.count}×)" for one in found[:4])
    return name, best


def _scene_row(scene: ScenePlan) -> tuple[str, ...]:
    narration = escape_markdown(scene.narration, 600)
    largest = f"{scene.picture.template}: {escape_markdown(_largest_words(scene.picture), 80)}"
    source = " / ".join(escape_markdown(text, 60) for text in (scene.source, ", ".join(scene.evidence)) if text)
    return scene.id, f"{scene.seconds:.1f}", narration, largest, source or "–"


def _largest_words(picture: Picture) -> str:
    """The words that stand largest."""
    for name in ("title", "quote", "label", "place"):
        if value := getattr(picture, name, ""):
            return str(value)
    lines = getattr(picture, "lines", ()) or (getattr(getattr(picture, "left", None), "label", ""),)
    return " ".join(lines)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
