"""What people have decided: one row a decision, in the order in which they were made."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.errors import Conflict
from vidpipe_assets.model.order import Notice, Order, OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.storage.database import Database
from vidpipe_assets.storage.outbox import notice_row
from vidpipe_assets.storage.tables import decisions, notices, orders

_NEW_TAKE = (Word.AFRESH, Word.REJECTED)
_NO_DETAILS: dict[str, Any] = {"stage": "", "take": 1, "scenes": [], "who": "vidpipe", "version": "", "pictures": {}}
"""The columns of a decision that vidpipe itself makes about a video as a whole."""


class Decisions:
    """The table `decisions`."""

    def __init__(self, database: Database, now: Callable[[], dt.datetime] = now_utc) -> None:
        self._database = database
        self._now = now

    def add(
        self,
        video: str,
        word: Word,
        *,
        stage: Stage | None = None,
        scenes: Sequence[str] = (),
        reason: str = "",
        version: str = "",
        pictures: Mapping[str, str] | None = None,
        who: str,
        order: tuple[OrderState, OrderState] | None = None,
        edited: Order | None = None,
    ) -> Decision:
        """Write a decision down. A rejection, and a retry afresh, raise the take of the stage by one.

        `order`: the state that the video's order has to be in, and the one that it gets, in the same transaction.
        `edited`: the order as it was read, with other overrides, which are kept in the same transaction. Raises
        `Conflict` if it is in another state, or was changed, by now: of two people who decide at once, one is told so.
        """
        table = decisions.c
        # One turn for all, so that ids appear in their order: who has seen one has seen all before it.
        with self._database.writing(turn="decisions") as connection:
            if order:
                self._move(connection, video, *order)
            if edited:
                self._override(connection, video, edited)
            before = sa.select(sa.func.max(table.take)).where(table.video_key == video, table.stage == (stage or ""))
            take = (connection.execute(before).scalar() or 1) + (word in _NEW_TAKE)
            row: dict[str, Any] = {
                "video_key": video,
                "stage": stage.value if stage else "",
                "word": word.value,
                "take": take,
                "scenes": list(scenes),
                "reason": reason[:1000].replace("\0", ""),
                "who": who[:100],
                "made_at": self._now(),
                "version": version,
                "pictures": dict(pictures or {}),
            }
            made = connection.execute(sa.insert(decisions).values(**row)).inserted_primary_key
        return _decision({"id": made[0] if made else 0, **row})

    def expire(self, order: Order, latest: int, notice: Notice, *, reason: str) -> Decision | None:
        """Close an open order as expired, with the decision and the notice that say so, in one transaction.

        None: the order was changed, or something was decided about it, since it was read; `latest` is the id of its
        latest decision then (0: there was none). Then nothing is written.
        """
        video, now = str(order.key), self._now()
        table, as_read = decisions.c, orders.c.updated_at == order.updated_at
        is_open = (orders.c.key == video, orders.c.state == OrderState.OPEN.value, as_read)
        with self._database.writing(turn="decisions") as connection:
            newest = connection.execute(sa.select(sa.func.max(table.id)).where(table.video_key == video)).scalar() or 0
            closed = sa.update(orders).where(*is_open).values(state=OrderState.EXPIRED.value, updated_at=now)
            if newest != latest or connection.execute(closed).rowcount != 1:
                return None
            row = {**_NO_DETAILS, "video_key": video, "word": Word.EXPIRED.value, "reason": reason, "made_at": now}
            made = connection.execute(sa.insert(decisions).values(**row)).inserted_primary_key
            connection.execute(self._database.insert(notices).on_conflict_do_nothing(), notice_row(notice, now))
        return _decision({"id": made[0] if made else 0, **row})

    def _move(self, connection: sa.Connection, video: str, before: OrderState, after: OrderState) -> None:
        its_own = orders.c.key == video
        if before is not after:
            moved = sa.update(orders).where(its_own, orders.c.state == before.value)
            if connection.execute(moved.values(state=after.value, updated_at=self._now())).rowcount == 1:
                return
        state = connection.execute(sa.select(orders.c.state).where(its_own)).scalar()
        if state != before.value or before is not after:
            raise Conflict(f"{video} is {state} by now", remedy="look at it again: somebody else was faster")

    def _override(self, connection: sa.Connection, video: str, edited: Order) -> None:
        order = orders.c
        as_read = (order.key == video, order.state == OrderState.OPEN.value, order.updated_at == edited.updated_at)
        values = {"overrides": dict(edited.overrides), "updated_at": self._now()}
        if connection.execute(sa.update(orders).where(*as_read).values(**values)).rowcount != 1:
            raise Conflict(f"{video} was changed by somebody else meanwhile", remedy="look at it again")

    def of(self, video: str) -> tuple[Decision, ...]:
        """All of one video, oldest first."""
        return self._select(decisions.c.video_key == video)

    def of_videos(self, videos: Sequence[str]) -> dict[str, list[Decision]]:
        """All of these videos, oldest first; as many videos as fit on a page."""
        found: dict[str, list[Decision]] = {video: [] for video in videos}
        for one in self._select(decisions.c.video_key.in_(list(found))) if found else ():
            found[one.video].append(one)
        return found

    def after(self, last: int) -> tuple[Decision, ...]:
        """All whose id is higher than `last`, oldest first."""
        return self._select(decisions.c.id > last)

    def latest(self) -> int:
        """The highest id; 0: nothing was ever decided."""
        with self._database.reading() as connection:
            return connection.execute(sa.select(sa.func.max(decisions.c.id))).scalar() or 0

    def _select(self, condition: sa.ColumnElement[bool]) -> tuple[Decision, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(decisions).where(condition).order_by(decisions.c.id)).mappings()
            return tuple(_decision(row) for row in rows)


def _decision(row: Any) -> Decision:
    return Decision(
        id=row["id"],
        video=row["video_key"],
        stage=Stage(row["stage"]) if row["stage"] else None,
        word=Word(row["word"]),
        take=row["take"],
        scenes=tuple(row["scenes"]),
        reason=row["reason"],
        who=row["who"],
        at=row["made_at"],
        version=row["version"],
        pictures=row["pictures"],
    )
