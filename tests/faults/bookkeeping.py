"""What the ledger says of calls and money, and what the store has kept, as the fault tests ask for it."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

from vidpipe_assets.ledger.call_table import CallRow, CallTable
from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.storage.store import Store


def entry(store: Store, key: str) -> CallRow:
    """The row of a call."""
    found = CallTable(store.database, lambda: dt.datetime.now(dt.UTC)).find(key)
    assert found is not None
    return found


def spent(store: Store) -> Decimal:
    """What is spent for certain."""
    return sum((line.spent for line in costs(store)), Decimal(0))


def perhaps_spent(store: Store) -> Decimal:
    """What is reserved, or may have been spent."""
    return sum((line.reserved + line.doubtful for line in costs(store)), Decimal(0))


def booked(store: Store) -> Decimal:
    """All that the ledger holds for spent, or for perhaps spent."""
    return spent(store) + perhaps_spent(store)


def kept(store: Store) -> list[Path]:
    """All files that were kept."""
    return [path for path in store.places.artifacts.rglob("*") if path.is_file()]
