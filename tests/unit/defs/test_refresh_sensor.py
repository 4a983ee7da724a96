"""The sensor makes what is missing, stale or failed, and nothing else; the jobs and people's runs agree with it."""

import datetime as dt
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import dagster as dg
import pytest
from dagster._daemon.monitoring.run_monitoring import check_run_timeout
from fake_line import BOTH, Line, line_of_kind

from vidpipe_assets.defs import sensors
from vidpipe_assets.model import stages
from vidpipe_assets.model.errors import BlockedError, PermanentError, TransientError
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import RejectRequest, RetryRequest, apply
from vidpipe_assets.orchestration.checkpoints import PAID, latest_checkpoint
from vidpipe_assets.planning.stage_records import MOST_KILLS

KEY = "2026-11-23_gadgets"
ALL = [(KEY, stage.value) for stage in Stage]


@pytest.fixture
def line(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    with line_of_kind(tmp_path, request) as made:
        yield made


def test_an_order_gets_its_partition_and_its_video(line: Line) -> None:
    line.order(KEY)
    result = line.tick()
    assert line.instance.get_dynamic_partitions("videos") == [KEY]
    assert line.launch(result) == 1
    assert line.workplace.take() == ALL
    assert line.settle() == 0
    assert line.dry() == "nothing is to be done"


def test_a_tick_without_any_change_says_why_nothing_is_done(line: Line) -> None:
    line.order(KEY)
    line.settle()
    assert "as they should be" in str(line.tick().skip_reason)
    assert line.tick().cursor == line.cursor


@pytest.mark.slow
@pytest.mark.parametrize("videos", [2, 20])
def test_another_caption_colour_remakes_two_stages_of_each_video_and_back_again(line: Line, videos: int) -> None:
    keys = [KEY, *(f"{KEY}_{number}" for number in range(2, videos + 1))]
    line.order(*keys)
    line.settle()
    line.workplace.take()
    for text in ("captions:\n  highlight: '#FF0000'\n", ""):
        line.theme(text=text)
        line.settle()
        done = line.workplace.take()
        assert sorted(done) == sorted((key, stage) for key in keys for stage in ("composed_video", "review"))
    assert line.dry() == "nothing is to be done"


def test_the_cause_is_in_the_run_s_tags(line: Line) -> None:
    line.order(KEY)
    line.settle()
    line.theme(text="captions:\n  highlight: '#FF0000'\n")
    [request] = line.tick().run_requests or ()
    assert request.tags["vidpipe/cause.composed_video"] == "theme changed: captions"


def test_a_stage_that_comes_out_the_same_costs_nothing_downstream(line: Line) -> None:
    line.order(KEY)
    line.workplace.same = {"scripts"}
    line.settle()
    line.workplace.take()
    line.theme(text="audience: sailors\n")
    line.settle()
    assert line.workplace.take() == [(KEY, "scripts")]
    assert line.dry() == "nothing is to be done"


@BOTH
def test_a_permanent_failure_is_made_once_and_waits_for_a_changed_theme(line: Line) -> None:
    line.order(KEY)
    line.workplace.trouble[KEY, "voiceover"] = PermanentError("no such voice", remedy="choose another")
    assert line.settle() == 1
    assert "no such voice" in str(line.tick().skip_reason)
    line.workplace.take()
    line.workplace.trouble.clear()
    line.theme(text="voice:\n  names: {elevenlabs: amy}\n")
    line.settle()
    assert line.workplace.take() == [(KEY, stage) for stage in ("voiceover", "composed_video", "review")]


@pytest.mark.parametrize("paid", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_what_an_earlier_vidpipe_has_paid_for_is_not_paid_for_again_by_a_newer_one(
    line: Line, monkeypatch: pytest.MonkeyPatch, paid: bool
) -> None:
    line.workplace.paying = {"scripts"} if paid else set()
    line.order(KEY)
    line.settle()
    before = latest_checkpoint(line.instance, Stage.SCRIPTS, KEY)
    line.workplace.take()
    monkeypatch.setitem(stages._CODE_VERSIONS, Stage.SCRIPTS, "of a newer vidpipe")
    sensors._states.clear()  # a newer vidpipe is another process
    line.settle()
    after = latest_checkpoint(line.instance, Stage.SCRIPTS, KEY)
    assert before and after
    assert after.ingredients.code == "of a newer vidpipe"
    if paid:
        assert line.workplace.take() == []
        assert after.data_version == before.data_version
        assert after.metadata[PAID].value == "0 USD: made before"
    else:
        assert line.workplace.take()[0] == (KEY, "scripts")
    # What a person changes is another thing, and made.
    line.theme(text="audience: bakers\n")
    line.settle()
    assert line.workplace.take()[0] == (KEY, "scripts")


def test_a_known_failure_that_is_reached_again_is_not_tried_again(line: Line) -> None:
    line.order(KEY)
    line.workplace.same = {"scripts"}
    line.workplace.trouble[KEY, "clips"] = PermanentError("nothing to film")
    line.settle()
    line.workplace.take()
    line.theme(text="audience: sailors\n")
    line.settle()
    assert line.workplace.take() == [(KEY, "scripts")]
    assert "nothing to film" in str(line.tick().skip_reason)


def test_a_person_s_run_tries_a_permanent_failure_again(line: Line) -> None:
    line.order(KEY)
    line.workplace.trouble[KEY, "voiceover"] = PermanentError("no such voice")
    line.settle()
    line.workplace.take()
    line.workplace.trouble.clear()
    assert line.run(KEY, "voiceover", "composed_video", "review").success
    assert line.workplace.take() == [(KEY, stage) for stage in ("voiceover", "composed_video", "review")]
    assert line.settle() == 0


def test_transient_failures_are_tried_three_times_with_growing_delays(line: Line) -> None:
    line.order(KEY)
    line.workplace.clock = dt.datetime.now(dt.UTC)
    line.workplace.trouble[KEY, "trends"] = TransientError("timed out")
    attempts = 0
    for _ in range(12):
        attempts += line.settle()
        line.workplace.clock += dt.timedelta(minutes=1)
    assert attempts == 3
    assert line.workplace.take() == [(KEY, "trends")] * 3
    assert "failed 3 times: timed out" in str(line.tick().skip_reason)


def test_a_blocked_stage_goes_on_when_its_key_is_there(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPEECH_KEY", raising=False)
    line.order(KEY)
    blocked = BlockedError("SPEECH_KEY is not set", facts={"waits_for": "key:SPEECH_KEY"})
    line.workplace.trouble[KEY, "voiceover"] = blocked
    assert line.settle() == 1
    line.workplace.take()
    line.workplace.trouble.clear()
    monkeypatch.setenv("SPEECH_KEY", "x")
    line.cursor = None  # half a minute later
    assert line.settle() == 1
    assert line.workplace.take() == [(KEY, stage) for stage in ("voiceover", "composed_video", "review")]


@BOTH
def test_a_failed_blocking_check_waits_and_its_upstream_is_not_made_again(line: Line) -> None:
    line.order(KEY)
    line.workplace.trouble[KEY, "scripts"] = "plan_complete"
    assert line.settle() == 1
    assert line.workplace.take() == ALL[:3]
    assert "check failed: plan_complete" in str(line.tick().skip_reason)


def test_fault_35_only_the_failed_stage_is_made_again_and_its_sibling_is_kept(line: Line) -> None:
    line.order(KEY)
    line.workplace.trouble[KEY, "clips"] = PermanentError("a clip is dead")
    line.settle()
    assert (KEY, "voiceover") in line.workplace.take()
    line.workplace.trouble.clear()
    line.run(KEY, "clips")
    line.settle()
    assert line.workplace.take() == [(KEY, stage) for stage in ("clips", "composed_video", "review")]


def test_fault_33_a_replayed_tick_starts_nothing_twice(line: Line) -> None:
    line.order(KEY)
    first, line.cursor = line.tick(), None
    again = line.tick()
    assert [r.run_key for r in first.run_requests or ()] == [r.run_key for r in again.run_requests or ()]
    assert line.launch(first) + line.launch(again) == 1


@pytest.mark.slow
def test_fault_34_a_clock_that_was_put_back_by_years_delays_nothing_for_years(line: Line) -> None:
    line.order(KEY)
    line.workplace.trouble[KEY, "trends"] = TransientError("timed out")
    with patch("time.time", lambda: time.monotonic() + 4e9):  # the next century, for Dagster's events as well
        line.workplace.clock = dt.datetime.fromtimestamp(time.time(), dt.UTC)
        assert line.launch(line.tick()) == 1
        assert "tried again after" in str(line.tick().skip_reason)
    line.workplace.take()
    line.workplace.trouble.clear()
    line.workplace.clock = None
    line.settle()
    assert line.workplace.take() == ALL


@pytest.mark.slow
def test_a_deleted_partition_cancels_its_order_and_no_other(line: Line) -> None:
    other = "2026-11-24_gadgets"
    line.order(KEY, other)
    line.settle()
    line.instance.delete_dynamic_partition("videos", KEY)
    line.theme(text="voice:\n  speed: 1.1\n")
    line.workplace.take()
    line.settle()
    assert {key for key, _ in line.workplace.take()} == {other}
    order = line.workplace.store.orders.get(VideoKey.parse(KEY))
    assert order is not None
    assert order.state is OrderState.CANCELLED


def test_a_partition_that_is_added_again_opens_its_order_again(line: Line) -> None:
    line.order(KEY)
    line.settle()
    line.instance.delete_dynamic_partition("videos", KEY)
    line.settle()
    line.instance.add_dynamic_partitions("videos", [KEY])
    line.theme(text="captions:\n  highlight: '#FF0000'\n")
    line.workplace.take()
    line.settle()
    assert line.workplace.take() == ALL[5:]


def test_a_malformed_key_is_told_and_never_run_and_a_good_one_is_an_order(line: Line) -> None:
    line.instance.add_dynamic_partitions("videos", ["../../etc", KEY])
    line.settle()
    assert line.workplace.take() == ALL
    assert "../../etc" in str(line.tick().skip_reason)


@pytest.mark.slow
def test_a_bad_theme_lets_its_videos_wait_and_harms_no_other(line: Line) -> None:
    line.theme("space", "captions:\n  size: 1000\n")
    line.order(KEY, "2026-11-23_space", "2026-11-23_nowhere")
    line.settle()
    assert line.workplace.take() == ALL
    reason = str(line.tick().skip_reason)
    assert "2026-11-23_nowhere and 1 more" in reason
    line.theme("space")
    line.settle()
    assert {key for key, _ in line.workplace.take()} == {"2026-11-23_space"}


def test_a_run_that_no_worker_has_taken_is_told_with_the_moment_since_when_it_waits(line: Line) -> None:
    line.order(KEY)
    line.tick()
    job = line.definitions.resolve_job_def("make_video")
    run = line.instance.create_run_for_job(job, tags={"dagster/partition": KEY}, status=dg.DagsterRunStatus.STARTING)
    waits = str(line.tick().skip_reason)
    assert f"{KEY}: run {run.run_id[:8]} waits for a worker since " in waits
    assert " UTC" in waits
    line.workplace.store.leases.announce(run.run_id, KEY)
    assert f"run {run.run_id[:8]} is at work on it" in str(line.tick().skip_reason)


def test_a_busy_video_is_left_alone(line: Line) -> None:
    line.order(KEY)
    line.tick()
    job = line.definitions.resolve_job_def("make_video")
    run = line.instance.create_run_for_job(job, tags={"dagster/partition": KEY}, status=dg.DagsterRunStatus.STARTED)
    busy = line.tick()
    assert not busy.run_requests
    assert "is at work on it" in str(busy.skip_reason)
    line.instance.report_run_canceled(run)
    line.instance.delete_run(run.run_id)
    assert line.settle() == 1


@BOTH
def test_a_killed_run_counts_against_the_first_stage_that_it_had_not_made(line: Line) -> None:
    line.order(KEY)
    line.tick()
    line.run(KEY, "trends", "analysis")
    job = line.definitions.resolve_job_def("make_video")
    [request] = line.tick().run_requests or ()
    for times in range(1, MOST_KILLS + 1):
        run = line.instance.create_run_for_job(
            job,
            tags={**request.tags, "dagster/partition": KEY},
            status=dg.DagsterRunStatus.STARTED,
            asset_selection=frozenset(request.asset_selection or ()),
        )
        line.instance.report_run_failed(run, "the worker is gone")
        assert (line.tick().run_requests != []) == (times == 1)  # then it waits longer and longer
    reason = str(line.tick().skip_reason)
    assert f"scripts its run was ended {MOST_KILLS} times" in reason
    assert "the worker is gone" in reason


def test_a_run_that_took_too_long_is_taken_up_again_also_where_it_says_at_last_that_it_was_cancelled(
    line: Line,
) -> None:
    line.order(KEY)
    [request] = line.tick().run_requests or ()
    job = line.definitions.resolve_job_def("make_video")
    tags = {**request.tags, "dagster/partition": KEY}
    run = line.instance.create_run_for_job(job, tags=tags, status=dg.DagsterRunStatus.STARTING)
    started = dg.DagsterEvent(dg.DagsterEventType.RUN_START.value, job_name=run.job_name)
    line.instance.report_dagster_event(started, run.run_id)
    record = line.instance.get_run_record_by_id(run.run_id)
    assert record is not None
    time.sleep(0.01)
    check_run_timeout(line.instance, record, logging.getLogger(), default_timeout_seconds=0.001)
    line.instance.report_run_canceled(run)
    assert line.tick().run_requests


def test_a_cancelled_run_waits_for_a_person(line: Line) -> None:
    line.order(KEY)
    [request] = line.tick().run_requests or ()
    job = line.definitions.resolve_job_def("make_video")
    tags = {**request.tags, "dagster/partition": KEY}
    run = line.instance.create_run_for_job(job, tags=tags, status=dg.DagsterRunStatus.STARTED)
    line.instance.report_run_canceled(run)
    assert "cancelled" in str(line.tick().skip_reason)
    assert line.run(KEY).success
    assert line.settle() == 0


@pytest.mark.slow
def test_remakes_are_bounded_by_the_day(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    from vidpipe_assets.storage import places

    line.workplace.clock = dt.datetime.now(dt.UTC)  # it stays that day
    line.order(KEY, f"{KEY}_2")
    line.settle()
    line.workplace.take()
    monkeypatch.setattr(type(line.workplace), "places", property(lambda w: places.Places(w.home, remakes_a_day=1)))
    line.theme(text="captions:\n  highlight: '#FF0000'\n")
    assert line.settle() == 1
    assert "remakes are used up" in str(line.tick().skip_reason)


def test_refresh_videos_makes_the_same_as_the_sensor(line: Line) -> None:
    line.order(KEY, f"{KEY}_2")
    assert line.dry() == "2 videos to make, 0 waiting"
    assert line.workplace.take() == []
    assert line.job("refresh_videos", "refresh", limit=1).success
    assert line.workplace.take() == ALL
    assert line.job("refresh_videos", "refresh", videos=[f"{KEY}_2"]).success
    assert line.dry() == "nothing is to be done"
    assert line.settle() == 0


def test_refresh_videos_fails_when_a_video_does_and_names_it(line: Line) -> None:
    line.order(KEY)
    line.workplace.trouble[KEY, "trends"] = PermanentError("nothing is trending")
    done = line.job("refresh_videos", "refresh")
    assert not done.success
    assert KEY in str(done.get_step_failure_events())


def test_order_videos_makes_only_what_is_stale(line: Line) -> None:
    config = {"themes": ["gadgets"], "from_day": "2026-11-23", "make_now": True}
    assert line.job("order_videos", "order", **config).success
    assert line.workplace.take() == ALL
    assert line.job("order_videos", "order", **config).success
    assert line.workplace.take() == []


def test_a_person_s_materialization_from_a_stage_on_agrees_with_the_sensor(line: Line) -> None:
    line.order(KEY)
    line.settle()
    line.workplace.take()
    assert line.run(KEY, "voiceover", "composed_video", "review").success
    assert len(line.workplace.take()) == 3
    assert line.settle() == 0
    assert line.dry() == "nothing is to be done"


@pytest.mark.slow
def test_a_backfill_run_keeps_what_is_fresh(line: Line) -> None:
    line.order(KEY)
    line.settle()
    line.workplace.take()
    assert line.run(KEY, tags={"dagster/backfill": "abc"}).success
    assert line.workplace.take() == []
    assert line.settle() == 0


def test_the_status_of_a_video_tells_what_the_sensor_has_read(line: Line) -> None:
    from vidpipe_assets.operations.status import overview, video_status

    line.order(KEY)
    line.workplace.trouble[KEY, "voiceover"] = PermanentError("no such voice")
    line.settle()
    themes = line.workplace.themes()[0]
    plan = video_status(line.workplace.store, KEY, themes).plan
    assert [video.plan for video in overview(line.workplace.store, themes)] == [plan]
    assert plan is not None
    standings = {one.stage.value: one.status.value for one in plan.stages}
    assert standings["clips"] == "fresh"
    assert standings["voiceover"] == "waiting"
    assert standings["review"] == "held"


def test_the_schedule_only_orders_and_the_sensor_makes(line: Line) -> None:
    from vidpipe_assets.defs.schedules import place_due

    line.theme(text="schedule:\n  enabled: true\n  cron: '0 0 * * *'\n")
    themes, _ = line.workplace.themes()
    now = line.workplace.now()
    assert len(place_due(line.workplace, themes, now)) == 1
    assert place_due(line.workplace, themes, now) == []
    assert line.workplace.take() == []
    assert line.settle() == 1
    assert len(line.workplace.take()) == len(Stage)


@BOTH
def test_a_rejected_stage_is_made_once_more_with_what_follows_it(line: Line) -> None:
    line.order(KEY)
    line.settle()
    line.workplace.take()
    apply(line.workplace.store, KEY, RejectRequest(stage=Stage.VOICEOVER, reason="too fast"), who="ann")
    [request] = line.tick().run_requests or ()
    assert request.tags["vidpipe/cause.voiceover"] == "rejected: too fast"
    line.cursor = None
    line.settle()
    assert line.workplace.take() == [(KEY, stage) for stage in ("voiceover", "composed_video", "review")]
    assert line.dry() == "nothing is to be done"


def test_a_person_s_retry_makes_what_failed_for_good_and_its_attempts_count_anew(line: Line) -> None:
    line.workplace.trouble[(KEY, "voiceover")] = PermanentError("the voice is hoarse")
    line.order(KEY)
    line.settle()
    line.workplace.take()
    assert line.settle() == 0
    apply(line.workplace.store, KEY, RetryRequest(), who="ann")
    line.settle()
    assert line.workplace.take() == [(KEY, "voiceover")]
    del line.workplace.trouble[(KEY, "voiceover")]
    assert line.settle() == 0
    apply(line.workplace.store, KEY, RetryRequest(stage=Stage.VOICEOVER), who="ann")
    line.settle()
    assert line.workplace.take() == [(KEY, stage) for stage in ("voiceover", "composed_video", "review")]


def test_an_approved_video_is_left_alone_whatever_changes(line: Line) -> None:
    line.order(KEY)
    line.settle()
    line.workplace.take()
    line.workplace.store.orders.close([VideoKey.parse(KEY)], OrderState.APPROVED)
    line.theme(text="captions:\n  highlight: '#00FF00'\n")
    assert line.settle() == 0
