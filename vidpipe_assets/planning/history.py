"""What the planner is told: orders, what is recorded of every stage, and what is wanted. Values only."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.fingerprints import Ingredients

MOST_ATTEMPTS = 3
"""Transient failures of one fingerprint before a person has to look."""


class Branch(StrEnum):
    """The branch of the error tree that a failure belongs to."""

    TRANSIENT = "transient"
    BLOCKED = "blocked"
    PERMANENT = "permanent"


@dataclass(frozen=True)
class Made:
    """The latest materialization of one stage of one video. Latest means the highest storage id, never a time."""

    storage_id: int
    data_version: str
    ingredients: Ingredients
    failed_checks: tuple[str, ...] = ()
    """Blocking checks of this very materialization that failed."""


@dataclass(frozen=True)
class Failed:
    """The latest failure record of one stage of one video."""

    storage_id: int
    fingerprint: str
    branch: Branch
    attempt: int
    """How many attempts at this fingerprint have failed so far, 1 for the first."""
    message: str
    retry_at: dt.datetime | None = None
    """Not before; None for a transient failure: at once; for a blocked one: when a person has mended it."""


@dataclass(frozen=True)
class StageRecord:
    """What is known of one stage of one video."""

    made: Made | None = None
    failed: Failed | None = None


@dataclass(frozen=True)
class Decision:
    """A person's word on one stage: make it again. `take` is what its fingerprint shall hold from now on."""

    take: int
    reason: str


@dataclass(frozen=True)
class WantedVideo:
    """One open video and all that its fingerprints are to be made from, upstream versions apart."""

    key: str
    code: Mapping[Stage, str]
    theme: Mapping[Stage, Mapping[str, str]]
    wish: Mapping[Stage, Mapping[str, str]] = field(default_factory=dict[Stage, Mapping[str, str]])
    decisions: Mapping[Stage, Decision] = field(default_factory=dict[Stage, Decision])

    def ingredients(self, stage: Stage, versions: Mapping[Stage, str]) -> Ingredients:
        """What `stage` would be made from, with its upstream at `versions`."""
        decision = self.decisions.get(stage)
        return Ingredients(
            stage=stage,
            code=self.code[stage],
            theme=dict(self.theme[stage]),
            wish=dict(self.wish.get(stage, {})),
            upstream={up: versions[up] for up in stage.upstream},
            take=decision.take if decision else 1,
        )
