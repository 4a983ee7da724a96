"""A checkpoint: the document is stored, then Dagster is told under which data version and fingerprint.

The guard of every stage: what is recorded already is recorded again, and no work is done.
"""

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dagster as dg
from pydantic import TypeAdapter

from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import Document
from vidpipe_assets.orchestration.lost_files import was_lost
from vidpipe_assets.orchestration.run_tags import BACKFILL, is_planned
from vidpipe_assets.planning.fingerprints import Ingredients, is_only_upgraded
from vidpipe_assets.storage.store import Store

if TYPE_CHECKING:
    Checkpoint = dg.MaterializeResult[Any]
else:  # Dagster reads the bare class as "there is no value to hand over"
    Checkpoint = dg.MaterializeResult

FINGERPRINT = "vidpipe/fingerprint"
"""The metadata entry that holds a materialization's fingerprint."""

INGREDIENTS = "vidpipe/ingredients"
"""The metadata entry that says, part by part, what the fingerprint is the hash of."""

FINDINGS = "vidpipe/findings"
"""The metadata entry with the findings of the checks, so that they can be told again with a re-used checkpoint."""

LEASE = "vidpipe/lease"
"""The metadata entry with the number of the lease that the run held: of two events of a place, the higher counts."""

PAID = "paid"
"""The metadata entry that says what a stage, or an attempt that failed, has paid."""

REUSED_FROM = "reused from run"
"""The metadata entry of a checkpoint that was recorded again without any work."""


def checkpoint(
    store: Store,
    video: str,
    document: Document,
    *,
    made_of: Ingredients,
    metadata: Mapping[str, dg.MetadataValue],
    findings: Sequence[Finding] = (),
) -> Checkpoint:
    """Save `document` and describe it to Dagster; `findings` become the results of the asset's checks.

    Raises `LeaseLost` if the run has lost the video.
    """
    fence = store.leases.fence(video)
    path = store.documents.save(video, made_of.stage, document, fence)
    return dg.MaterializeResult(
        data_version=dg.DataVersion(document.data_version),
        metadata={
            **metadata,
            "document": dg.MetadataValue.path(str(path)),
            FINGERPRINT: dg.MetadataValue.text(made_of.fingerprint),
            INGREDIENTS: dg.MetadataValue.json(made_of.model_dump(mode="json")),
            FINDINGS: dg.MetadataValue.json([finding.model_dump(mode="json") for finding in findings]),
            LEASE: dg.MetadataValue.int(fence.number),
        },
        check_results=[check_result(finding, video) for finding in findings],
    )


def check_result(finding: Finding, video: str) -> dg.AssetCheckResult:
    """One finding as Dagster shows it; it names the video, for lists that show no partition."""
    return dg.AssetCheckResult(
        check_name=finding.check,
        passed=finding.passed,
        description=finding.description,
        metadata={"video": video, **finding.numbers},
    )


_FINDINGS = TypeAdapter(tuple[Finding, ...])


@dataclass(frozen=True)
class RecordedCheckpoint:
    """The latest materialization of one stage of one video, as the event log holds it."""

    storage_id: int
    timestamp: float
    run_id: str
    data_version: str
    ingredients: Ingredients
    findings: tuple[Finding, ...]
    metadata: Mapping[str, dg.MetadataValue]
    lease: int = 0
    """The number of the lease that its run held; 0: none, or before leases had numbers."""

    def again(self, video: str, lease: int, wanted: Ingredients) -> Checkpoint:
        """The same checkpoint of `video` for another run, which holds `lease`: same data version, no work.

        `wanted`: what it counts as made of from now on.
        """
        free = {PAID: dg.MetadataValue.text("0 USD: made before")} if PAID in self.metadata else {}
        return dg.MaterializeResult(
            data_version=dg.DataVersion(self.data_version),
            metadata={
                REUSED_FROM: dg.MetadataValue.dagster_run(self.run_id),
                **self.metadata,
                **free,
                FINGERPRINT: dg.MetadataValue.text(wanted.fingerprint),
                INGREDIENTS: dg.MetadataValue.json(wanted.model_dump(mode="json")),
                LEASE: dg.MetadataValue.int(lease),
            },
            check_results=[check_result(finding, video) for finding in self.findings],
        )


_LATE_EVENTS = 3
"""How many of the latest events are looked at: more than runs of one video can ever wake at the same moment."""


def latest_checkpoint(instance: dg.DagsterInstance, stage: Stage, video: str) -> RecordedCheckpoint | None:
    """What is recorded of a stage; latest by lease and storage id, never by time. None: nothing that vidpipe wrote.

    A run that has lost the video can record a stage late, once, when it wakes: that does not count.
    """
    found = instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=dg.AssetKey(stage.value), asset_partitions=[video]), limit=_LATE_EVENTS
    )
    read = [read_checkpoint(record) for record in found.records]
    if not read or read[0] is None:
        return None
    return max((one for one in read if one), key=lambda one: (one.lease, one.storage_id))


def read_checkpoint(record: dg.EventLogRecord) -> RecordedCheckpoint | None:
    """Read one materialization event. None for one that vidpipe did not write, such as a person's "mark as done"."""
    materialization = record.asset_materialization
    if materialization is None or INGREDIENTS not in materialization.metadata:
        return None
    metadata = materialization.metadata
    return RecordedCheckpoint(
        storage_id=record.storage_id,
        timestamp=record.timestamp,
        run_id=record.run_id,
        data_version=(materialization.tags or {})["dagster/data_version"],
        ingredients=Ingredients.model_validate(read_json(metadata[INGREDIENTS])),
        findings=_FINDINGS.validate_python(read_json(metadata.get(FINDINGS)) or []),
        metadata={name: value for name, value in metadata.items() if name != REUSED_FROM},
        lease=lease_number(metadata),
    )


def lease_number(metadata: Mapping[str, dg.MetadataValue]) -> int:
    """The number of the lease under which an event was written; 0 where none stands."""
    found = metadata.get(LEASE)
    return found.value if found and isinstance(found.value, int) else 0


def read_json(value: Any) -> Any:
    """What a metadata value of JSON holds, kept as a value or as text; None: there is none."""
    if value is None:
        return None
    return json.loads(value.value) if isinstance(value.value, str) else value.value


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
    found = latest_checkpoint(context.instance, wanted.stage, video)
    planned = is_planned(context.run)
    if found is None or found.run_id == context.run.run_id:
        return None
    upgraded = planned and not _is_wanted(found, wanted) and _is_paid_before_upgrade(found, wanted)
    if not upgraded and not _is_wanted(found, wanted):
        return None
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
    return found.again(video, store.leases.fence(video).number, wanted if upgraded else found.ingredients)


def _is_wanted(found: RecordedCheckpoint, wanted: Ingredients) -> bool:
    if wanted.stage is Stage.TRENDS:  # a snapshot: only another take makes it again
        return found.ingredients.take == wanted.take
    return found.ingredients.fingerprint == wanted.fingerprint


def _is_paid_before_upgrade(found: RecordedCheckpoint, wanted: Ingredients) -> bool:
    """Whether an earlier vidpipe has paid for it: a newer one asks models in other words, and would pay once more.

    Whoever wants it made by the newer one starts it by hand, or rejects it.
    """
    return PAID in found.metadata and is_only_upgraded(found.ingredients, wanted)


def _started(context: dg.AssetExecutionContext) -> float:
    record = context.instance.get_run_record_by_id(context.run.run_id)
    return record.create_timestamp.timestamp() if record else 0.0


def _is_whole(store: Store, video: str, stage: Stage, found: RecordedCheckpoint) -> bool:
    """Whether its document and the files that it names are there."""
    try:
        return all(store.artifacts.has(one) for one in store.documents.artifacts(video, stage, found.data_version))
    except VidpipeError:
        return False
