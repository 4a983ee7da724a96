"""The time, in one place, so that tests can give another.

Time as the ledger uses it, in one value, so that tests wait for nothing.
"""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import SystemRandom


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
