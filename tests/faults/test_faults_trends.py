"""The stage `trends` with sources that are asked and paid: one that fails, none that is left, an hour's answer."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from fake_line import FAKES, Line, new_line
from faults.bookkeeping import booked, perhaps_spent
from faults.fake_ports import KEY
from faults.fake_provider import LOOK_UP_PRICE, FakeProvider

from vidpipe_assets.defs.assets.trends import trends
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import TrendSnapshot
from vidpipe_assets.orchestration.checkpoints import PAID, latest_checkpoint
from vidpipe_assets.orchestration.failures import FailureRecord, latest_failure
from vidpipe_assets.planning.stage_records import ErrorBranch

pytestmark = pytest.mark.slow

VIDEO, OTHER = "2026-11-23_gadgets", "2026-11-23_space"
TEN_PAST = dt.datetime(2026, 11, 23, 12, 10, tzinfo=dt.UTC)
BOTH = "collect: {queries: [game boy]}\nproviders: {trends: [fake_trends, fake_news]}\n"
BUSY = [{"status": 503}] * 3
"""All attempts that the sources make."""

PAGE = "<!DOCTYPE html><p>Sign in</p>"


@pytest.fixture
def line(plugged: FakeProvider, tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        made.assets = [trends, *FAKES[1:]]
        made.workplace.clock = TEN_PAST
        for theme in ("gadgets", "space"):
            made.theme(theme, BOTH)
        yield made


def run(line: Line, video: str = VIDEO) -> dg.ExecuteInProcessResult:
    line.instance.add_dynamic_partitions("videos", [video])
    return line.run(video, "trends")


def snapshot(line: Line, video: str = VIDEO) -> TrendSnapshot:
    found = latest_checkpoint(line.instance, Stage.TRENDS, video)
    assert found is not None
    return line.workplace.store.documents.load(video, Stage.TRENDS, found.data_version, TrendSnapshot)


def shown(line: Line, name: str, video: str = VIDEO) -> str:
    found = latest_checkpoint(line.instance, Stage.TRENDS, video)
    assert found is not None
    return str(found.metadata[name].value)


def failure(line: Line) -> FailureRecord:
    found = latest_failure(line.instance, Stage.TRENDS, VIDEO)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("fault", "why", "asked"),
    [
        pytest.param(BUSY, "fake_trends: fake answered 503", 3, id="busy"),
        pytest.param([{"status": 402, "body": "pay"}], "fake_trends: fake answered 402: pay", 1, id="no credit"),
        pytest.param([{"status": 401}], "fake_trends: fake answered 401", 1, id="key refused"),
        pytest.param([{"status": 200, "body": PAGE}], "fake_trends: fake answered with a web page", 1, id="a page"),
    ],
)
def test_fault_2_a_source_that_fails_is_recorded_and_the_others_go_on(
    line: Line, plugged: FakeProvider, fault: list[dict[str, Any]], why: str, asked: int
) -> None:
    plugged.script(POST_trends=fault)
    assert run(line).success
    made = snapshot(line)
    assert made.sources == ("fake_news",)
    [told] = made.not_heard
    assert told.startswith(why)
    assert shown(line, "not heard") == told
    assert [trend.id for trend in made.trends] == ["news:game-boy"]
    assert sorted(plugged.seen) == ["POST /news", *["POST /trends"] * asked]
    assert booked(line.workplace.store) == plugged.bill == LOOK_UP_PRICE
    assert shown(line, PAID) == "0.01 USD (fake_news 0.01 USD)"


def test_fault_3_a_source_that_was_busy_for_one_video_is_asked_again_for_the_next(
    line: Line, plugged: FakeProvider
) -> None:
    plugged.script(POST_trends=BUSY)
    assert run(line).success
    assert run(line, OTHER).success
    assert snapshot(line, OTHER).sources == ("fake_trends", "fake_news")
    assert snapshot(line, OTHER).not_heard == ()
    assert booked(line.workplace.store) == plugged.bill == 2 * LOOK_UP_PRICE


def test_fault_3_no_source_at_all_is_a_failure_that_keeps_nothing_and_passes_by_itself(
    line: Line, plugged: FakeProvider
) -> None:
    plugged.script(POST_trends=BUSY, POST_news=BUSY)
    line.order(VIDEO)
    line.launch(line.tick())
    told = failure(line)
    assert (told.branch, told.attempt) == (ErrorBranch.TRANSIENT, 1)
    assert told.message.startswith("fake answered 503")
    assert latest_checkpoint(line.instance, Stage.TRENDS, VIDEO) is None
    assert line.workplace.take() == []  # nothing was made of nothing
    assert booked(line.workplace.store) == plugged.bill == 0
    line.workplace.clock = TEN_PAST + dt.timedelta(minutes=10)
    line.settle()
    assert snapshot(line).sources == ("fake_trends", "fake_news")
    assert booked(line.workplace.store) == plugged.bill == 2 * LOOK_UP_PRICE


@pytest.mark.parametrize("hopeless", [{"status": 401}, {"status": 402, "body": "pay"}])
def test_fault_3_as_long_as_one_source_may_come_back_it_is_waited_for(
    line: Line, plugged: FakeProvider, hopeless: dict[str, Any]
) -> None:
    plugged.script(POST_trends=[hopeless], POST_news=BUSY)
    [failed] = run(line).get_step_failure_events()
    told = failed.step_failure_data.user_failure_data
    assert told is not None
    assert str(told.description).startswith("fake answered 503")
    assert str(told.metadata["fake_trends"].value).startswith(f"fake answered {hopeless['status']}")
    assert failure(line).branch is ErrorBranch.TRANSIENT


def test_fault_13_a_key_that_is_missing_is_waited_for_by_its_name_and_nobody_is_asked(
    line: Line, plugged: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY)
    assert not run(line).success
    told = failure(line)
    assert (told.branch, told.waits_for) == (ErrorBranch.BLOCKED, f"key:{KEY}")
    assert plugged.seen == []


def test_fault_36_a_source_that_would_exceed_the_budget_is_not_asked(line: Line, plugged: FakeProvider) -> None:
    line.theme("gadgets", f"{BOTH}budget: {{video: 0.015}}\n")
    assert run(line).success
    made = snapshot(line)
    [told] = made.not_heard  # whichever came second
    [asked] = made.sources
    refused, _, why = told.partition(": ")
    assert {asked, refused} == {"fake_trends", "fake_news"}
    assert why.startswith("the budget of 0.015 USD for the video")
    assert plugged.seen == [{"fake_trends": "POST /trends", "fake_news": "POST /news"}[asked]]
    assert booked(line.workplace.store) == plugged.bill == LOOK_UP_PRICE


def test_fault_6_an_answer_that_got_lost_is_asked_for_once_more_and_booked_as_doubt(
    line: Line, plugged: FakeProvider
) -> None:
    plugged.script(POST_trends=[{"do": True, "cut": 0}])
    assert run(line).success
    assert snapshot(line).sources == ("fake_trends", "fake_news")
    assert booked(line.workplace.store) == plugged.bill == 3 * LOOK_UP_PRICE
    assert perhaps_spent(line.workplace.store) == LOOK_UP_PRICE


def test_themes_that_look_for_the_same_within_an_hour_share_one_answer(line: Line, plugged: FakeProvider) -> None:
    line.theme("space", BOTH.replace("[game boy]", "[game boy, mars]"))
    assert run(line).success
    line.workplace.clock = TEN_PAST + dt.timedelta(minutes=49)
    assert run(line, OTHER).success
    seen = {trend.id: trend for trend in snapshot(line, OTHER).trends}
    assert sorted(plugged.seen) == ["POST /news"] * 2 + ["POST /trends"] * 2  # the second time for Mars
    assert [seen[trend.id] for trend in snapshot(line).trends] == list(snapshot(line).trends)
    assert booked(line.workplace.store) == plugged.bill == 4 * LOOK_UP_PRICE
    assert shown(line, PAID, OTHER) == "0.02 USD (fake_news 0.01 USD, fake_trends 0.01 USD)"


def test_in_the_next_hour_sources_are_asked_anew_and_what_was_seen_before_is_kept(
    line: Line, plugged: FakeProvider
) -> None:
    assert run(line).success
    line.workplace.clock = TEN_PAST + dt.timedelta(minutes=50)
    assert run(line, OTHER).success
    for trend in snapshot(line, OTHER).trends:
        assert [seen.views for seen in trend.observations] == [1000, 2000]
    assert booked(line.workplace.store) == plugged.bill == 4 * LOOK_UP_PRICE == Decimal("0.04")


def test_a_theme_whose_answers_are_all_there_pays_nothing_and_says_so(line: Line, plugged: FakeProvider) -> None:
    assert run(line).success
    assert run(line, OTHER).success
    assert snapshot(line, OTHER).trends == snapshot(line).trends
    assert shown(line, PAID, OTHER) == "0 USD, from the ledger"
    assert booked(line.workplace.store) == plugged.bill == 2 * LOOK_UP_PRICE
