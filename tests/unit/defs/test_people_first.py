"""What a person waits for goes before what nobody waits for, in the sensor and in Dagster's queue (fault 55)."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import dagster as dg
import pytest
from fake_line import Line, new_line

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import RetryAfreshRequest, RetryRequest, apply
from vidpipe_assets.orchestration import planned_runs, run_tags
from vidpipe_assets.orchestration.plan_state import PlanState

KEY = "2026-11-20_gadgets"
BACKLOG = [f"2026-11-23_gadgets_{number}" for number in range(2, 14)]


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        yield made


def schedule(line: Line, *keys: str) -> None:
    line.workplace.store.orders.add([VideoKey.parse(key) for key in keys], asked_by="schedule")


def test_a_decision_overtakes_twelve_scheduled_videos(line: Line) -> None:
    line.order(KEY)
    line.settle()
    schedule(line, *BACKLOG)
    apply(line.workplace.store, KEY, RetryAfreshRequest(stage=Stage.CLIPS), who="Ada")
    first = (line.tick().run_requests or [])[0]
    assert first.partition_key == KEY
    assert first.tags["vidpipe/lane"] == "decided"
    assert first.tags["vidpipe/asked_by"] == "Ada"


def test_what_a_person_waits_for_finds_room_when_the_queue_is_full(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planned_runs, "busy_videos", lambda *_: {f"run {n}": "run" for n in range(99)})
    schedule(line, *BACKLOG)
    line.order(KEY)
    assert [request.partition_key for request in line.tick().run_requests or ()] == [KEY]


def test_runs_of_people_bear_a_higher_priority_for_dagster_s_queue(line: Line) -> None:
    schedule(line, BACKLOG[0])
    line.order(KEY)
    tags = {str(request.partition_key): request.tags for request in line.tick().run_requests or ()}
    assert int(tags[KEY]["dagster/priority"]) >= 0 > int(tags[BACKLOG[0]]["dagster/priority"])


def test_a_queued_run_moves_up_when_a_person_decides_something_of_its_video(line: Line) -> None:
    schedule(line, BACKLOG[0])
    [request] = line.tick().run_requests or ()
    queued = dg.DagsterRun("make_video", tags={**request.tags, "dagster/partition": BACKLOG[0]})
    apply(line.workplace.store, BACKLOG[0], RetryRequest(stage=Stage.TRENDS), who="Ada")
    state = PlanState(line.workplace)
    state.refresh(line.instance)
    instance = Mock(get_runs=lambda _: [queued])
    planned_runs.prioritize(instance, state)
    [((run_id, tags), _)] = instance.add_run_tags.call_args_list
    assert run_id == queued.run_id
    assert int(tags["dagster/priority"]) > 0


def test_a_run_that_was_started_by_hand_bears_the_video_the_cause_and_who_asked(line: Line) -> None:
    line.order(KEY)
    line.tick()
    line.run(KEY, "trends", "analysis")
    [run] = line.instance.get_runs(limit=1)
    assert run.tags["dagster/partition"] == KEY
    assert run.tags["vidpipe/asked_by"] == "a command of Dagster"
    causes = {name: why for name, why in run.tags.items() if name.startswith("vidpipe/cause.")}
    assert causes == dict.fromkeys(["vidpipe/cause.trends", "vidpipe/cause.analysis"], "started by hand")


@pytest.mark.parametrize(
    ("tag", "who", "why"),
    [
        ("dagster/from_ui", "Dagster's UI", "started by hand"),
        ("dagster/backfill", "a backfill", "backfill abc"),
        ("x", "a command of Dagster", "started by hand"),
    ],
)
def test_who_has_started_a_run_is_told_by_its_tags(tag: str, who: str, why: str) -> None:
    run = dg.DagsterRun("make_video", tags={tag: "abc"}, asset_selection=frozenset({dg.AssetKey("clips")}))
    assert run_tags._started_by_hand(run) == {"vidpipe/asked_by": who, "vidpipe/cause.clips": why}


def test_each_check_result_belongs_to_its_partition_and_names_its_video(line: Line) -> None:
    line.order(KEY)
    line.tick()
    found = line.run(KEY, "trends", "analysis", "scripts").get_asset_check_evaluations()
    assert found
    assert {one.metadata["video"].value for one in found} == {KEY}
    assert {one.partition for one in found} == {KEY}
