"""Transactions: short, on SQLite or PostgreSQL, with errors that a person can act on."""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from vidpipe_assets.store.database_errors import told_plainly

BEGIN = "vidpipe_begin"
"""The execution option that says how a transaction begins on SQLite."""

_EXCLUSIVE = {BEGIN: "BEGIN IMMEDIATE"}


@dataclass(frozen=True)
class Database:
    """Short transactions. `name` is the file or the address without its password."""

    engine: sa.Engine
    name: str

    @contextmanager
    def reading(self) -> Generator[sa.Connection]:
        """A transaction that changes nothing."""
        with told_plainly(self.name), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, turn: str = "") -> Generator[sa.Connection]:
        """A transaction that is committed at the end of the block, and undone if the block raises.

        Two blocks with the same `turn` never overlap, whichever processes they are in (on SQLite no two writing
        blocks ever do).
        """
        with told_plainly(self.name), self.engine.execution_options(**_EXCLUSIVE).begin() as connection:
            if turn and self.engine.dialect.name == "postgresql":
                take_turn(connection, turn)
            yield connection

    def insert(self, table: sa.Table) -> "postgresql.Insert | sqlite.Insert":
        """An INSERT of this database's dialect, which knows ON CONFLICT."""
        return postgresql.insert(table) if self.engine.dialect.name == "postgresql" else sqlite.insert(table)

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()


def take_turn(connection: sa.Connection, turn: str) -> None:
    """Wait until no other transaction of this PostgreSQL database holds `turn`; held until this one ends."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(turn_number(turn))))


def turn_number(name: str) -> int:
    """PostgreSQL's advisory locks have numbers, not names."""
    return int.from_bytes(hashlib.sha256(f"vidpipe:{name}".encode()).digest()[:8], "big", signed=True)
