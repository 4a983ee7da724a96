"""The orders: which videos somebody wants. The row is the truth, Dagster's partition follows it."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.errors import Conflict
from vidpipe_assets.model.order import Order, OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage import tables
from vidpipe_assets.storage.database import Database


@dataclass(frozen=True)
class IdempotentRequest:
    """A request that may be repeated: `key` is a hash of what tells it from others, `body` of what it asks for."""

    key: str
    body: str


class Orders:
    """The table `orders`."""

    def __init__(self, database: Database, now: Callable[[], dt.datetime] = now_utc) -> None:
        self._database = database
        self._now = now

    def add(self, keys: Sequence[VideoKey], *, topic: str = "", asked_by: str) -> list[VideoKey]:
        """Order these videos, all or none, and return the new ones; one that is there already is left as it is."""
        insert = self._database.insert(tables.orders).on_conflict_do_nothing()
        with self._database.writing() as connection:
            return [
                key
                for key in dict.fromkeys(keys)
                if connection.execute(insert, self._row(key, topic, asked_by)).rowcount == 1
            ]

    def add_new(
        self,
        candidates: Sequence[Iterator[VideoKey]],
        *,
        topic: str,
        overrides: Mapping[str, Any],
        asked_by: str,
        request: IdempotentRequest | None = None,
    ) -> list[VideoKey]:
        """Order one new video of each sequence of candidates: the first key that is nobody's yet. All or none.

        `request`: one that may be repeated; then it gets what it got the first time. Raises `Conflict` if it asked
        for something else then.
        """
        insert = self._database.insert(tables.orders).on_conflict_do_nothing()
        with self._database.writing() as connection:
            if request and not self._is_first(connection, request):
                return self._got(connection, request)
            made: list[VideoKey] = []
            for one in candidates:
                rows = ((key, self._row(key, topic, asked_by) | {"overrides": dict(overrides)}) for key in one)
                made.append(next(key for key, row in rows if connection.execute(insert, row).rowcount == 1))
            if request:
                got = sa.update(tables.api_requests).where(tables.api_requests.c.key == request.key)
                connection.execute(got.values(videos=[str(key) for key in made]))
        return made

    def _is_first(self, connection: sa.Connection, request: IdempotentRequest) -> bool:
        """Whether nobody has made this request yet. On PostgreSQL this waits for whoever makes it just now."""
        row: dict[str, Any] = {"key": request.key, "body": request.body, "videos": [], "made_at": self._now()}
        insert = self._database.insert(tables.api_requests).on_conflict_do_nothing()
        return connection.execute(insert, row).rowcount == 1

    def _got(self, connection: sa.Connection, request: IdempotentRequest) -> list[VideoKey]:
        table = tables.api_requests
        row = connection.execute(sa.select(table.c.body, table.c.videos).where(table.c.key == request.key)).one()
        if row.body != request.body:
            raise Conflict(
                "this Idempotency-Key was given before, with another request",
                remedy="give a new key with a new request, and the same key only with the same one",
            )
        return [VideoKey.parse(key) for key in row.videos]

    def get(self, key: VideoKey) -> Order | None:
        """The order of one video."""
        found = self._select(tables.orders.c.key == str(key))
        return found[0] if found else None

    def ensure(self, key: VideoKey, *, asked_by: str = "dagster") -> Order:
        """The order of one video, made when there is none: somebody typed its key into the Dagster UI."""
        found = self.get(key)
        if found is None:
            self.add([key], asked_by=asked_by)
            found = self.get(key)
        if found is None:  # pragma: no cover - nobody deletes orders
            raise RuntimeError(f"the order of {key} vanished")
        return found

    def open_orders(self) -> list[Order]:
        """All orders that are worked on, by day, theme and number."""
        return self._select(tables.orders.c.state == OrderState.OPEN.value)

    def changed_since(self, moment: dt.datetime) -> list[Order]:
        """All orders that were made or changed at `moment` or later, whatever became of them."""
        return self._select(tables.orders.c.updated_at >= moment)

    def states(self) -> dict[str, str]:
        """Every key that was ever ordered, and what has become of it (an `OrderState`)."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(tables.orders.c.key, tables.orders.c.state))
            return {row[0]: row[1] for row in rows}

    def closed_before(self, moment: dt.datetime) -> dict[str, str]:
        """Every order that was closed before `moment`, by key, and what has become of it (an `OrderState`)."""
        table = tables.orders.c
        query = sa.select(table.key, table.state).where(table.state != OrderState.OPEN.value, table.updated_at < moment)
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def requests_before(self, moment: dt.datetime) -> int:
        """How many requests that may be repeated were made before `moment`."""
        made_at = tables.api_requests.c.made_at
        query = sa.select(sa.func.count()).select_from(tables.api_requests).where(made_at < moment)
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()

    def forget_requests(self, moment: dt.datetime) -> None:
        """Whoever repeats a request that was made before `moment` orders new videos."""
        old = sa.delete(tables.api_requests).where(tables.api_requests.c.made_at < moment)
        with self._database.writing() as connection:
            connection.execute(old)

    def stamp(self) -> str:
        """Changes whenever an order does: how many there are in each state, and when one was last changed."""
        table = tables.orders
        query = sa.select(table.c.state, sa.func.count(), sa.func.max(table.c.updated_at)).group_by(table.c.state)
        with self._database.reading() as connection:
            return repr(sorted((state, number, str(moment)) for state, number, moment in connection.execute(query)))

    def count_open(self) -> int:
        """How many orders are open."""
        query = sa.select(sa.func.count()).where(tables.orders.c.state == OrderState.OPEN.value)
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()

    def close(self, keys: Sequence[VideoKey], state: OrderState) -> None:
        """Open orders become `state`; closed ones stay what they are."""
        self._move(keys, OrderState.OPEN, state)

    def reopen(self, keys: Sequence[VideoKey], before: OrderState = OrderState.CANCELLED) -> None:
        """Orders that are `before` become open again."""
        self._move(keys, before, OrderState.OPEN)

    def _move(self, keys: Sequence[VideoKey], before: OrderState, after: OrderState) -> None:
        table = tables.orders
        moved = sa.update(table).where(table.c.key == sa.bindparam("moved"), table.c.state == before.value)
        if keys:
            with self._database.writing() as connection:
                values = moved.values(state=after.value, updated_at=self._now())
                connection.execute(values, [{"moved": str(key)} for key in keys])

    def latest(self, theme: str, asked_by: str) -> dt.datetime | None:
        """When `asked_by` last ordered a video of `theme`."""
        table = tables.orders
        query = sa.select(sa.func.max(table.c.created_at)).where(table.c.theme == theme, table.c.asked_by == asked_by)
        with self._database.reading() as connection:
            return connection.execute(query).scalar()

    def recent(self, limit: int) -> list[Order]:
        """The `limit` orders of the latest days, by day, theme and number."""
        query = sa.select(tables.orders).order_by(tables.orders.c.day.desc(), tables.orders.c.key.desc()).limit(limit)
        with self._database.reading() as connection:
            return sorted((_order(row) for row in connection.execute(query).mappings()), key=_by_key)

    def page(
        self,
        limit: int,
        *,
        before: tuple[dt.datetime, str] | None = None,
        oldest_first: bool = False,
        **equal: str | dt.date | Sequence[str],
    ) -> list[Order]:
        """The first `limit` orders by when they were made, newest first or oldest first.

        `before`: only those that follow the order with that moment and key. `equal`: columns and what they have to be,
        or a list of what they may be.
        """
        table, query = tables.orders, sa.select(tables.orders)
        for name, value in equal.items():
            column = table.c[name]
            query = query.where(column == value if isinstance(value, (str, dt.date)) else column.in_(list(value)))
        if before is not None:
            moment, key = before
            made, name = table.c.created_at, table.c.key
            later = (made > moment) | ((made == moment) & (name > key))
            earlier = (made < moment) | ((made == moment) & (name < key))
            query = query.where(later if oldest_first else earlier)
        columns = (table.c.created_at, table.c.key)
        query = query.order_by(*(column.asc() if oldest_first else column.desc() for column in columns)).limit(limit)
        with self._database.reading() as connection:
            return [_order(row) for row in connection.execute(query).mappings()]

    def _select(self, *conditions: sa.ColumnElement[bool]) -> list[Order]:
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(tables.orders).where(*conditions)).mappings()
            return sorted((_order(row) for row in rows), key=_by_key)

    def _row(self, key: VideoKey, topic: str, asked_by: str) -> dict[str, Any]:
        now = self._now()
        return {
            "key": str(key),
            "theme": key.theme,
            "day": key.day,
            "topic": topic,
            "overrides": {},
            "asked_by": asked_by[:100],
            "state": OrderState.OPEN.value,
            "created_at": now,
            "updated_at": now,
        }


def _order(row: sa.RowMapping) -> Order:
    fields = {name: row[name] for name in Order.model_fields if name != "key"}
    return Order(key=VideoKey.parse(row["key"]), **fields)


def _by_key(order: Order) -> VideoKey:
    return order.key
