"""Whether the schedule of orders is late although the daemon lives: somebody has turned it off, or its thread hangs.

The schedule gives a sign with each of its looks, every five minutes.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vidpipe_assets.model.progress import ORDERING
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.work_queue import SCHEDULE
from vidpipe_assets.storage.store import Store

LATE_AFTER = dt.timedelta(minutes=15)
"""Three looks have not come."""


@dataclass(frozen=True)
class LateSchedule:
    """Since when the schedule has not looked, and the videos that it should have ordered, the first one first."""

    since: dt.datetime
    videos: Sequence[str]

    @property
    def text(self) -> str:
        """In a sentence."""
        more = f" and {len(self.videos) - 1} more" if len(self.videos) > 1 else ""
        return (
            f"the schedule {ORDERING} has not looked since {self.since:%Y-%m-%d %H:%M} UTC: {self.videos[0]}{more} "
            "should be ordered by now"
        )

    @property
    def remedy(self) -> str:
        """What a person can do."""
        first = self.videos[0]
        key = VideoKey.parse(first)
        return (
            f"turn {ORDERING} on in Dagster's UI, below Automation, or start the daemon again; "
            f"vidpipe order {key.theme} --day {key.day} orders by hand"
        )


def late_schedule(store: Store, themes: Mapping[str, Theme], now: dt.datetime) -> LateSchedule | None:
    """What is late; None: nothing, or no theme has its schedule enabled. Where it has never looked, time begins now."""
    enabled = {name: theme for name, theme in themes.items() if theme.schedule.enabled}
    if not enabled:
        return None
    # Loaded by whoever needs it: Dagster loads this module with the definitions.
    from vidpipe_assets.operations.schedule_slots import due_videos

    since = store.life_signs.first(ORDERING, now)
    if now - since < LATE_AFTER:
        return None
    due = [
        key
        for name, theme in enabled.items()
        for key in due_videos({name: theme}, now - LATE_AFTER, store.orders.latest(name, SCHEDULE))
    ]
    missing = [str(key) for key in due if store.orders.get(key) is None]
    return LateSchedule(since, tuple(missing)) if missing else None
