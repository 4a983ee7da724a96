"""Text normalisation: what is said for each word of a script. "$5 million" is "five", "million dollars".

A speech engine reads '69.63 KB', '120 km/h', '#3' or 'GPUs' wrong. Here every script word becomes none, one or more
plain words, so that the moment of each script word can be found again in what was heard. The rules are tried in order:
abbreviations and signs, names and words that are said in two ways ('live', 'lead'), numbers (`numbers`), acronyms.
Pure. English; figures, units and short forms of other languages are in `other_languages`.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate

from vidpipe_assets.language.letters import base_language, plain_letters
from vidpipe_assets.language.words import word_texts
from vidpipe_assets.voice import units
from vidpipe_assets.voice.numbers import (
    NUMBER_RULES,
    SILENT,
    SayRule,
    WordInContext,
    cardinal_words,
    model_number,
)

_NAMES = {
    "sagan": "say gun",
    "khalifa": "ka leefa",
    "yokoi": "yoh koy",
    "ibuka": "eebooka",
    "usain": "yoo sane",
    "ajay": "ah jay",
    "kuiper": "kyper",
    "huawei": "wah way",
    "huygens": "hoygens",
    "chicxulub": "cheek shoo loob",
    "pis": "pies",
    "faq": "eff eh queue",
}

_split = str.split
_ADJECTIVE_AFTER = frozenset(
    _split("a an the is are was were be been being go goes going went its his her our my this")
)
_OWNERS = frozenset(
    _split("a the their our my your his her its of many few save saves saved cost costs nine all whose")
)
_PLACES = frozenset(_split("in on at here there above below under near inside outside with without alone for off only"))
_METAL_AFTER = frozenset(_split("melt melts melted molten liquid of contain contains contained like"))
_METAL_BEFORE = frozenset(_split("pipe pipes paint acid poisoning"))


def respelling(here: WordInContext) -> str:
    """A spelling that espeak reads right; '' if it reads the word right anyway."""
    word, before, after = here.core.lower(), here.before.lower(), here.after.lower()
    base = word.removesuffix("'s")
    if base in _NAMES:
        return _NAMES[base] + word[len(base) :]
    if word == "live" and before and before not in _ADJECTIVE_AFTER:
        return "liv"
    if word == "lives" and after in _PLACES and before not in _OWNERS:
        return "livs"
    if word == "lead" and (before in _METAL_AFTER or after in _METAL_BEFORE):
        return "led"
    return "tairs" if word == "tears" and after in ("open", "apart", "off", "through") else ""


_SYMBOLS = {"&": "and", "+": "plus", "=": "equals", "@": "at", "%": "percent", "×": "by", "→": "to", "≠": "is not"} | {
    "<": "is less than",
    ">": "is more than",
    "≈": "is about",
}


def apply_rules(here: WordInContext) -> str:
    """What is said for it; '' if no rule knows."""
    for pattern, say in _RULES:
        match = pattern.fullmatch(here.core)
        if match and (words := say(match, here)):
            return words
    return ""


def _lettered(match: re.Match[str], _: WordInContext) -> str:
    """'C3PO', 'R2-D2', 'PS5s': letters and numbers one by one."""
    pieces = re.findall(r"[A-Z]+|\d+|-", match["body"])
    said = [model_number(piece) if piece.isdigit() else "-".join(piece) for piece in pieces if piece != "-"]
    return " ".join(said) + ("'s" if match["s"] else "")


def _acronym(match: re.Match[str], here: WordInContext) -> str:
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


def _roman(match: re.Match[str], here: WordInContext) -> str:
    """'World War II': only after a name, since 'XX' may be anything."""
    if len(match[1]) == 1 and here.before not in units.NUMBERED:
        return ""
    values, total, highest = {"I": 1, "V": 5, "X": 10}, 0, 0
    for letter in reversed(match[1]):
        total += values[letter] if values[letter] >= highest else -values[letter]
        highest = max(highest, values[letter])
    return cardinal_words(str(total)) + (match[2] or "") if here.before[:1].isupper() and total < 20 else ""


def _saint(_: re.Match[str], here: WordInContext) -> str:
    return "saint" if here.after[:1].isupper() else "street"


def _numbered(_: re.Match[str], here: WordInContext) -> str:
    return "number" if here.after[:1].isdigit() else "no"


_SIGNS_AND_SHORT: tuple[tuple[str, SayRule], ...] = (
    (r".*", lambda match, _: units.ABBREVIATIONS.get(match[0].lower(), "")),
    (r"(?:[A-Za-z]\.)+[A-Za-z]", lambda match, _: units.ABBREVIATIONS.get(match[0].lower() + ".", "")),
    (r"[A-Za-z']+", lambda _, here: respelling(here)),
    (r"No\.", _numbered),
    (r"St\.", _saint),
    (r"[^\w\s]", lambda match, here: _SYMBOLS.get(match[0], "") if here.before and here.after else ""),
    (r"#([^\W\d]\w*)", lambda match, _: "hashtag " + match[1].replace("_", " ")),
)
_NAMES_spoken_rules: tuple[tuple[str, SayRule], ...] = (
    (r"([IVX]+)('s)?", _roman),
    (r"([A-Z])\.(\d+)", lambda match, _: f"{match[1]} {model_number(match[2])}"),
    (r"(?:[A-Z]\.)+[A-Z]", lambda match, _: match[0].replace(".", "")),
    (r"@(\w+)", lambda match, _: "at " + match[1]),
    (r"([A-Za-z]+)\+\+", lambda match, _: match[1] + " plus plus"),
    (r"C#", lambda _, __: "C sharp"),
    (r"(?P<body>(?=.*\d)(?=[A-Z])(?:[A-Z]{1,3}-?\d{1,4}-?)+[A-Z]{0,2})(?P<s>'?s)?", _lettered),
    (r"([A-Z]{2,6})('?s|'S)?", _acronym),
)
_RULES = tuple((re.compile(pattern), say) for pattern, say in (*_SIGNS_AND_SHORT, *NUMBER_RULES, *_NAMES_spoken_rules))


_SAME = str.maketrans("₀₁₂₃₄₅₆₇₈₉’ʼ‑", "0123456789''-")
_MARKS = str.maketrans({"…": ",", "—": ",", "–": ",", "。": ".", "‽": "?"})
_OPENING = "\"'“”‘«»([{*_~`¿¡<"
_CLOSING = re.compile(r"[\"'“”‘«»)\]}*_`>.,!?;:…—–\-]+$")
_JOINTS = re.compile(r"(\.{2,}|[-/–—…+&;_]+|[,:](?!\d))")
_GLUE = {"+": " plus ", "&": " and ", "-": " ", "–": " ", "/": " ", "_": " "}


def spoken_form(text: str, language: str) -> tuple[str, ...]:
    """What is said for each of the `word_texts` of `text`, marks that make a pause included; '' for nothing."""
    words = [plain_letters(word) for word in word_texts(text)]
    if not _is_english(language):
        from vidpipe_assets.voice.other_languages import spoken_words

        plain = [_without_commands(word) for word in join_digit_groups(text, words)]
        return _with_silent(spoken_words(plain, language))
    joined_words = join_digit_groups(text, words)
    quoted = [text.count('"') % 2 for text in accumulate(["", *joined_words])]
    parts = [_split_marks(word, in_quotes=odd == 1) for word, odd in zip(joined_words, quoted, strict=False)]
    cores = [core for _, core, _ in parts]
    said = list[str]()
    for index, (opens, core, pause) in enumerate(parts):
        before, after = cores[index - 1 : index], cores[index + 1 : index + 2]
        if "" in (*before, *after):  # of figures that were written apart
            joined = [word != "" for word in joined_words]
            before = [core for core, kept in zip(cores[:index], joined, strict=False) if kept][-1:]
            after = [core for core, kept in zip(cores[index + 1 :], joined[index + 1 :], strict=False) if kept][:1]
        spoken = _say_word(WordInContext(core, "".join(before), "".join(after)))
        if opens or not spoken:
            _pause_before(said, "," if spoken else pause)
        said.append(spoken + pause if spoken and spoken != SILENT else pause_alone(said, pause))
    return tuple(said)


def _with_silent(words: Sequence[str]) -> tuple[str, ...]:
    """The words, with '' for what a neighbour says, and the pause of such a word behind that neighbour."""
    said = list[str]()
    for word in words:
        said.append(pause_alone(said, word[1:]) if word.startswith(SILENT) else word)
    return tuple(said)


def pause_alone(said: list[str], pause: str) -> str:
    """'', and the pause of a word that is not said put behind the word before it."""
    _pause_before(said, pause)
    return ""


_NARROW_SPACES = "\u00a0\u2009\u202f"


def join_digit_groups(text: str, words: Sequence[str]) -> list[str]:
    """`words` with '1', '000', '000' as '1000000', '', '': groups between narrow spaces, or between any if it is plain.

    It is plain where there are two groups and more, or the last one is '000'.
    """
    gaps = re.findall(r"\s+", text.strip())
    found = list(words)
    if len(gaps) != len(found) - 1:
        return found
    start = 0
    while start < len(found):
        end = start + 1
        if re.fullmatch(r"\D{0,3}\d{1,3}", found[start]):
            while end < len(found) and re.fullmatch(r"\d{3}" if end + 1 < len(found) else r"\d{3}\W*", found[end]):
                end += 1
            if end < len(found) and re.fullmatch(r"\d{3}(?:[.,]\d+)?[^\w\s]*", found[end]):
                end += 1
        narrow = all(gap in _NARROW_SPACES for gap in gaps[start : end - 1])
        plain = end - start > 2 or re.match(r"000|\d{3}[.,]\d", found[end - 1])
        if end - start > 1 and (narrow or plain):
            found[start:end] = ["".join(found[start:end]), *[""] * (end - start - 1)]
        start = end
    return found


def unread_signs(text: str, language: str) -> tuple[str, ...]:
    """The signs of `text` that mean something and are not said, since no rule knows them: '₿', '🪿', '∴'."""
    found: list[str] = []
    for word, said in zip(word_texts(text), spoken_form(text, language), strict=True):
        signs = [one for one in plain_letters(word) if _is_sign(one)]
        # Of English, what a rule has read has become words; elsewhere a sign that is left is left to the engine.
        read = apply_rules(WordInContext(_split_marks(word)[1], "1", "1")) if _is_english(language) else ""
        left = [one for one in signs if one in said or not _is_assigned(one)]
        left = left if not _is_english(language) else signs if not read else []
        found += [one for one in left if one not in _KNOWN_SIGNS and one not in found]
    return tuple(found)


def _is_sign(character: str) -> bool:
    return unicodedata.category(character) in ("Sc", "Sm", "So") or not _is_assigned(character)


def _is_assigned(character: str) -> bool:
    """Whether this Python knows it; what it does not are emoji of later years."""
    return unicodedata.category(character) != "Cn" or not "\U0001f000" <= character <= "\U0001faff"


_KNOWN_SIGNS = frozenset("+&@|~^`<>°")
"""Said, or no part of what is said, wherever they stand."""


def _is_english(language: str) -> bool:
    return base_language(language) == "en"


def is_speakable(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(unicodedata.category(letter)[0] in "LN" for letter in text)


def _without_commands(word: str) -> str:
    """Without what Piper takes for phonemes ('[[h]]'), and without what is no text at all."""
    word = word.replace("[", " ").replace("]", " ")
    return "".join(letter for letter in word if unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn")).strip()


def _split_marks(word: str, *, in_quotes: bool = False) -> tuple[bool, str, str]:
    """(opens a bracket, the word, the pause after it): '"Wow!"' -> (False, 'Wow', '!')."""
    word = unicodedata.normalize("NFC", word.translate(_SAME))
    word = "".join(letter for letter in word if unicodedata.category(letter)[0] not in "CM")
    if len(word) == 1 and apply_rules(WordInContext(word, "1", "1")):
        return False, word, ""
    inner = word if re.match(r"[<~]\d|'\d0s", word) else word.lstrip(_OPENING)
    bare = _CLOSING.sub("", inner)
    if word == inner and not in_quotes and re.match(r"[\"″]", inner[len(bare) :]) and re.search(r"\d$", bare):
        bare += '"'  # inches: no quotation begins in this word
    tail = inner[len(bare) :].translate(_MARKS)
    dotted = bool(re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", bare))
    if tail.startswith(".") and (dotted or (bare + ".").lower() in (*units.ABBREVIATIONS, "no.", "st.", "rs.")):
        bare, tail = bare if dotted else bare + ".", tail[1:]
    core = bare if re.match(r"\.\d", bare) else bare.lstrip(",.!?;:…—–")
    return word.startswith("("), core, _pause(tail, bare, word)


def _pause(tail: str, bare: str, word: str) -> str:
    for mark in "?!.;:,":
        if mark in tail:
            return mark
    dash = not bare and re.fullmatch(r"[-–—]+", word)
    return "," if ")" in tail or dash else ""


def _pause_before(said: list[str], mark: str) -> None:
    """Put `mark` behind the last word that is said, unless there is a pause already."""
    for index in range(len(said) - 1, -1, -1):
        if said[index]:
            if mark and said[index][-1] not in ",.!?;:":
                said[index] += mark
            return


def _say_word(here: WordInContext) -> str:
    return apply_rules(here) or _piecewise(here.core)


def _piecewise(core: str) -> str:
    """The parts of a compound one by one ('2-in-1', 'TCP/IP', 'one—two'); a plain word as it is."""
    parts = _JOINTS.split(core)
    if len(parts) == 1:
        return "".join(letter if letter.isalnum() or letter in "'." else " " for letter in core).strip(" .'")
    said = [_say_word(WordInContext(part)) for part in parts[::2]]
    if set(parts[1::2]) == {"-"} and said == [part for part in parts[::2] if part.isalpha()]:
        return core
    glue = [_GLUE.get(joint, ", ") for joint in parts[1::2]]
    whole = "".join(word + joint for word, joint in zip(said, [*glue, ""], strict=True))
    return " ".join(whole.split()).strip(" ,")
