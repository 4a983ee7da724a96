"""How far a stage is that is being made, how long stages took, what waits for a worker, who gives signs of life."""

import datetime as dt
from dataclasses import dataclass

from vidpipe_assets.model.stages import Stage

SENSOR = "refresh_videos_sensor"
"""The sensor that has everything made, as Dagster and `storage.life_signs` know it."""

ORDERING = "order_videos_schedule"
"""The schedule that orders what has come due, as Dagster and `storage.life_signs` know it."""

BY_HAND = "make_videos"
"""Videos are being made one after the other for a person who waits for them: no daemon is needed for these."""

GONE_AFTER_S = 25.0
"""Without a sign of the sensor for so long, nobody is at work: five of its looks have not come."""


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long a stage took once on this machine.

    `size`: how much of it was made: scenes drawn or bought, lines spoken, seconds of film encoded; 1 where it has none.
    """

    stage: Stage
    theme: str
    size: float
    seconds: float


@dataclass(frozen=True, slots=True)
class StageProgress:
    """How far the stage is that a run is at: `done` of `total` in `unit`, as scenes; `total` 0: nobody counts."""

    video: str
    run_id: str
    stage: Stage
    done: float
    total: float
    unit: str
    began_at: dt.datetime
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True)
class LaunchedRun:
    """A run of a video that was launched, `since` when, and that no worker has taken yet."""

    run_id: str
    video: str
    since: dt.datetime

    @property
    def text(self) -> str:
        """What it waits for, in the words of every front."""
        return f"waits for a worker since {self.since.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
