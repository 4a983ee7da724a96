"""The offline writer: a production plan written only from what the report knows. The same key gives the same plan."""

from functools import cache

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import TrendReport
from vidpipe_assets.writing.analysis.stories import FEWEST_FACTS, FEWEST_POSTS
from vidpipe_assets.writing.offline.countdown import write_countdown
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.leaderboard import rankable_posts, write_leaderboard
from vidpipe_assets.writing.pace import spoken_seconds
from vidpipe_assets.writing.plans import build_plan, nothing_to_tell_error, require_story, sample_note
from vidpipe_assets.writing.text import speakable_subject

WRITER = "offline"
"""The name by which themes choose this writer in `providers.text`."""


def require_english(theme: Theme) -> None:
    """Raises `BadInput` for a theme in a language that this writer does not write."""
    if not theme.language.startswith("en"):
        raise BadInput(
            f"theme {theme.name}: language is {theme.language!r}, and the offline writer writes English only",
            remedy="set language: en, or name a provider in providers.text that writes this language",
        )


def write_plan(report: TrendReport, theme: Theme, video_key: str) -> ProductionPlan:
    """The countdown of the claimed story's facts, or, without facts, of the most-watched posts.

    Raises `BadInput` for a theme in a language that this writer does not write, and `PermanentError` when there is no
    story for this video, or neither facts nor numbers enough.
    """
    require_english(theme)

    @cache
    def spoken_s(text: str) -> float:
        return spoken_seconds(text, theme.voice.speed)

    require_story(report)
    report = _with_speakable_subject(report, theme)
    rng = SeededRandom(video_key)
    story = report.claimed
    if story is not None and len(story.facts) >= FEWEST_FACTS:
        script = write_countdown(story, theme, rng, spoken_s, sample_note(report))
    elif len(rankable_posts(report)) >= FEWEST_POSTS:
        script = write_leaderboard(report, theme, rng, spoken_s, sample_note(report))
    else:
        raise nothing_to_tell_error(report)
    return build_plan(script, report, theme, spoken_s, WRITER)


def _with_speakable_subject(report: TrendReport, theme: Theme) -> TrendReport:
    """The report whose story has a subject that can be said: where no source knew it, it is a stranger's title."""
    if report.claimed is None:
        return report
    subject = speakable_subject(report.claimed.subject, theme.name.replace("-", " "))
    return report.model_copy(update={"claimed": report.claimed.model_copy(update={"subject": subject})})
