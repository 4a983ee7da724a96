"""Dagster's runs, events and schedules in PostgreSQL, by the same URL that vidpipe's tables are found by.

`deploy/postgres/dagster.yaml` names this class instead of dagster-postgres's own, since SQLAlchemy takes a plain
`postgresql://` for another driver than the one that dagster-postgres brings along.
"""

from typing import Any

from dagster._core.storage.config import pg_config
from dagster._serdes import ConfigurableClassData
from dagster_postgres import DagsterPostgresStorage

from vidpipe_assets.storage.database import address_of


class UrlPostgresStorage(DagsterPostgresStorage):
    """Found by `postgres_url`, with or without a driver's name in it."""

    @classmethod
    def config_type(cls) -> Any:
        """As in dagster-postgres."""
        return pg_config()

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "UrlPostgresStorage":
        """Made by Dagster from `dagster.yaml`."""
        address = address_of(config_value["postgres_url"])
        return cls(postgres_url=address.render_as_string(hide_password=False), inst_data=inst_data)
