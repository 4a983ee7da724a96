"""The first seconds: the best fact in a few words, true and unexplained until the end. English."""

import re
from typing import NamedTuple

from vidpipe_assets.editorial.chance import Chance
from vidpipe_assets.editorial.drafts import DULL
from vidpipe_assets.editorial.headlines import fits, lines_of
from vidpipe_assets.editorial.speech_text import capital
from vidpipe_assets.editorial.wording import teases
from vidpipe_assets.model.pictures import Hook
from vidpipe_assets.model.trends import Fact

MOST_WORDS = 12
_LONGEST_SUB = 48
"""Characters that fit on one line."""

_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")


class Opening(NamedTuple):
    """What is said and shown first, and the facts that it gives away a part of."""

    narration: str
    picture: Hook
    evidence: tuple[str, ...]


def opening(name: str, best: Fact, count: int, tone: str, chance: Chance, *, brief: bool) -> Opening:
    """The opening that this story allows: a tease of its best fact, or a challenge where that is too long.

    `brief` leaves the claim alone, for videos that have no seconds to spare.
    """
    claim = best.short.replace("*", "").strip().rstrip(".!")
    ways = ("",) if brief else teases(tone, chance)
    sub = _sub(name, count, chance)
    options = [_teasing(name, claim, best, sub, way) for way in ways]
    fitting = [one for one in options if len(one.narration.split()) <= MOST_WORDS]
    return fitting[0] if fitting and fits(claim) else asking(name, count)


def accent_of(text: str) -> str:
    """The word to stress: the first number that is no year, else the last telling word."""
    words = [word.strip(".,:;!?'\"") for word in text.split()]
    numbers = [word for word in words if any(c.isdigit() for c in word) and not _YEAR.fullmatch(word)]
    telling = [word for word in words if len(word) > 3 and word.lower() not in DULL and not word.isdigit()]
    return numbers[0] if numbers else telling[-1] if telling else words[-1]


def _teasing(name: str, claim: str, best: Fact, sub: str, way: str) -> Opening:
    """Naming the subject first, unless the claim does."""
    said = (
        f"{capital(claim)}. {way}"
        if name.removeprefix("the ").lower() in claim.lower()
        else f"{capital(name)}. {capital(claim)}. {way}"
    )
    picture = Hook(lines=lines_of(capital(claim), accent_of(claim)), sub=sub)
    return Opening(said.strip(), picture, (best.id,))


def asking(name: str, count: int) -> Opening:
    """A challenge to the viewer; shorter than most claims."""
    asked = f"How well do you know {name}?"
    return Opening(asked, Hook(lines=lines_of(asked, name.removeprefix("the ")), sub=_plain_sub(count)), ())


def _sub(name: str, count: int, chance: Chance) -> str:
    """The small line below, in one of several ways, so that two hooks of a theme do not read the same."""
    ways = (
        f"{capital(name)} in {count} facts, the best one last",
        f"{capital(name)}: {count} facts, counting down",
        f"{count} facts about {name}, with sources",
        f"{capital(name)}, counted down in {count} facts",
    )
    fitting = [way for way in chance.shuffled("sub", ways) if len(way) <= _LONGEST_SUB]
    return fitting[0] if fitting else _plain_sub(count)


def _plain_sub(count: int) -> str:
    return f"{count} facts, the best one last"
