"""When a drawn scene shows its subject alone, and which part of it is seen then: from scene to scene another. Pure.

A part is seen when the words name it; else each scene has the part whose turn it is. What happens to the subject is
seen from afar, but for what leaves it where it is.
"""

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from vidpipe_assets.model.events import EventKind
from vidpipe_assets.model.pictures import Hook
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.render.happenings import Happening, staged
from vidpipe_assets.render.illustrations.files import View, views_of
from vidpipe_assets.render.moments import (
    card_rest_s,
    clauses_s,
    close_up_s,
    happens_s,
    introduced_s,
    map_opening_s,
    map_rest_s,
    opening_s,
    told_s,
)
from vidpipe_assets.render.spoken_words import letter_s, word_s

WHOLE = ""
"""The name of the view of all of it."""
_EARLY_S = 0.25
"""The camera is on its way when a word names a part."""
_HELD_S = 1.3
"""For how long the camera stays at least."""
_LONG_S = 3.4
"""A close-up that lasts longer has two views."""
_BEFORE_IT_HAPPENS_S, _SEEN_S = 0.3, 2.0
"""When all of the subject is seen before something happens to it, and how long after it has survived that."""
_ROUND: tuple[EventKind, ...] = ("float", "frost", "glow", "heat", "night", "pulse", "rain", "snow", "sunset")
"""What happens to all of a subject, or round it: it is seen on any part of it."""
_BESIDE: tuple[EventKind, ...] = (
    *_ROUND, "alarm", "damage", "flames", "notes", "rings", "signal", "smoke", "sparks",
)  # fmt: skip
"""What leaves a subject where it is: a part that is named is seen meanwhile."""


class Look(NamedTuple):
    """Which view of the subject is seen from a moment on, in seconds; `turn`: of all scenes, as for `choose_looks`."""

    at: float
    view: str
    turn: int


def close_up_spans(scene: ScenePlan, happening: Happening | None, position: int) -> tuple[tuple[float, float], ...]:
    """From when to when a scene shows its subject alone.

    Every other list opens with it, and a map whose place is named late. A card whose title has been read while more is
    told gives way to it, perhaps for the second time.
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
    return tuple(spans)


def choose_looks(
    scene: ScenePlan, name: str, happening: Happening | None, spans: Sequence[tuple[float, float]], turn: int
) -> tuple[Look, ...]:
    """The views of the illustration `name` in the close-ups of a scene, the `turn`-th of its video, from 0.

    Each span begins with one.
    """
    found: list[Look] = []
    for span in spans:
        for at, view in _views(scene, name, happening, span, turn + len(found)):
            found.append(Look(at, view, turn + len(found)))
    return tuple(found)


def _views(
    scene: ScenePlan, name: str, happening: Happening | None, span: tuple[float, float], turn: int
) -> list[tuple[float, str]]:
    """When which view is seen in one close-up."""
    start, end = span[0], min(span[1], scene.seconds)
    views = views_of(name)
    afar = min(_afar_s(scene, happening, span, _BESIDE), end)
    named = _named(scene, views, start, afar - _HELD_S)
    if named and named[0][0] <= start + _EARLY_S:
        found = [(start, named[0][1]), *named[1:]]
    elif named:
        found = [(start, WHOLE), *named]
    else:
        afar = min(_afar_s(scene, happening, span, _ROUND), end)
        found = _unnamed(scene, views, (start, afar), turn)
    return [*found, (afar, WHOLE)] if afar < end and found[-1][1] != WHOLE else found


def _unnamed(
    scene: ScenePlan, views: Mapping[str, View], span: tuple[float, float], turn: int
) -> list[tuple[float, str]]:
    """The part whose turn it is, of those named elsewhere if there are any; all of it before, where there is time."""
    start, end = span
    if end - start < _HELD_S:
        return [(start, WHOLE)]
    named = [view for view, one in views.items() if _phrase(one.words).search(scene.narration)]
    order = named or [*views, WHOLE]
    fresh = order[turn % len(order)]
    if fresh == WHOLE or end - start < _LONG_S:
        return [(start, fresh)]
    middle = (start + end) / 2
    turns = [at for at in clauses_s(scene) if start + _HELD_S <= at <= end - _HELD_S]
    return [(start, WHOLE), (min(turns, key=lambda at: abs(at - middle), default=middle), fresh)]


def _afar_s(
    scene: ScenePlan, happening: Happening | None, span: tuple[float, float], beside: Sequence[EventKind]
) -> float:
    """From when on all of the subject must be seen, since what is not `beside` it happens to it; infinity: never."""
    afar = [one for one in staged(happening) if one.actor is not None or one.kind not in beside]
    if afar and isinstance(scene.picture, Hook):
        return span[0]
    return max(min((_told_s(scene, one, span) for one in afar), default=math.inf) - _BEFORE_IT_HAPPENS_S, span[0])


def _told_s(scene: ScenePlan, happening: Happening, span: tuple[float, float]) -> float:
    """When it is told, or who comes; infinity: it has been survived before this close-up."""
    told = word_s(scene, happening.word)
    if happening.survived >= 0 and told < span[0] - _SEEN_S:
        return math.inf
    return min(told, word_s(scene, happening.actor_word)) if happening.actor_word >= 0 else told


def _named(scene: ScenePlan, views: Mapping[str, View], start: float, latest: float) -> list[tuple[float, str]]:
    """When the words name which part between two moments; a little before `start` counts, too."""
    said = sorted(
        (letter_s(scene, found.start()) - _EARLY_S, view)
        for view, one in views.items()
        for found in _phrase(one.words).finditer(scene.narration)
    )
    kept: list[tuple[float, str]] = []
    for at, view in said:
        if start - _HELD_S <= at <= latest and (not kept or (view != kept[-1][1] and at >= kept[-1][0] + _HELD_S)):
            kept.append((max(at, start), view))
    return kept


@lru_cache(maxsize=512)
def _phrase(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?:s|es)?(?!\w)", re.IGNORECASE)
