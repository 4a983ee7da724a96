"""The two shapes of a call that costs something: ask and wait, or submit and poll. The ledger makes them, once.

A provider builds such an object for one request; it holds what is asked, the secret and the folder for downloads.
It does not retry, store or count: it raises the errors of `model.errors`, and the ledger knows what to do.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.money import Money


@dataclass(frozen=True)
class Received:
    """What a provider answered: data that JSON can hold, files by name, and its price if it told one."""

    content: Any = None
    files: Mapping[str, Path] = field(default_factory=dict[str, Path])
    cost: Money | None = None


@dataclass(frozen=True)
class Pending:
    """Not done yet. `look_again_s`: the provider's own wish, if it has one."""

    look_again_s: float | None = None


@dataclass(frozen=True)
class Done:
    """The remote job has been done; `result` is what `fetch` needs to get it. `cost`: if the provider told it."""

    result: Any = None
    cost: Money | None = None


@dataclass(frozen=True)
class Failed:
    """The remote job ended without a result, for good.

    `cost`: what is charged all the same, `FREE` if nothing is; None: nobody knows, and the estimate is booked.
    """

    error: VidpipeError
    cost: Money | None = None


JobStatus = Pending | Done | Failed


class Call(Protocol):
    """A plain request."""

    def request(self) -> Received:
        """Ask and return the answer. Raises `UnknownOutcome` when it may have been answered without arriving."""
        ...


@runtime_checkable
class RemoteJob(Protocol):
    """A job on the provider's side."""

    def submit(self) -> str:
        """Start the job and return its id there. Raises `UnknownOutcome` when it may have been started."""
        ...

    def poll(self, remote_id: str) -> JobStatus:
        """How the job stands; a status that the provider never documented is `Failed`, not `Pending`."""
        ...

    def fetch(self, done: Done) -> Received:
        """Get the result. Raises `ResultGone` when its address has expired; it is then polled for a new one."""
        ...

    def cancel(self, remote_id: str) -> None:
        """Stop the job, if it can still be stopped."""
        ...


@runtime_checkable
class FindsJobs(Protocol):
    """A provider that can list its jobs: what was submitted without its id being heard can be found again."""

    def find(self, since: dt.datetime, taken: Collection[str]) -> str | None:
        """The id of the job of this very request, submitted at `since` or later and not among `taken`, or None."""
        ...
