"""Where words mean what they say, and whom they name. Pure.

A phrase counts only where no word before it in its clause denies it or supposes it ('nobody', 'would', 'like').
"""

import re
from collections.abc import Mapping

from vidpipe_assets.model.events import Actor

_SUPPOSED = re.compile(
    r"\b(?:no|not|nobody|never|none|without|cannot|can't|like|as|would|could|might|may|should|if|feel|called)\b"
    r"(?: [\w'-]+){0,4} ?$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;:?!,](?: |$)")
_NAMED: Mapping[Actor, str] = {
    "astronaut": "astronauts?|cosmonauts?",
    "engineer": "engineers?|workers|mechanics?",
    "painter": "painters?",
    "programmer": "programmers?|[Hh]ackers?",
    "scientist": "scientists|astronomers|researchers",
    "doctor": "[Ss]urgeons?|[Dd]octors?",
    "nurse": "[Nn]urses?",
    "soldier": "soldiers?",
    "sailor": "[Ss]ailors?",
    "diver": "divers?",
    "climber": "climbers|mountaineers?",
    "reporter": "[Rr]eporters?|journalists?",
    "thief": "thief|[Tt]hieves|burglars?",
    "swindler": "swindler|con man",
    "farmer": "farmers?",
    "driver": "(?:[Tt]axi|[Tt]ruck|[Bb]us) drivers?",
    "cyclist": "[Cc]yclists?",
    "musician": "musicians?",
    "child": "schoolchildren|children|kids",
    "crowd": "visitors|Visitors|spectators|the crowd|fans",
    "woman": "young woman|women",
    "man": "young man",
    "swimmer": "swam the",
    "calf": "whale calf",
    "krill": "krill",
    "bus": "city bus",
    "snail": "garden snail",
}
_ACTORS: Mapping[Actor, re.Pattern[str]] = {actor: re.compile(rf"\b(?:{words})\b") for actor, words in _NAMED.items()}
"""Who is seen where the words name them."""


_DOING = re.compile(
    r"(?:Add|Ask|Bake|Break|Build|Burn|Buy|Call|Carry|Catch|Check|Choose|Clean|Climb|Close|Collect|Count|Cover|Cut|Dig|"
    r"Draw|Drink|Drive|Drop|Eat|Enter|Fill|Fold|Follow|Get|Give|Go|Hand|Hear|Hide|Hold|Invite|Jump|Keep|Leave|Lift|Light|"
    r"Listen|Lock|Look|Make|Mix|Move|Numb|Open|Pack|Paint|Pay|Pick|Plant|Play|Pour|Press|Pretend|Pull|Push|Put|Read|"
    r"Record|Roll|Run|Sail|Sell|Send|Set|Shoot|Show|Sit|Sleep|Stand|Start|Steal|Swim|Switch|Take|Talk|Tell|Throw|Tie|Try|"
    r"Turn|Type|Use|Wait|Wake|Walk|Wash|Watch|Wear|Write)\b"
)
"""How a step begins that somebody takes."""


def is_done(step: str) -> bool:
    """Whether a step is something that somebody does."""
    return _DOING.match(step) is not None


def find_literal(phrase: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first place where `text` has the phrase and means it."""
    for found in phrase.finditer(text):
        clause = _CLAUSE.split(text[: found.start()])[-1]
        if not _SUPPOSED.search(clause):
            return found
    return None


def find_actor(text: str) -> tuple[Actor, int] | None:
    """Who takes part in what `text` tells, and where it names them."""
    for actor, words in _ACTORS.items():
        if found := find_literal(words, text):
            return actor, found.start()
    return None
