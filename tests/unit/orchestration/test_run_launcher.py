"""The launcher tells a dead worker from one that lives, and from one of which it knows nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.launcher import WorkerStatus

from vidpipe_assets.orchestration.run_launcher import WatchfulRunLauncher
from vidpipe_assets.storage.leases import Leases
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Places(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def launcher(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchfulRunLauncher]:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    made = WatchfulRunLauncher()
    with dg.DagsterInstance.ephemeral() as instance:
        made.register_instance(instance)
        yield made


def at_work(launcher: WatchfulRunLauncher, **tags: str) -> dg.DagsterRun:
    run = dg.DagsterRun("make_video", status=dg.DagsterRunStatus.STARTED, tags=tags)
    return launcher._instance.add_run(run)


def test_a_worker_lives_as_long_as_its_process(launcher: WatchfulRunLauncher, store: Store) -> None:
    run = at_work(launcher)
    worker = Leases(store.database)
    worker.announce(run.run_id, "2026-11-23_gadgets")
    assert launcher.check_run_worker_health(run).status is WorkerStatus.RUNNING
    worker.close()
    found = launcher.check_run_worker_health(run)
    assert found.status is WorkerStatus.FAILED
    assert f"run {run.run_id[:8]} (process " in str(found.msg)


def test_a_worker_that_was_not_announced_died_with_its_code_server(launcher: WatchfulRunLauncher) -> None:
    gone = {"host": "localhost", "socket": "/no/such/socket"}
    run = at_work(launcher, **{".dagster/grpc_info": json.dumps(gone)})
    assert launcher.check_run_worker_health(run).status is WorkerStatus.FAILED


def test_a_run_that_no_server_started_is_left_to_others(launcher: WatchfulRunLauncher) -> None:
    assert launcher.check_run_worker_health(at_work(launcher)).status is WorkerStatus.RUNNING
