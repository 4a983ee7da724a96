"""From a script to a production plan, whoever wrote the script.

A script is a list of scene drafts: what is said and shown, before a scene has a number, a length and beats. Beside the
scenes, a plan holds what stands with the video where it is published: description, hashtags, a note about sample data.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from vidpipe_assets.language.letters import is_hashtag
from vidpipe_assets.language.words import word_texts
from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.events import Event
from vidpipe_assets.model.pictures import Picture
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan, scene_seconds
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Source, TrendReport
from vidpipe_assets.writing.analysis.report import may_rank_posts
from vidpipe_assets.writing.analysis.stories import FEWEST_FACTS, FEWEST_POSTS
from vidpipe_assets.writing.beats import find_beats
from vidpipe_assets.writing.pace import SpeechSeconds
from vidpipe_assets.writing.text import folded_words, plain_text, truncate

_STOP_WORDS = (
    "about after also been before being between could does from have into more most much only other over same some "
    "such than that their them then there these they this those under until very were what when where which while "
    "will with would your just still ever even every each through around"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""English words that tell nothing about a picture."""


@dataclass(frozen=True)
class SceneDraft:
    """What one scene says and shows, before it has a number and a length."""

    narration: str
    title: str
    kicker: str
    picture: Picture
    icon: str = "sparkles"
    evidence: tuple[str, ...] = ()
    source: str = ""
    about: str = ""
    """Words for finding and generating footage."""
    terms: tuple[str, ...] = field(default=())
    lead: str = ""
    """The beginning of the narration that only announces; its words name nothing in the picture."""
    pause_s: float = 0.0
    """Seconds of silence after the last word."""
    event: Event | None = None
    """What happens; kept where the narration tells it."""


def build_scenes(drafts: Sequence[SceneDraft], spoken_s: SpeechSeconds, language: str = "en") -> tuple[ScenePlan, ...]:
    """The scenes, numbered, with their expected lengths and beats."""
    plans: list[ScenePlan] = []
    for number, draft in enumerate(drafts, start=1):
        seconds = round(draft_seconds(draft, spoken_s, last=number == len(drafts)), 3)
        plans.append(
            ScenePlan(
                id=f"s{number}",
                narration=draft.narration,
                title=truncate(draft.title, 60),
                kicker=truncate(draft.kicker, 24),
                picture=draft.picture,
                beats=find_beats(
                    draft.picture, draft.narration, len(word_texts(draft.lead)), seconds, spoken_s, language
                ),
                visual_prompt=truncate(f"{draft.about}. Vertical 9:16, one clear subject, no text, no logos.", 500),
                search_terms=draft.terms,
                icon=draft.icon,
                seconds=seconds,
                pause_s=draft.pause_s,
                evidence=draft.evidence,
                source=truncate(draft.source, 60),
                event=_told_event(draft),
            )
        )
    return tuple(plans)


def _told_event(draft: SceneDraft) -> Event | None:
    told = draft.event is not None and not draft.pause_s and draft.event.place_in(draft.narration) is not None
    return draft.event if told else None


def total_seconds(drafts: Sequence[SceneDraft], spoken_s: SpeechSeconds) -> float:
    """The expected length of the video in seconds, pauses included."""
    last = len(drafts) - 1
    return sum(draft_seconds(draft, spoken_s, last=i == last) for i, draft in enumerate(drafts))


def draft_seconds(draft: SceneDraft, spoken_s: SpeechSeconds, *, last: bool = False) -> float:
    """The expected length of one scene in seconds, its pauses included."""
    return scene_seconds(spoken_s(draft.narration), last=last, pause_s=draft.pause_s)


def search_terms(subject: str, text: str, icon: str) -> tuple[str, ...]:
    """Up to eight terms, most wanted first: the subject, the informative words of `text`, the icon's name."""
    known = folded_words(subject)
    informative = [
        word for word in folded_words(text) if len(word) > 3 and not word.isdigit() and word not in STOP_WORDS
    ]
    terms = [" ".join(known), *(word for word in informative if word not in known), *icon.split("-")]
    return tuple(dict.fromkeys(term[:60] for term in terms if term))[:8]


@dataclass(frozen=True)
class Script:
    """All that a story's writer decides; the lengths and the rest of the plan follow from it."""

    subject: str
    title: str
    summary: str
    call_to_action: str
    drafts: tuple[SceneDraft, ...]
    sources: tuple[Source, ...]
    evidence: dict[str, str]
    hashtags: tuple[str, ...] = ()
    """The writer's own, without the hash."""
    format: str = ""
    """How the story is told: a kind of `model.theme.Format`."""


LONGEST_DESCRIPTION = 2200
SOURCES_HEAD = "\n\nSources:\n"
"""What stands above the lines of the sources in a description."""
_MOST_TAGS = 15
_MONTHS = "January February March April May June July August September October November December"


def spoken_day(day: dt.date) -> str:
    """'20 November 2026', whatever the machine's locale."""
    return f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}"


def sample_note(report: TrendReport) -> str:
    """What must be said where the numbers are sample numbers; empty where they are not."""
    return f"Trend numbers: sample data, {spoken_day(report.sample_day or report.day)}" if report.sample else ""


def plan_description(script: Script, report: TrendReport) -> str:
    """The text below the video: what it is, where each fact is from, and what is only a sample."""
    sample = (
        f"\n\nThe trend numbers behind this video are sample data of {spoken_day(report.sample_day or report.day)}."
        if report.sample
        else ""
    )
    head = f"{script.summary}{SOURCES_HEAD}" if script.sources else script.summary
    text = head
    for line in map(source_line, script.sources):
        if len(text) + len(line) + len(sample) + 1 <= LONGEST_DESCRIPTION:
            text += line + "\n"
    return text.rstrip() + sample


def plan_hashtags(theme: Theme, subject: str, more: Sequence[str] = ()) -> tuple[str, ...]:
    """The subject's, the theme's own, `more` and what it collects by, each once."""
    own = "".join(folded_words(subject))[:60]
    tags = [own, *theme.hashtags, *more, *theme.collect.hashtags]
    kept = {tag.lower(): tag for tag in reversed(tags) if is_hashtag(tag)}
    return tuple(dict.fromkeys(kept[tag.lower()] for tag in tags if tag.lower() in kept))[:_MOST_TAGS]


def source_line(source: Source) -> str:
    """The line of the description that names a source."""
    return f"- {source.name}{f': {truncate(source.title, 80)}' if source.title else ''} {source.url}"


def build_plan(
    script: Script, report: TrendReport, theme: Theme, spoken_s: SpeechSeconds, writer: str
) -> ProductionPlan:
    """The production plan of `script`. `writer`: the name of whoever wrote the script."""
    scenes = build_scenes(script.drafts, spoken_s, theme.language)
    return ProductionPlan(
        subject=script.subject,
        language=theme.language,
        title=script.title,
        description=plan_description(script, report),
        hashtags=plan_hashtags(theme, script.subject, script.hashtags),
        hook=scenes[0].narration,
        call_to_action=script.call_to_action,
        format=script.format,
        scenes=scenes,
        sources=script.sources,
        evidence=script.evidence,
        writer=writer,
        sample=report.sample,
    )


def require_story(report: TrendReport) -> None:
    """Raise `PermanentError` where the video has no story, and must not tell something else instead."""
    if not may_rank_posts(report):
        raise PermanentError(
            f"there is no story for this video. {report.note}",
            remedy=f"lower repeat_after_days in the theme {plain_text(report.theme)}, widen its collect or name more "
            "providers.trends, or ask for a topic that is there and not told yet",
            facts={"theme": plain_text(report.theme), "day": str(report.day)},
        )


def nothing_to_tell_error(report: TrendReport) -> PermanentError:
    """The error for a report that no writer can make a video of, and what to do about it."""
    if not report.ranked:
        return PermanentError(
            f"there is nothing to write about: no trends were collected for {report.theme} on {report.day}",
            remedy="let the theme's collect.queries name what its sources know (the bundled sample knows space, nasa, "
            "engineering, history, animal, ocean, retro), or providers.trends another source; then make it again: "
            "dagster asset materialize -m vidpipe_assets.definitions --select 'key:trends+' --partition KEY",
        )
    subject = f"{report.claimed.subject!r} has" if report.claimed else "no story is claimed, and the trends have"
    return PermanentError(
        f"{subject} too little to tell: at least {FEWEST_FACTS} sourced facts or {FEWEST_POSTS} posts with a readable "
        "title and views or reactions are needed",
        remedy="widen collect in the theme, lower repeat_after_days so that a story may be told again, or ask for "
        "another topic",
        facts={"posts": str(len(report.ranked)), "theme": plain_text(report.theme)},
    )


def too_few_facts_error(subject: str, theme: Theme) -> PermanentError:
    """The error for a format that needs facts, of a story that has posts only."""
    return PermanentError(
        f"there are too few facts about {subject!r} for the format {theme.format.kind}: only posts can be ranked",
        remedy=f"set format.kind: auto or countdown in the theme {theme.name}, or name a source of facts (wikipedia) "
        "in providers.trends",
        facts={"subject": subject, "format.kind": theme.format.kind},
    )


def too_few_for_length_error(subject: str, theme: Theme, count: int, longest_s: float) -> PermanentError:
    """The error for facts that do not fill the time, however they are told."""
    return PermanentError(
        f"the {count} facts or posts about {subject!r} fill about {longest_s:.0f} s at most, and format.seconds is "
        f"{theme.format.seconds}",
        remedy=f"lower format.seconds in the theme {theme.name}, or collect more facts about the subject",
        facts={"subject": subject, "facts": str(count), "seconds": str(theme.format.seconds)},
    )
