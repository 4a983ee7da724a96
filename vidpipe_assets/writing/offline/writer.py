"""The offline writer: a production plan written only from what the report knows. The same key gives the same plan."""

from contextlib import suppress
from functools import cache
from itertools import chain

from vidpipe_assets.model.errors import BadInput, PermanentError
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Opportunity, TrendReport
from vidpipe_assets.writing.analysis.stories import FEWEST_FACTS, FEWEST_POSTS
from vidpipe_assets.writing.offline.fact_choice import FormerTakes, SeededRandom
from vidpipe_assets.writing.offline.fact_script import write_script
from vidpipe_assets.writing.offline.formats import preferred_formats
from vidpipe_assets.writing.offline.leaderboard import rankable_posts, write_leaderboard
from vidpipe_assets.writing.pace import SpeechSeconds, spoken_seconds
from vidpipe_assets.writing.plans import (
    Script,
    build_plan,
    nothing_to_tell_error,
    require_story,
    sample_note,
    too_few_facts_error,
)
from vidpipe_assets.writing.text import plain_text, speakable_subject

WRITER = "offline"
"""The name by which themes choose this writer in `providers.text`."""

_ATTEMPTS = 4
"""How often another choice by chance is tried before there is no other."""


def require_english(theme: Theme) -> None:
    """Raises `BadInput` for a theme in a language that this writer does not write."""
    if not theme.language.startswith("en"):
        raise BadInput(
            f"theme {theme.name}: language is {theme.language!r}, and the offline writer writes English only",
            remedy="set language: en, or name a provider in providers.text that writes this language",
        )


def write_plan(report: TrendReport, theme: Theme, video_key: str, take: int = 1) -> ProductionPlan:
    """The claimed story's facts in the theme's format, or, without facts, a ranking of the most-watched posts.

    Another `take` begins with another fact, tells others or tells them in another order than those before, as long as
    there is such a plan (`has_other_plan`). Raises `BadInput` for a theme in a language that this writer does not
    write, and `PermanentError` when there is no story for this video, or neither facts nor numbers enough.
    """
    return _write_takes(report, theme, video_key, take)[-1]


def has_other_plan(report: TrendReport, theme: Theme, video_key: str, take: int) -> bool:
    """Whether take `take` tells the story otherwise than all takes before it. Raises what `write_plan` raises."""
    *former, last = [_outline(plan) for plan in _write_takes(report, theme, video_key, take)]
    return last not in former


def _write_takes(report: TrendReport, theme: Theme, video_key: str, take: int) -> list[ProductionPlan]:
    """The plans of all takes up to `take`: each knows what those before have told."""
    require_english(theme)

    @cache
    def spoken_s(text: str) -> float:
        return spoken_seconds(text, theme.voice.speed, "en")

    require_story(report)
    report = _with_speakable_subject(report, theme)
    plans = [_write_script(report, theme, SeededRandom(video_key), spoken_s, [])]
    while len(plans) < take:
        plans.append(_write_otherwise(report, theme, video_key, spoken_s, plans))
    return plans


def _write_otherwise(
    report: TrendReport, theme: Theme, video_key: str, spoken_s: SpeechSeconds, former: list[ProductionPlan]
) -> ProductionPlan:
    """A plan that tells the story otherwise than the `former` ones; the last of them where nothing else is found."""
    known = [_outline(plan) for plan in former]
    for attempt in range(_ATTEMPTS):
        rng = SeededRandom(f"{video_key} take {len(former) + 1}.{attempt}")
        with suppress(PermanentError):  # no other choice fills the time
            plan = _write_script(report, theme, rng, spoken_s, former)
            if _outline(plan) not in known:
                return plan
    return former[-1]


def _write_script(
    report: TrendReport, theme: Theme, rng: SeededRandom, spoken_s: SpeechSeconds, former: list[ProductionPlan]
) -> ProductionPlan:
    story = report.claimed
    if story is not None and len(story.facts) >= FEWEST_FACTS:
        told = [_told(plan) for plan in former]
        takes = FormerTakes(
            frozenset(chain.from_iterable(told)),
            frozenset(
                plan.scenes[0].evidence[0] if plan.scenes[0].evidence else facts[-1]
                for plan, facts in zip(former, told, strict=True)
            ),
            tuple(plan.format for plan in former),
        )
        script = _write_facts(story, theme, rng, spoken_s, takes)
    elif theme.format.kind not in ("auto", "countdown"):
        subject = plain_text(story.subject) if story else theme.name.replace("-", " ")
        raise too_few_facts_error(subject, theme)
    elif len(rankable_posts(report)) >= FEWEST_POSTS:
        told = [len(_told(plan)) for plan in former]
        script = write_leaderboard(report, theme, rng, spoken_s, sample_note(report), told)
    else:
        raise nothing_to_tell_error(report)
    return build_plan(script, report, theme, spoken_s, WRITER)


def _write_facts(
    story: Opportunity,
    theme: Theme,
    rng: SeededRandom,
    spoken_s: SpeechSeconds,
    former: FormerTakes,
) -> Script:
    """The script in the theme's format; with 'auto', in the first of those that the facts allow that is long enough."""
    subject = plain_text(story.subject)
    *first, last = preferred_formats(theme.format.kind, story.facts, spoken_s, subject, rng, former)
    for kind in first:
        with suppress(PermanentError):  # not as long as wanted, or too few facts for it
            return write_script(kind, story, theme, rng, spoken_s, former)
    return write_script(last, story, theme, rng, spoken_s, former)


def _told(plan: ProductionPlan) -> tuple[str, ...]:
    """The facts or posts that a plan tells, in its order."""
    return tuple(dict.fromkeys(name for scene in plan.scenes[1:] for name in scene.evidence))


def _outline(plan: ProductionPlan) -> tuple[str, ...]:
    """What a plan tells, and how: its format, and the facts or posts in their order."""
    return (plan.format, *_told(plan))


def _with_speakable_subject(report: TrendReport, theme: Theme) -> TrendReport:
    """The report whose story has a subject that can be said: where no source knew it, it is a stranger's title."""
    if report.claimed is None:
        return report
    subject = speakable_subject(report.claimed.subject, theme.name.replace("-", " "))
    return report.model_copy(update={"claimed": report.claimed.model_copy(update={"subject": subject})})
