"""Where a scene happens: the worlds that its words name, one after another, and where exactly it is in them. Pure.

What happens in a scene, which may have a world of its own, is read by `happenings`.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from vidpipe_assets.language.words import sentence_starts
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.render.happenings import FORBIDDEN, WORLD_OF, Happening, staged
from vidpipe_assets.render.illustrations.files import further_drawings
from vidpipe_assets.render.literal import find_literal
from vidpipe_assets.render.spoken_words import word_starts
from vidpipe_assets.render.worlds.choice import SPACE, choose_world

_FOREIGN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:tombs? in Egypt|in the Sahara|in the desert|in (?:the|a) Gulf War)\b"), "desert"),
    (re.compile(r"\b(?:in|to) (?:the )?(?:Antarctic|Antarctica)\b"), "ice"),
    (re.compile(r"\bon Mars\b"), "mars"),
    (re.compile(r"\bon the Moon\b"), "moon"),
    (
        re.compile(
            r"(?<!\ball )\bat sea\b|\b(?:on|in) the (?:high|open) seas?\b|\bmid-(?:Atlantic|ocean)\b"
            r"|\b[Cc]ross(?:es|ed|ing)? the (?:Gulf of Mexico|(?:Atlantic|Pacific|Indian)(?: Ocean)?|ocean)\b"
        ),
        "sea",
    ),
    (
        re.compile(
            r"\b[Aa]quariums?\b|\b(?:octopus(?:es)?|shrimps?|fish|sharks?|turtles?|penguins?|crabs?|dolphins?)\b[^.;]*"
            r"\b(?:in|of|from|inside) (?:a|an|its|his|her|the|their) tanks?\b"
        ),
        "tank",
    ),
    (re.compile(r"\bin (?:a|the|an old|a dense|a dark) (?:forest|woods)\b|\bredwoods?\b"), "forest"),
)
"""Places that are worlds of their own."""
_PLACES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"\b(?:launch pad|lifted off|blasted off|Cape Canaveral|launched (?:from|in|on|aboard))\b"),
        "launchpad",
    ),
    (re.compile(r"\b(?:museum|Museum|gallery|Gallery|exhibition|auction|Louvre|Smithsonian)\b"), "museum"),
    (re.compile(r"\b(?:concerts?|on stage|rock band|festival|orchestra|Woodstock|tour)\b"), "stage"),
    (re.compile(r"\b(?:kitchen|oven|bakery|baker|chef|restaurant|pizzeria|caf\u00e9|recipe|cooks?)\b"), "kitchen"),
    (re.compile(r"\b(?:harbou?r|dockyard|shipyard|in port|left port|Southampton)\b"), "harbour"),
    (re.compile(r"\b(?:factory|factories|assembly line|car plant)\b"), "factory"),
    (re.compile(r"\b(?:shops?|stores?(?! credit)|supermarket|on sale|in Manhattan)\b"), "street"),
    (re.compile(r"\b(?:village|farm|farms|farmers?|meadows?|orchards?|flowers)\b"), "meadow"),
    (
        re.compile(
            r"\b(?:[Hh]ospitals?|[Ss]urgeons|operating (?:room|theat(?:er|re)|table)|transplants?|[Pp]atients?)\b"
        ),
        "hospital",
    ),
    (re.compile(r"\b(?:[Aa]irports?|[Aa]irfields?|[Aa]irstrips?|hangars?)\b"), "airfield"),
    (re.compile(r"\b(?:laboratory|lab|researchers|in a study)\b"), "laboratory"),
    (
        re.compile(r"\bin (?:the )?(?:Paris|London|Rome|Vienna|Prague|Berlin|Naples|Amsterdam|Venice|Florence)\b"),
        "oldtown",
    ),
)
"""The same for what one can carry there."""
_SHOWN = tuple(one for one in _PLACES if one[1] in ("museum", "street"))
"""Where something is on display."""
_CARRIED = frozenset({"archive", "hospital", "kitchen", "laboratory", "museum", "room", "stadium", "stage", "street"})
"""The worlds of such subjects: no mountain stands in a kitchen."""
_OUTSIDE = re.compile(r"\b(?:open space|vacuum|outside|spacewalks?)\b", re.IGNORECASE)
_IN_ORBIT = re.compile(r"\baround the Moon\b|\blunar orbit\b")


class Place(NamedTuple):
    """A world in which a scene happens from a letter of its narration on."""

    start: int
    world: str


def scene_places(scene: ScenePlan, happening: Happening | None, own: str) -> tuple[Place, ...]:
    """Where a scene happens: in the video's `own` world, or in that of what happens, or of the places that it names.

    It goes to the next place with the sentence that names that; what is on display is seen where it is shown, whatever
    else its sentence names. The first place is seen from the beginning on.
    """
    found = next((WORLD_OF[one.kind] for one in staged(happening) if one.kind in WORLD_OF), None)
    if found:
        return (Place(0, own if {found, own} <= SPACE else found),)
    shown = [_letter_of(scene.narration, one.word) for one in staged(happening) if one.kind == "display"]
    places = list[Place]()
    starts = sentence_starts(scene.narration)
    for start, end in pairwise((*starts, len(scene.narration))):
        if any(start <= one < end for one in shown):
            world = next((world for place, world in _SHOWN if place.search(scene.narration)), "street")
        else:
            world = _named_world(scene.narration[start:end], own)
        if world and (not places or places[-1].world != world):
            places.append(Place(start if places else 0, world))
    return tuple(places) or (Place(0, own),)


def _named_world(text: str, own: str) -> str | None:
    named = (*_FOREIGN, *_PLACES) if own in _CARRIED else _FOREIGN
    return next((world for place, world in named if find_literal(place, text)), None)


def setting_of(
    scene: ScenePlan, happening: Happening | None, world: str, illustration: str | None, drawing: str | None
) -> str:
    """Where exactly it is in a scene's `world`: in what its drawing shows, or on board of what flies there.

    What one can carry floats in a cabin, unless it is said to be outside; around the Moon nobody stands on it. What
    happens has to be possible there.
    """
    further = further_drawings().get(drawing or "")
    own = further.world if further else ""
    if own and not any(own in FORBIDDEN.get(one.kind, frozenset()) for one in staged(happening)):
        return own
    floats = any(one.kind == "float" for one in staged(happening))
    if floats and choose_world(illustration) in _CARRIED and not _OUTSIDE.search(scene.narration):
        return "cabin"
    return "space" if world == "moon" and find_literal(_IN_ORBIT, scene.narration) else world


def _letter_of(text: str, word: int) -> int:
    """Where a word begins; 0 for a place before the first."""
    starts = word_starts(text)
    return starts[min(word, len(starts) - 1)] if word >= 0 and starts else 0
