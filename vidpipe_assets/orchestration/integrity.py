"""The integrity scan: whether the documents and files of fresh stages are really there, and footage as it was.

A loss is reported to the event log (`lost_files`), so that the next refresh plans for it.
"""

from collections.abc import Iterable
from pathlib import Path

import dagster as dg

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration.lost_files import report_lost_files, report_replaced_footage
from vidpipe_assets.orchestration.plan_state import PlanState
from vidpipe_assets.providers.footage.own import OWN

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
        plans = [self._state.plans[key] for key in keys if key in self._state.plans]
        store, folders = self._state.workplace.store, self._footage_folders()
        found: list[str] = []
        for plan in plans:
            made, theme = self._state.made(plan), VideoKey.parse(plan.key).theme
            found += report_lost_files(instance, store, plan.key, made)
            if theme in folders and Stage.CLIPS in made:
                found += report_replaced_footage(instance, store, plan.key, made[Stage.CLIPS], folders[theme])
        return found

    def _footage_folders(self) -> dict[str, Path]:
        """Of the themes that have footage of their own."""
        workplace = self._state.workplace
        themes = workplace.themes()[0]
        return {
            name: workplace.places.themes / theme.picture.footage_folder
            for name, theme in themes.items()
            if OWN in theme.providers.footage and theme.picture.footage_folder
        }
