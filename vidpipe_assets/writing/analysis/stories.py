"""Which trends tell the same story, and which story is worth a video: clusters, scores, and a reason in words."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from vidpipe_assets.model.trends import Fact, Opportunity, RankedTrend, Trend, Velocity
from vidpipe_assets.writing.analysis.velocity import combine_velocities
from vidpipe_assets.writing.text import folded_words, plain_text, slug, truncate

_ALIKE = 87
"""Least token-set ratio (0–100) of two titles that count as the same story."""

_FEWEST_WORDS = 3
"""A title of fewer words is a subset of too many others to say anything."""


class _Groups:
    """A union-find (disjoint sets) over positions; each group has at most one known subject."""

    def __init__(self, subjects: Sequence[str]) -> None:
        self._parent = list(range(len(subjects)))
        self._subject = list(subjects)

    def root(self, position: int) -> int:
        """The position that stands for the group of `position`."""
        while self._parent[position] != position:
            self._parent[position] = self._parent[self._parent[position]]
            position = self._parent[position]
        return position

    def join(self, one: int, other: int) -> None:
        """Merge two groups, unless both are known to be about different things."""
        low, high = sorted((self.root(one), self.root(other)))
        known = {self._subject[low], self._subject[high]} - {""}
        if low != high and len(known) < 2:
            self._parent[high] = low
            self._subject[low] = "".join(known)


def cluster_trends(trends: Sequence[Trend]) -> tuple[int, ...]:
    """The number of each trend's cluster, 0 for the first trend's, in the order in which they appear."""
    subjects = [slug(trend.subject) for trend in trends]
    groups = _Groups(subjects)
    first: dict[str, int] = {}
    for position, subject in enumerate(subjects):
        if subject:
            groups.join(first.setdefault(subject, position), position)
    for one, other in _similar([" ".join(folded_words(trend.title)) for trend in trends], subjects):
        groups.join(one, other)
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(groups.root(i), len(numbers)) for i in range(len(trends)))


def _similar(titles: Sequence[str], subjects: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of similar titles of which at least one has no known subject, most similar first."""
    from rapidfuzz import fuzz, process

    usable = [i for i, title in enumerate(titles) if len(title.split()) >= _FEWEST_WORDS]
    found: list[tuple[float, int, int]] = []
    for one in usable:
        if subjects[one]:
            continue
        others = {other: titles[other] for other in usable if other != one and (subjects[other] or other > one)}
        matches = process.extract(titles[one], others, scorer=fuzz.token_set_ratio, score_cutoff=_ALIKE, limit=None)
        found += [(-ratio, min(one, other), max(one, other)) for _, ratio, other in matches]
    return [(low, high) for _, low, high in sorted(found)]


FEWEST_FACTS = 2
"""A countdown of fewer facts is none."""

FEWEST_POSTS = 3
"""A ranking of fewer posts is none."""

_WITHOUT_VIEWS = 0.6
"""The speed of the first of a platform that tells no views, as a share of the fastest of all: nobody measured it."""

_HOURS_AHEAD = 12
"""Acceleration counts as the growth it would bring in this time."""


class ScoreWeights(NamedTuple):
    """What each part of a score counts; together 100."""

    speed: float = 40
    acceleration: float = 15
    engagement: float = 15
    breadth: float = 10
    facts: float = 20


WEIGHTS = ScoreWeights()


class _StoryCandidate(NamedTuple):
    subject: str
    trends: tuple[Trend, ...]
    velocity: Velocity
    platforms: int
    facts: tuple[Fact, ...]


def rank_opportunities(
    trends: Sequence[Trend], speeds: Sequence[Velocity], clusters: Sequence[int], *, sample: bool
) -> tuple[Opportunity, ...]:
    """One opportunity a cluster, best first; equal scores stand in the order of their keys."""
    members: dict[int, list[int]] = {}
    for position, number in enumerate(clusters):
        members.setdefault(number, []).append(position)
    stories = [_build_candidate([(trends[i], speeds[i]) for i in positions]) for positions in members.values()]
    fastest = max((story.velocity.per_hour for story in stories), default=0.0)
    found: dict[str, Opportunity] = {}
    for story in sorted(stories, key=lambda one: (-_score(one, fastest), one.trends[0].id)):
        key = _free_key(story, found)
        found[key] = Opportunity(
            key=key,
            subject=story.subject,
            score=_score(story, fastest),
            velocity=story.velocity,
            reason=opportunity_reason(
                story.velocity, len(story.trends), story.platforms, len(story.facts), sample=sample
            ),
            evidence=tuple(trend.id for trend in story.trends),
            facts=story.facts,
        )
    return tuple(sorted(found.values(), key=lambda one: (-one.score, one.key)))


def has_enough_material(opportunity: Opportunity, ranked: Sequence[RankedTrend]) -> bool:
    """Whether there are facts enough for a countdown, or else posts with numbers enough for a ranking."""
    own = set(opportunity.evidence)
    counted = (one for one in ranked if one.velocity.views > 0 or one.velocity.reactions > 0)
    posts = sum(1 for one in counted if one.trend_id in own and plain_text(one.title))
    return len(opportunity.facts) >= FEWEST_FACTS or posts >= FEWEST_POSTS


def opportunity_reason(velocity: Velocity, posts: int, platforms: int, facts: int, *, sample: bool) -> str:
    """Why this story and why now, in one sentence that says no more than the numbers do."""
    where = f"{_count(posts, 'post')} on {_count(platforms, 'platform')}"
    gains = "gains" if posts == 1 else "gain"
    if velocity.per_hour >= 1:
        growth = f"{where} {gains} {velocity.per_hour:,.0f} views an hour{_pace_text(velocity)}"
    elif velocity.views:
        growth = f"{where} with {velocity.views:,} views and no measured growth"
    elif velocity.reactions:
        growth = f"{where} with {velocity.reactions:,} reactions, without view counts"
    else:
        growth = f"{where} without view counts"
    sourced = _count(facts, "sourced fact") if facts else "no sourced facts"
    return f"{growth}; {sourced} to tell it with{' (sample numbers)' if sample else ''}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _pace_text(velocity: Velocity) -> str:
    change = velocity.acceleration * _HOURS_AHEAD / velocity.per_hour
    if change > 0.05:
        return ", and the pace is rising"
    return ", though the pace is falling" if change < -0.05 else ""


def _build_candidate(members: Sequence[tuple[Trend, Velocity]]) -> _StoryCandidate:
    ordered = sorted(members, key=lambda one: (*velocity_sort_key(one[1]), one[0].id))
    trends = tuple(trend for trend, _ in ordered)
    facts = {fact.id: fact for trend in sorted(trends, key=lambda t: t.id) for fact in trend.facts}
    return _StoryCandidate(
        subject=_subject(trends),
        trends=trends,
        velocity=combine_velocities([speed for _, speed in ordered]),
        platforms=len({trend.platform for trend in trends}),
        facts=tuple(sorted(facts.values(), key=lambda fact: (-fact.surprise, fact.id))),
    )


def velocity_sort_key(speed: Velocity) -> tuple[float, ...]:
    """Sorts the fastest first; what has no views comes after what has views, the best standing first."""
    return -speed.per_hour, -speed.views, -speed.standing, -speed.reactions


def _subject(trends: Sequence[Trend]) -> str:
    """The subject as the fastest trend that knows it spells it, else the fastest title."""
    named = next((name for trend in trends if slug(trend.subject) and (name := plain_text(trend.subject))), "")
    titled = next((title for trend in trends if (title := plain_text(trend.title))), "")
    return named or truncate(titled, 60) or truncate(plain_text(trends[0].id), 60)


def _free_key(story: _StoryCandidate, taken: dict[str, Opportunity]) -> str:
    key = slug(story.subject) or slug(story.trends[0].id) or "story"
    # Two stories whose fastest titles begin alike and yet are not: the trend's id tells them apart for ever.
    return key if key not in taken else f"{key[:40]}-{slug(min(t.id for t in story.trends))}"[:100]


def _score(story: _StoryCandidate, fastest: float) -> float:
    velocity = story.velocity
    speed = math.log1p(velocity.per_hour) / math.log1p(fastest) if fastest > 0 else 0.0
    speed = max(speed, _WITHOUT_VIEWS * velocity.standing)
    ahead = velocity.acceleration * _HOURS_AHEAD / velocity.per_hour if velocity.per_hour > 0 else 0.0
    parts = (
        (WEIGHTS.speed, speed),
        (WEIGHTS.acceleration, 0.5 + 0.5 * math.tanh(ahead) if velocity.per_hour > 0 else 0.0),
        (WEIGHTS.engagement, min(velocity.engagement / 0.12, 1.0)),
        (WEIGHTS.breadth, min((story.platforms - 1) / 3, 1.0)),
        (WEIGHTS.facts, min(len(story.facts) / 6, 1.0)),
    )
    return round(sum(weight * share for weight, share in parts), 2)
