"""Strangers at the door of the web: idle, half-sent and malformed connections shut nobody out. On raw sockets."""

import json
import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace

import httpx
import pytest
from faults.line_home import wait_until
from web_server import MANY, SLOW_S, Api, serving

from vidpipe_assets.storage.store import Store
from vidpipe_assets.web import acceptor, connections
from vidpipe_assets.web.connections import MOST_WAITING_OF_A_CLIENT, WaitingRoom

TOKEN = "a-token-that-is-no-secret"  # noqa: S105 - as it says
HEAD = "GET /health HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TOKEN + "\r\n"


@pytest.fixture
def door(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    monkeypatch.setattr(connections, "HEAD_S", 600.0)  # nobody is let go for being slow, but where a test says so
    with serving(store, replace(MANY, tokens={"ann": TOKEN})) as running:
        yield running


def connect(api: Api) -> socket.socket:
    url = httpx.URL(api.url)
    return socket.create_connection((url.host, url.port or 80), timeout=SLOW_S)


def answer(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    found = b""
    with suppress(ConnectionError):
        while some := connection.recv(65536):
            found += some
    return found


def say(api: Api, *lines: str, body: str = "") -> tuple[int, dict[str, str], bytes]:
    """Send lines as they are; the status, the headers and the body of the first answer."""
    with connect(api) as connection:
        connection.sendall(("\r\n".join((*lines, "Connection: close", "", "")) + body).encode("latin-1"))
        head, _, content = answer(connection).partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    return int(first.split()[1]), {k.lower(): v for k, v in (line.split(": ", 1) for line in rest)}, content


def waiting(api: Api) -> int:
    return len(api.server.protocol.room)


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: local", b"POST /api/generate HTTP/1.1\r\n"])
def test_idle_and_half_sent_connections_shut_nobody_out(door: Api, sent: bytes) -> None:
    with ExitStack() as held:
        for _ in range(3 * MOST_WAITING_OF_A_CLIENT):
            with suppress(ConnectionError):  # turned away
                held.enter_context(connect(door)).sendall(sent)
        for _ in range(8):
            fresh = httpx.get(f"{door.url}/api/jobs", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=SLOW_S)
            assert fresh.status_code == 200
        assert waiting(door) <= MOST_WAITING_OF_A_CLIENT + 1
    wait_until(lambda: waiting(door) == 0, "every connection is given back")


def test_a_client_with_too_many_connections_gets_no_other_until_it_asks(
    door: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acceptor, "GRACE_S", 0.0)
    with ExitStack() as held:
        first = held.enter_context(connect(door))
        for _ in range(MOST_WAITING_OF_A_CLIENT):
            held.enter_context(connect(door))
        with suppress(ConnectionError), connect(door) as one_more:
            assert answer(one_more) == b""
        wait_until(lambda: waiting(door) == MOST_WAITING_OF_A_CLIENT, "all that were let in have come")
        first.sendall(f"{HEAD}Connection: close\r\n\r\n".encode())
        assert answer(first).startswith(b"HTTP/1.1 ")


def test_who_asks_a_moment_after_connecting_is_heard_while_a_crowd_of_the_same_client_waits(
    door: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acceptor, "GRACE_S", 60.0)
    with ExitStack() as held:
        crowd = [held.enter_context(connect(door)) for _ in range(MOST_WAITING_OF_A_CLIENT + acceptor.MOST_IN_GRACE)]
        late = held.enter_context(connect(door))
        assert answer(crowd[MOST_WAITING_OF_A_CLIENT]) == b"", "the oldest in grace makes room"
        late.sendall(f"{HEAD}Connection: close\r\n\r\n".encode())
        assert answer(late).startswith(b"HTTP/1.1 ")


def test_the_system_says_how_many_wait_to_be_accepted() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=8) as listening, ExitStack() as held:
        for _ in range(3):
            held.enter_context(socket.create_connection(listening.getsockname()))
        assert acceptor.queue_length(listening) == (3 if sys.platform == "linux" else acceptor.BACKLOG)


def test_a_head_that_does_not_come_in_time_ends_its_connection(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_S", 0.3)
    with serving(store) as api, connect(api) as idle, connect(api) as half:
        half.sendall(b"GET / HTTP/1.1\r\nHost: local")
        assert (answer(idle), answer(half)) == (b"", b"")


def test_each_byte_gives_no_new_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_S", 0.5)
    with serving(store) as api, connect(api) as slow:
        sent = 0
        with suppress(ConnectionError, TimeoutError):
            slow.settimeout(0.05)
            while sent < 10_000:
                slow.sendall(b"G")
                sent += 1
                with suppress(TimeoutError):
                    if not slow.recv(1):
                        break
        assert sent < 10_000


def test_a_body_that_goes_on_after_the_answer_is_not_listened_to(door: Api) -> None:
    with connect(door) as connection:
        connection.sendall(b"POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n{")
        assert answer(connection).startswith(b"HTTP/1.1 401")


def test_an_answer_on_a_connection_is_followed_by_others(door: Api) -> None:
    with httpx.Client(base_url=door.url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=SLOW_S) as client:
        assert [client.get("/api/jobs").status_code for _ in range(5)] == [200] * 5
        assert waiting(door) == 1


MALFORMED = [
    *(
        "Host: a b",
        "Host: [::1",
        "Host: localhost:99999",
        "Host: localhost\x00",
        "Host: user@localhost",
        "Host: lo/cal",
    ),
    *("Origin: http://", "Origin: x y", "Origin: http://[", "Origin: http://localhost:700000"),
    *("Range: bytes=", "Range: bytes=a-b", "Range: bytes=0-1,", "Range: bytes=99999999999999999999999-"),
    *("Cookie: a\x01=b", "Cookie: vidpipe_session=\xe9"),
]


@pytest.mark.parametrize("line", MALFORMED, ids=repr)
def test_a_malformed_header_is_refused_as_a_problem(door: Api, line: str) -> None:
    host = () if line.startswith("Host") else ("Host: localhost",)
    status, headers, body = say(door, "GET /api/jobs HTTP/1.1", *host, f"Authorization: Bearer {TOKEN}", line)
    assert status == 400
    assert headers["content-type"] == "application/problem+json"
    assert headers["x-content-type-options"] == "nosniff"
    assert json.loads(body)["status"] == 400


@pytest.mark.parametrize(
    "name", ["Host: localhost", "Origin: http://localhost", "Authorization: Bearer x", "Range: bytes=0-1"]
)
def test_two_headers_of_a_name_that_stands_once_are_refused(door: Api, name: str) -> None:
    host = () if name.startswith("Host") else ("Host: localhost",)
    status, headers, body = say(door, "GET /api/jobs HTTP/1.1", *host, name, name)
    assert (status, headers["content-type"], json.loads(body)["status"]) == (400, "application/problem+json", 400)


@pytest.mark.parametrize(
    "start",
    [
        "\x16\x03\x01\x02\x00\x01",
        "GET",
        "G@T / HTTP/1.1",
        "GET / HTTP/1.1\r\n bad: folding",
        "\x00" * 40,
        "GET / HTTP/1.1\r\nX: " + "x" * 20_000,
    ],
    ids=lambda start: repr(start[:30]),
)
def test_what_is_no_http_gets_a_problem_or_nothing(door: Api, start: str) -> None:
    with connect(door) as connection:
        connection.sendall(f"{start}\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode("latin-1"))
        head, _, body = answer(connection).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == 400
    assert door.client.get("/health").status_code in {200, 503}


def test_a_client_that_speaks_tls_to_it_is_let_go(door: Api) -> None:
    context = ssl.create_default_context()
    with connect(door) as connection, pytest.raises((ssl.SSLError, ConnectionError)):
        context.wrap_socket(connection, server_hostname="localhost")
    assert door.client.get("/api/jobs").status_code == 200


class Guest:
    """A connection that only waits."""

    def __init__(self, address: str) -> None:
        self.address, self.dropped = address, False

    def drop(self) -> None:
        self.dropped = True


def test_of_too_many_the_oldest_of_the_client_with_most_goes() -> None:
    room = WaitingRoom(of_a_client=3, of_all=5)
    crowd = [Guest("10.0.0.1") for _ in range(3)]
    others = [Guest("10.0.0.2"), Guest("10.0.0.3")]
    for guest in (*crowd, *others):
        room.enter(guest)
    assert not any(guest.dropped for guest in (*crowd, *others))
    room.enter(Guest("10.0.0.4"))
    assert [guest.dropped for guest in (*crowd, *others)] == [True, False, False, False, False]
    room.enter(Guest("10.0.0.1"))
    assert [guest.dropped for guest in crowd] == [True, True, False]
    assert [room.is_crowd(f"10.0.0.{number}") for number in range(1, 6)] == [True, False, False, False, False]
    assert room.is_crowd("10.0.0.2", coming=2)
    for guest in others:
        room.leave(guest)
        room.leave(guest)
    assert len(room) == 3
