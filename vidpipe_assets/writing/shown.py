"""What a picture shows and whether it is said: every number, name and unit that is seen is one that is heard then.

`unsaid` finds what is not; `as_said` leaves it out of a fact's figure, or the whole figure where too little would be
left; `read_aloud` says what a figure holds beside the statement that it belongs to, in sentences. A name is a word with
a capital letter inside a text, and each word of a label that stands for one thing (a bar, a side of a comparison). Only
in English: elsewhere a picture's words are translated ones, and capitals mean other things.
"""

import re
from collections.abc import Iterable
from functools import lru_cache, singledispatch
from typing import NamedTuple

from vidpipe_assets.language.letters import base_language
from vidpipe_assets.language.words import word_texts
from vidpipe_assets.model.pictures import (
    Bars,
    FactFigure,
    LineChart,
    Number,
    Picture,
    Quote,
    Side,
    Steps,
    Timeline,
    Versus,
    Where,
)
from vidpipe_assets.writing.beats import all_possible_values, possible_values
from vidpipe_assets.writing.picture_content import plain_number, shown, spoken_when
from vidpipe_assets.writing.text import folded_words

_CLOSE = 0.02
"""'Almost 119 million' says 118.69 million."""

_UNITS = {
    "%": "percent", "$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "°C": "degrees Celsius", "°F": "degrees",
    "m": "meters", "km": "kilometers", "cm": "centimeters", "mm": "millimeters", "nm": "nanometers", "g": "grams",
    "kg": "kilograms", "t": "tons", "h": "hours", "min": "minutes", "s": "seconds", "km/h": "kilometers per hour",
    "m/s": "meters per second", "M": "million", "M km": "million kilometers", "bn": "billion", "KB": "kilobytes",
    "MB": "megabytes", "GB": "gigabytes", "MHz": "megahertz", "GHz": "gigahertz", "kHz": "kilohertz", "Hz": "hertz",
    "W": "watts", "kW": "kilowatts", "V": "volts", "Gy": "grays", "in": "inches", "ft": "feet", "l": "liters",
    "mph": "miles per hour", "ha": "hectares", "km²": "square kilometers", "m²": "square meters", "dB": "decibels",
    "ms": "milliseconds", "kcal": "calories", "mg": "milligrams", "K": "thousand",
}  # fmt: skip
"""A unit as a picture shows it -> as it is said."""

_SAME_UNIT = {
    "kilometers per hour": ("kilometers per hour", "kilometers an hour", "km an hour"),
    "degrees Celsius": ("degrees",),
    "percent": ("percent", "%", "percentage"),
    "dollar": ("dollar", "$"),
    "pound": ("pound", "£"),
    "euro": ("euro", "€"),
}

_CLAUSE = re.compile(r"\s*[,;:(]\s*|\s+[–—-]\s+")
_NO_NAMES = frozenset(("i", "ii", "iii", "iv", "january", "february", "march", "april", "may", "june", "july"))
_LITTLE = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "for",
        "from",
        "has",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "were",
        "with",
        "about",
    ]
)
_SIDES = frozenset(
    [
        "after",
        "back",
        "before",
        "behind",
        "cost",
        "end",
        "energy",
        "first",
        "front",
        "going",
        "humans",
        "in",
        "last",
        "later",
        "launch",
        "month",
        "new",
        "now",
        "old",
        "our",
        "ours",
        "planned",
        "real",
        "saved",
        "seats",
        "start",
        "then",
        "today",
        "us",
        "weight",
        "when",
        "worth",
        "year",
    ]
)
"""What tells the two sides of a comparison apart, and names nothing: 'planned' and 'real', 'before' and 'today'."""
_MOSTLY = 0.5


def unsaid(picture: Picture, said: str, subject: str = "", language: str = "en") -> tuple[str, ...]:
    """The numbers, names and units that `picture` shows and `said`, the words of its scene, does not have.

    The subject's name is no claim of the picture; which place of how many a rank is counts as a number.
    """
    heard = _heard(said, subject, language)
    texts, labels, values, units = shown(picture)
    found = [f"{value:g}" for value in values if not heard.value(value)]
    found += [number for text in (*texts, *labels) for number in heard.unsaid_numbers(text)]
    if heard.english:
        found += [name for text in texts for name in heard.unsaid_names(text)]
        found += [word for text in labels for word in heard.unsaid_words(text)]
        found += [unit for unit in units if not heard.unit(unit)]
    return tuple(dict.fromkeys(found))


def as_said(figure: FactFigure | None, said: str, subject: str = "", language: str = "en") -> FactFigure | None:
    """The figure without what `said` does not have; None where what is left would show nothing."""
    if figure is None:
        return None
    kept = _kept(figure, _heard(said, subject, language))
    return kept if kept is not None and not unsaid(kept, said, subject, language) else None


_CLOCK = re.compile(r"\d:\d\d")
"""A time of day, or into a flight, which nobody reads as the name of a moment."""


class Reading(NamedTuple):
    """A figure in words: what is said before its statement, and after it. Both may be empty."""

    lead: str
    lines: tuple[str, ...]


def read_aloud(figure: FactFigure | None, statement: str, subject: str = "") -> Reading:
    """What the figure holds beside the statement, as sentences: other bars, moments, steps, the names of two sides."""
    heard = _heard(statement, subject, "en")
    match figure:
        case Versus() as one:
            tags = f"{one.left.tag} {one.right.tag}"
            lead = f"{one.left.tag} against {one.right.tag}." if heard.unsaid_words(tags) else ""
            whole = all(heard.value(side.value) for side in (one.left, one.right))
            return Reading(lead if whole else "", ())
        case Bars() as one:
            bars = [bar for bar in one.bars if not heard.value(bar.value) or heard.unsaid_words(bar.label)]
            said = [f"{bar.label}, {_value_text(bar.value, one.decimals, one.prefix, one.unit)}" for bar in bars]
            *before, last = said or [""]
            text = f"{', '.join(before)}, and {last}" if before else last
            listed = any("," in bar.label for bar in bars) or not (one.unit or one.prefix)  # no voice reads that
            return Reading("", (f"For comparison: {text}.",) if last and not listed else ())
        case Timeline(moments=moments) if not any(_CLOCK.search(one.when) for one in moments):
            return Reading("", tuple(f"{spoken_when(one.when)}: {one.text.rstrip('.')}." for one in moments))
        case Steps(steps=steps):
            return Reading("", tuple(_sentence(step.text) for step in steps))
        case _:
            return Reading("", ())


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def unsaid_side(figure: FactFigure | None, said: str, subject: str = "") -> tuple[str, str]:
    """Of a comparison whose other side is said, the number of this one and the same with its unit, as it is spoken.

    Empty where that says nothing alone: it has no unit.
    """
    heard = _heard(said, subject, "en")
    match figure:
        case Versus(left=left, right=right, unit=unit, prefix=prefix, decimals=decimals) if unit or prefix:
            missing = [side.value for side in (left, right) if not heard.value(side.value)]
            if len(missing) == 1:
                return _number_text(missing[0], decimals), _value_text(missing[0], decimals, prefix, unit)
        case _:
            pass
    return "", ""


def _number_text(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}" if decimals or value != int(value) else f"{value:,.0f}"


def _value_text(value: float, decimals: int, prefix: str, unit: str) -> str:
    number = _number_text(value, decimals)
    spoken = _UNITS.get(unit, unit)
    one = value == 1 and len(spoken.split()) == 1 and not spoken.endswith(("ss", "us"))
    return f"{prefix}{number} {spoken.removesuffix('s') if one else spoken}".strip()


class _Heard:
    """What the words of a scene say: values, words, units."""

    def __init__(self, said: str, subject: str, language: str) -> None:
        self.english = base_language(language) == "en"
        self._values = all_possible_values(f"{said} {subject}", language)
        self._words = {_stem(word) for word in folded_words(f"{said} {subject}")}
        self._plain = f" {' '.join(folded_words(said))} "
        self._raw = said.lower()

    def value(self, value: float) -> bool:
        """Whether a number is said, as it is or rounded a little; a year only as it is."""
        close = 0 if 1000 <= value <= 2100 and value == int(value) else _CLOSE
        return any(abs(one - value) <= close * abs(value) + 1e-9 for one in self._values)

    def unsaid_numbers(self, text: str) -> list[str]:
        """The numbers in `text` that are not said."""
        words = word_texts(text.replace("*", ""))
        found: list[str] = []
        for position, word in enumerate(words):
            values = possible_values(words, position)
            # 'one' and 'second' are words like any other more often than numbers.
            if values and any(c.isdigit() for c in word) and not any(self.value(one) for one in values):
                found.append(word.strip(".,:;!?"))
        return found

    def unsaid_names(self, text: str) -> list[str]:
        """The words with a capital letter inside `text`, not at its beginning, that are not said."""
        found: list[str] = []
        start = True
        for word in word_texts(text.replace("*", "")):
            bare = word.strip("\"'“”‘’.,:;!?()")
            if bare[:1].isupper() and not start and not self._has(bare):
                found.append(bare)
            start = word.endswith((".", ":", "!", "?"))
        return found

    def unsaid_words(self, text: str) -> list[str]:
        """The words of a label that are not said."""
        words = folded_words(text.replace("*", ""))
        return [word for word in words if word not in _LITTLE | _SIDES and not self._has(word)]

    def mostly(self, text: str) -> bool:
        """Whether at least half of what `text` names is said."""
        named = [word for word in folded_words(text) if word not in _LITTLE]
        return sum(map(self._has, named)) >= _MOSTLY * len(named)

    def unit(self, unit: str) -> bool:
        """Whether the unit is said, as a picture writes it or as it is spoken."""
        spoken = _UNITS.get(unit, unit)
        ways = _SAME_UNIT.get(spoken, (spoken,))
        return any(self._says(way) for way in ways)

    def has_run(self, text: str) -> bool:
        """Whether `text` is said word for word."""
        return f" {' '.join(folded_words(text))} " in self._plain

    def _says(self, way: str) -> bool:
        if not any(c.isalpha() for c in way):
            return way in self._raw
        return all(_stem(word) in self._words for word in folded_words(way) if word not in _LITTLE)

    def _has(self, word: str) -> bool:
        parts = folded_words(word)
        return all(
            _stem(part) in self._words or part in _NO_NAMES or (part.isdigit() and self.value(float(part)))
            for part in parts
        )


@lru_cache(maxsize=512)
def _heard(said: str, subject: str, language: str) -> _Heard:
    return _Heard(said, subject, language)


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """A word without the ending of its plural or genitive."""
    return word[:-2] if word.endswith("'s") else word.rstrip("s") if len(word) > 3 else word


@singledispatch
def _kept(figure: FactFigure, heard: _Heard) -> FactFigure | None:
    """The figure as far as it is heard; None where too little is left."""
    del heard
    return figure


@_kept.register
def _(figure: Number, heard: _Heard) -> FactFigure | None:
    label = _clauses_said(figure.label, heard)
    clear = {"label": label, "delta": "", "delta_note": ""} if figure.delta else {"label": label}
    return figure.model_copy(update=clear) if label else None


@_kept.register
def _(figure: Versus, heard: _Heard) -> FactFigure | None:
    left, right = (_side(side, heard) for side in (figure.left, figure.right))
    if left is None or right is None:
        return None
    badge = "" if heard.unsaid_numbers(figure.badge) else figure.badge
    return figure.model_copy(update={"left": left, "right": right, "badge": badge})


@_kept.register
def _(figure: Bars, heard: _Heard) -> FactFigure | None:
    bars = tuple(bar for bar in figure.bars if heard.value(bar.value) and not heard.unsaid_words(bar.label))
    return figure.model_copy(update={"bars": bars}) if len(bars) > 1 else None


@_kept.register
def _(figure: LineChart, heard: _Heard) -> FactFigure | None:
    last, label = figure.points[-1], _clauses_said(figure.title.replace("*", ""), heard)
    if not heard.value(last.value) or not label:
        return None
    return Number(value=last.value, decimals=figure.decimals, prefix=figure.prefix, unit=figure.unit, label=label)


@_kept.register
def _(figure: Timeline, heard: _Heard) -> FactFigure | None:
    told = tuple(one for one in figure.moments if heard.mostly(f"{spoken_when(one.when)} {one.text}"))
    return figure.model_copy(update={"moments": told}) if len(told) > 2 else None


@_kept.register
def _(figure: Steps, heard: _Heard) -> FactFigure | None:
    steps = tuple(step for step in figure.steps if heard.mostly(step.text))
    return figure.model_copy(update={"steps": steps}) if len(steps) > 2 else None


@_kept.register
def _(figure: Where, heard: _Heard) -> FactFigure | None:
    facts = tuple(text for text in figure.facts if _is_said(text, heard) and heard.mostly(text))
    area = _clauses_said(figure.area, heard) if figure.area else ""
    return figure.model_copy(update={"facts": facts, "area": area if heard.mostly(area) else ""})


@_kept.register
def _(figure: Quote, heard: _Heard) -> FactFigure | None:
    last = " ".join(figure.by.split()[-1:])
    if not heard.has_run(figure.quote.replace("*", "")) or heard.unsaid_words(last):
        return None
    return figure.model_copy(update={"role": _clauses_said(figure.role, heard) if figure.role else ""})


def _side(side: Side, heard: _Heard) -> Side | None:
    label = _clauses_said(side.label, heard)
    return side.model_copy(update={"label": label}) if label else None


def _is_said(text: str, heard: _Heard) -> bool:
    return not heard.unsaid_numbers(text) and not (heard.english and heard.unsaid_names(text))


def _clauses_said(text: str, heard: _Heard) -> str:
    """`text` up to the first clause that says what is not heard; empty when that is the first one."""
    if _is_said(text, heard):
        return text
    ends = [found.start() for found in _CLAUSE.finditer(text)]
    return next((text[:end] for end in reversed(ends) if end > 2 and _is_said(text[:end], heard)), "")


def joined(lines: Iterable[str]) -> str:
    """Sentences as one text."""
    return " ".join(line for line in lines if line)


def figure_text(figure: FactFigure | None) -> str:
    """All that a figure holds, as text: what a scene may say beside the statement."""
    if figure is None:
        return ""
    texts, labels, values, units = shown(figure)
    numbers = [plain_number(value) for value in values]
    return joined([*texts, *labels, *numbers, *(_UNITS.get(unit, unit) for unit in units)]).replace("*", "")


def says_all(text: str, said: str) -> bool:
    """Whether `said` has the numbers and names of `text`."""
    heard = _heard(said, "", "en")
    return _is_said(text, heard)
