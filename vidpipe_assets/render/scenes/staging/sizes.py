"""How large somebody or something is beside the subject: in true ratio where both sizes are known and can be seen.

What is too small for that is seen through a lens; a person beside a building stands nearer to the viewer.
"""

from typing import NamedTuple

from vidpipe_assets.model.events import PERSONS
from vidpipe_assets.render.illustrations.files import sizes
from vidpipe_assets.render.scenes.staging.stage import Stage

PEOPLE = PERSONS | {"crowd"}
_FAINT = 1 / 12
"""What is smaller than that, in lengths of the subject, is hardly seen."""
_FIGURE_BELOW = 1 / 30
"""A person who is smaller than that is plainly no measure of the subject, but a figure before it."""
_FIGURE, _IN_LENS, _PERSON = 0.46, 0.42, 0.62
"""How long such a figure is, how wide a lens is, and how long a person beside what has no known size."""
_LONGEST_PERSON, _LONGEST_THING = 1.6, 1.3
"""How long somebody or something larger than the subject is at most: the subject is what it is about."""
_SYMBOL = 1000
"""What is longer than that stands for itself, as a globe beside a walkman."""


class Proportion(NamedTuple):
    """How long an actor is beside the subject, in lengths of that, and its true ratio if it is seen in a lens."""

    shown: float
    in_lens: float | None = None


def true_ratio(stage: Stage) -> float | None:
    """How long the actor of a stage is in the world, in lengths of the subject; None: that is not known."""
    own, other = (sizes().get(name or "") for name in (stage.context.shot.illustration, stage.actor))
    return None if own is None or other is None else other / own


def proportion(stage: Stage) -> Proportion | None:
    """How long the actor of a stage is beside its subject; None: anything may be."""
    ratio, people = true_ratio(stage), stage.actor in PEOPLE
    if ratio is None:
        return Proportion(_PERSON) if people else None
    if ratio > _SYMBOL and not people:
        return None
    if ratio >= _FAINT:
        return Proportion(min(ratio, _LONGEST_PERSON if people else _LONGEST_THING))
    if people and ratio < _FIGURE_BELOW:
        return Proportion(_FIGURE)
    return Proportion(_IN_LENS, ratio)
