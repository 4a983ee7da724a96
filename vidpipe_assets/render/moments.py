"""When the things of a scene appear, in seconds of its clip: pictures draw by it, and sounds are laid by it. Pure."""

import math
import re
from itertools import pairwise

from vidpipe_assets.language.words import sentence_starts
from vidpipe_assets.model.pictures import IconCard, Number, Picture, Quote, Rank, Versus, Where
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.render.spoken_words import LATEST_BEAT, letter_s, text_s, word_s, words_s

FIRST_S = 1.0
"""When the first of several things has come at the latest."""


def beat_s(scene: ScenePlan, number: int, share: float) -> float:
    """When the narration names the n-th thing shown, else a moment `share` of the way through the scene."""
    return scene.seconds * min(scene.beats[number].at if number < len(scene.beats) else share, LATEST_BEAT)


def turn_s(scene: ScenePlan, number: int, count: int, share: float) -> float:
    """When the n-th of `count` things comes that are shown one after another: with its word, as `beat_s`.

    But no later than an even pace allows, the last one apart: where the narration names them all at its end, the
    picture must not stand empty until then.
    """
    even = FIRST_S + (scene.seconds * LATEST_BEAT - FIRST_S) * number / max(count - 1, 1)
    return min(beat_s(scene, number, share), even)


LONG_S = 4.5
"""A scene that lasts longer shows a still twice: from farther away, then from nearer."""


def second_view_s(scene: ScenePlan) -> float:
    """When a still is seen from nearer: with the word of the beat nearest to the scene's middle; 0: it is too short."""
    if scene.seconds < LONG_S:
        return 0.0
    named = [one.at for one in scene.beats if 0.33 <= one.at <= 0.7]
    return scene.seconds * min(named, key=lambda at: abs(at - 0.5), default=0.5)


_HELD_S, _WISHED_S, _LONGEST_S = 1.5, 2.5, 4.4
"""A picture is seen for the first at least before it is seen anew, best for the second, and for the third unchanged."""
_CLAUSE_STARTS = re.compile(
    r"[,.:;?!\u2013\u2014\u060c\u061f][\"'\u2019\u201d)]*\s+(?=\S)|[\u3002\u3001\uff0c\uff01\uff1f\uff1b\uff1a](?=\S)"
    r"|\s+(?=(?:but|because|which|while|until|when|where|although|though|unless)\s)"
)


def view_cuts_s(scene: ScenePlan) -> tuple[float, ...]:
    """When the camera goes to another place: only where a clause begins, so that no sentence is torn."""
    clauses = clauses_s(scene)
    cuts: list[float] = []
    last = 0.0
    while scene.seconds - last > _LONGEST_S:
        within = [at for at in clauses if last + _HELD_S <= at <= scene.seconds - _HELD_S]
        if not within:
            break
        last = min(within, key=lambda at: abs(at - last - _WISHED_S))
        cuts.append(last)
    return tuple(cuts)


def clauses_s(scene: ScenePlan) -> list[float]:
    """When each clause after the first begins."""
    return [letter_s(scene, found.end()) for found in _CLAUSE_STARTS.finditer(scene.narration)]


_CLOSE_S, _READ_S = 1.4, 0.8
"""How long the subject is seen alone at least, and how long what was named last has been seen before that."""
_ONE_THING = ("number", "rank", "icon")
_SEVERAL_THINGS = ("versus", "bars", "timeline", "steps", "line")


def close_up_s(scene: ScenePlan) -> tuple[float, float] | None:
    """From when to when a drawn scene may show its subject alone: between two cuts, while nothing is named.

    None where there is no such time. What comes one after another comes with its words: without beats it is not known
    when. The last of the times that end before the scene does is taken, else its end, then for as long as it lasts.
    A number that has been read gives its place to the subject as soon as something else is said: see `rest_s`. Until
    a number or a title is said, the subject has the place of both: see `until_told_s`.
    """
    kind = scene.picture.template
    if kind == "hook":
        return _asked_s(scene)
    if span := rest_s(scene) or until_told_s(scene):
        return span
    if kind not in _ONE_THING and (kind not in _SEVERAL_THINGS or not scene.beats):
        return None
    named = _named_s(scene)
    cuts = view_cuts_s(scene)
    free = [
        (start, end)
        for start, end in pairwise((*cuts, scene.seconds))
        if end - start >= _CLOSE_S and not any(start - _READ_S < at < end for at in named)
    ]
    within = [span for span in free if span[1] < scene.seconds]
    if within:
        return within[-1]
    return (free[-1][0], math.inf) if free and kind in _ONE_THING else None


_HEADLINE_S, _ASKED_S = 1.6, 1.0
"""How long a headline is seen at least, and the subject alone while it is asked about."""
_ASKS = re.compile(r"[?\u061f\uff1f]")


def _asked_s(scene: ScenePlan) -> tuple[float, float] | None:
    """From when an opening asks, after it has told something, until its end."""
    _, *starts = sentence_starts(scene.narration, after_colon=True)
    asking = [at for at in starts if _ASKS.search(scene.narration, at)]
    if not asking:
        return None
    asked = letter_s(scene, asking[-1])
    return (asked, math.inf) if asked >= _HEADLINE_S and scene.seconds - asked >= _ASKED_S else None


_READY_S = 0.5
"""How long before what it tells a scene is as it will be: a number begins to count then."""
_SOON_S = 1.0
"""For so long what is to be seen next waits for a clause to begin, else it comes with any word."""


_MAP_S = 0.9
"""How long a map is seen after the last that is named on it."""
_MAP_READY_S = 1.0
"""How long a map is seen before it names its place."""
_WORD_S = 0.3
"""For how long each word of a title is seen at least."""


def rest_s(scene: ScenePlan) -> tuple[float, float] | None:
    """From when the subject takes the place of a number that has been said and read; None: nothing more is told."""
    match scene.picture:
        case Number(is_bare=True):
            return _after_reading_s(scene, _READ_S)
        case _:
            return None


def card_rest_s(scene: ScenePlan) -> tuple[float, float] | None:
    """The same of a title, where a card has nothing else to read."""
    match scene.picture:
        case IconCard(is_bare=True, title=title) | Rank(is_bare=True, stat="", title=title):
            return _after_reading_s(scene, _WORD_S * len(title.split()))
        case _:
            return None


def map_opening_s(scene: ScenePlan) -> tuple[float, float] | None:
    """Until when a map whose place is named late gives way to its subject: it would be without anything until then."""
    end = min(_named_on_map_s(scene), default=0.0) - _MAP_READY_S
    return (0.0, end) if end >= _CLOSE_S else None


def map_rest_s(scene: ScenePlan) -> tuple[float, float] | None:
    """The same of a map on which all has been named: who is told of before it has come is seen behind it."""
    start = max(_named_on_map_s(scene), default=math.inf) + _MAP_S
    return (start, math.inf) if start <= scene.seconds - _CLOSE_S else None


def _named_on_map_s(scene: ScenePlan) -> list[float]:
    """When what a map shows is named; empty: there is no map, or it is not known when."""
    return _named_s(scene) if isinstance(scene.picture, Where) and scene.beats else []


def _after_reading_s(scene: ScenePlan, read_s: float) -> tuple[float, float] | None:
    read = max(_named_s(scene)) + read_s
    clauses = clauses_s(scene)
    soon = [at for at in clauses if read <= at <= read + _SOON_S]
    start = next((at for at in (*soon, *words_s(scene)) if at >= read), math.inf)
    return (start, math.inf) if start <= scene.seconds - _CLOSE_S else None


def until_told_s(scene: ScenePlan) -> tuple[float, float] | None:
    """Until when a scene has nothing but its subject, or what is open; None: it soon has more to tell."""
    picture = scene.picture
    match picture:
        case Number(is_bare=True):  # its label comes with it
            first = beat_s(scene, 0, 0.3)
        case Versus() if scene.beats:
            first = min(_named_s(scene)) - _READY_S
        case IconCard(is_bare=True, title=title) | Rank(is_bare=True, title=title):
            first = min(text_s(scene, [(word, 0) for word in title.split()]) or (0.0,))
        case _:
            return None
    if isinstance(picture, Rank) and picture.stat.strip():
        first = min(first, beat_s(scene, 0, 0.45))
    return (0.0, first - _READY_S) if first >= _CLOSE_S + _READY_S and not scene.pause_s else None


def _named_s(scene: ScenePlan) -> list[float]:
    """When what is shown comes, each with its word: what a scene builds up to, rows of a list, and what is written."""
    named = [scene.seconds * min(beat.at, LATEST_BEAT) for beat in scene.beats] or [beat_s(scene, 0, 0.3)]
    for text in _written(scene.picture):
        named += text_s(scene, [(word, 0) for word in text.split()]) or ()
    return named


def _written(picture: Picture) -> tuple[str, ...]:
    match picture:
        case Number():
            return (picture.label,)
        case Rank():
            return picture.title, picture.detail
        case IconCard():
            return picture.title, picture.sub
        case _:
            return ()


_ARRIVES_S = 1.3
"""When a map has come near."""
_MAY_LAG_S = 0.9
"""How long after its word what happened may be seen."""
_SEEN_BEFORE_S = 0.5
"""How long the subject is seen alone before it happens."""
_SEEN_AFTERWARDS_S = 1.5
"""How long a map or a list is seen once more behind it."""


def happens_s(scene: ScenePlan, word: int, last: int = 0) -> tuple[float, float] | None:
    """From when to when a list may give way to what happens: from a cut, or a little before its word, to a new clause.

    None where the list would not be seen once more behind it. `last`: the word that tells the last of it.
    """
    if scene.picture.template not in _SEVERAL_THINGS:
        return None
    at, latest = word_s(scene, word) + 0.1, scene.seconds - _SEEN_AFTERWARDS_S
    start = max(*(cut for cut in (0.0, *view_cuts_s(scene)) if cut <= at), at - _SEEN_BEFORE_S)
    if isinstance(scene.picture, Versus):
        return _between_numbers(scene, start, at)
    told = max(at, word_s(scene, last))
    end = next((clause for clause in clauses_s(scene) if told + _CLOSE_S <= clause <= latest), latest)
    return (start, end) if end - at >= _CLOSE_S else None


def _between_numbers(scene: ScenePlan, start: float, at: float) -> tuple[float, float] | None:
    """The same of a comparison, whose numbers are seen as they are said, and read: it gives way before or between them.

    Before the first it is empty: it gives way from the start.
    """
    numbers = sorted(_named_s(scene))
    before = [number for number in numbers if number <= at]
    start = max(start, before[-1] + _READ_S) if before else 0.0
    following = next((number for number in numbers if number > at), None)
    if following is None:
        return None
    end = following - _READY_S
    return (start, end) if end - start >= _CLOSE_S and end - at >= _READY_S else None


def told_s(scene: ScenePlan, word: int, last: int = 0) -> tuple[float, float] | None:
    """From when to when a map may give way to what happened there.

    From the cut before the word that tells it to the one behind; to its sentence's end if the map has time then. To the
    scene's end where the word `last` tells the last of it behind that.
    """
    if scene.picture.template != "where":
        return None
    at = word_s(scene, word) + _MAY_LAG_S
    spans = pairwise((*view_cuts_s(scene), scene.seconds))
    span = next(((start, end) for start, end in spans if max(start, _ARRIVES_S) <= at < end), None)
    sentence_end = _sentence_end_s(scene, word)
    if span and word_s(scene, last) > span[1] - _CLOSE_S:
        return span[0], math.inf
    if span and span[1] < sentence_end <= scene.seconds - _SEEN_AFTERWARDS_S:
        return span[0], sentence_end
    return span


_MET_S, _QUOTED_S = 0.2, 0.4
"""How long before a quote who says it has been seen, and how long after it its last word stands alone."""


def introduced_s(scene: ScenePlan, word: int) -> tuple[float, float] | None:
    """From when to when a quote gives way to who says it: until it begins, or after it where only that word names them.

    None where there is no time for it.
    """
    picture = scene.picture
    if not isinstance(picture, Quote):
        return None
    said = text_s(scene, [(one, 0) for one in picture.quote.split()])
    if not said:
        return None
    named = word_s(scene, word)
    if named < min(said):
        span = (0.0, min(said) - _MET_S)
        return span if span[1] >= _CLOSE_S and span[1] - named >= _CLOSE_S / 2 else None
    start = max(max(said) + _QUOTED_S, named - _SEEN_BEFORE_S)
    return (start, math.inf) if scene.seconds - start >= _CLOSE_S else None


def _sentence_end_s(scene: ScenePlan, word: int) -> float:
    """When the sentence of this word is over, and the next one begins; inf for the last one."""
    words = scene.narration.split()
    ends = (place for place in range(word, len(words) - 1) if words[place].endswith((".", "!", "?")))
    following = next(ends, None)
    return math.inf if following is None else word_s(scene, following + 1)


_OPENS_S = (1.1, 2.0)
"""How long a scene may open with its subject."""
_SOONEST_S = 1.3
"""What is named sooner would be missed."""


def opening_s(scene: ScenePlan) -> float:
    """For how long a scene may show its subject alone before what it lists: until a little before the first is named.

    0.0 where there is no time for it: something is named at once, or the scene is short.
    """
    if scene.picture.template not in _SEVERAL_THINGS or scene.seconds < LONG_S:
        return 0.0
    first = min((scene.seconds * beat.at for beat in scene.beats), default=_SOONEST_S)
    return min(max(first - 0.25, _OPENS_S[0]), _OPENS_S[1]) if first >= _SOONEST_S else 0.0
