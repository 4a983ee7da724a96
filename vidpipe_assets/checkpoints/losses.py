"""Checkpoints whose document is gone or damaged: said in the event log, so that their stage is made again."""

from typing import Any

import dagster as dg

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.model.stages import Stage

LOST = "vidpipe/lost"
"""The metadata entry of an observation that says which data version of its asset can no longer be read."""


def report_loss(instance: dg.DagsterInstance, stage: Stage, video: str, version: str, error: BlockedError) -> None:
    """Write down that whoever wanted to read this document met `error`."""
    instance.report_runless_asset_event(
        dg.AssetObservation(
            asset_key=stage.value,
            partition=video,
            description=f"lost: {error}",
            metadata={LOST: dg.MetadataValue.text(version), "what happened": dg.MetadataValue.text(str(error))},
        )
    )


def was_lost(instance: dg.DagsterInstance, stage: Stage, video: str, version: str, since: int) -> bool:
    """Whether somebody could not read this version after it had been recorded, by storage id."""
    after = dg.AssetRecordsFilter(asset_key=dg.AssetKey(stage.value), asset_partitions=[video], after_storage_id=since)
    found = instance.fetch_observations(after, limit=50).records
    return any(lost_version(record.asset_observation) == version for record in found)


def lost_version(observation: Any) -> str | None:
    """The version that an observation calls lost, if it does."""
    entry = observation.metadata.get(LOST) if observation is not None else None
    return None if entry is None else str(entry.value)
