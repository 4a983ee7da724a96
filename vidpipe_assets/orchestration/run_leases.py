"""The lease of a run: announced when the run begins, taken with its first stage, given back at its end.

Every run takes it, however it was started: the stages do (`defs.assets.stage_asset.stage_run`). Whoever
gets the lease of a run that died with it fails that run first.
"""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import dagster as dg

from vidpipe_assets.orchestration.fenced_events import fenced_run
from vidpipe_assets.orchestration.reaper import discard_unfinished_work, end_dead_run
from vidpipe_assets.orchestration.run_tags import PARTITION, WAITED_FOR
from vidpipe_assets.storage.store import Store

_GIVEN_UP = (
    "this run was ended meanwhile: cancelled, or given up for dead since its lock was lost\n"
    "Remedy: what it had finished is kept; another run goes on from there"
)


@dataclass
class _Holding:
    """What one run holds."""

    locks: ExitStack = field(default_factory=ExitStack)
    video: str = ""
    refused: str = ""
    """Why the run may not work."""


class RunLeases:
    """What the runs of this process hold."""

    def __init__(self) -> None:
        self._runs: dict[str, _Holding] = {}

    @contextmanager
    def during(self, run: dg.DagsterRun, instance: dg.DagsterInstance, store: Store) -> Generator[None]:
        """Announce the run; at the end of the block, give back what its stages have taken."""
        if _is_over(instance, run.run_id):
            # `dagster job execute` makes the resources of a run once more when it has ended.
            yield
            return
        store.leases.announce(run.run_id, run.tags.get(PARTITION, ""))
        holding = self._runs[run.run_id] = _Holding()
        with holding.locks:
            try:
                yield
            finally:
                del self._runs[run.run_id]
                store.leases.released(run.run_id)

    def take(self, context: dg.AssetExecutionContext, store: Store, wait_s: float) -> None:
        """Take the lease of the run's video, unless the run has it already.

        Raises `dg.Failure` when another run still has it after `wait_s` seconds; that is no failed attempt.
        """
        holding = self._runs.get(context.run.run_id)
        if holding is None:
            raise RuntimeError("a stage can only work with the resource that `workplace_of_runs` makes")
        if holding.refused:
            raise dg.Failure(description=holding.refused, allow_retries=False)
        if holding.video != context.partition_key:
            holding.refused = _taken(context, store, holding.locks, wait_s)
            holding.video = context.partition_key
        elif _is_over(context.instance, context.run.run_id):  # its lock went with a database that was restarted
            holding.refused = _GIVEN_UP
        if holding.refused:
            raise dg.Failure(description=holding.refused, allow_retries=False)


def _taken(context: dg.AssetExecutionContext, store: Store, locks: ExitStack, wait_s: float) -> str:
    """Take the lease; returns why the run may not work, or nothing."""
    run_id, video = context.run.run_id, context.partition_key
    if not locks.enter_context(store.leases.held(run_id, video, 0)):
        context.log.info(f"{_holder(store, video)} works on {video}: waiting for it, at most {wait_s:.0f} s")
        if not locks.enter_context(store.leases.held(run_id, video, wait_s)):
            context.instance.add_run_tags(run_id, {WAITED_FOR: _holder(store, video)[:200]})
            return (
                f"{_holder(store, video)} still works on {video} after {wait_s:.0f} s of waiting\n"
                "Remedy: nothing was done here, and nothing is lost; start again when that run has ended, cancel it in "
                "Dagster, or set VIDPIPE_LEASE_WAIT_S to the seconds that a run may wait"
            )
    fence = store.leases.fence(video)
    locks.enter_context(fenced_run(run_id, fence))
    discard_unfinished_work(store, video, fence.number)
    if _is_over(context.instance, run_id):  # cancelled, or given up for dead, while it waited
        return "this run had been ended before it could begin; nothing was done"
    for lease in store.leases.unreleased(video):
        if lease.run_id != run_id:
            context.log.warning(
                end_dead_run(context.instance, store, context.instance.get_run_by_id(lease.run_id), lease)
            )
    return ""


def _holder(store: Store, video: str) -> str:
    holders = store.leases.unreleased(video)
    return str(holders[-1]) if holders else "another run"


def _is_over(instance: dg.DagsterInstance, run_id: str) -> bool:
    run = instance.get_run_by_id(run_id)
    return run is None or run.is_finished
