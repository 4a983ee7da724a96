"""How well the text of a picture fits the words of a scene: counted, so that a person can see why one was taken.

The subject has to be named: its words in their order, or two thirds of a long name. What else of the scene's words is
named decides between those that name it. A picture that does not name its subject is vague: the scene is better drawn.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from vidpipe_assets.language.letters import plain_letters, word_runs
from vidpipe_assets.language.words import is_unspaced
from vidpipe_assets.providers.footage import FootageRequest

_DIGITS = re.compile(r"(\d+)")
_APART = re.compile(r"[.,;:|()/\n]")
"""What keeps words apart: of two tags, each is one of its own."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EMPTY_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "into", "is", "it", "of", "on", "or", "the", "to", "with"}
)
_SUBJECT, _DETAIL = 0.7, 0.3
_IN_TEXT = 0.8
"""What a word counts that stands in the description only."""
_ENOUGH_DETAIL = 2
_SHORT_SUBJECT, _OF_LONG = 3, 2 / 3
_LONGEST_REASON = 300


@dataclass(frozen=True)
class Fit:
    """`score`: from 0 to 1. `is_good`: whether the subject is named. `reason`: which words, and where they stand."""

    score: float
    is_good: bool
    reason: str


def measure_fit(wish: FootageRequest, title: str, text: str) -> Fit:
    """How well a picture called `title`, described by `text`, fits what `wish` is about: its first term."""
    subject, detail = subject_words(wish), _detail_words(wish)
    in_title, in_text = stems(title), stems(text)
    named = {stem: _place(stem, in_title, in_text) for stem in (*subject, *detail)}
    covered = sum(map(_points, (named[stem] for stem in subject))) / max(len(subject), 1)
    more = sum(map(_points, (named[stem] for stem in detail))) / _ENOUGH_DETAIL
    words = subject | detail
    return Fit(
        round(_SUBJECT * covered + _DETAIL * min(more, 1.0), 2),
        any(_names(told, tuple(subject)) for told in (title, text)),
        _reason((words[stem], place) for stem, place in named.items() if place),
    )


def subject_words(wish: FootageRequest) -> dict[str, str]:
    """Stem -> word of what the wish is about."""
    return _stemmed(next(iter(wish.terms), ""))


def _detail_words(wish: FootageRequest) -> dict[str, str]:
    """Stem -> word of what else is said: further search terms, and the longer words of the scene; no numbers."""
    of_terms = _stemmed(" ".join(wish.terms[1:]))
    of_words = {stem: word for stem, word in _stemmed(wish.words).items() if len(word) > 4 or is_unspaced(word)}
    known = subject_words(wish)
    return {stem: word for stem, word in (of_words | of_terms).items() if stem not in known and not word.isdigit()}


def _names(told: str, subject: tuple[str, ...]) -> bool:
    """Whether a text names the subject: 'a boy plays a game' is no Game Boy."""
    if len(subject) > _SHORT_SUBJECT or any(map(is_unspaced, subject)):
        return sum(has_word(stem, stems(told)) for stem in subject) >= len(subject) * _OF_LONG
    size = len(subject)
    parts = ([_stem(word) for word in _words(part)] for part in _APART.split(told))
    return size > 0 and any(
        subject == tuple(part[start : start + size]) for part in parts for start in range(len(part) - size + 1)
    )


def _place(stem: str, in_title: Collection[str], in_text: Collection[str]) -> str:
    return "title" if has_word(stem, in_title) else "description" if has_word(stem, in_text) else ""


def _points(place: str) -> float:
    return {"title": 1.0, "description": _IN_TEXT}.get(place, 0.0)


def _reason(found: Iterable[tuple[str, str]]) -> str:
    places: dict[str, list[str]] = {}
    for word, place in found:
        places.setdefault(place, []).append(word)
    told = [f"its {place} has {', '.join(words)}" for place, words in sorted(places.items(), reverse=True)]
    return ("; ".join(told) or "none of the scene's words stands in its text")[:_LONGEST_REASON]


def stems(text: str) -> frozenset[str]:
    """Lower-case words without accents and endings: 'GameBoys-retro_gaming2' has gam, boy, retro and 2."""
    return frozenset(_stemmed(text))


def has_word(stem: str, among: Collection[str]) -> bool:
    """Whether it is one of them; in a script without spaces, whether it is in one of them."""
    return stem in among or (is_unspaced(stem) and any(stem in other for other in among))


def _stemmed(text: str) -> dict[str, str]:
    """Stem -> the word as it is written, in small letters, in their order."""
    return {_stem(word): word for word in _words(text)}


def _words(text: str) -> Iterator[str]:
    plain = _without_accents(plain_letters(_CAMEL.sub(" ", text)).casefold())
    apart = (word for run in word_runs(plain.replace("_", " ")) for word in _DIGITS.split(run) if word)
    return (word for word in apart if word not in _EMPTY_WORDS)


def _without_accents(text: str) -> str:
    """Accents of Latin, Greek and Cyrillic letters go; vowel signs and tones of other scripts make other words."""
    kept, base = list[str](), ""
    for letter in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(letter):
            base = letter
        elif unicodedata.name(base, "").startswith(("LATIN", "GREEK", "CYRILLIC")):
            continue
        kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


def _stem(word: str) -> str:
    """Cut an English ending, as long as three letters stay: both 'cities' and 'city' become 'cit'."""
    for ending in ("ing", "ies", "es", "ed", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word
