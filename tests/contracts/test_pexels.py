"""Pexels: what is asked is documented, what is found suits the scene, and whatever is answered is understood."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from contracts.filming import WISH, Filming
from contracts.openapi import contract
from fakes import pexels as fake
from fakes.server import Answer, Server, serving

from vidpipe_assets.model.errors import (
    BadMedia,
    BlockedError,
    Busy,
    PermanentError,
    Refused,
    TransientError,
    VidpipeError,
)
from vidpipe_assets.model.media import Rights
from vidpipe_assets.providers.footage import pexels
from vidpipe_assets.providers.footage.pexels import KEY, LICENCE, Pexels

SECRET = "canary/pexels+key=="  # noqa: S105 - it is none


@pytest.fixture
def free_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """One whose answers may be anything."""
    with serving(fake.answer) as found:
        monkeypatch.setenv(fake.VARIABLE, found.url)
        monkeypatch.setenv(KEY.name, SECRET)
        yield found


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(fake.answer, contract("pexels")) as found:
        monkeypatch.setenv(fake.VARIABLE, found.url)
        monkeypatch.setenv(KEY.name, SECRET)
        yield found


def test_an_upright_clip_that_is_long_enough_and_large_enough_is_taken_with_its_rights(
    server: Server, desk: Filming
) -> None:
    found = desk.obtain(Pexels())
    assert found is not None
    assert (found.id, found.title) == ("103", "grey game boy")
    assert found.rights == Rights(
        creator="Maker 103", licence=LICENCE, url="https://www.pexels.com/video/grey-game-boy-103/"
    )
    assert [one.path for one in server.asked[:2]] == ["/v1/videos/search", "/files/103-1080x1920-6.mp4"]
    assert server.asked[0].query == {"query": "game boy", "orientation": "portrait", "per_page": "80"}
    assert server.asked[0].headers["authorization"] == SECRET
    assert "authorization" not in server.asked[1].headers


@pytest.mark.parametrize(
    ("taken", "expected"),
    [({"103"}, "102"), ({"103", "102"}, "105"), ({"102", "103", "105"}, "104"), ({"102", "103", "104", "105"}, None)],
)
def test_upright_clips_of_all_terms_come_before_others_and_none_comes_twice(
    server: Server, desk: Filming, taken: set[str], expected: str | None
) -> None:
    found = desk.obtain(Pexels(), taken=taken)
    assert (found.id if found else None) == expected


def test_what_fits_the_scene_s_words_comes_first_and_what_does_not_name_it_is_left_out(
    free_server: Server, desk: Filming
) -> None:
    host, size = free_server.url.removeprefix("http://"), ((1080, 1920),)
    titles = ("a boy plays a game", "game boy in the rain", "game boy on a table")
    videos = [fake.video(400 + number, title, 6, size, host) for number, title in enumerate(titles)]
    free_server.answer_next(Answer(fake.page(videos)))
    found = desk.obtain(Pexels(), replace(WISH, words="It stood on a table."))
    assert found is not None
    assert found.choice is not None
    assert (found.id, found.choice.reason) == ("402", "its title has game, boy, table")
    free_server.answer_next(Answer(fake.page(videos[:1])))
    with pytest.raises(Refused, match="nearest is 'a boy plays a game'"):
        desk.obtain(Pexels(), replace(WISH, scene="s3", terms=("walkman",)))


def test_what_else_was_found_is_offered_with_small_pictures_and_taken_without_a_search(
    server: Server, desk: Filming
) -> None:
    first = desk.obtain(Pexels())
    assert first is not None
    assert first.choice is not None
    assert first.choice.picture is not None
    assert (first.choice.picture.id, [one.id for one in first.choice.runners_up]) == ("103", ["102"])
    assert {*first.small} == {"103", "102"}
    searches = [one.path for one in server.asked].count("/v1/videos/search")
    wish = replace(WISH, scene="s3", offers=first.choice.runners_up, pick="102")
    second = desk.obtain(Pexels(), wish, taken={"103"})
    assert second is not None
    assert (second.id, second.rights.creator) == ("102", "Maker 102")
    assert [one.path for one in server.asked].count("/v1/videos/search") == searches


def test_a_scene_of_another_language_takes_what_was_found_though_its_title_is_english(
    server: Server, desk: Filming, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer_next(Answer(fake.page([fake.video(500, "two cats", 6, fake.UPRIGHT, server.url[7:])])))
    found = desk.obtain(Pexels(), replace(WISH, terms=("Katzen",), language="de"))
    assert found is not None
    assert found.id == "500"


def test_a_scene_gets_back_what_it_had(server: Server, desk: Filming) -> None:
    found = desk.obtain(Pexels(), replace(WISH, again="102"))
    assert found is not None
    assert found.id == "102"


def test_a_video_that_is_made_again_asks_nobody(server: Server, desk: Filming) -> None:
    first, asked = desk.obtain(Pexels()), len(server.asked)
    assert desk.obtain(Pexels()) == first
    assert len(server.asked) == asked


def test_another_video_shares_the_search_for_a_day_and_not_the_file(server: Server, desk: Filming) -> None:
    desk.obtain(Pexels())
    desk.time.now += dt.timedelta(hours=23)
    desk.obtain(Pexels(), replace(WISH, terms=("  Game BOY ",)), taken={"103"}, video="2026-11-24_gadgets")
    assert [one.path for one in server.asked].count("/v1/videos/search") == 1
    desk.time.now += dt.timedelta(hours=2)  # the search is a day old, and no younger for having been shared
    desk.obtain(Pexels(), video="2026-11-25_gadgets")
    assert [one.path for one in server.asked].count("/v1/videos/search") == 2


def test_a_scene_without_terms_asks_nobody(server: Server, desk: Filming) -> None:
    assert desk.obtain(Pexels(), replace(WISH, terms=())) is None
    assert server.asked == []


def test_without_a_key_nobody_is_asked(server: Server, desk: Filming, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY.name)
    with pytest.raises(BlockedError, match=KEY.name) as caught:
        desk.obtain(Pexels())
    assert caught.value.facts == {"waits_for": f"key:{KEY.name}"}
    assert server.asked == []


ERRORS = {
    "fault 13 no such key": (Answer({"error": f"no such key: {SECRET}"}, 401), PermanentError, 1),
    "forbidden": (Answer({"error": "Forbidden"}, 403), PermanentError, 1),
    "fault 3 broken": (Answer("oops", 500), TransientError, 4),
    "fault 4 busy": (Answer("<html>503</html>", 503, {"Content-Type": "text/html"}), TransientError, 4),
    "fault 5 a page": (Answer("<html>sign in</html>", 200, {"Content-Type": "text/html"}), BadMedia, 1),
    "no JSON": (Answer("{", 200), PermanentError, 1),
    "no list": (Answer({"videos": None}), PermanentError, 1),
    "null": (Answer(None), PermanentError, 1),
}


@pytest.mark.parametrize("case", ERRORS)
def test_what_goes_wrong_is_told_and_asked_again_where_that_helps(
    free_server: Server, desk: Filming, case: str
) -> None:
    answer, error, times = ERRORS[case]
    free_server.answer_next(*[answer] * times)
    with pytest.raises(error) as caught:
        desk.obtain(Pexels())
    assert SECRET not in f"{caught.value} {caught.value.remedy}"
    assert len(free_server.asked) == times


@pytest.mark.parametrize(("headers", "hours"), [({}, 1), ({"Retry-After": "7200"}, 2), ({"Retry-After": "soon"}, 1)])
def test_fault_02_a_used_up_hour_blocks_the_account_until_it_is_over(
    free_server: Server, desk: Filming, headers: dict[str, str], hours: int
) -> None:
    free_server.answer_next(Answer({"error": "Too Many Requests"}, 429, headers))
    before = dt.datetime.now(dt.UTC)
    with pytest.raises(BlockedError, match="used up") as caught:
        desk.obtain(Pexels())
    assert caught.value.retry_at is not None
    assert caught.value.retry_at >= before + dt.timedelta(hours=hours)
    desk.time.now = before
    with pytest.raises(BlockedError, match="used up"):
        desk.obtain(Pexels(), replace(WISH, scene="s3", terms=("retro console",)))
    assert len(free_server.asked) == 1


def test_more_than_200_requests_an_hour_are_never_sent(
    server: Server, desk: Filming, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rate,) = pexels._ACCOUNT.rates
    assert (rate.calls, rate.per_s) == (200, 3600)
    monkeypatch.setattr(pexels, "_ACCOUNT", replace(pexels._ACCOUNT, rates=(replace(rate, calls=6),)))
    wishes = [replace(WISH, terms=(f"nothing {number}",)) for number in range(3)]
    assert [desk.obtain(Pexels(), wish) for wish in wishes] == [None] * 3
    with pytest.raises(Busy, match="account pexels has no room") as caught:
        desk.obtain(Pexels(), replace(WISH, terms=("one more",)))
    assert caught.value.retry_at == desk.time.now + dt.timedelta(seconds=3600)
    assert len(server.asked) == 6


def shown(host: str, *links: str) -> Answer:
    """A page with one clip for each of `links`."""
    videos = [fake.video(200 + number, "game boy", 6, ((1080, 1920),), host) for number in range(len(links))]
    for video, link in zip(videos, links, strict=True):
        video["video_files"][0]["link"] = link
    return Answer(fake.page(videos))


@pytest.mark.parametrize(
    "bad",
    [
        Answer("<html>gone</html>", 200, {"Content-Type": "text/html"}),
        Answer(b"\0" * 5000),
        Answer("gone", 404),
        Answer("gone", 410),
        Answer("", 302, {"Location": "http://127.0.0.1:9/film.mp4"}),
        Answer("", 302, {"Location": "https://127.0.0.1:9/film.mp4"}),
    ],
)
def test_fault_08_a_file_that_is_no_film_is_passed_over_for_the_next(
    free_server: Server, desk: Filming, bad: Answer
) -> None:
    host = free_server.url.removeprefix("http://")
    links = (f"{free_server.url}/files/1-1080x1920-6.mp4", f"{free_server.url}/files/2-1080x1920-6.mp4")
    free_server.answer_next(shown(host, *links), bad)
    found = desk.obtain(Pexels())
    assert found is not None
    assert found.id == "201"


@pytest.mark.parametrize(
    "link",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://169.254.169.254/latest/meta-data",
        "https://127.0.0.1:1/film.mp4",
        "https://[::1]:1/film.mp4",
        "https://2130706433/film.mp4",
        "http://example.com/film.mp4",
        "file:///etc/passwd",
        "gopher://127.0.0.1/1",
    ],
)
def test_fault_27_an_address_in_an_answer_leads_nowhere_but_to_the_public_web(
    free_server: Server, desk: Filming, link: str
) -> None:
    free_server.answer_next(*[shown("", link)] * 4)
    with pytest.raises(VidpipeError) as caught:
        desk.obtain(Pexels())
    assert isinstance(caught.value, PermanentError)
    assert all(one.path == "/v1/videos/search" for one in free_server.asked)


def test_what_cannot_be_read_is_left_out(free_server: Server, desk: Filming) -> None:
    host = free_server.url.removeprefix("http://")
    good = fake.video(300, "game boy", 6, ((1080, 1920),), host)
    odd = [
        {},
        None,
        7,
        {**good, "id": "x"},
        {**good, "id": 301, "video_files": []},
        {**good, "id": 302, "duration": "long"},
    ]
    free_server.answer_next(Answer(fake.page([*odd, {**good, "new field": 1}])))
    found = desk.obtain(Pexels())
    assert found is not None
    assert found.id == "300"


def test_a_mirror_that_knows_only_the_older_path_is_asked_there(free_server: Server, desk: Filming) -> None:
    free_server.answer_next(Answer({"status": 404, "code": "Not Found"}, 404))
    assert desk.obtain(Pexels()) is not None
    assert [one.path for one in free_server.asked[:2]] == ["/v1/videos/search", "/videos/search"]


def test_a_probe_asks_for_one_clip(server: Server) -> None:
    assert Pexels().probe() == "it answers"
    assert server.asked[0].query["per_page"] == "1"
