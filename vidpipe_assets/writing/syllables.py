"""What a language's script shows of its syllables, and how many are said in a second.

Rates are of people who read aloud, as Coupé and others measured them in 17 languages (Science Advances 5, 2019), times
0.87, which is how much slower narration is; of others, those of a language that is alike. Where a script does not show
vowels (Arabic, Hebrew) or shows several syllables in one sign (Japanese Kanji), an average stands for them.
"""

import re
import unicodedata

from vidpipe_assets.language.letters import base_language
from vidpipe_assets.language.words import grapheme_clusters

_RATES = {
    **dict.fromkeys(("es", "it", "pt", "ca", "gl", "eu", "el", "ro"), 5.8),
    **dict.fromkeys(("fr", "tr", "az", "fi", "et", "hu", "sr", "hr", "bs", "id", "ms", "sw", "tl"), 6.0),
    **dict.fromkeys(("de", "nl", "da", "sv", "no", "nb", "nn", "is", "af", "lb"), 4.8),
    **dict.fromkeys(("ru", "uk", "be"), 6.3),
    **dict.fromkeys(("bg", "mk", "pl", "cs", "sk", "sl", "lt", "lv", "ka", "hy", "kk"), 5.6),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "he", "yi"), 5.0),
    **dict.fromkeys(("hi", "mr", "ne", "bn", "gu", "pa", "ta", "te", "kn", "ml", "si", "or"), 7.2),
    **dict.fromkeys(("zh", "yue"), 4.7),
    **dict.fromkeys(("th", "lo", "km", "my"), 4.6),
    "ja": 8.4,
    "ko": 6.1,
    "vi": 4.6,
    "am": 5.6,
}
"""Spoken units a second: syllables; in Japanese, morae; in Indic scripts, written syllables, silent vowels and all."""

_OTHER_RATE = 5.6

_UNITS_A_WORD = {
    "de": 1.8,
    "nl": 1.7,
    "sv": 1.8,
    "da": 1.7,
    "no": 1.7,
    "nb": 1.7,
    "fr": 1.65,
    "es": 2.15,
    "it": 2.05,
    "pt": 2.0,
    "ca": 1.9,
    "ro": 2.1,
    "el": 2.2,
    "ru": 2.25,
    "uk": 2.3,
    "pl": 2.1,
    "cs": 2.1,
    "bg": 2.1,
    "hr": 2.1,
    "sr": 2.1,
    "tr": 2.7,
    "az": 2.7,
    "fi": 2.9,
    "hu": 2.4,
    "et": 2.4,
    "id": 2.6,
    "ms": 2.6,
    "vi": 1.0,
    "ko": 3.3,
    "sw": 2.5,
    "ar": 2.3,
    "fa": 1.9,
    "ur": 1.6,
    "he": 2.1,
    "hi": 2.75,
    "mr": 2.6,
    "bn": 2.3,
    "ta": 3.2,
    "te": 3.2,
    "kn": 3.2,
    "ja": 1.3,
    "zh": 1.0,
    "th": 0.55,
    "lo": 0.55,
    "km": 0.55,
    "my": 0.8,
}
"""Spoken units in a word of running text; of languages without spaces, in a character."""

_OTHER_WORD = 2.1

_VOWELS = frozenset("aeiouyæœøəαεηιουωаеёиоуыэюяіїєўѣ")
_EACH_VOWEL = frozenset(("ru", "uk", "be", "bg", "mk", "sr", "tr", "az", "kk", "ka"))
"""Every vowel is a syllable; elsewhere, every group of them."""

_FRENCH_SILENT = re.compile(r"(?<=[^aeiouy\W])(?:e|es|ent)$")
_SMALL_KANA = frozenset("ァィゥェォャュョヮぁぃぅぇぉゃゅょゎ")
_MORAE_OF_KANJI = 1.75
_LETTERS_OF_SYLLABLE = {"ARABIC": 2.05, "HEBREW": 2.3, "SYRIAC": 2.1}
_CLUSTERS_OF_SYLLABLE = {"THAI": 1.95, "LAO": 1.9, "KHMER": 1.7, "MYANMAR": 1.3}
_INDIC = frozenset(
    {"DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM"}
    | {"SINHALA", "ETHIOPIC", "TIBETAN"}
)
_UNITS_OF_DIGIT = 1.6


def units_a_second(language: str) -> float:
    """How many of `count_spoken_units` are said in a second of speech without pauses."""
    return _RATES.get(base_language(language), _OTHER_RATE)


def units_a_word(language: str) -> float:
    """How many of them a word has; of languages without spaces between words, a character."""
    return _UNITS_A_WORD.get(base_language(language), _OTHER_WORD)


def count_spoken_units(text: str, language: str) -> float:
    """The syllables (or morae) of `text`, figures in it estimated."""
    return sum(_of_word(word, base_language(language)) for word in re.findall(r"[^\s\W]+(?:[’'][^\s\W]+)*|\S", text))


def _of_word(word: str, language: str) -> float:
    total, latin = 0.0, ""
    for cluster in grapheme_clusters(unicodedata.normalize("NFC", word)):
        letter = cluster[0]
        if letter.isdigit():
            total += _UNITS_OF_DIGIT
        elif letter.isalpha():
            script = unicodedata.name(letter, "").partition(" ")[0]
            if script in ("LATIN", "CYRILLIC", "GREEK", "GEORGIAN", "ARMENIAN"):
                latin += letter
            else:
                total += _of_cluster(letter, script, language)
    return total + (_by_vowels(latin, language) if latin else 0)


def _of_cluster(letter: str, script: str, language: str) -> float:
    if script in ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"):
        return 0.0 if letter in _SMALL_KANA else 1.0
    if script == "CJK":
        return _MORAE_OF_KANJI if language == "ja" else 1.0
    if script in _INDIC or script == "HANGUL":
        return 1.0
    return 1 / (_LETTERS_OF_SYLLABLE.get(script) or _CLUSTERS_OF_SYLLABLE.get(script) or 2.2)


def _by_vowels(word: str, language: str) -> float:
    bare = "".join(one for one in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(one))
    bare = bare.replace("ı", "i")
    if len(word) > 1 and word.isupper() and not any(one in _VOWELS for one in bare):
        return float(len(word))  # said letter by letter
    if language == "vi":
        return 1.0
    if language == "fr":
        bare = _FRENCH_SILENT.sub("", bare)
    vowels = [one in _VOWELS or unicodedata.name(one, "") in _GEORGIAN for one in bare]
    if language in _EACH_VOWEL:
        return float(max(sum(vowels), 1))
    starts = sum(now and not before for before, now in zip([False, *vowels], vowels, strict=False))
    return float(max(starts, 1))


_GEORGIAN = frozenset(f"GEORGIAN LETTER {name}" for name in ("AN", "EN", "IN", "ON", "UN"))

_LANGUAGE_OF_SCRIPT = {
    "CYRILLIC": "ru",
    "GREEK": "el",
    "ARABIC": "ar",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "HANGUL": "ko",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "ETHIOPIC": "am",
    "SINHALA": "si",
}


def guess_language(text: str) -> str:
    """The commonest language of the script that most of `text` is in; English for Latin."""
    if text.isascii():
        return "en"
    scripts = [unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()]
    if any(script in ("HIRAGANA", "KATAKANA") for script in scripts):
        return "ja"
    most = max(set(scripts), key=lambda one: (scripts.count(one), one), default="LATIN")
    return _LANGUAGE_OF_SCRIPT.get(most, "en")
