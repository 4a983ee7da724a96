"""What was spent, by day, theme, video, stage or provider."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import sqlalchemy as sa

from vidpipe_assets.ledger.budgets import counted
from vidpipe_assets.ledger.call_table import ChargeState
from vidpipe_assets.model.money import Money
from vidpipe_assets.storage.store import Store
from vidpipe_assets.storage.tables import charges

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
        _sum(counted, ChargeState.SETTLED),
        _sum(charges.c.estimated, ChargeState.SETTLED, charges.c.actual.is_(None)),
        _sum(counted, ChargeState.RESERVED),
        _sum(counted, ChargeState.DOUBTFUL),
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


def paid(store: Store, video: str, by: By = "provider") -> dict[str, Money]:
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
