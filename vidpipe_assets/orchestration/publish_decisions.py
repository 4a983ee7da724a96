"""What people have decided, told to Dagster: an observation of `review` with the reviewer and the reason, once each.

The row is written first, by whoever decides; the sensor and `refresh_videos` tell what was not told yet. Whether it was
is kept as a mark and, since a process may die between the two, looked up in the event log itself.

What follows from decisions besides planning: Dagster is told, and what was approved lies ready, whoever decided.
"""

from typing import Any

import dagster as dg

from vidpipe_assets.model.decision import Decision
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.orchestration.event_log import EventLog
from vidpipe_assets.storage.store import Store
from vidpipe_assets.workplace import Workplace

DECISION = "vidpipe/decision"
"""The metadata entry of an observation that holds the number of the decision that it tells."""

_MOST_AT_ONCE = 50
_LOOKED_AT = 100


def publish_decisions(instance: dg.DagsterInstance, store: Store) -> list[Decision]:
    """Tell what was decided since the last time; returns it. Of very many, the first ones: call again."""
    log = EventLog(instance)
    mark = f"{log.name}/decisions"
    new = store.decisions.after(store.facts.marks().get(mark, 0))[:_MOST_AT_ONCE]
    for one in new:
        if not _is_told(instance, one):
            instance.report_runless_asset_event(_observation(one))
        store.facts.add((), {mark: one.id})
    return list(new)


def _is_told(instance: dg.DagsterInstance, decision: Decision) -> bool:
    of_video = dg.AssetRecordsFilter(asset_key=dg.AssetKey(Stage.REVIEW.value), asset_partitions=[decision.video])
    found = instance.fetch_observations(of_video, limit=_LOOKED_AT).records
    return any(published_decision(record.asset_observation) == decision.id for record in found)


def published_decision(observation: Any) -> int | None:
    """The number of the decision that an observation tells, if it does."""
    entry = observation.metadata.get(DECISION) if observation is not None else None
    return None if entry is None else int(entry.value)


def _observation(one: Decision) -> dg.AssetObservation:
    about = f" {one.stage}" if one.stage else ""
    scenes = f" ({', '.join(one.scenes)})" if one.scenes else ""
    because = f": {one.reason}" if one.reason else ""
    return dg.AssetObservation(
        asset_key=Stage.REVIEW.value,
        partition=one.video,
        description=f"{one.word}{about}{scenes} by {one.who}{because}",
        metadata={
            DECISION: dg.MetadataValue.int(one.id),
            "decision": dg.MetadataValue.text(one.word.value),
            "reviewer": dg.MetadataValue.text(one.who),
            "reason": dg.MetadataValue.text(one.reason),
            "decided at": dg.MetadataValue.timestamp(one.at),
            **({"stage": dg.MetadataValue.text(one.stage.value)} if one.stage else {}),
            **({"version": dg.MetadataValue.text(one.version)} if one.version else {}),
        },
    )


def follow_decisions(instance: dg.DagsterInstance, workplace: Workplace) -> list[str]:
    """Tell what was not told yet, and make the folders that are missing; returns what went wrong with those."""
    from vidpipe_assets.operations.export import export_new

    publish_decisions(instance, workplace.store)
    return export_new(workplace.store)
