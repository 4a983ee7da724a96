"""Dagster's own run launcher, which can also tell whether the worker of a run is dead, and end runs of a terminal.

`dagster.yaml` names it. With the stock launcher, a run whose worker, code server and daemon were all killed at once
stays at work for ever: only the code server that started a worker notices its end.
"""

import os
import signal
import socket
from functools import cached_property
from typing import TYPE_CHECKING, Any

import dagster as dg
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.launcher import CheckRunHealthResult, DefaultRunLauncher, WorkerStatus
from dagster._grpc.types import CanCancelExecutionRequest, CanCancelExecutionResult
from dagster._serdes import deserialize_value

from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

if TYPE_CHECKING:  # SQLAlchemy is for those who open a store
    from vidpipe_assets.storage.leases import Lease, Leases

_ANSWER_WITHIN_S = 5


class LeaseHealth:
    """A mixin for run launchers: whether a run's process lives, by the lock that it holds (`storage.leases`)."""

    @cached_property
    def leases(self) -> "Leases":
        """The leases in the database that the environment names."""
        return open_store(Places.from_environment()).leases

    def lease(self, run_id: str) -> "Lease | None":
        """The lease row of the run, if it has announced itself already."""
        return self.leases.of_runs([run_id]).get(run_id)

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Yes: Dagster's run monitoring asks this launcher every few seconds."""
        return True

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Whether the run's process lives. What nobody can tell counts as alive: monitoring fails any other run."""
        lease = self.lease(run.run_id)
        if lease is not None:  # who started it may be gone and the worker still at work, or the other way round
            alive = self.leases.is_alive(lease.process)
            return CheckRunHealthResult(
                WorkerStatus.RUNNING if alive else WorkerStatus.FAILED, "" if alive else f"{lease} is dead"
            )
        return self.health_of_unannounced(run)

    def health_of_unannounced(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Whether the process of a run lives that has not announced itself yet; each launcher knows its own way."""
        raise NotImplementedError


class WatchfulRunLauncher(LeaseHealth, DefaultRunLauncher):
    """Starts runs as Dagster's default launcher does, in worker processes of the code server."""

    def health_of_unannounced(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Ask the code server that started the run: a run that has not announced itself has no lock to look at."""
        client: Any = self._get_grpc_client_for_termination(run.run_id)
        if client is None:
            return CheckRunHealthResult(WorkerStatus.RUNNING, "it was started from a terminal")
        request = CanCancelExecutionRequest(run_id=run.run_id)
        try:
            answer = deserialize_value(
                client.can_cancel_execution(request, timeout=_ANSWER_WITHIN_S), CanCancelExecutionResult
            )
        except DagsterUserCodeUnreachableError:
            return CheckRunHealthResult(WorkerStatus.FAILED, "the code server that started it is gone")
        if answer.can_cancel:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        return CheckRunHealthResult(WorkerStatus.FAILED, "the code server knows of no such worker")

    def terminate(self, run_id: str) -> bool:
        """Cancel a run: through its code server or, where it was started in a terminal of this machine, by SIGTERM."""
        run = self._instance.get_run_by_id(run_id)
        if run is None or run.is_finished or self._get_grpc_client_for_termination(run_id) is not None:
            return bool(super().terminate(run_id))
        lease = self.lease(run_id)
        if lease is None or lease.host != socket.gethostname() or not self.leases.is_alive(lease.process):
            return bool(super().terminate(run_id))
        self._instance.report_run_canceling(run)
        os.kill(lease.pid, signal.SIGTERM)
        return True
