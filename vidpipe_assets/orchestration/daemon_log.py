"""What Dagster's daemon says while all is well: each thing once, instead of every five seconds.

`dagster._daemon` logs two lines at every look of a sensor or schedule. The second is worth reading when it says
something new; both are always in the list of ticks of Dagster's UI.
"""

import logging
import re

_LOGGERS = ("dagster.daemon.SensorDaemon", "dagster.daemon.SchedulerDaemon")
_ROUTINE = re.compile(r"Checking for new runs for (?:sensor|the following schedules|schedule)\b")
_SKIPPED = re.compile(r"(?P<who>(?:Sensor|Schedule) \S+) skipped: (?P<why>.*)", re.DOTALL)


class OnlyNews(logging.Filter):
    """Lets a daemon's line pass unless it is routine: that it looks, or that it still skips for the same reason."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, str] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line says something new."""
        if record.levelno >= logging.WARNING:
            return True
        said = record.getMessage()
        if _ROUTINE.match(said):
            return False
        skipped = _SKIPPED.match(said)
        if skipped is None:
            return True
        # Times and counts down to the second would make each line a new one.
        why = re.sub(r"\d+", "#", skipped["why"])
        is_new = self._last.get(skipped["who"]) != why
        self._last[skipped["who"]] = why
        return is_new


def quiet_routine() -> None:
    """Say only what is new in this process, the daemon; twice does no harm."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(one, OnlyNews) for one in logger.filters):
            logger.addFilter(OnlyNews())
