"""What is said for each word of a script: "$5 million" is "five", "million dollars". Pure. English; others as they are.

A speech engine reads '69.63 KB', '120 km/h', '#3' or 'GPUs' wrong. Here every script word becomes none, one or more
plain words, so that the moment of each script word can be found again in what was heard.
"""

import re
import unicodedata

from vidpipe_assets.providers.speech import spoken_units as units
from vidpipe_assets.providers.speech.spoken_rules import Here, read

_SAME = str.maketrans("₀₁₂₃₄₅₆₇₈₉’ʼ‑", "0123456789''-")
_MARKS = str.maketrans({"…": ",", "—": ",", "–": ",", "。": ".", "‽": "?"})
_OPENING = "\"'“”‘«»([{*_~`¿¡<"
_CLOSING = re.compile(r"[\"'“”‘«»)\]}*_`>.,!?;:…—–\-]+$")
_JOINTS = re.compile(r"(\.{2,}|[-/–—…+&;_]+|[,:](?!\d))")
_GLUE = {"+": " plus ", "&": " and ", "-": " ", "–": " ", "/": " ", "_": " "}


def spoken_form(text: str, language: str) -> tuple[str, ...]:
    """What is said for each of `text.split()`, marks that make a pause included; '' where nothing is said."""
    words = text.split()
    if language.split("-", maxsplit=1)[0] != "en":
        return tuple(_without_commands(word) for word in words)
    parts = [_parted(word) for word in words]
    cores = ["", *(core for _, core, _ in parts), ""]
    said = list[str]()
    for index, (opens, core, pause) in enumerate(parts):
        spoken = _spoken(Here(core, cores[index], cores[index + 2]))
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


def _parted(word: str) -> tuple[bool, str, str]:
    """(opens a bracket, the word, the pause after it): '"Wow!"' -> (False, 'Wow', '!')."""
    word = unicodedata.normalize("NFC", word.translate(_SAME))
    word = "".join(letter for letter in word if unicodedata.category(letter)[0] not in "CM")
    if len(word) == 1 and read(Here(word, "1", "1")):
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


def _spoken(here: Here) -> str:
    return read(here) or _piecewise(here.core)


def _piecewise(core: str) -> str:
    """The parts of a compound one by one ('2-in-1', 'TCP/IP', 'one—two'); a plain word as it is."""
    parts = _JOINTS.split(core)
    if len(parts) == 1:
        return "".join(letter if letter.isalnum() or letter in "'." else " " for letter in core).strip(" .'")
    said = [_spoken(Here(part)) for part in parts[::2]]
    if set(parts[1::2]) == {"-"} and said == [part for part in parts[::2] if part.isalpha()]:
        return core
    glue = [_GLUE.get(joint, ", ") for joint in parts[1::2]]
    whole = "".join(word + joint for word, joint in zip(said, [*glue, ""], strict=True))
    return " ".join(whole.split()).strip(" ,")
