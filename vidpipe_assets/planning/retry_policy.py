"""What follows from a failure: whether a stage is tried again, when, and what it waits for otherwise."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from vidpipe_assets.planning.fingerprints import Ingredients
from vidpipe_assets.planning.stage_records import (
    MOST_ATTEMPTS,
    EndedRun,
    ErrorBranch,
    StageFailure,
    StageRecord,
    retry_delay,
)

UnblockCheck = Callable[[StageFailure], bool]
"""Whether what a blocked stage waits for (`Failed.waits_for`) has been mended."""

_CLOCK_JUMP = dt.timedelta(minutes=5)


def never_unblocked(failed: StageFailure) -> bool:
    """The answer of somebody who cannot look."""
    del failed
    return False


@dataclass(frozen=True, slots=True)
class RetryDecision:
    """What to do with a stage that is wanted and has failed: try it `now`, or wait."""

    now: bool
    why: str
    attempt: int
    """The number of the next attempt."""
    not_before: dt.datetime | None = None
    """When the waiting ends by itself; None: when something is mended, changed or decided."""
    waits_for: str = ""
    """What has to be mended, where it leaves no trace that anybody would read: look again now and then."""
    rests_video: bool = False
    """Whether a person has stopped it: then nothing else of the video goes on by itself, or costs anything, either."""


def retry_decision(
    record: StageRecord,
    want: Ingredients,
    made_above: int,
    now: dt.datetime,
    mended: UnblockCheck = never_unblocked,
    since: dt.datetime | None = None,
) -> RetryDecision | None:
    """What follows from the failures that speak of `want`; None when none does.

    `made_above`: the highest storage id of the checkpoints that the stage reads. A killed run says nothing about
    what was made after it. `since`: when a person asked for another try; what failed until then is forgotten.
    """
    own = record.made.storage_id if record.made else 0
    failed = record.failed
    if failed and (failed.fingerprint != want.fingerprint or failed.storage_id < own or is_forgiven(failed, since)):
        failed = None
    ended = [one for one in record.ended if one.storage_id > max(own, made_above) and one.basis == want.basis]
    ended = [one for one in ended if not is_forgiven(one, since)]
    if ended and ended[-1].cancelled and (failed is None or ended[-1].storage_id > failed.storage_id):
        return RetryDecision(
            False, "cancelled: start it again by hand, or change what it is made from", 1, rests_video=True
        )
    killed = [one for one in ended if not one.cancelled]
    if failed and failed.branch is ErrorBranch.PERMANENT:
        return RetryDecision(False, f"failed for good: {_short(failed.message)}", failed.attempt + 1)
    if failed and failed.branch is ErrorBranch.BLOCKED:
        return _blocked(failed, now, mended)
    return _attempts(failed, killed, now) if failed or killed else None


def is_forgiven(trouble: StageFailure | EndedRun, since: dt.datetime | None) -> bool:
    """Whether a person has asked for another try since."""
    return since is not None and trouble.at <= since


def _blocked(failed: StageFailure, now: dt.datetime, mended: UnblockCheck) -> RetryDecision:
    # A blocked stage has used up no attempt.
    attempt = failed.attempt + 1
    if failed.retry_at and _has_passed(failed.retry_at, failed.at, now):
        return RetryDecision(True, "no longer blocked", attempt)
    if mended(failed):
        return RetryDecision(True, f"mended: {failed.waits_for or _short(failed.message)}", attempt)
    why = f"blocked{_until(failed.retry_at)}: {_short(failed.message)}"
    return RetryDecision(False, why, attempt, failed.retry_at, failed.waits_for)


def _attempts(failed: StageFailure | None, killed: list[EndedRun], now: dt.datetime) -> RetryDecision:
    """Transient failures and killed runs count alike."""
    attempts = (failed.attempt if failed else 0) + len(killed)
    last = killed[-1] if killed and (failed is None or killed[-1].storage_id > failed.storage_id) else failed
    message = _short(last.message if last else "") or "the run was killed"
    if attempts >= MOST_ATTEMPTS:
        return RetryDecision(False, f"failed {attempts} times: {message}", attempts + 1)
    retry_at = _retry_at(last, attempts)
    if last and retry_at and not _has_passed(retry_at, last.at, now):
        return RetryDecision(False, f"failed, tried again{_after(retry_at)}: {message}", attempts + 1, retry_at)
    return RetryDecision(True, f"failed, attempt {attempts + 1} of {MOST_ATTEMPTS}", attempts + 1)


def _retry_at(last: StageFailure | EndedRun | None, attempts: int) -> dt.datetime | None:
    if isinstance(last, StageFailure):
        return last.retry_at
    # A run that was killed once is at work again at once; one that is killed again and again is not.
    return last.at + retry_delay(attempts - 1) if last and attempts > 1 else None


def _has_passed(moment: dt.datetime, written: dt.datetime, now: dt.datetime) -> bool:
    """A moment that was set by a clock that has been put back since says nothing any more."""
    return now >= moment or now < written - _CLOCK_JUMP


def _short(message: str) -> str:
    """Its first line: what follows is the end of what a program said, which its failure record keeps."""
    return message.partition("\n")[0].rstrip(" :")


def _until(moment: dt.datetime | None) -> str:
    return f" until {moment:%Y-%m-%d %H:%M} UTC" if moment else ""


def _after(moment: dt.datetime) -> str:
    return f" after {moment:%Y-%m-%d %H:%M} UTC"
