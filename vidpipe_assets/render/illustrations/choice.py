"""Which illustration a scene means, if any: rather none, and then the icon, than one that misleads. Pure.

A video's own subject comes first. Another picture takes its place only where two signs agree: the scene's icon and its
words. A common word counts for a subject only as its last word: a "House of Cards" is no house.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from vidpipe_assets.render.illustrations.files import Entry, index

_WORD = re.compile(r"[^\W_]+")


def choose_illustration(
    subject: str, texts: Sequence[str], icon: str, *, opening: bool = False, entries: Mapping[str, Entry] | None = None
) -> str | None:
    """The name of the illustration for a scene that says `texts` and has `icon`, in a video about `subject`.

    `opening`: the scene is about the subject as a whole, as the first and the last one are.
    """
    entries = index() if entries is None else entries
    said = _words(" ".join(texts))
    about = _words(subject)
    allowed = {
        name: entry
        for name, entry in entries.items()
        if not any(_holds((*about, *said), _words(one)) for one in entry.never)
    }
    own = _by_name(about, allowed) or _by_last_word(about, allowed)
    if opening:
        return own
    return _by_icon(said, icon, allowed) or own


def _by_name(about: Sequence[str], entries: Mapping[str, Entry]) -> str | None:
    """By the longest name that stands in the subject."""
    found = [
        (len(_words(one)), name)
        for name, entry in entries.items()
        for one in entry.subjects
        if _holds(about, _words(one))
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def _by_last_word(about: Sequence[str], entries: Mapping[str, Entry]) -> str | None:
    """By the longest word or phrase that the subject ends with."""
    found = [
        (len(wanted), name)
        for name, entry in entries.items()
        for wanted in map(_words, entry.words)
        if len(about) >= len(wanted) and _holds(about[len(about) - len(wanted) :], wanted)
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def _by_icon(said: Sequence[str], icon: str, entries: Mapping[str, Entry]) -> str | None:
    for name, entry in entries.items():
        if icon in entry.icons and any(_holds(said, _words(one)) for one in (*entry.words, *entry.subjects)):
            return name
    return None


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether `wanted` stand in a row among `words`, the last one in singular or plural."""
    before, last = tuple(wanted[:-1]), (wanted[-1], f"{wanted[-1]}s")
    ends = (at for at in range(len(before), len(words)) if words[at] in last)
    return any(tuple(words[at - len(before) : at]) == before for at in ends)
