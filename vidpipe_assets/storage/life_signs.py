"""Signs of life: when the sensor last looked at what there is to do, for whoever asks whether anybody is at work.

Dagster's heartbeats come every thirty seconds and are only read with Dagster; the sensor looks every five.
"""

import datetime as dt
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

import sqlalchemy as sa

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.storage.database import Database
from vidpipe_assets.storage.tables import life_signs

_AGAIN_EVERY_S = 8.0


class LifeSigns:
    """The table `life_signs`."""

    def __init__(self, database: Database, now: Callable[[], dt.datetime] = now_utc) -> None:
        self._database = database
        self._now = now

    def give(self, name: str, at: dt.datetime | None = None) -> None:
        """Note that `name` lives, or did `at` that moment."""
        insert = self._database.insert(life_signs).values(name=name, seen_at=at or self._now())
        latest = insert.on_conflict_do_update(
            index_elements=[life_signs.c.name], set_={"seen_at": insert.excluded.seen_at}
        )
        with self._database.writing() as connection:
            connection.execute(latest)

    def first(self, name: str, now: dt.datetime) -> dt.datetime:
        """The moment of the last sign of `name`; of one that has never given any, `now`, which is kept."""
        insert = self._database.insert(life_signs).values(name=name, seen_at=now).on_conflict_do_nothing()
        found = self.seen(name)
        if found is None:
            with self._database.writing() as connection:
                connection.execute(insert)
        return found or now

    def seen(self, name: str) -> dt.datetime | None:
        """The moment of the last sign of `name`; None: it has never given one."""
        with self._database.reading() as connection:
            query = sa.select(life_signs.c.seen_at).where(life_signs.c.name == name)
            return connection.execute(query).scalar()

    @contextmanager
    def during(self, name: str) -> Generator[None]:
        """Give signs as long as the block lasts, however long that is."""
        over = threading.Event()
        self.give(name)

        def go_on() -> None:
            while not over.wait(_AGAIN_EVERY_S):
                with suppress(VidpipeError):  # a database that is busy: the next sign comes soon
                    self.give(name)

        thread = threading.Thread(target=go_on, name="life signs", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def age_s(self, name: str, now: dt.datetime | None = None) -> float | None:
        """Seconds since the last sign of `name`, at `now`; None: it has never given one."""
        seen = self.seen(name)
        # A sign from the future is that of another clock, or of ours before it was put back: the next one comes soon.
        return None if seen is None else abs(((now or self._now()) - seen).total_seconds())
