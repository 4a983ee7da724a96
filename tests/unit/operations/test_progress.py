"""How far a video is, or when it is its turn: kept by its stages, told in the same words everywhere."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from fake_line import Line, new_line

from vidpipe_assets.model.progress import SENSOR, StageProgress, StageTime
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.decide import RejectRequest, apply
from vidpipe_assets.operations.jobs import jobs
from vidpipe_assets.operations.progress import Progress, duration_text, queue_text
from vidpipe_assets.operations.status import queue_progress, video_progress, video_status
from vidpipe_assets.orchestration.launched_runs import note_launched_runs
from vidpipe_assets.storage.progress import ProgressTable
from vidpipe_assets.storage.store import Store

KEY = "2026-11-23_gadgets"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        yield made


def queue(line: Line) -> dict[str, Progress]:
    return queue_progress(line.workplace.store, line.workplace.themes()[0])


def at_work(store: Store, run: str = "run", done: float = 0.0, total: float = 0.0) -> StageProgress:
    """A run that works on the clips of `KEY`."""
    store.leases.announce(run, KEY)
    begun = store.progress.begin(KEY, run, Stage.CLIPS)
    store.progress.report(begun, done, total, "scenes" if total else "")
    return begun


def test_stages_note_how_far_they_are_and_how_long_they_took(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, StageProgress]] = []
    workplace = line.workplace
    work = workplace.work

    def watched(run: Any, stage: Stage) -> Any:
        run.context.progress.expect(4, "scenes", done=1)
        run.context.progress.part("s2", 1.0)
        run.context.progress.expect(4, "scenes", done=2)
        heard.append((stage.value, workplace.store.progress.of_videos([KEY])[KEY]))
        return work(run, stage)

    monkeypatch.setattr(workplace, "work", watched)
    line.order(KEY)
    line.settle()
    assert [stage for stage, _ in heard] == [stage.value for stage in Stage]
    assert {(one.done, one.total, one.unit) for _, one in heard} == {(2.0, 4.0, "scenes")}
    assert all(stage == one.stage for stage, one in heard)
    assert workplace.store.progress.of_videos([KEY]) == {}
    times = workplace.store.progress.times()
    assert {one.stage for one in times} == set(Stage)
    assert {(one.theme, one.size) for one in times} == {("gadgets", 2.0)}


def test_a_stage_that_fails_or_was_made_before_teaches_nothing_about_time(line: Line) -> None:
    line.order(KEY)
    line.workplace.trouble[KEY, "analysis"] = OSError("gone")
    line.launch(line.tick())
    assert [one.stage for one in line.workplace.store.progress.times()] == [Stage.TRENDS]
    assert line.workplace.store.progress.of_videos([KEY]) == {}


def test_a_run_that_has_lost_its_video_changes_nothing_of_what_another_notes(store: Store) -> None:
    lost = at_work(store, "lost", 1, 6)
    at_work(store, "new", 2, 6)
    store.progress.report(lost, 5, 6, "scenes")
    store.progress.finish(lost, None)
    row = store.progress.of_videos([KEY])[KEY]
    assert (row.run_id, row.done) == ("new", 2)


def test_only_the_latest_times_of_a_stage_are_kept(store: Store) -> None:
    begun = store.progress.begin(KEY, "run", Stage.CLIPS)
    for number in range(1, 31):
        store.progress.finish(begun, StageTime(Stage.CLIPS, "gadgets", 1, number))
    assert [one.seconds for one in store.progress.times()] == list(range(30, 10, -1))


def test_a_video_at_work_tells_percent_and_time_left_from_past_runs(line: Line) -> None:
    store, themes = line.workplace.store, line.workplace.themes()[0]
    line.order(KEY)
    ago = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=30)
    then = ProgressTable(store.database, now=lambda: ago)
    for _ in range(3):
        store.progress.finish(then.begin(KEY, "before", Stage.CLIPS), StageTime(Stage.CLIPS, "gadgets", 6, 60))
    store.leases.announce("run", KEY)
    with store.leases.held("run", KEY, 0):
        store.progress.report(then.begin(KEY, "run", Stage.CLIPS), 3, 6, "scenes")
        work = video_progress(store, store.orders.open_orders(), themes)[KEY].work
        [job] = jobs(store, themes, store.orders.open_orders())
    assert work is not None
    assert (work.stage, work.percent, work.done, work.total, work.runs) == (Stage.CLIPS, 50, 3, 6, 3)
    assert work.left_s is not None
    assert work.left_s == pytest.approx(30, abs=5)
    assert work.elapsed_s == pytest.approx(30, abs=5)
    assert work.video_left_s is not None
    assert work.video_left_s > work.left_s
    assert work.text.startswith("clips: 50 %, 3 of 6 scenes, 3")
    assert " s so far, about " in work.text
    assert job.progress == work or (job.progress and job.progress.percent == 50)
    store.leases.released("run")
    assert video_progress(store, store.orders.open_orders(), themes)[KEY].work is None


def test_what_a_dead_run_has_noted_is_not_told_of_the_next(line: Line) -> None:
    store, themes = line.workplace.store, line.workplace.themes()[0]
    line.order(KEY)
    at_work(store, "dead", 3, 6)
    store.leases.lost("dead")
    store.leases.announce("next", KEY)
    with store.leases.held("next", KEY, 0):
        assert video_progress(store, store.orders.open_orders(), themes)[KEY].work is None


def test_fault_55_the_queue_says_whose_turn_it_is_and_a_decision_is_next(line: Line) -> None:
    line.order(KEY)
    line.settle()
    keys = [f"2026-11-{day}_gadgets" for day in range(10, 22)]
    line.order(*keys)
    before = queue(line)
    assert sorted(one.position for one in before.values()) == list(range(1, 13))
    apply(line.workplace.store, KEY, RejectRequest(stage=Stage.CLIPS, reason="dull"), who="ann")
    after = queue(line)
    assert after[KEY].position == 1
    assert {key: after[key].position for key in keys} == {key: before[key].position + 1 for key in keys}
    assert after[KEY].starts_in_s is not None
    starts = [one.starts_in_s for one in sorted(after.values(), key=lambda one: one.position)]
    assert starts == sorted(start for start in starts if start is not None)


def test_fault_56_where_nobody_is_at_work_no_time_is_promised(line: Line) -> None:
    line.order(KEY)
    assert queue(line)[KEY].text == "1st in the queue"
    line.workplace.store.life_signs.give(SENSOR)
    assert queue(line)[KEY].text == "1st in the queue, begins in a few seconds"


@pytest.mark.parametrize(
    ("position", "starts_in_s", "text"),
    [
        (3, 240, "3rd in the queue, begins in about 4 min"),
        (2, 44, "2nd in the queue, begins in about 40 s"),
        (11, 3, "11th in the queue, begins in a few seconds"),
        (101, 7300, "101st in the queue, begins in about 2 h"),
        (4, None, "4th in the queue"),
    ],
)
def test_places_are_told_in_words(position: int, starts_in_s: float | None, text: str) -> None:
    assert queue_text(position, starts_in_s) == text


def test_what_takes_longer_than_usual_is_told_so() -> None:
    text = Progress(stage=Stage.COMPOSED_VIDEO, percent=95, left_s=None).text
    assert text == "composed video: 95 %, 0 s so far, longer than usual"
    assert Progress().basis == "no past runs yet"
    assert Progress(runs=1).basis == "1 past run"
    assert duration_text(89 * 60) == "about 89 min"


def test_a_launched_run_is_told_as_one_that_waits_until_a_worker_has_announced_it(line: Line) -> None:
    """From one function on every front; what is launched is not overtaken by what waits here."""
    other, store = "2026-11-22_gadgets", line.workplace.store
    line.order(other, KEY)
    line.tick()
    job = line.definitions.resolve_job_def("make_video")
    tags = {"dagster/partition": KEY}
    run = line.instance.create_run_for_job(job, tags=tags, status=dg.DagsterRunStatus.STARTING)
    line.tick()
    [launched] = store.launched_runs.of_videos([KEY]).values()
    themes = line.workplace.themes()[0]
    by_key = {str(one.order.key): one for one in jobs(store, themes, store.orders.open_orders(), queue(line))}
    progress, behind = by_key[KEY].progress, by_key[other].progress
    assert progress and behind
    assert progress.text == launched.text == video_status(store, KEY, themes).progress.text  # type: ignore[union-attr]
    assert progress.text.startswith("waits for a worker since 20")
    assert (progress.position, progress.starts_in_s, behind.position) == (1, None, 2)
    store.leases.announce(run.run_id, KEY)
    assert store.launched_runs.of_videos([KEY]) == {}
    assert video_progress(store, store.orders.open_orders(), themes)[KEY].launched is None


def test_a_launched_run_that_has_ended_otherwise_is_forgotten_with_the_next_look(line: Line) -> None:
    store = line.workplace.store
    line.order(KEY)
    line.tick()
    job = line.definitions.resolve_job_def("make_video")
    tags = {"dagster/partition": KEY}
    run = line.instance.create_run_for_job(job, tags=tags, status=dg.DagsterRunStatus.STARTING)
    note_launched_runs(line.instance, store)
    assert store.launched_runs.of_videos([KEY])
    line.instance.report_run_canceled(run)
    note_launched_runs(line.instance, store)
    assert store.launched_runs.of_videos([KEY]) == {}
