"""FAULTS 53: an interruption is no failure."""

import datetime as dt
from dataclasses import replace

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.fingerprints import Ingredients
from vidpipe_assets.planning.retry_policy import retry_decision
from vidpipe_assets.planning.stage_records import (
    MOST_KILLS,
    NEVER_BEGUN,
    EndedRun,
    ErrorBranch,
    StageFailure,
    StageRecord,
)

WANTED = Ingredients(stage=Stage.TRENDS, code="1", theme={}, overrides={}, upstream={}, take=0)
SAYS = 'Execution of run for "make_video" failed. Execution was interrupted unexpectedly. No user initiated termination'


def test_fault_53_interruptions_use_up_no_attempt() -> None:
    now = now_utc()
    ended = tuple(EndedRun(n, now, base_fingerprint=WANTED.base_fingerprint, message=SAYS) for n in range(1, 6))
    assert retry_decision(StageRecord(ended=ended), WANTED, 0, now) is None
    killed = (*ended, EndedRun(6, now, base_fingerprint=WANTED.base_fingerprint, message="the run was killed"))
    told = retry_decision(StageRecord(ended=killed), WANTED, 0, now)
    assert told is not None and told.now
    assert told.attempt == 1


def killed(times: int, at: dt.datetime, first: int = 1) -> tuple[EndedRun, ...]:
    numbers = range(first, first + times)
    return tuple(EndedRun(n, at, base_fingerprint=WANTED.base_fingerprint, message="it died") for n in numbers)


def test_fault_53_a_kill_uses_up_no_attempt_and_is_gone_on_with_later_and_later() -> None:
    now = now_utc()
    waits: list[dt.timedelta] = []
    for times in range(1, MOST_KILLS):
        told = retry_decision(StageRecord(ended=killed(times, now)), WANTED, 0, now)
        assert told is not None and told.attempt == 1
        waits.append((told.not_before or now) - now)
        later = retry_decision(StageRecord(ended=killed(times, now)), WANTED, 0, now + dt.timedelta(hours=2))
        assert later is not None and later.now
    assert waits[0] == dt.timedelta(0)
    assert waits == sorted(set(waits))


def test_fault_53_a_stage_that_kills_each_of_its_runs_waits_for_a_person() -> None:
    now = now_utc()
    record = StageRecord(ended=killed(MOST_KILLS, now))
    told = retry_decision(record, WANTED, 0, now + dt.timedelta(days=30))
    assert told is not None and not told.now and told.not_before is None
    assert f"{MOST_KILLS} times" in told.why
    assert retry_decision(record, WANTED, 0, now, since=now) is None  # asked for again


def test_fault_53_failures_keep_their_count_beside_kills() -> None:
    now = now_utc()
    failed = StageFailure(3, WANTED.fingerprint, ErrorBranch.TRANSIENT, 2, "busy", now, retry_at=now)
    told = retry_decision(StageRecord(failed=failed, ended=killed(4, now)), WANTED, 0, now)
    assert told is not None and told.now and told.attempt == 3  # only the fourth kill came after it
    last = replace(failed, attempt=3)
    told = retry_decision(StageRecord(failed=last, ended=killed(4, now)), WANTED, 0, now)
    assert told is not None and not told.now
    assert "failed 3 times: busy" in told.why


def test_fault_53_a_run_that_was_killed_before_it_had_begun_counts_for_nothing() -> None:
    now = now_utc()
    ended = tuple(replace(one, message=f"run 1 died {NEVER_BEGUN}: it was killed") for one in killed(9, now))
    assert retry_decision(StageRecord(ended=ended), WANTED, 0, now) is None
