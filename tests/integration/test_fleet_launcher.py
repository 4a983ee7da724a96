"""What deploy/ puts Dagster on: PostgreSQL by its plain URL, and the fleet's run launcher."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.launcher import WorkerStatus
from dagster_celery.tags import DAGSTER_CELERY_TASK_ID_TAG
from dagster_postgres import PostgresEventLogStorage

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.orchestration.fleet_launcher import FleetRunLauncher, announce, run_worker
from vidpipe_assets.orchestration.instance_storage import HomeUnusable
from vidpipe_assets.storage.leases import Leases

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path, new_postgres: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose database has an address as people write it, and whose broker is in this process."""
    plain = new_postgres.replace("postgresql+psycopg2://", "postgresql://")
    for name, value in (
        ("DAGSTER_HOME", str(tmp_path)),
        ("VIDPIPE_DATABASE_URL", plain),
        ("VIDPIPE_BROKER_URL", "memory://"),
    ):
        monkeypatch.setenv(name, value)
    return tmp_path


@pytest.fixture
def instance(home: Path) -> Iterator[dg.DagsterInstance]:
    """As deploy/celery makes it."""
    (home / "dagster.yaml").write_bytes((ROOT / "deploy" / "celery" / "dagster.yaml").read_bytes())
    with dg.DagsterInstance.get() as made:
        yield made


@pytest.fixture
def launcher(instance: dg.DagsterInstance) -> FleetRunLauncher:
    made = instance.run_launcher
    assert isinstance(made, FleetRunLauncher)
    return made


def started(instance: dg.DagsterInstance, task: str = "a-task") -> dg.DagsterRun:
    """A run that was handed to the broker."""
    tags = {DAGSTER_CELERY_TASK_ID_TAG: task}
    return instance.add_run(dg.DagsterRun("make_video", status=dg.DagsterRunStatus.STARTED, tags=tags))


def test_dagster_s_state_lies_in_postgresql_by_a_plain_url(home: Path) -> None:
    (home / "dagster.yaml").write_bytes((ROOT / "deploy" / "postgres" / "dagster.yaml").read_bytes())
    with dg.DagsterInstance.get() as instance:
        instance.add_dynamic_partitions("videos", ["2026-11-23_gadgets"])
    with dg.DagsterInstance.get() as again:
        assert again.get_dynamic_partitions("videos") == ["2026-11-23_gadgets"]
        assert isinstance(again.event_log_storage, PostgresEventLogStorage)


def test_a_worker_without_a_fleet_says_what_it_needs(home: Path) -> None:
    (home / "dagster.yaml").write_text("")
    with pytest.raises(BlockedError, match="DefaultRunLauncher") as caught:
        run_worker()
    assert "deploy/celery/dagster.yaml" in caught.value.remedy


def test_a_fleet_on_sqlite_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDPIPE_DATABASE_URL", "")
    with pytest.raises(BlockedError, match="need a PostgreSQL database"):
        FleetRunLauncher(broker="memory://")


def test_a_run_in_the_broker_is_well_and_one_whose_task_failed_is_lost(
    launcher: FleetRunLauncher, instance: dg.DagsterInstance
) -> None:
    run = started(instance)
    assert launcher.check_run_worker_health(run).status is WorkerStatus.RUNNING
    launcher.celery.backend.store_result("a-task", RuntimeError("lost"), "FAILURE")
    assert launcher.check_run_worker_health(run).status is WorkerStatus.FAILED
    assert "FAILURE" in launcher.get_run_worker_debug_info(run)


def test_fault_30_a_run_is_lost_with_its_worker_s_process(
    launcher: FleetRunLauncher, instance: dg.DagsterInstance
) -> None:
    run = started(instance)
    worker = Leases(launcher.leases._database)
    worker.announce(run.run_id, "2026-11-23_gadgets")
    assert launcher.check_run_worker_health(run).status is WorkerStatus.RUNNING
    worker.close()
    assert launcher.check_run_worker_health(run).status is WorkerStatus.FAILED


def test_a_worker_announces_what_it_takes_up_but_never_another_one_s_run(
    launcher: FleetRunLauncher, instance: dg.DagsterInstance
) -> None:
    other = Leases(launcher.leases._database)
    other.announce("theirs", "")
    for run in ("mine", "theirs"):
        announce((), {"execute_job_args_packed": {"run_id": run}})
    announce((), {})
    leases = launcher.leases.of_runs(["mine", "theirs"])
    assert leases["theirs"].process == other.process
    assert launcher.leases.is_alive(leases["mine"].process)


def test_a_cancelled_run_that_no_worker_has_is_over_at_once(
    launcher: FleetRunLauncher, instance: dg.DagsterInstance
) -> None:
    run = started(instance)
    assert launcher.terminate(run.run_id)
    found = instance.get_run_by_id(run.run_id)
    assert found is not None
    assert found.status is dg.DagsterRunStatus.CANCELED
    assert not launcher.terminate(run.run_id)


def test_a_broker_that_is_empty_is_never_the_one_that_listens_here(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "dagster.yaml").write_bytes((ROOT / "deploy" / "celery" / "dagster.yaml").read_bytes())
    monkeypatch.setenv("VIDPIPE_BROKER_URL", "")
    with pytest.raises(HomeUnusable, match="VIDPIPE_BROKER_URL is empty"), dg.DagsterInstance.get() as instance:
        instance.run_launcher.join()
