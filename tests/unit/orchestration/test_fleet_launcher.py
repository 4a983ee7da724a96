"""A worker of the fleet tells each of its runs how many threads it may render with."""

import os
from types import SimpleNamespace

import pytest

from vidpipe_assets.orchestration import fleet_launcher as fleet_worker


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The arguments with which Celery's worker was started."""
    found: list[list[str]] = []
    tasks = pytest.importorskip("dagster_celery.tasks")
    monkeypatch.setattr(fleet_worker, "_app", lambda: SimpleNamespace(worker_main=found.append))
    monkeypatch.setattr(tasks, "create_execute_job_task", lambda _: None)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.setenv("VIDPIPE_THREADS", "")
    monkeypatch.delenv("VIDPIPE_THREADS")
    return found


@pytest.mark.parametrize(
    ("concurrency", "slots", "threads"), [(0, "8", "1"), (2, "2", "4"), (3, "3", "2"), (16, "16", "1")]
)
def test_the_cores_are_shared_out_among_the_runs(
    started: list[list[str]], concurrency: int, slots: str, threads: str
) -> None:
    fleet_worker.run_worker(concurrency)
    [arguments] = started
    assert arguments[arguments.index("--concurrency") + 1] == slots
    assert os.environ["VIDPIPE_THREADS"] == threads


def test_what_the_operator_says_stays(started: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDPIPE_THREADS", "3")
    fleet_worker.run_worker(2)
    assert os.environ["VIDPIPE_THREADS"] == "3"
