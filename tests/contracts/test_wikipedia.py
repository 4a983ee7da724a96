"""Wikipedia: the last day that was counted, articles only, and a count that belongs to its day."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from contracts.looking import look
from contracts.openapi import contract
from fakes import wikipedia as fake
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import PermanentError, TransientError, VidpipeError
from vidpipe_assets.providers.trends.wikipedia import Wikipedia
from vidpipe_assets.writing.analysis.velocity import measure_velocity


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(fake.answer, contract("wikipedia")) as found:
        monkeypatch.setenv(fake.VARIABLE, found.url)
        monkeypatch.setenv("VIDPIPE_CONTACT", "me@example.com")
        yield found


def test_the_last_counted_day_is_found_and_only_articles_are_told(server: Server, tmp_path: Path) -> None:
    found = look(Wikipedia(), tmp_path, regions=["GB"]).trends
    assert [one.title for one in found] == ["Titan (moon)", "Mission: Impossible", "Größe/Maß?"]
    assert [one.path.rpartition("all-access/")[2] for one in server.asked] == ["2026/11/24", "2026/11/23"]
    titan, _, german = found
    assert (titan.subject, titan.region, titan.language) == ("Titan (moon)", "GB", "en")
    assert german.url == "https://de.wikipedia.org/wiki/Gr%C3%B6%C3%9Fe%2FMa%C3%9F%3F"
    (fact,) = titan.facts
    assert fact.statement == (
        "On November 23, the Wikipedia article Titan (moon) was opened about 812,300 times in GB."
    )
    assert (fact.source.name, fact.source.url) == ("Wikipedia", titan.url)


def test_the_readers_of_a_day_are_the_speed_of_that_day(server: Server, tmp_path: Path) -> None:
    titan = look(Wikipedia(), tmp_path).trends[0]
    assert titan.observations[0].observed_at == dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    assert measure_velocity(titan).per_hour == pytest.approx(812_300 / 24, abs=0.01)


def test_a_theme_gets_what_its_queries_name(server: Server, tmp_path: Path) -> None:
    assert [one.title for one in look(Wikipedia(), tmp_path, queries=["titan"]).trends] == ["Titan (moon)"]


def test_a_country_that_is_never_counted_is_told_and_the_others_go_on(server: Server, tmp_path: Path) -> None:
    found = look(Wikipedia(), tmp_path, regions=["KP", "US"])
    assert {one.region for one in found.trends} == {"US"}
    assert found.not_heard[0].startswith("top KP: wikipedia has counted nothing for KP on the last 3 days")
    assert len(server.asked) == 3 + 2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer({"detail": "too many"}, 429), TransientError),
        (Answer({"detail": "no user agent"}, 403), PermanentError),
        (Answer("upstream", 502), TransientError),
        (Answer({"items": [{"pages": []}]}), PermanentError),
        (Answer([]), PermanentError),
    ],
)
def test_what_is_no_list_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: Answer, error: type[VidpipeError]
) -> None:
    with serving(fake.answer) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        server.answer_next(answer)
        with pytest.raises(error):
            look(Wikipedia(), tmp_path)


def test_who_names_no_contact_is_told_so_when_it_is_slowed_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VIDPIPE_CONTACT", raising=False)
    with serving(lambda _: Answer({"detail": "too many"}, 429, {"Retry-After": "60"})) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        with pytest.raises(TransientError) as caught:
            look(Wikipedia(), tmp_path)
    assert "VIDPIPE_CONTACT" in caught.value.remedy
    assert caught.value.retry_after_s == 60


def test_a_probe_reads_the_list_of_the_last_counted_day(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=2)
    monkeypatch.setattr(fake, "COUNTED", f"{counted:%Y/%m/%d}")
    assert Wikipedia().probe() == f"the list of {counted}"
