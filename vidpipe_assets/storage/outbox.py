"""Notices that are to be sent: each is written once, and sent until the receiver has it, or nobody tries any more."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from vidpipe_assets.model.order import Notice
from vidpipe_assets.storage.database import Database
from vidpipe_assets.storage.tables import notices

MOST_ATTEMPTS = 12
"""With the delays between them, about nine hours."""

_FIRST_DELAY = dt.timedelta(minutes=1)
_LONGEST_DELAY = dt.timedelta(hours=1)
_SOME = 200


@dataclass(frozen=True)
class OutboxStatus:
    """How many notices wait to be sent, and how many were given up."""

    waiting: int
    given_up: int
    error: str = ""
    """What was wrong the last time."""


class Outbox:
    """The table `notices`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, told: Iterable[Notice], now: dt.datetime) -> None:
        """Write notices down; one whose id is there already changes nothing."""
        rows = [notice_row(one, now) for one in told]
        insert = self._database.insert(notices).on_conflict_do_nothing()
        for start in range(0, len(rows), _SOME):
            with self._database.writing() as connection:
                connection.execute(insert, rows[start : start + _SOME])

    def take(self, now: dt.datetime) -> Notice | None:
        """The notice that is to be sent next, for whoever calls first; None: none is due.

        Before it is sent, its next attempt is set: whoever dies with it in hand delays it, and loses nothing.
        """
        table = notices.c
        is_due = (table.sent_at.is_(None), table.attempts < MOST_ATTEMPTS, table.next_at <= now)
        query = sa.select(notices).where(*is_due).order_by(table.attempts, table.noted_at, table.id).limit(1)
        with self._database.reading() as connection:  # mostly there is none, and nobody has to wait for a turn
            if connection.execute(query).first() is None:
                return None
        with self._database.writing(turn="notices") as connection:
            row = connection.execute(query).mappings().first()
            if row is None:
                return None
            after = {"attempts": row["attempts"] + 1, "next_at": now + _delay(row["attempts"] + 1)}
            connection.execute(sa.update(notices).where(table.id == row["id"]).values(**after))
        return Notice.model_validate(row["content"])

    def sent(self, name: str, now: dt.datetime) -> None:
        """The receiver has it."""
        with self._database.writing() as connection:
            connection.execute(sa.update(notices).where(notices.c.id == name).values(sent_at=now, error=""))

    def not_sent(self, name: str, error: str, now: dt.datetime) -> None:
        """The receiver does not have it. The others go to the same place: they wait for a minute, too."""
        table = notices.c
        soon = now + _FIRST_DELAY
        with self._database.writing() as connection:
            connection.execute(sa.update(notices).where(table.id == name).values(error=error[:500]))
            others = sa.update(notices).where(table.sent_at.is_(None), table.next_at < soon)
            connection.execute(others.values(next_at=soon))

    def standing(self) -> OutboxStatus:
        """How the sending stands."""
        table = notices.c
        unsent = table.sent_at.is_(None)
        counted = sa.select(
            sa.func.count().filter(unsent, table.attempts < MOST_ATTEMPTS),
            sa.func.count().filter(unsent, table.attempts >= MOST_ATTEMPTS),
        ).select_from(notices)
        last = sa.select(table.error).where(unsent, table.error != "").order_by(table.noted_at.desc()).limit(1)
        with self._database.reading() as connection:
            waiting, given_up = connection.execute(counted).one()
            return OutboxStatus(waiting, given_up, connection.execute(last).scalar() or "")


def notice_row(one: Notice, now: dt.datetime) -> dict[str, object]:
    """The row of a notice that was not sent yet."""
    return {
        "id": one.id,
        "content": one.model_dump(mode="json"),
        "noted_at": now,
        "next_at": now,
        "attempts": 0,
        "error": "",
    }


def _delay(attempt: int) -> dt.timedelta:
    return min(_FIRST_DELAY * 4 ** min(attempt - 1, 10), _LONGEST_DELAY)
