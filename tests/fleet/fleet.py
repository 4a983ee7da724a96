"""A fleet on this machine: the processes of deploy/celery/Procfile, each started by its own command line."""

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import dagster as dg
import httpx
from faults.fake_ports import URL
from faults.fake_provider import FakeProvider
from ports import free_port

from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy" / "celery"
TOKEN = "a-token-of-the-fleet-s-tests"  # noqa: S105 - nobody else's


def commands() -> dict[str, str]:
    """What each process is started by, as the Procfile says."""
    lines = (line.partition(": ") for line in (DEPLOY / "Procfile").read_text().splitlines())
    return {name: command for name, _, command in lines}


@dataclass
class Fleet:
    """A home that all processes share, and the processes."""

    home: Path
    database: str
    broker: str
    provider: FakeProvider
    stage_s: float = 0
    """How long a stage rests after each film that it has bought."""
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict[str, "subprocess.Popen[bytes]"])
    ports: dict[str, str] = field(default_factory=lambda: {port: str(free_port()) for port in ("3000", "4000", "8080")})
    """Those of the Procfile, and what they are here."""

    def begin(self) -> None:
        """An empty folder becomes a home, as the README says."""
        (self.home / "themes").mkdir(parents=True)
        (self.home / "themes" / "gadgets.yaml").write_text("name: gadgets\nchannel: gadgets\n")
        (self.home / "dagster.yaml").write_bytes((DEPLOY / "dagster.yaml").read_bytes())
        workspace = (DEPLOY / "workspace.yaml").read_text()
        assert "port: 4000" in workspace
        (self.home / "workspace.yaml").write_text(workspace.replace("4000", self.ports["4000"]))

    @property
    def environment(self) -> dict[str, str]:
        """Of all processes."""
        return {
            **os.environ,
            "DAGSTER_HOME": str(self.home),
            "VIDPIPE_DATABASE_URL": self.database,
            "VIDPIPE_BROKER_URL": self.broker,
            "VIDPIPE_CODE_SERVER": "127.0.0.1",
            "VIDPIPE_WEB_TOKEN": TOKEN,
            "VIDPIPE_TEST_STAGE_S": str(self.stage_s),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "DAGSTER_DISABLE_TELEMETRY": "1",
            URL: self.provider.url,
        }

    def start(self, *names: str) -> None:
        """Start processes of the Procfile, but with the quick line, and at ports that are free."""
        here = {"vidpipe_assets.definitions": "fleet.fleet_line", "0.0.0.0": "127.0.0.1", **self.ports}  # noqa: S104
        for name in names:
            words = [here.get(word, word) for word in shlex.split(commands()[name])]
            self.run(name, *words, *(["--port", self.ports["8080"]] if name == "web" else []))

    def start_worker(self, name: str) -> None:
        """Start one that takes one run at a time."""
        self.run(name, *shlex.split(commands()["worker"]), "--concurrency", "1")

    def run(self, name: str, *command: str) -> None:
        """Start a process that is known as `name` from now on."""
        with (self.home / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=self.home, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """SIGKILL for the process and all that it has started, as when its machine goes."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        """Kill whatever was started."""
        for name in list(self.processes):
            self.kill(name)

    def order(self, keys: list[str]) -> None:
        """Rows, as `vidpipe order` writes them."""
        with self.store() as store:
            store.orders.add([VideoKey.parse(key) for key in keys], asked_by="test")

    @contextmanager
    def store(self) -> Iterator[Store]:
        """vidpipe's tables and files."""
        with closing(open_store(Places(self.home, database=self.database))) as opened:
            yield opened

    @property
    def bought(self) -> list[dict[str, Any]]:
        """Each film: video, stage, scene and the process that bought it."""
        file = self.home / "bought.jsonl"
        whole = file.read_text().rpartition("\n")[0] if file.exists() else ""
        return [json.loads(line) for line in whole.splitlines()]

    def between_films(self) -> tuple[str, str] | None:
        """A worker that has bought the first film of a stage just now, and the video that it works on."""
        latest = {film["pid"]: film for film in self.bought}
        for pid, film in latest.items():
            with suppress(ProcessLookupError):
                names = [name for name, process in self.processes.items() if process.pid == os.getsid(pid)]
                if names and film["scene"] == "hook":
                    return names[0], film["video"]
        return None

    def finished(self) -> list[str]:
        """The videos that lie ready for review."""
        return sorted(path.parent.name for path in (self.home / "output" / "review").glob("*/index.html"))

    def runs(self, instance: dg.DagsterInstance) -> dict[str, list[str]]:
        """Video -> how its runs stand, the first one first."""
        found: dict[str, list[str]] = {}
        for run in reversed(list(instance.get_runs())):
            found.setdefault(run.tags["dagster/partition"], []).append(run.status.value)
        return found

    def ask(self, port: str, path: str, method: str = "GET") -> httpx.Response:
        """What the service answers that has this port in the Procfile."""
        url, headers = f"http://127.0.0.1:{self.ports[port]}{path}", {"Authorization": f"Bearer {TOKEN}"}
        return httpx.request(method, url, headers=headers, timeout=120)

    def answers(self, port: str, path: str) -> bool:
        """Whether that service is there and content."""
        with suppress(httpx.HTTPError):
            return self.ask(port, path).status_code == 200
        return False

    def assert_paid_once(self) -> None:
        """The provider's bill is what the ledger says, to the cent; no film was bought twice, none is in doubt."""
        with self.store() as store:
            lines = costs(store)
        spent = sum((line.spent for line in lines), Decimal(0))
        assert (spent, sum(line.reserved + line.doubtful for line in lines)) == (self.provider.bill, 0)
        assert self.provider.submitted_twice == []
