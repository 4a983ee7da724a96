"""On which terms a provider is asked: the limits of its account, and how patiently it is waited for."""

from dataclasses import dataclass


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
class Patience:
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
