"""Runs that failed or were cancelled: which of them ended too soon, at which video and stages.

A failed run whose failure record or failed check was recorded says nothing more. Any other was killed, or failed where
no stage could write anything down; it counts against the first of its stages that it had not made.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dagster as dg

from vidpipe_assets.checkpoints.event_log import Events
from vidpipe_assets.checkpoints.reading_events import is_video
from vidpipe_assets.checkpoints.run_tags import PARTITION, WAITED_FOR, selected_stages, wanted_bases
from vidpipe_assets.planning.facts import Fact, Kind, read_fact

if TYPE_CHECKING:
    from vidpipe_assets.store.facts import FactTable

_RUNS_AT_ONCE = 100


@dataclass(frozen=True)
class End:
    """A run failed or was cancelled."""

    storage_id: int
    entry: dg.EventLogEntry
    kind: Events

    @property
    def run_id(self) -> str:
        """The run."""
        return self.entry.run_id

    @property
    def cancelled(self) -> bool:
        """By a person; a killed run is a failed one."""
        return self.kind is Events.RUN_CANCELLED


def judge_ends(
    instance: dg.DagsterInstance, table: "FactTable", ends: Sequence[End], explained: Collection[str]
) -> list[Fact]:
    """One fact for each end. Each is judged once, by whoever reads it first: what explained it may be superseded when
    it is read again. All others go by that judgement.
    """
    judged = {row.storage_id: read_fact(*row[:7]) for row in table.among([end.storage_id for end in ends])}
    new = [end for end in ends if end.storage_id not in judged]
    known = {*explained, *(table.explained_runs([end.run_id for end in new]) if new else ())}
    runs = _runs(instance, {end.run_id for end in new if end.cancelled or end.run_id not in known})
    return [*judged.values(), *(_fact(end, runs.get(end.run_id)) for end in new)]


def _runs(instance: dg.DagsterInstance, ids: Collection[str]) -> dict[str, dg.DagsterRun]:
    wanted = sorted(ids)
    found: dict[str, dg.DagsterRun] = {}
    for start in range(0, len(wanted), _RUNS_AT_ONCE):
        some = dg.RunsFilter(run_ids=wanted[start : start + _RUNS_AT_ONCE])
        found |= {run.run_id: run for run in instance.get_runs(some)}
    return found


def _fact(end: End, run: dg.DagsterRun | None) -> Fact:
    """What the end says; of no video if it was explained, had not begun, or was no run of a video's stages."""
    video = run.tags.get(PARTITION, "") if run else ""
    content: dict[str, Any] = {"cancelled": end.cancelled, "message": "", "selection": [], "basis": {}}
    if run is None or not is_video(video) or WAITED_FOR in run.tags:
        video = ""
    else:
        event = end.entry.dagster_event
        content["message"] = ((event.message if event else "") or "the run was killed")[:300]
        content["selection"] = [stage.value for stage in selected_stages(run)]
        content["basis"] = wanted_bases(run.tags)
    return Fact(end.storage_id, video, Kind.ENDED, None, end.run_id, end.entry.timestamp, content)
