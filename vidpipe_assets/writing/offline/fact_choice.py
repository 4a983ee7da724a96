"""Which facts a video tells and in which words, so that it lasts as long as the theme wants; and seeded chance.

The search is a knapsack over facts: for each number of facts and each fifth of a second it keeps the telling of them
that is worth most, so that three minutes of twelve facts take no longer than a blink.
"""

import datetime as dt
import hashlib
import heapq
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.offline.telling import Telling

T = TypeVar("T")

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=_)")
"""What a video's key begins with."""


class SeededRandom:
    """Random choices that are the same for the same key and name, in whatever order they are drawn.

    The key is the video's: so the same video is written in the same words again, and another one in others.
    """

    def __init__(self, key: str) -> None:
        self._key = key

    def fraction(self, name: str) -> float:
        """A number from 0 to below 1."""
        digest = hashlib.sha256(f"{self._key}\n{name}".encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    def pick(self, name: str, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[int(self.fraction(name) * len(options))]

    def turn(self, name: str, options: Sequence[T]) -> T:
        """One of `options`, and on the next day the next one: who follows a channel hears no phrase two days running.

        A key without a day has one by chance.
        """
        day = _DAY.match(self._key)
        if day is None:
            return self.pick(name, options)
        first = SeededRandom(self._key[day.end() :]).pick(name, range(len(options)))
        return options[(first + dt.date.fromisoformat(day.group()).toordinal()) % len(options)]


MOST_FACTS = 9
"""A ranking counts no more than these."""

_POOL = 16
"""How many facts are looked at."""

_STEP_S = 0.2
_MOST_CHOICES = 12
_AIM, _LIMIT = 0.03, 0.10
"""A length that is off by no more than the first costs nothing, beyond the second it is no choice."""


@dataclass(frozen=True)
class FormerTakes:
    """What the takes before have told, which a person did not want: ids of facts, of the last ones, and the formats."""

    facts: frozenset[str] = frozenset()
    bests: frozenset[str] = frozenset()
    formats: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.facts)


FIRST_TAKE = FormerTakes()
_TOLD_COST = 2.5
"""What a fact that was told before is worth less: more than chance and figures outweigh."""


@dataclass(frozen=True)
class Frame:
    """What stands around the facts: the index of an opening and of a way of ending, their seconds, their worth.

    `joins`: how many joins there may be between the facts.
    """

    opening: int
    way: int
    seconds: float
    worth: float = 0.0
    joins: int = 0


@dataclass(frozen=True)
class FactChoice:
    """The facts of a video in their words, and what stands around them."""

    tellings: tuple[Telling, ...]
    frame: Frame
    seconds: float
    worth: float

    def score(self, seconds: float, target_s: float) -> float:
        """How good this choice is when it turns out to last `seconds`."""
        off = abs(seconds - target_s) / target_s
        return self.worth - 60 * max(off - _AIM, 0) - 10 * off


def fact_worths(facts: Sequence[Fact], rng: SeededRandom, former: FormerTakes) -> dict[str, float]:
    """What each fact is worth to a video: surprise, chance, and less if it was told before."""
    loss = {fact.id: _TOLD_COST if fact.id in former.facts else 0.0 for fact in facts}
    return {fact.id: fact.surprise - 1 + 1.5 * rng.fraction(f"worth {fact.id}") - loss[fact.id] for fact in facts}


def pool_of(facts: Sequence[Fact], worth: dict[str, float]) -> list[Fact]:
    """The facts that are worth most."""
    return sorted(facts, key=lambda fact: (-worth[fact.id], fact.id))[:_POOL]


@dataclass(frozen=True)
class _Partial:
    worth: float
    seconds: float
    chosen: tuple[Telling, ...]


def best_choices(
    ways: Sequence[Sequence[Telling]],
    required: Collection[str],
    worth: dict[str, float],
    frames: Sequence[Frame],
    target_s: float,
    counts: tuple[int, int],
) -> list[FactChoice]:
    """The choices that last `target_s` within 10 % and tell the facts `required`, the best score first.

    `ways`: of each fact the ways of telling it. `counts`: the fewest and the most facts.
    """
    found: list[FactChoice] = []
    longest = target_s * (1 + _LIMIT) - min((frame.seconds for frame in frames), default=0.0)
    for (count, _), part in _knapsack(ways, required, worth, longest, counts[1]).items():
        if count < counts[0]:
            continue
        for frame in frames:
            seconds = part.seconds + frame.seconds
            if abs(seconds - target_s) <= _LIMIT * target_s:
                found.append(FactChoice(part.chosen, frame, seconds, part.worth + frame.worth))
    return heapq.nlargest(_MOST_CHOICES, found, key=lambda choice: choice.score(choice.seconds, target_s))


def longest_seconds(ways: Sequence[Sequence[Telling]], most: int) -> float:
    """How long the facts last when all are told at their longest."""
    each = sorted((max(one.seconds for one in options) for options in ways if options), reverse=True)
    return sum(each[:most])


def _knapsack(
    ways: Sequence[Sequence[Telling]], required: Collection[str], worth: dict[str, float], longest: float, most: int
) -> dict[tuple[int, int], _Partial]:
    """For a number of facts and a length, in steps, what is worth most."""
    states = {(0, 0): _Partial(0.0, 0.0, ())}
    for options in ways:
        if not options:
            continue
        must = options[0].id in required
        grown: dict[tuple[int, int], _Partial] = {} if must else dict(states)
        for (count, _), part in states.items():
            if count == most:
                continue
            for one in options:
                seconds = part.seconds + one.seconds
                if seconds > longest:
                    continue
                key = (count + 1, round(seconds / _STEP_S))
                value = part.worth + worth[one.id] + one.worth
                if key not in grown or grown[key].worth < value:
                    grown[key] = _Partial(value, seconds, (*part.chosen, one))
        states = grown
    return states
