"""When a drawn scene shows its subject alone, and when a part of it fills the frame. Pure.

A part is seen when the words name it; an opening that asks may show any, and a scene that waits for its number. Each
scene chooses by its own words. A part is seen neither while another thing is named nor while something happens: who
comes is seen coming, once.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from vidpipe_assets.language.words import sentence_starts
from vidpipe_assets.model.events import EventKind
from vidpipe_assets.model.pictures import Hook, Number
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.render.happenings import Happening, staged
from vidpipe_assets.render.illustrations.files import View, drawings, index, views_of
from vidpipe_assets.render.literal import find_actor
from vidpipe_assets.render.moments import (
    card_rest_s,
    close_up_s,
    happens_s,
    introduced_s,
    map_opening_s,
    map_rest_s,
    opening_s,
    told_s,
    until_told_s,
)
from vidpipe_assets.render.spoken_words import letter_s, word_s

WHOLE = ""
"""The name of the view of all of it."""
_EARLY_S = 0.25
"""The camera is on its way when a word names a part."""
_HELD_S = 1.3
"""For how long a view is seen at least."""
_WHOLE_FIRST_S = 1.2
"""For how long all of a subject is seen before a part of it, while its number is waited for."""
_BESIDE_TYPE = ("icon", "number", "rank")
"""The templates whose subject stands beside what is written."""
_BEFORE_IT_HAPPENS_S = 0.3
"""When all of the subject is seen before something happens to it."""


AMBIENT: tuple[EventKind, ...] = ("bubbles", "float")
"""What goes on all the time: a part is seen meanwhile."""


class Look(NamedTuple):
    """Which view of the subject is seen from a moment on, in seconds."""

    at: float
    view: str


def close_up_spans(scene: ScenePlan, happening: Happening | None, position: int) -> tuple[tuple[float, float], ...]:
    """From when to when a scene shows its subject alone.

    Every other list opens with it, and a map whose place is named late. A card whose title has been read while more is
    told gives way to it, perhaps for the second time, as does a number that is said late, and read.
    """
    span = None
    if happening and happening.is_event:
        words = [one.word for one in staged(happening)]
        span = told_s(scene, min(words), max(words)) or happens_s(scene, min(words), max(words))
        if happening.actor:
            span = span or introduced_s(scene, min(words)) or map_rest_s(scene)
    span = span or close_up_s(scene)
    if span is None and position % 2 and (opening := opening_s(scene)):
        span = (0.0, opening)
    spans = [span] if span else []
    if (rest := card_rest_s(scene)) and (span is None or span[1] <= rest[0]):
        spans.append(rest)
    if (opening := map_opening_s(scene)) and (span is None or opening[1] <= span[0]):
        spans.insert(0, opening)
    if span and (waits := until_told_s(scene)) and waits[1] <= span[0]:
        spans.insert(0, waits)
    if scene.picture.template in _BESIDE_TYPE:
        spans = [free for one in spans if (free := _undisturbed(scene, happening, one))]
    return tuple(spans)


def _undisturbed(
    scene: ScenePlan, happening: Happening | None, span: tuple[float, float]
) -> tuple[float, float] | None:
    """A span without what is seen happening beside type before or after it; None: then there is no time for it."""
    starts = happens_from_s(scene, happening) if happening and happening.is_event else math.inf
    acts = any(one.actor for one in staged(happening))
    if span[0] < starts < span[1]:
        return span if span[1] >= scene.seconds else (span[0], starts) if starts - span[0] >= _HELD_S else None
    return None if acts and starts <= span[0] else span


def choose_looks(
    scene: ScenePlan, name: str, happening: Happening | None, spans: Sequence[tuple[float, float]]
) -> tuple[Look, ...]:
    """The views of the illustration `name` in the close-ups of a scene. Each span begins with one."""
    return tuple(Look(*look) for span in spans for look in _views(scene, name, happening, span))


class _Part(NamedTuple):
    """A view that is seen from a moment until another."""

    at: float
    until: float
    view: str


def _views(
    scene: ScenePlan, name: str, happening: Happening | None, span: tuple[float, float]
) -> Iterator[tuple[float, str]]:
    """When which view is seen in one close-up: all of the subject between parts."""
    start, end = span[0], min(span[1], scene.seconds)
    seen = start
    for part in _parts(scene, name, (start, min(end, happens_from_s(scene, happening)))):
        if part.at > seen:
            yield seen, WHOLE
        yield part.at, part.view
        seen = part.until
    if seen < end or seen == start:
        yield seen, WHOLE


def happens_from_s(scene: ScenePlan, happening: Happening | None) -> float:
    """From when on all of the subject must be seen, as something happens to it or somebody comes; infinity: never."""
    events = [one for one in staged(happening) if one.actor or one.kind not in AMBIENT]
    if events and isinstance(scene.picture, Hook):
        return 0.0
    told = (_told_s(scene, one) for one in events)
    return max(min(told, default=math.inf) - _BEFORE_IT_HAPPENS_S, 0.0)


def _told_s(scene: ScenePlan, happening: Happening) -> float:
    told = word_s(scene, happening.word)
    return min(told, word_s(scene, happening.actor_word)) if happening.actor_word >= 0 else told


def _parts(scene: ScenePlan, name: str, span: tuple[float, float]) -> list[_Part]:
    """The parts that are seen within a span: those that are named, or one while something is open."""
    views, others = views_of(name), _others(scene, name)
    if named := _named(scene, views, others, span):
        return named
    told = any(span[0] - _HELD_S <= letter_s(scene, one) <= span[1] for one in others)
    shown = _while_open(scene, span)
    if not views or told or shown is None or shown[1] - shown[0] < _HELD_S:
        return []
    return [_Part(*shown, list(views)[crc32(scene.narration.encode()) % len(views)])]


def _while_open(scene: ScenePlan, span: tuple[float, float]) -> tuple[float, float] | None:
    """From when to when a span may show any part: an opening that asks, or until a number is said that comes late."""
    if isinstance(scene.picture, Hook):
        return span
    if isinstance(scene.picture, Number) and span == until_told_s(scene):
        return span[0] + _WHOLE_FIRST_S, span[1]
    return None


def _named(
    scene: ScenePlan, views: Mapping[str, View], others: Sequence[int], span: tuple[float, float]
) -> list[_Part]:
    """Each part with its word, or as `span` begins in its sentence, to the end of that, or until another is named.

    A word of the subject's own name names no part.
    """
    said = sorted(
        (found.start(), view)
        for view, one in views.items()
        for found in _phrase(one.words).finditer(scene.narration)
        if not _tokens(found.group()) <= _tokens(*scene.search_terms[:1])
    )
    kept: list[_Part] = []
    for part in (_seen_part(scene, view, place, others, span) for place, view in said):
        last = kept[-1] if kept else None
        if part is None or last is None or part.at > last.until + _HELD_S:
            kept += [part] if part else []
        elif part.view == last.view:
            kept[-1] = last._replace(until=part.until)
        elif part.at >= last.at + _HELD_S:
            kept[-1:] = [last._replace(until=part.at), part]
    return kept


def _seen_part(
    scene: ScenePlan, view: str, place: int, others: Sequence[int], span: tuple[float, float]
) -> _Part | None:
    """The part that the word at `place` names; None: it is another thing's, or there is no time for it."""
    starts = sentence_starts(scene.narration, after_colon=True)
    begins = max(start for start in starts if start <= place)
    at = letter_s(scene, place) - _EARLY_S
    if any(begins <= one < place for one in others):
        return None
    at = span[0] if at < span[0] + _EARLY_S else at
    ends = next((start for start in starts if start > place), None)
    until = max(math.inf if ends is None else letter_s(scene, ends), at + _HELD_S)
    until = span[1] if until > span[1] - _HELD_S else until
    following = (letter_s(scene, one) - _EARLY_S for one in others if one > place)
    until = min(until, *following, math.inf)
    return _Part(at, until, view) if until - at >= _HELD_S else None


_NAME = re.compile(r"(?<![\w'\u2019-])[A-Z][\w-]*(?P<owns>['\u2019]s)?")
_MONTHS = "january february march april may june july august september october november december"
_NO_THINGS = frozenset(f"it that he she there here what who celsius fahrenheit {_MONTHS}".split())


def _others(scene: ScenePlan, name: str) -> list[int]:
    """Where the narration names somebody, some place or some thing other than the subject and its parts."""
    text = scene.narration
    starts = sentence_starts(text, after_colon=True)
    entry, parts = index()[_subject_of(name)], views_of(name).values()
    own = _tokens(
        *scene.search_terms[:1], *entry.subjects, *entry.words, *(word for one in parts for word in one.words)
    )
    found = [
        one.start()
        for one in _NAME.finditer(text)
        if (named := _tokens(one.group()))
        and not named & (own | _NO_THINGS)
        and (one["owns"] or one.start() not in starts)
    ]
    found += [one.start() for one in _things().finditer(text) if not _tokens(one.group()) <= own]
    actor = find_actor(text)
    return sorted([*found, actor[1]] if actor else found)


def _subject_of(name: str) -> str:
    """Whose further drawing it is, or itself."""
    return next((one for one, further in drawings().items() if name in further), name)


def _tokens(*texts: str) -> frozenset[str]:
    return frozenset(token.removesuffix("s") for text in texts for token in re.findall(r"[^\W_]{2,}", text.casefold()))


@lru_cache(maxsize=1)
def _things() -> re.Pattern[str]:
    """The names of all that is drawn."""
    names = {one for entry in index().values() for one in (*entry.subjects, *entry.words)}
    return _phrase(tuple(sorted(names, key=lambda one: (-len(one), one))))


@lru_cache(maxsize=512)
def _phrase(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?:s|es)?(?!\w)", re.IGNORECASE)
