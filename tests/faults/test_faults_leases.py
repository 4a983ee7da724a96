"""FAULTS 32: one run at a time works on a video, whatever started it, and a dead one holds up nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.line_home import LineHome, ended, kill

from vidpipe_assets.model.stages import Stage

pytestmark = pytest.mark.slow

KEY = "2026-11-23_gadgets"
ALL = [(KEY, stage.value) for stage in Stage]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[LineHome]:
    made = LineHome(tmp_path / "home")
    made.order(KEY)
    made.script(scripts={"hold": True})
    yield made
    made.end()


@pytest.mark.slow
def test_fault_32_of_two_processes_for_one_video_one_works_and_the_other_waits(home: LineHome) -> None:
    home.script(trends={"hold": True})
    first = home.make(KEY)
    home.at(KEY, "trends")
    code, said = ended(home.make(KEY, VIDPIPE_LEASE_WAIT_S="0"))
    assert code == 1
    [run, loser] = home.runs()
    assert f"run {run.run_id[:8]} (process {first.pid} on " in said
    assert "VIDPIPE_LEASE_WAIT_S" in said
    second = home.make(KEY)
    home.announced(second)
    home.go()
    assert (ended(first)[0], ended(second)[0]) == (0, 0)
    assert home.worked() == ALL  # the second found everything made since it began
    assert loser.tags["vidpipe/waited_for"].startswith(f"run {run.run_id[:8]}")


def test_fault_32_the_lease_of_a_dead_owner_is_taken_over_by_who_waits(home: LineHome) -> None:
    first = home.make(KEY)
    home.at(KEY, "scripts")
    second = home.make(KEY)
    home.announced(second)
    kill(first)
    home.go()
    assert ended(second)[0] == 0
    assert home.statuses() == ["FAILURE", "SUCCESS"]
    assert home.scratch() == []
    with home.instance() as instance, home.store() as store:
        dead = next(run for run in instance.get_runs() if run.status.value == "FAILURE")
        lease = store.leases.of_runs([dead.run_id])[dead.run_id]
        assert lease.died
        assert store.leases.unreleased(KEY) == []


def test_fault_30_refresh_videos_ends_killed_runs_of_refresh_videos_and_goes_on(home: LineHome) -> None:
    first = home.refresh()
    home.at(KEY, "scripts")
    kill(first)
    with home.line() as line:
        assert line.job("refresh_videos", "refresh").success
        assert home.worked() == ALL[:3]
        assert line.workplace.take() == ALL[2:]
    assert home.statuses() == ["FAILURE", "SUCCESS"]
    assert home.statuses("refresh_videos") == ["FAILURE", "SUCCESS"]
    assert home.scratch() == []
