"""`vidpipe dev` in a home of the fake line: asked through GraphQL, as the UI asks, and ended with all it started."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from faults.line_home import LineHome, processes_of, wait_until
from ports import free_port
from shipped import shipped

_WORKSPACE = "load_from:\n  - python_module: {module_name: faults.line_defs, location_name: vidpipe}\n"

_BACKFILL = """
mutation Launch($params: LaunchBackfillParams!) {
  launchPartitionBackfill(backfillParams: $params) {
    __typename
    ... on LaunchBackfillSuccess { backfillId }
    ... on PythonError { message }
  }
}
"""
_TERMINATE = """
mutation Terminate($run: String!) { terminateRun(runId: $run, terminatePolicy: SAFE_TERMINATE) { __typename } }
"""


class Dev:
    """A running `vidpipe dev`."""

    def __init__(self, home: LineHome, port: int, process: subprocess.Popen[str]) -> None:
        self.home = home
        self.port = port
        self.process = process

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """What the webserver answers."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
            found = json.loads(answer.read())
        assert "errors" not in found, found["errors"]
        return found["data"]

    def is_up(self) -> bool:
        """Whether the webserver answers and has loaded the definitions."""
        with suppress(urllib.error.URLError, OSError, AssertionError):
            return "Repository" in json.dumps(self.ask("{ repositoriesOrError { __typename } }"))
        return False

    def backfill(self, keys: list[str]) -> str:
        """Launch a backfill of all stages of these videos, as the UI does."""
        assets = ["trends", "analysis", "scripts", "clips", "voiceover", "composed_video", "review"]
        params = {"partitionNames": keys, "assetSelection": [{"path": [one]} for one in assets], "tags": []}
        done = self.ask(_BACKFILL, params=params)["launchPartitionBackfill"]
        assert done["__typename"] == "LaunchBackfillSuccess", done
        return str(done["backfillId"])

    def cancel(self, run_id: str) -> None:
        """Terminate a run, as the UI does."""
        self.ask(_TERMINATE, run=run_id)

    def processes(self) -> list[int]:
        """Every living process that works in this home."""
        return processes_of(self.home.folder)

    def kill_all(self) -> None:
        """SIGKILL for every process of it at once, as when the machine loses its power."""
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        wait_until(lambda: not self.processes(), "all processes are dead")


def dev_home(folder: Path) -> LineHome:
    """A home with vidpipe's own configuration and the fake line as its code location."""
    home = LineHome(folder, configuration=(shipped() / "dagster.yaml").read_text())
    (folder / "workspace.yaml").write_text(_WORKSPACE)
    return home


@contextmanager
def running(home: LineHome) -> Iterator[Dev]:
    """`vidpipe dev`, as `make dev` starts it; everything that it has started ends with the block."""
    port = free_port()
    log = (home.folder / f"dev-{port}.log").open("w")
    vidpipe = Path(sys.executable).with_name("vidpipe")
    # Make and a script's `&` start it with SIGINT ignored.
    command = ["/bin/sh", "-c", f"trap '' INT; exec {vidpipe} dev --port {port}"]
    process = subprocess.Popen(
        command, cwd=home.folder, env=home.environment, stdout=log, stderr=subprocess.STDOUT, text=True
    )
    dev = Dev(home, port, process)
    try:
        wait_until(dev.is_up, "the webserver answers")
        yield dev
    finally:
        dev.kill_all()
        log.close()
