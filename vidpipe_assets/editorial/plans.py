"""From a script to a production plan, whoever wrote the script; and the error when there is nothing to write about."""

from vidpipe_assets.editorial.choosing import Spoken
from vidpipe_assets.editorial.claiming import may_rank
from vidpipe_assets.editorial.drafts import Script, scene_plans
from vidpipe_assets.editorial.naming import plain
from vidpipe_assets.editorial.opportunities import FEWEST_FACTS, FEWEST_POSTS
from vidpipe_assets.editorial.publishing import description, hashtags
from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import TrendReport


def plan_of(script: Script, report: TrendReport, theme: Theme, spoken_s: Spoken, writer: str) -> ProductionPlan:
    """The plan. `writer`: the name of whoever wrote the script."""
    scenes = scene_plans(script.drafts, spoken_s)
    return ProductionPlan(
        subject=script.subject,
        language=theme.language,
        title=script.title,
        description=description(script, report),
        hashtags=hashtags(theme, script.subject, script.hashtags),
        hook=scenes[0].narration,
        call_to_action=script.call_to_action,
        scenes=scenes,
        sources=script.sources,
        evidence=script.evidence,
        writer=writer,
        sample=report.sample,
    )


def refuse_without_story(report: TrendReport) -> None:
    """Raise `PermanentError` where the video has no story, and must not tell something else instead."""
    if not may_rank(report):
        raise PermanentError(
            f"there is no story for this video. {report.note}",
            remedy=f"lower repeat_after_days in the theme {plain(report.theme)}, widen its collect or name more "
            "providers.trends, or ask for a topic that is there and not told yet",
            facts={"theme": plain(report.theme), "day": str(report.day)},
        )


def nothing_to_tell(report: TrendReport) -> PermanentError:
    """The error for a report that no writer can make a video of, and what to do about it."""
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
        "title and views or reactions are needed",
        remedy="widen collect in the theme, lower repeat_after_days so that a story may be told again, or ask for "
        "another topic",
        facts={"posts": str(len(report.ranked)), "theme": plain(report.theme)},
    )
