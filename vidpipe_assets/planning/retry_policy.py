"""The retry policy across runs: whether a failed stage is tried again, when, and what it waits for otherwise.

Retries inside one provider call are `ledger.retry`'s; Dagster retries only runs whose process died.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from vidpipe_assets.planning.fingerprints import Ingredients
from vidpipe_assets.planning.stage_records import (
    MOST_ATTEMPTS,
    MOST_KILLS,
    EndedRun,
    ErrorBranch,
    StageFailure,
    StageRecord,
)

_FIRST_DELAY = dt.timedelta(minutes=1)
_LONGEST_DELAY = dt.timedelta(hours=1)

UnblockCheck = Callable[[StageFailure], bool]
"""Says whether what a blocked stage waits for (`StageFailure.waits_for`) has been mended."""

_CLOCK_JUMP = dt.timedelta(minutes=5)


def never_unblocked(failed: StageFailure) -> bool:
    """The `UnblockCheck` of a caller that cannot look: nothing has been mended."""
    del failed
    return False


@dataclass(frozen=True, slots=True)
class RetryDecision:
    """What to do with a desired stage that has failed: try it `now`, or wait."""

    now: bool
    why: str
    attempt: int
    """The number of the next attempt."""
    not_before: dt.datetime | None = None
    """When the waiting ends by itself; None: only when something is mended, changed or decided."""
    waits_for: str = ""
    """What has to be mended, where mending it leaves no event: the planner looks again now and then."""
    pauses_video: bool = False
    """Whether a person cancelled it: then no other stage of the video is made, or paid for, by itself either."""


def retry_decision(
    record: StageRecord,
    desired: Ingredients,
    upstream_id: int,
    now: dt.datetime,
    is_unblocked: UnblockCheck = never_unblocked,
    since: dt.datetime | None = None,
) -> RetryDecision | None:
    """What follows from the failures of the `desired` fingerprint; None when there are none.

    `upstream_id`: the highest storage id of the checkpoints that the stage reads: a killed run says nothing about a
    stage whose upstream was made after it. `since`: when a person asked for another try; earlier failures no longer
    count.
    """
    own = record.made.storage_id if record.made else 0
    failed = record.failed
    if failed and (failed.fingerprint != desired.fingerprint or failed.storage_id < own or is_forgiven(failed, since)):
        failed = None
    after, base = max(own, upstream_id), desired.base_fingerprint
    ended = [run for run in record.ended if run.storage_id > after and run.base_fingerprint == base]
    ended = [one for one in ended if not is_forgiven(one, since)]
    if ended and ended[-1].cancelled and (failed is None or ended[-1].storage_id > failed.storage_id):
        return RetryDecision(
            False, "cancelled: start it again by hand, or change what it is made from", 1, pauses_video=True
        )
    killed = [one for one in ended if not (one.cancelled or one.interrupted)]
    if failed and failed.branch is ErrorBranch.PERMANENT:
        return RetryDecision(False, f"failed for good: {_first_line(failed.message)}", failed.attempt + 1)
    if failed and failed.branch is ErrorBranch.BLOCKED:
        return _blocked(failed, now, is_unblocked)
    return _attempts(failed, killed, now) if failed or killed else None


def is_forgiven(failure: StageFailure | EndedRun, since: dt.datetime | None) -> bool:
    """Whether a person has asked for another try (`since`) after this failure, so that it no longer counts."""
    return since is not None and failure.at <= since


def _blocked(failed: StageFailure, now: dt.datetime, is_unblocked: UnblockCheck) -> RetryDecision:
    # A blocked stage has used up no attempt.
    attempt = failed.attempt + 1
    if failed.retry_at and _has_passed(failed.retry_at, failed.at, now):
        return RetryDecision(True, "no longer blocked", attempt)
    if is_unblocked(failed):
        return RetryDecision(True, f"mended: {failed.waits_for or _first_line(failed.message)}", attempt)
    why = f"blocked{_until(failed.retry_at)}: {_first_line(failed.message)}"
    return RetryDecision(False, why, attempt, failed.retry_at, failed.waits_for)


def _attempts(failed: StageFailure | None, killed: list[EndedRun], now: dt.datetime) -> RetryDecision:
    """Only what a stage fails at itself uses up attempts; runs that were killed since have a bound of their own."""
    attempts = failed.attempt if failed else 0
    since_then = [one for one in killed if failed is None or one.storage_id > failed.storage_id]
    message = _first_line(failed.message) if failed else ""
    if attempts >= MOST_ATTEMPTS:
        return RetryDecision(False, f"failed {attempts} times: {message}", attempts + 1)
    if since_then:
        return _killed(since_then, attempts, now)
    if failed and failed.retry_at and not _has_passed(failed.retry_at, failed.at, now):
        why = f"failed, tried again{_after(failed.retry_at)}: {message}"
        return RetryDecision(False, why, attempts + 1, failed.retry_at)
    return RetryDecision(True, f"failed, attempt {attempts + 1} of {MOST_ATTEMPTS}", attempts + 1)


def _killed(ended: list[EndedRun], attempts: int, now: dt.datetime) -> RetryDecision:
    """A run that was killed once is at work again at once; one that is killed again and again is not."""
    last, times = ended[-1], len(ended)
    message = _first_line(last.message) or "it was killed"
    if times >= MOST_KILLS:
        return RetryDecision(False, f"its run was ended {times} times, is memory short? {message}", attempts + 1)
    retry_at = last.at + retry_delay(times - 1) if times > 1 else None
    if retry_at and not _has_passed(retry_at, last.at, now):
        why = f"its run was ended {times} times, taken up{_after(retry_at)}: {message}"
        return RetryDecision(False, why, attempts + 1, retry_at)
    return RetryDecision(True, "its run was ended: taken up again", attempts + 1)


def _has_passed(moment: dt.datetime, written: dt.datetime, now: dt.datetime) -> bool:
    """A moment that was set by a clock that has been put back since says nothing any more."""
    return now >= moment or now < written - _CLOCK_JUMP


def _first_line(message: str) -> str:
    """Its first line: what follows is the end of what a program said, which its failure record keeps."""
    return message.partition("\n")[0].rstrip(" :")


def _until(moment: dt.datetime | None) -> str:
    return f" until {moment:%Y-%m-%d %H:%M} UTC" if moment else ""


def _after(moment: dt.datetime) -> str:
    return f" after {moment:%Y-%m-%d %H:%M} UTC"


def retry_delay(attempt: int) -> dt.timedelta:
    """How long to wait after the `attempt`-th failure, 1 for the first: a minute, then four times as long each time."""
    return min(_FIRST_DELAY * 4 ** min(attempt - 1, 10), _LONGEST_DELAY)
