"""How long a text will take to be spoken, before anybody speaks it: counted from what will be said, not as written."""

import re
from collections.abc import Callable

from vidpipe_assets.voice import spoken_form

SpeechSeconds = Callable[[str], float]
"""Estimates how long a text takes to be spoken, in seconds."""

_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+")
_SILENT_END = re.compile(r"(?<=[^laeiouy])e$|(?<=[^dt])ed$|(?<=[^aeiouycsgzhx])es$")

SECONDS_PER_FEATURE = {
    "syllable": 0.0758,
    "letter": 0.039,
    "word": 0.0055,
    "comma": 0.2804,
    "sentence": 0.6386,
    "text": -0.1993,
}
"""Seconds that each counted thing takes; fitted to Piper's voice 'joe' by tests/bench/fit_pace.py."""


def spoken_seconds(text: str, speed: float = 1.0) -> float:
    """Seconds that `text` takes at `speed`, pauses inside it included and silence at its ends left out.

    Off by 5 % in the mean for a scene of English, by 2 % for a video of seven; other languages only roughly.
    """
    counts = speech_features(text)
    return (
        max(0.0, sum(SECONDS_PER_FEATURE[name] * count for name, count in counts.items())) / speed
        if counts["word"]
        else 0.0
    )


def speech_features(text: str) -> dict[str, int]:
    """How many there are in a text of each thing that takes time to say."""
    spoken = " ".join(word for word in spoken_form(text, "en") if word)
    words: list[str] = re.findall(r"[^\W\d_][\w']*|\d+", spoken.replace("-", " "))
    ends = len(re.findall(r"[.?!]+(?=\s)", spoken))
    return {
        "syllable": sum(map(count_syllables, words)),
        "letter": sum(map(len, words)),
        "word": len(words),
        "comma": len(re.findall(r"[,;:](?=\s)", spoken)),
        "sentence": ends,
        "text": 1 if words else 0,
    }


def count_syllables(word: str) -> int:
    """Syllables of an English word, counted by its groups of vowels; capitals are said letter by letter."""
    if word.isupper() and len(word) <= 4 and (len(word) < 4 or not _VOWELS.search(word.lower())):
        return len(word) + 2 * word.count("W")
    return max(1, len(_VOWELS.findall(_SILENT_END.sub("", word.lower()))))
