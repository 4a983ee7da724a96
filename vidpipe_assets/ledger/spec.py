"""What the ledger is told of a call before it is made: whose it is, what is asked, its price, how patient to be."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from vidpipe_assets.model.moments import next_midnight
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.values import content_hash, steady_content


@dataclass(frozen=True)
class Scope:
    """For whom a call is made. The same request in another scope is another call, and is paid for by itself."""

    stage: Stage
    theme: str
    video: str = ""
    scene: str = ""
    hour: dt.datetime | None = None
    """For trends: every video that looks within this hour gets the same answer; the first one pays."""

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes it a different call."""
        if self.hour is not None:
            return (self.stage.value, f"{self.hour.astimezone(dt.UTC):%Y-%m-%dT%H}")
        return (self.stage.value, self.video, self.scene)


@dataclass(frozen=True)
class Rate:
    """At most `calls` within any `per_s` seconds."""

    calls: int
    per_s: float


@dataclass(frozen=True)
class Quota:
    """At most `units` a day; the day begins at midnight in `time_zone`."""

    name: str
    units: int
    time_zone: str = "UTC"


@dataclass(frozen=True)
class Account:
    """A provider's account and its limits, shared by all processes. One with a bucket of its own is one of its own."""

    name: str
    rates: tuple[Rate, ...] = ()
    concurrency: int | None = None
    quotas: tuple[Quota, ...] = ()


@dataclass(frozen=True)
class Cap:
    """The most that may be spent for a call's "video", its "theme" (on its day), or its "day" (all themes)."""

    what: Literal["video", "theme", "day"]
    most: Money
    retry_at: dt.datetime | None = None
    """When there will be room again by itself; None: when a person has raised it."""


@dataclass(frozen=True)
class Patience:
    """How long and how often something is tried, in seconds. One place retries: this."""

    attempts: int = 4
    first_wait_s: float = 1
    longest_wait_s: float = 30
    retry_after_cap_s: float = 120
    """Asked to wait longer than this, the call fails at once and says when to come back."""
    deadline_s: float = 300
    """Of one question with all its attempts and waits."""
    limit_wait_s: float = 120
    """For a free place within the account's limits."""
    same_call_wait_s: float = 600
    """For another process that is making the very same call."""
    poll_every_s: float = 3
    job_deadline_s: float = 1200
    """Of a remote job, from its submit; then it is cancelled."""
    look_again_s: float = 3
    """Before a job that is not in the provider's list is believed never to have arrived."""


@dataclass(frozen=True)
class CallSpec:
    """One call. `estimate` is what it will probably cost, at most: that much is reserved before it is made.

    `day` is today where the theme is at home: budgets of a day count by it. `units`: what the call uses up of the
    account's quotas, 1 of each unless said.
    """

    scope: Scope
    provider: str
    operation: str
    request: Mapping[str, Any]
    day: dt.date
    estimate: Money = FREE
    caps: tuple[Cap, ...] = ()
    account: Account | None = None
    units: Mapping[str, int] = field(default_factory=dict[str, int])
    take: int = 1
    patience: Patience = Patience()

    @property
    def key(self) -> str:
        """Equal keys: one and the same call, which is paid once."""
        return content_hash(
            [*self.scope.identity, "/", self.provider, self.operation, steady_content(dict(self.request)), self.take]
        )

    @property
    def asked_on(self) -> Account:
        """The account; a provider without limits of its own has one by its name."""
        return self.account or Account(self.provider)

    @property
    def request_text(self) -> str:
        """The request as plain ASCII, whatever it holds."""
        return json.dumps(steady_content(dict(self.request)), sort_keys=True)


def caps_of(theme: Theme, now: dt.datetime) -> tuple[Cap, ...]:
    """The theme's budgets as they stand at `now`: for a video, and for the theme's day."""
    tomorrow = next_midnight(theme.schedule.time_zone, now)
    return (
        Cap("video", Money(amount=theme.budget.video)),
        Cap("theme", Money(amount=theme.budget.day), retry_at=tomorrow),
    )
