"""A home of the fake line, and the processes in it, which end with the test that has started them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import dagster as dg
import sqlalchemy as sa
from fake_line import FakeWorkplace, Line

from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration.instance_storage import dagster_state
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.storage.tables import leases

ROOT = Path(__file__).parents[2]
PATIENCE_S = 300.0
"""For a machine with much else to do; nothing waits so long when all is well."""

_CONFIGURATION = """
telemetry: {enabled: false}
run_launcher: {module: vidpipe_assets.orchestration.run_launcher, class: WatchfulRunLauncher}
"""


def wait_until(condition: Callable[[], Any], what: str, within_s: float = PATIENCE_S, look_every_s: float = 0.2) -> Any:
    """Look until `condition` gives something true, and return that."""
    give_up_at = time.monotonic() + within_s
    while not (found := condition()):
        assert time.monotonic() < give_up_at, f"waited in vain: {what}"
        time.sleep(look_every_s)
    return found


class LineHome:
    """The folder, what the stages in it are told, and what they have done."""

    def __init__(self, folder: Path, configuration: str = "") -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[str]] = []
        (folder / "themes").mkdir(parents=True)
        (folder / "dagster.yaml").write_text(configuration or _CONFIGURATION)
        (folder / "themes" / "gadgets.yaml").write_text("name: gadgets\nchannel: gadgets\n")

    def script(self, **stages: dict[str, Any]) -> None:
        """What stages do from now on."""
        part = self.folder / "script.part"
        part.write_text(json.dumps(stages))
        part.replace(self.folder / "script.json")

    def go(self) -> None:
        """Let the stages go on that are held."""
        (self.folder / "go").touch()

    def worked(self) -> list[tuple[str, str]]:
        """All work that was begun: video and stage."""
        return [(line["video"], line["stage"]) for line in self._lines()]

    def at_work(self) -> Counter[tuple[str, str]]:
        """The latest work of each process whose run has not come to its end."""
        rows = sa.select(leases.c.pid).where(leases.c.released_at.is_(None))
        with self.store() as store, store.database.reading() as connection:
            pids = set(connection.execute(rows).scalars())
        latest = {line["pid"]: (line["video"], line["stage"]) for line in self._lines() if line["pid"] in pids}
        return Counter(latest.values())

    def pids(self, stage: str) -> list[int]:
        """The processes in which a stage was worked."""
        return [line["pid"] for line in self._lines() if line["stage"] == stage]

    def _lines(self) -> list[dict[str, Any]]:
        file = self.folder / "worked.jsonl"
        whole = file.read_text().rpartition("\n")[0] if file.exists() else ""
        return [json.loads(line) for line in whole.splitlines()]

    def at(self, video: str, stage: str) -> None:
        """Wait until the work at this stage has begun."""
        wait_until(lambda: (video, stage) in self.worked(), f"{stage} of {video} is at work")

    def announced(self, process: subprocess.Popen[str]) -> None:
        """Wait until a run lives in this process."""
        rows = sa.select(leases.c.run_id).where(leases.c.pid == process.pid)

        def found() -> bool:
            with store.database.reading() as connection:
                return connection.execute(rows).first() is not None

        with self.store() as store:
            wait_until(found, f"a run in process {process.pid}")

    @property
    def environment(self) -> dict[str, str]:
        """Of every process in this home."""
        here = {"DAGSTER_HOME": str(self.folder), "VIDPIPE_DATABASE_URL": ""}
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        return {**os.environ, **here, "PYTHONPATH": path, "DAGSTER_DISABLE_TELEMETRY": "1"}

    def start(self, *command: str, **environment: str) -> subprocess.Popen[str]:
        """Start a program of the virtual environment, with its output in one pipe."""
        program = str(Path(sys.executable).with_name(command[0]))
        process = subprocess.Popen(
            [program, *command[1:]],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def make(self, key: str, **environment: str) -> subprocess.Popen[str]:
        """A run of `make_video` in a process of its own."""
        return self.start("python", "-m", "faults.line_process", "make", key, **environment)

    def refresh(self, **config: Any) -> subprocess.Popen[str]:
        """`refresh_videos` in a process of its own."""
        return self.start("python", "-m", "faults.line_process", "refresh", json.dumps(config))

    def order(self, *keys: str) -> None:
        """Rows and partitions."""
        with self.store() as store:
            store.orders.add([VideoKey.parse(key) for key in keys], asked_by="test")
        with self.instance() as instance:
            instance.add_dynamic_partitions("videos", list(keys))

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The home's store."""
        store = open_store(Places(self.folder))
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def instance(self) -> Iterator[dg.DagsterInstance]:
        """The home's instance."""
        before = os.environ.get("DAGSTER_HOME")
        os.environ["DAGSTER_HOME"] = str(self.folder)
        dagster_state.cache_clear()  # a process has one home, but for this one
        try:
            with dg.DagsterInstance.from_config(str(self.folder)) as instance:
                yield instance
        finally:
            os.environ.pop("DAGSTER_HOME")
            dagster_state.cache_clear()
            if before is not None:
                os.environ["DAGSTER_HOME"] = before

    def runs(self) -> list[dg.DagsterRun]:
        """All runs, the first one first."""
        with self.instance() as instance:
            return list(reversed(list(instance.get_runs())))

    def statuses(self, job: str = "make_video") -> list[str]:
        """How the runs of a job stand, the first one first."""
        return [run.status.value for run in self.runs() if run.job_name == job]

    def scratch(self) -> list[str]:
        """What is left of work in progress."""
        folder = Places(self.folder).scratch
        return [path.name for path in folder.iterdir()] if folder.exists() else []

    def programs(self, name: str) -> list[int]:
        """The processes of a program that was started with this home."""
        return [pid for pid in processes_of(self.folder) if Path(_command(pid)[0]).name.startswith(name)]

    def modules(self, name: str) -> list[int]:
        """The processes that run a Python module (`python -m`) and were started with this home."""
        return [pid for pid in processes_of(self.folder) if name in _command(pid)]

    @contextmanager
    def line(self) -> Iterator[Line]:
        """The home's line in this process, for what need not be killed; its stages follow no script."""
        workplace = FakeWorkplace(self.folder)
        with self.instance() as instance:
            yield Line(workplace, instance)
        workplace.store.close()

    def dry(self) -> str:
        """What `refresh_videos` shows of what it would do, and why."""
        with self.line() as line:
            return str(line.foreseen())

    def end(self) -> None:
        """End what was started here, with all that it has started in its session."""
        for process in self.started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def ended(process: subprocess.Popen[str], within_s: float = PATIENCE_S) -> tuple[int, str]:
    """Wait for the end of a process: its exit code and what it said."""
    said, _ = process.communicate(timeout=within_s)
    return process.returncode, said


def kill(process: subprocess.Popen[str]) -> None:
    """As the system does when memory is short: this process, and nothing that it has started."""
    process.kill()
    process.wait()


def processes_of(home: Path) -> list[int]:
    """Every living process that was started with this home, but for this one."""
    mark = f"DAGSTER_HOME={home}".encode()
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [pid for pid in pids if pid != os.getpid() and mark in _read(pid, "environ").split(b"\0")]


def _command(pid: int) -> list[str]:
    return _read(pid, "cmdline").decode().split("\0")


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
