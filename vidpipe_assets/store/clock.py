"""The time, in one place, so that tests can give another."""

import datetime as dt


def now_utc() -> dt.datetime:
    """Now, in UTC."""
    return dt.datetime.now(dt.UTC)
