"""How long a text will take to be spoken, before anybody speaks it: counted from what will be said, not as written.

English is fitted to the bundled voices. Every other language is counted in what its script shows of syllables
(`writing.syllables`), at the rate at which it is read aloud.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from vidpipe_assets.language.letters import base_language
from vidpipe_assets.language.words import count_characters, counts_characters, split_words, word_texts
from vidpipe_assets.voice import QUESTION_PAUSE_S, find_emphasis, longer_pauses, spoken_form, text_pace
from vidpipe_assets.writing.syllables import count_spoken_units, guess_language, units_a_second, units_a_word

SpeechSeconds = Callable[[str], float]
"""Estimates how long a text takes to be spoken, in seconds."""

_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+")
_SILENT_END = re.compile(r"(?<=[^laeiouy])e$|(?<=[^dt])ed$|(?<=[^aeiouycsgzhx])es$")

SECONDS_PER_FEATURE = {
    "syllable": 0.047,
    "letter": 0.049,
    "comma": 0.2797,
    "sentence": 0.3517,
    "text": -0.0338,
}
"""Seconds that each counted thing takes: fitted by tests/bench/fit_pace.py to the offline writer's scenes in the voices
'joe' and 'heart', which need the same time within 1 %; the other three speak at the lengths of 'heart'."""


def spoken_seconds(text: str, speed: float = 1.0, language: str = "") -> float:
    """Seconds that `text` takes at `speed`, pauses inside it included and silence at its ends left out.

    `language`: '' lets the script decide. Off by 5 % in the mean for a scene of English, by 2 % for a video of 15 to
    60 s; by about 15 % for a scene of another language.
    """
    language = language or guess_language(text)
    if base_language(language) != "en":
        return _by_syllables(text, language) / speed
    counts = speech_features(text)
    if not counts["text"]:
        return 0.0
    steady = sum(SECONDS_PER_FEATURE[name] * count for name, count in counts.items()) / delivery_pace(text)
    return (max(0.0, steady) + QUESTION_PAUSE_S * len(longer_pauses(text, language))) / speed


def delivery_pace(text: str) -> float:
    """How much faster than usual Piper and Hibari speak an English text, see `voice.delivery`."""
    return text_pace(len(split_words(text)), spoken_form(text, "en"), "en")


_COMMA_S, _SENTENCE_S = 0.28, 0.55
_PAUSE_MARKS = re.compile(r"[,;:،؛、，；：၊](?=[^\d])")
_END_MARKS = re.compile(r"[.?!…。？！؟।۔።]+(?=[^\d])")


def _by_syllables(text: str, language: str) -> float:
    spoken = " ".join(word for word in spoken_form(text, language) if word)
    pauses = _COMMA_S * len(_PAUSE_MARKS.findall(spoken)) + _SENTENCE_S * len(_END_MARKS.findall(spoken))
    units = count_spoken_units(spoken, language)
    return units / units_a_second(language) + pauses if units else 0.0


_PAUSES, _AROUND_S = 0.15, 0.9
"""The share of a narration that is no sound, or a figure, which takes longer than other words do; and the seconds of a
scene in which nothing is said: at both its ends, and behind the sentence that counts it."""

_ENGLISH_WORDS_A_SECOND = 2.7
"""Of the offline writer's English, pauses included: 2.7 to 3.1."""


@dataclass(frozen=True)
class SpeechPace:
    """How fast a language is spoken. `speed`: 1.2 where a voice, or a theme of it, is a fifth faster."""

    language: str = "en"
    speed: float = 1.0

    def __call__(self, text: str) -> float:
        """The seconds that `text` takes, see `spoken_seconds`."""
        return spoken_seconds(text, self.speed, self.language)

    @property
    def unit(self) -> str:
        """What lengths of texts are told in: 'words', and 'characters' where there are no spaces between words."""
        return "characters" if counts_characters(self.language) else "words"

    def count(self, text: str) -> int:
        """The length of `text` in `unit`."""
        return count_characters(text) if self.unit == "characters" else len(word_texts(text))

    def units_in(self, seconds: float) -> int:
        """How many of `unit` fill a scene of `seconds`, pauses included."""
        if base_language(self.language) == "en":
            return round(seconds * self.units_a_second)
        return max(round((seconds - _AROUND_S) * self.units_a_second), 1)

    @property
    def units_a_second(self) -> float:
        """How many of `unit` are spoken in a second, pauses included."""
        if base_language(self.language) == "en":
            return _ENGLISH_WORDS_A_SECOND * self.speed
        spoken = units_a_second(self.language) / units_a_word(self.language)
        return spoken * (1 - _PAUSES) * self.speed


def speech_features(text: str) -> dict[str, int]:
    """How many there are in a text of each thing that takes time to say."""
    spoken = " ".join(word for word in spoken_form(text, "en") if word)
    words: list[str] = re.findall(r"[^\W\d_][\w']*|\d+", spoken.replace("-", " "))
    ends = len(re.findall(r"[.?!]+(?=\s)", spoken))
    return {
        "syllable": sum(map(count_syllables, words)),
        "letter": sum(len(word) * (_LETTERS_OF_A_NAME if _is_spelled(word) else 1) for word in words),
        "comma": len(re.findall(r"[,;:](?=\s)", spoken)) + (find_emphasis(word_texts(text), "en").pause_at is not None),
        "sentence": ends,
        "text": 1 if words else 0,
    }


_LETTERS_OF_A_NAME = 3
"""Letters in the name of a letter, as one would write it: 'gee pee ess'."""


def _is_spelled(word: str) -> bool:
    """Whether a word is said letter by letter."""
    return word.isupper() and len(word) <= 4 and (len(word) < 4 or not _VOWELS.search(word.lower()))


def count_syllables(word: str) -> int:
    """Syllables of an English word, counted by its groups of vowels; capitals are said letter by letter."""
    if _is_spelled(word):
        return len(word) + 2 * word.count("W")
    return max(1, len(_VOWELS.findall(_SILENT_END.sub("", word.lower()))))
