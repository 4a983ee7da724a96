"""FAULTS 52: `vidpipe dev` has a port, is the only daemon of its home, and ends as a whole."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.dev import Dev, dev_home, running
from faults.line_home import PATIENCE_S, LineHome, wait_until
from homes import new_home, run, said
from ports import free_port

from vidpipe_assets.orchestration.dev_server import unreachable_locations
from vidpipe_assets.orchestration.one_daemon import is_daemon

VIDPIPE = str(Path(sys.executable).with_name("vidpipe"))
DAEMON = str(Path(sys.executable).with_name("dagster-daemon"))
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("command", ["dev", "web"])
def test_fault_52_a_command_whose_port_is_taken_ends_and_names_the_option(command: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run([VIDPIPE, command, "--port", str(port)], new_home(tmp_path))
    assert done.returncode == 1
    assert f"error: port {port} of 127.0.0.1 is taken" in done.stderr
    assert f"--port {port + 1}" in done.stderr
    assert "Traceback" not in said(done)


@pytest.mark.parametrize(("given", "ending"), [(["PORT=4000"], "vidpipe dev --port 4000"), ([], "vidpipe dev")])
def test_fault_52_make_dev_takes_the_port(given: list[str], ending: str) -> None:
    environment = {
        name: value for name, value in os.environ.items() if name not in {"PORT", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    }
    told = subprocess.run(
        ["make", "--no-print-directory", "-n", "dev", *given],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.rstrip().endswith(ending)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["/opt/bin/dagster-daemon", "run", "-w", "workspace.yaml"], True),
        (["/lib/dagster/_daemon/__main__.py", "run", "--shutdown-pipe", "5"], True),
        (["/opt/bin/dagster-daemon", "liveness-check"], False),
        (["/opt/bin/dagster-webserver"], False),
        (["/opt/bin/vidpipe", "order", "run"], False),
        ([""], False),
        ([], False),
    ],
)
def test_the_daemon_is_known_by_how_it_was_started(arguments: list[str], expected: bool) -> None:
    assert is_daemon(arguments) == expected


@pytest.fixture
def dev(tmp_path: Path) -> Iterator[Dev]:
    home = dev_home(tmp_path / "home")
    with running(home) as started:
        yield started
    home.end()


def refused(command: list[str], home: LineHome) -> str:
    """What a command said that had to end by itself, with exit code 1 and in plain words."""
    done = subprocess.run(
        command, cwd=home.folder, env=home.environment, capture_output=True, text=True, check=False, timeout=PATIENCE_S
    )
    assert done.returncode == 1
    assert "Traceback" not in said(done)
    return said(done)


@pytest.mark.slow
def test_fault_52_a_second_daemon_on_the_same_home_is_refused(dev: Dev) -> None:
    second = refused([VIDPIPE, "dev", "--port", str(free_port())], dev.home)
    assert "Dagster's daemon is at work already" in second
    assert "Remedy: one is enough" in refused([DAEMON, "run", "-w", "workspace.yaml"], dev.home)
    assert dev.is_up()


@pytest.mark.slow
@pytest.mark.parametrize("part", ["dagster_webserver", "dagster._daemon"])
def test_fault_52_a_part_that_dies_ends_the_whole_and_frees_the_home(dev: Dev, part: str) -> None:
    for pid in dev.home.modules(part):
        os.kill(pid, signal.SIGKILL)
    assert dev.process.wait(PATIENCE_S) == 1
    assert dev.processes() == []
    log = next(dev.home.folder.glob("dev-*.log")).read_text()
    assert "error: Dagster's webserver or its daemon has ended by itself" in log
    with running(dev.home) as again:
        assert again.is_up()


@pytest.mark.slow
def test_fault_52_a_code_server_that_dies_is_started_again(dev: Dev) -> None:
    (before,) = code_servers(dev)
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: code_servers(dev) not in ([], [before]), "another code server is there")
    wait_until(dev.is_up, "the definitions are loaded again")
    log = next(dev.home.folder.glob("dev-*.log")).read_text()
    assert "the code server of vidpipe had died: starting it again" in log
    assert dev.process.poll() is None


def code_servers(dev: Dev) -> list[int]:
    """The processes that have loaded the definitions."""
    return [pid for pid in dev.processes() if b"\0api\0grpc\0" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.mark.parametrize(
    ("state", "dead"),
    [
        (
            {"__typename": "PythonError", "message": "dagster._core.errors.DagsterUserCodeUnreachableError: no"},
            ["vidpipe"],
        ),
        ({"__typename": "PythonError", "message": "SyntaxError: invalid syntax"}, []),
        ({"__typename": "RepositoryLocation"}, []),
        (None, []),
    ],
)
def test_only_a_dead_code_server_is_started_again(state: object, dead: list[str]) -> None:
    entries = [{"name": "vidpipe", "locationOrLoadError": state}]
    assert unreachable_locations({"data": {"workspaceOrError": {"locationEntries": entries}}}) == dead


@pytest.mark.parametrize("answer", [None, [], {}, {"errors": [{"message": "no"}]}, {"data": {"workspaceOrError": {}}}])
def test_what_is_no_state_of_a_workspace_says_nothing(answer: object) -> None:
    assert unreachable_locations(answer) == []
