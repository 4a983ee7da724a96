"""When words are said, roughly: a scene is drawn before its narration is spoken. Pure.

Of a text that a scene shows, each phrase comes with the words that say it: what has not been said yet is not there.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from vidpipe_assets.model.plan import LEAD_IN_S, TAIL_S, ScenePlan
from vidpipe_assets.render.captions.phrases import LEANS, OPENS, break_costs

LATEST_BEAT = 0.82
"""A share of the scene: what the last word names must still be seen."""
_AT_ONCE_S = 0.6
"""What is said so soon is not worth keeping open."""
_EARLY_S = 0.1
"""What comes a moment before its word seems to come with it."""
_TOGETHER_S = 0.8
"""Words of a line that are said within this come together, and so long before its last word a phrase may come."""
_A_PHRASE_ENDS = 3.0
"""A break that costs less than this parts two phrases: 'the funnel | that swallowed a train'."""
_DISTINCT, _ALIKE = 4, 0.6
"""Letters of a word that tells something; and the share of the shorter word with which two of one stem begin alike."""
_FEWEST_SAID = 0.34
"""Of the telling words of a text: where fewer are said, the narration says it in other words."""
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


def letter_s(scene: ScenePlan, place: int) -> float:
    """Roughly when the letter at this place of the narration is heard, since nothing is spoken yet."""
    spoken_s = max(scene.seconds - LEAD_IN_S - TAIL_S, 0.1)
    return LEAD_IN_S + spoken_s * place / max(len(scene.narration) + 1, 1)


def words_s(scene: ScenePlan) -> tuple[float, ...]:
    """Roughly when each word of the narration begins."""
    return tuple(letter_s(scene, start) for start in word_starts(scene.narration))


def word_s(scene: ScenePlan, word: int) -> float:
    """One of `words_s`: the last for a place after it; at once for a place before the first."""
    starts = words_s(scene)
    return starts[min(word, len(starts) - 1)] if word >= 0 and starts else 0.0


def figure_s(scene: ScenePlan, figure: str) -> float:
    """When the narration says a number that a text shows; 0: at its beginning, never, or as part of the subject's name.

    That name stands first among the search terms.
    """
    wanted = _digits(figure)
    words = zip(word_starts(scene.narration), scene.narration.split(), strict=True)
    place = next((start for start, word in words if _digits(word) == wanted), -1)
    if place < 0 or wanted in map(_digits, " ".join(scene.search_terms[:1]).split()):
        return 0.0
    said = min(_corrected_s(scene, place), scene.seconds * LATEST_BEAT)
    return said if said > _AT_ONCE_S else 0.0


def text_s(
    scene: ScenePlan, text: Sequence[tuple[str, int]], language: str = "en"
) -> tuple[float, ...] | None:  # fmt: skip
    """When each word of a text comes that is given with its line; 0: at once. None: the narration does not say it.

    No word comes before one that stands before it. Those of a phrase come together: a line that ends on 'the' or
    'that' until the next word is said reads as a fault.
    """
    words = [word for word, _ in text]
    said = _said_s(scene, words)
    if said is None:
        return None
    starts: list[float] = []
    for first, past in _phrases(words, said, language):
        last = max(said[first:past])
        at = max(said[first], last - _TOGETHER_S)
        follows = first > 0 and text[first][1] == text[first - 1][1] and last - starts[-1] < _TOGETHER_S
        at = starts[-1] if follows else max([at, *starts[-1:]])
        starts += [at] * (past - first)
    latest = scene.seconds * LATEST_BEAT
    return tuple(min(at - _EARLY_S, latest) if at > _AT_ONCE_S else 0.0 for at in starts)


def _phrases(words: Sequence[str], said: Sequence[float], language: str) -> Iterator[tuple[int, int]]:
    """First word, and the one after the last, of what comes together: parts that can be read for themselves.

    What makes no phrase by its words is one if it is said in one go.
    """
    costs = break_costs([word.strip("*") for word in words], language)
    first = 0
    for at in range(1, len(words) + 1):
        # A word alone is no phrase, unless a clause ends with it: 'paid | for two pizzas'.
        ends = at == len(words) or costs[at] < (_A_PHRASE_ENDS if at - first > 1 else OPENS)
        apart = at - first > 1 and not ends and said[at] - said[first] >= _TOGETHER_S
        if ends or (apart and costs[at] < LEANS):
            yield first, at
            first = at


def first_said_s(scene: ScenePlan, text: str) -> float | None:
    """When the first telling word of a name is said; None: none of it is."""
    said = _said_s(scene, text.split())
    return said[0] - _EARLY_S if said else None


def _said_s(scene: ScenePlan, words: Sequence[str]) -> list[float] | None:
    """When each word is said, or the one before it: what tells nothing waits for what follows."""
    spoken = [(found.group().casefold(), found.start()) for found in _TOKEN.finditer(scene.narration)]
    wanted = [next(iter(_telling(word)), "") for word in words]
    found: list[float | None] = []
    reached = -1
    for token in wanted:
        places = [place for other, place in spoken if token and _same_stem(token, other)]
        reached = next((place for place in places if place >= reached), reached)
        found.append(_corrected_s(scene, reached) if places else None)
    if sum(at is not None for at in found) < max(_FEWEST_SAID * sum(map(bool, wanted)), 1):
        return None
    before = [at for at in found if at is not None]
    following, last = iter(before), before[-1]
    upcoming = next(following)
    starts: list[float] = []
    for token, at in zip(wanted, found, strict=True):
        if at is not None:
            starts.append(at)
            upcoming = next(following, last)
        else:
            # Another word for what is said stands with what is there already, unless nothing is.
            starts.append(starts[-1] if token and starts else upcoming)
    return starts


def _telling(word: str) -> Iterator[str]:
    """The parts of a word that tell something: numbers, and what is long enough."""
    for token in _TOKEN.findall(word.casefold()):
        if len(token) >= _DISTINCT or token[0].isdigit():
            yield token


def _same_stem(one: str, other: str) -> bool:
    if one == other or one[0].isdigit() or other[0].isdigit():
        return one == other
    alike = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    alike = min(len(one), len(other)) if alike is None else alike
    return alike >= max(_DISTINCT, _ALIKE * min(len(one), len(other)))


def _corrected_s(scene: ScenePlan, place: int) -> float:
    """`letter_s`, held to the beats, whose moments are known better: numbers take longer than their letters tell."""
    starts = word_starts(scene.narration)
    known = {starts[beat.word]: scene.seconds * beat.at for beat in scene.beats if beat.word < len(starts)}
    end = len(scene.narration) + 1
    points = sorted({0: LEAD_IN_S, **known, end: letter_s(scene, end)}.items())
    for (left, start), (right, stop) in pairwise(points):
        if left <= place <= right:
            return start + (stop - start) * (place - left) / max(right - left, 1)
    return letter_s(scene, place)


@lru_cache(maxsize=64)
def word_starts(narration: str) -> tuple[int, ...]:
    """The place of each word's first letter: a scene's moments are asked for dozens of times while it is set up."""
    return tuple(found.start() for found in re.finditer(r"\S+", narration))


def _digits(word: str) -> str:
    return "".join(letter for letter in word if letter.isdigit() or letter == ".").strip(".")
