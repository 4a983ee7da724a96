"""Brings a database up to date at first open: nothing to do is the fast and usual case and imports no Alembic."""

import fcntl
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.store.database_errors import damaged, told_plainly
from vidpipe_assets.store.files import plainly
from vidpipe_assets.store.transactions import Database, take_turn

VERSION_TABLE = "vidpipe_version"
"""Not Alembic's own name: Dagster keeps its version there, perhaps in the same PostgreSQL database."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def newest_version() -> str:
    """The version that this code expects: the number of the last step."""
    return max(step.name[:4] for step in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def bring_up_to_date(database: Database, file: Path | None) -> None:
    """Apply the steps that are missing, in one transaction, one process at a time. `file`: SQLite's."""
    newest = newest_version()
    if (file is None or file.exists()) and _is_current(database, newest):
        return
    with _alone(file):
        if file is not None:
            _refuse_emptied(file)
            # Kept in the file once set, and impossible within a transaction.
            with told_plainly(database.name), database.engine.connect() as connection:
                connection.connection.execute("PRAGMA journal_mode = WAL")  # pyright: ignore[reportAttributeAccessIssue] - sqlite3's
        with database.writing() as connection:
            if file is None:
                take_turn(connection, "migration")
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
def _alone(file: Path | None) -> Generator[None]:
    """Hold the lock beside an SQLite file; a server has locks of its own."""
    if file is None:
        yield
        return
    with plainly(_lock_file(file)), _lock_file(file).open("a") as lock:
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
