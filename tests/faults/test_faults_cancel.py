"""FAULTS 31: a run that is cancelled, or gets SIGTERM, ends its children and leaves nothing behind."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from faults.line_home import LineHome, ended, wait_until

KEY = "2026-11-23_gadgets"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[LineHome]:
    made = LineHome(tmp_path / "home")
    made.order(KEY)
    made.script(clips={"child": True})
    yield made
    made.end()


def in_dagster(home: LineHome, pid: int) -> None:
    with home.instance() as instance:
        [run] = instance.get_runs()
        assert instance.run_launcher.terminate(run.run_id)


def by_signal(home: LineHome, pid: int) -> None:
    os.kill(pid, signal.SIGTERM)


SIGTERM = (by_signal, "FAILURE", "missing")
"""Nobody said that the video is not wanted: the machine was shut down, which uses up no attempt."""

CANCELLED = (in_dagster, "CANCELED", "cancelled")


@pytest.mark.slow
@pytest.mark.parametrize(("end", "status", "cause"), [SIGTERM, CANCELLED])
def test_fault_31_a_cancelled_run_ends_its_children_and_gives_everything_back(
    home: LineHome, end: Callable[[LineHome, int], None], status: str, cause: str
) -> None:
    process = home.make(KEY)
    home.at(KEY, "clips")
    [child] = wait_until(lambda: home.programs("ffmpeg"), "ffmpeg runs")
    end(home, process.pid)
    ended(process)
    # Its lifeline ends it as soon as its parent is gone, and whoever inherits it clears it away: not the same instant.
    wait_until(lambda: not Path(f"/proc/{child}").exists(), "ffmpeg is gone")
    assert home.statuses() == [status]
    assert home.scratch() == []
    with home.store() as store:
        assert store.leases.unreleased(KEY) == []
        with store.leases.held("another", KEY, 0) as got:
            assert got
    planned = home.dry()
    assert cause in planned
    assert "attempt" not in planned
    assert ("voiceover" in planned) == (status == "FAILURE")  # what a person has cancelled rests wholly
