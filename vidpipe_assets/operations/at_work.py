"""Whether anybody is at work: the daemon, whose sensor looks every few seconds, or a run that somebody has started.

Told from the database alone, so that every front can say it at once, and within half a minute.
"""

import datetime as dt
from dataclasses import dataclass

from vidpipe_assets.model.progress import GONE_AFTER_S, SENSOR
from vidpipe_assets.storage.store import Store

HOW_TO_START = "vidpipe dev"
"""The command that starts the daemon."""


@dataclass(frozen=True)
class WorkSign:
    """When the sensor last looked, and how many runs go on.

    `age_s`: seconds since it looked; None: it never has. `running`: only counted where the sensor is gone.
    """

    age_s: float | None
    running: int = 0

    @property
    def is_alive(self) -> bool:
        """Whether the sensor is at work, so that whatever is ordered will be made."""
        return self.age_s is not None and self.age_s <= GONE_AFTER_S

    @property
    def problem(self) -> str:
        """What a person has to know, in a sentence with its remedy; empty: somebody is at work."""
        if self.is_alive:
            return ""
        remedy = f"{HOW_TO_START} starts the daemon, which makes the videos"
        if self.running:
            videos = "one video is" if self.running == 1 else f"{self.running} videos are"
            return f"No daemon is at work: {videos} being made, and nothing after that. {remedy}"
        since = _duration(self.age_s or 0)
        return f"Nobody {f'has been at work for {since}' if since else 'is at work'}: {remedy}"


def work_sign(store: Store, now: dt.datetime | None = None) -> WorkSign:
    """The sign of this home; `now` is for tests that tell the time."""
    age_s = store.life_signs.age_s(SENSOR, now)
    sign = WorkSign(age_s)
    return sign if sign.is_alive else WorkSign(age_s, len(store.leases.at_work()))


def _duration(age_s: float) -> str:
    for unit, seconds in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if age_s >= 2 * seconds:
            return f"{age_s // seconds:.0f} {unit}s"
    return ""
