"""YouTube: what is asked is documented and counted, every refusal is understood, and the key is never shown."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from contracts.looking import NOW, Desk, look
from contracts.openapi import contract
from fakes import youtube as fake
from fakes.server import Answer, Asked, Server, serving

from vidpipe_assets.model.errors import (
    BadMedia,
    BlockedError,
    MalformedAnswer,
    PermanentError,
    TransientError,
    VidpipeError,
)
from vidpipe_assets.providers.trends.youtube import YouTube
from vidpipe_assets.providers.trends.youtube_api import seconds_of

CANARY = "canary/youtube+key=="


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("YOUTUBE_API_KEY", CANARY)
    with serving(fake.answer, contract("youtube")) as found:
        monkeypatch.setenv(fake.VARIABLE, found.url)
        yield found


def test_a_video_is_a_trend_with_its_counters(server: Server, tmp_path: Path) -> None:
    trend = look(YouTube(), tmp_path, regions=["GB"]).trends[0]
    assert (trend.id, trend.url) == ("youtube:chart-1", "https://www.youtube.com/watch?v=chart-1")
    assert (trend.title, trend.creator) == ("Telescope & mirror, part 1 #space", "Sky Channel")
    assert (trend.hashtags, trend.seconds) == (("space", "Mirror", "telescope"), 90)
    assert (trend.language, trend.region) == ("en-GB", "GB")
    assert trend.thumbnail == "https://i.ytimg.com/vi/chart-1/hqdefault.jpg"
    assert trend.published_at == dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
    (seen,) = trend.observations
    assert (seen.observed_at, seen.views, seen.likes, seen.comments) == (NOW, 1000, 77, 5)


def test_a_chart_is_read_in_pages_to_the_bound(server: Server, tmp_path: Path) -> None:
    assert len(look(YouTube(), tmp_path, most=50).trends) == 50
    assert [one.query.get("pageToken") for one in server.asked] == [None]
    server.asked.clear()
    assert len(look(YouTube(), tmp_path, most=200).trends) == 60
    assert [one.query.get("pageToken") for one in server.asked] == [None, "page-2"]


def test_fault_12_a_chart_that_repeats_its_page_token_is_read_once_round(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Answer({"items": [fake.video("chart-1")], "nextPageToken": "again"})
    server.answer_next(page, page, page, page)
    assert [one.external_id for one in look(YouTube(), tmp_path, most=200).trends] == ["chart-1"]
    assert len(server.asked) == 2


def test_what_searches_find_is_counted_in_one_request_without_what_is_known(server: Server, tmp_path: Path) -> None:
    desk = Desk()
    found = look(YouTube(), tmp_path, desk, queries=["nobody has this", "nor this"], hashtags=["moon"], most=200)
    asked = [(one.path.rpartition("/")[2], one.query) for one in server.asked]
    searches = [query for what, query in asked if what == "search"]
    assert [query["q"] for query in searches] == ["nobody has this", "nor this", "#moon"]
    assert {query["publishedAfter"] for query in searches} == {"2026-11-18T08:00:00Z"}
    assert {query["videoDuration"] for query in searches} == {"short"}
    assert [query["id"] for _, query in asked if "id" in query] == ["found-1,found-2"]
    assert [one.external_id for one in found.trends] == ["chart-58", "chart-60", "found-1", "found-2"]
    hidden = found.trends[-1]
    assert (hidden.observations[0].views, hidden.seconds) == (None, None)


def test_chosen_categories_are_kept_whole_and_others_are_picked_from(server: Server, tmp_path: Path) -> None:
    assert len(look(YouTube(), tmp_path, categories=["28"]).trends) == 50
    assert server.asked[0].query["videoCategoryId"] == "28"
    assert len(look(YouTube(), tmp_path, queries=["mirror telescope"], most=200).trends) == 62
    assert len(look(YouTube(), tmp_path, queries=["cooking"], most=200).trends) == 3


def test_each_call_is_counted_in_its_own_bucket(server: Server, tmp_path: Path) -> None:
    desk = Desk()
    look(YouTube(), tmp_path, desk, queries=["moon"], most=200)
    counted = [(one.operation, one.account.name, dict(one.units)) for one in desk.questions if one.account]
    assert counted == [
        ("chart", "youtube", {"units": 4}),
        ("search", "youtube:search", {}),
        ("videos", "youtube", {}),
    ]
    quotas = {one.account.name: one.account.quotas[0] for one in desk.questions if one.account}
    assert (quotas["youtube"].units, quotas["youtube:search"].units) == (10_000, 100)
    assert {quota.time_zone for quota in quotas.values()} == {"America/Los_Angeles"}


def test_more_searches_than_a_theme_may_make_are_noted(server: Server, tmp_path: Path) -> None:
    found = look(YouTube(), tmp_path, queries=[f"query {number}" for number in range(6)], regions=["US", "GB"])
    assert len([one for one in server.asked if one.path.endswith("/search")]) == 10
    assert found.not_heard == ("only 10 of 12 searches were asked for, to leave some of the day's quota to others",)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (fake.refusal(403, "quotaExceeded", "The request cannot be completed"), BlockedError),
        (fake.refusal(403, "dailyLimitExceeded", domain="usageLimits"), BlockedError),
        (fake.refusal(403, "rateLimitExceeded", domain="usageLimits"), TransientError),
        (fake.refusal(429, "rateLimitExceeded", domain="global"), TransientError),
        (fake.refusal(403, "accessNotConfigured", domain="usageLimits"), PermanentError),
        (fake.refusal(400, "keyInvalid", domain="usageLimits"), PermanentError),
        (fake.refusal(404, "videoChartNotFound", domain="youtube.video"), PermanentError),
        (fake.refusal(500, "backendError", domain="global"), TransientError),
        (Answer("<html>nginx</html>", 503, {"Content-Type": "text/html"}), TransientError),
        (Answer("<html>captcha", headers={"Content-Type": "text/html"}), BadMedia),
        (Answer({"items": [{"kind": "new"}]}), MalformedAnswer),
        (Answer({"items": "none"}), MalformedAnswer),
        (Answer('{"items": ['), MalformedAnswer),
    ],
)
def test_fault_28_a_refusal_is_what_youtube_says_it_is_and_shows_no_key(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: Answer, error: type[VidpipeError]
) -> None:
    monkeypatch.setenv("YOUTUBE_API_KEY", CANARY)
    with serving(fake.answer) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        server.answer_next(answer)
        with pytest.raises(error) as caught:
            look(YouTube(), tmp_path)
        assert server.asked[0].query["key"] == CANARY
    assert caught.type is error
    assert CANARY not in _all_of(caught.value)


def _all_of(error: BaseException | None) -> str:
    """All that an error, and what led to it, says."""
    return f"{error!r} {vars(error)} {_all_of(error.__cause__ or error.__context__)}" if error else ""


def test_fault_2_a_used_up_quota_blocks_until_midnight_in_los_angeles(server: Server, tmp_path: Path) -> None:
    server.answer_next(fake.refusal(403, "quotaExceeded", f"key {CANARY} has no quota"))
    with pytest.raises(BlockedError) as caught:
        look(YouTube(), tmp_path)
    retry_at = caught.value.retry_at
    assert retry_at is not None
    assert retry_at.time() in {dt.time(7), dt.time(8)}  # summer and winter
    assert CANARY not in str(caught.value)


def test_fault_2_searches_that_are_used_up_leave_the_chart(server: Server, tmp_path: Path) -> None:
    chart = fake.answer(Asked("GET", "/youtube/v3/videos", {"chart": "mostPopular"}, {}))
    server.answer_next(chart, fake.refusal(403, "quotaExceeded"))
    found = look(YouTube(), tmp_path, queries=["telescope"])
    assert len(found.trends) == 50
    assert found.not_heard[0].startswith("search telescope US")


def test_without_a_key_it_is_blocked_until_there_is_one(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("YOUTUBE_API_KEY")
    with pytest.raises(BlockedError) as caught:
        look(YouTube(), tmp_path)
    assert caught.value.facts == {"waits_for": "key:YOUTUBE_API_KEY"}
    assert "console.cloud.google.com" in caught.value.remedy
    assert server.asked == []


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [("PT59S", 59), ("PT1H2M3S", 3723), ("P1DT1S", 86_401), ("P1W", 604_800), ("PT4M", 240), ("PT1.5S", 1)],
)
def test_lengths_are_read(duration: str, seconds: float) -> None:
    assert seconds_of(duration) == seconds


@pytest.mark.parametrize("duration", ["P0D", "PT0S", "", "90", "PT", "-PT5S", "PT" + "9" * 50 + "S"])
def test_a_length_that_is_none_is_unknown(duration: str) -> None:
    assert seconds_of(duration) is None


def test_the_probe_asks_for_one_video_of_a_chart(server: Server) -> None:
    assert "the key is good" in YouTube().probe()
    [asked] = server.asked
    assert (asked.path.rpartition("/")[2], asked.query["maxResults"]) == ("videos", "1")
