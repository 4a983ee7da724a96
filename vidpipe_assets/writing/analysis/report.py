"""The analysis: from a snapshot of trends to the report that a video's story is chosen from. Pure.

With it, the report's narrative in plain prose, and what a claim makes of a report: the story that the video tells, or
in plain words why there is none for it.
"""

from collections.abc import Sequence

from vidpipe_assets.model.trends import Opportunity, Pattern, RankedTrend, Trend, TrendReport, TrendSnapshot, Velocity
from vidpipe_assets.writing.analysis.patterns import (
    key_phrases,
    length_class,
    pattern_stats,
    publication_hour,
    title_format,
    title_hook,
)
from vidpipe_assets.writing.analysis.stories import (
    cluster_trends,
    has_enough_material,
    rank_opportunities,
    velocity_sort_key,
)
from vidpipe_assets.writing.analysis.velocity import add_standings, measure_velocity
from vidpipe_assets.writing.text import folded_words, plain_text, truncate

EMPTY_NOTE = "No trends were collected, so that there is no story to tell."
POOR_NOTE = "Trends were collected, but none has facts or numbers enough for a video."

_MOST_NAMED = 8
"""Stories that a note names before it counts the rest."""

_FEWEST_TRENDS = 3
"""A pattern of fewer trends is chance."""

_HOOKS = {
    "question": "titles that ask a question",
    "number": "titles that begin with a number",
    "negation": "titles that say no",
    "superlative": "titles with a superlative",
    "how-to": "titles that promise a how-to",
    "statement": "titles that plainly state something",
}


def analyse(snapshot: TrendSnapshot) -> TrendReport:
    """Measure, cluster and rank the trends of `snapshot`; nothing is claimed yet.

    An empty snapshot gives an empty report whose `note` says so. The order of the snapshot's trends changes nothing.
    """
    trends = tuple(sorted({trend.id: trend for trend in reversed(snapshot.trends)}.values(), key=lambda t: t.id))
    speeds = add_standings(trends, [measure_velocity(trend) for trend in trends])
    clusters = cluster_trends(trends)
    report = TrendReport(
        theme=snapshot.theme,
        day=snapshot.day,
        ranked=_rank(trends, speeds, clusters),
        opportunities=rank_opportunities(trends, speeds, clusters, sample=snapshot.sample),
        claimed=None,
        phrases=key_phrases(trends),
        hooks=pattern_stats(trends, speeds, lambda trend: title_hook(trend.title)),
        formats=pattern_stats(trends, speeds, lambda trend: title_format(trend.title)),
        lengths=pattern_stats(trends, speeds, length_class),
        best_hours=pattern_stats(trends, speeds, publication_hour),
        narrative="",
        note="" if trends else EMPTY_NOTE,
        sample=snapshot.sample,
        sample_day=snapshot.sample_day,
    )
    note = report.note or ("" if claimable_keys(report) else POOR_NOTE)
    return report.model_copy(update={"narrative": narrate(report), "note": note})


def claimable_keys(report: TrendReport) -> tuple[str, ...]:
    """The keys of the opportunities that can carry a video, those with facts first, then by score."""
    fit = [one for one in report.opportunities if has_enough_material(one, report.ranked)]
    return tuple(one.key for one in sorted(fit, key=lambda one: not _has_facts(one)))


def matching_keys(report: TrendReport, topic: str) -> tuple[str, ...]:
    """The keys of the claimable opportunities that are about `topic`, best match first; empty when none is."""
    topic_words = set(folded_words(topic))
    fits = {key: _topic_match(_by_key(report, key), topic_words, report.ranked) for key in claimable_keys(report)}
    return tuple(sorted((key for key in fits if fits[key] >= 0.5), key=lambda key: -fits[key]))


def with_claim(report: TrendReport, key: str | None) -> TrendReport:
    """The report with the opportunity `key` claimed, or with none.

    Raises `KeyError` for a key that is none of the report's opportunities.
    """
    claimed = None if key is None else _by_key(report, key)
    return report.model_copy(update={"claimed": claimed})


def _has_facts(opportunity: Opportunity) -> bool:
    return has_enough_material(opportunity, ())


def _by_key(report: TrendReport, key: str) -> Opportunity:
    for one in report.opportunities:
        if one.key == key:
            return one
    raise KeyError(key)


def _topic_match(opportunity: Opportunity, topic: set[str], ranked: Sequence[RankedTrend]) -> float:
    """The share of the topic's words that the subject has (counted fully) or that titles and facts have (half)."""
    if not topic:
        return 0.0
    own = set(opportunity.evidence)
    around = {word for one in ranked if one.trend_id in own for word in folded_words(one.title)}
    around |= {word for fact in opportunity.facts for word in folded_words(fact.statement)}
    subject = set(folded_words(opportunity.subject))
    return sum(1.0 if _occurs(word, subject) else 0.5 if _occurs(word, around) else 0.0 for word in topic) / len(topic)


def _occurs(word: str, among: set[str]) -> bool:
    """Whether `among` has the word, also where one of both has a plural s."""
    return word in among or f"{word}s" in among or (len(word) > 3 and word.removesuffix("s") in among)


def _rank(trends: Sequence[Trend], speeds: Sequence[Velocity], clusters: Sequence[int]) -> tuple[RankedTrend, ...]:
    found = [
        RankedTrend(
            trend_id=trend.id,
            title=plain_text(trend.title),
            platform=trend.platform,
            creator=plain_text(trend.creator),
            velocity=speed,
            hook=title_hook(trend.title),
            cluster=number,
        )
        for trend, speed, number in zip(trends, speeds, clusters, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (*velocity_sort_key(one.velocity), one.trend_id)))


def apply_claim(
    report: TrendReport, claimed: str | None, *, candidates: Sequence[str], topic: str, repeat_after_days: int
) -> TrendReport:
    """The report with the story `claimed`; with None, its `note` says why none of `candidates` could be had.

    A video that asked for a `topic` or found every story told must not tell something else instead.
    """
    if claimed is not None or not (topic or candidates):
        return with_claim(report, claimed)
    stories = _subject_list(report, candidates or claimable_keys(report))
    if not candidates:
        note = f"No story that was collected is about {plain_text(topic)!r}. There are: {stories or 'none'}."
    else:
        near = f"within {repeat_after_days} days of" if repeat_after_days > 1 else "on"
        about = f" about {plain_text(topic)!r}" if topic else ""
        note = f"Every story{about} is told by another video of {report.theme} {near} {report.day}: {stories}."
    return with_claim(report, None).model_copy(update={"note": note})


def may_rank_posts(report: TrendReport) -> bool:
    """Whether a video without a story may rank the day's posts instead: nothing was asked for, and nothing is told."""
    return report.claimed is not None or report.note in ("", POOR_NOTE, EMPTY_NOTE)


def _subject_list(report: TrendReport, keys: Sequence[str]) -> str:
    """The subjects of the stories `keys`, the first few of them."""
    subjects = {one.key: truncate(plain_text(one.subject), 40) for one in report.opportunities}
    names = [subjects[key] for key in keys]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def narrate(report: TrendReport) -> str:
    """What the report says in two to four sentences, and nothing that its numbers do not say."""
    if not report.ranked:
        return "Nothing was collected for this day. There is nothing to rank and no story to tell."
    return " ".join(sentence for sentence in (_overview(report), _leader(report), _patterns(report)) if sentence)


def _overview(report: TrendReport) -> str:
    platforms = len({one.platform for one in report.ranked})
    posts, stories = len(report.ranked), len(report.opportunities)
    numbers = " The engagement numbers are sample numbers." if report.sample else ""
    return (
        f"{posts} post{'' if posts == 1 else 's'} on {platforms} platform{'' if platforms == 1 else 's'} "
        f"tell {stories} stor{'y' if stories == 1 else 'ies'}.{numbers}"
    )


def _leader(report: TrendReport) -> str:
    first = report.opportunities[0]
    speed = speed_text(first.velocity)
    if len(report.opportunities) == 1:
        return f"It is about {first.subject}, with {speed}."
    second = report.opportunities[1]
    return f"{first.subject} leads with {speed}, ahead of {second.subject}."


def speed_text(speed: Velocity) -> str:
    """How fast something grows, in a few words."""
    if speed.per_hour >= 1:
        return f"{speed.per_hour:,.0f} views an hour"
    return f"{speed.reactions:,} reactions" if speed.reactions and not speed.views else "no measured growth"


def _patterns(report: TrendReport) -> str:
    hook, length = _best(report.hooks), _best(report.lengths)
    parts = [f"{_HOOKS[hook.name]} grow fastest" if hook else "", f"videos of {length.name} do best" if length else ""]
    clause = " and ".join(part for part in parts if part)
    return f"Here {clause}." if clause else ""


def _best(found: tuple[Pattern, ...]) -> Pattern | None:
    """The fastest pattern that is more than chance, if there are several to compare."""
    reliable = [one for one in found if one.count >= _FEWEST_TRENDS and one.per_hour > 0]
    return reliable[0] if len(reliable) > 1 else None
