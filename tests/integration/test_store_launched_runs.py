"""Launched runs on SQLite and PostgreSQL: told until a worker has announced them, whoever reads Dagster's log."""

import datetime as dt

import pytest

from vidpipe_assets.model.progress import LaunchedRun
from vidpipe_assets.storage.change_cursor import changed_since, latest_cursor
from vidpipe_assets.storage.launched_runs import LaunchedRuns
from vidpipe_assets.storage.leases import Leases
from vidpipe_assets.storage.transactions import Database

KEY, OTHER = "2026-11-23_gadgets", "2026-11-24_gadgets"
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def launched(database: Database) -> LaunchedRuns:
    return LaunchedRuns(database)


def test_exactly_those_that_were_found_last_are_known_with_the_moment_of_their_launch(launched: LaunchedRuns) -> None:
    one, other = LaunchedRun("one", KEY, NOW), LaunchedRun("other", OTHER, NOW + MINUTE)
    launched.replace([one, other])
    launched.replace([LaunchedRun("one", KEY, NOW + 5 * MINUTE), other])  # a tag was added to it meanwhile
    assert launched.of_videos([KEY, OTHER, "2026-11-25_gadgets"]) == {KEY: one, OTHER: other}
    launched.replace([other])
    assert launched.of_videos([KEY, OTHER]) == {OTHER: other}
    launched.replace([])
    assert launched.of_videos([KEY, OTHER]) == {}


def test_of_several_runs_of_a_video_the_one_that_waits_longest_is_told_until_a_worker_has_it(
    launched: LaunchedRuns, database: Database
) -> None:
    first, second = LaunchedRun("first", KEY, NOW), LaunchedRun("second", KEY, NOW + MINUTE)
    launched.replace([second, first])
    assert launched.of_videos([KEY]) == {KEY: first}
    leases = Leases(database)
    try:
        leases.announce("first", "")  # a worker of a fleet has it, and does not know its video yet
        assert launched.of_videos([KEY]) == {KEY: second}
    finally:
        leases.close()


def test_what_is_launched_moves_the_cursor_of_changes(launched: LaunchedRuns, database: Database) -> None:
    before = latest_cursor(database)
    launched.replace([LaunchedRun("one", KEY, NOW)])
    assert latest_cursor(database, KEY) != before
    assert changed_since(database, before) == [KEY]
    same = latest_cursor(database)
    launched.replace([LaunchedRun("one", KEY, NOW)])
    assert latest_cursor(database) == same
