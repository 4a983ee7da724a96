"""The shapes that pass between a provider and the ledger: what is requested, by which call, and what came back.

A provider puts a `ProviderRequest` to the `Ask` that it is given, and gets back what its `read` made of the answer. The
request holds a call of one of two shapes: ask and wait (`Call`), or submit and poll (`RemoteJob`). That object has the
secret and the folder for downloads. It does not retry, store or count: it raises the errors of `model.errors`, and the
ledger knows what to do by the limits of the account (`Account`, `Rate`, `Quota`) and the `CallPolicy`.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.money import FREE, Money


@dataclass(frozen=True)
class Rate:
    """At most `calls` within any `per_s` seconds."""

    calls: int
    per_s: float


@dataclass(frozen=True)
class Quota:
    """At most `units` on any `days` days in a row; a day begins at midnight in `time_zone`."""

    name: str
    units: int
    time_zone: str = "UTC"
    days: int = 1


@dataclass(frozen=True)
class Account:
    """A provider's account and its limits, shared by all processes. One with a bucket of its own is one of its own."""

    name: str
    rates: tuple[Rate, ...] = ()
    concurrency: int | None = None
    quotas: tuple[Quota, ...] = ()


@dataclass(frozen=True)
class CallPolicy:
    """How long and how often something is tried, in seconds. One place retries: the ledger."""

    attempts: int = 4
    first_wait_s: float = 1
    longest_wait_s: float = 30
    retry_after_cap_s: float = 120
    """Asked to wait longer than this, the call fails at once and says when to come back."""
    deadline_s: float = 300
    """Of one question with all its attempts and waits, but for those for its turn."""
    limit_wait_s: float = 120
    """For a free place within the account's limits; then it is put off, which is no failure."""
    same_call_wait_s: float = 600
    """For another process that is making the very same call."""
    poll_every_s: float = 3
    job_deadline_s: float = 1200
    """Of a remote job, from its submit; then it is cancelled."""
    look_again_s: float = 3
    """Before a job that is not in the provider's list is believed never to have arrived."""


T = TypeVar("T")


@dataclass(frozen=True)
class ProviderResponse:
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
class JobFailed:
    """The remote job ended without a result, for good.

    `cost`: what is charged all the same, `FREE` if nothing is; None: nobody knows, and the estimate is booked.
    """

    error: VidpipeError
    cost: Money | None = None


@dataclass(frozen=True)
class Undocumented(JobFailed):
    """The job stands in a way that the provider never documented: it is polled again some times, then it has failed."""


JobStatus = Pending | Done | JobFailed


class Call(Protocol):
    """A call that is asked and answered in one exchange."""

    def request(self) -> ProviderResponse:
        """Ask and return the answer. Raises `UnknownOutcome` when it may have been answered without arriving."""
        ...


@runtime_checkable
class RemoteJob(Protocol):
    """A job on the provider's side."""

    def submit(self) -> str:
        """Start the job and return its id there. Raises `UnknownOutcome` when it may have been started."""
        ...

    def poll(self, remote_id: str) -> JobStatus:
        """How the job stands; a status that the provider never documented is `Undocumented`, not `Pending`.

        Raises `MalformedAnswer` or `BadMedia` for an answer that does not say it: it is polled again until the job's
        deadline, and nobody else is asked instead.
        """
        ...

    def fetch(self, done: Done) -> ProviderResponse:
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


class StoredResponse(Protocol):
    """An answer as the ledger kept it, now or long ago."""

    @property
    def content(self) -> Any:
        """`ProviderResponse.content`."""
        ...

    def path(self, name: str) -> Path:
        """The file of `ProviderResponse.files` with that name, to be read only."""
        ...


@dataclass(frozen=True)
class ProviderRequest(Generic[T]):
    """One thing that is asked of a provider.

    `parameters` say all that the answer depends on, as JSON can, and no secret: by it (and `operation`, provider, scene
    and take) an answer that is there already is found again. `estimate`: what it will probably cost, at most.
    `units`: what it uses up of the account's quotas, 1 of each unless said.
    `shared_s`: an answer that anybody got to the same request within so many seconds is taken instead of asking. Only
    for what costs nothing.
    `read` makes the port's value of a reply, and raises an error of the tree (mostly `BadMedia`) if it is not good; a
    call is done, and its answer kept for good, only once it was read.
    Building a question asks nobody; a missing secret is told by then (`providers.secrets`).
    """

    operation: str
    parameters: Mapping[str, Any]
    call: Call | RemoteJob
    read: Callable[[StoredResponse], T]
    estimate: Money = FREE
    account: Account | None = None
    units: Mapping[str, int] = field(default_factory=dict[str, int])
    policy: CallPolicy = CallPolicy()
    shared_s: float = 0


class Ask(Protocol):
    """How a provider puts its questions: each is answered once, and paid once.

    It raises what the call or `read` raised, and `BlockedError` for what a budget or a quota does not allow.
    """

    def __call__(self, question: ProviderRequest[T], /) -> T:
        """Ask, or take the stored answer; return what `question.read` made of it."""
        ...
