"""What the planner is told of the past: checkpoints, failures, runs that ended too soon. Values only."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from vidpipe_assets.planning.fingerprints import Ingredients

MOST_ATTEMPTS = 3
"""Transient failures of one fingerprint before a person has to look."""

_FIRST_DELAY = dt.timedelta(minutes=1)
_LONGEST_DELAY = dt.timedelta(hours=1)


class Branch(StrEnum):
    """The branch of the error tree that a failure belongs to."""

    TRANSIENT = "transient"
    BLOCKED = "blocked"
    PERMANENT = "permanent"


@dataclass(frozen=True, slots=True)
class Made:
    """The latest materialization of one stage of one video. Latest means the highest storage id, never a time."""

    storage_id: int
    data_version: str
    ingredients: Ingredients
    failed_checks: tuple[str, ...] = ()
    """Blocking checks of this very materialization that failed."""
    run_id: str = ""
    at_s: float = 0.0
    """When it was written, in seconds since 1970."""

    def is_checked_again(self, since: dt.datetime | None) -> bool:
        """Whether a check failed here, and a person has asked for another try after that (`since`)."""
        return bool(self.failed_checks) and since is not None and self.at_s < since.timestamp()


@dataclass(frozen=True, slots=True)
class Failed:
    """The latest failure record of one stage of one video."""

    storage_id: int
    fingerprint: str
    branch: Branch
    attempt: int
    """How many attempts at this fingerprint have failed so far, 1 for the first."""
    message: str
    at: dt.datetime
    retry_at: dt.datetime | None = None
    """Not before; None for a transient failure: at once; for a blocked one: when it is mended."""
    remedy: str = ""
    """What a person can do about it."""
    waits_for: str = ""
    """The condition that has to be mended, such as `key:ELEVENLABS_API_KEY` or `disk`; empty: nobody can tell."""
    run_id: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """A run that ended before a stage was done and left no failure record: it was killed, or a person cancelled it."""

    storage_id: int
    at: dt.datetime
    cancelled: bool = False
    basis: str = ""
    """`Ingredients.basis` of the stage in that run; empty: the run ended before it looked, so that it says nothing."""
    message: str = ""


@dataclass(frozen=True, slots=True)
class StageRecord:
    """What is known of one stage of one video."""

    made: Made | None = None
    failed: Failed | None = None
    ended: tuple[Ended, ...] = ()
    """Ascending by storage id."""
    lost: bool = False
    """Whether it was made, and what it had made can no longer be read."""

    @property
    def latest(self) -> int:
        """The storage id of the latest event."""
        ids = [one.storage_id for one in (self.made, self.failed, *self.ended) if one]
        return max(ids, default=0)


def retry_delay(attempt: int) -> dt.timedelta:
    """How long to wait after the `attempt`-th failure, 1 for the first: a minute, then four times as long each time."""
    return min(_FIRST_DELAY * 4 ** min(attempt - 1, 10), _LONGEST_DELAY)
