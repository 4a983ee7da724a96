"""What happens in a scene, if its words tell it literally: how its subject is staged, and in which world. Pure.

Rather nothing than what misleads. A phrase counts only where no word before it in its clause denies it or supposes it
('nobody', 'would', 'like'), and only for subjects of worlds in which it can be so: it does not snow in space.
For English words only.
"""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from vidpipe_assets.model.pictures import End, Hook
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.render.worlds.choice import choose_world

HappeningKind = Literal[
    "float", "bubbles", "rings", "flames", "heat", "snow", "speed", "scale", "drop", "crowd", "coins", "vanish",
    "ruler", "pulse", "sparks", "calendar", "clock",
]  # fmt: skip


class Happening(NamedTuple):
    """`word`: the place of the word in the narration that tells it; `text`: what is written on it, as it is said."""

    kind: HappeningKind
    word: int
    text: str = ""

    @property
    def is_event(self) -> bool:
        """Whether it is something that one sees happen, more than a measure or a time."""
        return self.kind not in ("calendar", "clock", "ruler", "scale")


@dataclass(frozen=True)
class _Rule:
    """A phrase and how it is staged. `world`: where it happens; `elsewhere`: whose subjects it does not happen to."""

    kind: HappeningKind
    phrase: re.Pattern[str]
    world: str | None = None
    elsewhere: frozenset[str] = frozenset()


def _rule(kind: HappeningKind, phrase: str, world: str | None = None, *elsewhere: str) -> _Rule:
    return _Rule(kind, re.compile(rf"\b(?:{phrase})", re.IGNORECASE), world, frozenset(elsewhere))


_ABOUT = r"(?:about |almost |over |just |only |up to |more than |less than |no more than |another )*"
_NUMBER = rf"{_ABOUT}\d[\d,]*(?:\.\d+)?(?: million| billion| trillion)?"
_RULES = (
    _rule("float", r"in (?:open |interstellar )?space\b|in orbit\b|to \*?orbit\b|into orbit\b", "space"),
    _rule("bubbles", r"meters (?:down|deep)\b|deep-sea\b|dives (?:deeper|its)|when an? [a-z ]+ dives\b|longest dive\b"
          r"|dive deeper\b", "ocean", "space", "mars", "mountains", "city", "shore"),
    _rule("rings", r"heard (?:it|them)\b|heard [?\d]|roars?\b|chirps\b|thunder\b|loudest\b|(?:that is|it is) the hum\b"
          r"|decibels\b", None, "space", "mars"),
    _rule("flames", r"burned\b|burning\b|burnt\b|bombing\b|bombed\b|explod(?:ed|es)\b|erupted\b|caught fire\b"
          r"|in flames\b", None, "space", "mars", "ocean"),
    _rule("heat", r"hottest\b|on hot days?\b|bakes at\b|hot enough\b|heat shield\b"),
    _rule("snow", r"below zero\b|at minus \d|in a freezer\b|frozen\b|on a cold night\b", None, "space", "mars"),
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
_SOLD = rf"sold {_NUMBER}(?<=million)\b"
_YEAR = re.compile(
    r"\b(?:in|by|until|(?<!study )of) (1[5-9]\d\d|20[0-2]\d)(?![\d,]|\.\d| (?:meters|kilometers|people|tons))"
)
_TIME = re.compile(
    rf"\b(?:for|took|takes?|after|lasts?|lasted|in|within|ran|spent|than) {_NUMBER} (?:Martian |Earth )?"
    r"(?:years|days|hours|months|minutes|seconds)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:no|not|nobody|never|none|without|cannot|can't|like|as|would|could|might|may|should|if|feel|called)\b"
    r"(?: [\w'-]+){0,4} ?$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;:?!,](?: |$)")
_FOREIGN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:tombs? in Egypt|in the Sahara|in the desert)\b"), "desert"),
    (re.compile(r"\b(?:in|to) (?:the )?(?:Antarctic|Antarctica)\b"), "ice"),
    (re.compile(r"\bon Mars\b"), "mars"),
)
"""Places that are worlds of their own."""
_OF_PARTS = ("scale", "pulse")
"""What may happen to something else than the subject: 'the heart of a blue whale weighs 180 kilograms'."""
_FEWEST = 10
"""Of a crowd."""


def find_happening(scene: ScenePlan, subject: str, illustration: str | None, *, own: bool = True) -> Happening | None:
    """What happens in a scene to the subject that `illustration` shows; None: it only stands there.

    `own`: it shows what the video is about. A question gives nothing away, and an end card tells nothing.
    """
    if illustration is None or isinstance(scene.picture, End) or scene.pause_s:
        return None
    home = choose_world(illustration)
    for text, shift in _told(scene):
        for rule in _RULES if own else [rule for rule in _RULES if rule.kind in _OF_PARTS]:
            if home not in rule.elsewhere and (found := _literal(rule.phrase, text)):
                return Happening(rule.kind, _word_at(text, found.start()) + shift)
        if own and (found := _crowd(text, subject)):
            return Happening("crowd", _word_at(text, found.start()) + shift)
    if isinstance(scene.picture, Hook):
        return None
    if found := _literal(_YEAR, scene.narration):
        return Happening("calendar", _word_at(scene.narration, found.start(1)), found.group(1))
    found = _literal(_TIME, scene.narration)
    return Happening("clock", _word_at(scene.narration, found.start())) if found else None


def scene_world(scene: ScenePlan, happening: Happening | None, own: str) -> str:
    """The world in which a scene happens: the video's `own`, or that of what happens or of a place that it names."""
    if happening is not None:
        rule = next((one for one in _RULES if one.kind == happening.kind), None)
        if rule is not None and rule.world is not None:
            return rule.world
    return next((world for place, world in _FOREIGN if _literal(place, scene.narration)), own)


def _told(scene: ScenePlan) -> tuple[tuple[str, int], ...]:
    """What tells it, and where it begins in the narration: a hook's lines are seen before its first word."""
    if isinstance(scene.picture, Hook):
        return ((" ".join(scene.picture.lines).replace("*", ""), -99),)
    return ((scene.narration, 0),)


def _literal(phrase: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first place where `text` has the phrase and means it."""
    for found in phrase.finditer(text):
        clause = _CLAUSE.split(text[: found.start()])[-1]
        if not _SUPPOSED.search(clause):
            return found
    return None


def _crowd(text: str, subject: str) -> re.Match[str] | None:
    """Where `text` counts many of the subject: '119 million sold', '29,000 blue whales'."""
    last = re.escape("".join(subject.split()[-1:]).removesuffix("s"))
    if not last:
        return None
    found = _literal(re.compile(rf"\b{_SOLD}|{_NUMBER} (?:[a-z]+ )?{last}s\b", re.IGNORECASE), text)
    if found is None:
        return None
    count = re.search(r"[\d,.]*\d", found.group())
    many = "illion" in found.group() or (count and float(count.group().replace(",", "")) >= _FEWEST)
    return found if many else None


def _word_at(text: str, place: int) -> int:
    return len(text[:place].split())
