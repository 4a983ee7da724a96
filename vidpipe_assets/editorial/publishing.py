"""What stands beside the video where it is published: description, hashtags, the note about sample data."""

import datetime as dt
from collections.abc import Sequence

from vidpipe_assets.editorial.drafts import Script
from vidpipe_assets.editorial.naming import cut, words
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Source, TrendReport

_LONGEST = 2200
_MOST_TAGS = 15
_MONTHS = "January February March April May June July August September October November December"


def spoken_day(day: dt.date) -> str:
    """'20 November 2026', whatever the machine's locale."""
    return f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}"


def sample_note(report: TrendReport) -> str:
    """What must be said where the numbers are sample numbers; empty where they are not."""
    return f"Trend numbers: sample data, {spoken_day(report.sample_day or report.day)}" if report.sample else ""


def description(script: Script, report: TrendReport) -> str:
    """The text below the video: what it is, where each fact is from, and what is only a sample."""
    sample = (
        f"\n\nThe trend numbers behind this video are sample data of {spoken_day(report.sample_day or report.day)}."
        if report.sample
        else ""
    )
    head = f"{script.summary}\n\nSources:\n" if script.sources else script.summary
    text = head
    for line in _source_lines(script.sources):
        if len(text) + len(line) + len(sample) + 1 <= _LONGEST:
            text += line + "\n"
    return text.rstrip() + sample


def hashtags(theme: Theme, subject: str, more: Sequence[str] = ()) -> tuple[str, ...]:
    """The subject's, the theme's own, `more` and what it collects by, each once."""
    own = "".join(words(subject))[:60]
    wanted = [own, *theme.hashtags, *more, *theme.collect.hashtags]
    kept = {tag.lower(): tag for tag in reversed(wanted) if tag and all(c.isalnum() or c == "_" for c in tag)}
    return tuple(dict.fromkeys(kept[tag.lower()] for tag in wanted if tag.lower() in kept))[:_MOST_TAGS]


def _source_lines(sources: Sequence[Source]) -> list[str]:
    return [f"- {source.name}{f': {cut(source.title, 80)}' if source.title else ''} {source.url}" for source in sources]
