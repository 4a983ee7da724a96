"""A worker of the fleet: takes runs from the broker that `dagster.yaml` names, as many at once as it has cores."""

import os
from functools import cache
from typing import TYPE_CHECKING, Any

import dagster as dg

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.store.places import THREADS, Places
from vidpipe_assets.store.store import open_store

if TYPE_CHECKING:  # SQLAlchemy is for those who open a store
    from vidpipe_assets.store.leases import Leases


def work(concurrency: int = 0) -> int:
    """Make runs until SIGTERM (what is at work is finished) or SIGQUIT; returns the exit code.

    `concurrency`: runs at once; 0: one a core that this process may use. Each renders with its share of the cores,
    unless VIDPIPE_THREADS says otherwise.

    Raises `BlockedError` when `dagster.yaml` names another run launcher.
    """
    from celery.signals import task_prerun
    from dagster_celery import tasks

    app = _app()
    tasks.create_execute_job_task(app)
    task_prerun.connect(announce, weak=False)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # All cores are in use when all runs render; more threads than that would only wait for each other.
    os.environ.setdefault(THREADS, str(max(1, cores // (concurrency or cores))))
    options = ["--concurrency", str(concurrency or cores), "--hostname", f"vidpipe-{os.getpid()}@%h"]
    app.worker_main(["worker", *options, "--loglevel", "INFO", "--without-mingle", "--without-gossip"])
    return 0


def _app() -> Any:
    """The Celery app of the instance's run launcher: both ends are set up by one file."""
    try:
        from vidpipe_assets.checkpoints.fleet_launcher import FleetRunLauncher
    except ModuleNotFoundError as error:
        raise BlockedError(
            f"workers need {error.name}, which is not installed", remedy="pip install 'vidpipe[fleet]'"
        ) from error
    Places.from_environment()  # its words about DAGSTER_HOME are plainer than Dagster's
    # Closed before the worker forks: nobody may inherit a connection.
    with dg.DagsterInstance.get() as instance:
        launcher = instance.run_launcher
    if not isinstance(launcher, FleetRunLauncher):
        raise BlockedError(
            f"dagster.yaml in DAGSTER_HOME starts runs by {type(launcher).__name__}, which gives workers nothing to do",
            remedy="copy deploy/celery/dagster.yaml to DAGSTER_HOME, on every machine",
        )
    return launcher.celery


def announce(args: Any, kwargs: dict[str, Any], **others: Any) -> None:
    """Note the run's process before anything else: should it be killed while it loads, somebody notices."""
    del args, others
    packed: dict[str, Any] = kwargs.get("execute_job_args_packed", {})
    run_id = str(packed.get("run_id", ""))
    if run_id and not _leases().of_runs([run_id]):
        _leases().announce(run_id, "")


@cache
def _leases() -> "Leases":
    """Kept as long as the process, since the lock is."""
    return open_store(Places.from_environment()).leases
