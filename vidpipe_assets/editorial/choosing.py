"""Which facts a countdown tells, in which words, so that it lasts as long as it should. A bounded exhaustive search."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from vidpipe_assets.editorial.chance import Chance
from vidpipe_assets.editorial.speech_text import refers_back, sentences
from vidpipe_assets.model.pacing import scene_seconds
from vidpipe_assets.model.trends import Fact

MOST_FACTS = 6
_POOL = 9
_MOST_CHOICES = 40
_AIM = 0.03
_LIMIT = 0.10
_COMFORTABLE_S = (4.0, 8.5)
"""Length of a fact's scene that is neither breathless nor slow."""

Spoken = Callable[[str], float]
"""A text's length when spoken, in seconds."""


@dataclass(frozen=True)
class Telling:
    """One fact in one choice of words."""

    fact: Fact
    text: str
    cost: float
    """What is lost against the whole statement."""


@dataclass(frozen=True)
class Frame:
    """What stands around the facts: the seconds that hook and end take, each way of ending, and the announcements."""

    hook_s: float
    ends_s: Sequence[float]
    announced_s: Callable[[int], float]
    """Seconds of all announcements of a countdown of so many facts."""


@dataclass(frozen=True)
class Choice:
    """What is told, least surprising first, and which way of ending fills the time."""

    tellings: tuple[Telling, ...]
    end: int
    seconds: float


def choices(
    facts: Sequence[Fact], best: Fact, frame: Frame, target_s: float, spoken_s: Spoken, chance: Chance
) -> list[Choice]:
    """The countdowns that last `target_s` within 10 % and tell `best`, best first; those within 3 % come earlier."""
    pool = sorted(facts, key=lambda fact: (-fact.surprise - chance.share(f"fact {fact.id}"), fact.id))[:_POOL]
    pool = [best, *(fact for fact in pool if fact.id != best.id)][:_POOL]
    worth = {fact.id: fact.surprise - 1 + 1.5 * chance.share(f"worth {fact.id}") for fact in pool}
    ways = {fact.id: tellings(fact, target_s, best=fact.id == best.id) for fact in pool}
    lengths = {telling: spoken_s(telling.text) for told in ways.values() for telling in told}
    found = _choices(pool, ways, frame, target_s, lengths)
    return heapq.nlargest(_MOST_CHOICES, found, key=lambda choice: _value(choice, worth, target_s))


def tellings(fact: Fact, target_s: float, *, best: bool) -> tuple[Telling, ...]:
    """The whole statement, its beginning when that stands alone, and in the shortest videos its short form.

    The best fact is what the hook promises in its short form: it is not told so, and cutting it costs more.
    """
    said = sentences(fact.statement)
    found = [Telling(fact, " ".join(said), 0)]
    found += [
        Telling(fact, " ".join(said[:n]), 5 if best else 2.5) for n in range(1, len(said)) if len(said[0].split()) >= 4
    ]
    if target_s <= 20 and not best and len(fact.short.split()) >= 3 and not refers_back(fact.short):
        found.append(Telling(fact, fact.short.rstrip(".") + ".", 3.5))
    return tuple(found)


def _choices(
    pool: Sequence[Fact],
    ways: dict[str, tuple[Telling, ...]],
    frame: Frame,
    target_s: float,
    lengths: dict[Telling, float],
) -> Iterator[Choice]:
    for count in range(_fewest(target_s), min(MOST_FACTS, len(pool)) + 1):
        around = frame.hook_s + frame.announced_s(count) + count * (scene_seconds(0, last=False))
        for others in combinations(pool[1:], count - 1):
            for told in product(*(ways[fact.id] for fact in (pool[0], *others))):
                body = around + sum(lengths[one] for one in told)
                for end, end_s in enumerate(frame.ends_s):
                    if abs(body + end_s - target_s) <= _LIMIT * target_s:
                        yield Choice(told, end, body + end_s)


def _fewest(target_s: float) -> int:
    return 2 if target_s <= 20 else 3


def _value(choice: Choice, worth: dict[str, float], target_s: float) -> float:
    told = choice.tellings
    off = abs(choice.seconds - target_s) / target_s
    each = choice.seconds / (len(told) + 1)
    rushed = max(_COMFORTABLE_S[0] - each, 0) + max(each - _COMFORTABLE_S[1], 0)
    figures = len({one.fact.figure.template for one in told if one.fact.figure})
    return (
        sum(worth[one.fact.id] - one.cost for one in told)
        + 0.7 * figures
        + 0.4 * choice.end
        - 2.0 * rushed
        - 60 * max(off - _AIM, 0)
        - 10 * off
    )
