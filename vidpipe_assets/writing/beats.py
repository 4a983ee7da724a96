"""When the picture reacts: the word of the narration that names each number, bar, side, step or moment shown.

With it, numbers in texts: which values a word may stand for, and how a number is said.
"""

import re
from collections.abc import Sequence

from vidpipe_assets.language.figures import figure_values, number_words
from vidpipe_assets.language.letters import base_language
from vidpipe_assets.language.words import word_texts
from vidpipe_assets.model.pictures import (
    Bars,
    End,
    Hook,
    IconCard,
    LineChart,
    Number,
    Picture,
    Quote,
    Rank,
    Steps,
    Timeline,
    Versus,
    Where,
)
from vidpipe_assets.model.plan import LEAD_IN_S, Beat
from vidpipe_assets.writing.pace import SpeechSeconds
from vidpipe_assets.writing.text import folded_words

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety hundred"
_WORDS = {
    **{word: float(value) for value, word in enumerate(_SMALL.split())},
    **{word: 10.0 * (i + 3) for i, word in enumerate(_TENS.split())},
    "dozen": 12.0,
}
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "k": 1e3, "m": 1e6, "bn": 1e9}
_LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))

_CLOSE = 0.02
"""'Almost 119 million' names 118.69 million."""

_EARLY_S = 0.12
"""A picture that moves a moment before the word seems to move with it; one that moves after it seems late."""


def number_word(number: int) -> str:
    """0 to 20 as a word, else digits."""
    names = _SMALL.split()
    return names[number] if 0 <= number < len(names) else str(number)


def rounded_count_text(number: float) -> str:
    """A count as people say it: '950', '12,300', '1.2 million'."""
    for size, name in _LARGE:
        if number >= size:
            return f"{number / size:.1f}".removesuffix(".0") + f" {name}"
    return f"{round(number, -2):,.0f}" if number >= 10_000 else f"{number:,.0f}"


def possible_values(words: Sequence[str], position: int, language: str = "en") -> set[float]:
    """What the number in the word at `position` may mean: '118.69' before 'million' is 118.69 and 118,690,000."""
    if base_language(language) != "en":
        after = words[position + 1] if position + 1 < len(words) else ""
        spelled = number_words(language).get("".join(filter(str.isalnum, words[position].lower())))
        return figure_values(words[position], after, language) | (set() if spelled is None else {spelled})
    word = words[position].lower()
    values = {float(found.replace(",", "")) for found in _DIGITS.findall(word)}
    values |= {_WORDS[part] for part in re.split(r"[^a-z]+", word) if part in _WORDS}
    following = re.sub(r"[^a-z]", "", words[position + 1].lower()) if position + 1 < len(words) else ""
    own = re.sub(r"[^a-z]", "", word)
    scales = {_SCALES[name] for name in (following, own) if name in _SCALES}
    return values | {value * scale for value in values for scale in scales}


def all_possible_values(text: str, language: str = "en") -> set[float]:
    """Every value that a number in `text` may mean, whether it is English or of `language`."""
    words = word_texts(text)
    return {
        value
        for position in range(len(words))
        for one in {"en", base_language(language)}
        for value in possible_values(words, position, one)
    }


def find_beats(
    picture: Picture, narration: str, lead: int, seconds: float, spoken_s: SpeechSeconds, language: str = "en"
) -> tuple[Beat, ...]:
    """One beat for each thing that the picture shows one after another, in the picture's order.

    The first `lead` words only announce. What the narration does not name gets a moment between its neighbours'.
    """
    spoken = word_texts(narration)
    named: list[int | None] = []
    for text, value in _reveals(picture):
        before = max((one for one in named if one is not None), default=lead - 1)
        named.append(_position(spoken, text, value, lead, before + 1, language))
    return tuple(
        Beat(word=word, at=round(min((LEAD_IN_S + _start_s(spoken, word, spoken_s)) / seconds, 1.0), 3))
        for word in _fill_gaps(named, lead, len(spoken))
    )


def in_spoken_order(picture: Picture, narration: str) -> Picture:
    """A comparison whose left side is the one that the narration names first; any other picture as it is."""
    if not isinstance(picture, Versus):
        return picture
    spoken = word_texts(narration)
    left, right = (_position(spoken, text, value, 0, 0, "en") for text, value in _reveals(picture))
    turned = left is not None and right is not None and right < left
    return picture.model_copy(update={"left": picture.right, "right": picture.left}) if turned else picture


def _start_s(spoken: Sequence[str], word: int, spoken_s: SpeechSeconds) -> float:
    """When the picture is to react to the word: the pause before it counts, and it is spoken in the flow of the text.

    Said alone, a word takes another time than inside a text: that is what one more of it takes.
    """
    bare = spoken[word].strip(".,;:?!")
    in_the_flow = spoken_s(f"{bare} {bare}") - spoken_s(bare)
    return max(spoken_s(" ".join(spoken[: word + 1])) - in_the_flow - _EARLY_S, 0.0)


def _reveals(picture: Picture) -> list[tuple[str, float | None]]:
    """What the picture shows one after another: the words and the value of each."""
    match picture:
        case Bars():
            return [(bar.label, bar.value) for bar in picture.bars]
        case Versus():
            return [(f"{side.label} {side.tag}", side.value) for side in (picture.left, picture.right)]
        case Timeline():
            return [(moment.text, _year(moment.when)) for moment in picture.moments]
        case Steps():
            return [(step.text, None) for step in picture.steps]
        case Where():
            return [(text, None) for text in (picture.place, *picture.facts)]
        case _:
            return [_climax(picture)]


def _climax(picture: Picture) -> tuple[str, float | None]:
    """The one thing that a picture builds up to."""
    match picture:
        case Number():
            return picture.label, picture.value
        case LineChart():
            return picture.title, picture.points[-1].value
        case Quote():
            return " ".join(picture.quote.split()[:3]), None
        case IconCard() | Rank():
            text = getattr(picture, "stat", "") or picture.title
            return text, _figure(text)
        case Hook() | End():
            return " ".join(re.findall(r"\*([^*]+)\*", " ".join(picture.lines))), None
        case _:
            return str(getattr(picture, "title", "")), None


def _position(
    spoken: Sequence[str], text: str, value: float | None, lead: int, after: int, language: str
) -> int | None:
    """The word that names the value, else the first from `after` on that shares a distinctive word with the text."""
    distinctive = {word for word in folded_words(text) if len(word) > 3 or word.isdigit()}
    if value is not None:
        named = [at for at in range(lead, len(spoken)) if distinctive.intersection(folded_words(spoken[at]))]
        for tolerance in (1e-9, 0 if _is_year(value) else _CLOSE):
            found = [
                at
                for at in range(lead, len(spoken))
                if any(_same(one, value, tolerance) for one in possible_values(spoken, at, language))
            ]
            # '10 hours on four batteries, in about 4': what is measured is written in figures, beside what is counted.
            found = [at for at in found if any(map(str.isdigit, spoken[at]))] or found
            # 'Voyager 1 covers 17 kilometers, a bullet about 1': the one that stands nearest to what it is about.
            if found:
                return min(found, key=lambda at: min((abs(at - word) for word in named if word != at), default=0))
        # A year that is not said is not said by its text either: 'Snake' may well belong to another one.
        if _is_year(value):
            return None
    return next((i for i in range(after, len(spoken)) if distinctive.intersection(folded_words(spoken[i]))), None)


def _same(one: float, other: float, tolerance: float) -> bool:
    return abs(one - other) <= tolerance * max(abs(one), abs(other))


def _is_year(value: float) -> bool:
    return 1000 <= value <= 2100 and value == int(value)


def _fill_gaps(named: Sequence[int | None], lead: int, count: int) -> list[int]:
    """Positions for all, the missing ones evenly between their neighbours."""
    filled: list[int] = []
    for i, position in enumerate(named):
        if position is not None:
            filled.append(position)
            continue
        before = filled[-1] if filled else min(lead, count - 1)
        rest = [later for later in named[i + 1 :] if later is not None and later >= before]
        after, gap = (rest[0], named.index(rest[0], i) - i + 1) if rest else (count, len(named) - i + 1)
        filled.append(min(before + max((after - before) // gap, 1 if filled else 0), count - 1))
    return filled


def _figure(text: str) -> float | None:
    """The first number of a headline."""
    found = re.search(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", text)
    return float(found.group().replace(",", "")) if found else None


def _year(when: str) -> float | None:
    found = re.search(r"\d{3,4}", when)
    return float(found.group()) if found else None
