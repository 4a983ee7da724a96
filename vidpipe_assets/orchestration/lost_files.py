"""Checkpoints whose document, or a file that it names, is gone, and clips whose footage was replaced under its name.

Said in the event log, so that they are made again.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import dagster as dg

from vidpipe_assets.model.errors import Lost
from vidpipe_assets.model.media import ClipSet
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.storage.store import Store
from vidpipe_assets.storage.theme_material import NO_HASH, file_hash

LOST = "vidpipe/lost"
"""The metadata entry of an observation that says which data version of its asset can no longer be read."""

REASON = "vidpipe/lost_because"
"""The entry beside it that says why that version is to be made again, where it can still be read."""


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


def report_replaced_footage(
    instance: dg.DagsterInstance, store: Store, video: str, version: str, folder: Path
) -> tuple[str, ...]:
    """Look whether footage of the theme's own in these clips was replaced; returns what is to be said of it.

    `folder`: the theme's footage. A file that was taken away changes nothing: the clip that was made of it is there.
    """
    replaced: list[str] = []
    with suppress(Lost):  # whoever looks for lost files says so
        for clip in store.documents.load(video, Stage.CLIPS, version, ClipSet).clips:
            if clip.file_sha256 and file_hash(folder / clip.footage_id) not in (clip.file_sha256, *NO_HASH):
                replaced.append(f"{clip.title} ({clip.scene})")
    if not replaced:
        return ()
    why = f"footage was replaced: {', '.join(replaced)}"
    instance.report_runless_asset_event(
        dg.AssetObservation(
            asset_key=Stage.CLIPS.value,
            partition=video,
            description=why,
            metadata={LOST: dg.MetadataValue.text(version), REASON: dg.MetadataValue.text(why)},
        )
    )
    return (f"{video}: {why}; clips is made again",)


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
    return _entry(observation, LOST)


def lost_because(observation: Any) -> str:
    """Why that version is to be made again; empty where it can no longer be read."""
    return _entry(observation, REASON) or ""


def _entry(observation: Any, name: str) -> str | None:
    entry = observation.metadata.get(name) if observation is not None else None
    return None if entry is None else str(entry.value)
