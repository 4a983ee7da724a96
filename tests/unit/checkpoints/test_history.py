"""The event log is read as it comes: each event once, by any number of readers, and what a person wiped is noticed."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from fake_line import Line, new_line

from vidpipe_assets.assets.checks import blocking_checks
from vidpipe_assets.checkpoints.history import History
from vidpipe_assets.model.stages import Stage

KEY = "2026-11-23_gadgets"


@pytest.fixture
def line(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    kind = getattr(request, "param", "sqlite")
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path, request.getfixturevalue("new_postgres") if kind == "postgresql" else "") as made:
        made.instance.add_dynamic_partitions("videos", [KEY])
        yield made


BOTH = pytest.mark.parametrize("line", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True)


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
    assert line.workplace.store.facts.made_ids("trends") == {KEY: made.storage_id}
    assert len(list(line.workplace.store.facts.of_videos([KEY]))) == 1


def test_a_materialization_that_vidpipe_did_not_write_is_none(line: Line) -> None:
    history = reader(line)
    line.instance.report_runless_asset_event(dg.AssetMaterialization("trends", partition=KEY))
    line.instance.report_runless_asset_event(dg.AssetMaterialization("trends", partition="../../etc"))
    line.instance.report_runless_asset_event(dg.AssetMaterialization("something_else", partition=KEY))
    history.catch_up(line.instance)
    assert history.records(KEY) == {}


@BOTH
def test_what_a_person_wiped_is_missing_again(line: Line) -> None:
    history = reader(line)
    line.run(KEY, "trends", "analysis")
    history.catch_up(line.instance)
    line.instance.wipe_assets([dg.AssetKey("trends")])
    for _ in range(15 * len(Stage)):  # one stage is compared every fifteenth look
        history.catch_up(line.instance)
    assert set(history.records(KEY)) == {Stage.ANALYSIS}
    assert set(reader(line).records(KEY)) == {Stage.ANALYSIS}


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
