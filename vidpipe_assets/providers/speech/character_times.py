"""The words' moments from the characters' moments that a service tells, if they are to be believed."""

import math
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from vidpipe_assets.providers.web.answered import Answered

_SLACK_S = 0.3
"""How far behind the end of the sound the last character may be."""

_PAUSE_S = 0.1
"""What is shorter between two words is no pause."""


class _Alignment(Answered):
    characters: tuple[str, ...]
    character_start_times_seconds: tuple[float, ...]
    character_end_times_seconds: tuple[float, ...]


def word_spans(told: Any, text: str, samples: int, rate: int) -> tuple[tuple[int, int], ...] | None:
    """First and last sample of each of `text.split()`; None where `told` is no alignment of that text with that sound.

    It is none when it is missing or of another form, when its lists differ in length, when its characters are not the
    text's, and when its moments are not in order or lie beyond the sound.
    """
    try:
        found = _Alignment.model_validate(told)
    except ValidationError:
        return None
    starts, ends = found.character_start_times_seconds, found.character_end_times_seconds
    if not len(found.characters) == len(starts) == len(ends) or not _in_order(starts, ends, samples / rate):
        return None
    places = _places("".join(found.characters), text, found.characters)
    if places is None:
        return None
    begin = [round(starts[first] * rate) for first, _ in places]
    end = [min(round(ends[last] * rate), samples) for _, last in places]
    # The space between two words of one breath is the way to the second one's beginning, which is what is told exactly.
    near = (
        after if after - before < _PAUSE_S * rate else before for before, after in zip(end, begin[1:], strict=False)
    )
    return tuple(zip(begin, [*near, end[-1]], strict=True))


def _in_order(starts: tuple[float, ...], ends: tuple[float, ...], seconds: float) -> bool:
    if not starts or not all(math.isfinite(moment) and moment >= 0 for moment in (*starts, *ends)):
        return False
    rising = all(a <= b for moments in (starts, ends) for a, b in pairwise(moments))
    return rising and all(a <= b for a, b in zip(starts, ends, strict=True)) and ends[-1] <= seconds + _SLACK_S


def _places(said: str, text: str, characters: tuple[str, ...]) -> list[tuple[int, int]] | None:
    """For each word, where in `characters` its first and last character are. White space may differ."""
    if said.split() != text.split():
        return None
    owners = [place for place, character in enumerate(characters) for _ in character]
    places: list[tuple[int, int]] = []
    at = 0
    for word in text.split():
        first = said.index(word, at)
        at = first + len(word)
        places.append((owners[first], owners[at - 1]))
    return places
