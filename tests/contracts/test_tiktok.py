"""TikTok by Apify: one capped run, followed to its end, found again when it was lost, and paid as Apify says."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from contracts.looking import NOW, Desk, look
from contracts.openapi import contract
from fakes import apify as fake
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import (
    BadInput,
    BlockedError,
    PermanentError,
    TransientError,
    UnknownOutcome,
    VidpipeError,
)
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.providers.request import Done, FindsJobs, JobFailed, Pending
from vidpipe_assets.providers.trends import TrendRequest
from vidpipe_assets.providers.trends.apify import ActorRun
from vidpipe_assets.providers.trends.tiktok import TikTok

CANARY = "canary/apify+token=="
THEME: dict[str, Any] = {"hashtags": ["space"], "queries": ["big telescope"]}


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APIFY_TOKEN", CANARY)
    monkeypatch.delenv("VIDPIPE_TIKTOK_ACTOR", raising=False)


@pytest.fixture
def apify() -> fake.Apify:
    return fake.Apify()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, apify: fake.Apify) -> Iterator[Server]:
    with serving(apify.answer, contract("apify")) as found:
        monkeypatch.setenv(fake.VARIABLE, found.url)
        yield found


def job(most: int = 50, **given: Any) -> ActorRun:
    told = {"hashtags": ["space"], "searchQueries": [], "resultsPerPage": most, **given}
    return ActorRun("tiktok", CANARY, "clockworks~tiktok-scraper", told, most, Money.of("0.30"), NOW)


def test_a_video_is_a_trend_with_all_its_counters(server: Server, tmp_path: Path) -> None:
    found = look(TikTok(), tmp_path, **THEME).trends
    assert len(found) == 50
    trend = found[0]
    assert (trend.platform, trend.external_id) == ("tiktok", "7400000000000001")
    assert trend.title == "A telescope, take 1 #space now"
    assert trend.url == "https://www.tiktok.com/@sky.fan/video/7400000000000001"
    assert (trend.creator, trend.sound) == ("sky.fan", "original sound - sky.fan")
    assert (trend.hashtags, trend.seconds) == (("space", "moon"), 21)
    assert trend.published_at == dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC)
    (seen,) = trend.observations
    assert (seen.observed_at, seen.views, seen.likes, seen.comments, seen.shares) == (NOW, 1001, 100, 1, 10)


def test_one_run_is_capped_by_what_is_reserved_for_it(server: Server, tmp_path: Path) -> None:
    desk = Desk()
    look(TikTok(), tmp_path, desk, **THEME)
    start = server.asked[0]
    assert start.json == {
        "hashtags": ["space"],
        "searchQueries": ["big telescope"],
        "resultsPerPage": 25,
        "shouldDownloadVideos": False,
        "shouldDownloadCovers": False,
    }
    assert (
        desk.questions[0].estimate
        == TikTok().price(TrendRequest("theme", Collect.model_validate(THEME), NOW))
        == Money.of("0.26")
    )
    assert float(start.query["maxTotalChargeUsd"]) == 0.26
    assert (start.query["maxItems"], start.headers["authorization"]) == ("50", f"Bearer {CANARY}")


def test_a_run_is_followed_to_its_end_and_its_cost_is_apify_s(server: Server, apify: fake.Apify) -> None:
    run = job()
    name = run.submit()
    assert [type(run.poll(name)) for _ in range(2)] == [Pending, Pending]
    done = run.poll(name)
    assert isinstance(done, Done)
    assert done.cost == Money.of("0.2") == Money.of(apify.bill)
    assert len(run.fetch(done).content["found"]) == 50


@pytest.mark.parametrize("ends", ["FAILED", "TIMED-OUT", "ABORTED"])
def test_fault_10_a_run_that_ends_badly_is_over_and_its_cost_is_known(
    server: Server, apify: fake.Apify, ends: str
) -> None:
    apify.ends, apify.polls = ends, 0
    run = job()
    status = run.poll(run.submit())
    assert isinstance(status, JobFailed)
    assert ends in str(status.error)
    assert "console.apify.com/actors/runs/run0" in status.error.remedy
    assert status.cost == Money.of("0.2")


def test_fault_10_a_status_that_nobody_documents_ends_the_waiting(
    monkeypatch: pytest.MonkeyPatch, apify: fake.Apify
) -> None:
    apify.ends, apify.polls = "EVAPORATED", 0
    with serving(apify.answer) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        run = job()
        status = run.poll(run.submit())
    assert isinstance(status, JobFailed)
    assert "does not document" in str(status.error)


@pytest.mark.parametrize("usage", [None, "much", -1, True])
def test_a_cost_that_is_not_told_is_unknown(monkeypatch: pytest.MonkeyPatch, apify: fake.Apify, usage: Any) -> None:
    with serving(apify.answer) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        run = job()
        name = run.submit()
        server.answer_next(Answer({"data": {**apify.runs[0], "status": "SUCCEEDED", "usageTotalUsd": usage}}))
        done = run.poll(name)
    assert isinstance(done, Done)
    assert done.cost is None


def test_fault_12_a_dataset_is_read_in_pages_to_the_bound(server: Server, apify: fake.Apify) -> None:
    apify.polls = 0
    run = job(most=450)
    done = run.poll(run.submit())
    assert isinstance(done, Done)
    assert len(run.fetch(done).content["found"]) == 450
    pages = [(one.query["offset"], one.query["limit"]) for one in server.asked if one.path.startswith("/v2/datasets")]
    assert pages == [("0", "200"), ("200", "200"), ("400", "50")]


def test_fault_6_a_lost_run_is_found_by_what_it_was_given(server: Server) -> None:
    job(searchQueries=["another theme"]).submit()
    mine = job().submit()
    again = job().submit()
    run = job()
    assert isinstance(run, FindsJobs)
    assert run.find(NOW, ()) == mine
    assert run.find(NOW, {mine}) == again
    assert run.find(NOW, {mine, again}) is None


def test_a_run_is_aborted(server: Server, apify: fake.Apify) -> None:
    run = job()
    run.cancel(run.submit())
    assert apify.runs[0]["status"] == "ABORTED"


def test_what_was_not_found_stands_among_the_videos(server: Server, apify: fake.Apify, tmp_path: Path) -> None:
    apify.items = [{"error": "no such hashtag", "input": "x"}, fake.video(1, musicMeta=None, locationCreated=None)]
    assert [one.external_id for one in look(TikTok(), tmp_path, **THEME).trends] == ["7400000000000001"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (fake.refusal(400, "invalid-input", "Input is not valid"), PermanentError),
        (fake.refusal(401, "user-or-token-not-found", f"token {CANARY}"), PermanentError),
        (fake.refusal(402, "actor-memory-limit-exceeded"), TransientError),
        (fake.refusal(402, "not-enough-usage-to-run-paid-actor"), BlockedError),
        (fake.refusal(403, "actor-is-not-rented"), BlockedError),
        (fake.refusal(404, "record-or-token-not-found"), PermanentError),
        (fake.refusal(429, "rate-limit-exceeded"), TransientError),
        (fake.refusal(502, "internal-server-error"), TransientError),
        (Answer("<html>busy</html>", 503, {"Content-Type": "text/html"}), TransientError),
        (Answer({"data": {"id": "../x"}}, 201), UnknownOutcome),
    ],
)
def test_fault_28_a_refusal_is_what_apify_says_it_is_and_shows_no_key(
    monkeypatch: pytest.MonkeyPatch, apify: fake.Apify, tmp_path: Path, answer: Answer, error: type[VidpipeError]
) -> None:
    with serving(apify.answer) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        server.answer_next(answer)
        with pytest.raises(error) as caught:
            look(TikTok(), tmp_path, **THEME)
    assert caught.type is error
    assert CANARY not in f"{caught.value!r} {vars(caught.value)} {job()!r}"


def test_another_actor_needs_a_price_and_a_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VIDPIPE_TIKTOK_ACTOR", "somebody/other-scraper")
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    with pytest.raises(BlockedError, match="somebody~other-scraper"):
        TikTok().price(TrendRequest("theme", Collect.model_validate(THEME), NOW))
    monkeypatch.setenv("VIDPIPE_TIKTOK_ACTOR", "../users/me")
    with pytest.raises(BadInput, match="VIDPIPE_TIKTOK_ACTOR"):
        TikTok().price(TrendRequest("theme", Collect.model_validate(THEME), NOW))


def test_a_theme_that_says_nothing_to_look_for_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        look(TikTok(), tmp_path)


def test_a_probe_shows_that_the_key_is_good(server: Server) -> None:
    assert TikTok().probe() == "the key is good"
