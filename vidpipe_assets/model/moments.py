"""Moments that something waits for: the next midnight somewhere."""

import datetime as dt
from zoneinfo import ZoneInfo


def last_midnight(zone: str, now: dt.datetime) -> dt.datetime:
    """When the day of `zone` that holds `now` began, in UTC."""
    return _start_of(now.astimezone(ZoneInfo(zone)).date(), zone)


def next_midnight(zone: str, now: dt.datetime) -> dt.datetime:
    """When the next day begins in `zone`, in UTC; days of 23 and 25 hours are days, too."""
    return _start_of(now.astimezone(ZoneInfo(zone)).date() + dt.timedelta(days=1), zone)


def _start_of(day: dt.date, zone: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)
