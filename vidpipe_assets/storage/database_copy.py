"""Consistent copies of databases that others write to: SQLite files whole, tables of PostgreSQL from one snapshot."""

import io
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.storage.transactions import damaged, translate_errors

_PAGES = 2_000
"""Of an SQLite file, copied at a time: writers get their turn in between."""
_WAIT_S = 60.0
_CHUNK = 1024 * 1024


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy the database in the file `source` as it is at one moment, whoever writes to it; `target` is a plain file.

    Raises `BlockedError` when it is damaged.
    """
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source, timeout=_WAIT_S)) as reading, closing(sqlite3.connect(target)) as writing:
        try:
            reading.backup(writing, pages=_PAGES, sleep=0.05)
            # The copy brings the source's journal mode along: one file, and nothing beside it.
            writing.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.DatabaseError as error:
            raise damaged(str(source), str(error)) from error


def check_sqlite(file: Path) -> str:
    """What is wrong with the file, as SQLite says; empty: nothing."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=_WAIT_S)) as connection:
            said = [str(row[0]) for row in connection.execute("PRAGMA quick_check(3)")]
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if said == ["ok"] else "; ".join(said)


@dataclass(frozen=True)
class TableCopy:
    """One table of a snapshot; `pieces` are its rows as COPY writes them, to be read before the next table."""

    table: str
    columns: tuple[str, ...]
    sequences: Mapping[str, int]
    pieces: Iterator[bytes]


def copy_tables(engine: sa.Engine, name: str) -> Iterator[TableCopy]:
    """All tables of a PostgreSQL database, of one moment. `name`: the address without its password, for errors."""
    with translate_errors(name), engine.connect() as connection:
        serialised = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with serialised.begin():
            inspector = sa.inspect(serialised)
            for table in sorted(inspector.get_table_names()):
                columns = tuple(column["name"] for column in inspector.get_columns(table))
                yield TableCopy(
                    table, columns, _sequences(serialised, table, columns), _rows(serialised, table, columns)
                )


def _rows(connection: sa.Connection, table: str, columns: Sequence[str]) -> Iterator[bytes]:
    cursor: Any = connection.connection.cursor()
    with tempfile.SpooledTemporaryFile(max_size=_CHUNK * 16) as spool:
        cursor.copy_expert(f"COPY {_quoted(table)} ({', '.join(map(_quoted, columns))}) TO STDOUT", spool)
        spool.seek(0)
        while piece := spool.read(_CHUNK):
            yield piece


def _sequences(connection: sa.Connection, table: str, columns: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in columns:
        ask = sa.text("SELECT pg_get_serial_sequence(:table, :column)")
        sequence = connection.execute(ask, {"table": _quoted(table), "column": column}).scalar()
        if sequence:
            last = connection.execute(sa.text(f"SELECT last_value FROM {sequence}")).scalar_one()  # noqa: S608 - its own name
            found[column] = int(last)
    return found


def fill_table(
    connection: sa.Connection, table: str, columns: Sequence[str], sequences: Mapping[str, int], file: Path
) -> None:
    """Put the rows of `file` in place of those of `table`. Raises `BlockedError` for a column that is not there."""
    known = {column["name"] for column in sa.inspect(connection).get_columns(table)}
    if missing := set(columns) - known:
        raise BlockedError(
            f"the table {table} has no column {', '.join(sorted(missing))}",
            remedy="restore with the version of vidpipe and Dagster that made the backup, and upgrade afterwards",
        )
    cursor: Any = connection.connection.cursor()
    with file.open("rb") as rows, io.BufferedReader(rows.raw) as buffered:
        cursor.copy_expert(f"COPY {_quoted(table)} ({', '.join(map(_quoted, columns))}) FROM STDIN", buffered)
    for column, last in sequences.items():
        connection.execute(
            sa.text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)"),
            {"table": _quoted(table), "column": column, "last": last},
        )


def empty_tables(connection: sa.Connection, tables: Sequence[str], tell: Callable[[str], None]) -> None:
    """Remove all rows of `tables`, in one step, whatever refers to what."""
    there = set(sa.inspect(connection).get_table_names())
    named = [_quoted(table) for table in tables if table in there]
    if named:
        tell(f"emptying {len(named)} tables")
        connection.execute(sa.text(f"TRUNCATE {', '.join(named)} CASCADE"))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
