"""The leaderboard: a countdown of the most-watched posts, for stories without facts.

It says platform, title, creator and views, and nothing else. Where too few posts tell their views, it ranks those with
the most reactions instead.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.pictures import Bar, Bars, Hook, IconCard, Picture, Rank
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import RankedTrend, TrendReport
from vidpipe_assets.writing.analysis.stories import FEWEST_POSTS
from vidpipe_assets.writing.beats import number_word, rounded_count_text
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.wording import Ending, end_draft, rank_leads, theme_ending
from vidpipe_assets.writing.pace import SpeechSeconds
from vidpipe_assets.writing.plans import SceneDraft, Script, search_terms, total_seconds
from vidpipe_assets.writing.text import (
    capitalize_first,
    headline_lines,
    plain_text,
    shown_title,
    speakable_title,
    truncate,
)


@dataclass(frozen=True)
class RankingMetric:
    """What posts are ranked by, and how it is called. `most` has a place for the number and one for the subject."""

    noun: str
    most: str
    value_of: Callable[[RankedTrend], int]

    def headline(self, number: object, subject: str) -> str:
        """'3 most-watched posts about keyboards'."""
        return self.most.format(number=number, subject=subject)


VIEWS = RankingMetric("views", "{number} most-watched posts about {subject}", lambda post: post.velocity.views)
REACTIONS = RankingMetric(
    "reactions", "{number} posts about {subject} with the most reactions", lambda post: post.velocity.reactions
)
"""Likes or points, comments and shares: what every platform tells that tells anything."""


def ranking_metric(posts: Iterable[RankedTrend]) -> RankingMetric:
    """Views where all of these posts tell them, else reactions."""
    return VIEWS if all(post.velocity.views > 0 for post in posts) else REACTIONS


_PLATFORMS = {"youtube": "YouTube", "tiktok": "TikTok", "reddit": "Reddit", "hacker-news": "Hacker News"}
_MOST_POSTS = 6
"""What the bars of the last scene hold."""

_TITLE_WORDS = (12, 9, 7, 5)
"""How many words of a title are read out, most first: shorter where the time is short."""


_CUT = 0.1
"""A countdown whose titles are all cut is as bad as one that is so much of the theme's seconds too long."""


def rankable_posts(report: TrendReport) -> tuple[RankedTrend, ...]:
    """The most-watched post of each story (or of the claimed one, all), with a title that can be read out.

    Those with the most reactions where too few tell their views.
    """
    watched = _top_posts(report, VIEWS)
    return watched if len(watched) >= FEWEST_POSTS else _top_posts(report, REACTIONS)


def _top_posts(report: TrendReport, metric: RankingMetric) -> tuple[RankedTrend, ...]:
    own = set(report.claimed.evidence) if report.claimed else None
    found: dict[object, RankedTrend] = {}
    for post in sorted(report.ranked, key=lambda post: (-metric.value_of(post), post.trend_id)):
        if metric.value_of(post) > 0 and speakable_title(post.title) and (own is None or post.trend_id in own):
            found.setdefault(post.trend_id if own else post.cluster, post)
    return tuple(found.values())


def write_leaderboard(
    report: TrendReport,
    theme: Theme,
    rng: SeededRandom,
    spoken_s: SpeechSeconds,
    note: str,
    former_counts: Collection[int] = (),
) -> Script:
    """The script of a leaderboard; `note` is what must be said about the data, and stands on the end card.

    `former_counts`: how many posts the takes before have ranked; this one ranks another number of them. Raises
    `PermanentError` when the posts are too few for the theme's seconds.
    """
    end = theme_ending(theme, rng, note)
    subject = plain_text(report.claimed.subject) if report.claimed else theme.name.replace("-", " ")
    posts = rankable_posts(report)
    best: tuple[float, Script] | None = None
    for count in sorted({*range(FEWEST_POSTS, min(_MOST_POSTS, len(posts)) + 1)}.difference(former_counts)):
        for words in _TITLE_WORDS:
            for way in range(max(len(end.ways), 1)):
                script = _script(posts[:count], subject, rng, end, way, words, report.sample)
                off = abs(total_seconds(script.drafts, spoken_s) - theme.format.seconds) / theme.format.seconds
                cost = off + _CUT * sum(_is_cut(post, words) for post in posts[:count]) / count
                if off <= 0.1 and (best is None or cost < best[0] - 0.03):
                    best = (cost, script)
    if best is None:
        raise PermanentError(
            f"the {len(posts)} posts about {subject!r} make no countdown of {theme.format.seconds} s (within 10 %)",
            remedy="set format.seconds nearer to 30, widen collect in the theme, or collect facts",
        )
    return best[1]


def _is_cut(post: RankedTrend, most_words: int) -> bool:
    return speakable_title(post.title, most_words) != speakable_title(post.title)


def _script(
    posts: Sequence[RankedTrend],
    subject: str,
    rng: SeededRandom,
    end: Ending,
    way: int,
    most_words: int,
    sample: bool,
) -> Script:
    count, metric = len(posts), ranking_metric(posts)
    leads = rank_leads(count, rng)
    upward = list(reversed(posts))
    drafts = [
        _hook(subject, count, metric, sample),
        *(_post(post, leads[i], count - i, upward, most_words, sample) for i, post in enumerate(upward)),
        *([end_draft(end, way, subject)] if end.ways else []),
    ]
    summary = f"The {metric.headline(number_word(count), subject)} in what was collected."
    return Script(
        subject=subject,
        title=truncate(
            f"{capitalize_first(subject)}: {_title(count, metric)}{' (sample data)' if sample else ''}", 100
        ),
        summary=summary,
        call_to_action=end.action,
        drafts=tuple(drafts),
        sources=(),
        evidence={post.trend_id: post_statement(post, metric) for post in posts},
        format="countdown",
    )


def _title(count: int, metric: RankingMetric) -> str:
    return f"the {count} most-watched posts" if metric is VIEWS else f"the {count} posts with the most reactions"


def _hook(subject: str, count: int, metric: RankingMetric, sample: bool) -> SceneDraft:
    headline = f"The {metric.headline(number_word(count), subject)}."
    name = "Most watched" if metric is VIEWS else "Most reactions"
    last = "The most-watched one comes last." if metric is VIEWS else "The one with the most comes last."
    return SceneDraft(
        narration=f"{headline} With sample numbers." if sample else headline,
        title=f"{name}: {subject}",
        kicker=name,
        picture=Hook(
            lines=headline_lines(f"The {metric.headline(count, subject)}", subject),
            sub="The view counts are sample numbers." if sample else last,
        ),
        icon="trending-up",
        about=subject,
        terms=search_terms(subject, "", "trending-up"),
    )


def _post(
    post: RankedTrend, words: str, rank: int, posts: Sequence[RankedTrend], most_words: int, sample: bool
) -> SceneDraft:
    platform = platform_name(post)
    title = speakable_title(post.title, most_words)
    metric = ranking_metric(posts)
    views = rounded_count_text(metric.value_of(post))
    by = speakable_title(post.creator, 4)
    creator = f" by {by}" if by else ""
    return SceneDraft(
        narration=f"{words} On {platform}, “{title}”{creator}: {views}{' sample' if sample else ''} {metric.noun}.",
        title=title,
        kicker=f"#{rank}",
        picture=post_picture(post, rank, posts, sample, _template(rank)),
        icon="trending-up",
        evidence=(post.trend_id,),
        source=f"{platform}{', sample numbers' if sample else ''}",
        about=title,
        terms=search_terms("", title, "trending-up"),
    )


def post_picture(post: RankedTrend, rank: int, posts: Sequence[RankedTrend], sample: bool, template: str) -> Picture:
    """The picture of `post` in `template`: 'rank', 'icon', or 'bars' with all `posts`."""
    title = shown_title(post.title, 40)
    metric = ranking_metric(posts)
    stat = f"{rounded_count_text(metric.value_of(post))} {metric.noun}"
    where = f"{platform_name(post)}{', sample number' if sample else ''}"
    if template == "bars":
        bars = tuple(
            Bar(label=shown_title(one.title, 30), value=metric.value_of(one), highlighted=one is post)
            for one in reversed(posts)
        )
        return Bars(
            title=f"{capitalize_first(metric.noun)}, *sample numbers*"
            if sample
            else f"{capitalize_first(metric.noun)} so *far*",
            bars=bars,
        )
    if template == "icon":
        return IconCard(icon="play", title=title, sub=f"{stat} on {where}")
    return Rank(
        rank=rank, of=len(posts), title=title, detail=f"On {where}", stat=truncate(stat, 24), icon="trending-up"
    )


def _template(rank: int) -> str:
    """A rank or an icon in turn; the winner against the others as bars."""
    if rank == 1:
        return "bars"
    return "icon" if rank % 2 else "rank"


def platform_name(post: RankedTrend) -> str:
    """The name of the post's platform as viewers know it."""
    return _PLATFORMS.get(post.platform, capitalize_first(post.platform.replace("-", " ")))


def post_statement(post: RankedTrend, metric: RankingMetric) -> str:
    """What is known of a post, in a sentence: the evidence that the checks compare with what is said."""
    by = f" by {plain_text(post.creator)}" if post.creator else ""
    number = metric.value_of(post)
    counted = f"{number:,} {metric.noun} ({rounded_count_text(number)})"
    return f"{plain_text(post.title)}{by} on {platform_name(post)}: {counted}"
