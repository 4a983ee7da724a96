"""Who is answered, and what every answer carries."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from web_server import MANY, SLOW_S, Api, serving

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.storage.store import Store
from vidpipe_assets.web import descriptors, middleware
from vidpipe_assets.web.auth import new_session, session_owner
from vidpipe_assets.web.middleware import SecurityMiddleware
from vidpipe_assets.web.settings import WebSettings, read_tokens, settings_for

TOKEN = "a-token-that-is-no-secret"  # noqa: S105 - as it says


@pytest.fixture
def guarded(store: Store) -> Iterator[Api]:
    with serving(store, replace(MANY, tokens={"ann": TOKEN})) as running:
        yield running


def test_a_token_is_asked_for_where_there_is_one(guarded: Api) -> None:
    assert guarded.client.get("/api/jobs").status_code == 200
    for header in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
        refused = httpx.get(f"{guarded.url}/api/jobs", headers=header, timeout=SLOW_S)
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    # A page is not refused with JSON: the browser is led to where the token can be given.
    page = httpx.get(f"{guarded.url}/", headers={"Accept": "text/html"}, timeout=SLOW_S)
    assert (page.status_code, page.headers["location"]) == (303, "/login")


def test_a_browser_gets_a_session_for_the_token(guarded: Api) -> None:
    with httpx.Client(base_url=guarded.url, timeout=SLOW_S) as browser:
        assert browser.post("/api/session", json={"token": "wrong"}).status_code == 401
        given = browser.post("/api/session", json={"token": TOKEN})
        assert given.status_code == 204
        assert TOKEN not in given.headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict"} <= set(given.headers["set-cookie"].split("; "))
        assert browser.get("/api/jobs").status_code == 200
        copied = dict(browser.cookies)
        browser.delete("/api/session")
        assert browser.get("/api/jobs").status_code == 401
        stolen = httpx.get(f"{guarded.url}/api/jobs", cookies=copied, timeout=SLOW_S)
        assert stolen.status_code == 401, "a copy of the cookie has ended with it"


def test_a_logout_ends_the_streams_of_its_session(guarded: Api) -> None:
    with httpx.Client(base_url=guarded.url, timeout=SLOW_S) as browser:
        assert browser.post("/api/session", json={"token": TOKEN}).status_code == 204
        with browser.stream("GET", "/api/events") as answer:
            lines = answer.iter_lines()
            assert next(lines).startswith("retry")
            with httpx.Client(base_url=guarded.url, cookies=dict(browser.cookies), timeout=SLOW_S) as same:
                same.delete("/api/session")
            assert not [line for line in lines if line.startswith("event: job")]  # it ends: else this waits for ever


def test_a_session_ends_and_cannot_be_made_without_the_token() -> None:
    settings = WebSettings(tokens={"ann": TOKEN, "bob": TOKEN.upper()})
    made = new_session(settings, "bob", lambda: 1000)
    assert session_owner(settings, made, lambda: 2000) == "bob"
    assert not session_owner(settings, made, lambda: 1000 + 13 * 3600)
    assert not session_owner(WebSettings(tokens={"bob": TOKEN[::-1]}), made, lambda: 2000)
    ends, number, signature = made.split("-")
    assert not session_owner(settings, f"{int(ends) + 1}-{number}-{signature}", lambda: 2000)
    assert not session_owner(settings, f"{ends}-{number[::-1]}x-{signature}", lambda: 2000)
    for forged in ("", "-", f"{ends}-", f"{ends}-é", "9" * 400):
        assert not session_owner(settings, forged, lambda: 2000)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 204),
        ({}, 204),
    ],
)
def test_fault_29_another_sites_page_cannot_post(api: Api, headers: dict[str, str], status: int) -> None:
    assert api.client.post("/api/session", json={}, headers=headers).status_code == status


def test_fault_29_our_own_page_can_post(api: Api) -> None:
    assert api.client.post("/api/session", json={}, headers={"Origin": api.url}).status_code == 204


def test_a_name_that_was_bent_to_this_machine_is_not_ours(api: Api) -> None:
    assert api.client.get("/api/jobs", headers={"Host": "evil.example"}).status_code == 421


def test_a_body_that_is_too_long_is_refused_whether_it_says_so_or_not(api: Api) -> None:
    long = b"x" * 70_000
    assert api.client.post("/api/session", content=long).status_code == 413
    assert api.client.post("/api/session", content=iter([long[:40_000], long[:40_000]])).status_code == 413


def test_a_connection_ends_with_a_refusal_that_did_not_read_its_body_and_no_other(api: Api) -> None:
    long = b"x" * 70_000
    evil = {"Origin": "http://evil.example"}
    unread = [
        api.client.post("/api/session", content=long),
        api.client.post("/api/session", content=iter([long[:40_000], long[:40_000]])),
        api.client.post("/api/session", json={}, headers=evil),
        api.client.post("/api/session", json={}, headers={"Host": "evil.example"}),
    ]
    assert [(one.status_code, one.headers.get("connection")) for one in unread] == [
        (413, "close"), (413, "close"), (403, "close"), (421, "close"),
    ]  # fmt: skip
    read = [api.client.post("/api/session", json={}), api.client.post("/api/session", headers=evil)]
    assert [(one.status_code, one.headers.get("connection")) for one in read] == [(204, None), (403, None)]


def test_a_body_that_does_not_come_is_not_waited_for(store: Store) -> None:
    with serving(store, replace(MANY, body_timeout_s=0.1)) as running:
        head = b"POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n"
        import socket

        with socket.create_connection(("127.0.0.1", int(running.url.rpartition(":")[2]))) as slow:
            slow.sendall(head)
            assert slow.recv(100).startswith(b"HTTP/1.1 408")


def test_a_client_that_asks_too_often_is_told_when_to_ask_again(store: Store) -> None:
    with serving(store, WebSettings(burst=3, requests_a_second=1 / 3600)) as running:
        answers = [running.client.get("/api/jobs") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 3600


def test_every_answer_carries_the_headers_that_protect_a_browser(api: Api) -> None:
    for path in ("/api/jobs", "/nothing", "/api/jobs?limit=0"):
        headers = api.client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"


def test_what_nobody_foresaw_is_told_without_its_details(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*given: object, **named: object) -> None:
        raise RuntimeError("the innermost secret")

    monkeypatch.setattr("vidpipe_assets.web.jobs.jobs", breaks)
    answer = api.client.get("/api/jobs")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_nobody_listens_to_the_world_without_a_good_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIDPIPE_WEB_TOKEN", raising=False)
    assert settings_for("127.0.0.1").tokens == {}
    for host in ("0.0.0.0", "::", "example.org"):  # noqa: S104 - that it is refused is what is tested
        with pytest.raises(BadInput, match="no token"):
            settings_for(host)
    monkeypatch.setenv("VIDPIPE_WEB_TOKEN", "short")
    with pytest.raises(BadInput, match="guessed"):
        settings_for("127.0.0.1")
    monkeypatch.setenv("VIDPIPE_WEB_TOKEN", TOKEN)
    assert settings_for("0.0.0.0").tokens == {"api": TOKEN}  # noqa: S104
    assert TOKEN not in repr(settings_for("127.0.0.1"))
    assert read_tokens(f"ann={TOKEN}, bob={TOKEN}2") == {"ann": TOKEN, "bob": f"{TOKEN}2"}
    with pytest.raises(BadInput, match="two tokens of ann"):
        read_tokens(f"ann={TOKEN},ann={TOKEN}2")


def test_an_answer_that_is_cut_off_at_the_end_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    async def watch_a_film() -> None:
        begun = asyncio.Event()

        async def film(scope: Scope, receive: Receive, send: Send) -> None:
            begun.set()
            await asyncio.Event().wait()

        async def unused(message: Message | None = None) -> Message:
            raise AssertionError(message)

        scope: Scope = {"type": "http", "method": "GET", "path": "/media/x/video.mp4", "client": ("127.0.0.1", 1)}
        scope["headers"] = [(b"host", b"localhost")]
        answer = asyncio.create_task(SecurityMiddleware(film, MANY)(scope, unused, unused))  # type: ignore[arg-type]
        await begun.wait()
        answer.cancel()
        await answer

    caplog.set_level(logging.INFO)
    asyncio.run(watch_a_film())
    assert "cut off at the end: GET /media/x/video.mp4" in caplog.messages


def test_when_as_much_is_at_work_as_descriptors_allow_only_health_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptors.resource, "getrlimit", lambda _: (1024, 4096))
    assert (descriptors.most_waiting(), descriptors.most_at_work()) == (256, 512)
    monkeypatch.setattr(middleware, "most_at_work", lambda: 0)
    statuses = list[int]()

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def unused() -> Message:
        raise AssertionError

    guarded = SecurityMiddleware(Response("well"), MANY)
    for path in ("/api/jobs", "/health"):
        scope: Scope = {"type": "http", "method": "GET", "path": path, "client": ("127.0.0.1", 1)}
        scope["headers"] = [(b"host", b"localhost")]
        asyncio.run(guarded(scope, unused, told))
    assert statuses == [503, 200]


def test_a_logout_counts_in_every_process_and_after_a_restart(store: Store) -> None:
    settings = replace(MANY, tokens={"ann": TOKEN})
    with serving(store, settings) as one, httpx.Client(base_url=one.url, timeout=SLOW_S) as browser:
        browser.post("/api/session", json={"token": TOKEN})
        copied = dict(browser.cookies)
        browser.delete("/api/session")
    with serving(store, settings) as another:
        assert httpx.get(f"{another.url}/api/jobs", cookies=copied, timeout=SLOW_S).status_code == 401


def test_who_gives_many_wrong_tokens_is_slowed_down_and_nobody_else(
    guarded: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("vidpipe_assets.web.middleware._pause", sleep)
    for _ in range(14):
        wrong = httpx.get(f"{guarded.url}/api/jobs", headers={"Authorization": "Bearer wrong"}, timeout=SLOW_S)
        assert wrong.status_code == 401
    tried = slept.count(1.0)
    assert 1 <= tried <= 4
    assert guarded.client.get("/api/jobs").status_code == 200
    assert slept.count(1.0) == tried
    for _ in range(4):
        assert httpx.post(f"{guarded.url}/api/session", json={"token": "wrong"}, timeout=SLOW_S).status_code == 401
    assert slept.count(1.0) > tried
