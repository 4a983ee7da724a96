"""What is said for one written thing: the rules of numbers, and those of acronyms, abbreviations and signs."""

import re

from vidpipe_assets.providers.speech import spoken_units as units
from vidpipe_assets.providers.speech.number_words import cardinal, model_number
from vidpipe_assets.providers.speech.pronunciation import pronounced
from vidpipe_assets.providers.speech.spoken_numbers import NUMBER_RULES, Here, Say

_SYMBOLS = {"&": "and", "+": "plus", "=": "equals", "@": "at", "%": "percent", "×": "by", "→": "to", "≠": "is not"} | {
    "<": "is less than",
    ">": "is more than",
    "≈": "is about",
}


def read(here: Here) -> str:
    """What is said for it; '' if no rule knows."""
    for pattern, say in _RULES:
        match = pattern.fullmatch(here.core)
        if match and (words := say(match, here)):
            return words
    return ""


def _lettered(match: re.Match[str], _: Here) -> str:
    """'C3PO', 'R2-D2', 'PS5s': letters and numbers one by one."""
    pieces = re.findall(r"[A-Z]+|\d+|-", match["body"])
    said = [model_number(piece) if piece.isdigit() else "-".join(piece) for piece in pieces if piece != "-"]
    return " ".join(said) + ("'s" if match["s"] else "")


def _acronym(match: re.Match[str], here: Here) -> str:
    """'GPUs', 'NASA's', 'ISS': espeak loses the s, or reads them as words."""
    letters, ending = match[1], match[2]
    shouted = any(len(word) > 1 and word.isupper() for word in (here.before, here.after))
    if letters in units.SPELLED and not (shouted and letters in units.WORDS_TOO):
        return "-".join(letters) + ("'s" if ending else "")
    if letters in units.READ:
        return letters.lower() + ("'s" if ending else "")
    if not ending:
        return here.core
    if len(letters) > 3 and re.search("[AEIOU]", letters[1:-1]):
        return letters.lower() + "'s"
    return "-".join(letters) + "'s"


def _roman(match: re.Match[str], here: Here) -> str:
    """'World War II': only after a name, since 'XX' may be anything."""
    values, total, highest = {"I": 1, "V": 5, "X": 10}, 0, 0
    for letter in reversed(match[1]):
        total += values[letter] if values[letter] >= highest else -values[letter]
        highest = max(highest, values[letter])
    return cardinal(str(total)) + (match[2] or "") if here.before[:1].isupper() and total < 20 else ""


def _saint(_: re.Match[str], here: Here) -> str:
    return "saint" if here.after[:1].isupper() else "street"


def _numbered(_: re.Match[str], here: Here) -> str:
    return "number" if here.after[:1].isdigit() else "no"


_SIGNS_AND_SHORT: tuple[tuple[str, Say], ...] = (
    (r".*", lambda match, _: units.ABBREVIATIONS.get(match[0].lower(), "")),
    (r"[A-Za-z']+", lambda _, here: pronounced(here)),
    (r"No\.", _numbered),
    (r"St\.", _saint),
    (r"[^\w\s]", lambda match, here: _SYMBOLS.get(match[0], "") if here.before and here.after else ""),
    (r"#([^\W\d]\w*)", lambda match, _: "hashtag " + match[1].replace("_", " ")),
)
_NAMES: tuple[tuple[str, Say], ...] = (
    (r"([IVX]{2,})('s)?", _roman),
    (r"([A-Z])\.(\d+)", lambda match, _: f"{match[1]} {model_number(match[2])}"),
    (r"(?:[A-Z]\.)+[A-Z]", lambda match, _: match[0].replace(".", "")),
    (r"@(\w+)", lambda match, _: "at " + match[1]),
    (r"([A-Za-z]+)\+\+", lambda match, _: match[1] + " plus plus"),
    (r"C#", lambda _, __: "C sharp"),
    (r"(?P<body>(?=.*\d)(?=[A-Z])(?:[A-Z]{1,3}-?\d{1,4}-?)+[A-Z]{0,2})(?P<s>'?s)?", _lettered),
    (r"([A-Z]{2,6})('?s|'S)?", _acronym),
)
_RULES = tuple((re.compile(pattern), say) for pattern, say in (*_SIGNS_AND_SHORT, *NUMBER_RULES, *_NAMES))
