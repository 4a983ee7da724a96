"""Which illustration a scene means, if any, and which drawing of it: rather none than one that misleads. Pure.

A video's own subject comes first. Another picture takes its place only where two signs agree: the scene's icon and its
words. A common word counts for a subject only as its last word: a "House of Cards" is no house.

Of an illustration's drawings the scene's words choose; else each scene has the one whose turn it is, by its own place
in its video: what is said in another scene changes nothing.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from vidpipe_assets.model.events import Actor, EventKind
from vidpipe_assets.render.illustrations.files import Drawing, Entry, drawings_of, index, views_of

_WORD = re.compile(r"[^\W_]+")
_TO_ANY: frozenset[EventKind] = frozenset({
    "alarm", "calendar", "clock", "coins", "count", "crowd", "display", "float", "frost", "glow", "heat", "join",
    "night", "notes", "percent", "photo", "pulse", "rain", "rings", "signal", "smoke", "snow", "sparks", "sunset",
})  # fmt: skip
"""What happens round a subject or beside it, from whatever side that is drawn."""


def choose_illustration(
    subject: str, texts: Sequence[str], icon: str, *, opening: bool = False, entries: Mapping[str, Entry] | None = None
) -> str | None:
    """The name of the illustration for a scene that says `texts` and has `icon`, in a video about `subject`.

    `opening`: the scene is about the subject as a whole, as the first and the last one are.
    """
    entries = index() if entries is None else entries
    said = _words(" ".join(texts))
    about = _words(subject)
    allowed = {name: entry for name, entry in entries.items() if not _says((*about, *said), entry.never)}
    own = _by_name(about, allowed) or _by_last_word(about, allowed)
    if opening:
        return own
    return _by_icon(said, icon, allowed) or own


def choose_drawing(
    name: str,
    texts: Sequence[str],
    kinds: Collection[EventKind],
    turn: int | None,
    *,
    actors: Collection[Actor] = (),
    best_known: bool = False,
    further: Mapping[str, Drawing] | None = None,
) -> str:
    """The drawing of the illustration `name` for a scene that says `texts` and in which `kinds` happen to it.

    `turn`: of all scenes of its video, from 0; None: only words call a further drawing. `actors`: who else takes part.
    `best_known`: only a drawing that has one of them in it, or what happens, takes the place of the best known one.
    """
    further = drawings_of(name) if further is None else further
    said = _words(" ".join(texts))
    fit = _fitting(further, said, kinds, actors)
    called = [one for one, drawing in fit.items() if _says(said, drawing.words)]
    if best_known:
        called = [one for one in called if fit[one].shows.intersection((*actors, *kinds))]
    if called:
        return called[0]
    if turn is None or best_known:
        return name
    parts = {view for view, one in views_of(name).items() if _says(said, one.words)}
    order = (*(one for one, drawing in further.items() if drawing.alone), name)
    turned = (*order[turn % len(order) :], *order)
    return next(one for one in turned if one == name or (one in fit and parts <= views_of(one).keys()))


def choose_second_drawing(
    name: str,
    first: str,
    texts: Sequence[str],
    kinds: Collection[EventKind],
    *,
    actors: Collection[Actor] = (),
    further: Mapping[str, Drawing] | None = None,
) -> str:
    """The drawing for the close-ups of such a scene: another one that its words call as well, of the same world.

    Else `first`, which stands beside what is written.
    """
    further = drawings_of(name) if further is None else further
    said = _words(" ".join(texts))
    beside = further.get(first)
    called = (
        one
        for one, drawing in _fitting(further, said, kinds, actors).items()
        if one != first
        and beside
        and _says(said, drawing.words)
        and (drawing.shows, drawing.world, drawing.hovers) == (beside.shows, beside.world, beside.hovers)
    )
    return next(called, first)


def _fitting(
    further: Mapping[str, Drawing], said: Sequence[str], kinds: Collection[EventKind], actors: Collection[Actor]
) -> Mapping[str, Drawing]:
    """The drawings that the words do not contradict, and to which all this may happen."""
    return {
        one: drawing
        for one, drawing in further.items()
        if _TO_ANY.union(drawing.events, drawing.shows).issuperset(kinds)
        and not (_says(said, drawing.never) or (drawing.solo and not drawing.shows.issuperset(actors)))
    }


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
        if icon in entry.icons and _says(said, (*entry.words, *entry.subjects)):
            return name
    return None


def _says(said: Sequence[str], phrases: Sequence[str]) -> bool:
    return any(_holds(said, _words(one)) for one in phrases)


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether `wanted` stand in a row among `words`, the last one in singular or plural."""
    before, last = tuple(wanted[:-1]), (wanted[-1], f"{wanted[-1]}s")
    ends = (at for at in range(len(before), len(words)) if words[at] in last)
    return any(tuple(words[at - len(before) : at]) == before for at in ends)
