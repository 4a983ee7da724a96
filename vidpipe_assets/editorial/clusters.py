"""Which trends tell the same story: one subject, or titles that are nearly the same (union-find)."""

from collections.abc import Sequence

from vidpipe_assets.editorial.naming import slug, words
from vidpipe_assets.model.trends import Trend

_ALIKE = 87
"""Least token-set ratio (0–100) of two titles that count as the same story."""

_FEWEST_WORDS = 3
"""A title of fewer words is a subset of too many others to say anything."""


class _Groups:
    """Union-find over positions; each group has at most one known subject."""

    def __init__(self, subjects: Sequence[str]) -> None:
        self._parent = list(range(len(subjects)))
        self._subject = list(subjects)

    def root(self, one: int) -> int:
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Unless both are known to be about different things."""
        low, high = sorted((self.root(one), self.root(other)))
        known = {self._subject[low], self._subject[high]} - {""}
        if low != high and len(known) < 2:
            self._parent[high] = low
            self._subject[low] = "".join(known)


def cluster(trends: Sequence[Trend]) -> tuple[int, ...]:
    """The number of each trend's cluster, 0 for the first trend's, in the order in which they appear."""
    subjects = [slug(trend.subject) for trend in trends]
    groups = _Groups(subjects)
    first: dict[str, int] = {}
    for position, subject in enumerate(subjects):
        if subject:
            groups.join(first.setdefault(subject, position), position)
    for one, other in _similar([" ".join(words(trend.title)) for trend in trends], subjects):
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
