"""Text normalisation: what is said for each word of a script. "$5 million" is "five", "million dollars".

A speech engine reads '69.63 KB', '120 km/h', '#3' or 'GPUs' wrong. Here every script word becomes none, one or more
plain words, so that the moment of each script word can be found again in what was heard. The rules are tried in order:
abbreviations and signs, names and words that are said in two ways ('live', 'lead'), numbers (`numbers`), acronyms.
Pure. English; texts in other languages stay as they are.
"""

import re
import unicodedata

from vidpipe_assets.language.letters import plain_letters
from vidpipe_assets.language.words import word_texts
from vidpipe_assets.voice import units
from vidpipe_assets.voice.numbers import NUMBER_RULES, SayRule, WordInContext, cardinal_words, model_number

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
    (r"[A-Za-z']+", lambda _, here: respelling(here)),
    (r"No\.", _numbered),
    (r"St\.", _saint),
    (r"[^\w\s]", lambda match, here: _SYMBOLS.get(match[0], "") if here.before and here.after else ""),
    (r"#([^\W\d]\w*)", lambda match, _: "hashtag " + match[1].replace("_", " ")),
)
_NAMES_spoken_rules: tuple[tuple[str, SayRule], ...] = (
    (r"([IVX]{2,})('s)?", _roman),
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
    if language.split("-", maxsplit=1)[0] != "en":
        return tuple(_without_commands(word) for word in words)
    parts = [_split_marks(word) for word in words]
    cores = ["", *(core for _, core, _ in parts), ""]
    said = list[str]()
    for index, (opens, core, pause) in enumerate(parts):
        spoken = _say_word(WordInContext(core, cores[index], cores[index + 2]))
        if opens or not spoken:
            _pause_before(said, "," if spoken else pause)
        said.append(spoken + pause if spoken else "")
    return tuple(said)


def is_speakable(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(unicodedata.category(letter)[0] in "LN" for letter in text)


def _without_commands(word: str) -> str:
    """Without what Piper takes for phonemes ('[[h]]'), and without what is no text at all."""
    word = word.replace("[", " ").replace("]", " ")
    return "".join(letter for letter in word if unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn")).strip()


def _split_marks(word: str) -> tuple[bool, str, str]:
    """(opens a bracket, the word, the pause after it): '"Wow!"' -> (False, 'Wow', '!')."""
    word = unicodedata.normalize("NFC", word.translate(_SAME))
    word = "".join(letter for letter in word if unicodedata.category(letter)[0] not in "CM")
    if len(word) == 1 and apply_rules(WordInContext(word, "1", "1")):
        return False, word, ""
    inner = word if re.match(r"[<~]\d|'\d0s", word) else word.lstrip(_OPENING)
    bare = _CLOSING.sub("", inner)
    tail = inner[len(bare) :].translate(_MARKS)
    dotted = bool(re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", bare))
    if tail.startswith(".") and (dotted or (bare + ".").lower() in (*units.ABBREVIATIONS, "no.", "st.")):
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
