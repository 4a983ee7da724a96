"""The event log is read as it comes: each event once, by any number of readers, and what a person wiped is noticed."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from fake_line import BOTH, Line, line_of_kind

from vidpipe_assets.model.checks import blocking_checks
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.orchestration.event_log import EventLog, LogEventType
from vidpipe_assets.orchestration.history import History

KEY = "2026-11-23_gadgets"


@pytest.fixture
def line(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    with line_of_kind(tmp_path, request) as made:
        made.instance.add_dynamic_partitions("videos", [KEY])
        yield made


def reader(line: Line) -> History:
    history = History(line.workplace.store.facts, blocking_checks)
    history.follow([KEY])
    return history


def test_what_is_new_is_read_once(line: Line) -> None:
    history = reader(line)
    line.run(KEY, "trends")
    assert history.catch_up(line.instance) == {KEY}
    assert history.catch_up(line.instance) == set()
    assert set(history.records(KEY)) == {Stage.TRENDS}


@BOTH
def test_another_process_knows_what_this_one_has_read_and_both_go_on(line: Line) -> None:
    first = reader(line)
    line.run(KEY, "trends")
    first.catch_up(line.instance)
    second = reader(line)
    assert set(second.records(KEY)) == {Stage.TRENDS}
    line.run(KEY, "analysis")
    assert second.catch_up(line.instance) == {KEY}
    assert first.catch_up(line.instance) == {KEY}
    assert first.records(KEY) == second.records(KEY)


@BOTH
def test_the_latest_materialization_counts_and_older_ones_are_forgotten(line: Line) -> None:
    history = reader(line)
    for _ in range(3):
        line.run(KEY, "trends")
    history.catch_up(line.instance)
    made = history.records(KEY)[Stage.TRENDS].made
    assert made is not None
    assert line.workplace.store.facts.made_ids("trends").keys() == {KEY}
    assert line.workplace.store.facts.made_ids("trends")[KEY][1] == made.storage_id
    assert len(list(line.workplace.store.facts.of_videos([KEY]))) == 1


def test_a_materialization_that_vidpipe_did_not_write_is_none(line: Line) -> None:
    history = reader(line)
    line.instance.report_runless_asset_event(dg.AssetMaterialization("trends", partition=KEY))
    line.instance.report_runless_asset_event(dg.AssetMaterialization("trends", partition="../../etc"))
    line.instance.report_runless_asset_event(dg.AssetMaterialization("something_else", partition=KEY))
    history.catch_up(line.instance)
    assert history.records(KEY) == {}


@BOTH
def test_what_a_person_wiped_is_missing_at_the_next_look_of_everybody(line: Line) -> None:
    history, onlooker = reader(line), History(line.workplace.store.facts, blocking_checks)
    line.run(KEY, "trends", "analysis", "scripts")
    assert history.catch_up(line.instance) == {KEY}
    assert history.catch_up(line.instance) == set()
    line.instance.wipe_assets([dg.AssetKey("trends"), dg.AssetKey("scripts")])
    onlooker.look_on(line.instance)
    assert set(reader(line).records(KEY)) == {Stage.ANALYSIS}
    assert history.catch_up(line.instance) == {KEY}
    assert set(history.records(KEY)) == {Stage.ANALYSIS}
    onlooker.look_on(line.instance)
    fresh = reader(line)
    for _ in range(20):  # what is read again now and then brings nothing back
        history.catch_up(line.instance)
        fresh.catch_up(line.instance)
    assert set(history.records(KEY)) == set(fresh.records(KEY)) == {Stage.ANALYSIS}


@BOTH
def test_what_was_made_again_after_a_wipe_counts(line: Line) -> None:
    history = reader(line)
    line.run(KEY, "trends")
    history.catch_up(line.instance)
    line.instance.wipe_assets([dg.AssetKey("trends")])
    line.run(KEY, "trends")
    assert history.catch_up(line.instance) == {KEY}
    assert set(history.records(KEY)) == set(reader(line).records(KEY)) == {Stage.TRENDS}


def test_facts_of_another_event_log_are_forgotten(line: Line, tmp_path: Path) -> None:
    line.run(KEY, "trends")
    reader(line).catch_up(line.instance)
    with dg.DagsterInstance.ephemeral() as other:
        history = reader(line)
        history.catch_up(other)
        assert history.records(KEY) == {}
        assert list(line.workplace.store.facts.of_videos([KEY])) == []


@BOTH
def test_whoever_only_looks_on_keeps_what_is_new_for_those_who_plan(line: Line) -> None:
    onlooker = History(line.workplace.store.facts, blocking_checks)
    line.run(KEY, "trends")
    onlooker.look_on(line.instance)
    assert set(reader(line).records(KEY)) == {Stage.TRENDS}
    planner = reader(line)
    line.run(KEY, "analysis")
    planner.catch_up(line.instance)
    marks = line.workplace.store.facts.marks()
    onlooker.look_on(line.instance)
    assert line.workplace.store.facts.marks() == marks
    assert set(reader(line).records(KEY)) == {Stage.TRENDS, Stage.ANALYSIS}


def test_whoever_only_looks_on_leaves_the_facts_of_another_log_alone(line: Line, tmp_path: Path) -> None:
    line.run(KEY, "trends")
    reader(line).catch_up(line.instance)
    (tmp_path / "other").mkdir()
    other = dg.DagsterInstance.ephemeral(tempdir=str(tmp_path / "other"))
    History(line.workplace.store.facts, blocking_checks).look_on(other)
    assert set(reader(line).records(KEY)) == {Stage.TRENDS}


@BOTH
def test_a_run_that_was_killed_is_known_to_those_who_plan_whoever_read_it_first(line: Line) -> None:
    planner, onlooker = reader(line), History(line.workplace.store.facts, blocking_checks)
    planner.catch_up(line.instance)
    onlooker.look_on(line.instance)
    job = line.definitions.resolve_job_def("make_video")
    run = line.instance.create_run_for_job(job, tags={"dagster/partition": KEY}, status=dg.DagsterRunStatus.STARTED)
    line.instance.report_run_failed(run, "the worker is gone")
    onlooker.look_on(line.instance)
    assert planner.catch_up(line.instance) == {KEY}
    assert planner.records(KEY) == reader(line).records(KEY)
    assert planner.records(KEY)[Stage.TRENDS].ended


def test_what_is_kept_by_another_between_facts_and_marks_is_not_missed(line: Line) -> None:
    onlooker = History(line.workplace.store.facts, blocking_checks)
    onlooker.look_on(line.instance)
    planner = reader(line)
    line.run(KEY, "trends")
    for number in range(110):  # more than are read again
        line.instance.report_runless_asset_event(dg.AssetMaterialization(f"something_{number}"))
    line.run(KEY, "analysis")
    onlooker.look_on(line.instance)
    planner.catch_up(line.instance)
    assert set(planner.records(KEY)) == {Stage.TRENDS, Stage.ANALYSIS}


def test_what_another_keeps_while_this_one_compares_stays(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    planner, onlooker = reader(line), History(line.workplace.store.facts, blocking_checks)
    line.run(KEY, "trends")
    latest_ids = EventLog.latest_ids

    def meanwhile(log: EventLog, stage: Stage) -> dict[str, int]:
        found = latest_ids(log, stage)
        line.run(KEY, "trends")
        onlooker.look_on(line.instance)
        return found

    monkeypatch.setattr(EventLog, "latest_ids", meanwhile)
    planner.catch_up(line.instance)
    made = reader(line).records(KEY)[Stage.TRENDS].made
    assert made
    assert made.storage_id == latest_ids(EventLog(line.instance), Stage.TRENDS)[KEY]


def test_whoever_looks_on_reads_again_what_may_have_been_committed_late(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    onlooker = History(line.workplace.store.facts, blocking_checks)
    line.run(KEY, "trends", "analysis")
    late = line.workplace.store.facts
    after = EventLog.after

    def without_first(log: EventLog, kind: LogEventType, mark: int) -> Iterator[dict[int, dg.EventLogEntry]]:
        for batch in after(log, kind, mark):
            yield {number: entry for number, entry in batch.items() if number != min(batch)}

    with monkeypatch.context() as before:
        before.setattr(EventLog, "after", without_first)
        onlooker.look_on(line.instance)
    assert late.made_ids("trends") == {}
    line.run(KEY, "scripts")
    onlooker.look_on(line.instance)
    assert set(late.made_ids("trends")) == {KEY}
