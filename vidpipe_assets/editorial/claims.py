"""What a plan claims, sentence by sentence: from its evidence, or general knowledge that a person has to judge.

Words decide, since offline nothing understands: a sentence is from the evidence when most of what it names (words of
four letters and more, without the commonest) stands in the scene's evidence, by their beginnings. A question and what
names hardly anything ('Number two. It gets better.') claim nothing. So it may miss a false sentence in the right words;
it shows where words are that nobody gave.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vidpipe_assets.model.pictures import End
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan

_SENTENCES = re.compile(r"(?<=[.!?…])\s+")
_NAMING = re.compile(r"[^\W\d_]{4,}")
_split = str.split
_COMMON = frozenset(
    _split(
        "about after again also because been before begin begins being best better came come could does done down "
        "each eight ends even ever every finally first five four from gently gets goes going half hand have here "
        "hour into itself just keep know last later least leaves less like long look made make many more most "
        "much need never next nine nobody none number once only other over people place said same says seen seven "
        "some something start starts still such take than that their them then there these they thing this those "
        "three through today took turn until upon very want well were what when where which while whole will with "
        "without world would year years your yours"
    )
)
_FEWEST = 3
"""What names less than that claims nothing that could be looked up."""

_MOST_NEW = 0.5
_BEGINNING = 5


class Basis(StrEnum):
    """What a sentence rests on."""

    EVIDENCE = "evidence"
    GENERAL = "general knowledge"


@dataclass(frozen=True)
class Claim:
    """One sentence that claims something."""

    scene: str
    text: str
    basis: Basis
    new: tuple[str, ...]
    """What it names that the evidence does not."""


def claims(plan: ProductionPlan) -> tuple[Claim, ...]:
    """The claims of all scenes but the end card, in order."""
    return tuple(claim for scene in plan.scenes if not isinstance(scene.picture, End) for claim in _of(scene, plan))


def _of(scene: ScenePlan, plan: ProductionPlan) -> Iterable[Claim]:
    # The hook is about all that comes, and so may say what any scene's evidence says.
    own = scene.evidence if scene.source else tuple(plan.evidence)
    known = _beginnings(" ".join([plan.subject, *(plan.evidence.get(name, "") for name in own)]))
    for sentence in _SENTENCES.split(scene.narration):
        named = [word for word in _NAMING.findall(sentence) if word.lower() not in _COMMON]
        new = tuple(word for word in named if word.lower()[:_BEGINNING] not in known)
        if sentence.endswith("?") or len(named) < _FEWEST:
            continue
        basis = Basis.GENERAL if len(new) > _MOST_NEW * len(named) else Basis.EVIDENCE
        yield Claim(scene.id, sentence, basis, new)


def _beginnings(text: str) -> frozenset[str]:
    return frozenset(word.lower()[:_BEGINNING] for word in _NAMING.findall(text))
