"""The integrity scan: whether the documents and files of fresh stages are really there.

A loss is reported to the event log (`lost_files`), so that the next refresh plans for it.
"""

from collections.abc import Iterable

import dagster as dg

from vidpipe_assets.orchestration.lost_files import report_lost_files
from vidpipe_assets.orchestration.plan_state import PlanState

_A_FEW = 10
"""Videos at a time: seven small files are read for each."""


class IntegrityScan:
    """Goes from video to video of one plan state, a few at a time or all of them."""

    def __init__(self, state: PlanState) -> None:
        self._state = state
        self._last = ""

    def next_few(self, instance: dg.DagsterInstance) -> list[str]:
        """Examine the videos that come next, and begin again after the last; returns a message for each loss."""
        keys = sorted(self._state.plans)
        chosen = [key for key in keys if key > self._last][:_A_FEW]
        self._last = chosen[-1] if len(chosen) == _A_FEW else ""
        return self.examine(instance, chosen)

    def examine(self, instance: dg.DagsterInstance, keys: Iterable[str]) -> list[str]:
        """Examine these videos; returns a message for each loss, which the next refresh of the plan state takes in."""
        plans = (self._state.plans[key] for key in keys if key in self._state.plans)
        store = self._state.workplace.store
        return [loss for plan in plans for loss in report_lost_files(instance, store, plan.key, self._state.made(plan))]
