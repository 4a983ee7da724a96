"""The nine states of a job, from what the line has really left behind."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from fake_line import Line, new_line

from vidpipe_assets.model.errors import BlockedError, PermanentError, TransientError
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import CancelRequest, RejectForGoodRequest, RejectRequest, RetryRequest, apply
from vidpipe_assets.operations.jobs import Job, JobState, StageState, jobs
from vidpipe_assets.storage import tables

KEY = VideoKey.parse("2026-11-23_gadgets")


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        made.order(str(KEY))
        yield made


def job(line: Line) -> Job:
    store = line.workplace.store
    order = store.orders.get(KEY)
    assert order is not None
    return jobs(store, line.workplace.themes()[0], [order])[0]


def stage(line: Line, name: Stage) -> tuple[StageState, int]:
    one = next(one for one in job(line).stages if one.stage is name)
    return one.state, one.attempts


def test_an_order_is_queued_until_it_is_made_and_then_waits_for_review(line: Line) -> None:
    assert (job(line).state, job(line).stage, job(line).run_id) == (JobState.QUEUED, Stage.TRENDS, "")
    line.settle()
    found = job(line)
    assert (found.state, found.stage, found.error) == (JobState.WAITING_FOR_REVIEW, None, "")
    assert found.review_version
    assert found.run_id == found.stages[-1].run_id
    moments = [(one.started, one.finished) for one in found.stages]
    assert all(started and finished and started <= finished for started, finished in moments)


def test_a_rejected_stage_is_queued_with_what_follows_and_the_reason(line: Line) -> None:
    line.settle()
    apply(line.workplace.store, str(KEY), RejectRequest(stage=Stage.VOICEOVER, reason="too fast"), who="ann")
    found = job(line)
    assert (found.state, found.stage) == (JobState.QUEUED, Stage.VOICEOVER)
    assert [one.state for one in found.stages] == [StageState.DONE] * 4 + [StageState.QUEUED] + [StageState.WAITING] * 2
    assert found.stages[4].cause == "rejected: too fast"
    line.settle()
    assert (job(line).state, job(line).stages[4].take) == (JobState.WAITING_FOR_REVIEW, 2)


def test_a_failure_for_good_is_told_with_its_remedy_until_somebody_retries(line: Line) -> None:
    line.workplace.trouble[str(KEY), "clips"] = PermanentError("it cannot be filmed", remedy="choose another topic")
    line.settle()
    found = job(line)
    assert (found.state, found.stage, found.error) == (JobState.FAILED, Stage.CLIPS, "it cannot be filmed")
    failed = found.stages[3]
    assert (failed.remedy, failed.attempts) == ("choose another topic", 1)
    assert failed.run_id
    assert stage(line, Stage.REVIEW) == (StageState.WAITING, 0)
    apply(line.workplace.store, str(KEY), RetryRequest(), who="ann")
    assert job(line).state is JobState.QUEUED


def test_what_may_pass_is_queued_with_the_moment_of_its_next_attempt_and_fails_in_the_end(line: Line) -> None:
    line.workplace.trouble[str(KEY), "clips"] = TransientError("the line is busy")
    line.settle()
    first = job(line)
    assert (first.state, first.stages[3].attempts) == (JobState.QUEUED, 1)
    assert first.stages[3].not_before is not None
    # Two more attempts, each as late as it has to be.
    line.workplace.clock = dt.datetime.now(dt.UTC)
    for _ in range(2):
        line.workplace.clock += dt.timedelta(hours=2)
        line.settle()
    assert (job(line).state, stage(line, Stage.CLIPS)) == (JobState.FAILED, (StageState.FAILED, 3))


def test_what_waits_for_somebody_to_mend_it_is_blocked(line: Line) -> None:
    line.workplace.trouble[str(KEY), "clips"] = BlockedError("no key", remedy="set it", waits_for="key:NONE_SUCH")
    line.settle()
    found = job(line)
    assert (found.state, found.error, found.stages[3].remedy) == (JobState.BLOCKED, "no key", "set it")


def test_a_run_that_holds_the_video_makes_it_running_and_one_whose_process_died_does_not(line: Line) -> None:
    leases = line.workplace.store.leases
    leases.announce("run-1", str(KEY))
    with leases.held("run-1", str(KEY), 1):
        found = job(line)
    assert (found.state, found.run_id, found.stages[0].state) == (JobState.RUNNING, "run-1", StageState.RUNNING)
    # As after a kill: taken and not given back, by a process that nobody is any more.
    with line.workplace.store.database.writing() as connection:
        connection.execute(sa.update(tables.leases).values(process="somewhere-1-dead"))
    assert job(line).state is JobState.QUEUED


@pytest.mark.parametrize(
    ("closed", "state", "error"),
    [
        (OrderState.APPROVED, JobState.APPROVED, ""),
        (OrderState.EXPIRED, JobState.EXPIRED, "expired"),
        (OrderState.CANCELLED, JobState.CANCELLED, "cancelled"),
    ],
)
def test_a_closed_order_is_what_it_was_closed_as(line: Line, closed: OrderState, state: JobState, error: str) -> None:
    line.workplace.store.orders.close([KEY], closed)
    assert (job(line).state, job(line).error) == (state, error)


def test_a_closed_job_says_why(line: Line) -> None:
    apply(line.workplace.store, str(KEY), RejectForGoodRequest(reason="dull"), who="ann")
    assert (job(line).state, job(line).error) == (JobState.REJECTED, "rejected: dull")
    line.workplace.store.orders.reopen([KEY], OrderState.REJECTED)
    apply(line.workplace.store, str(KEY), CancelRequest(reason="enough"), who="ann")
    assert job(line).error == "cancelled: enough"


def test_a_remedy_names_the_video_so_that_its_command_can_be_copied(line: Line) -> None:
    remedy = "get a KEY_FILE, then: dagster asset materialize --partition KEY"
    line.workplace.trouble[str(KEY), "clips"] = PermanentError("it cannot be filmed", remedy=remedy)
    line.settle()
    failed = job(line).stages[3]
    assert failed.remedy == "get a KEY_FILE, then: dagster asset materialize --partition 2026-11-23_gadgets"
