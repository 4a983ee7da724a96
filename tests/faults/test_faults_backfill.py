"""A backfill from the UI: with failures in between, the sensor ticking beside it, and everything killed midway."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faults.dev import Dev, dev_home, running
from faults.line_home import LineHome, wait_until

from vidpipe_assets.model.stages import Stage

KEYS = [f"2026-11-23_gadgets_{number}" for number in range(2, 12)]
BROKEN = {f"{KEYS[2]} clips": {"fail": "once"}, f"{KEYS[5]} scripts": {"fail": "once"}}
LONG_S = 900.0

pytestmark = [pytest.mark.slow, pytest.mark.nightly, pytest.mark.timeout(2 * LONG_S)]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[LineHome]:
    made = dev_home(tmp_path / "home")
    yield made
    made.end()


def finished(home: LineHome) -> bool:
    """Whether every video has been made up to its last stage, and nothing is on its way."""
    made = {video for video, stage in home.worked() if stage == "review"}
    return made == set(KEYS) and all(run.is_finished for run in home.runs())


def launch(home: LineHome, dev: Dev, **script: Any) -> None:
    """Partitions as a person adds them in the UI, and a backfill of them in the same moment."""
    home.script(**{**BROKEN, **script})
    home.order(*KEYS)
    dev.backfill(KEYS)


def test_a_backfill_with_failures_and_the_sensor_beside_it_makes_everything_once(home: LineHome) -> None:
    with running(home) as dev:
        launch(home, dev)
        wait_until(lambda: finished(home), "ten videos are made", within_s=LONG_S)
    expected = Counter((key, stage.value) for key in KEYS for stage in Stage)
    expected.update([(KEYS[2], "clips"), (KEYS[5], "scripts")])
    assert Counter(home.worked()) == expected
    assert "nothing is to be done" in home.dry()


def test_fault_30_a_backfill_goes_on_when_everything_was_killed_in_its_middle(home: LineHome) -> None:
    with running(home) as dev:
        launch(home, dev, **{f"{KEYS[1]} scripts": {"hold": True}})
        home.at(KEYS[1], "scripts")
        dev.kill_all()
    at_work = home.at_work()
    home.go()
    with running(home):
        wait_until(lambda: finished(home), "ten videos are made", within_s=LONG_S)
    expected = Counter((key, stage.value) for key in KEYS for stage in Stage)
    expected.update([(KEYS[2], "clips"), (KEYS[5], "scripts")])
    # What was at work when it was killed, and nothing else, has been worked twice.
    assert Counter(home.worked()) - expected <= at_work
    assert expected <= Counter(home.worked())
    assert "nothing is to be done" in home.dry()
    assert home.scratch() == []
