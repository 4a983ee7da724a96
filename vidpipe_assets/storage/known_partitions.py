"""Which orders have got their partition in Dagster. A partition that is gone again was deleted by a person."""

from collections.abc import Collection

import sqlalchemy as sa

from vidpipe_assets.storage.database import Database
from vidpipe_assets.storage.tables import placed_partitions


class PlacedPartitions:
    """The table `placed_partitions`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keys(self) -> set[str]:
        """All of them."""
        with self._database.reading() as connection:
            return set(connection.execute(sa.select(placed_partitions.c.key)).scalars())

    def add(self, keys: Collection[str]) -> None:
        """These have got their partition; saying it twice changes nothing."""
        if keys:
            insert = self._database.insert(placed_partitions).on_conflict_do_nothing()
            with self._database.writing() as connection:
                connection.execute(insert, [{"key": key} for key in sorted(keys)])

    def remove(self, keys: Collection[str]) -> None:
        """These have none any more."""
        if keys:
            gone = sa.delete(placed_partitions).where(placed_partitions.c.key == sa.bindparam("gone"))
            with self._database.writing() as connection:
                connection.execute(gone, [{"gone": key} for key in sorted(keys)])
