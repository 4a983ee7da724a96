"""Arguments and options that several commands share, and how a day is read."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import click

Decorated = Callable[..., Any]


class Day(click.ParamType[dt.date]):
    """A calendar day, written as 2026-11-23."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read the day, or refuse what is none."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as 2026-11-23", param, ctx)


DAY = Day()


def day_range(command: Decorated) -> Decorated:
    """Add `--from DAY` and `--to DAY`, given to the command as `from_day` and `to_day`."""
    command = click.option("--to", "to_day", type=DAY, metavar="DAY", help="last day")(command)
    return click.option("--from", "from_day", type=DAY, metavar="DAY", help="first day")(command)


def optional_key(command: Decorated) -> Decorated:
    """Add the argument KEY, which may be left out: then it is ''."""
    return click.argument("key", required=False, default="", metavar="[KEY]")(command)
