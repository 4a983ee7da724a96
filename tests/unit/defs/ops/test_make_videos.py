"""What a person orders or names is made at once, and what is not finished is told with its reason and remedy."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import dagster as dg
import pytest
from fake_line import Line, new_line

from vidpipe_assets.defs.ops.make_videos import MakeResult, outcome_line
from vidpipe_assets.model.errors import BadInput, BlockedError, PermanentError, TransientError
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import RetryRequest, apply
from vidpipe_assets.orchestration.plan_state import PlanState

KEY = "2026-11-23_gadgets"
ORDER = {"themes": ["gadgets"], "from_day": "2026-11-23", "make_now": True}
FROM_VOICE = [(KEY, stage) for stage in ("voiceover", "composed_video", "review")]


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        yield made


def _order(line: Line) -> dg.ExecuteInProcessResult:
    return line.job("order_videos", "order", **ORDER)


def _said(done: dg.ExecuteInProcessResult) -> str:
    """What the op's failure says."""
    [failure] = done.get_step_failure_events()
    told: Any = failure.step_failure_data.user_failure_data
    return str(told.description)


@pytest.mark.parametrize(
    "trouble",
    [
        TransientError("timed out", remedy="look at the network"),
        PermanentError("no such voice", remedy="choose another voice"),
        BlockedError("no room", remedy="free some space"),
    ],
)
def test_a_video_that_failed_is_told_with_its_remedy_and_tried_at_once_when_it_is_ordered_again(
    line: Line, trouble: Exception
) -> None:
    line.workplace.trouble[KEY, "voiceover"] = trouble
    said = _said(_order(line))
    assert f"{KEY}: voiceover: " in said
    assert f"{trouble}\n  Remedy: {getattr(trouble, 'remedy', '')}" in said
    assert line.settle() == 0  # the sensor waits
    line.workplace.take()

    assert not _order(line).success
    assert line.workplace.take() == FROM_VOICE[:1]

    line.workplace.trouble.clear()
    assert _order(line).success
    assert line.workplace.take() == FROM_VOICE
    assert line.settle() == 0


def test_a_named_video_is_refreshed_at_once_and_the_others_wait(line: Line) -> None:
    line.order(KEY, f"{KEY}_2")
    for key in (KEY, f"{KEY}_2"):
        line.workplace.trouble[key, "voiceover"] = PermanentError("no such voice")
    line.settle()
    line.workplace.take()
    line.workplace.trouble.clear()
    assert line.job("refresh_videos", "refresh").success
    assert line.workplace.take() == []
    assert line.job("refresh_videos", "refresh", videos=[KEY]).success
    assert line.workplace.take() == FROM_VOICE


def test_a_failed_check_is_told_with_the_command_that_makes_it_again(line: Line) -> None:
    line.workplace.trouble[KEY, "scripts"] = "plan_complete"
    said = _said(_order(line))
    assert f"{KEY}: scripts: check failed: plan_complete" in said
    assert f"Remedy: `vidpipe retry {KEY} scripts` makes it again" in said
    line.workplace.take()
    assert not _order(line).success
    assert line.workplace.take() == []


def test_a_failed_check_is_tried_again_once_for_each_time_that_a_person_asks(line: Line) -> None:
    line.order(KEY)
    line.workplace.trouble[KEY, "voiceover"] = "voice_says_the_script"
    line.settle()
    line.workplace.take()
    store = line.workplace.store
    apply(store, KEY, RetryRequest(stage=Stage.VOICEOVER), who="ann")
    assert line.settle() == 1
    assert line.workplace.take() == FROM_VOICE[:1]  # it failed again
    assert line.settle() == 0
    line.workplace.trouble.clear()
    apply(store, KEY, RetryRequest(), who="ann")
    assert line.settle() == 1
    assert line.workplace.take() == FROM_VOICE
    apply(store, KEY, RetryRequest(), who="ann")
    assert line.settle() == 0  # nothing has failed


def test_a_video_that_somebody_else_makes_is_not_finished_yet(line: Line) -> None:
    line.order(KEY)
    line.tick()
    job = line.definitions.resolve_job_def("make_video")
    tags = {"dagster/partition": KEY, "vidpipe/process": line.workplace.store.leases.process}
    line.instance.create_run_for_job(job, tags=tags, status=dg.DagsterRunStatus.STARTED)
    said = _said(_order(line))
    assert "is at work on it" in said
    assert f"vidpipe status {KEY}" in said
    assert line.workplace.take() == []


def test_a_video_that_somebody_else_makes_is_waited_for(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.order(KEY)
    line.tick()
    job = line.definitions.resolve_job_def("make_video")
    tags = {"dagster/partition": KEY, "vidpipe/process": line.workplace.store.leases.process}
    other = line.instance.create_run_for_job(job, tags=tags, status=dg.DagsterRunStatus.STARTED)
    line.workplace.lease_wait_s = 600
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            line.instance.report_run_failed(other)

    monkeypatch.setattr("vidpipe_assets.defs.ops.make_videos.time.sleep", wait)
    assert _order(line).success
    assert len(waits) == 3
    assert [stage for _, stage in line.workplace.take()] == [stage.value for stage in Stage]


def test_a_cancelled_order_is_told(line: Line) -> None:
    line.order(KEY)
    line.workplace.store.orders.close([VideoKey.parse(KEY)], OrderState.CANCELLED)
    assert "its order is cancelled" in _said(_order(line))


def test_a_package_that_was_deleted_is_made_again_on_request(line: Line) -> None:
    assert _order(line).success
    done = _order(line)
    assert done.success
    [run, *_] = line.instance.get_runs(dg.RunsFilter(job_name="make_video"))
    assert run.asset_selection == {dg.AssetKey("review")}
    package = line.workplace.places.output / "review" / KEY
    package.mkdir(parents=True)
    (package / "video.mp4").touch()
    before = line.instance.get_runs_count()
    assert _order(line).success
    assert line.instance.get_runs_count() == before + 1  # the order's own


def test_one_video_of_several_is_named(line: Line) -> None:
    line.workplace.trouble[f"{KEY}_2", "trends"] = BadInput("no such source", remedy="name another")
    done = line.job("order_videos", "order", **ORDER, per_day=3)
    assert _said(done).splitlines()[0] == "1 of 3 videos is not finished"
    assert f"{KEY}_3" not in _said(done)


@pytest.mark.parametrize("failed", [True, False])
def test_a_run_that_is_at_work_already_is_followed_and_what_it_failed_at_is_not_tried_again(
    line: Line, monkeypatch: pytest.MonkeyPatch, failed: bool
) -> None:
    line.order(KEY)
    if failed:
        line.workplace.trouble[KEY, "voiceover"] = PermanentError("no such voice", remedy="choose another voice")
    line.settle()
    line.workplace.take()
    [theirs] = line.instance.get_runs(dg.RunsFilter(tags={"dagster/partition": KEY}))
    line.workplace.lease_wait_s = 600
    at_work = Mock(side_effect=[theirs, theirs, None])
    monkeypatch.setattr("vidpipe_assets.defs.ops.make_videos.run_at_work", at_work)
    monkeypatch.setattr("vidpipe_assets.defs.ops.make_videos._LOOK_EVERY_S", 0)
    done = _order(line)
    assert done.success is not failed
    assert line.workplace.take() == []
    if failed:
        assert "no such voice" in _said(done)


def test_what_is_true_of_the_videos_is_summed_up(line: Line) -> None:
    names = [KEY, f"{KEY}_2", f"{KEY}_3", f"{KEY}_4"]
    line.order(*names)
    line.workplace.trouble[names[1], "clips"] = BlockedError("no key", remedy="set it", waits_for="key:NOT_SET")
    line.workplace.trouble[names[2], "trends"] = PermanentError("no such source", remedy="name another")
    line.settle()
    state = PlanState(line.workplace)
    state.refresh(line.instance)
    result = MakeResult([KEY], names[1:3], {names[3]: "run 12345678 waits for a worker since 12:00 UTC"})
    said = outcome_line(state, names, result, 2)
    assert said.startswith(f"3 videos worked on; 1 finished; 1 waits: {names[1]}: clips: blocked")
    assert f"; 1 failed: {names[2]}: trends: " in said
    assert said.endswith(f"; 1 left to another run: {names[3]}: run 12345678 waits for a worker since 12:00 UTC; "
                         "2 more wait")  # fmt: skip


def test_an_order_is_recorded_though_dagster_cannot_be_told_and_the_next_look_tells_it(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object) -> list[str]:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr("vidpipe_assets.defs.ops.order.add_partitions", refuse)
        assert line.job("order_videos", "order", **ORDER | {"make_now": False}).success
    assert line.instance.get_dynamic_partitions("videos") == []
    line.tick()
    assert line.instance.get_dynamic_partitions("videos") == [KEY]
