"""One line of the doctor's table, and how a check that fails becomes one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from vidpipe_assets.model.errors import VidpipeError

State = Literal["ok", "unused", "warning", "failed"]
"""`unused`: it would not work, and nothing needs it."""


@dataclass(frozen=True)
class Row:
    """What was looked at, how it is, and what to do about it."""

    what: str
    state: State
    detail: str
    remedy: str = ""


Check = Callable[[], Iterable[Row]]


def rows_of(checks: Mapping[str, Check]) -> Iterator[Row]:
    """The rows of all checks; one that raises becomes a failed row, so that the others are still made."""
    for what, check in checks.items():
        try:
            yield from list(check())
        except VidpipeError as error:
            yield Row(what, "failed", str(error), error.remedy)
        except Exception as error:  # whatever is wrong with a machine, the table is printed
            yield Row(what, "failed", f"{type(error).__name__}: {error}", "reinstall vidpipe; if it stays, report it")
