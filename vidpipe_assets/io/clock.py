"""The time, in one place so that tests can give another, and the days that a calendar makes of it."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import SystemRandom
from zoneinfo import ZoneInfo


def now_utc() -> dt.datetime:
    """Now, in UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Clock:
    """The moment, a clock that never jumps, how to wait, and chance between two bounds."""

    now: Callable[[], dt.datetime] = now_utc
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    between: Callable[[float, float], float] = SystemRandom().uniform


def last_midnight(zone: str, now: dt.datetime) -> dt.datetime:
    """When the day of `zone` that holds `now` began, in UTC."""
    return _start_of(now.astimezone(ZoneInfo(zone)).date(), zone)


def next_midnight(zone: str, now: dt.datetime) -> dt.datetime:
    """When the next day begins in `zone`, in UTC; days of 23 and 25 hours are days, too."""
    return _start_of(now.astimezone(ZoneInfo(zone)).date() + dt.timedelta(days=1), zone)


def _start_of(day: dt.date, zone: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)


def shift_day(day: dt.date, days: int) -> dt.date:
    """`day` moved by `days`, at most to the calendar's ends."""
    number = min(max(day.toordinal() + days, dt.date.min.toordinal()), dt.date.max.toordinal())
    return dt.date.fromordinal(number)
