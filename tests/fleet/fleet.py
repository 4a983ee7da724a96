"""A fleet on this machine: the processes of deploy/celery/Procfile, each started by its own command line."""

import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
from faults.fake_ports import URL
from faults.fake_provider import FakeProvider
from faults.line_home import wait_until

from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.store.places import Places
from vidpipe_assets.store.store import Store, open_store

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy" / "celery"


def commands() -> dict[str, list[str]]:
    """What each process is started by, as the Procfile says."""
    lines = (line.partition(":") for line in (DEPLOY / "Procfile").read_text().splitlines())
    return {name: shlex.split(command) for name, _, command in lines}


@dataclass
class Fleet:
    """A home that all processes share, and the processes."""

    home: Path
    database: str
    broker: str
    provider: FakeProvider
    stage_s: float = 0
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def begin(self) -> None:
        """An empty folder becomes a home, as the README says."""
        (self.home / "themes").mkdir(parents=True)
        (self.home / "themes" / "gadgets.yaml").write_text("name: gadgets\nchannel: gadgets\n")
        (self.home / "dagster.yaml").write_bytes((DEPLOY / "dagster.yaml").read_bytes())
        self._code_port, self._web_port = _free_port(), _free_port()
        workspace = (DEPLOY / "workspace.yaml").read_text()
        assert "port: 4000" in workspace
        (self.home / "workspace.yaml").write_text(workspace.replace("port: 4000", f"port: {self._code_port}"))

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DAGSTER_HOME": str(self.home),
            "VIDPIPE_DATABASE_URL": self.database,
            "VIDPIPE_BROKER_URL": self.broker,
            "VIDPIPE_CODE_SERVER": "127.0.0.1",
            "VIDPIPE_TEST_STAGE_S": str(self.stage_s),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "DAGSTER_DISABLE_TELEMETRY": "1",
            URL: self.provider.url,
        }

    def start(self, name: str, command: str, *more: str) -> None:
        """Start a process of the Procfile, but with the quick line, and at ports that are free."""
        here = {
            "vidpipe_assets.definitions": "fleet.fleet_line",
            "4000": str(self._code_port),
            "3000": str(self._web_port),
            "0.0.0.0": "127.0.0.1",  # noqa: S104 - what the Procfile says
        }
        words = [here.get(word, word) for word in commands()[command]]
        with (self.home / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [*words, *more],
                cwd=self.home,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """SIGKILL for the process and all that it has started, as when its machine goes."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for name in list(self.processes):
            self.kill(name)

    def order(self, *keys: str) -> None:
        with self.store() as store:
            store.orders.add([VideoKey.parse(key) for key in keys], asked_by="test")

    @contextmanager
    def store(self) -> Iterator[Store]:
        with closing(open_store(Places(self.home, database=self.database))) as opened:
            yield opened

    @contextmanager
    def instance(self) -> Iterator[dg.DagsterInstance]:
        """What the processes see; for a test that has set the environment."""
        with dg.DagsterInstance.from_config(str(self.home)) as instance:
            yield instance

    def log(self, name: str) -> str:
        return (self.home / f"{name}.log").read_text()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
