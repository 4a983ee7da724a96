"""Schedules of themes: which videos have come due. Pure; the day of a slot is its local day.

A slot is a moment of the wall clock that a theme's cron names. Each wall-clock moment is one slot, on every day of the
calendar: in the gap of a DST change it comes an hour later, in the fold it comes once, so no day is lost or doubled.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache

from vidpipe_assets.model.theme import Schedule, Theme
from vidpipe_assets.model.video_key import VideoKey

CATCH_UP = dt.timedelta(days=3)
"""How far back missed slots are made up for; what is older is no news any more."""

_MOST_SLOTS = 24 * 60


def due_videos(
    themes: Mapping[str, Theme], now: dt.datetime, since: dt.datetime | None, catch_up: dt.timedelta = CATCH_UP
) -> list[VideoKey]:
    """The videos of enabled themes whose slots have come since the last look, oldest first; times need a zone.

    Looks back to `since`, at most `catch_up`, and at all of the theme's local day so far, so that nobody loses a day
    by changing a theme's time zone or cron, or the computer's clock. So a key comes more than once: order it each
    time, which changes nothing. `since` None, the first look, sees today and nothing before.
    """
    found: list[tuple[dt.datetime, VideoKey]] = []
    for name, theme in sorted(themes.items()):
        if theme.schedule.enabled:
            found += _due_of(name, theme.schedule, now, since, catch_up)
    return list(dict.fromkeys(key for _, key in sorted(found)))


def _due_of(
    name: str, schedule: Schedule, now: dt.datetime, since: dt.datetime | None, catch_up: dt.timedelta
) -> Iterator[tuple[dt.datetime, VideoKey]]:
    zone = _zone(schedule.time_zone)
    today = now.astimezone(zone).date()
    start = None if since is None else max(since, now - catch_up)
    # A day more: in the gap of a DST change a slot can come after its day has ended.
    first = today if start is None else min(today, start.astimezone(zone).date() - dt.timedelta(days=1))
    for number in range((today - first).days + 1):
        day = first + dt.timedelta(days=number)
        for moment, key in _videos_of(name, schedule, day):
            if moment <= now and (day == today or (start is not None and moment > start)):
                yield moment, key


def _videos_of(name: str, schedule: Schedule, day: dt.date) -> Iterator[tuple[dt.datetime, VideoKey]]:
    """The day's videos, each with its moment; the day's slots share them, the earlier ones first.

    One slot and three videos: all at once. Three slots and three videos: one each. Two slots and three: two, one.
    """
    slots = day_slots(schedule.cron, schedule.time_zone, day)
    for number in range(schedule.videos_a_day if slots else 0):
        slot = slots[number * len(slots) // schedule.videos_a_day]
        yield slot, VideoKey(day, name, number=number + 1)


@lru_cache(maxsize=512)
def day_slots(cron: str, time_zone: str, day: dt.date) -> tuple[dt.datetime, ...]:
    """The moments (UTC, ascending) at which `cron` fires on one day of the calendar in `time_zone`."""
    zone = _zone(time_zone)
    noon = dt.datetime.combine(day, dt.time(12), zone)
    if noon.astimezone(dt.UTC).astimezone(zone).date() != day:
        return ()  # Samoa went to bed on 29 December 2011 and woke up on the 31st.
    moments = (clock.replace(tzinfo=zone).astimezone(dt.UTC) for clock in _clock_times(cron, day))
    return tuple(sorted(set(moments)))


def _clock_times(cron: str, day: dt.date) -> Iterator[dt.datetime]:
    """When the wall clock of that day shows a time of `cron`; no time zone yet, so no gap and no fold."""
    from croniter import CroniterBadDateError, croniter

    midnight = dt.datetime.combine(day, dt.time())
    times = croniter(cron, midnight - dt.timedelta(minutes=1), max_years_between_matches=1)
    for _ in range(_MOST_SLOTS):
        try:
            clock = times.get_next(dt.datetime)
        except CroniterBadDateError:
            return  # 30 February: it never fires.
        if clock.date() != day:
            return
        yield clock


@lru_cache(maxsize=64)
def _zone(name: str) -> dt.tzinfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)
