"""Which facts a countdown tells and in which words, so that it lasts as long as the theme wants; and seeded chance.

The search is exhaustive and bounded: nine facts at most, six of them told, each in up to a few wordings.
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
from vidpipe_assets.writing.pace import SpeechSeconds
from vidpipe_assets.writing.text import sentences, speech_problems, starts_with_reference

T = TypeVar("T")


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

    def shuffled(self, name: str, options: Sequence[T]) -> list[T]:
        """All of `options` in another order."""
        order = sorted(range(len(options)), key=lambda i: self.fraction(f"{name} {i}"))
        return [options[i] for i in order]


MOST_FACTS = 6
"""A countdown tells no more facts than these."""

_POOL = 9
"""How many facts are tried in all combinations."""

_MOST_CHOICES = 20
_FEWEST_WORDS, _MOST_WORDS = 4, 33
"""Words of a first sentence that may stand alone, and of a whole wording."""

_SHORT_S, _SHORTEST_S = 26, 20
"""Up to the first, facts may be told in their short form; up to the second, two facts are enough."""

_AIM = 0.03
"""A length that is off by no more costs nothing."""

_LIMIT = 0.10
_COMFORTABLE_S = (4.0, 7.0)
"""Length of a fact's scene that is neither breathless nor slow."""


@dataclass(frozen=True)
class FactWording:
    """One fact in one choice of words."""

    fact: Fact
    """Without its figure where these words leave out what the figure is about."""

    text: str
    seconds: float
    cost: float
    """What is lost against the whole statement, in the unit of a fact's worth."""

    id: str
    """The fact's."""

    template: str
    """Of the fact's own figure; empty without one."""


@dataclass(frozen=True)
class FormerTakes:
    """What the takes before have told, which a person did not want: ids of facts, and of those in the hook."""

    facts: frozenset[str] = frozenset()
    bests: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.facts)


FIRST_TAKE = FormerTakes()
_TOLD_COST = 2.5
"""What a fact that was told before is worth less: more than chance and figures outweigh."""


@dataclass(frozen=True)
class CountdownFrame:
    """What stands around the facts: the seconds that hook and end take, each way of ending, and the announcements."""

    hook_s: float
    endings_s: Sequence[float]
    announcements_s: Callable[[int], float]
    """Seconds of all announcements of a countdown of so many facts."""

    end_card: bool = True


@dataclass(frozen=True)
class FactChoice:
    """The facts of a countdown in their words, least surprising first, and which way of ending fills the time."""

    wordings: tuple[FactWording, ...]
    ending: int
    """The index of the way of ending."""

    seconds: float
    worth: float

    def score(self, seconds: float, target_s: float) -> float:
        """How good this choice is when it turns out to last `seconds`."""
        off = abs(seconds - target_s) / target_s
        each = seconds / (len(self.wordings) + 1)
        rushed = max(_COMFORTABLE_S[0] - each, 0) + max(each - _COMFORTABLE_S[1], 0)
        return self.worth - 2.0 * rushed - 60 * max(off - _AIM, 0) - 10 * off


def best_fact_choices(
    facts: Sequence[Fact],
    best: Fact,
    frame: CountdownFrame,
    target_s: float,
    spoken_s: SpeechSeconds,
    rng: SeededRandom,
    former: FormerTakes = FIRST_TAKE,
) -> list[FactChoice]:
    """The countdowns that last `target_s` within 10 % and tell `best`, the best score first.

    Facts that `former` takes have told come after the others.
    """
    loss = {fact.id: _TOLD_COST if fact.id in former.facts else 0.0 for fact in facts}
    pool = sorted(facts, key=lambda fact: (loss[fact.id] - fact.surprise - rng.fraction(f"fact {fact.id}"), fact.id))[
        :_POOL
    ]
    pool = [best, *(fact for fact in pool if fact.id != best.id)][:_POOL]
    worth = {fact.id: fact.surprise - 1 + 1.5 * rng.fraction(f"worth {fact.id}") - loss[fact.id] for fact in pool}
    wordings = {fact.id: fact_wordings(fact, target_s, spoken_s, best=fact.id == best.id) for fact in pool}
    if not wordings[best.id]:
        return []
    speakable = [fact for fact in pool if wordings[fact.id]]
    found = _fitting_choices(speakable, wordings, frame, target_s, worth)
    return heapq.nlargest(_MOST_CHOICES, found, key=lambda choice: choice.score(choice.seconds, target_s))


def fact_wordings(fact: Fact, target_s: float, spoken_s: SpeechSeconds, *, best: bool) -> tuple[FactWording, ...]:
    """The whole statement, its beginning when that stands alone, and in the shortest videos its short form.

    The best fact is what the hook promises in its short form: it is not told so, and cutting it costs more. What is
    too long for one scene, or not for a voice, is left out.
    """
    parts = sentences(fact.statement)
    costs = {" ".join(parts): 0.0}
    for end in range(1, len(parts)):
        if len(parts[0].split()) >= _FEWEST_WORDS:
            costs[" ".join(parts[:end])] = 5.0 if best else 1.5
    if target_s <= _SHORT_S and not best and len(fact.short.split()) >= 3 and not starts_with_reference(fact.short):
        costs.setdefault(fact.short.rstrip(".") + ".", 3.5)
    return tuple(
        _wording(fact_as_worded(fact, text) if cost else fact, text, spoken_s(text), cost)
        for text, cost in costs.items()
        if len(text.split()) <= _MOST_WORDS and not any(speech_problems(text))
    )


def _wording(fact: Fact, text: str, seconds: float, cost: float) -> FactWording:
    return FactWording(fact, text, seconds, cost, fact.id, fact.figure.template if fact.figure else "")


def _fitting_choices(
    pool: Sequence[Fact],
    wordings: dict[str, tuple[FactWording, ...]],
    frame: CountdownFrame,
    target_s: float,
    worth: dict[str, float],
) -> Iterator[FactChoice]:
    """All choices that tell the first of `pool` and last `target_s` within 10 %."""
    for count in range(_fewest_facts(target_s, frame), min(MOST_FACTS, len(pool)) + 1):
        frame_s = frame.hook_s + frame.announcements_s(count) + count * (scene_seconds(0, last=False))
        for others in combinations(pool[1:], count - 1):
            for chosen in product(*(wordings[fact.id] for fact in (pool[0], *others))):
                before_end_s = frame_s + sum(wording.seconds for wording in chosen)
                for ending, ending_s in enumerate(frame.endings_s):
                    if abs(before_end_s + ending_s - target_s) <= _LIMIT * target_s:
                        yield FactChoice(chosen, ending, before_end_s + ending_s, _worth(chosen, ending, worth))


def _fewest_facts(target_s: float, frame: CountdownFrame) -> int:
    """A plan has at least four scenes: hook, end card and two facts in the shortest videos, else three facts."""
    return 2 if target_s <= _SHORTEST_S and frame.end_card else 3


def _worth(wordings: Sequence[FactWording], ending: int, by_fact: dict[str, float]) -> float:
    """The facts' own worth, what different figures add, and a little for the longer endings, which say more."""
    figures = len({wording.template for wording in wordings})
    return sum(by_fact[wording.id] - wording.cost for wording in wordings) + 0.7 * figures + 0.4 * ending
