"""Numbers in texts: which values a word stands for, and how a number is said."""

import re

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


def in_words(number: int) -> str:
    """0 to 20 as a word, else digits."""
    names = _SMALL.split()
    return names[number] if 0 <= number < len(names) else str(number)


def in_few_digits(number: float) -> str:
    """A count as people say it: '950', '12,300', '1.2 million'."""
    for size, name in _LARGE:
        if number >= size:
            return f"{number / size:.1f}".removesuffix(".0") + f" {name}"
    return f"{round(number, -2):,.0f}" if number >= 10_000 else f"{number:,.0f}"


def readings(words: list[str], position: int) -> set[float]:
    """What the number in the word at `position` may mean: '118.69' before 'million' is 118.69 and 118,690,000."""
    word = words[position].lower()
    values = {float(found.replace(",", "")) for found in _DIGITS.findall(word)}
    values |= {_WORDS[part] for part in re.split(r"[^a-z]+", word) if part in _WORDS}
    following = re.sub(r"[^a-z]", "", words[position + 1].lower()) if position + 1 < len(words) else ""
    own = re.sub(r"[^a-z]", "", word)
    scales = {_SCALES[name] for name in (following, own) if name in _SCALES}
    return values | {value * scale for value in values for scale in scales}


def all_readings(text: str) -> set[float]:
    """Every value that a number in `text` may mean."""
    words = text.split()
    return {value for position in range(len(words)) for value in readings(words, position)}


def starts_with_number(text: str) -> bool:
    """Whether the first word is a number or the word 'number' itself."""
    first = text.split()[:1]
    bare = "".join(first).lower().lstrip("$€£“\"'(")
    return bare[:1].isdigit() or re.split(r"[^a-z]+", bare)[0] in {*_WORDS, "number"}
