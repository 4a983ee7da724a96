"""The report's narrative by a language model: over the report's own numbers, and nothing that they do not say.

The prompt holds titles that strangers wrote, and what was counted; the titles are data, as in every prompt. Each number
that the model writes must occur there, and sample numbers must be called so.
"""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from vidpipe_assets.language.letters import base_language
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Pattern, TrendReport, Velocity
from vidpipe_assets.model.values import Value
from vidpipe_assets.writing.analysis.report import narrate, speed_text
from vidpipe_assets.writing.llm.writer import CLEANED, AnswerRequest
from vidpipe_assets.writing.plan_checks import unsourced_numbers

_MOST_TRENDS, _MOST_STORIES, _MOST_PATTERNS = 12, 6, 3
_SMALL = 3
"""Numbers below it count what is talked about: 'two of them'."""


_SAY_SAMPLE = " Say that the engagement numbers are sample numbers."


class Narrative(Value):
    """What the trends of a day show."""

    narrative: Annotated[str, CLEANED, Field(min_length=40, max_length=600)] = Field(
        description="two to four sentences"
    )


def narrator_style(theme: Theme) -> str:
    """The system prompt."""
    return (
        "You tell an editor in a hurry what a day's trends show. Language: "
        f"{theme.language}. Plain prose, two to four short sentences: what leads and by how much, what the fastest "
        "have in common, what is worth a video. State only what the data states, and write no number that it does not "
        "have."
    )


def narrative_request(report: TrendReport, language: str = "en") -> AnswerRequest[Narrative]:
    """The question for the narrative of `report`, in `language`."""
    statements = _statements(report)
    known = [text for texts in statements.values() for text in texts]
    english = base_language(language) == "en"

    def check(value: Narrative) -> Iterable[str]:
        for number in unsourced_numbers(value.narrative, known, "", _SMALL, language):
            yield f"narrative: the number {number!r} does not occur in the data"
        # In other languages the word is another; what shows the report says it in any case.
        if english and report.sample and "sample" not in value.narrative.lower():
            yield "narrative: must say that the engagement numbers are sample numbers"

    return AnswerRequest(
        name="narrative",
        kind=Narrative,
        task="Tell what these trends show." + ("" if english or not report.sample else _SAY_SAMPLE),
        most_tokens=600,
        data={"brief": {"theme": report.theme, "day": report.day.isoformat(), "sample": report.sample}, **statements},
        check=check,
    )


def _statements(report: TrendReport) -> dict[str, list[str]]:
    """All that the narrative may state, as sentences by kind."""
    trends = [
        f"{post.title} ({post.platform}): {_velocity_text(post.velocity)}" for post in report.ranked[:_MOST_TRENDS]
    ]
    stories = [
        f"{one.subject}: {len(one.evidence)} posts, {speed_text(one.velocity)}, {len(one.facts)} facts"
        for one in report.opportunities[:_MOST_STORIES]
    ]
    groups: dict[str, Any] = {"hooks": report.hooks, "formats": report.formats, "lengths": report.lengths}
    patterns = [_pattern(name, one) for name, group in groups.items() for one in group[:_MOST_PATTERNS]]
    return {"statistics": [narrate(report)], "trends": trends, "stories": stories, "patterns": patterns}


def _velocity_text(speed: Velocity) -> str:
    if speed.views or not speed.reactions:
        return f"{speed.per_hour:,.0f} views an hour, {speed.views:,} views"
    return f"{speed.reactions:,} reactions, views are not told"


def _pattern(group: str, pattern: Pattern) -> str:
    return f"{group}, {pattern.name}: {pattern.count} posts, {pattern.per_hour:,.0f} views an hour (median)"
