"""How a text is delivered, decided by its words alone: how fast, where the voice pauses, and what it dwells on.

English only; texts of other languages are spoken as they come. The writer's estimate of a text's length
(`writing.pace`) counts with what is said here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vidpipe_assets.language.letters import base_language

QUESTION_PAUSE_S = 0.20
"""What is added to the pause between a question, or the announcement of the first place, and what follows."""

STRETCH, LOUDER_DB = 1.12, 1.5
"""How much longer, and louder, the figure that matters is spoken."""

_USUAL_LETTERS, _SLOWEST, _FASTEST = 4.5, 0.92, 1.10
"""Letters of a usual word: the mean of the words as they are written and as they are heard."""

_FIGURE = re.compile(r"^[$€£\"'(]*\d[\d,.]*(?:%|[a-zA-Z]{1,3}(?:/[a-z])?)?[\"')]*[.,;:!?]*$")
_YEAR = re.compile(r"^\W*(?:1\d{3}|20\d{2})s?\W*$")
_SCALES = frozenset(("hundred", "thousand", "million", "billion", "trillion", "percent", "times"))
_LEADING = frozenset(
    word
    for group in (
        ("a", "an", "the", "by", "in", "for", "with", "from", "some", "up", "to"),
        ("about", "almost", "nearly", "around", "roughly", "over", "under"),
        ("more", "less", "fewer", "than", "at", "least", "most", "just", "only"),
    )
    for word in group
)
_WORDS_BEFORE = 3
_BREATH = re.compile(r"[.,;:!?—–…]$")
_FIRST_PLACE = re.compile(r"\bnumber one\.?$", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True)
class Emphasis:
    """`words`: the places of those that the voice dwells on; `pause_at`: the word before which it pauses, if any."""

    words: tuple[int, ...] = ()
    pause_at: int | None = None


def find_emphasis(words: Sequence[str], language: str) -> Emphasis:
    """The first figure that is no year and no part of a name, and the pause before it.

    The pause comes before what leads to the figure ('up to 30 percent'), and only where a sentence has begun and
    nothing has just been paused for.
    """
    if base_language(language) != "en":
        return Emphasis()
    at = next((place for place in range(len(words)) if _matters(words, place)), None)
    if at is None:
        return Emphasis()
    last = at + 1 if at + 1 < len(words) and words[at + 1].strip(".,;:!?").lower() in _SCALES else at
    begins = at
    while begins and words[begins - 1].lower() in _LEADING:
        begins -= 1
    return Emphasis(tuple(range(at, last + 1)), begins if _may_pause(words, begins) else None)


def _matters(words: Sequence[str], place: int) -> bool:
    if not _FIGURE.match(words[place]) or _YEAR.match(words[place]):
        return False
    before = words[place - 1] if place else ""
    named = before[:1].isupper() and before.lower() not in _LEADING
    return not named and before.lower() != "number"


def _may_pause(words: Sequence[str], begins: int) -> bool:
    before = words[max(begins - _WORDS_BEFORE, 0) : begins]
    return len(before) == _WORDS_BEFORE and not any(_BREATH.search(word) for word in before)


def longer_pauses(text: str, language: str) -> tuple[int, ...]:
    """The places of the sentences after which the voice waits: what follows answers them."""
    if base_language(language) != "en":
        return ()
    sentences = _SENTENCES.split(text.strip())[:-1]
    return tuple(place for place, one in enumerate(sentences) if one.endswith("?") or _FIRST_PLACE.search(one))


def text_pace(written: int, spoken: Sequence[str], language: str) -> float:
    """How much faster than usual a text is spoken, so that as many words a minute are heard of each.

    `written`: its words as they are written; `spoken`: what is said for each. Long words and figures are spoken a
    little quicker, short words a little slower, as people do.
    """
    said = [part for one in spoken for part in one.replace("-", " ").split()]
    if base_language(language) != "en" or not said or not written:
        return 1.0
    letters = sum(character.isalpha() for part in said for character in part)
    usual = letters / ((written + len(said)) / 2) / _USUAL_LETTERS
    return round(min(max(usual, _SLOWEST), _FASTEST), 3)
