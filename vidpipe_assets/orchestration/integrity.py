"""The patrol: whether what the plans call fresh is really there. What is lost is written down, and planned for then."""

from collections.abc import Iterable

import dagster as dg

from vidpipe_assets.orchestration.lost_files import report_lost_files
from vidpipe_assets.orchestration.plan_state import PlanState

_A_FEW = 10
"""Videos at a time: seven small files are read for each."""


class IntegrityScan:
    """Goes from video to video, a few at a time or all of them. One for an state."""

    def __init__(self, state: PlanState) -> None:
        self._state = state
        self._last = ""

    def next_few(self, instance: dg.DagsterInstance) -> list[str]:
        """Examine the videos that come next, and begin again after the last; returns what is to be said of losses."""
        keys = sorted(self._state.plans)
        chosen = [key for key in keys if key > self._last][:_A_FEW]
        self._last = chosen[-1] if len(chosen) == _A_FEW else ""
        return self.examine(instance, chosen)

    def examine(self, instance: dg.DagsterInstance, keys: Iterable[str]) -> list[str]:
        """Examine these videos; the next look of the state takes in what was found."""
        plans = (self._state.plans[key] for key in keys if key in self._state.plans)
        store = self._state.workplace.store
        return [told for plan in plans for told in report_lost_files(instance, store, plan.key, self._state.made(plan))]
