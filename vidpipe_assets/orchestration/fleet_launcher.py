"""The run launcher of a fleet: a run is a Celery task, taken up by any worker on any machine (extra `fleet`).

A task is acknowledged when it begins, so that no broker delivers a run twice. What becomes of it then is seen by the
worker process's lock in PostgreSQL, its heartbeat: it goes with the process at once, and with its machine when
PostgreSQL misses it (`store.database`). Dagster's run retries make a lost run again.

A worker of the fleet: takes runs from the broker that `dagster.yaml` names, as many at once as it has cores.
"""

import os
import time
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import dagster as dg
from dagster._config.config_schema import UserConfigSchema
from dagster._core.launcher import CheckRunHealthResult, WorkerStatus
from dagster._serdes import ConfigurableClassData
from dagster_celery.launcher import CeleryRunLauncher
from dagster_celery.tags import DAGSTER_CELERY_TASK_ID_TAG

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.orchestration.broker_queue import BrokerQueue, LostTasks
from vidpipe_assets.orchestration.instance_storage import refusing_plainly
from vidpipe_assets.orchestration.run_launcher import LeaseHealth
from vidpipe_assets.storage.database import address_of
from vidpipe_assets.storage.places import THREADS, Places
from vidpipe_assets.storage.server_addresses import broker_address
from vidpipe_assets.storage.store import open_store

if TYPE_CHECKING:
    from vidpipe_assets.storage.leases import Leases


_OPTIONS: dict[str, Any] = {
    "broker_connection_retry_on_startup": True,
    "task_acks_late": False,  # a run that is delivered again while it is at work would be ignored, and hang
    "worker_prefetch_multiplier": 1,
    "worker_disable_prefetch": True,  # a run waits for any free worker, not for a busy one (Redis knows how)
    "worker_max_tasks_per_child": 1,  # a run has a process of its own, as everywhere else
    "worker_redirect_stdouts": False,  # what runs say is said as they say it
    "result_expires": 86_400,
}
_OVER, _PENDING = {"FAILURE", "REVOKED"}, "PENDING"
_SURE_AFTER_S = 30.0
"""A run that was handed to the broker so lately may be on its way."""


class FleetRunLauncher(LeaseHealth, CeleryRunLauncher):
    """Hands runs to the broker, and tells which of them have lost their worker."""

    def __init__(self, broker: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(
            default_queue="dagster",
            broker=broker,
            backend=f"db+{_database()}",
            config_source=_OPTIONS,
            inst_data=inst_data,
        )

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """The broker; all else follows from the environment."""
        return {"broker": dg.Field(dg.StringSource, description="redis://host:6379/0 or amqp://user:password@host//")}

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "FleetRunLauncher":
        """Made by Dagster from `dagster.yaml`."""
        with refusing_plainly():
            return cls(broker_address(config_value["broker"]), inst_data=inst_data)

    @property
    def supports_resume_run(self) -> bool:
        """No: a lost run is retried, as a run of its own with a log of its own."""
        return False

    def health_of_unannounced(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """A task that waits in the broker is well; one that is neither there nor with any worker is lost."""
        state = self._state(run)
        if state in _OVER:
            return CheckRunHealthResult(WorkerStatus.FAILED, f"its Celery task is over: {state}")
        if state == _PENDING and self._waits_long(run) and self._lost.is_lost(self._queue, _task(run)):
            return CheckRunHealthResult(WorkerStatus.FAILED, "the broker has lost its Celery task: no worker has it")
        return CheckRunHealthResult(WorkerStatus.RUNNING, f"its Celery task: {state}")

    def get_run_worker_debug_info(self, run: dg.DagsterRun, include_container_logs: bool | None = True) -> str:
        """Where it is, for whoever reads why it was given up."""
        del include_container_logs
        lease = self.lease(run.run_id)
        return f"{lease}; its Celery task: {self._state(run)}" if lease else f"its Celery task: {self._state(run)}"

    @cached_property
    def _queue(self) -> BrokerQueue:
        return BrokerQueue(self.celery, self.default_queue)

    @cached_property
    def _lost(self) -> LostTasks:
        return LostTasks()

    def _waits_long(self, run: dg.DagsterRun) -> bool:
        record = self._instance.get_run_record_by_id(run.run_id)
        return record is not None and time.time() - record.update_timestamp.timestamp() > _SURE_AFTER_S

    def _state(self, run: dg.DagsterRun) -> str:
        task = _task(run)
        tasks: Any = self.celery
        return str(tasks.AsyncResult(task).state) if task else "not handed to the broker yet"

    def terminate(self, run_id: str) -> bool:
        """Cancel a run: its process ends what it has started, and says that it was cancelled."""
        run = self._instance.get_run_by_id(run_id)
        if run is None or run.is_finished:
            return False
        self._instance.report_run_canceling(run)
        task = run.tags.get(DAGSTER_CELERY_TASK_ID_TAG)
        if task is None or not self._is_at_work(run_id):  # it will be told that it is over when it begins
            self._instance.report_run_canceled(run)
        if task is not None:
            self.celery.control.revoke(task, terminate=True, signal="SIGTERM")
        return True

    def _is_at_work(self, run_id: str) -> bool:
        lease = self.lease(run_id)
        return lease is not None and self.leases.is_alive(lease.process)


def _task(run: dg.DagsterRun) -> str:
    return run.tags.get(DAGSTER_CELERY_TASK_ID_TAG, "")


def _database() -> str:
    """The database in which all machines see each other's locks; Celery notes there, too, how its tasks end."""
    address = address_of(Places.from_environment().database_url)
    if address.get_backend_name() != "postgresql":
        raise BlockedError(
            "the workers of a fleet need a PostgreSQL database that all of them share",
            remedy="set VIDPIPE_DATABASE_URL to postgresql://user:password@host/database, the same everywhere",
        )
    return address.render_as_string(hide_password=False)


def run_worker(concurrency: int = 0, look: Callable[[], None] | None = None, look_every_s: float = 30.0) -> int:
    """Make runs until SIGTERM (what is at work is finished) or SIGQUIT; returns the exit code.

    `concurrency`: runs at once; 0: one a core that this process may use. Each renders with its share of the cores,
    unless VIDPIPE_THREADS says otherwise. `look` is called again and again meanwhile, by the loop that also forks the
    children: none is forked in the middle of a look, and none inherits a connection of it.

    Raises `BlockedError` when `dagster.yaml` names another run launcher.
    """
    from celery.signals import task_prerun, worker_ready
    from dagster_celery import tasks

    app = _app()
    tasks.create_execute_job_task(app)
    task_prerun.connect(announce, weak=False)

    def begin_to_look(sender: Any, **others: Any) -> None:
        del others
        sender.timer.call_repeatedly(look_every_s, look)

    if look is not None:
        worker_ready.connect(begin_to_look, weak=False)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # All cores are in use when all runs render; more threads than that would only wait for each other.
    os.environ.setdefault(THREADS, str(max(1, cores // (concurrency or cores))))
    options = ["--concurrency", str(concurrency or cores), "--hostname", f"vidpipe-{os.getpid()}@%h"]
    app.worker_main(["worker", *options, "--loglevel", "INFO", "--without-mingle", "--without-gossip"])
    return 0


def _app() -> Any:
    """The Celery app of the instance's run launcher: both ends are set up by one file."""
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
