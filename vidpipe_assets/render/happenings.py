"""What happens in a scene, if it is told literally: how its subject is staged. Pure.

What its writer has named counts first. Else its words are searched, in English only: rather nothing than what misleads.
Nothing happens to subjects of worlds in which it cannot be so: it does not snow in space.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vidpipe_assets.model.events import MEASURES, PERSONS, Actor, EventKind, FurtherEvent
from vidpipe_assets.model.pictures import End, Hook
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.render.amounts import AMOUNT, find_amount
from vidpipe_assets.render.literal import find_actor, find_literal, is_done
from vidpipe_assets.render.worlds.choice import SPACE, UNDER_WATER, choose_world

NEEDS_ACTOR: tuple[EventKind, ...] = ("catch", "compare", "eat", "join", "lift", "meet", "pass", "race")
"""What is nothing without somebody or something else."""
FILLING: tuple[EventKind, ...] = ("calendar", "clock", "compare", "count", "crowd", "eat", "grow", "lift", "race")
"""What fills the room beside the subject with something of its own."""


COVERING: tuple[EventKind, ...] = ("damage", "flames", "frost", "halves", "heat", "paint", "pour")
"""What befalls the subject alone, and not what surrounds it: paint, soot, ice, heat."""


class Happening(NamedTuple):
    """`word`: the place of the word in the narration that tells it; `text`: what is written on it, as it is said.

    `survived`: the place of the word that says that the subject works still; -1: none does. `actor`: who or what else
    takes part, so many times, `size` times as large or as fast as the subject where that is told; it comes with
    `actor_word`, or if that is -1 with `word`. `also`: what else happens, which has nothing else with it. `is_drawn`:
    the drawing of the subject shows it, so that it is not staged.
    """

    kind: EventKind
    word: int
    text: str = ""
    survived: int = -1
    actor: Actor | None = None
    number: int = 1
    size: float = 0.0
    actor_word: int = -1
    also: "Happening | None" = None
    is_drawn: bool = False

    @property
    def needs_width(self) -> bool:
        """Whether something stands beside the subject."""
        return any(one.actor is not None or one.kind in FILLING for one in played(self))

    @property
    def happens_once(self) -> bool:
        """Whether it is not seen to begin again: somebody has come, or something lies on the subject."""
        return any(one.actor is not None or one.kind in COVERING for one in played(self))

    @property
    def is_event(self) -> bool:
        """Whether it is something that one sees happen, more than a measure or a time."""
        return self.kind not in MEASURES or self.actor is not None or self.also is not None


def staged(happening: Happening | None) -> tuple[Happening, ...]:
    """A happening and what else happens with it."""
    return () if happening is None else (happening,) if happening.also is None else (happening, happening.also)


def played(happening: Happening | None) -> tuple[Happening, ...]:
    """The same without what the subject's drawing shows."""
    return tuple(one for one in staged(happening) if not one.is_drawn)


def with_drawn(happening: Happening | None, shows: frozenset[Actor | EventKind]) -> Happening | None:
    """A happening of whose parts a drawing that `shows` these actors and events has some."""
    if happening is None:
        return None
    drawn = (happening.actor or happening.kind) in shows
    return happening._replace(is_drawn=drawn, also=with_drawn(happening.also, shows))


@dataclass(frozen=True)
class _Rule:
    """A phrase and how it is staged. `elsewhere`: more worlds than those of `FORBIDDEN` whose subjects it spares."""

    kind: EventKind
    phrase: re.Pattern[str]
    elsewhere: frozenset[str] = frozenset()


def _rule(kind: EventKind, phrase: str, *elsewhere: str) -> _Rule:
    return _Rule(kind, re.compile(rf"\b(?:{phrase})", re.IGNORECASE), frozenset(elsewhere))


_AIRLESS = SPACE | {"moon", "mars"}
_WEIGHTLESS = SPACE | {"cabin"}
_NO_FIRE = _AIRLESS | UNDER_WATER | {"venus", "cabin", "hospital"}
_STREETS = frozenset({"city", "oldtown", "street", "launchpad", "airfield", "forest", "hospital"})
_NO_SKY = UNDER_WATER | {"cabin", "hospital"}
FORBIDDEN: Mapping[EventKind, frozenset[str]] = {
    "bounce": _WEIGHTLESS | UNDER_WATER,
    "bubbles": _AIRLESS | {"venus", "cabin", "mountains", *_STREETS},
    "catch": _NO_FIRE,
    "erupt": _NO_FIRE,
    "flames": _NO_FIRE,
    "rain": _NO_FIRE,
    "rings": _AIRLESS,
    "sink": _AIRLESS | {"venus", "cabin", "mountains", "desert", "savanna", *_STREETS},
    "smoke": _NO_FIRE,
    "snow": _AIRLESS | _NO_SKY | {"venus"},
    "sunset": _NO_SKY | SPACE | {"venus"},
    "thrust": _NO_SKY,
}
"""Kind -> the worlds in which it cannot be so."""
WORLD_OF: Mapping[EventKind, str] = {"float": "space", "bubbles": "ocean"}
"""Where it happens, wherever the subject is at home."""


_ABOUT = r"(?:about |almost |over |just |only |up to |more than |less than |no more than |another )*"
_NUMBER = rf"{_ABOUT}\d[\d,]*(?:\.\d+)?(?: million| billion| trillion)?"
_RULES = (
    _rule("float", r"in (?:open |interstellar )?space\b|in orbit\b|to \*?orbit\b|into orbit\b"),
    _rule("bubbles", r"meters (?:down|deep)\b|deep-sea\b|dives (?:deeper|its)|when an? [a-z ]+ dives\b|longest dive\b"
          r"|dive deeper\b", "shore", "sea"),
    _rule("rings", r"heard (?:it|them)\b|heard [?\d]|roars?\b|chirps\b|thunder\b|loudest\b|(?:that is|it is) the hum\b"
          r"|decibels\b"),
    _rule("flames", r"burned\b|burning\b|burnt\b|bombing\b|bombed\b|explod(?:ed|es)\b|erupted\b|caught fire\b"
          r"|in flames\b"),
    _rule("heat", r"hottest\b|on hot days?\b|bakes at\b|hot enough\b|heat shield\b"),
    _rule("snow", r"below zero\b|at minus \d|in a freezer\b|frozen\b|on a cold night\b"),
    _rule("speed", rf"{_NUMBER} kilometers (?:per|an|every|a) (?:hour|second)\b|{_NUMBER} meters per second\b"
          r"|fastest (?!known|growing)"),
    _rule("scale", rf"(?<!ones )weigh(?:s|ed)? {_NUMBER} (?:tons|kilograms|grams)\b"),
    _rule("pulse", rf"beats? {_NUMBER} times\b|heart can (?:beat|slow)\b|beats? up to\b|beats a (?:minute|day)\b"),
    _rule("sparks", r"electric pulse\b|lightning\b|own spark\b"),
    _rule("vanish", r"was stolen\b|slipped out\b|disappeared\b|vanished\b|hid the\b"),
    _rule("coins", rf"(?:sold|paid|price|cost|costs|fetched|worth)\b[^.?!]*?{_NUMBER} (?:dollars|cents?|pounds|euros)\b"
          r"|sold for scrap\b"),
    _rule("drop", r"(?:fell|dropped|thrown) (?:from|out of|off|down)\b"),
    _rule("ruler", rf"{_NUMBER} (?:centi|milli)?meters (?:tall|high|long|from end)\b|grow (?:by|to)\b|tallest (?!hat)"
          rf"|stands {_NUMBER} (?:centi)?meters\b"),
)  # fmt: skip
_GROWN = re.compile(
    rf"\b(?:grows?|swells?|expands?|lengthens?) (?:by )?{_ABOUT}(\d[\d,]*(?:\.\d+)? (?:centi|milli)?meters?)\b",
    re.IGNORECASE,
)
"""How much longer something gets."""
_SOLD = rf"sold {_NUMBER}(?<=million)\b"
_YEAR = re.compile(
    r"\b(?:in|by|until|(?<!study )of) (1[5-9]\d\d|20[0-2]\d)(?![\d,]|\.\d| (?:meters|kilometers|people|tons))"
)
_TIME = re.compile(
    rf"\b(?:for|took|takes?|after|lasts?|lasted|in|within|ran|spent|than) {_NUMBER} (?:Martian |Earth )?"
    r"(?:years|days|hours|months|minutes|seconds)\b",
    re.IGNORECASE,
)
_WRITTEN: Mapping[EventKind, re.Pattern[str]] = {
    "calendar": re.compile(r"(1[5-9]\d\d|20[0-2]\d)"),
    "clock": re.compile(
        r"(\d[\d,.]*(?: million| billion)? (?:Martian |Earth )?(?:years?|days?|hours?|months?|minutes?|seconds?))\b"
    ),
    "count": re.compile(
        rf"\b({AMOUNT}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)\b(?![,.]\d)", re.IGNORECASE
    ),
    "percent": re.compile(r"\b(\d{1,2}(?:\.\d+)?|100) percent\b"),
}
"""What is read from the words on, and shown."""
_OF_PARTS: tuple[EventKind, ...] = ("scale", "pulse", "count", "percent", "circled", "compare", "join", "pass")
"""What may happen to something else than the subject: 'the heart of a blue whale weighs 180 kilograms'."""
_JOINED: tuple[EventKind, ...] = ("alarm", "coins", "float", "glow", "heat", "night", "rings", "signal")
"""What leaves room for somebody beside the subject."""
_SURVIVES = re.compile(r"\b(?:still (?:played|plays|worked|works|ran|runs|worn|stands|stood)|survived|works again)\b")
_DOERS: tuple[EventKind, ...] = ("join", "vanish")
"""What brings those who take the steps that are told."""
_SHORT_NAME = 3
"""Shorter capitalised words are rather 'The' than a name."""
_WITHOUT_A_SUIT = (PERSONS | {"crowd"}) - {"alien", "astronaut", "diver"}
_FEWEST = 10
"""Of a crowd."""
MOST_COUNTED = 100
"""What can be taken in, if not counted, at a glance."""
_NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def find_happening(
    scene: ScenePlan, subject: str, illustration: str | None, *, own: bool = True, searched: bool = True
) -> Happening | None:
    """What happens in a scene to the subject that `illustration` shows; None: it only stands there.

    `own`: it shows what the video is about. `searched`: where the writer names nothing, the words are searched. A
    question gives nothing away, and an end card tells nothing.
    """
    if illustration is None or isinstance(scene.picture, End) or scene.pause_s:
        return None
    home = choose_world(illustration) or ""
    if named := _named(scene, illustration, home, own=own):
        return named
    return _with_actor(scene, illustration, home, _found(scene, subject, home, own=own)) if searched else None


def _with_actor(scene: ScenePlan, illustration: str, home: str, found: Happening | None) -> Happening | None:
    """What is found, with somebody whom the words name; people are told of rather than a year."""
    if found and found.kind not in ("calendar", *_JOINED):
        return found
    for text, shift in ((scene.narration, 0), *_told(scene)):
        named = find_actor(text)
        if named is None or named[0] == illustration or _floats(named[0], home, found.kind if found else "join"):
            continue
        actor, word = named[0], _word_at(text, named[1]) + shift
        if found is None or found.kind == "calendar":
            return Happening("join", word, actor=actor)
        return found._replace(actor=actor, actor_word=max(word, 0))
    return found


def _found(scene: ScenePlan, subject: str, home: str, *, own: bool) -> Happening | None:
    """What the words tell; years and times only where nothing else is told."""
    rules = [rule for rule in _RULES if own or rule.kind in _OF_PARTS]
    for text, shift in _told(scene):
        for rule in rules:
            spared = rule.elsewhere | FORBIDDEN.get(rule.kind, frozenset())
            if home not in spared and (found := find_literal(rule.phrase, text)):
                return _with_growth(_happening(rule.kind, text, found.start(), shift), text, shift)
        if own and (found := _crowd(text, subject)):
            return _happening("crowd", text, found.start(), shift)
    return None if isinstance(scene.picture, Hook) else _dated(scene.narration)


def _with_growth(found: Happening, text: str, shift: int) -> Happening:
    """What is found, and by how much the subject grows where the words tell that, seen with its number."""
    grown = find_literal(_GROWN, text)
    if grown is None:
        return found
    growth = Happening("ruler", _word_at(text, grown.start(1)) + shift, grown[1].lower())
    return growth if found.kind == "ruler" else found._replace(also=growth)


def _dated(text: str) -> Happening | None:
    if found := find_literal(_YEAR, text):
        return _happening("calendar", text, found.start(1))
    found = find_literal(_TIME, text)
    return _happening("clock", text, found.start()) if found else None


def _named(scene: ScenePlan, illustration: str, home: str, *, own: bool) -> Happening | None:
    """What the writer has named, if the words are still there, and it can be so."""
    if scene.event is None:
        return None
    found = [_told_by(one, scene.narration, home, own=own) for one in (scene.event, scene.event.also) if one]
    told = [one for one in found if one and not (one.actor == illustration and one.kind in ("join", "pass"))]
    return told[0]._replace(also=next(iter(told[1:]), None)) if told else None


def _told_by(event: FurtherEvent, narration: str, home: str, *, own: bool) -> Happening | None:
    place = event.place_in(narration)
    if place is None or home in FORBIDDEN.get(event.kind, frozenset()) or not (own or event.kind in _OF_PARTS):
        return None
    start = sum(len(word) + 1 for word in narration.split()[:place])
    found = _happening(event.kind, " ".join(narration.split()), start)
    number = _WRITTEN["count"].match(event.words)
    actor = None if _floats(event.actor, home, event.kind) else event.actor
    found = found._replace(actor=actor, number=counted(number[1].lower()) or 1 if number else 1, size=event.size)
    shown = found.kind not in _WRITTEN or (counted(found.text) if found.kind == "count" else found.text)
    return found if shown and (actor or event.kind not in NEEDS_ACTOR) else None


def _floats(actor: Actor | None, home: str, kind: EventKind) -> bool:
    """Whether somebody would hang in space who has no suit."""
    return not {*SPACE, "moon"}.isdisjoint((home, WORLD_OF.get(kind, ""))) and actor in _WITHOUT_A_SUIT


def _happening(kind: EventKind, text: str, start: int, shift: int = 0) -> Happening:
    """What begins with the word at `start` of `text`, with what is written on it."""
    survived = _SURVIVES.search(text, start) if kind == "flames" else None
    written = _WRITTEN[kind].search(text, start) if kind in _WRITTEN else None
    return Happening(
        kind,
        _word_at(text, start) + shift,
        written.group(1).lower() if written else "",
        _word_at(text, survived.start()) + shift if survived else -1,
    )


def counted(text: str) -> int:
    """The number that a count is of: 'five', '72' or '12 kilograms of coffee'; 0: more than can be shown, or none."""
    if amount := find_amount(text):
        return amount.number
    number = _NUMBERS.index(text) + 2 if text in _NUMBERS else int(text) if text.isdigit() else 0
    return number if 2 <= number <= MOST_COUNTED else 0


def find_doers(scene: ScenePlan, happening: Happening | None, steps: Sequence[str]) -> tuple[Actor | None, ...]:
    """Who is seen to take each of the steps: whom it names, or who has come, if all of them are something to do."""
    comes = happening.actor if happening and happening.kind in _DOERS and happening.actor in PERSONS else None
    words = scene.event.words.split() if scene.event else []
    names = {word for word in words if word[:1].isupper() and len(word) > _SHORT_NAME}
    all_done = all(map(is_done, steps))
    found = list[Actor | None]()
    for step in steps:
        named = find_actor(step)
        if named and named[0] in PERSONS:
            found.append(named[0])
        else:
            found.append(comes if all_done or names & set(step.split()) else None)
    return tuple(found)


def _told(scene: ScenePlan) -> tuple[tuple[str, int], ...]:
    """What tells it, and where it begins in the narration: a hook's lines are seen before its first word."""
    if isinstance(scene.picture, Hook):
        return ((" ".join(scene.picture.lines).replace("*", ""), -99),)
    return ((scene.narration, 0),)


def _crowd(text: str, subject: str) -> re.Match[str] | None:
    """Where `text` counts many of the subject: '119 million sold', '29,000 blue whales'."""
    last = re.escape("".join(subject.split()[-1:]).removesuffix("s"))
    if not last:
        return None
    found = find_literal(re.compile(rf"\b{_SOLD}|{_NUMBER} (?:[a-z]+ )?{last}s\b", re.IGNORECASE), text)
    if found is None:
        return None
    count = re.search(r"[\d,.]*\d", found.group())
    many = "illion" in found.group() or (count and float(count.group().replace(",", "")) >= _FEWEST)
    return found if many else None


def _word_at(text: str, place: int) -> int:
    return len(text[:place].split())
