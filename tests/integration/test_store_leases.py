"""Leases on SQLite and PostgreSQL: one holder, a row that says who, and a lock that dies with its process."""

import datetime as dt
import signal
import subprocess
import sys

import pytest
from faults.line_home import wait_until

from vidpipe_assets.storage.leases import Leases
from vidpipe_assets.storage.transactions import Database

KEY = "2026-11-23_gadgets"


@pytest.fixture
def leases(database: Database) -> Leases:
    return Leases(database)


def test_a_lease_says_who_holds_it_and_who_held_it(leases: Leases) -> None:
    leases.announce("first", KEY)
    assert leases.unreleased(KEY) == []
    with leases.held("first", KEY, 0) as got:
        assert got
        [lease] = leases.unreleased(KEY)
        assert lease.run_id == "first"
        assert str(lease).startswith(f"run first (process {lease.pid} on {lease.host}, since ")
    leases.released("first")
    assert leases.unreleased(KEY) == []
    assert leases.of_runs(["first"])["first"].released_at is not None


def test_fault_32_a_video_has_one_holder_and_other_videos_theirs(database: Database, leases: Leases) -> None:
    with leases.held("first", KEY, 0), Leases(database).held("second", KEY, 0) as second:
        assert not second
        with Leases(database).held("third", f"{KEY}_2", 0) as third:
            assert third


def test_what_was_given_back_long_ago_is_forgotten_by_the_next_process(database: Database) -> None:
    today = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    for run, days in (("old", 8), ("late", 6), ("open", 30)):
        long_ago = Leases(database, now=lambda days=days: today - dt.timedelta(days=days))
        long_ago.announce(run, KEY)
        if run != "open":
            long_ago.released(run)
    Leases(database, now=lambda: today).announce("new", KEY)
    assert set(Leases(database).of_runs(["old", "late", "open", "new"])) == {"late", "open", "new"}


_HOLDER = """
import sys
from vidpipe_assets.storage.database import open_database
from vidpipe_assets.storage.leases import Leases
leases = Leases(open_database(sys.argv[1]))
leases.announce("killed", sys.argv[2])
with leases.held("killed", sys.argv[2], 0) as got:
    print(got, flush=True)
    sys.stdin.readline()
"""


def test_fault_32_a_killed_process_is_seen_to_be_dead_and_its_lease_is_free(
    database_url: str, database: Database, leases: Leases
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, database_url, KEY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    lease = leases.of_runs(["killed"])["killed"]
    assert leases.is_alive(lease.process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with leases.held("next", KEY, 120) as got:
        assert got
        assert [lease.run_id for lease in leases.unreleased(KEY)] == ["killed"]
    # The locks of a process are its connections', and PostgreSQL sees the end of each for itself.
    wait_until(lambda: not leases.is_alive(lease.process), "its other lock is seen to be free")
    leases.lost("killed")
    assert leases.of_runs(["killed"])["killed"].died


def test_this_process_is_alive_until_it_gives_everything_back(database: Database, leases: Leases) -> None:
    other = Leases(database)
    assert leases.is_alive(leases.process)
    assert other.is_alive(leases.process)
    leases.close()
    assert not other.is_alive(leases.process)
