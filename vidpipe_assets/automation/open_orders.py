"""The open orders, kept up to date: only what has changed since the last look is read."""

import datetime as dt
from typing import TYPE_CHECKING

from vidpipe_assets.model.order import Order, OrderState

if TYPE_CHECKING:  # SQLAlchemy is for those who open a store
    from vidpipe_assets.store.orders import Orders

_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class OpenOrders:
    """The open orders by key."""

    def __init__(self, table: "Orders") -> None:
        self._table = table
        self._latest = _LONG_AGO
        self.by_key: dict[str, Order] = {}

    def catch_up(self) -> set[str]:
        """Read what has changed; returns the keys of orders that were opened, closed or changed."""
        changed = self._take(self._table.changed_since(self._latest))
        if len(self.by_key) == self._table.count_open():
            return changed
        # Somebody wrote with a clock that is behind, or took rows away: read all.
        before, self.by_key = self.by_key, {}
        self._take(self._table.open_orders())
        return {key for key in before.keys() | self.by_key.keys() if before.get(key) != self.by_key.get(key)} | changed

    def _take(self, orders: list[Order]) -> set[str]:
        changed: set[str] = set()
        for order in orders:
            key = str(order.key)
            if self.by_key.get(key) == order or (order.state is not OrderState.OPEN and key not in self.by_key):
                continue
            changed.add(key)
            if order.state is OrderState.OPEN:
                self.by_key[key] = order
            else:
                del self.by_key[key]
            self._latest = max(self._latest, order.updated_at)
        return changed
