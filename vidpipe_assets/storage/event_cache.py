"""What was read of Dagster's event log, kept so that nobody has to read all of it again; it can always be read anew.

A row is one event. The highest lease number of a place counts, and of one lease the highest storage id; so several
processes may read and write side by side.

Beside it, which orders have their partition in Dagster: one that is gone again was deleted by a person.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from vidpipe_assets.storage.database import Database
from vidpipe_assets.storage.tables import facts, placed_partitions, read_marks

_MOST_KEYS = 500
_FIRST_LOOK = 2000
"""Rows that were added before PostgreSQL is told to look how many there are; then four times as many, and so on."""


class FactRow(NamedTuple):
    """One event. `stage` is empty for a run's end; `at_s` counts from 1970; `content` is JSON.

    `explains`: it says why its run failed, so that the run's end says nothing more.
    """

    storage_id: int
    video_key: str
    kind: str
    stage: str
    run_id: str
    at_s: float
    content: str
    explains: bool
    number: int = 0
    """Of the lease that its run held."""


class EventCache:
    """The tables `facts` and `read_marks`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._added, self._known = 0, _FIRST_LOOK

    def of_videos(self, keys: Sequence[str]) -> Iterator[FactRow]:
        """The facts of these videos, ascending by storage id; with very many keys, of all videos."""
        with self._database.reading() as connection:
            for where in _conditions(keys):
                rows = connection.execute(sa.select(facts).where(*where).order_by(facts.c.storage_id)).all()
                yield from map(FactRow._make, rows)

    def made_ids(self, stage: str) -> dict[str, tuple[int, int]]:
        """Video -> lease number and storage id of the materialization of `stage` that counts."""
        query = sa.select(facts.c.video_key, facts.c.number, facts.c.storage_id)
        with self._database.reading() as connection:
            found = connection.execute(query.where(facts.c.kind == "made", facts.c.stage == stage))
            return {row[0]: (row[1], row[2]) for row in found}

    def among(self, storage_ids: Sequence[int]) -> list[FactRow]:
        """What was read before of `storage_ids`."""
        return [FactRow._make(row) for row in self._some(sa.select(facts), facts.c.storage_id, storage_ids)]

    def explained_runs(self, run_ids: Sequence[str]) -> set[str]:
        """Those of `run_ids` of which something was read that says why they failed."""
        query = sa.select(facts.c.run_id).where(facts.c.explains)
        return {row[0] for row in self._some(query, facts.c.run_id, run_ids)}

    def _some(self, query: sa.Select[Any], column: sa.Column[Any], values: Sequence[Any]) -> Iterator[sa.Row[Any]]:
        if not values:
            return
        with self._database.reading() as connection:
            for start in range(0, len(values), _MOST_KEYS):
                some = column.in_(values[start : start + _MOST_KEYS])
                yield from connection.execute(query.where(some)).all()

    def marks(self) -> dict[str, int]:
        """How far the event log was read, by kind of event."""
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(sa.select(read_marks))}

    def add(self, rows: Iterable[FactRow], marks: Mapping[str, int]) -> None:
        """Keep what was read, and how far; adding the same again changes nothing, and marks only go up."""
        insert = self._database.insert(facts).on_conflict_do_nothing()
        mark = self._database.insert(read_marks)
        higher = mark.on_conflict_do_update(
            index_elements=[read_marks.c.name],
            set_={"storage_id": mark.excluded.storage_id},
            where=read_marks.c.storage_id < mark.excluded.storage_id,
        )
        new = [row._asdict() for row in rows]
        reached = [{"name": name, "storage_id": number} for name, number in marks.items()]
        with self._database.writing() as connection:
            if new:
                connection.execute(insert, new)
            # Runs that ended stay, each for itself: they have no stage.
            told = [row["storage_id"] for row in new if row["stage"]]
            for start in range(0, len(told), _MOST_KEYS):
                for superseded in _SUPERSEDED:
                    connection.execute(superseded, {"ids": told[start : start + _MOST_KEYS]})
            if reached:
                connection.execute(higher, reached)
            self._added += len(new)
            if self._added >= self._known and connection.dialect.name == "postgresql":
                # A log is read for the first time, faster than PostgreSQL notices by itself how the table grows.
                connection.execute(sa.text("ANALYZE facts"))
                self._known *= 4

    def forget(self, storage_ids: Sequence[int]) -> None:
        """Remove facts whose events are gone."""
        with self._database.writing() as connection:
            for start in range(0, len(storage_ids), _MOST_KEYS):
                ids = storage_ids[start : start + _MOST_KEYS]
                connection.execute(sa.delete(facts).where(facts.c.storage_id.in_(ids)))

    def forget_all(self) -> None:
        """Remove everything: it was read from another event log."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(facts))
            connection.execute(sa.delete(read_marks))


_older, _newer = facts.alias("older"), facts.alias("newer")


def _superseded_by(some: sa.Column[Any]) -> sa.Delete:
    """The facts of a place that are not its latest, as far as they, or what supersedes them, are among `ids`."""
    same_place = sa.and_(*(_older.c[name] == _newer.c[name] for name in ("video_key", "kind", "stage")))
    before = sa.or_(
        _older.c.number < _newer.c.number,
        sa.and_(_older.c.number == _newer.c.number, _older.c.storage_id < _newer.c.storage_id),
    )
    older = sa.select(_older.c.storage_id).join(_newer, same_place & before)
    return sa.delete(facts).where(facts.c.storage_id.in_(older.where(some.in_(sa.bindparam("ids", expanding=True)))))


# One statement for many places: on PostgreSQL, one for each would take half of the time of reading a log.
_SUPERSEDED = (_superseded_by(_newer.c.storage_id), _superseded_by(_older.c.storage_id))


def _conditions(keys: Sequence[str]) -> Iterator[tuple[sa.ColumnElement[bool], ...]]:
    if len(keys) > _MOST_KEYS:
        yield ()
    elif keys:
        yield (facts.c.video_key.in_(keys),)


class KnownPartitions:
    """The table `placed_partitions`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keys(self) -> set[str]:
        """All of them."""
        with self._database.reading() as connection:
            return set(connection.execute(sa.select(placed_partitions.c.key)).scalars())

    def add(self, keys: Collection[str]) -> None:
        """These have got their partition; saying it twice changes nothing."""
        if keys:
            insert = self._database.insert(placed_partitions).on_conflict_do_nothing()
            with self._database.writing() as connection:
                connection.execute(insert, [{"key": key} for key in sorted(keys)])

    def remove(self, keys: Collection[str]) -> None:
        """These have none any more."""
        if keys:
            gone = sa.delete(placed_partitions).where(placed_partitions.c.key == sa.bindparam("gone"))
            with self._database.writing() as connection:
                connection.execute(gone, [{"gone": key} for key in sorted(keys)])
