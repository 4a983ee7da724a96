"""Sums over the table `charges`: whether a budget has money left for a call, and what was spent for what.

It imports SQLAlchemy, and so do those that Dagster does not load with the definitions; others import it in functions.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

import sqlalchemy as sa

from vidpipe_assets.ledger.call_spec import BudgetCap, CallSpec
from vidpipe_assets.model.errors import BadInput, BlockedError
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.storage.store import Store
from vidpipe_assets.storage.tables import charges


class ChargeState(StrEnum):
    """How a charge stands."""

    RESERVED = "reserved"
    SETTLED = "settled"
    DOUBTFUL = "doubtful"
    """Perhaps charged: its estimate counts as spent, since nobody will ever tell."""


_counted = sa.func.coalesce(charges.c.actual, charges.c.estimated)
"""What a charge counts for: its price, or what was reserved as long as nobody has told the price."""


def refuse_beyond_budget(connection: sa.Connection, spec: CallSpec) -> None:
    """Raise `BlockedError` if the estimate of `spec` would exceed one of its budgets."""
    if not spec.estimate:
        return
    for cap in spec.caps:
        if cap.most.currency != spec.estimate.currency:
            raise BadInput(
                f"{spec.provider} charges {spec.estimate.currency}, the budget is in {cap.most.currency}",
                remedy=f"give the price of {spec.provider} in {cap.most.currency}",
            )
        spent = _spent(connection, spec, cap)
        if spent.amount + spec.estimate.amount > cap.most.amount:
            raise _exceeded(spec, cap, spent)


def _spent(connection: sa.Connection, spec: CallSpec, cap: BudgetCap) -> Money:
    """All that was spent or is reserved for what `cap` is about."""
    table = charges.c
    about = {
        "video": [table.video_key == spec.scope.video],
        "theme": [table.theme == spec.scope.theme, table.day == spec.day],
        "day": [table.day == spec.day],
    }
    query = sa.select(sa.func.sum(_counted)).where(table.currency == cap.most.currency, *about[cap.what])
    amount = connection.execute(query).scalar()
    return Money(amount=amount or FREE.amount, currency=cap.most.currency)


def _exceeded(spec: CallSpec, cap: BudgetCap, spent: Money) -> BlockedError:
    whose = {
        "video": f"the video {spec.scope.video}",
        "theme": f"the theme {spec.scope.theme} on {spec.day}",
        "day": f"{spec.day}",
    }[cap.what]
    wait = f", or wait until {cap.retry_at:%Y-%m-%d %H:%M} UTC" if cap.retry_at else ""
    field = {"video": "budget.video", "theme": "budget.day"}.get(cap.what, "VIDPIPE_BUDGET_A_DAY")
    return BlockedError(
        f"the budget of {cap.most} for {whose} does not allow another {spec.estimate} for {spec.provider}: "
        f"{spent} are spent or reserved",
        remedy=f"raise {field}{f' of {spec.scope.theme}' if 'budget.' in field else ''}{wait}",
        facts={"budget": cap.what, "spent": str(spent), "estimate": str(spec.estimate)},
        retry_at=cap.retry_at,
        waits_for=f"budget:{cap.what}",
    )


By = Literal["day", "theme", "video", "stage", "provider"]


@dataclass(frozen=True)
class CostLine:
    """One sum, in one currency. All but `spent` are parts of what may come to it."""

    name: str
    currency: str
    submits: int
    spent: Decimal
    """What providers told, and the estimate where they told nothing."""
    untold: Decimal
    """The part of `spent` that is an estimate."""
    reserved: Decimal
    """For calls that are being made, or whose outcome will still be looked for."""
    doubtful: Decimal
    """Perhaps paid, for submits that nobody heard of again."""


def costs(
    store: Store,
    by: By = "day",
    *,
    video: str = "",
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> tuple[CostLine, ...]:
    """The sums, by name and currency; only for `video` if given, and only for days from `first` to `last`."""
    name = charges.c.video_key if by == "video" else charges.c[by]
    query = sa.select(
        name,
        charges.c.currency,
        sa.func.count(),
        _sum(_counted, ChargeState.SETTLED),
        _sum(charges.c.estimated, ChargeState.SETTLED, charges.c.actual.is_(None)),
        _sum(_counted, ChargeState.RESERVED),
        _sum(_counted, ChargeState.DOUBTFUL),
    )
    conditions = [
        charges.c.video_key == video if video else sa.true(),
        charges.c.day >= first if first else sa.true(),
        charges.c.day <= last if last else sa.true(),
    ]
    with store.database.reading() as connection:
        rows = connection.execute(query.where(*conditions).group_by(name, charges.c.currency)).all()
    lines = (CostLine(str(row[0]), *row[1:3], *(amount or Decimal(0) for amount in row[3:])) for row in rows)
    return tuple(sorted(lines, key=lambda line: (line.name, line.currency)))


def paid_costs(store: Store, video: str, by: By = "provider") -> dict[str, Money]:
    """What has been paid for a video, or may have been: what is reserved and what is doubtful counts, too.

    By name; where a name has several currencies, the others follow as 'name EUR'.
    """
    found: dict[str, Money] = {}
    for line in costs(store, by, video=video):
        name = f"{line.name} {line.currency}" if line.name in found else line.name
        found[name] = Money.of(line.spent + line.reserved + line.doubtful, line.currency)
    return {name: amount for name, amount in found.items() if amount}


def _sum(
    amount: sa.ColumnElement[Decimal], state: ChargeState, *also: sa.ColumnElement[bool]
) -> sa.ColumnElement[Decimal]:
    return sa.func.sum(amount).filter(charges.c.state == state, *also)
