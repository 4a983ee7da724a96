"""Pixabay: its key is in the address, its errors are texts, its searches are kept for a day."""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from contracts.filming import WISH, Filming
from contracts.openapi import contract
from fakes import pixabay as fake
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import BadMedia, BlockedError, PermanentError, TransientError, VidpipeError
from vidpipe_assets.model.media import Rights
from vidpipe_assets.providers.footage.pixabay import KEY, LICENCE, Pixabay

SECRET = "canary/pixabay+key=="  # noqa: S105 - it is none


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(fake.answer, contract("pixabay")) as found:
        monkeypatch.setenv(fake.VARIABLE, found.url)
        monkeypatch.setenv(KEY.name, SECRET)
        yield found


def test_an_upright_clip_is_taken_in_the_size_that_fills_the_picture_with_its_rights(
    server: Server, desk: Filming
) -> None:
    found = desk.obtain(Pixabay())
    assert found is not None
    assert (found.id, found.title) == ("12", "game boy, hands")
    assert found.rights == Rights(creator="user12", licence=LICENCE, url="https://pixabay.com/videos/id-12/")
    assert found.choice is not None
    assert {*found.small} == {"12"}
    search, file, small = server.asked
    assert small.path == "/files/small-12-large.jpg"
    assert search.query == {"key": SECRET, "q": "game boy", "per_page": "200", "safesearch": "true"}
    assert (file.path, dict(file.query)) == ("/files/12-medium-6.mp4", {})


@pytest.mark.parametrize(("taken", "expected"), [({"12"}, "11"), ({"11", "12"}, None)])
def test_another_clip_is_cut_upright_before_there_is_none(
    server: Server, desk: Filming, taken: set[str], expected: str | None
) -> None:
    found = desk.obtain(Pixabay(), taken=taken)
    assert (found.id if found else None) == expected


def test_what_was_searched_is_kept_for_a_day_for_every_video_and_theme(server: Server, desk: Filming) -> None:
    desk.obtain(Pixabay())
    desk.theme = desk.theme.model_copy(update={"name": "space"})
    for hours in (8, 8, 7):
        desk.time.now += dt.timedelta(hours=hours)
        assert desk.obtain(Pixabay(), video=f"{desk.time.now:%Y-%m-%d-%H}_space")
    assert [one.path for one in server.asked].count("/api/videos/") == 1
    desk.time.now += dt.timedelta(hours=2)
    desk.obtain(Pixabay(), video="2026-11-25_space")
    assert [one.path for one in server.asked].count("/api/videos/") == 2


def test_a_long_term_is_cut_to_what_may_be_asked(server: Server, desk: Filming) -> None:
    assert desk.obtain(Pixabay(), replace(WISH, terms=("game " * 60,))) is None


ERRORS = {
    "fault 13 a wrong key": (Answer(fake.NO_KEY, 400), PermanentError, 1),
    "a wrong parameter": (Answer('[ERROR 400] "per_page" is out of valid range.', 400), PermanentError, 1),
    "fault 1 too many": (Answer(fake.TOO_MANY, 429, {"X-RateLimit-Reset": "7"}), TransientError, 4),
    "fault 3 broken": (Answer("oops", 500), TransientError, 4),
    "fault 5 a page": (Answer("<html>captcha</html>", 200, {"Content-Type": "text/html"}), BadMedia, 1),
    "a text": (Answer("all is well"), PermanentError, 1),
    "no list": (Answer({"total": 0}), PermanentError, 1),
}


@pytest.mark.parametrize("case", ERRORS)
def test_what_goes_wrong_is_told_without_the_key_and_asked_again_where_that_helps(
    monkeypatch: pytest.MonkeyPatch, desk: Filming, caplog: pytest.LogCaptureFixture, case: str
) -> None:
    caplog.set_level(logging.DEBUG)
    answer, error, times = ERRORS[case]
    with serving(fake.answer) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        monkeypatch.setenv(KEY.name, SECRET)
        server.answer_next(*[answer] * times)
        with pytest.raises(error) as caught:
            desk.obtain(Pixabay())
        assert len(server.asked) == times
    assert "canary" not in f"{caught.value} {caught.value.remedy} {caught.value.facts} {caplog.text}"


@pytest.mark.parametrize(("reset", "waited"), [("7", 7), ("0", 0), ("soon", 60), (None, 60)])
def test_fault_01_it_waits_for_the_seconds_that_a_header_of_its_own_says(
    monkeypatch: pytest.MonkeyPatch, desk: Filming, reset: str | None, waited: float
) -> None:
    with serving(fake.answer) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        monkeypatch.setenv(KEY.name, SECRET)
        server.answer_next(Answer(fake.TOO_MANY, 429, {"X-RateLimit-Reset": reset} if reset else {}))
        assert desk.obtain(Pixabay()) is not None
    assert sum(desk.time.slept) == pytest.approx(waited)


def test_a_wrong_key_is_called_one(server: Server, desk: Filming) -> None:
    server.answer_next(Answer(fake.NO_KEY, 400))
    with pytest.raises(PermanentError) as caught:
        desk.obtain(Pixabay())
    assert KEY.name in caught.value.remedy


def test_without_a_key_nobody_is_asked(server: Server, desk: Filming, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY.name)
    with pytest.raises(BlockedError, match=KEY.name):
        desk.obtain(Pixabay())
    assert server.asked == []


def test_fault_27_an_address_in_an_answer_leads_nowhere_but_to_the_public_web(
    monkeypatch: pytest.MonkeyPatch, desk: Filming
) -> None:
    with serving(fake.answer) as server:
        monkeypatch.setenv(fake.VARIABLE, server.url)
        monkeypatch.setenv(KEY.name, SECRET)
        odd = fake.hit(1, "game boy", 9, {"large": (1080, 1920)}, "169.254.169.254")
        server.answer_next(Answer({"hits": [odd, {}, None, {**odd, "videos": {}}]}), Answer({"hits": []}))
        with pytest.raises(VidpipeError, match="has to be https"):
            desk.obtain(Pixabay())


def test_a_probe_asks_for_the_fewest(server: Server) -> None:
    assert Pixabay().probe() == "it answers"
    assert server.asked[0].query["per_page"] == "3"
