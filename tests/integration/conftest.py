"""Real databases for the store's tests: SQLite always, PostgreSQL where a server is at hand or can be started."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vidpipe_assets.storage import tables
from vidpipe_assets.storage.database import open_database
from vidpipe_assets.storage.transactions import Database


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
