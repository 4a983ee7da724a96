"""Ending runs whose process is dead, from a run that would work on their videos."""

import time

import dagster as dg

from vidpipe_assets.checkpoints.reaping import GRACE_S, reap
from vidpipe_assets.workplace import Workplace


def end_dead_runs(context: dg.OpExecutionContext, workplace: Workplace) -> None:
    """End the runs whose process is dead; waits, for seconds, where it is too early to tell."""
    give_up_at = time.monotonic() + 2 * GRACE_S
    while True:
        found = reap(context.instance, workplace.store, workplace.now())
        for message in found.dead:
            context.log.warning(message)
        if not found.unsure or time.monotonic() > give_up_at:
            return
        time.sleep(1)
