"""The real sensor daemon, killed at every point of a tick: one run for one run key, and none is lost."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
from homes import LONGEST_S, ROOT, new_home, run_job, said

KEY = "2026-11-23_gadgets"


def round_of_the_daemon(home: Path, *points: str) -> int:
    """Its exit code; children of a process that was killed are ended with it, as a machine's restart would."""
    command = [sys.executable, str(ROOT / "tests/faults/sensor_process.py"), *points]
    environment = {**os.environ, "DAGSTER_HOME": str(home), "PYTHONPATH": str(ROOT)}
    with (home / "daemon.txt").open("a") as log:
        process = subprocess.Popen(
            command, cwd=home, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            return process.wait(timeout=LONGEST_S)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def runs(home: Path) -> list[tuple[str, str]]:
    """Status and run key of every run of the video."""
    with closing(sqlite3.connect(home / ".vidpipe/dagster/history/runs.db")) as database:
        query = "SELECT r.status, t.value FROM runs r JOIN run_tags t USING (run_id) WHERE t.key = 'dagster/run_key'"
        return list(database.execute(query))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = new_home(tmp_path)
    (made / "order.yaml").write_text("ops: {order: {config: {themes: [gadgets], from_day: '2026-11-23'}}}")
    done = run_job(made, "order_videos", "-c", "order.yaml")
    assert done.returncode == 0, said(done)
    return made


@pytest.mark.slow
@pytest.mark.timeout(2 * LONGEST_S)
@pytest.mark.parametrize(
    "points",
    [
        pytest.param(["TICK_CREATED"], marks=pytest.mark.nightly),
        ["RUN_CREATED"],
        pytest.param(["RUN_LAUNCHED"], marks=pytest.mark.nightly),
    ],
)
def test_fault_33_a_daemon_killed_in_a_tick_leaves_one_run_for_one_run_key(home: Path, points: list[str]) -> None:
    assert round_of_the_daemon(home, *points) == -signal.SIGKILL
    for _ in range(2):
        assert round_of_the_daemon(home) == 0, (home / "daemon.txt").read_text()
    [(status, key)] = runs(home)
    assert status == "QUEUED"
    assert key.startswith(f"{KEY} after ")
