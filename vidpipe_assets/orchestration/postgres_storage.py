"""Dagster's runs, events and schedules in PostgreSQL, by the same URL that vidpipe's tables are found by.

`deploy/postgres/dagster.yaml` names this class instead of dagster-postgres's own, since SQLAlchemy takes a plain
`postgresql://` for another driver than the one that dagster-postgres brings along.
"""

from typing import Any

import sqlalchemy as sa
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.config import pg_config
from dagster._core.storage.event_log.schema import SqlEventLogStorageTable
from dagster._serdes import ConfigurableClassData
from dagster_postgres import DagsterPostgresStorage
from dagster_postgres.event_log import PostgresEventLogStorage
from dagster_postgres.run_storage import run_storage
from dagster_postgres.utils import pg_alembic_config

from vidpipe_assets.model.errors import LeaseLost
from vidpipe_assets.orchestration.dagster_tables import ALL_TABLES, complete_tables, is_whole
from vidpipe_assets.orchestration.fenced_events import fence_of, while_held
from vidpipe_assets.orchestration.instance_storage import refusing_plainly
from vidpipe_assets.orchestration.one_daemon import keep_others_out
from vidpipe_assets.storage.database import address_of
from vidpipe_assets.storage.transactions import lock_transaction, translate_errors


class _FencedEventLog(PostgresEventLogStorage):
    """Dagster's event log. A run that has lost its video tells it nothing.

    Where vidpipe's tables are in the same database, that is a condition of the INSERT itself: it holds, too, for a
    process that is frozen between two statements, and whose sessions the server has closed meanwhile.
    """

    def store_event(self, event: EventLogEntry) -> None:
        """Write what has happened. Raises `dg.Failure` for a run that has lost its video."""
        with while_held(event):
            fence = fence_of(event)
            try:
                super().store_event(event)
            except TypeError as error:  # it looks for the row that it has written
                if fence and not fence.holds():
                    raise LeaseLost(fence.video) from error
                raise

    def prepare_insert_event(self, event: EventLogEntry) -> Any:
        """The INSERT of one event, which writes nothing where the run has lost its video."""
        fence = fence_of(event)
        if fence is None or not self._is_at_home(fence.database.engine.url):
            return super().prepare_insert_event(event)
        row = self._event_to_row(event)
        columns = SqlEventLogStorageTable.c
        values = [sa.literal(value, columns[name].type).label(name) for name, value in row.items()]
        return sa.insert(SqlEventLogStorageTable).from_select(list(row), sa.select(*values).where(fence.condition()))

    def _is_at_home(self, other: sa.URL) -> bool:
        mine = address_of(self.postgres_url)
        return (mine.host, mine.port, mine.database) == (other.host, other.port, other.database)


class UrlPostgresStorage(DagsterPostgresStorage):
    """Found by `postgres_url`, with or without a driver's name in it."""

    def __init__(self, postgres_url: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(postgres_url=postgres_url, inst_data=inst_data)
        self._event_log_storage = _FencedEventLog(postgres_url)

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
