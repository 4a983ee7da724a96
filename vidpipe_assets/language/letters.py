"""Letters: look-alikes made plain, capitals by the rules of a language, and what two texts are compared by.

"Fancy" styles (𝐛𝐨𝐥𝐝, ｗｉｄｅ, ⓒⓘⓡⓒⓛⓔ) are letters of their own to Unicode: no voice reads them and no typeface has
them all. They become the letters that they look like. Signs that mean something by their form (½, 10⁶, m², ™) stay.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

_LETTER_STYLES = {
    *("<font>", "<wide>", "<narrow>", "<circle>", "<square>", "<compat>"),
    *("<initial>", "<medial>", "<final>", "<isolated>"),
}
"""Compatibility decompositions (UAX 44) of what is another form of the same letters."""

_RAISED_STYLES = {"<super>", "<sub>"}
"""Of letters only: raised and lowered figures are exponents and indices."""

_KEPT = frozenset("…‥µ℃℉№℠™")
"""Signs that decompose, and are read and drawn as they are."""

_NAMED = re.compile(
    r"(?:NEGATIVE (?:SQUARED|CIRCLED) LATIN CAPITAL LETTER ([A-Z])|(?:LATIN )?LETTER SMALL CAPITAL ([A-Z])"
    r"|LATIN LETTER SMALL CAPITAL ([A-Z]))$"
)
"""Letters without a decomposition: 🅰, 🅑, and the small capitals of phonetics."""

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТУХаеоѕірсухјһԁԛԝ", "ABESIJKMHOPCTYXaeosipcyxjhdqw", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
_LATIN_TWINS = {"CYRILLIC": _CYRILLIC, "GREEK": _GREEK}
"""Script -> its letters that look like Latin ones (the commonest of Unicode's confusables, UTS 39)."""

_LETTERS_OF_WORD = re.compile(r"[^\W\d_]+")


def plain_letters(text: str) -> str:
    """`text` with letters in fancy styles, ligatures and look-alikes of other scripts as plain ones, in NFC."""
    if text.isascii():
        return text
    plain = "".join(_plain_letter(letter) for letter in text)
    composed = unicodedata.normalize("NFC", plain)
    for script, twins in _LATIN_TWINS.items():
        letters = [letter for letter in composed if unicodedata.name(letter, "").startswith(script)]
        # Not a letter of it that is not one of Latin as well: nobody writes that script here.
        latin = any("a" <= one.lower() <= "z" for one in composed)
        if letters and latin and all(letter in twins for letter in letters):
            composed = "".join(twins.get(letter, letter) for letter in composed)
    return _LETTERS_OF_WORD.sub(lambda found: _in_one_script(found[0]), composed)


def _plain_letter(letter: str) -> str:
    if letter.isascii() or letter in _KEPT:
        return letter
    style, _, rest = unicodedata.decomposition(letter).partition(" ")
    if style in _LETTER_STYLES and rest:
        plain = unicodedata.normalize("NFKC", letter)
        # Spacing accents decompose, too, into a space and a mark; letters and figures are what is meant here.
        meant = not plain[:1].isspace() and any(unicodedata.category(one)[0] in "LNM" for one in plain)
        return plain if meant or style == "<wide>" else letter
    if style in _RAISED_STYLES and unicodedata.category(letter)[0] == "L" and letter not in "ªº":
        return unicodedata.normalize("NFKC", letter)
    if named := _NAMED.match(unicodedata.name(letter, "")):
        capital = next(group for group in named.groups() if group)
        return capital.lower() if "SMALL CAPITAL" in named[0] else capital
    return letter


def _in_one_script(word: str) -> str:
    """A word of Latin and Cyrillic or Greek letters in the script of most of them, if the others have twins there."""
    if word.isascii():
        return word
    for script, twins in _LATIN_TWINS.items():
        foreign = [letter for letter in word if unicodedata.name(letter, "").startswith(script)]
        latin = [letter for letter in word if unicodedata.name(letter, "").startswith("LATIN")]
        if not foreign or not latin:
            continue
        back = {plain: letter for letter, plain in twins.items()}
        if len(foreign) > len(latin) and all(letter in back for letter in latin):
            return "".join(back.get(letter, letter) for letter in word)
        if all(letter in twins for letter in foreign):
            return "".join(twins.get(letter, letter) for letter in word)
    return word


def is_word_character(character: str) -> bool:
    """Whether it may stand in a word or a hashtag: a letter, a mark on one (vowel signs, tones), a digit, `_`."""
    return character == "_" or unicodedata.category(character)[0] in "LNM" or character in "\u200c\u200d"


def is_hashtag(tag: str) -> bool:
    """Whether it is one word that says something, without the hash."""
    return any(character.isalnum() for character in tag) and all(map(is_word_character, tag))


def word_runs(text: str) -> list[str]:
    """The runs of `is_word_character` in `text`: its words, in scripts that have spaces between them."""
    kept = "".join(character if is_word_character(character) else " " for character in text)
    return [word for word in kept.split() if any(character.isalnum() for character in word)]


def base_language(language: str) -> str:
    """'en' for 'en-GB'."""
    return language.partition("-")[0].lower()


_ENGLISH_WORDS = frozenset(("the", "of", "in", "and", "for", "with", "to", "from", "by", "than", "was", "were"))
_ALSO_TURKISH = frozenset("ığşçöüâîûəİĞŞÇÖÜ")


def is_english(text: str) -> bool:
    """Whether a label that stands in a text of another language is English: by its small words."""
    words = text.lower().split()
    return not _ALSO_TURKISH & set(text) and any(word.strip(".,:;!?") in _ENGLISH_WORDS for word in words)


_GREEK_ACCENTS = frozenset("\u0300\u0301\u0342\u0313\u0314")
_DIALYTIKA = "\u0308"
_LITHUANIAN_DOT = re.compile("(?<=[ij])(\u0328?)\u0307")


def capitals(text: str, language: str) -> str:
    """`text` in capitals as `language` writes them.

    Beyond Unicode's default: Turkish and Azeri i (İ) and ı (I), Greek without accents, Lithuanian without the dot that
    accents keep in small letters, the Armenian ligature (SpecialCasing.txt and the locales of CLDR).
    """
    base = base_language(language)
    if base in ("tr", "az"):
        text = unicodedata.normalize("NFC", text).replace("i", "İ").replace("ı", "I")
    elif base == "lt":
        text = _LITHUANIAN_DOT.sub(r"\1", unicodedata.normalize("NFD", text))
    elif base == "hy":
        text = text.replace("և", "ԵՎ")
    elif base == "el":
        text = " ".join(_greek_capitals(word) for word in text.split(" "))
    return unicodedata.normalize("NFC", text.upper()) if not text.isascii() else text.upper()


def _greek_capitals(word: str) -> str:
    """Accents go; where one told that two vowels are apart ('άι'), a dialytika does ('ΑΪ'). 'ή' keeps its own."""
    letters = unicodedata.normalize("NFD", word)
    if "".join(filter(str.isalpha, unicodedata.normalize("NFC", word))) in ("ή", "Ή"):
        return word
    kept = list[str]()
    apart = False
    for position, letter in enumerate(letters):
        if letter in _GREEK_ACCENTS:
            before, after = letters[position - 1 : position].lower(), letters[position + 1 : position + 2].lower()
            bare = letters[position + 2 : position + 3] not in (*_GREEK_ACCENTS, _DIALYTIKA)
            apart = before in "αεου" and after in ("ι", "υ") and bare and letter == "\u0301" and bool(before)
            continue
        kept.append(letter)
        if apart:
            kept.append(_DIALYTIKA)
            apart = False
    return "".join(kept)


def capitalize_first(text: str, language: str = "en") -> str:
    """The first letter large, and the others as they are; in Dutch both of 'ij'."""
    size = 2 if base_language(language) == "nl" and text[:2].lower() == "ij" else 1
    return capitals(text[:size], language) + text[size:]


def comparable(text: str, language: str) -> str:
    """What two texts have in common that a reader takes for the same: letters, marks and digits, in capitals."""
    plain = capitals(plain_letters(text), language)
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LNM")


_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: what follows one is shown in another order than it is written. The marks that
Hebrew and Arabic need (LRM, RLM) turn nothing around, and the joiners belong to letters and emoji."""


def hidden_character(text: str, *, lines: bool = False) -> str:
    """The first control or direction character of `text`, as `U+202E`; empty where there is none.

    `lines`: line breaks and tabs are no fault. Half a surrogate pair, and what ends a line or paragraph unseen, count.
    """
    for character in text:
        allowed = lines and character in "\n\r\t"
        unseen = character in _DIRECTIONS or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        if unseen and not allowed:
            return f"U+{ord(character):04X}"
    return ""


def hidden_characters(value: object, where: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The hidden characters of every text in `value` (mappings and lists, nested), one a text, each with where it is.

    Lines may break.
    """
    if isinstance(value, str):
        if found := hidden_character(value, lines=True):
            yield where, found
    elif isinstance(value, Mapping):
        for name, one in cast("Mapping[object, object]", value).items():
            yield from hidden_characters(one, (*where, str(name)))
    elif isinstance(value, list | tuple):
        for number, one in enumerate(cast("Sequence[object]", value)):
            yield from hidden_characters(one, (*where, number))
