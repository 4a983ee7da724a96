"""The ledger's tables come to a database that had none, and what was in it stays."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from vidpipe_assets.storage import database as migration
from vidpipe_assets.storage import tables
from vidpipe_assets.storage.database import VERSION_TABLE, open_database
from vidpipe_assets.storage.transactions import Database

LEDGER = {"provider_calls", "charges", "account_uses", "account_slots", "account_pauses"}


def names(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(sa.inspect(connection).get_table_names())


def moved(database: Database, step: str, direction: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migration.__file__).parent / "migrations"))
    with database.writing() as connection:
        config.attributes.update(connection=connection, version_table=VERSION_TABLE)
        getattr(command, direction)(config, step)


def test_fault_38_an_old_database_is_brought_up_to_date_with_all_it_holds(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'vidpipe.db'}"
    engine = sa.create_engine(url)
    old = Database(engine, str(tmp_path / "vidpipe.db"))
    moved(old, "0001", "upgrade")
    assert not LEDGER & names(old)
    with old.writing() as connection:
        connection.execute(
            sa.insert(tables.claims).values(
                video_key="k", theme="t", opportunity="o", claimed_on=sa.func.current_date()
            )
        )
    old.close()
    new = open_database(url)
    assert names(new) >= LEDGER
    with new.reading() as connection:
        assert connection.execute(sa.select(tables.claims.c.opportunity)).scalars().all() == ["o"]
    new.close()
