"""Dagster's runs, events and schedules in PostgreSQL, by the same URL that vidpipe's tables are found by.

`deploy/postgres/dagster.yaml` names this class instead of dagster-postgres's own, since SQLAlchemy takes a plain
`postgresql://` for another driver than the one that dagster-postgres brings along.
"""

from typing import Any

import sqlalchemy as sa
from dagster._core.storage.config import pg_config
from dagster._serdes import ConfigurableClassData
from dagster_postgres import DagsterPostgresStorage
from dagster_postgres.run_storage import run_storage
from dagster_postgres.utils import pg_alembic_config

from vidpipe_assets.orchestration.dagster_tables import ALL_TABLES, complete_tables, is_whole
from vidpipe_assets.orchestration.instance_storage import refusing_plainly
from vidpipe_assets.orchestration.one_daemon import keep_others_out
from vidpipe_assets.storage.database import address_of
from vidpipe_assets.storage.transactions import lock_transaction, translate_errors


class UrlPostgresStorage(DagsterPostgresStorage):
    """Found by `postgres_url`, with or without a driver's name in it."""

    @classmethod
    def config_type(cls) -> Any:
        """As in dagster-postgres."""
        return pg_config()

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "UrlPostgresStorage":
        """Made by Dagster from `dagster.yaml`."""
        with refusing_plainly():
            address = address_of(config_value["postgres_url"])
            keep_others_out()
            make_postgres_tables(address)
        return cls(postgres_url=address.render_as_string(hide_password=False), inst_data=inst_data)


def make_postgres_tables(address: sa.URL) -> None:
    """Make Dagster's tables in a PostgreSQL database, or complete those that were left half made.

    Raises `BlockedError` for a server that does not answer.
    """
    alembic = pg_alembic_config(run_storage.__file__)
    engine = sa.create_engine(address, poolclass=sa.pool.NullPool)
    with translate_errors(address.render_as_string(hide_password=True)):
        with engine.connect() as connection:
            if is_whole(connection, ALL_TABLES, alembic):
                return
        with engine.begin() as connection:
            lock_transaction(connection, "dagster tables")
            if not is_whole(connection, ALL_TABLES, alembic):
                complete_tables(connection, ALL_TABLES, alembic)
