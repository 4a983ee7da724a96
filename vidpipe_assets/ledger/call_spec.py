"""What the ledger is told of a call before it is made: whose it is, what is asked, its price, how patient to be."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from vidpipe_assets.io.clock import next_midnight
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.values import content_hash, steady_content
from vidpipe_assets.providers.request import Account, CallPolicy


@dataclass(frozen=True)
class CallScope:
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
class BudgetCap:
    """The most that may be spent for a call's "video", its "theme" (on its day), or its "day" (all themes)."""

    what: Literal["video", "theme", "day"]
    most: Money
    retry_at: dt.datetime | None = None
    """When there will be room again by itself; None: when a person has raised it."""


@dataclass(frozen=True)
class CallSpec:
    """One call. `estimate` is what it will probably cost, at most: that much is reserved before it is made.

    `day` is today where the theme is at home: budgets of a day count by it. `units`: what the call uses up of the
    account's quotas, 1 of each unless said. `shared_s`: for how long an answer is good for others who ask the same.
    """

    scope: CallScope
    provider: str
    operation: str
    request: Mapping[str, Any]
    day: dt.date
    estimate: Money = FREE
    caps: tuple[BudgetCap, ...] = ()
    account: Account | None = None
    units: Mapping[str, int] = field(default_factory=dict[str, int])
    take: int = 1
    policy: CallPolicy = CallPolicy()
    shared_s: float = 0

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


def budget_caps(theme: Theme, now: dt.datetime, day_budget: Decimal | None = None) -> tuple[BudgetCap, ...]:
    """The budgets as they stand at `now`: for a video, for the theme's day and, if given, for the day of all themes."""
    tomorrow = next_midnight(theme.schedule.time_zone, now)
    everybody = () if day_budget is None else (BudgetCap("day", Money(amount=day_budget), retry_at=tomorrow),)
    return (
        BudgetCap("video", Money(amount=theme.budget.video)),
        BudgetCap("theme", Money(amount=theme.budget.day), retry_at=tomorrow),
        *everybody,
    )
