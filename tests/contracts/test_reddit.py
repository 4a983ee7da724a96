"""Reddit: logged in once, read in bounded pages, every refusal understood, and neither secret nor token shown."""

import base64
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from contracts.looking import NOW, look
from contracts.openapi import contract
from fakes import reddit as fake
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import (
    BadInput,
    BadMedia,
    BlockedError,
    MalformedAnswer,
    PermanentError,
    TransientError,
    VidpipeError,
)
from vidpipe_assets.providers.trends.reddit import Reddit

CANARY = "canary/reddit+secret=="


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDDIT_CLIENT_ID", "client-7")
    monkeypatch.setenv("REDDIT_CLIENT_SECRET", CANARY)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(fake.answer, contract("reddit")) as found:
        for variable in fake.VARIABLES:
            monkeypatch.setenv(variable, found.url)
        yield found


def test_a_post_is_a_trend_with_points_and_comments(server: Server, tmp_path: Path) -> None:
    found = look(Reddit(), tmp_path, queries=["telescope"]).trends
    assert [one.id for one in found] == ["reddit:p900", "reddit:p2"]
    first, second = found
    assert first.title == "Telescope number 900 & more"
    assert (first.url, first.creator) == ("https://www.reddit.com/comments/p900/", "somebody")
    assert first.published_at == dt.datetime.fromtimestamp(1_795_000_900, dt.UTC)
    assert (first.thumbnail, second.thumbnail) == ("https://b.thumbs.redditmedia.com/x.jpg", "")
    (seen,) = first.observations
    assert (seen.observed_at, seen.views, seen.likes, seen.comments) == (NOW, None, None, 900)  # less than no points


def test_it_logs_in_once_as_a_program_and_says_which(server: Server, tmp_path: Path) -> None:
    look(Reddit(), tmp_path, subreddits=["space", "moon"])
    login, *others = server.asked
    assert login.form == {"grant_type": "client_credentials"}
    assert base64.b64decode(login.headers["authorization"].removeprefix("Basic ")).decode() == f"client-7:{CANARY}"
    assert [one.path for one in others] == ["/r/space/top", "/r/moon/top"]
    assert {one.headers["user-agent"].split(":")[1] for one in server.asked} == {"vidpipe.client-7"}


def test_fault_12_pages_are_read_to_the_bound_and_each_post_once(server: Server, tmp_path: Path) -> None:
    found = look(Reddit(), tmp_path, subreddits=["space"], queries=["telescope"], most=150).trends
    assert len(found) == 130 - 2 + 2  # without the pinned and the adult one; the search has one more, and the adult one
    assert [one.query.get("after") for one in server.asked if one.path.startswith("/r/")] == [None, "t3_p100"]


@pytest.mark.parametrize("name", ["closed", "nowhere"])
def test_a_subreddit_that_cannot_be_read_is_noted(server: Server, tmp_path: Path, name: str) -> None:
    found = look(Reddit(), tmp_path, subreddits=[name, "space"])
    assert len(found.trends) == 48
    assert found.not_heard[0].startswith(f"top {name} 50: reddit: ")
    with pytest.raises(PermanentError) as caught:
        look(Reddit(), tmp_path, subreddits=[name])
    assert "theme" in caught.value.remedy


@pytest.mark.parametrize(
    ("login", "answer", "error"),
    [
        (
            None,
            Answer({"message": "Too Many Requests", "error": 429}, 429, {"X-Ratelimit-Reset": "41.5"}),
            TransientError,
        ),
        (None, Answer("<html>busy</html>", 503, {"Content-Type": "text/html"}), TransientError),
        (None, Answer({"message": "Unauthorized", "error": 401}, 401), PermanentError),
        (None, Answer("<html>blocked", headers={"Content-Type": "text/html"}), BadMedia),
        (None, Answer({"kind": "Listing"}), MalformedAnswer),
        (None, Answer(None), MalformedAnswer),
        (Answer({"message": "Unauthorized", "error": 401}, 401), None, PermanentError),
        (Answer({"error": "unsupported_grant_type"}), None, PermanentError),
        (Answer({"message": "busy"}, 500), None, TransientError),
    ],
)
def test_fault_28_a_refusal_is_understood_and_shows_no_secret(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    login: Answer | None,
    answer: Answer | None,
    error: type[VidpipeError],
) -> None:
    with serving(fake.answer) as server:
        for variable in fake.VARIABLES:
            monkeypatch.setenv(variable, server.url)
        first = login or Answer({"access_token": fake.CANARY, "token_type": "bearer"})
        server.answer_next(*(one for one in (first, answer) if one))
        with pytest.raises(error) as caught:
            look(Reddit(), tmp_path, subreddits=["space"])
    assert caught.type is error
    assert CANARY not in f"{caught.value!r} {vars(caught.value)}"
    assert fake.CANARY not in f"{caught.value!r} {vars(caught.value)}"


def test_fault_1_a_wait_in_floats_is_heeded(server: Server, tmp_path: Path) -> None:
    login = fake.Answer({"access_token": fake.CANARY, "token_type": "bearer"})
    server.answer_next(login, Answer("slow", 429, {"X-Ratelimit-Remaining": "0.0", "X-Ratelimit-Reset": "41.5"}))
    with pytest.raises(TransientError) as caught:
        look(Reddit(), tmp_path, subreddits=["space"])
    assert caught.value.retry_after_s == 41.5


def test_each_key_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("REDDIT_CLIENT_SECRET")
    with pytest.raises(BlockedError, match="REDDIT_CLIENT_SECRET"):
        look(Reddit(), tmp_path, subreddits=["space"])


def test_a_theme_that_says_nowhere_to_look_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        look(Reddit(), tmp_path, hashtags=["moon"])


def test_a_probe_shows_that_the_keys_are_good(server: Server) -> None:
    assert Reddit().probe() == "the keys are good"
