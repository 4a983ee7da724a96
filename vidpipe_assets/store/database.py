"""The database: opened once, brought up to date, used in short transactions. SQLite by default, PostgreSQL by URL.

This module imports SQLAlchemy, so it is imported inside functions (`store.store.open_store`) only.
"""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.store.files import plainly
from vidpipe_assets.store.migration import bring_up_to_date
from vidpipe_assets.store.transactions import BEGIN, Database

__all__ = ["Database", "address_of", "open_database"]

BUSY_TIMEOUT_MS = 30_000
"""How long a transaction waits for another process's."""

_SERVER = {
    "connect_timeout": 10,
    # A lock dies with its connection, and a machine that lost its power closes none: after a minute of silence the
    # server and the client take each other for dead, instead of after two hours.
    "options": "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


def open_database(url: str) -> Database:
    """Open the database at `url`, creating and migrating it as needed.

    Raises `BlockedError` when the database is damaged, newer than this code, or cannot be reached or written.
    """
    address = address_of(url)
    file = sqlite_file(address)
    if file is None:
        engine = sa.create_engine(address, pool_pre_ping=True, connect_args=_SERVER)
        database = Database(engine, address.render_as_string(hide_password=True))
    else:
        with plainly(file):
            file.parent.mkdir(parents=True, exist_ok=True)
        # A connection a transaction: nothing to inherit in forked children, and nothing left open.
        engine = sa.create_engine(address, poolclass=sa.pool.NullPool, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        database = Database(engine, str(file))
    bring_up_to_date(database, file)
    return database


def address_of(url: str) -> sa.URL:
    """The address with its driver. Raises `BadInput` for one that vidpipe cannot use."""
    remedy = "write sqlite:////absolute/path/vidpipe.db or postgresql://user:password@host/database"
    try:
        address = sa.make_url(url)
    except (ArgumentError, ValueError) as error:
        raise BadInput("the database's URL cannot be read", remedy=remedy) from error
    if address.drivername in {"postgresql", "postgres"}:
        # psycopg2 is what dagster-postgres brings along; SQLAlchemy's own default is another driver.
        address = address.set(drivername="postgresql+psycopg2")
    if address.get_backend_name() not in {"sqlite", "postgresql"}:
        raise BadInput(f"vidpipe cannot use a {address.get_backend_name()} database", remedy=remedy)
    if address.get_backend_name() == "sqlite" and address.database in {None, "", ":memory:"}:
        raise BadInput("the SQLite database has to be a file, so that every process sees it", remedy=remedy)
    return address


def sqlite_file(address: sa.URL) -> Path | None:
    """The file of an SQLite address, None for a server's."""
    if address.get_backend_name() != "sqlite":
        return None
    return Path(address.database or "").absolute()


def _prepare_sqlite(connection: Any, record: Any) -> None:
    del record
    # Transactions begin where SQLAlchemy says so, not where the driver guesses.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    # Money is booked here: a commit has to survive a power cut.
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))
