"""Hacker News: what is asked is documented, and whatever is documented is understood."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from contracts.looking import NOW, Desk, look
from contracts.openapi import contract
from fakes import hacker_news as fake
from fakes.server import Answer, Asked, Server, serving

from vidpipe_assets.model.errors import BadMedia, PermanentError, TransientError, VidpipeError
from vidpipe_assets.providers.trends.hacker_news import HackerNews


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(fake.answer, contract("hacker_news")) as found:
        monkeypatch.setenv(fake.VARIABLE, found.url)
        yield found


def test_stories_of_both_lists_are_found_once_and_nothing_else(server: Server, tmp_path: Path) -> None:
    found = look(HackerNews(), tmp_path)
    assert [trend.id for trend in found.trends] == ["hacker-news:1", "hacker-news:2", "hacker-news:7"]
    first = found.trends[0]
    assert (first.title, first.creator) == ("A telescope & its mirror", "dang")
    assert first.url == "https://news.ycombinator.com/item?id=1"
    assert first.published_at == dt.datetime.fromtimestamp(1_795_000_001, dt.UTC)
    (seen,) = first.observations
    assert (seen.observed_at, seen.likes, seen.comments, seen.views) == (NOW, 420, 96, None)
    assert found.trends[1].observations[0].comments is None


def test_the_answer_is_the_same_for_all_themes_and_each_picks_its_own(server: Server, tmp_path: Path) -> None:
    desk = Desk()
    assert len(look(HackerNews(), tmp_path, desk).trends) == 3
    asked = len(server.asked)
    found = look(HackerNews(), tmp_path, desk, queries=["telescope radio"], hashtags=["keyboards"])
    assert [trend.id for trend in found.trends] == ["hacker-news:2", "hacker-news:7"]
    assert len(server.asked) == asked


def test_no_more_is_asked_for_than_is_looked_at(server: Server, tmp_path: Path) -> None:
    server.answer_next(Answer(list(range(100, 600))))
    look(HackerNews(), tmp_path, most=10)
    items = [one.path for one in server.asked if one.path.startswith("/item/")]
    assert len([path for path in items if "/1" in path]) >= 10
    assert len(items) == 10 + 3


def test_a_story_that_does_not_answer_is_left_out_and_none_that_does_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    silent = {"/item/1.json"}

    def answer(asked: Asked) -> Answer:
        return Answer("busy", 503) if asked.path in silent else fake.answer(asked)

    with serving(answer) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        found = look(HackerNews(), tmp_path)
        assert [trend.id for trend in found.trends] == ["hacker-news:2", "hacker-news:7"]
        assert found.not_heard == ()
        silent.update(f"/item/{number}.json" for number in range(10))
        with pytest.raises(TransientError):
            look(HackerNews(), tmp_path)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer("busy", 503), TransientError),
        (Answer({"error": "Permission denied"}, 401), PermanentError),
        (Answer("<html>sign in", headers={"Content-Type": "text/html"}), BadMedia),
        (Answer(None), PermanentError),
        (Answer(["x", None]), PermanentError),
    ],
)
def test_what_is_no_list_is_told_and_the_other_list_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: Answer, error: type[VidpipeError]
) -> None:
    with serving(fake.answer) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        server.answer_next(answer)
        found = look(HackerNews(), tmp_path)
        assert [trend.id for trend in found.trends] == ["hacker-news:7", "hacker-news:1"]
        assert found.not_heard[0].startswith("list topstories 50: ")
        server.answer_next(answer, answer)
        with pytest.raises(error):
            look(HackerNews(), tmp_path)


def test_a_probe_says_that_it_is_there(server: Server) -> None:
    assert HackerNews().probe() == "item 7"
