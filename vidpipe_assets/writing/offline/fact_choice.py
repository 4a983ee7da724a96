"""Choices that look free and are not: each follows from the video's key and the choice's name alone.

Which facts a countdown tells, in which words, so that it lasts as long as it should. A bounded exhaustive search.
"""

import hashlib
import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TypeVar

from vidpipe_assets.model.plan import scene_seconds
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.cards import fact_as_worded
from vidpipe_assets.writing.text import sentences, speech_problems, starts_with_reference

T = TypeVar("T")


class SeededRandom:
    """The same key and name always choose the same; the order in which choices are made changes nothing."""

    def __init__(self, key: str) -> None:
        self._key = key

    def share(self, name: str) -> float:
        """A number from 0 to below 1."""
        digest = hashlib.sha256(f"{self._key}\n{name}".encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    def pick(self, name: str, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[int(self.share(name) * len(options))]

    def shuffled(self, name: str, options: Sequence[T]) -> list[T]:
        """All of `options` in another order."""
        order = sorted(range(len(options)), key=lambda i: self.share(f"{name} {i}"))
        return [options[i] for i in order]


MOST_FACTS = 6
_POOL = 9
_MOST_CHOICES = 20
_FEWEST_WORDS, _MOST_WORDS = 4, 33
_SHORT_S, _SHORTEST_S = 26, 20
_AIM = 0.03
_LIMIT = 0.10
_COMFORTABLE_S = (4.0, 7.0)
"""Length of a fact's scene that is neither breathless nor slow."""

SpeechSeconds = Callable[[str], float]
"""A text's length when spoken, in seconds."""


@dataclass(frozen=True)
class FactWording:
    """One fact in one choice of words."""

    fact: Fact
    """Without its figure where these words leave out what the figure is about."""

    text: str
    seconds: float
    cost: float
    """What is lost against the whole statement."""

    id: str
    template: str
    """Of the fact's own figure; empty without one."""


@dataclass(frozen=True)
class CountdownFrame:
    """What stands around the facts: the seconds that hook and end take, each way of ending, and the announcements."""

    hook_s: float
    ends_s: Sequence[float]
    announced_s: Callable[[int], float]
    """Seconds of all announcements of a countdown of so many facts."""

    end_card: bool = True


@dataclass(frozen=True)
class FactChoice:
    """What is told, least surprising first, and which way of ending fills the time."""

    tellings: tuple[FactWording, ...]
    end: int
    seconds: float
    worth: float

    def value(self, seconds: float, target_s: float) -> float:
        """What this choice is worth when it turns out to last `seconds`."""
        off = abs(seconds - target_s) / target_s
        each = seconds / (len(self.tellings) + 1)
        rushed = max(_COMFORTABLE_S[0] - each, 0) + max(each - _COMFORTABLE_S[1], 0)
        return self.worth - 2.0 * rushed - 60 * max(off - _AIM, 0) - 10 * off


def best_fact_choices(
    facts: Sequence[Fact],
    best: Fact,
    frame: CountdownFrame,
    target_s: float,
    spoken_s: SpeechSeconds,
    chance: SeededRandom,
) -> list[FactChoice]:
    """The countdowns that last `target_s` within 10 % and tell `best`, the most valuable first."""
    pool = sorted(facts, key=lambda fact: (-fact.surprise - chance.share(f"fact {fact.id}"), fact.id))[:_POOL]
    pool = [best, *(fact for fact in pool if fact.id != best.id)][:_POOL]
    worth = {fact.id: fact.surprise - 1 + 1.5 * chance.share(f"worth {fact.id}") for fact in pool}
    ways = {fact.id: fact_wordings(fact, target_s, spoken_s, best=fact.id == best.id) for fact in pool}
    if not ways[best.id]:
        return []
    told = [fact for fact in pool if ways[fact.id]]
    found = _choices(told, ways, frame, target_s, worth)
    return heapq.nlargest(_MOST_CHOICES, found, key=lambda choice: choice.value(choice.seconds, target_s))


def fact_wordings(fact: Fact, target_s: float, spoken_s: SpeechSeconds, *, best: bool) -> tuple[FactWording, ...]:
    """The whole statement, its beginning when that stands alone, and in the shortest videos its short form.

    The best fact is what the hook promises in its short form: it is not told so, and cutting it costs more. What is
    too long for one scene, or not for a voice, is left out.
    """
    said = sentences(fact.statement)
    texts = {" ".join(said): 0.0}
    for end in range(1, len(said)):
        if len(said[0].split()) >= _FEWEST_WORDS:
            texts[" ".join(said[:end])] = 5.0 if best else 1.5
    if target_s <= _SHORT_S and not best and len(fact.short.split()) >= 3 and not starts_with_reference(fact.short):
        texts.setdefault(fact.short.rstrip(".") + ".", 3.5)
    return tuple(
        FactWording(told, text, spoken_s(text), cost, fact.id, told.figure.template if told.figure else "")
        for text, cost in texts.items()
        for told in (fact if not cost else fact_as_worded(fact, text),)
        if len(text.split()) <= _MOST_WORDS and not any(speech_problems(text))
    )


def _choices(
    pool: Sequence[Fact],
    ways: dict[str, tuple[FactWording, ...]],
    frame: CountdownFrame,
    target_s: float,
    worth: dict[str, float],
) -> Iterator[FactChoice]:
    for count in range(_fewest(target_s, frame), min(MOST_FACTS, len(pool)) + 1):
        around = frame.hook_s + frame.announced_s(count) + count * (scene_seconds(0, last=False))
        for others in combinations(pool[1:], count - 1):
            for told in product(*(ways[fact.id] for fact in (pool[0], *others))):
                body = around + sum(one.seconds for one in told)
                for end, end_s in enumerate(frame.ends_s):
                    if abs(body + end_s - target_s) <= _LIMIT * target_s:
                        yield FactChoice(told, end, body + end_s, _worth(told, end, worth))


def _fewest(target_s: float, frame: CountdownFrame) -> int:
    """A plan has at least four scenes: hook, end card and two facts in the shortest videos, else three facts."""
    return 2 if target_s <= _SHORTEST_S and frame.end_card else 3


def _worth(told: Sequence[FactWording], end: int, by_fact: dict[str, float]) -> float:
    figures = len({one.template for one in told})
    return sum(by_fact[one.id] - one.cost for one in told) + 0.7 * figures + 0.4 * end
