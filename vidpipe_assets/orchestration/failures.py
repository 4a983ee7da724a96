"""The one place where vidpipe's errors become Dagster's: recorded first, then raised with message and remedy."""

import datetime as dt
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import dagster as dg

from vidpipe_assets.model.errors import WAITS_FOR, BlockedError, LeaseLost, TransientError, VidpipeError
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.values import Value
from vidpipe_assets.orchestration.checkpoints import PAID, latest_checkpoint
from vidpipe_assets.orchestration.run_tags import FORCED, is_planned
from vidpipe_assets.planning.fingerprints import Ingredients
from vidpipe_assets.planning.retry_policy import retry_decision, retry_delay
from vidpipe_assets.planning.stage_records import ErrorBranch, StageFailure, StageRecord

FAILURE = "vidpipe/failure"
"""The metadata entry of an observation that records a failure."""


class FailureRecord(Value):
    """One failed attempt at a fingerprint, as it is kept in the event log."""

    fingerprint: str
    branch: ErrorBranch
    attempt: int
    message: str
    at: dt.datetime
    """When, by the same clock as `retry_at`."""
    remedy: str = ""
    retry_at: dt.datetime | None = None
    waits_for: str = ""
    """What has to be mended (`Failed.waits_for`)."""
    paid: str = ""
    """What the attempt has paid all the same, in words."""
    lease: int = 0
    """The number of the lease that the run held."""

    def failed(self, storage_id: int) -> StageFailure:
        """As the planner sees it."""
        return StageFailure(
            storage_id,
            self.fingerprint,
            self.branch,
            self.attempt,
            self.message,
            self.at,
            self.retry_at,
            self.remedy,
            self.waits_for,
        )


@contextmanager
def dagster_failures() -> Generator[None]:
    """Turn a `VidpipeError` into a `dg.Failure` that shows what happened and what to do about it."""
    try:
        yield
    except LeaseLost as lost:
        raise lost_failure(lost) from lost
    except VidpipeError as error:
        raise dagster_failure(error) from error


def lost_failure(lost: LeaseLost) -> dg.Failure:
    """How a run ends that has lost its video: with a sentence, and without a record of a failed attempt."""
    remedy = "Remedy: none is needed; what was finished before is kept, and another run goes on"
    return dg.Failure(description=f"{lost}\n{remedy}", allow_retries=False)


def dagster_failure(error: VidpipeError) -> dg.Failure:
    """`error` as Dagster shows it. No step is retried by Dagster: attempts must not multiply."""
    metadata: dict[str, dg.MetadataValue] = {"kind": dg.MetadataValue.text(error_branch(error).value)}
    if error.remedy:
        metadata["remedy"] = dg.MetadataValue.md(error.remedy)
    metadata |= {name: dg.MetadataValue.text(value) for name, value in error.facts.items()}
    text = f"{error}\nRemedy: {error.remedy}" if error.remedy else str(error)
    return dg.Failure(description=text, metadata=metadata, allow_retries=False)


def error_branch(error: VidpipeError) -> ErrorBranch:
    """Which branch of the tree an error belongs to."""
    if isinstance(error, TransientError):
        return ErrorBranch.TRANSIENT
    return ErrorBranch.BLOCKED if isinstance(error, BlockedError) else ErrorBranch.PERMANENT


def record_failure(
    context: dg.AssetExecutionContext,
    error: VidpipeError,
    *,
    video: str,
    fingerprint: str,
    now: dt.datetime,
    since: dt.datetime | None = None,
    lease: int = 0,
) -> FailureRecord:
    """Write down that an attempt at `fingerprint` has failed. The record outlives the run that it ends.

    `since`: when a person last asked for another try; attempts are counted from there.
    """
    stage = Stage(context.asset_key.to_user_string())
    before = latest_failure(context.instance, stage, video)
    is_next = before is not None and before[1].fingerprint == fingerprint and (since is None or before[1].at > since)
    attempts = before[1].attempt if before and is_next else 0
    kind = error_branch(error)
    record = FailureRecord(
        fingerprint=fingerprint,
        branch=kind,
        # A blocked attempt is none: it waited for something that was not its own to mend.
        attempt=attempts if kind is ErrorBranch.BLOCKED else attempts + 1,
        message=str(error)[:2000],
        at=now,
        remedy=error.remedy,
        retry_at=_retry_at(error, attempts + 1, now),
        waits_for=error.facts.get(WAITS_FOR, ""),
        paid=error.facts.get(PAID, ""),
        lease=lease,
    )
    _write_down(context, video, record)
    return record


def refuse_known_failure(
    context: dg.AssetExecutionContext,
    *,
    video: str,
    wanted: Ingredients,
    now: dt.datetime,
    since: dt.datetime | None = None,
) -> None:
    """In a planned run: an attempt that is known to wait is not made again. Its record is, so that the run explains it.

    Such a stage is reached when what it is made from was made again, and came out the same.
    """
    if not is_planned(context.run) or FORCED in context.run.tags:
        return
    known = latest_failure(context.instance, wanted.stage, video)
    if known is None or known[1].branch is ErrorBranch.BLOCKED:  # whether that is mended, it finds out itself
        return
    failed = known[1].failed(known[0])
    told = retry_decision(StageRecord(failed=failed), wanted, 0, now, since=since)
    if told is None or told.now:
        return
    made = latest_checkpoint(context.instance, wanted.stage, video)
    if made is not None and made.storage_id > failed.storage_id:
        return
    _write_down(context, video, known[1])
    raise dg.Failure(
        description=f"{told.why}\nRemedy: {known[1].remedy or 'change what it is made from, or run it by hand'}",
        allow_retries=False,
    )


def _write_down(context: dg.AssetExecutionContext, video: str, record: FailureRecord) -> None:
    context.log_event(
        dg.AssetObservation(
            asset_key=context.asset_key,
            partition=video,
            description=f"{record.branch} failure: {record.message}",
            metadata={
                FAILURE: dg.MetadataValue.json(record.model_dump(mode="json")),
                "what happened": dg.MetadataValue.text(record.message),
                "remedy": dg.MetadataValue.md(record.remedy or "none is known"),
                "tried again": dg.MetadataValue.text(_when(record)),
                **({PAID: dg.MetadataValue.text(record.paid)} if record.paid else {}),
            },
        )
    )


def latest_failure(instance: dg.DagsterInstance, stage: Stage, video: str) -> tuple[int, FailureRecord] | None:
    """The storage id and the content of the stage's latest failure record."""
    wanted = dg.AssetRecordsFilter(asset_key=dg.AssetKey(stage.value), asset_partitions=[video])
    for record in instance.fetch_observations(wanted, limit=20).records:
        found = read_failure(record)
        if found is not None:
            return record.storage_id, found
    return None


def read_failure(record: dg.EventLogRecord) -> FailureRecord | None:
    """The failure that an observation records, if it does."""
    observation: Any = record.asset_observation
    if observation is None or FAILURE not in observation.metadata:
        return None
    return FailureRecord.model_validate(observation.metadata[FAILURE].value)


_LOOK_AGAIN = dt.timedelta(minutes=15)


def _retry_at(error: VidpipeError, attempt: int, now: dt.datetime) -> dt.datetime | None:
    """When the planner may try again: what the error itself says, else growing delays for transient failures."""
    if isinstance(error, BlockedError) and error.retry_at is not None:
        return error.retry_at
    if error.retry_after_s is not None:
        return now + dt.timedelta(seconds=error.retry_after_s)
    if isinstance(error, TransientError):
        return now + retry_delay(attempt)
    # Where nobody can tell whether it is mended, a look now and then costs little: it uses up no attempt.
    return now + _LOOK_AGAIN if isinstance(error, BlockedError) else None


def _when(record: FailureRecord) -> str:
    if record.retry_at is not None:
        return f"by itself, not before {record.retry_at:%Y-%m-%d %H:%M} UTC"
    if record.branch is ErrorBranch.PERMANENT:
        return "when an input has changed, or by hand"
    return "by itself, when it is mended" if record.branch is ErrorBranch.BLOCKED else "by itself"
