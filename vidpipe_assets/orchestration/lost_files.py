"""Checkpoints whose document, or a file that it names, is gone: said in the event log, so that they are made again."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from vidpipe_assets.model.errors import Lost
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.storage.store import Store

LOST = "vidpipe/lost"
"""The metadata entry of an observation that says which data version of its asset can no longer be read."""


def report_loss(instance: dg.DagsterInstance, stage: Stage, video: str, version: str, error: Lost) -> None:
    """Write down that whoever wanted to read this document met `error`."""
    instance.report_runless_asset_event(
        dg.AssetObservation(
            asset_key=stage.value,
            partition=video,
            description=f"lost: {error}",
            metadata={LOST: dg.MetadataValue.text(version), "what happened": dg.MetadataValue.text(str(error))},
        )
    )


def refuse_lost_files(store: Store, stage: Stage, video: str, version: str) -> None:
    """Raise `Lost` unless the document of that version and all files that it names are there."""
    for artifact in store.documents.artifacts(video, stage, version):
        store.artifacts.require(artifact, stage=stage)


def report_lost_files(
    instance: dg.DagsterInstance, store: Store, video: str, made: Mapping[Stage, str]
) -> tuple[str, ...]:
    """Look for the documents of these versions and their files; returns what is to be said of those that are gone.

    Raises `BlockedError` when the folder that holds them is not there: then nobody knows.
    """
    told: list[str] = []
    for stage, version in made.items():
        try:
            refuse_lost_files(store, stage, video, version)
        except Lost as error:
            report_loss(instance, stage, video, version, error)
            told.append(f"{video}: {error}; {stage} is made again")
    return tuple(told)


def was_lost(instance: dg.DagsterInstance, stage: Stage, video: str, version: str, since: int) -> bool:
    """Whether somebody could not read this version after it had been recorded, by storage id."""
    after = dg.AssetRecordsFilter(asset_key=dg.AssetKey(stage.value), asset_partitions=[video], after_storage_id=since)
    found = instance.fetch_observations(after, limit=50).records
    return any(lost_version(record.asset_observation) == version for record in found)


def lost_version(observation: Any) -> str | None:
    """The version that an observation calls lost, if it does."""
    entry = observation.metadata.get(LOST) if observation is not None else None
    return None if entry is None else str(entry.value)
