"""The formats: what each needs of a story's facts, and how it opens; `order` says in which order it tells them.

- `countdown`: facts ranked by how surprising they are, which is said, and announced by their numbers, the most
  surprising one last.
- `story`: one arc without numbers: what it is, what happened in the order of its years, and at the end the fact that
  the hook has asked about, behind that question again.
- `versus`: comparisons, and what else is worth telling.
- `myth_or_fact`: 'true or false?', a pause, the answer. False is only what a fact names as a myth.
- `quiz`: a gap for a number, a pause, the answer.
- `how_it_works`: what makes it special, then step by step.
- `timeline`: what has a date, the earliest first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vidpipe_assets.model.pictures import Bars, Steps, Timeline, Versus
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.offline.asking import myth_tellings, quiz_tellings
from vidpipe_assets.writing.offline.fact_choice import FormerTakes, SeededRandom
from vidpipe_assets.writing.offline.openings import (
    Opening,
    game_opening,
    tease_opening,
    teasing_openings,
    titled_opening,
)
from vidpipe_assets.writing.offline.telling import Telling, figure_title, tellings
from vidpipe_assets.writing.pace import SpeechSeconds

KINDS = ("countdown", "story", "versus", "myth_or_fact", "quiz", "how_it_works", "timeline")

ASKING = ("quiz", "myth_or_fact")
"""The formats in which each fact is asked for before it is told."""

BEST_LAST = ("countdown", "story", "versus", "how_it_works")
"""Formats that keep what their opening asks about for the end."""

_NEEDS = {
    "countdown": "facts",
    "story": "facts",
    "versus": "two facts with a comparison (a figure of the template versus or bars)",
    "myth_or_fact": "facts whose first sentence is true by itself, or that name a myth",
    "quiz": "facts about a number that can be asked for",
    "how_it_works": "a fact in steps (a figure of the template steps)",
    "timeline": "three facts with a year, or one that is shown as a timeline",
}

YEAR = re.compile(
    r"(?<![\d,.])(?<!study of )(?<!reported in )(1[0-9]\d\d|20\d\d)"
    r"(?![\d,]|\.\d| (?:meters|kilometers|people|tons|degrees))"
)
_SURPRISING = 3
_FEWEST_DATED, _FEWEST_COMPARED = 3, 2
_STORY, _COUNTDOWN, _LAST_RESORT = 1.15, 0.85, 0.01
"""How well facts carry a story, which any do, and a countdown: well where their surprise ranks them, else hardly."""
_RANKS = 3
"""Levels of surprise that make a ranking: numbers before facts that are all alike rank nothing."""
_DATED = _COMPARED = 4.0
"""What is worth more where a format is about it."""


@dataclass(frozen=True)
class Material:
    """A story's facts in one format: of each the ways of telling it. Facts that the format cannot tell are left out."""

    kind: str
    ways: dict[str, tuple[Telling, ...]]
    facts: tuple[Fact, ...]

    @property
    def dated(self) -> int:
        """How many facts can be told with a year; one that is shown as a timeline counts as three."""
        options = self.ways.values()
        lines = sum(any(_in_years(one) for one in ways) for ways in options)
        return sum(any(one.year for one in ways) for ways in options) + 2 * lines

    @property
    def compared(self) -> int:
        """How many facts can be told as a comparison."""
        return sum(any(_compares(one) for one in ways) for ways in self.ways.values())

    @property
    def fewest_met(self) -> bool:
        """Whether there are facts enough for any video of this format."""
        enough = len(self.facts) >= (2 if self.kind in ("quiz", "myth_or_fact") else 3)
        if self.kind == "how_it_works":
            return enough and any(_in_steps(one) for options in self.ways.values() for one in options)
        if self.kind == "versus":
            return enough and self.compared >= _FEWEST_COMPARED
        if self.kind == "timeline":
            return enough and self.dated >= _FEWEST_DATED
        return enough or (self.kind in ("countdown", "story") and len(self.facts) >= 2)


def about(kind: str, ways: Sequence[Telling]) -> tuple[Telling, ...]:
    """Those of the ways of telling a fact that make it what a video of this format may be about."""
    match kind:
        case "how_it_works":
            return tuple(filter(_in_steps, ways))
        case "versus":
            return tuple(filter(_compares, ways))
        case "timeline":
            return tuple(filter(_in_years, ways)) or tuple(one for one in ways if one.year)
        case _:
            return tuple(ways)


def keeps_its_promise(kind: str, told: Sequence[Telling]) -> bool:
    """Whether what was chosen is what the format is about."""
    match kind:
        case "versus":
            return sum(map(_compares, told)) >= _FEWEST_COMPARED
        case "timeline":
            return sum(one.year > 0 for one in told) >= 2 or any(map(_in_years, told))
        case "how_it_works":
            return any(map(_in_steps, told))
        case _:
            return True


def needs(kind: str) -> str:
    """What a format needs of the facts, for a person."""
    return _NEEDS[kind]


def material_of(
    kind: str, facts: Sequence[Fact], spoken_s: SpeechSeconds, subject: str, best: str = "", *, short: bool = False
) -> Material:
    """What `kind` can tell of `facts`. `best`: the id of the fact that the hook is about. `short`: see `tellings`."""
    ways = {fact.id: _ways(kind, fact, spoken_s, subject, best=fact.id == best, short=short) for fact in facts}
    told = tuple(fact for fact in facts if ways[fact.id])
    return Material(kind, ways, told)


def _ways(
    kind: str, fact: Fact, spoken_s: SpeechSeconds, subject: str, *, best: bool, short: bool
) -> tuple[Telling, ...]:
    if kind in ("quiz", "myth_or_fact"):
        return (quiz_tellings if kind == "quiz" else myth_tellings)(fact, spoken_s, subject)
    own = tellings(fact, spoken_s, subject, best=best, short=short)
    match kind:
        case "versus":
            return tuple(replace(one, worth=one.worth + _COMPARED) for one in own if _compares(one)) or own
        case "how_it_works" if isinstance(fact.figure, Steps):
            return tuple(one for one in own if _in_steps(one)) or own
        case "timeline":
            dated = map(_dated, own)
            return tuple(replace(one, worth=one.worth + _DATED * bool(one.year) + _in_years(one)) for one in dated)
        case "story":
            return tuple(map(_dated, own))
        case _:
            return own


def _compares(one: Telling) -> bool:
    return any(isinstance(piece.figure, Versus | Bars) for piece in one.pieces)


def _in_steps(one: Telling) -> bool:
    return any(isinstance(piece.figure, Steps) for piece in one.pieces)


def _in_years(one: Telling) -> bool:
    return any(isinstance(piece.figure, Timeline) for piece in one.pieces)


def _dated(one: Telling) -> Telling:
    """The telling with the earliest year that it says."""
    years = [int(found) for found in YEAR.findall(one.text)]
    for piece in one.pieces:
        if isinstance(piece.figure, Timeline):
            years += [
                int(found) for moment in piece.figure.moments for found in re.findall(r"\b(\d{4})\b", moment.when)
            ]
    return replace(one, year=min(years, default=0))


def allowed_formats(facts: Sequence[Fact], spoken_s: SpeechSeconds, subject: str) -> dict[str, float]:
    """The formats that these facts carry well, each with how well: what `auto` chooses from."""
    found: dict[str, float] = {"story": _STORY, "countdown": _COUNTDOWN if _ranks(facts) else _LAST_RESORT}
    figures = [fact.figure for fact in facts]
    compared = material_of("versus", facts, spoken_s, subject).compared
    asked = len(material_of("quiz", facts, spoken_s, subject).facts)
    dated = material_of("timeline", facts, spoken_s, subject).dated
    stepped = sum(isinstance(one, Steps) for one in figures)
    myths = sum(bool(fact.myth) for fact in facts)
    surprising = sum(fact.surprise >= _SURPRISING for fact in facts)
    if compared >= 3:
        found["versus"] = min(0.7 + compared / 8, 1.4)
    if asked >= 3:
        found["quiz"] = min(0.5 + asked / 10, 1.2)
    if dated >= _FEWEST_DATED:
        found["timeline"] = min(0.5 + dated / 12, 1.2)
    if stepped >= 1 and len(facts) >= 4:
        found["how_it_works"] = 0.7 + 0.6 * (stepped - 1)
    if myths and surprising >= 3:
        found["myth_or_fact"] = 0.8 + 0.6 * myths
    return found


def _ranks(facts: Sequence[Fact]) -> bool:
    """Whether the facts differ in their surprise as the places of a countdown do."""
    return len({fact.surprise for fact in facts if fact.figure is not None}) >= _RANKS


def preferred_formats(
    kind: str, facts: Sequence[Fact], spoken_s: SpeechSeconds, subject: str, rng: SeededRandom, former: FormerTakes
) -> list[str]:
    """The formats to try, the first one first: the theme's own, or with 'auto' by what the facts allow, and chance.

    After a rejection those come first that no take has had.
    """
    if kind != "auto":
        return [kind]
    allowed = allowed_formats(facts, spoken_s, subject)
    order = sorted(allowed, key=lambda name: -allowed[name] * (0.35 + rng.fraction(f"format {name}")))
    return sorted(order, key=former.formats.count)


def openings(kind: str, name: str, best: Fact, told: int, subject: str, tone: str, rng: SeededRandom) -> list[Opening]:
    """The ways of opening a video of `told` facts, the strongest first."""
    tease = [one for one in (tease_opening(best),) if one is not None]
    title = figure_title(best.figure) if best.figure else ""
    match kind:
        case "quiz" | "myth_or_fact":
            return [game_opening(kind, name, best, told, subject, tone, rng)]
        case "versus":
            return tease or [game_opening(kind, name, best, told, subject, tone, rng)]
        case "how_it_works":
            return [*tease, titled_opening(subject, title, "step by step", ("How does", "*it work?*"))]
        case "timeline":
            dated = title if isinstance(best.figure, Timeline) else ""
            return [*tease, titled_opening(subject, dated, "year by year", ("Then", "*and now*"))]
        case _:
            return teasing_openings(name, best, subject, tone, rng)


def bests(kind: str, material: Material, former: FormerTakes, rng: SeededRandom) -> list[Fact]:
    """The facts that the video may be about, the most surprising first; after a rejection others than before."""
    facts = [fact for fact in material.facts if about(kind, material.ways[fact.id])]
    if not facts:
        return []
    most = max(fact.surprise for fact in facts)
    found = [fact for fact in facts if fact.surprise >= most - (2 if former else 1)]
    return sorted(found, key=lambda fact: (fact.id in former.bests, -fact.surprise, rng.fraction(f"best {fact.id}")))
