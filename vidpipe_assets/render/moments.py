"""When the things of a scene appear, in seconds of its clip: pictures draw by it, and sounds are laid by it. Pure."""

import math
from itertools import pairwise

from vidpipe_assets.model.plan import LEAD_IN_S, TAIL_S, ScenePlan

LATEST_BEAT = 0.82
"""A share of the scene: what the last word names must still be seen."""
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


_HELD_S, _LONGEST_S = 1.5, 3.3
"""A picture is seen for the first at least, and for the second at most, before it is seen anew."""
_WISHED_S = 2.5
_CLAUSE_ENDS = (",", ".", ":", ";", "?", "!", "\u2013", "\u2014", "\u3002", "\u3001", "\u060c", "\u061f")


def view_cuts_s(scene: ScenePlan) -> tuple[float, ...]:
    """When the camera goes to another place: with words, best with one that names something or begins a clause."""
    words = _word_starts_s(scene)
    named = {scene.seconds * beat.at for beat in scene.beats}
    cuts: list[float] = []
    last = 0.0
    while scene.seconds - last > _HELD_S + _LONGEST_S - 0.4:
        latest = min(last + _LONGEST_S, scene.seconds - _HELD_S)
        within = [(at, clause) for at, clause in words if last + _HELD_S <= at <= latest]
        ranked = [(0 if clause else 1, abs(at - last - _WISHED_S), at) for at, clause in within]
        ranked += [(0, abs(at - last - _WISHED_S), at) for at in named if last + _HELD_S <= at <= latest]
        last = min(ranked)[2] if ranked else last + _WISHED_S
        cuts.append(last)
    return tuple(cuts)


def word_s(scene: ScenePlan, word: int) -> float:
    """Roughly when the narration's word at this place begins; at once for a place before the first."""
    starts = _word_starts_s(scene)
    return starts[min(word, len(starts) - 1)][0] if word >= 0 and starts else 0.0


def _word_starts_s(scene: ScenePlan) -> list[tuple[float, bool]]:
    """Roughly when each word begins, since nothing is spoken yet, and whether a clause begins with it."""
    words = scene.narration.split()
    spoken_s = max(scene.seconds - LEAD_IN_S - TAIL_S, 0.1)
    letters = max(sum(len(word) + 1 for word in words), 1)
    starts: list[tuple[float, bool]] = []
    said, clause = 0, True
    for word in words:
        starts.append((LEAD_IN_S + spoken_s * said / letters, clause))
        said += len(word) + 1
        clause = word.endswith(_CLAUSE_ENDS)
    return starts


_CLOSE_S, _READ_S = 1.4, 0.8
"""How long the subject is seen alone at least, and how long what was named last has been seen before that."""
_ONE_THING = ("number", "rank", "icon")
_SEVERAL_THINGS = ("versus", "bars", "timeline", "steps", "line")


def close_up_s(scene: ScenePlan) -> tuple[float, float] | None:
    """From when to when a drawn scene may show its subject alone: between two cuts, while nothing is named.

    None where there is no such time. What comes one after another comes with its words: without beats it is not known
    when. The last of the times that end before the scene does is taken, else its end, then for as long as it lasts.
    """
    kind = scene.picture.template
    if kind not in _ONE_THING and (kind not in _SEVERAL_THINGS or not scene.beats):
        return None
    named = [scene.seconds * min(beat.at, LATEST_BEAT) for beat in scene.beats] or [beat_s(scene, 0, 0.3)]
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


_ARRIVES_S = 1.3
"""When a map has come near."""
_MAY_LAG_S = 0.9
"""How long after its word what happened may be seen."""
_SEEN_AFTERWARDS_S = 1.5
"""How long a map is seen once more behind it."""


def told_s(scene: ScenePlan, word: int) -> tuple[float, float] | None:
    """From when to when a map may give way to what happened there.

    From the cut before the word that tells it to the one behind; to its sentence's end if the map has time then.
    """
    if scene.picture.template != "where":
        return None
    at = word_s(scene, word) + _MAY_LAG_S
    spans = pairwise((*view_cuts_s(scene), scene.seconds))
    span = next(((start, end) for start, end in spans if max(start, _ARRIVES_S) <= at < end), None)
    sentence_end = _sentence_end_s(scene, word)
    if span and span[1] < sentence_end <= scene.seconds - _SEEN_AFTERWARDS_S:
        return span[0], sentence_end
    return span


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
