"""A home in which vidpipe is killed again and again: its command line and its daemon, which die as they are told."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
from faults.deaths import Death, Instant, Note, Point, notes, stages_of, strike
from faults.fake_ports import plugged_in
from faults.fake_provider import FakeProvider, running
from ports import free_port
from shipped import shipped

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration.checkpoints import latest_checkpoint
from vidpipe_assets.orchestration.plan_state import PlanState
from vidpipe_assets.storage.places import THREADS, Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.workplace import Workplace

ROOT = Path(__file__).parents[2]
_programs = Path(sys.executable).parent
_LONGEST_S = 900
_STOPS_WITHIN_S = 120
VIDEO = "2026-11-23_gadgets"
SWITCH = "VIDPIPE_TEST_KILLS"
OUTSIDE = "refresh"
"""The `stage` of what is written outside the stages, by the op that makes the videos."""


@dataclass(frozen=True)
class LineKind:
    """Which definitions are run, and with which theme."""

    module: str
    theme: str


QUICK_LINE = LineKind("faults.kill_line", "name: gadgets\nchannel: gadgets\n")
REAL_LINE = LineKind(
    "vidpipe_assets.definitions",
    "name: gadgets\nchannel: Gadget Desk\nformat: {seconds: 15}\npicture: {motion: calm}\nmusic: {kind: none}\n"
    "providers: {footage: [fake_footage], speech: [fake_speech]}\nbudget: {video: 5}\n",
)
"""As short and cheap as a video may be, with paid footage and a paid voice."""


@dataclass(frozen=True)
class Ran:
    """One command from start to end or death."""

    code: int
    notes: tuple[Note, ...]
    said: str

    @property
    def was_killed(self) -> bool:
        return self.code == -signal.SIGKILL

    @property
    def stages(self) -> set[str]:
        """The stages of which anything was done."""
        return stages_of(self.notes)


@dataclass
class Home:
    """A DAGSTER_HOME with one ordered video, and the processes that work in it."""

    folder: Path
    line: LineKind
    provider: FakeProvider
    later_s: float = 0
    """How much later each run is than the one before, as it seems to vidpipe."""
    runs: list[Ran] = field(default_factory=list[Ran])

    @property
    def places(self) -> Places:
        return Places(self.folder)

    def begin(self) -> None:
        """The project's files, the theme, and an order for the video."""
        (self.folder / "themes").mkdir(parents=True)
        (self.folder / "dagster.yaml").write_bytes((shipped() / "dagster.yaml").read_bytes())
        workspace = f"load_from:\n  - python_module: {{module_name: {self.line.module}, location_name: vidpipe}}\n"
        (self.folder / "workspace.yaml").write_text(workspace)
        (self.folder / "themes" / "gadgets.yaml").write_text(self.line.theme)
        with self.store() as store:
            store.orders.add([VideoKey.parse(VIDEO)], asked_by="test")

    def refresh(self, death: Death | None = None) -> Ran:
        """`dagster job execute -j refresh_videos`, as a person types it."""
        log = self.folder / f"notes-{len(self.runs)}.jsonl"
        with log.with_suffix(".said").open("w") as said:
            process = subprocess.Popen(
                [str(_programs / "dagster"), "job", "execute", "-m", self.line.module, "-j", "refresh_videos"],
                cwd=self.folder,
                env=self.environment(log, death if isinstance(death, Point) else None),
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        if isinstance(death, Instant):
            strike(process, log, death)
        process.wait(_LONGEST_S)
        ran = Ran(process.returncode, notes(log), log.with_suffix(".said").read_text())
        self.runs.append(ran)
        return ran

    @contextmanager
    def daemon(self, log: Path, death: Point | None = None) -> Generator[None]:
        """`vidpipe dev`, whose run worker dies at a point; in the end it is told to stop, as by Ctrl-C."""
        with log.with_suffix(".said").open("w") as said:
            process = subprocess.Popen(
                [str(_programs / "vidpipe"), "dev", "--port", str(free_port())],
                cwd=self.folder,
                env=self.environment(log, death, deep=True),
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        try:
            yield
            process.send_signal(signal.SIGINT)
            process.wait(_STOPS_WITHIN_S)
        finally:
            self.kill()
            process.wait()

    def kill(self) -> None:
        """All that works in this home, at one blow."""
        while living := self.living():
            for pid in living:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def living(self) -> dict[int, str]:
        """Processes that work in this home, and their command lines."""
        mine = f"DAGSTER_HOME={self.folder}".encode()
        found: dict[int, str] = {}
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mine in (process / "environ").read_bytes().split(b"\0"):
                    found[int(process.name)] = (process / "cmdline").read_text()[:200]
        return found

    def environment(self, log: Path, die: Point | None, **more: Any) -> dict[str, str]:
        """Of a process that notes what it writes into `log`, and dies at a point."""
        told = {"log": str(log), "die": asdict(die) if die else None, "once": str(log) + ".died", **more}
        ports = plugged_in(self.folder / "plugged-in", self.provider.url, VIDPIPE_FAKE_LISTS="yes")
        return {
            **os.environ,
            **ports,
            "DAGSTER_HOME": str(self.folder),
            # Versions are compared, and only one rendering thread promises the same bytes twice.
            THREADS: "1",
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent / "killing"), ports["PYTHONPATH"]]),
            SWITCH: json.dumps({"later_s": self.later_s * len(self.runs), **told}),
        }

    @contextmanager
    def store(self) -> Generator[Store]:
        with closing(open_store(self.places)) as opened:
            yield opened

    @contextmanager
    def instance(self) -> Generator[dg.DagsterInstance]:
        """Dagster's state as it lies there."""
        folder = self.places.state / "dagster"
        folder.mkdir(exist_ok=True)
        with dg.DagsterInstance.local_temp(str(folder)) as instance:
            yield instance

    def versions(self) -> dict[str, str]:
        """The data version of each finished stage."""
        with self.instance() as instance:
            found = {stage.value: latest_checkpoint(instance, stage, VIDEO) for stage in Stage}
        return {stage: one.data_version for stage, one in found.items() if one}

    def is_idle(self) -> bool:
        """Whether all runs have ended."""
        with self.instance() as instance:
            return all(run.is_finished for run in instance.get_runs())

    def open_plans(self) -> list[str]:
        """What the planner finds to do, or waits for."""
        state = PlanState(_WorkplaceAt(self.places))
        with self.instance() as instance, closing(state.workplace.store):
            state.refresh(instance)
            return [f"{p.key}: {[(s.stage.value, s.cause) for s in p.stages]}" for p in (*state.todo, *state.waiting)]


@dataclass(frozen=True)
class NeverKilled:
    """A video that was made without any trouble: what was written, and the versions of its documents."""

    ran: Ran
    versions: dict[str, str]


@contextmanager
def new_home(folder: Path, line: LineKind, later_s: float = 0) -> Generator[Home]:
    """A home with one order, and a provider with a bill of its own."""
    with running(folder / "provider") as provider:
        home = Home(folder, line, provider, later_s)
        home.begin()
        yield home


def never_killed(folder: Path, line: LineKind) -> NeverKilled:
    """Make the video of `line` without any trouble."""
    with new_home(folder, line) as home:
        ran = home.refresh()
        assert ran.code == 0, ran.said[-3000:]
        return NeverKilled(ran, home.versions())


class _WorkplaceAt(Workplace):
    def __init__(self, places: Places) -> None:
        super().__init__()
        self._at = places

    @property
    def places(self) -> Places:  # type: ignore[override]
        return self._at
