"""The offline writer: a production plan written only from what the report knows. The same key gives the same plan."""

from functools import cache

from vidpipe_assets.editorial.chance import Chance
from vidpipe_assets.editorial.choosing import Spoken
from vidpipe_assets.editorial.claiming import may_rank
from vidpipe_assets.editorial.countdown import write_countdown
from vidpipe_assets.editorial.drafts import Script, scene_plans
from vidpipe_assets.editorial.leaderboard import posts_of, write_leaderboard
from vidpipe_assets.editorial.naming import plain
from vidpipe_assets.editorial.opportunities import FEWEST_FACTS, FEWEST_POSTS
from vidpipe_assets.editorial.pace import spoken_seconds
from vidpipe_assets.editorial.publishing import description, hashtags, sample_note
from vidpipe_assets.model.errors import BadInput, PermanentError
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import TrendReport

WRITER = "offline"
"""The name by which themes choose this writer in `providers.text`."""


def write_plan(report: TrendReport, theme: Theme, video_key: str) -> ProductionPlan:
    """The countdown of the claimed story's facts, or, without facts, of the most-watched posts.

    Raises `BadInput` for a theme in a language that this writer does not write, and `PermanentError` when there is no
    story for this video, or neither facts nor numbers enough.
    """
    if not theme.language.startswith("en"):
        raise BadInput(
            f"theme {theme.name}: language is {theme.language!r}, and the offline writer writes English only",
            remedy="set language: en, or name a provider in providers.text that writes this language",
        )

    @cache
    def spoken_s(text: str) -> float:
        return spoken_seconds(text, theme.voice.speed)

    if not may_rank(report):
        raise _no_story(report)
    chance = Chance(video_key)
    story = report.claimed
    if story is not None and len(story.facts) >= FEWEST_FACTS:
        script = write_countdown(story, theme, chance, spoken_s, sample_note(report))
    elif len(posts_of(report)) >= FEWEST_POSTS:
        script = write_leaderboard(report, theme, chance, spoken_s, sample_note(report))
    else:
        raise _nothing_to_tell(report)
    return _plan(script, report, theme, spoken_s)


def _plan(script: Script, report: TrendReport, theme: Theme, spoken_s: Spoken) -> ProductionPlan:
    scenes = scene_plans(script.drafts, spoken_s)
    return ProductionPlan(
        subject=script.subject,
        language=theme.language,
        title=script.title,
        description=description(script, report),
        hashtags=hashtags(theme, script.subject),
        hook=scenes[0].narration,
        call_to_action=script.call_to_action,
        scenes=scenes,
        sources=script.sources,
        evidence=script.evidence,
        writer=WRITER,
        sample=report.sample,
    )


def _no_story(report: TrendReport) -> PermanentError:
    return PermanentError(
        f"there is no story for this video. {report.note}",
        remedy=f"lower repeat_after_days in the theme {plain(report.theme)}, widen its collect or name more "
        "providers.trends, or ask for a topic that is there and not told yet",
        facts={"theme": plain(report.theme), "day": str(report.day)},
    )


def _nothing_to_tell(report: TrendReport) -> PermanentError:
    if not report.ranked:
        return PermanentError(
            f"there is nothing to write about: no trends were collected for {report.theme} on {report.day}",
            remedy="let the theme's collect.queries name what its sources know (the bundled sample knows space, nasa, "
            "engineering, history, animal, ocean, retro), or providers.trends another source; then make it again: "
            "dagster asset materialize -m vidpipe_assets.definitions --select 'key:trends+' --partition KEY",
        )
    told = f"{report.claimed.subject!r} has" if report.claimed else "no story is claimed, and the trends have"
    return PermanentError(
        f"{told} too little to tell: at least {FEWEST_FACTS} sourced facts or {FEWEST_POSTS} posts with a readable "
        "title and a view count are needed",
        remedy="widen collect in the theme, lower repeat_after_days so that a story may be told again, or ask for "
        "another topic",
        facts={"posts": str(len(report.ranked)), "theme": plain(report.theme)},
    )
