"""Locks by name, on SQLite and PostgreSQL: one holder, and none that is dead."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from vidpipe_assets.storage.locks import Locks
from vidpipe_assets.storage.transactions import Database


@pytest.fixture
def locks(database: Database) -> Locks:
    return Locks(database)


def test_one_holds_it_and_others_do_not_until_it_is_given_back(database: Database, locks: Locks) -> None:
    with locks.held("a") as first, Locks(database).held("a") as second, locks.held("b") as other:
        assert (first, second, other) == (True, False, True)
    with locks.held("a") as again:
        assert again


def test_a_block_that_raises_gives_it_back(locks: Locks) -> None:
    with pytest.raises(KeyError), locks.held("a"):
        raise KeyError
    with locks.held("a") as again:
        assert again


def test_waiting_is_bounded(database: Database) -> None:
    moment, slept = 0.0, 0

    def sleep(seconds: float) -> None:
        nonlocal moment, slept
        moment += seconds
        slept += 1

    waiting = Locks(database, sleep=sleep, monotonic=lambda: moment)
    with Locks(database).held("a"), waiting.held("a", wait_s=1) as got:
        assert not got
    assert slept == 20


def test_whoever_waits_gets_it_when_it_is_free(database: Database) -> None:
    holder = Locks(database).held("a")
    holder.__enter__()

    def sleep(seconds: float) -> None:
        holder.__exit__(None, None, None)

    with Locks(database, sleep=sleep).held("a", wait_s=9) as got:
        assert got


_HOLDER = """
import sys
from vidpipe_assets.storage.database import open_database
from vidpipe_assets.storage.locks import Locks
with Locks(open_database(sys.argv[1])).held("a") as got:
    print(got, flush=True)
    sys.stdin.readline()
"""


def test_fault_32_a_killed_process_holds_nothing(database: Database, database_url: str, locks: Locks) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, database_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    with locks.held("a") as got:
        assert not got
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with locks.held("a", wait_s=120) as got:
        assert got


def test_no_files_are_left(tmp_path: Path, database: Database, locks: Locks) -> None:
    with locks.held("a"), locks.held("b"):
        pass
    assert {path.name for path in tmp_path.rglob("*.lock")} <= {"vidpipe.db.lock"}


def test_fault_30_files_that_killed_processes_have_left_are_swept_and_held_locks_stay(
    tmp_path: Path, database: Database, locks: Locks
) -> None:
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks" / "left.lock").touch()
    with locks.held("a"):
        locks.sweep()
        with Locks(database).held("a") as got:
            assert not got
    if database.engine.dialect.name == "sqlite":
        assert list((tmp_path / "locks").iterdir()) == []
