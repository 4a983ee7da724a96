"""FAULTS 31: a real stage that is ended while providers and processes work for it ends all of them."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from faults.bookkeeping import booked, kept
from faults.fake_ports import plugged_in
from faults.fake_provider import JOB_PRICE, FakeProvider
from faults.line_home import LineHome, ended, processes_of, wait_until
from faults.stage_process import Told
from faults.stages import FILMED, THEME

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.storage.tables import provider_calls

OWN = "name: gadgets\nchannel: Gadgets\n"
"""A theme whose scenes are drawn and spoken on this machine."""

pytestmark = pytest.mark.slow


@dataclass
class AtWork:
    """Where one stage is worked in a process, which is found by its DAGSTER_HOME."""

    line: LineHome
    places: Places
    state: Path

    def start(self, stage: Stage, theme: str, url: str = "", drawn: bool = False) -> int:
        """The stage's process."""
        told = Told(stage.value, str(self.places.home), str(self.state), theme, drawn)
        environment = plugged_in(self.line.folder / "plugged", url)
        return self.line.start(*told.command, **environment).pid

    def end(self) -> None:
        """As the system does at its end; the stage's process says that it has failed, and nothing is left of it."""
        [process] = self.line.started
        process.send_signal(signal.SIGTERM)
        code, said = ended(process)
        assert code == 1, said
        # Whoever inherits a process of a process clears it away: not the same instant.
        wait_until(lambda: not processes_of(self.line.folder), "all its processes are gone")
        assert list(self.places.scratch.iterdir()) == []


@pytest.fixture
def at_work(tmp_path: Path, new_state: Path) -> Iterator[AtWork]:
    (tmp_path / "stages").mkdir()
    line = LineHome(tmp_path / "home")
    yield AtWork(line, Places(tmp_path / "stages"), new_state)
    line.end()


def states(store: Store) -> list[str]:
    with store.database.reading() as connection:
        return list(connection.execute(sa.select(provider_calls.c.state)).scalars())


def test_fault_31_the_remote_jobs_of_scenes_that_are_asked_side_by_side_are_all_cancelled(
    at_work: AtWork, provider: FakeProvider
) -> None:
    provider.script(GET_jobs_any=[{"always": True, "do": True, "job": {"status": "running"}}])
    at_work.start(Stage.CLIPS, THEME, provider.url)
    wait_until(
        lambda: [job["polls_left"] < 1 for job in provider.jobs.values()] == [True] * len(FILMED),
        "all jobs are waited for",
    )
    at_work.end()
    assert [job["status"] for job in provider.jobs.values()] == ["cancelled"] * len(FILMED)
    assert provider.seen.count("POST /jobs") == len(FILMED)
    with closing(open_store(at_work.places)) as store:
        assert states(store) == ["cancelled"] * len(FILMED)
        assert booked(store) == provider.bill == len(FILMED) * JOB_PRICE
        assert kept(store) == []


def test_fault_31_the_processes_that_draw_clips_die_with_a_run_that_is_ended(at_work: AtWork) -> None:
    at_work.start(Stage.CLIPS, OWN, drawn=True)
    wait_until(lambda: at_work.line.programs("ffmpeg"), "a worker encodes a clip")
    assert at_work.line.modules("vidpipe_assets.render.clip_worker")
    at_work.end()


def test_fault_31_the_process_that_speaks_dies_with_a_run_that_is_ended(at_work: AtWork) -> None:
    at_work.start(Stage.VOICEOVER, OWN)
    [worker] = wait_until(lambda: at_work.line.modules("vidpipe_assets.voice.piper_worker"), "Piper is there")
    os.kill(worker, signal.SIGSTOP)  # so that it is at work for as long as this takes
    at_work.end()
