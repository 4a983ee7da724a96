"""Dagster's event log takes nothing that counts from a run that has lost its video.

A run's last look at its lease is made before Dagster writes that a stage was made, or that the run has succeeded; a
process can be frozen between the two. So the log itself asks, in the step in which it writes, whether the run still
holds the number that it got. What it refuses is on no page: the stage fails as lost, and so does the run.

Of an event log that is not vidpipe's own (another `storage` in `dagster.yaml`), a late event is on Dagster's page of
the asset; it bears the number of the lost lease (`checkpoints.LEASE`), and counts for nothing here.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import dagster as dg

from vidpipe_assets.model.errors import LeaseLost, VidpipeError
from vidpipe_assets.orchestration.failures import lost_failure

if TYPE_CHECKING:  # it loads SQLAlchemy
    from vidpipe_assets.storage.fencing import Fence

_COUNTS = {
    dg.DagsterEventType.ASSET_MATERIALIZATION,
    dg.DagsterEventType.ASSET_OBSERVATION,
    dg.DagsterEventType.ASSET_CHECK_EVALUATION,
    dg.DagsterEventType.RUN_SUCCESS,
}

_FENCES: "dict[str, Fence]" = {}
"""Of the runs of this process that hold a lease, by their ids."""


@contextmanager
def fenced_run(run_id: str, fence: "Fence") -> Generator[None]:
    """During the block, what Dagster's log is told by this run is written only while it holds its lease.

    Afterwards, too, if it has lost it: Dagster says that a run has succeeded when all that it used is closed.
    """
    _FENCES[run_id] = fence
    try:
        yield
    finally:
        if _is_held_to_the_end(fence):
            del _FENCES[run_id]


def _is_held_to_the_end(fence: "Fence") -> bool:
    try:
        return fence.holds()
    except VidpipeError:  # the database does not answer: then nobody else can have been given the video by it
        return True


def fence_of(event: dg.EventLogEntry) -> "Fence | None":
    """The fence of an event that counts and that a run of this process tells; None: nothing holds it up."""
    kind = event.dagster_event.event_type if event.dagster_event else None
    return _FENCES.get(event.run_id) if kind in _COUNTS else None


@contextmanager
def while_held(event: dg.EventLogEntry) -> Generator[None]:
    """Nobody takes the video over while `event` is written. Raises `dg.Failure` if somebody has."""
    fence = fence_of(event)
    if fence is None:
        yield
        return
    try:
        with fence.kept():
            yield
    except LeaseLost as lost:
        raise lost_failure(lost) from lost
