"""The first use of a home: any number of processes make Dagster's tables at once, or die while they do."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster_postgres import DagsterPostgresStorage
from homes import ROOT, new_home, run, run_job, said, started
from shipped import shipped

from vidpipe_assets.orchestration.dagster_tables import ALL_TABLES, make_sqlite_files
from vidpipe_assets.orchestration.postgres_storage import make_postgres_tables
from vidpipe_assets.storage.database import address_of

pytestmark = pytest.mark.slow

VIDPIPE = str(Path(sys.executable).with_name("vidpipe"))
OPEN = "import dagster as dg; print(dg.DagsterInstance.get().get_runs_count())"

DIES = """
import os, signal, sys
from pathlib import Path
import sqlalchemy as sa
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from vidpipe_assets.orchestration.dagster_tables import make_sqlite_files
left = int(sys.argv[3])
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
sa.event.listen(sa.Engine, "before_cursor_execute", count)
make_sqlite_files(Path(sys.argv[2])) if sys.argv[1] == "vidpipe" else DagsterSqliteStorage.from_local(sys.argv[2])
"""
"""A process that is killed before its n-th statement, while vidpipe or Dagster itself makes the tables."""


def schema(folder: Path) -> dict[str, set[tuple[str, ...]]]:
    """By file: tables and indexes, the versions, and the data migrations that are done."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for part in ALL_TABLES:
        with closing(sqlite3.connect(folder / part.file)) as file:
            there = {tuple(row) for row in file.execute("SELECT type, name, sql FROM sqlite_master WHERE sql > ''")}
            there |= {("version", *row) for row in file.execute("SELECT version_num FROM alembic_version")}
            marks = "SELECT name FROM secondary_indexes WHERE migration_completed IS NOT NULL"
            there |= {("mark", *row) for row in file.execute(marks)}
            there.add(("journal", *next(file.execute("PRAGMA journal_mode"))))
            found[part.file] = there
    return found


@pytest.fixture(scope="session")
def dagsters_own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[tuple[str, ...]]]:
    """What Dagster makes by itself, when nobody disturbs it."""
    folder = tmp_path_factory.mktemp("dagster")
    DagsterSqliteStorage.from_local(str(folder)).dispose()
    return schema(folder)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "dagster.yaml").write_text((shipped() / "dagster.yaml").read_text())
    return tmp_path


def killed(who: str, folder: Path, statement: int) -> bool:
    """Let `who` make the tables below `folder`, and kill it before that statement; False: it was done before."""
    command = [sys.executable, "-c", DIES, who, str(folder), str(statement)]
    return (
        subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}).returncode == -signal.SIGKILL
    )


def test_fault_41_the_tables_are_those_that_dagster_makes(
    tmp_path: Path, dagsters_own: dict[str, set[tuple[str, ...]]]
) -> None:
    make_sqlite_files(tmp_path)
    assert schema(tmp_path) == dagsters_own
    make_sqlite_files(tmp_path)
    assert schema(tmp_path) == dagsters_own


def test_fault_41_commands_that_start_at_once_on_a_new_home_all_work(
    home: Path, dagsters_own: dict[str, set[tuple[str, ...]]]
) -> None:
    at_once = [started([sys.executable, "-c", OPEN], home) for _ in range(5)]
    assert [(process.communicate()[0], process.returncode) for process in at_once] == [("0\n", 0)] * 5
    assert schema(home / ".vidpipe" / "dagster") == dagsters_own


def test_fault_41_makers_that_were_killed_leave_nothing_that_the_next_command_cannot_complete(
    tmp_path: Path, dagsters_own: dict[str, set[tuple[str, ...]]]
) -> None:
    for statement in (4, 15, 40, 70):
        assert killed("vidpipe", tmp_path, statement)
    make_sqlite_files(tmp_path)
    assert schema(tmp_path) == dagsters_own


@pytest.mark.parametrize("statement", [12, 45, 60, 110])
def test_fault_41_a_home_that_dagster_left_half_made_is_completed(
    tmp_path: Path, statement: int, dagsters_own: dict[str, set[tuple[str, ...]]]
) -> None:
    assert killed("dagster", tmp_path, statement)
    make_sqlite_files(tmp_path)
    assert schema(tmp_path) == dagsters_own


def test_fault_41_two_versions_in_one_file_become_one_and_its_content_stays(home: Path) -> None:
    folder = home / ".vidpipe" / "dagster"
    make_sqlite_files(folder)
    with closing(sqlite3.connect(folder / "history" / "runs.db")) as file:
        file.execute("INSERT INTO alembic_version VALUES ('5771160a95ad')")
        file.execute("INSERT INTO kvs VALUES (1, 'asked', 'yes')")
        file.commit()
    done = run([sys.executable, "-c", OPEN], home)
    assert (done.stdout, done.returncode) == ("0\n", 0)
    with closing(sqlite3.connect(folder / "history" / "runs.db")) as file:
        assert len(file.execute("SELECT * FROM alembic_version").fetchall()) == 1
        assert file.execute("SELECT value FROM kvs").fetchall() == [("yes",)]


ODD = 'it\'s 100%done %41 #a & "q" $HOME; 日本 ü:,=\\n @x ]'
"""What means something to a URL, a shell, a filter of ffmpeg, a format or a list of files."""


def test_fault_42_dagster_keeps_its_state_in_the_home_whatever_that_is_called(tmp_path: Path) -> None:
    home = tmp_path / ODD
    home.mkdir()
    new_home(home)
    ordered = run([VIDPIPE, "order", "gadgets", "--day", "2026-11-23"], home)
    assert ordered.returncode == 0, said(ordered)
    keys = "import dagster as dg; print(*dg.DagsterInstance.get().get_dynamic_partitions('videos'))"
    assert run([sys.executable, "-c", keys], home).stdout == "2026-11-23_gadgets\n"
    assert {path.name for path in home.iterdir()} == {".vidpipe", "dagster.yaml", "themes", "workspace.yaml"}
    assert [path.name for path in tmp_path.iterdir()] == [ODD]


@pytest.mark.slow
def test_fault_42_a_video_is_made_in_such_a_home(tmp_path: Path) -> None:
    home = tmp_path / ODD
    home.mkdir()
    new_home(home)
    made = run([VIDPIPE, "make", "2026-11-23_gadgets"], home)
    assert made.returncode == 0, said(made)
    assert made.stdout.splitlines()[-1] == str(home / "output" / "review" / "2026-11-23_gadgets" / "video.mp4")
    assert (home / "output" / "review" / "2026-11-23_gadgets" / "video.mp4").stat().st_size > 100_000
    assert [path.name for path in tmp_path.iterdir()] == [ODD]


@pytest.mark.parametrize("name", ["videos [2026]", "what?"])
def test_fault_42_a_home_whose_name_is_a_pattern_is_refused_by_every_command(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    home.mkdir()
    new_home(home)
    refused = [
        run([VIDPIPE, *words], home)
        for words in (["order", "gadgets"], ["make", "2026-11-23_gadgets"], ["status"], ["web"], ["dev"])
    ]
    refused.append(run_job(home, "order_videos"))
    assert [done.returncode for done in refused] == [1] * len(refused)
    messages = [" ".join(said(done).split()) for done in refused]  # a terminal breaks lines where it likes
    assert [one for one in messages if "for a pattern" not in one or "rename that folder" not in one] == []
    assert not any("Traceback" in one for one in messages)
    assert not any("RUN_START" in one or "resulted in failure" in one for one in messages), "refused before a run began"


@contextmanager
def reading(address: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(address_of(address), poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        yield connection


def server_schema(address: str) -> set[str]:
    """Columns and indexes of all tables, the version, and the data migrations that are done."""
    with reading(address) as connection:
        columns = (
            "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'"
        )
        there = {row[0] for row in connection.execute(sa.text(columns))}
        there |= {row[0] for row in connection.execute(sa.text("SELECT indexname FROM pg_indexes"))}
        there |= {row[0] for row in connection.execute(sa.text("SELECT version_num FROM alembic_version"))}
        return there | {row[0] for row in connection.execute(sa.text("SELECT name FROM secondary_indexes"))}


def test_fault_41_a_server_s_tables_are_made_once_and_completed_where_a_maker_died(new_postgres: str) -> None:
    make_postgres_tables(address_of(new_postgres))
    ours = server_schema(new_postgres)
    with reading(new_postgres) as connection:
        connection.execute(sa.text("DROP TABLE asset_keys, dynamic_partitions, job_ticks"))
        connection.commit()
    make_postgres_tables(address_of(new_postgres))
    assert server_schema(new_postgres) == ours
    with reading(new_postgres) as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
        connection.commit()
    DagsterPostgresStorage(address_of(new_postgres).render_as_string(hide_password=False))
    assert server_schema(new_postgres) == ours
