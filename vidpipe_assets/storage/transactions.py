"""Transactions: short, on SQLite or PostgreSQL, with the driver's errors translated into vidpipe's.

Such an error says which file or server it is about, and what to do.
"""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql, sqlite

from vidpipe_assets.io.paths import has_room
from vidpipe_assets.model.errors import BlockedError, DiskFull, TransientError, VidpipeError

_LEAST_ROOM = 1024 * 1024
_DAMAGED = ("file is not a database", "disk image is malformed", "unsupported file format")
_BUSY = ("database is locked", "database table is locked", "deadlock detected", "could not serialize")
_UNOPENED = ("disk i/o error", "unable to open database file")
_FULL = ("database or disk is full", "no space left")
_AWAY = ("connect", "server closed", "timeout", "terminating", "password", "no such host", "translate host name")
_FORBIDDEN = ("readonly database", "permission denied", *_UNOPENED)


@contextmanager
def translate_errors(name: str) -> Generator[None]:
    """Turn the driver's errors into vidpipe's; `name` is the database as a person knows it."""
    try:
        yield
    except (exc.OperationalError, exc.DatabaseError) as error:
        if isinstance(error, (exc.IntegrityError, exc.ProgrammingError, exc.DataError)):
            raise
        raise translated_error(name, error) from error


def translated_error(name: str, error: exc.DBAPIError) -> VidpipeError:
    """`error` of the database called `name`, told so that a person can act on it."""
    said = str(error.orig).strip()
    lower = said.lower()
    if any(words in lower for words in _DAMAGED):
        return damaged(name, said)
    if any(words in lower for words in _BUSY):
        return TransientError(
            f"the database {name} is busy: {said}",
            remedy="try again; if it stays so, look for a process that keeps it open",
        )
    if any(words in lower for words in _FULL) or (any(words in lower for words in _UNOPENED) and _has_no_room(name)):
        return DiskFull(
            f"the disk of the database {name} is full",
            remedy="free some space (df and df -i tell what is used up), then start again; nothing was lost",
        )
    if any(words in lower for words in _FORBIDDEN):
        return BlockedError(
            f"the database {name} cannot be opened or written: {said}",
            remedy="make the file and its folder writable for the user that runs vidpipe",
        )
    if any(words in lower for words in _AWAY):
        remedy = "check that it runs, and that VIDPIPE_DATABASE_URL is right"
        return BlockedError(f"the database {name} does not answer: {said}", remedy=remedy)
    return BlockedError(
        f"the database {name} refused: {said}",
        remedy="check that it is vidpipe's own, and that nobody changed its tables",
    )


def is_of_the_file(error: exc.DBAPIError) -> bool:
    """Whether SQLite complains of its file: full, damaged, not to be written. Other complaints are of a statement."""
    said = str(error.orig).lower()
    return any(words in said for words in (*_DAMAGED, *_FULL, *_FORBIDDEN))


def _has_no_room(name: str) -> bool:
    """SQLite also says "disk I/O error" or "unable to open" when the file of its shared memory finds no room."""
    folder = Path(name).parent
    return folder.is_dir() and not has_room(folder, _LEAST_ROOM)


def damaged(name: str, said: str) -> BlockedError:
    """The database's content cannot be trusted; nothing is ever reset without being asked."""
    return BlockedError(
        f"the database {name} is damaged: {said}",
        remedy=(
            f"put a backup in its place, or try: sqlite3 {name} .recover; to begin anew, move the file away yourself "
            "(vidpipe never resets it: it knows what was ordered and paid)"
        ),
    )


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
        with translate_errors(self.name), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, turn: str = "") -> Generator[sa.Connection]:
        """A transaction that is committed at the end of the block, and undone if the block raises.

        Two blocks with the same `turn` never overlap, whichever processes they are in (on SQLite no two writing
        blocks ever do).
        """
        with translate_errors(self.name), self.engine.execution_options(**_EXCLUSIVE).begin() as connection:
            if turn and self.engine.dialect.name == "postgresql":
                lock_transaction(connection, turn)
            yield connection

    def insert(self, table: sa.Table) -> "postgresql.Insert | sqlite.Insert":
        """An INSERT of this database's dialect, which knows ON CONFLICT."""
        return postgresql.insert(table) if self.engine.dialect.name == "postgresql" else sqlite.insert(table)

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()


def lock_transaction(connection: sa.Connection, turn: str) -> None:
    """Wait until no other transaction of this PostgreSQL database holds `turn`; held until this one ends."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock_number(turn))))


def lock_number(name: str) -> int:
    """PostgreSQL's advisory locks have numbers, not names."""
    return int.from_bytes(hashlib.sha256(f"vidpipe:{name}".encode()).digest()[:8], "big", signed=True)
