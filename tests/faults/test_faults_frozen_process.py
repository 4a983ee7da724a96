"""FAULTS 53 and 54: a real process that is stopped in the middle of a stage, and goes on when nobody expects it."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.line_home import LineHome, ended

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.orchestration.checkpoints import latest_checkpoint

KEY = "2026-11-23_gadgets"

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Iterator[LineHome]:
    made = LineHome(tmp_path / "home")
    made.order(KEY)
    yield made
    for process in made.started:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
    made.end()


def test_fault_53_a_machine_that_slept_in_the_middle_of_a_stage_goes_on_with_it(home: LineHome) -> None:
    home.script(scripts={"hold": True})
    slept = home.make(KEY)
    home.at(KEY, "scripts")
    os.kill(slept.pid, signal.SIGSTOP)
    code, said = ended(home.make(KEY, VIDPIPE_LEASE_WAIT_S="0"))  # nobody takes over what only sleeps
    assert code == 1
    assert "still works on" in said
    os.kill(slept.pid, signal.SIGCONT)
    home.go()
    assert ended(slept)[0] == 0
    assert home.worked() == [(KEY, stage.value) for stage in Stage]
    with home.line() as line:
        assert "attempt" not in str(line.foreseen()["summary"].value)


@pytest.mark.parametrize(
    "stage",
    [Stage.REVIEW, *(pytest.param(one, marks=pytest.mark.nightly) for one in (Stage.SCRIPTS, Stage.COMPOSED_VIDEO))],
)
def test_fault_54_a_process_that_wakes_when_its_video_was_made_elsewhere_changes_nothing(
    home: LineHome, stage: Stage
) -> None:
    home.script(**{stage.value: {"hold": True}})
    frozen = home.make(KEY)
    home.at(KEY, stage.value)
    os.kill(frozen.pid, signal.SIGSTOP)
    # Its lock goes, as with a database that has closed the session of a machine that it took for dead.
    for lock in (home.folder / ".vidpipe").rglob("*.lock"):
        if lock.parent.name == "locks":
            lock.unlink()
    home.script()
    assert ended(home.make(KEY))[0] == 0
    with home.instance() as instance:
        before = {one: latest_checkpoint(instance, one, KEY) for one in Stage}
    home.go()
    os.kill(frozen.pid, signal.SIGCONT)
    code, said = ended(frozen)
    assert code == 1
    assert f"this run has lost {KEY}" in " ".join(said.split())
    assert home.statuses() == ["FAILURE", "SUCCESS"]
    with home.instance() as instance:
        assert {one: latest_checkpoint(instance, one, KEY) for one in Stage} == before
