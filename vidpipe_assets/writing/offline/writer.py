"""The offline writer: a production plan written only from what the report knows. The same key gives the same plan."""

from contextlib import suppress
from functools import cache
from itertools import chain

from vidpipe_assets.model.errors import BadInput, PermanentError
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import TrendReport
from vidpipe_assets.writing.analysis.stories import FEWEST_FACTS, FEWEST_POSTS
from vidpipe_assets.writing.offline.countdown import write_countdown
from vidpipe_assets.writing.offline.fact_choice import FormerTakes, SeededRandom
from vidpipe_assets.writing.offline.leaderboard import rankable_posts, write_leaderboard
from vidpipe_assets.writing.pace import SpeechSeconds, spoken_seconds
from vidpipe_assets.writing.plans import build_plan, nothing_to_tell_error, require_story, sample_note
from vidpipe_assets.writing.text import speakable_subject

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
    """The countdown of the claimed story's facts, or, without facts, of the most-watched posts.

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
    story, note = report.claimed, sample_note(report)
    told = [_outline(plan) for plan in former]
    if story is not None and len(story.facts) >= FEWEST_FACTS:
        facts = frozenset(chain.from_iterable(told))
        bests = frozenset(outline[-1] for outline in told if outline)
        script = write_countdown(story, theme, rng, spoken_s, note, FormerTakes(facts, bests))
    elif len(rankable_posts(report)) >= FEWEST_POSTS:
        script = write_leaderboard(report, theme, rng, spoken_s, note, [len(outline) for outline in told])
    else:
        raise nothing_to_tell_error(report)
    return build_plan(script, report, theme, spoken_s, WRITER)


def _outline(plan: ProductionPlan) -> tuple[str, ...]:
    """What a plan tells, in its order: the facts or posts. The hook is about the last one."""
    return tuple(name for scene in plan.scenes[1:] for name in scene.evidence)


def _with_speakable_subject(report: TrendReport, theme: Theme) -> TrendReport:
    """The report whose story has a subject that can be said: where no source knew it, it is a stranger's title."""
    if report.claimed is None:
        return report
    subject = speakable_subject(report.claimed.subject, theme.name.replace("-", " "))
    return report.model_copy(update={"claimed": report.claimed.model_copy(update={"subject": subject})})
