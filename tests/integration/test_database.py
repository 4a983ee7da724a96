"""Opening databases: new, old, newer, damaged, unreachable; nothing is ever reset without being asked."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
import sqlalchemy as sa
from databases import new_database
from sqlalchemy.exc import OperationalError

from vidpipe_assets.model.errors import BadInput, BlockedError, TransientError
from vidpipe_assets.storage import database as database_module
from vidpipe_assets.storage import tables
from vidpipe_assets.storage.database import VERSION_TABLE, address_of, newest_version, open_database
from vidpipe_assets.storage.transactions import Database


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A new SQLite database, closed."""
    path = tmp_path / "state" / "vidpipe.db"
    open_database(url(path)).close()
    return path


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def ask(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        found = connection.execute(statement).fetchall()
        connection.commit()
        return found
    finally:
        connection.close()


def test_migrations_arrive_at_the_tables(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_the_newest_version_is_alembic_s_head() -> None:
    from alembic.script import ScriptDirectory

    migrations = Path(database_module.__file__).parent / "migrations"
    assert ScriptDirectory(str(migrations)).get_heads() == [newest_version()]


def test_an_up_to_date_database_is_opened_without_alembic(file: Path) -> None:
    code = (
        "import sys\n"
        "from vidpipe_assets.storage.database import open_database\n"
        f"open_database({url(file)!r})\n"
        "assert 'alembic' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_importing_the_store_costs_no_sqlalchemy() -> None:
    code = (
        "import sys, vidpipe_assets.storage.store, vidpipe_assets.storage.themes, vidpipe_assets.operations.order\n"
        "assert not {'sqlalchemy', 'alembic', 'dagster'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_new_sqlite_file_is_durable_and_keeps_its_references(file: Path) -> None:
    assert ask(file, "PRAGMA journal_mode") == [("wal",)]
    opened = open_database(url(file))
    with opened.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == database_module.BUSY_TIMEOUT_MS
    # In a process of its own: this one does not wait for the disk.
    code = (
        "import sys; from vidpipe_assets.storage.database import open_database\n"
        "with open_database(sys.argv[1]).reading() as connection:\n"
        "    assert connection.exec_driver_sql('PRAGMA synchronous').scalar() == 2"
    )
    assert subprocess.run([sys.executable, "-c", code, url(file)], check=False).returncode == 0


def test_fault_38_a_newer_database_is_refused_and_left_alone(file: Path) -> None:
    ask(file, "UPDATE vidpipe_version SET version_num = '9999'")
    with pytest.raises(BlockedError, match="version 9999, newer than this vidpipe") as caught:
        open_database(url(file))
    assert "update vidpipe" in caught.value.remedy
    assert ask(file, "SELECT version_num FROM vidpipe_version") == [("9999",)]


STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9998"
down_revision = "{before}"


def upgrade() -> None:
    op.create_table("more", sa.Column("key", sa.String(10), primary_key=True))
"""


def test_fault_38_an_old_database_is_brought_up_to_date_with_all_it_holds(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ask(file, "INSERT INTO claims VALUES ('k', 't', 'o', '2026-11-23')")
    later = tmp_path / "migrations"
    shutil.copytree(Path(database_module.__file__).parent / "migrations", later)
    (later / "versions" / "9998_more.py").write_text(STEP.format(before=newest_version()))
    monkeypatch.setattr(database_module, "_MIGRATIONS", later)
    open_database(url(file)).close()
    assert ask(file, "SELECT version_num FROM vidpipe_version") == [("9998",)]
    assert ask(file, "SELECT opportunity FROM claims") == [("o",)]
    assert ask(file, "SELECT count(*) FROM more") == [(0,)]


def test_a_database_older_than_the_baseline_is_told_how_to_come_here_and_left_alone(file: Path) -> None:
    ask(file, "UPDATE vidpipe_version SET version_num = '0005'")
    with pytest.raises(BlockedError, match="version 0005, older than the first release") as caught:
        open_database(url(file))
    assert "with vidpipe 0.1.0" in caught.value.remedy
    assert ask(file, "SELECT version_num FROM vidpipe_version") == [("0005",)]


def test_a_database_that_0_1_0_has_made_keeps_what_it_holds_and_gets_what_came_since(file: Path) -> None:
    later = ("progress", "stage_times", "life_signs", "lease_numbers", "ended_sessions", "restores", "launched_runs")
    ask(file, "UPDATE vidpipe_version SET version_num = '0011'")
    for table in later:
        ask(file, f"DROP TABLE {table}")
    for table, column in (("leases", "number"), ("facts", "number"), ("decisions", "pictures")):
        ask(file, f"ALTER TABLE {table} DROP COLUMN {column}")
    ask(file, "INSERT INTO claims VALUES ('k', 't', 'o', '2026-11-23')")
    open_database(url(file)).close()
    assert ask(file, "SELECT version_num FROM vidpipe_version") == [(newest_version(),)]
    assert ask(file, "SELECT opportunity FROM claims") == [("o",)]
    made = {name for (name,) in ask(file, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert made >= set(later)


@pytest.mark.parametrize(
    "content", [b"this is not a database at all, sorry" * 100, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_fault_38_a_corrupt_file_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "vidpipe.db"
    path.write_bytes(content)
    with pytest.raises(BlockedError, match=r"vidpipe\.db is damaged") as caught:
        open_database(url(path))
    assert "backup" in caught.value.remedy
    assert path.read_bytes() == content


def test_fault_38_a_file_that_lost_its_content_is_no_new_database(file: Path) -> None:
    file.write_bytes(b"")
    with pytest.raises(BlockedError, match="it is empty, though it held data before"):
        open_database(url(file))
    assert file.read_bytes() == b""


def test_a_file_that_somebody_moved_away_is_made_anew(file: Path) -> None:
    file.unlink()
    open_database(url(file)).close()
    assert ask(file, "SELECT count(*) FROM orders") == [(0,)]


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "vidpipe.db"
    ask(path, "CREATE TABLE trends (mine TEXT)")
    with pytest.raises(BlockedError, match="refused: table trends already exists"):
        open_database(url(path))
    assert ask(path, "SELECT name FROM sqlite_master WHERE type = 'table'") == [("trends",)]


def test_fault_38_a_locked_database_is_busy_and_worth_another_try(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_MS", 10)
    opened = open_database(url(file))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(TransientError, match=r"vidpipe\.db is busy"), opened.writing():
        pass
    with opened.reading() as connection:  # readers are never in the way of a writer
        assert connection.execute(sa.select(tables.orders)).all() == []
    other.close()


def test_fault_22_a_full_disk_is_told_plainly(file: Path) -> None:
    opened = open_database(url(file))
    with pytest.raises(BlockedError, match=r"disk of the database .* is full"), opened.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite's own way to have no more room
        connection.exec_driver_sql("CREATE TABLE more AS SELECT randomblob(1000000) AS x")
    assert ask(file, "SELECT name FROM sqlite_master WHERE name = 'more'") == []


@pytest.mark.parametrize(("free", "said"), [(1000, "is full"), (10**9, "cannot be opened or written: disk I/O error")])
def test_fault_22_an_input_output_error_is_a_full_disk_if_there_is_no_room(
    file: Path, monkeypatch: pytest.MonkeyPatch, free: int, said: str
) -> None:
    there = SimpleNamespace(f_bavail=free, f_frsize=1, f_files=0, f_favail=0)
    monkeypatch.setattr(os, "statvfs", Mock(return_value=there))
    with pytest.raises(BlockedError, match=said), open_database(url(file)).writing():
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("disk I/O error"))


def test_a_block_that_raises_is_undone(database: Database) -> None:
    insert = sa.insert(tables.claims).values(
        video_key="k", theme="t", opportunity="o", claimed_on=sa.func.current_date()
    )
    with pytest.raises(KeyError), database.writing() as connection:
        connection.execute(insert)
        raise KeyError
    with database.reading() as connection:
        assert connection.execute(sa.select(tables.claims)).all() == []


def test_a_moment_without_a_zone_is_refused() -> None:
    import datetime as dt

    with pytest.raises(ValueError, match="no time zone"):
        tables.Utc().process_bind_param(dt.datetime(2026, 1, 1), None)  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("address", ["nonsense", "mysql://host/db", "sqlite://", "sqlite:///:memory:", "://"])
def test_an_unusable_address_is_refused_with_an_example(address: str) -> None:
    with pytest.raises(BadInput) as caught:
        open_database(address)
    assert "postgresql://" in caught.value.remedy


def test_fault_28_an_unreachable_server_is_named_without_its_password() -> None:
    with pytest.raises(BlockedError, match="does not answer") as caught:
        open_database("postgresql://vidpipe:s3cret-canary@127.0.0.1:1/vidpipe")
    said = f"{caught.value} {caught.value.remedy} {caught.value.__cause__}"
    assert "127.0.0.1" in said
    assert "s3cret-canary" not in said


@pytest.mark.slow
def test_a_database_that_holds_no_more_than_ascii_is_refused_before_anything_is_in_it(postgres_server: str) -> None:
    narrow = "ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0"
    with new_database(postgres_server, narrow) as address:
        with pytest.raises(BlockedError, match="SQL_ASCII") as caught:
            open_database(address)
        assert "--encoding UTF8" in caught.value.remedy
        with closing(sa.create_engine(address_of(address)).connect()) as connection:
            assert sa.inspect(connection).get_table_names() == []
