"""Makes the tables of Dagster's storage whole, or not at all, by one process at a time, before Dagster opens them.

Dagster makes them table by table, and whoever opens a home at that moment, or after the maker was killed, finds half of
them, or two versions. Here the tables, their indexes, their version and the marks of Dagster's data migrations, which
have nothing to do in an empty database, appear in one transaction. What was left half made is completed.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic.config import Config
from dagster._core.storage.event_log import migration as event_migrations
from dagster._core.storage.event_log.schema import SqlEventLogStorageMetadata
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from dagster._core.storage.runs import migration as run_migrations
from dagster._core.storage.runs.schema import RunStorageSqlMetadata
from dagster._core.storage.runs.sqlite import sqlite_run_storage
from dagster._core.storage.schedules import migration as schedule_migrations
from dagster._core.storage.schedules.schema import ScheduleStorageSqlMetadata
from dagster._core.storage.schedules.sqlite import sqlite_schedule_storage
from dagster._core.storage.sql import check_alembic_revision, get_alembic_config, stamp_alembic_rev

from vidpipe_assets.io.paths import explaining_os_errors
from vidpipe_assets.storage.database import alone_with, keep_journal, sqlite_engine
from vidpipe_assets.storage.transactions import translate_errors

_VERSIONS = sa.table("alembic_version", sa.column("version_num"))
_MARKS = "secondary_indexes"


@dataclass(frozen=True)
class StorageTables:
    """The tables of one of Dagster's three storages, and the data migrations that it marks as done."""

    metadata: sa.MetaData
    migrations: tuple[str, ...]
    file: str
    """Where they lie with SQLite, below Dagster's folder."""
    module: str
    """The module of Dagster's SQLite storage, which has its Alembic configuration beside it."""


RUNS = StorageTables(
    RunStorageSqlMetadata,
    (*run_migrations.REQUIRED_DATA_MIGRATIONS, *run_migrations.OPTIONAL_DATA_MIGRATIONS),
    "history/runs.db",
    sqlite_run_storage.__file__,
)
EVENTS = StorageTables(
    SqlEventLogStorageMetadata,
    (*event_migrations.EVENT_LOG_DATA_MIGRATIONS, *event_migrations.ASSET_DATA_MIGRATIONS),
    "history/runs/index.db",
    sqlite_event_log.__file__,
)
SCHEDULES = StorageTables(
    ScheduleStorageSqlMetadata,
    (
        *schedule_migrations.REQUIRED_SCHEDULE_DATA_MIGRATIONS,
        *schedule_migrations.OPTIONAL_SCHEDULE_DATA_MIGRATIONS,
    ),
    "schedules/schedules.db",
    sqlite_schedule_storage.__file__,
)
ALL_TABLES = (RUNS, EVENTS, SCHEDULES)


def make_sqlite_files(folder: Path) -> None:
    """Make the files of Dagster's SQLite storage below `folder`, or complete those that were left half made.

    Raises `BlockedError` and `DiskFull`, as the opening of vidpipe's own database does.
    """
    if all(_is_whole_file(folder / part.file, part) for part in ALL_TABLES):
        return
    with explaining_os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with alone_with(folder / "databases"):
        for part in ALL_TABLES:
            file = folder / part.file
            if not _is_whole_file(file, part):
                _make_file(file, part)


def _is_whole_file(file: Path, part: StorageTables) -> bool:
    if not file.exists() or file.stat().st_size == 0:
        return False
    engine = sqlite_engine(file)
    with translate_errors(str(file)), engine.connect() as connection:
        return is_whole(connection, [part], get_alembic_config(part.module))


def _make_file(file: Path, part: StorageTables) -> None:
    with explaining_os_errors(file):
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = sqlite_engine(file)
    with translate_errors(str(file)):
        keep_journal(engine)
        with engine.begin() as connection:
            complete_tables(connection, [part], get_alembic_config(part.module))


def is_whole(connection: sa.Connection, parts: Sequence[StorageTables], alembic: Config) -> bool:
    """Whether nothing is missing, or what is missing is Dagster's to migrate: of an older version, or with content."""
    there = set(sa.inspect(connection).get_table_names())
    if _VERSIONS.name not in there or len(connection.execute(sa.select(_VERSIONS)).all()) != 1:
        return False
    if all(part.metadata.tables.keys() <= there for part in parts):
        return all(not _missing_marks(connection, part) or not _is_empty(connection, part) for part in parts)
    found, newest = check_alembic_revision(alembic, connection)
    return found != newest


def complete_tables(connection: sa.Connection, parts: Sequence[StorageTables], alembic: Config) -> None:
    """Make what is missing of these tables, in the transaction of `connection`, and note that they are the newest."""
    for part in parts:
        part.metadata.create_all(connection)
        for table in part.metadata.tables.values():
            for index in table.indexes:
                index.create(connection, checkfirst=True)
        if _is_empty(connection, part):
            now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
            rows = [{"name": name, "migration_completed": now} for name in _missing_marks(connection, part)]
            if rows:
                connection.execute(sa.insert(part.metadata.tables[_MARKS]), rows)
    if sa.inspect(connection).has_table(_VERSIONS.name):
        connection.execute(sa.delete(_VERSIONS))
    stamp_alembic_rev(alembic, connection)


def _missing_marks(connection: sa.Connection, part: StorageTables) -> list[str]:
    marks = part.metadata.tables[_MARKS]
    there = set(connection.execute(sa.select(marks.c.name)).scalars())
    return [name for name in part.migrations if name not in there]


def _is_empty(connection: sa.Connection, part: StorageTables) -> bool:
    tables = [table for name, table in part.metadata.tables.items() if name != _MARKS]
    return not any(connection.execute(sa.select(sa.exists().select_from(table))).scalar() for table in tables)
