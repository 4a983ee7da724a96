"""The guard of every stage: what is recorded already is recorded again, and no work is done."""

import datetime as dt
from collections.abc import Collection

import dagster as dg

from vidpipe_assets.checkpoints.losses import was_lost
from vidpipe_assets.checkpoints.recording import Checkpoint, Recorded, latest
from vidpipe_assets.checkpoints.run_tags import BACKFILL, is_planned
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.fingerprints import Ingredients
from vidpipe_assets.store.store import Store


def kept_checkpoint(
    context: dg.AssetExecutionContext,
    store: Store,
    video: str,
    wanted: Ingredients,
    blocking: Collection[str],
    since: dt.datetime | None = None,
) -> Checkpoint | None:
    """The recorded checkpoint again, if it is what is wanted and may be kept in this run; else None.

    A planned run and a backfill keep whatever is fresh. A run that a person started for one video makes what was
    selected, but for what somebody else has made since that run began.
    `blocking` names the stage's blocking checks. `since`: when a person last asked for another try.
    """
    found = latest(context.instance, wanted.stage, video)
    if found is None or found.run_id == context.run.run_id or not _is_wanted(found, wanted):
        return None
    planned = is_planned(context.run)
    if not (planned or BACKFILL in context.run.tags or found.timestamp > _started(context)):
        return None
    failed = any(not finding.passed and finding.check in blocking for finding in found.findings)
    # A failed check is a result for good: only a person makes the same thing again, by hand or by asking for a retry.
    again = not planned or (since is not None and found.timestamp < since.timestamp())
    if (failed and again) or not _is_whole(store, video, wanted.stage, found):
        return None
    if was_lost(context.instance, wanted.stage, video, found.data_version, found.storage_id):
        return None
    context.log.info(f"{wanted.stage} of {video} is made already (run {found.run_id}): nothing to do")
    return found.again()


def _is_wanted(found: Recorded, wanted: Ingredients) -> bool:
    if wanted.stage is Stage.TRENDS:  # a snapshot: only another take makes it again
        return found.ingredients.take == wanted.take
    return found.ingredients.fingerprint == wanted.fingerprint


def _started(context: dg.AssetExecutionContext) -> float:
    record = context.instance.get_run_record_by_id(context.run.run_id)
    return record.create_timestamp.timestamp() if record else 0.0


def _is_whole(store: Store, video: str, stage: Stage, found: Recorded) -> bool:
    """Whether its document and the files that it names are there."""
    try:
        return all(store.artifacts.has(one) for one in store.documents.artifacts(video, stage, found.data_version))
    except VidpipeError:
        return False
