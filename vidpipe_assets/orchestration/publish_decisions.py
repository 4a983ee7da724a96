"""Publishes people's decisions in Dagster: an observation of `review` with the reviewer and the reason, once each.

The row is written first, by whoever decides; the sensor and the ops publish what was not published yet. How far that
has come is kept as a mark and, since a process may die between the two, looked up in the event log itself.
"""

from typing import Any

import dagster as dg

from vidpipe_assets.model.decision import Decision
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.orchestration.event_log import EventLog
from vidpipe_assets.storage.store import Store

DECISION = "vidpipe/decision"
"""The metadata entry of an observation that holds the id of the decision that it publishes."""

_MOST_AT_ONCE = 50
_LOOKED_AT = 100


def publish_decisions(instance: dg.DagsterInstance, store: Store) -> list[Decision]:
    """Publish what was decided since the last time; returns it. Of very many, only the first ones: call again."""
    log = EventLog(instance)
    mark = f"{log.name}/decisions"
    new = store.decisions.after(store.facts.marks().get(mark, 0))[:_MOST_AT_ONCE]
    for one in new:
        if not _is_published(instance, one):
            instance.report_runless_asset_event(_observation(one))
        store.facts.add((), {mark: one.id})
    return list(new)


def _is_published(instance: dg.DagsterInstance, decision: Decision) -> bool:
    of_video = dg.AssetRecordsFilter(asset_key=dg.AssetKey(Stage.REVIEW.value), asset_partitions=[decision.video])
    found = instance.fetch_observations(of_video, limit=_LOOKED_AT).records
    return any(published_decision(record.asset_observation) == decision.id for record in found)


def published_decision(observation: Any) -> int | None:
    """The id of the decision that an observation publishes, if it does."""
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
