"""Decisions of a person about a video, kept and never changed.

A *take* is how often a stage was asked to be made anew from the same inputs; takes are part of fingerprints and of the
ledger's keys, so that only a new take is paid for again.
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from pydantic import Field

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
    pictures: dict[str, str] = Field(
        default={}, description="scene -> the id of the found picture that is wanted there"
    )


_ANEW = (Word.AFRESH, Word.REJECTED)


def take_of(decisions: Iterable[Decision], stage: Stage) -> int:
    """Which take of `stage` is wanted."""
    return max((one.take for one in decisions if one.stage is stage), default=1)


def take_of_scene(decisions: Iterable[Decision], stage: Stage, scene: str) -> int:
    """Which take of one scene within `stage` is wanted: what was not rejected keeps the take that it has."""
    return take_of((one for one in decisions if not one.scenes or scene in one.scenes), stage)


def picture_of_scene(decisions: Iterable[Decision], scene: str) -> str:
    """The id of the picture that a person has chosen for the take that the scene's clip is in; empty: none."""
    about = [
        one
        for one in decisions
        if one.stage is Stage.CLIPS and one.word in _ANEW and (not one.scenes or scene in one.scenes)
    ]
    return about[-1].pictures.get(scene, "") if about else ""


def count_takes(decisions: Iterable[Decision], stage: Stage, scene: str = "") -> int:
    """How many takes of `stage`, or of one scene of it, were asked for, the first one counted.

    A scene's takes have gaps where others were rejected; this number has none.
    """
    about = [one for one in decisions if one.stage is stage and one.word in _ANEW]
    return 1 + sum(1 for one in about if not scene or not one.scenes or scene in one.scenes)
