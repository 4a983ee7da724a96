"""Sessions of the web that were ended before their time, so that a copied cookie is worth nothing after a logout."""

import datetime as dt

import sqlalchemy as sa

from vidpipe_assets.storage.database import Database
from vidpipe_assets.storage.tables import ended_sessions


class EndedSessions:
    """The table `ended_sessions`: hashes, since a session itself must not lie in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, digest: str, ends_at: dt.datetime, now: dt.datetime) -> None:
        """This one is over; those that are over by themselves at `now` are forgotten."""
        insert = self._database.insert(ended_sessions).values(digest=digest, ends_at=ends_at).on_conflict_do_nothing()
        with self._database.writing() as connection:
            connection.execute(sa.delete(ended_sessions).where(ended_sessions.c.ends_at < now))
            connection.execute(insert)

    def digests(self) -> frozenset[str]:
        """All of them."""
        with self._database.reading() as connection:
            return frozenset(connection.execute(sa.select(ended_sessions.c.digest)).scalars())
