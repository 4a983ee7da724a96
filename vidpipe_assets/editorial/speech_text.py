"""Texts as a voice says them: sentences, a subject with its article, and strangers' titles made harmless."""

import re
import unicodedata
from collections.abc import Sequence

from vidpipe_assets.editorial.naming import plain, words

_SENTENCE_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][”\"')]))\s+(?=[“\"'(]*[A-Z0-9])")
_ABBREVIATED = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|St|No|vs|Inc|Jr|approx)|\b[A-Z])\.$")
_REFERRING = frozenset(("it", "its", "he", "his", "she", "her", "they", "their", "this", "that", "these", "those"))
_NOT_NAMES = frozenset(("the", "first", "new", "old", "great", "and", "for", "how"))
_MARKUP = re.compile(r"#\w+|[@#*_~^|<>{}\[\]\\`=+/]+")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`; a dot after an abbreviation or an initial ends none."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text.strip()):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] += " " + piece
        else:
            found.append(piece)
    return tuple(found)


def spoken_name(subject: str, texts: Sequence[str]) -> str:
    """The subject as sentences call it: 'the Game Boy', 'octopuses', 'NASA'; `texts` show how it is used."""
    name = plain(subject)
    if name.isupper():
        return name
    if name.lower().startswith("the "):
        return f"the {name[4:]}"
    inside = re.compile(rf"\w+,? (?P<article>the |a |an )?(?P<name>{re.escape(name)})\b", re.IGNORECASE)
    uses = [match for text in texts for match in inside.finditer(text)]
    spelled = next((use["name"] for use in uses if use["name"].lower() == name.lower()), name)
    last = re.escape(name.split()[-1])
    definite = re.compile(rf"\b(?:(?:the|an?) {re.escape(name)}|the {last})\b", re.IGNORECASE)
    return f"the {spelled}" if any(definite.search(text) for text in texts) else spelled


def names_it(text: str, subject: str) -> bool:
    """Whether `text` says a telling word of the subject."""
    telling = {word for word in words(subject) if len(word) > 2 and word not in _NOT_NAMES} or set(words(subject))
    said = set(words(text))
    return any(word in said or f"{word}s" in said or word.removesuffix("s") in said for word in telling)


def refers_back(text: str) -> bool:
    """Whether the first word needs something said before."""
    first = words(text)[:1]
    return bool(first) and first[0] in _REFERRING


def capital(text: str) -> str:
    """The first letter large; `text.capitalize()` would make the others small."""
    return text[:1].upper() + text[1:]


def speakable_title(title: str, most_words: int = 12) -> str:
    """A stranger's title as words that a voice can say and a caption can show; empty when too little is left."""
    kept = "".join(c for c in _MARKUP.sub(" ", plain(title)) if c in "$%&" or unicodedata.category(c)[0] in "LNZPM")
    said = [word for word in kept.split() if any(c.isalnum() for c in word) and len(word) <= 30]
    letters = [c for c in kept if c.isalpha()]
    latin = sum(1 for c in letters if "LATIN" in unicodedata.name(c, ""))
    if len(said) < 2 or latin < len(letters) * 0.8:
        return ""
    return " ".join(said[:most_words]).rstrip(" .,;:-–—!?…").strip("\"'“”‘’() ")
