"""At which side of a comparison the camera looks when: at the one that is named or told, at both at the result. Pure.

A comparison that stood still until its second number was said was left before it. So something is seen to change every
two seconds, with a word: a side comes nearer, a number lands, both are seen again.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

BOTH = -1
"""Instead of the number of a side."""
_RESULT_S = 0.7
"""How long after the second number both are looked at."""
_HELD_S = 0.8
"""How long a side is looked at at least."""
_CHANGES_S = 2.0
"""After so long at the latest something else is seen."""
_FIRST_S = 0.7
"""So long both are seen first: what is compared."""


class Turn(NamedTuple):
    """From a moment on, in seconds of the clip, the camera looks at a side (0 or 1), or at `BOTH`."""

    at: float
    side: int


def result_s(said: tuple[float, float]) -> float:
    """When both numbers have been read and the result is shown; `said`: when each is."""
    return max(said) + _RESULT_S


def turns(
    seconds: float, named: tuple[float, float], said: tuple[float, float], larger: int, words: Sequence[float] = ()
) -> tuple[Turn, ...]:
    """Where the camera looks in a scene of `seconds`, first at both.

    `named` and `said`: when each side and its number are; `larger`: the side with the larger value, or `BOTH`; `words`:
    when words begin, with one of which the camera goes where nothing is named for long.
    """
    mentions = sorted((at, side) for pair in (named, said) for side, at in enumerate(pair))
    end = result_s(said)
    found = [Turn(0.0, BOTH)]
    for named_at, side in (*((at, side) for at, side in mentions if at < end), (end, BOTH)):
        at = max(named_at, _FIRST_S)
        if side == found[-1].side:
            continue
        if at - found[-1].at < _HELD_S and len(found) > 1 and side != BOTH:
            found[-1] = Turn(found[-1].at, side)
        else:
            found.append(Turn(at, side))
    return tuple(_without_rests(found, seconds, said, larger, words))


def _without_rests(
    found: list[Turn], seconds: float, said: tuple[float, float], larger: int, words: Sequence[float]
) -> list[Turn]:
    """The turns, and others between them where neither the camera goes nor a number lands for too long."""
    moments = sorted({*(turn.at for turn in found), *said, seconds})
    more = list(found)
    for before, end in pairwise(moments):
        start = before
        goes_to = next((turn.side for turn in found if turn.at == end), None)
        parts = math.ceil((end - start) / _CHANGES_S - 1e-6)
        for part in range(1, parts):
            looked = max((turn for turn in more if turn.at <= start), key=lambda turn: turn.at).side
            following = next((turn.side for turn in found if turn.at >= end and turn.side != BOTH), larger)
            side = max(following, 0) if looked == BOTH else BOTH
            if part == parts - 1 and side == goes_to:
                side = 1 - max(side, looked)  # a glance at the other one: else nothing would change then
            start = _with_a_word(start + (end - start) / (parts - part + 1), words)
            more.append(Turn(start, side))
    return sorted(more)


_NEAR_S = 0.3


def _with_a_word(at: float, words: Sequence[float]) -> float:
    """The beginning of a word that is near, else the moment itself."""
    nearest = min(words, key=lambda one: abs(one - at), default=at)
    return nearest if abs(nearest - at) <= _NEAR_S else at
