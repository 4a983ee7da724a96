"""FAULTS 53: an interruption is no failure."""

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.fingerprints import Ingredients
from vidpipe_assets.planning.retry_policy import retry_decision
from vidpipe_assets.planning.stage_records import EndedRun, StageRecord

WANTED = Ingredients(stage=Stage.TRENDS, code="1", theme={}, overrides={}, upstream={}, take=0)
SAYS = 'Execution of run for "make_video" failed. Execution was interrupted unexpectedly. No user initiated termination'


def test_fault_53_interruptions_use_up_no_attempt() -> None:
    now = now_utc()
    ended = tuple(EndedRun(n, now, base_fingerprint=WANTED.base_fingerprint, message=SAYS) for n in range(1, 6))
    assert retry_decision(StageRecord(ended=ended), WANTED, 0, now) is None
    killed = (*ended, EndedRun(6, now, base_fingerprint=WANTED.base_fingerprint, message="the run was killed"))
    told = retry_decision(StageRecord(ended=killed), WANTED, 0, now)
    assert told is not None and told.attempt == 2
