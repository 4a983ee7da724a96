"""FAULTS 54: a real process that SIGSTOP freezes in each stage, while its video is made and decided elsewhere.

After SIGCONT it has lost the video: nothing of documents, output, ledger and bill, Dagster's log, the plan and what the
API shows has changed. In `make test-slow` some, every night each stage in each situation on both databases.
"""

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import dagster as dg
import databases
import pytest
from fake_line import Line
from faults.fake_provider import FakeProvider, running
from faults.frozen import KEY, SITUATIONS, PayingWorkplace, World, named, new_world
from faults.line_home import wait_until
from web_server import Api, serving

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.orchestration.instance_storage import dagster_state
from vidpipe_assets.storage.database import address_of

pytestmark = pytest.mark.slow


class HeldWorkplace(PayingWorkplace):
    """Stops in one stage, before it buys, writes or records anything, until the file `go` is there."""

    def __init__(self, home: Path, held: Stage) -> None:
        super().__init__(home)
        self.held = held

    def work(self, run: Any, stage: Stage) -> Any:
        if stage is self.held:
            (self.home / "at").touch()
            wait_until((self.home / "go").exists, "the frozen process may go on", look_every_s=0.05)
        return super().work(run, stage)


class FrozenProcess:
    """A fork of this process that makes the video of a world."""

    def __init__(self, world: World, stage: Stage) -> None:
        self.home = world.frozen.workplace.home
        self.pid = os.fork()
        if not self.pid:
            self._run(world, stage)

    def _run(self, world: World, stage: Stage) -> None:
        code = 1
        try:
            os.setsid()
            said = os.open(self.home / "said.txt", os.O_WRONLY | os.O_CREAT)
            os.dup2(said, sys.__stdout__.fileno() if sys.__stdout__ else 1)
            os.environ["PGAPPNAME"] = "frozen"
            dagster_state.cache_clear()
            workplace = HeldWorkplace(self.home, stage)
            workplace.database = named(world.postgres, "frozen") if world.postgres else ""
            with dg.DagsterInstance.from_config(str(self.home)) as instance:
                done = world.run(Line(workplace, instance))
            for event in done.get_step_failure_events():
                told = event.step_failure_data
                os.write(said, str(told.user_failure_data or told.error).encode())
            code = int(not done.success)
        except BaseException:
            os.write(said, traceback.format_exc().encode())
        finally:
            os._exit(code)

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def ended(self) -> tuple[int, str]:
        """Its exit code and what it said, once it has ended."""
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        return os.waitstatus_to_exitcode(status), " ".join((self.home / "said.txt").read_text().split())

    def end(self) -> None:
        """However far it is."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProvider]:
    with running(tmp_path_factory.mktemp("paid")) as one:
        yield one


def shown(api: Api) -> tuple[Any, Any]:
    """What the API says of the video and of all."""
    return api.client.get(f"/api/jobs/{KEY}").json(), api.client.get("/api/jobs").json()


def freeze(world: World, stage: Stage, situation: str) -> None:
    """Freeze a process in the stage, see what is done elsewhere, and that its waking changes nothing."""
    frozen = FrozenProcess(world, stage)
    try:
        wait_until((frozen.home / "at").exists, f"{stage} is at work")
        frozen.signal(signal.SIGSTOP)
        world.meanwhile(situation, stage)
        with serving(world.store) as api:
            before = world.everything(), shown(api)
            (frozen.home / "go").touch()
            frozen.signal(signal.SIGCONT)
            code, said = frozen.ended()
            after = world.everything(), shown(api)
    finally:
        frozen.end()
    assert code == 1
    assert f"has lost {KEY}" in said or "was ended meanwhile" in said, said
    assert after == before, f"late: {stage}, {situation}"
    assert world.failed_runs() == 1


def begun(
    home: Path, stage: Stage, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch, postgres: str = ""
) -> None:
    """A world in which all that comes before the stage is made."""
    with new_world(home, provider, monkeypatch, postgres) as world:
        before = [one.value for one in list(Stage)[: list(Stage).index(stage)]]
        assert not before or world.frozen.run(KEY, *before).success


@pytest.mark.parametrize(
    ("stage", "situation"), [(Stage.SCRIPTS, "rejected"), (Stage.REVIEW, "approved"), (Stage.CLIPS, "cancelled")]
)
def test_fault_54_a_process_that_wakes_from_a_signal_changes_nothing(
    stage: Stage, situation: str, tmp_path: Path, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.reset()
    begun(tmp_path / "begun", stage, provider, monkeypatch)
    with new_world(tmp_path / "home", provider, monkeypatch, begun=tmp_path / "begun") as world:
        world.begins_with = stage
        freeze(world, stage, situation)


@pytest.mark.nightly
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("stage", list(Stage))
def test_fault_54_a_process_that_wakes_in_any_stage_changes_nothing_whatever_was_decided(
    stage: Stage,
    database: str,
    tmp_path: Path,
    provider: FakeProvider,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    server = request.getfixturevalue("postgres_server") if database == "postgresql" else ""
    provider.reset()
    if not server:
        begun(tmp_path / "begun", stage, provider, monkeypatch)
        for situation in SITUATIONS:
            _in_a_copy(tmp_path, stage, situation, provider, monkeypatch)
        return
    with databases.new_database(server) as first:
        begun(tmp_path / "begun", stage, provider, monkeypatch, first)
        for situation in SITUATIONS:
            with databases.new_database(server, f"TEMPLATE {address_of(first).database}") as address:
                _in_a_copy(tmp_path, stage, situation, provider, monkeypatch, address)


def _in_a_copy(
    folder: Path,
    stage: Stage,
    situation: str,
    provider: FakeProvider,
    monkeypatch: pytest.MonkeyPatch,
    postgres: str = "",
) -> None:
    provider.reset()
    with new_world(folder / situation, provider, monkeypatch, postgres, folder / "begun") as world:
        world.begins_with = stage
        freeze(world, stage, situation)
    print("seen:", stage, situation, "postgresql" if postgres else "sqlite", flush=True)
