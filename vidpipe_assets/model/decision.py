"""Decisions of a person about a video, kept and never changed, and the edits that an order carries.

A *take* is how often a stage was asked to be made anew from the same inputs; takes are part of fingerprints and of the
ledger's keys, so that only a new take is paid for again. Edits are what a person has written over what was made: the
texts for the upload, and the words of single scenes.
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from pydantic import Field

from vidpipe_assets.model.order import Order
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import Value


class Word(StrEnum):
    """What was decided. The first three are about stages of an open video, the others about the video as a whole."""

    RETRY = "retry"
    """Whatever has failed until now is tried again, whatever it was that failed."""
    AFRESH = "afresh"
    """The stage is made anew, and paid for again: a new take."""
    REJECTED = "rejected"
    """What the stage has made is not wanted: a new take of it, or of the scenes that are named."""
    APPROVED = "approved"
    REFUSED = "refused"
    """Rejected for good."""
    CANCELLED = "cancelled"
    EDITED = "edited"
    """A person has written other texts or words, which the order keeps."""
    REOPENED = "reopened"
    EXPIRED = "expired"
    """Nobody has reviewed it for as long as its theme allows: decided by vidpipe itself."""


class Decision(Value):
    """One decision. `stage` None: about all stages, or about the video."""

    id: int
    video: str
    stage: Stage | None
    word: Word
    take: int = Field(ge=1, description="of the stage, from this decision on")
    scenes: tuple[str, ...] = Field(default=(), description="which scenes are rejected; none: all")
    reason: str = ""
    who: str
    at: dt.datetime
    version: str = Field(default="", description="of an approval: the data version of the review that was seen")


def take_of(decisions: Iterable[Decision], stage: Stage) -> int:
    """Which take of `stage` is wanted."""
    return max((one.take for one in decisions if one.stage is stage), default=1)


def take_of_scene(decisions: Iterable[Decision], stage: Stage, scene: str) -> int:
    """Which take of one scene within `stage` is wanted: what was not rejected keeps the take that it has."""
    return take_of((one for one in decisions if not one.scenes or scene in one.scenes), stage)


def count_takes(decisions: Iterable[Decision], stage: Stage, scene: str = "") -> int:
    """How many takes of `stage`, or of one scene of it, were asked for, the first one counted.

    A scene's takes have gaps where others were rejected; this number has none.
    """
    about = [one for one in decisions if one.stage is stage and one.word in (Word.AFRESH, Word.REJECTED)]
    return 1 + sum(1 for one in about if not scene or not one.scenes or scene in one.scenes)


_PARTS = ("title", "description", "hashtags", "scenes")


class SceneEdit(Value):
    """Other words for a scene. They replace `was` only: a script that is written anew is not patched by old edits."""

    was: str
    now: str = Field(min_length=1, max_length=600)
    plain: bool = Field(
        default=False, description="the words say something else than the scene's source: they stand alone, as type"
    )


class Edits(Value):
    """The edits of one order; what is empty or None is left as it was made."""

    title: str = Field(default="", max_length=100)
    description: str = Field(default="", max_length=2200)
    hashtags: tuple[str, ...] | None = Field(default=None, max_length=15, description="without the hash")
    scenes: dict[str, SceneEdit] = {}

    @classmethod
    def of(cls, order: Order) -> "Edits":
        """Those that an order's overrides hold."""
        return cls.model_validate({name: order.overrides[name] for name in _PARTS if name in order.overrides})

    @property
    def texts(self) -> dict[str, Any]:
        """The fields of the production plan that are replaced for the upload."""
        found: dict[str, Any] = {"title": self.title, "description": self.description}
        found = {name: text for name, text in found.items() if text}
        return found if self.hashtags is None else {**found, "hashtags": self.hashtags}

    def written_into(self, overrides: dict[str, Any]) -> dict[str, Any]:
        """An order's overrides with these edits instead of those before."""
        others = {name: value for name, value in overrides.items() if name not in _PARTS}
        return others | self.model_dump(mode="json", exclude_defaults=True)
