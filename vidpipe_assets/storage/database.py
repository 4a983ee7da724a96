"""Opens the database, SQLite by default and PostgreSQL by URL, and brings it up to date at its first open.

Nothing to do is the fast and usual case, and imports no Alembic. This module imports SQLAlchemy, so it is imported
inside functions only (`storage.store.open_store`).
"""

import fcntl
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError

from vidpipe_assets.io.paths import explaining_os_errors
from vidpipe_assets.model.errors import BadInput, BlockedError
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.server_addresses import DATABASE, server_parts
from vidpipe_assets.storage.transactions import BEGIN, Database, damaged, lock_transaction, translate_errors

VERSION_TABLE = "vidpipe_version"
"""Not Alembic's own name: Dagster keeps its version there, perhaps in the same PostgreSQL database."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def newest_version() -> str:
    """The version that this code expects: the number of the last step."""
    return max(_steps())


def _steps() -> list[str]:
    return [step.name[:4] for step in (_MIGRATIONS / "versions").glob("[0-9]*.py")]


def bring_up_to_date(database: Database, file: Path | None) -> None:
    """Apply the steps that are missing, in one transaction, one process at a time. `file`: SQLite's."""
    newest = newest_version()
    if (file is None or file.exists()) and _is_current(database, newest):
        return
    with alone_with(file) if file is not None else nullcontext():  # a server has locks of its own
        if file is not None:
            _refuse_emptied(file)
            with translate_errors(database.name):
                keep_journal(database.engine)
        with database.writing() as connection:
            if file is None:
                lock_transaction(connection, "migration")
            found = _version(connection)
            if found is None and file is None:
                _refuse_narrow(connection, database.name)
            if found != newest:
                _upgrade(connection)
        if file is not None:
            _lock_file(file).write_text(f"{file.name} was made; this file is its lock\n")


def _is_current(database: Database, newest: str) -> bool:
    with database.reading() as connection:
        found = _version(connection)
    if found is not None and found > newest:
        raise BlockedError(
            f"the database {database.name} has version {found}, newer than this vidpipe, which knows {newest}",
            remedy="update vidpipe, or set DAGSTER_HOME to another folder",
        )
    if found is not None and found < min(_steps()):
        raise BlockedError(
            f"the database {database.name} has version {found}, older than the first release of vidpipe",
            remedy="open it once with vidpipe 0.1.0 (vidpipe status does), which brings it to version 0011, then start "
            "again; or set DAGSTER_HOME to another folder",
        )
    return found == newest


def _version(connection: sa.Connection) -> str | None:
    if not connection.dialect.has_table(connection, VERSION_TABLE):
        return None
    return connection.execute(sa.text(f"SELECT max(version_num) FROM {VERSION_TABLE}")).scalar()  # noqa: S608 - a constant


def _upgrade(connection: sa.Connection) -> None:
    # A quarter of a CPU second, paid once.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes.update(connection=connection, version_table=VERSION_TABLE)
    command.upgrade(config, "head")


@contextmanager
def alone_with(file: Path) -> Generator[None]:
    """Hold the lock beside an SQLite file; whoever wants it meanwhile waits."""
    with explaining_os_errors(_lock_file(file)), _lock_file(file).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _refuse_emptied(file: Path) -> None:
    """An empty file is a new database, unless the lock says that there has been one: then its content was lost."""
    if file.exists() and file.stat().st_size == 0 and _lock_file(file).stat().st_size > 0:
        raise damaged(str(file), "it is empty, though it held data before")


def _refuse_narrow(connection: sa.Connection, name: str) -> None:
    """Where a server was set up without a locale, its databases take no character beyond ASCII, one day in a title."""
    encoding = connection.execute(sa.text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise BlockedError(
            f"the database {name} cannot hold every character: its encoding is {encoding}",
            remedy="make it anew, with createdb --encoding UTF8 --template template0",
        )


def _lock_file(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


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
        with explaining_os_errors(file):
            file.parent.mkdir(parents=True, exist_ok=True)
        database = Database(sqlite_engine(file), str(file))
    bring_up_to_date(database, file)
    return database


def address_of(url: str) -> sa.URL:
    """The address with its driver. Raises `BadInput`, without a part of it, for one that vidpipe cannot use."""
    remedy = f"set {DATABASE}=postgresql://user:password@host/database or sqlite:////absolute/path/vidpipe.db"
    parts = server_parts(DATABASE, url, ("postgresql", "postgres", "sqlite"), remedy)
    try:
        address = sa.make_url(url)
    except (ArgumentError, ValueError) as error:
        raise BadInput(f"{DATABASE} cannot be read", remedy=remedy) from error
    if parts.scheme.startswith("postgres"):
        if not (address.host or address.database or "host" in address.query):
            raise BadInput(f"{DATABASE} names neither a host nor a database", remedy=remedy)
        # psycopg2 is what dagster-postgres brings along; SQLAlchemy's own default is another driver.
        return address.set(drivername="postgresql+psycopg2")
    if not Path(address.database or "").is_absolute():
        raise BadInput(
            f"{DATABASE} names no file by its absolute path, so that every process sees the same one", remedy=remedy
        )
    return address


def sqlite_file(address: sa.URL) -> Path | None:
    """The file of an SQLite address, None for a server's."""
    if address.get_backend_name() != "sqlite":
        return None
    return Path(address.database or "").absolute()


def own_sqlite_file(places: Places) -> Path | None:
    """The SQLite file of a home's own tables, None where a server holds them."""
    return sqlite_file(address_of(places.database_url))


def sqlite_address(file: Path) -> sa.URL:
    """The address of an SQLite file, whatever the characters of its path mean in a URL."""
    return sa.URL.create("sqlite", database=str(file))


def sqlite_engine(file: Path) -> sa.Engine:
    """An engine whose transactions begin where SQLAlchemy says so, and last once they are committed."""
    # A connection a transaction: nothing to inherit in forked children, and nothing left open.
    engine = sa.create_engine(
        sqlite_address(file), poolclass=sa.pool.NullPool, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def keep_journal(engine: sa.Engine) -> None:
    """Let readers and one writer of an SQLite file work side by side; the file remembers it."""
    with engine.connect() as connection:
        # Impossible within a transaction.
        connection.connection.execute("PRAGMA journal_mode = WAL")  # pyright: ignore[reportAttributeAccessIssue] - sqlite3's


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
