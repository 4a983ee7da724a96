"""Google Trends: a feed that nobody promises. What is there is read, what is missing is left out."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from contracts.looking import look
from fakes import feeds as fake
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import BadMedia, PermanentError, TransientError, VidpipeError
from vidpipe_assets.providers.trends.google_trends import GoogleTrends


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(fake.answer) as found:
        monkeypatch.setenv("VIDPIPE_GOOGLE_TRENDS_URL", found.url)
        yield found


def test_a_search_is_a_trend_with_the_news_as_facts(server: Server, tmp_path: Path) -> None:
    found = look(GoogleTrends(), tmp_path, regions=["GB"]).trends
    assert [(one.title, one.observations[0].views) for one in found] == [
        ("saturn probe", 20_000),
        ("cup final", 2_000_000),
        ("nobody counts", None),
    ]
    first = found[0]
    assert (first.subject, first.region, first.thumbnail) == ("saturn probe", "GB", "https://img.example.com/p.jpg")
    assert first.published_at == dt.datetime(2026, 11, 25, 11, 10, tzinfo=dt.UTC)
    assert [(fact.statement, fact.source.name) for fact in first.facts] == [
        ("Probe lands on Saturn's moon Titan.", "Space & Sky News"),
        ("Five things to know about Titan.", "Other News"),
    ]
    assert found[2].facts == ()
    assert [(one.path, one.query) for one in server.asked] == [("/trending/rss", {"geo": "GB"})]


def test_a_theme_gets_what_its_queries_name_also_in_the_news(server: Server, tmp_path: Path) -> None:
    found = look(GoogleTrends(), tmp_path, queries=["titan moon"])
    assert [one.title for one in found.trends] == ["saturn probe"]


def test_each_region_is_asked_for_itself_and_one_that_fails_is_noted(server: Server, tmp_path: Path) -> None:
    server.answer_next(Answer("busy", 503))
    found = look(GoogleTrends(), tmp_path, regions=["US", "DE"])
    assert {one.region for one in found.trends} == {"DE"}
    assert found.not_heard[0].startswith("rss US: ")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer("slow down", 429, {"Retry-After": "7"}), TransientError),
        (Answer("<!doctype html><title>Before you continue", headers={"Content-Type": "text/html"}), BadMedia),
        (Answer("", 302, {"Location": "https://consent.example.com/"}), PermanentError),
        (Answer("{}"), BadMedia),
    ],
)
def test_what_is_no_feed_is_an_error(server: Server, tmp_path: Path, answer: Answer, error: type[VidpipeError]) -> None:
    server.answer_next(answer)
    with pytest.raises(error):
        look(GoogleTrends(), tmp_path)


@pytest.mark.parametrize(("text", "searches"), [("1.5M+", 1_500_000), ("500K+", 500_000), ("1.000+", 1000), ("", None)])
def test_traffic_is_read_however_it_is_written(server: Server, tmp_path: Path, text: str, searches: int | None) -> None:
    feed = fake.TRENDS.replace("20,000+", text)
    server.answer_next(Answer(feed))
    assert look(GoogleTrends(), tmp_path).trends[0].observations[0].views == searches


def test_a_probe_counts_what_one_feed_holds(server: Server) -> None:
    told = GoogleTrends().probe()
    assert re.fullmatch(r"[1-9]\d* searches in the US", told)
    assert len(server.asked) == 1
