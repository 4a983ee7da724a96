"""FAULT 55 under `vidpipe dev`: twelve orders wait, and a person decides something: that is made next."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.dev import dev_home, running
from faults.line_home import LineHome, wait_until

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.decide import RejectRequest, apply
from vidpipe_assets.operations.status import queue_progress
from vidpipe_assets.orchestration.run_tags import PARTITION
from vidpipe_assets.storage.themes import load_themes

KEY = "2026-11-23_gadgets"
BACKLOG = [f"2026-11-{day}_gadgets" for day in range(10, 22)]
KNOWN = {"trends": {"sample"}, "text": {"offline"}, "footage": {"motion"}, "speech": {"piper"}}

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Iterator[LineHome]:
    """One video at a time, so that what is made next can be told."""
    made = dev_home(tmp_path / "home")
    configuration = made.folder / "dagster.yaml"
    text = configuration.read_text()
    assert "max_concurrent_runs: 2" in text
    configuration.write_text(text.replace("max_concurrent_runs: 2", "max_concurrent_runs: 1"))
    made.order(KEY)
    yield made
    made.end()


def queued(home: LineHome) -> list[str]:
    """The videos of the runs in Dagster's queue."""
    return [run.tags[PARTITION] for run in home.runs() if run.status.value == "QUEUED"]


def test_fault_55_behind_twelve_orders_what_is_rejected_is_made_as_soon_as_the_run_under_way_has_ended(
    home: LineHome,
) -> None:
    with running(home):
        wait_until(lambda: (KEY, "review") in home.worked(), "the video is finished")
        wait_until(lambda: home.statuses() == ["SUCCESS"], "its run has ended")
        home.script(scripts={"hold": True})
        home.order(*BACKLOG)
        [under_way] = wait_until(lambda: [video for video, stage in home.worked()[7:] if stage == "scripts"], "one is")
        wait_until(lambda: len(queued(home)) == len(BACKLOG) - 1, "the others are in the queue")
        with home.store() as store:
            apply(store, KEY, RejectRequest(stage=Stage.CLIPS, reason="dull"), who="ann")
            themes, _ = load_themes(store.places.themes, KNOWN)
            assert queue_progress(store, themes)[KEY].position == 1
        wait_until(lambda: KEY in queued(home), "its run is in the queue")
        before = len(home.worked())
        home.script()
        home.go()
        wait_until(lambda: (KEY, "review") in home.worked()[before:], "the new version is there")
        done = home.worked()[before:]
        until = done[: done.index((KEY, "review")) + 1]
        assert list(dict.fromkeys(video for video, _ in until)) == [under_way, KEY]
        assert [stage for video, stage in until if video == KEY] == ["clips", "composed_video", "review"]
