"""FAULTS 30 and 31 under `vidpipe dev`: killed workers, killed daemons, cancelled runs; nobody does anything."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.dev import dev_home, running
from faults.line_home import PATIENCE_S, LineHome, wait_until

from vidpipe_assets.model.stages import Stage

KEY = "2026-11-23_gadgets"
STAGES = [stage.value for stage in Stage]

pytestmark = [pytest.mark.slow, pytest.mark.nightly]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[LineHome]:
    made = dev_home(tmp_path / "home")
    made.order(KEY)
    made.script(scripts={"hold": True})
    yield made
    made.end()


def test_fault_30_a_killed_worker_s_video_is_finished_by_itself(home: LineHome) -> None:
    with running(home):
        home.at(KEY, "scripts")
        os.kill(home.pids("scripts")[0], signal.SIGKILL)
        wait_until(lambda: len(home.pids("scripts")) == 2, "scripts is at work again")
        home.go()
        wait_until(lambda: "SUCCESS" in home.statuses(), "the video is finished")
        assert [stage for _, stage in home.worked()] == [*STAGES[:3], *STAGES[2:]]


def test_fault_30_after_the_death_of_everything_a_restart_finishes_the_video(home: LineHome) -> None:
    with running(home) as dev:
        home.at(KEY, "scripts")
        dev.kill_all()
    home.go()
    with running(home):
        wait_until(lambda: "SUCCESS" in home.statuses(), "the video is finished")
        assert [stage for _, stage in home.worked()] == [*STAGES[:3], *STAGES[2:]]
        assert home.scratch() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_fault_31_ending_vidpipe_dev_ends_everything_and_the_next_start_goes_on(
    home: LineHome, number: signal.Signals
) -> None:
    home.script(clips={"child": True})
    with running(home) as dev:
        home.at(KEY, "clips")
        wait_until(lambda: home.programs("ffmpeg"), "ffmpeg runs")
        dev.process.send_signal(number)
        assert dev.process.wait(PATIENCE_S) == 0
        assert dev.processes() == []
        assert home.scratch() == []
        assert home.statuses() == ["FAILURE"]
        with home.store() as store:
            assert store.leases.unreleased(KEY) == []
    home.script()
    with running(home):
        wait_until(lambda: "SUCCESS" in home.statuses(), "the video is finished")
        assert [stage for _, stage in home.worked()] == [*STAGES[:4], *STAGES[3:]]


def test_fault_30_killing_vidpipe_dev_alone_ends_everything(home: LineHome) -> None:
    home.script(clips={"child": True})
    with running(home) as dev:
        home.at(KEY, "clips")
        wait_until(lambda: home.programs("ffmpeg"), "ffmpeg runs")
        assert len(dev.processes()) > 4
        dev.process.kill()
        dev.process.wait()
        wait_until(lambda: not dev.processes(), "nothing is left at work")
