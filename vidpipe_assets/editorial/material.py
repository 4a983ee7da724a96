"""What a model may write about: the sourced facts of the claimed story, or its foremost posts where it has none.

Each has a tag, `f1` and so on. Models know and name them by it, so that no identifier that strangers chose ever comes
back in an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vidpipe_assets.editorial.cards import card, icon, options
from vidpipe_assets.editorial.counting import Count, count_of
from vidpipe_assets.editorial.leaderboard import known, platform_of, post_picture, posts_of
from vidpipe_assets.editorial.naming import plain
from vidpipe_assets.editorial.opportunities import FEWEST_FACTS, FEWEST_POSTS
from vidpipe_assets.editorial.plans import nothing_to_tell, refuse_without_story
from vidpipe_assets.editorial.speech_text import speakable_title
from vidpipe_assets.model.pictures import Picture
from vidpipe_assets.model.trends import Fact, RankedTrend, Source, TrendReport

_MOST = 12


@dataclass(frozen=True)
class Material:
    """One thing that may be told. `evidence`: the id under which the plan keeps what it `says`."""

    tag: str
    evidence: str
    says: str
    short: str
    pictures: tuple[str, ...]
    """The templates that can show it."""
    icon: str
    source: str
    """As the picture names it."""
    reference: Source | None
    told: Fact | RankedTrend

    @property
    def for_model(self) -> dict[str, object]:
        """What a model gets to know of it."""
        surprise = {"surprise": self.told.surprise} if isinstance(self.told, Fact) else {}
        return {"tag": self.tag, "says": self.says, "short": self.short, "pictures": self.pictures, **surprise}


def materials(report: TrendReport) -> tuple[Material, ...]:
    """The best first. Raises `PermanentError` when there is no story, or too little for any video."""
    refuse_without_story(report)
    story = report.claimed
    if story is not None and len(story.facts) >= FEWEST_FACTS:
        best = sorted(story.facts, key=lambda fact: (-fact.surprise, fact.id))[:_MOST]
        return tuple(_fact(f"f{number}", fact) for number, fact in enumerate(best, 1))
    posts = posts_of(report)[:_MOST]
    if len(posts) < FEWEST_POSTS:
        raise nothing_to_tell(report)
    ranking = count_of(posts)
    return tuple(_post(f"f{number}", post, ranking, report.sample) for number, post in enumerate(posts, 1))


def picture_of(told: Sequence[Material], place: int, template: str, subject: str, *, sample: bool) -> Picture:
    """The picture of the material at `place` of a countdown that tells `told`, the first of them first."""
    rank, shown = len(told) - place, told[place].told
    if isinstance(shown, Fact):
        return card(shown, template, rank, len(told), subject)
    posts = [one.told for one in told if isinstance(one.told, RankedTrend)]
    return post_picture(shown, rank, posts, sample, template)


def _fact(tag: str, fact: Fact) -> Material:
    return Material(
        tag=tag,
        evidence=fact.id,
        says=fact.statement,
        short=fact.short.replace("*", ""),
        pictures=options(fact),
        icon=icon(fact),
        source=fact.source.name,
        reference=fact.source,
        told=fact,
    )


def _post(tag: str, post: RankedTrend, ranking: Count, sample: bool) -> Material:
    return Material(
        tag=tag,
        evidence=post.trend_id,
        says=f"{known(post, ranking)}{' (a sample number)' if sample else ''}",
        short=speakable_title(plain(post.title)),
        pictures=("rank", "icon", "bars"),
        icon="trending-up",
        source=f"{platform_of(post)}{', sample numbers' if sample else ''}",
        reference=None,
        told=post,
    )
