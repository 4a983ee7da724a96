"""Budgets: whether there is money left for a call, asked within the transaction that reserves it."""

import sqlalchemy as sa

from vidpipe_assets.ledger.call_spec import CallSpec, Cap
from vidpipe_assets.model.errors import BadInput, BlockedError
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.storage.tables import charges

counted = sa.func.coalesce(charges.c.actual, charges.c.estimated)
"""What a charge counts for: its price, or what was reserved as long as nobody has told the price."""


def refuse_beyond(connection: sa.Connection, spec: CallSpec) -> None:
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


def _spent(connection: sa.Connection, spec: CallSpec, cap: Cap) -> Money:
    """All that was spent or is reserved for what `cap` is about."""
    table = charges.c
    about = {
        "video": [table.video_key == spec.scope.video],
        "theme": [table.theme == spec.scope.theme, table.day == spec.day],
        "day": [table.day == spec.day],
    }
    query = sa.select(sa.func.sum(counted)).where(table.currency == cap.most.currency, *about[cap.what])
    amount = connection.execute(query).scalar()
    return Money(amount=amount or FREE.amount, currency=cap.most.currency)


def _exceeded(spec: CallSpec, cap: Cap, spent: Money) -> BlockedError:
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
