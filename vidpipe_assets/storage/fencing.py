"""Fences: a run writes for its video only as long as it holds the lease, and each write is conditional on that.

Each time that a video's lease is taken, or that its holder is found dead, the video's number goes up. A holder knows
the number that it got; what it writes is written in a transaction that holds the number's row, and refuses where the
row has gone on. So a process that was frozen past its lease, however long, and whenever it wakes, writes nothing over
what others have made since. Source: M. Kleppmann, "How to do distributed locking" (2016), fencing tokens.
"""

import datetime as dt
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from vidpipe_assets.model.errors import LeaseLost
from vidpipe_assets.storage.tables import lease_numbers
from vidpipe_assets.storage.transactions import Database


@dataclass(frozen=True)
class Fence:
    """What one holder may write of one video. `number` 0: it holds no lease and is not held up: a person's command."""

    database: Database
    video: str
    number: int

    @contextmanager
    def kept(self) -> Generator[None]:
        """Nobody else takes the video over during the block. Raises `LeaseLost` if somebody has.

        Short work only: on SQLite, other writers wait for it.
        """
        if not self.number:
            yield
            return
        with self.database.writing() as connection:
            self.require(connection)
            yield

    def require(self, connection: sa.Connection) -> None:
        """Raises `LeaseLost` unless the video is still this holder's; from now on it is until the transaction's end."""
        if not self.number:
            return
        current = connection.execute(_current(self.video).with_for_update()).scalar()
        if current != self.number:
            raise LeaseLost(self.video)

    def check(self) -> None:
        """Raises `LeaseLost` if somebody else has taken the video over meanwhile."""
        if self.number:
            with self.database.reading() as connection:
                self.require(connection)

    def holds(self) -> bool:
        """Whether the video is still this holder's, without waiting for anybody; the next moment, it may not be."""
        with self.database.reading() as connection:
            return not self.number or connection.execute(_current(self.video)).scalar() == self.number

    def condition(self) -> sa.ColumnElement[bool]:
        """The same as a condition of a statement that writes in this database."""
        return sa.exists(_current(self.video).where(lease_numbers.c.number == self.number))


def next_number(database: Database, connection: sa.Connection, video: str, now: dt.datetime) -> int:
    """Raise the video's number: whoever held the lease before writes nothing more. Returns the new one.

    At least the milliseconds since 1970 at `now`: so it goes up, too, where the database was lost or an older one was
    put back, while Dagster's log has events that bear numbers.
    """
    least = int(now.timestamp() * 1000)
    known = connection.execute(_current(video).with_for_update()).scalar() or 0
    number = max(known + 1, least)
    insert = database.insert(lease_numbers).values(video_key=video, number=number)
    connection.execute(
        insert.on_conflict_do_update(index_elements=[lease_numbers.c.video_key], set_={"number": number})
    )
    return number


def overtake(connection: sa.Connection, video: str, number: int) -> None:
    """The holder of that number is dead: should it wake all the same, it writes nothing more."""
    connection.execute(
        sa.update(lease_numbers)
        .where(lease_numbers.c.video_key == video, lease_numbers.c.number == number)
        .values(number=number + 1)
    )


def _current(video: str) -> sa.Select[int]:
    return sa.select(lease_numbers.c.number).where(lease_numbers.c.video_key == video)
