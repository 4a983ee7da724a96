"""A service of the outside world on this machine: it answers as its module says, and remembers what it was asked.

A service is a function from `Asked` to `Answer`; `tests/fakes/<service>.py` has one each, with documented answers.
`serving(service, contract)` also holds every request and every answer without error against the service's contract, and
fails the test that broke it. Point a client at it: `monkeypatch.setenv("VIDPIPE_YOUTUBE_URL", server.url)`.
"""

import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import HeaderParser
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from typing import Any, Protocol, cast
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request. Header names are in small letters."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def json(self) -> Any:
        """The body, if there is one."""
        return json.loads(self.body) if self.body else None

    @property
    def form(self) -> dict[str, str]:
        """The body of a form."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def parts(self) -> "list[Part]":
        """The body of a form with files (multipart/form-data), part by part; empty for any other."""
        kind, _, about = self.headers.get("content-type", "").partition(";")
        boundary = about.strip().removeprefix("boundary=").strip('"')
        if kind != "multipart/form-data" or not boundary:
            return []
        pieces = (b"\r\n" + self.body).split(b"\r\n--" + boundary.encode())
        assert pieces[-1].startswith(b"--"), "a form with files that has no end"
        return [Part.of(piece.removeprefix(b"\r\n")) for piece in pieces[1:-1]]


@dataclass(frozen=True)
class Part:
    """A part of a form with files. `file`: the file's name, empty for a field."""

    name: str
    content: bytes
    file: str = ""
    kind: str = ""

    @classmethod
    def of(cls, piece: bytes) -> "Part":
        """A part as it was sent: headers, an empty line, content."""
        head, _, content = piece.partition(b"\r\n\r\n")
        headers = HeaderParser().parsestr(head.decode())
        about = {name: str(value) for name, value in headers.get_params(header="content-disposition") or []}
        return cls(about["name"], content, about.get("filename", ""), headers["content-type"] or "")


@dataclass(frozen=True)
class Answer:
    """What is sent back: bytes and text as they are, anything else as JSON."""

    content: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    cut_after: int | None = None
    """Bytes of the body after which the connection is cut."""
    stalls: bool = False
    """Instead of being cut there, the connection stays open, and nothing more comes."""

    @property
    def packed(self) -> tuple[bytes, str]:
        """The body and its type."""
        if isinstance(self.content, bytes):
            return self.content, "application/octet-stream"
        if isinstance(self.content, str):
            return self.content.encode(), "text/plain; charset=utf-8"
        return json.dumps(self.content).encode(), "application/json"


Service = Callable[[Asked], Answer]


class Contract(Protocol):
    """What may be asked and answered (`contracts/openapi.py`)."""

    def problems(self, asked: Asked, answer: Answer) -> list[str]:
        """What is wrong with a request and its answer."""
        ...


class Server:
    """A service that listens."""

    def __init__(self, url: str, service: Service, contract: Contract | None) -> None:
        self.url = url
        self.asked: list[Asked] = []
        self.problems: list[str] = []
        self._service = service
        self._contract = contract
        self._next: deque[Answer] = deque()
        self._lock = threading.Lock()

    def answer_next(self, *answers: Answer) -> None:
        """Give these answers, one each, before the service is asked again."""
        self._next.extend(answers)

    def answer(self, asked: Asked) -> Answer:
        """What the next request gets."""
        with self._lock:
            self.asked.append(asked)
            answer = self._next.popleft() if self._next else self._service(asked)
            if self._contract:
                self.problems += self._contract.problems(asked, answer)
        return answer


@contextmanager
def serving(service: Service, contract: Contract | None = None) -> Generator[Server]:
    """The service on a free port, during the block. Raises `AssertionError` at its end if the contract was broken."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    http.daemon_threads = False
    server = Server(f"http://127.0.0.1:{http.server_address[1]}", service, contract)
    http.vidpipe = server  # type: ignore[attr-defined]
    thread = threading.Thread(target=lambda: http.serve_forever(poll_interval=0.02))
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
    assert not server.problems, "\n".join(server.problems)


def answer_on(connection: socket.socket, server: Server) -> None:
    """Read one request from a connection that stands already, and answer it as `server` does."""
    holder = HTTPServer(("127.0.0.1", 0), _Handler, bind_and_activate=False)
    holder.vidpipe = server  # type: ignore[attr-defined]
    try:
        _Handler(connection, ("127.0.0.1", 0), holder)
    finally:
        holder.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Speaks HTTP/1.1 and closes after each answer."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        asked = Asked(
            self.command,
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(int(self.headers.get("Content-Length", "0"))),
        )
        answer: Answer = cast("Any", self.server).vidpipe.answer(asked)
        body, kind = answer.packed
        headers = {"Content-Type": kind, **answer.headers, "Content-Length": str(len(body)), "Connection": "close"}
        self.send_response(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: answer.cut_after])
        if answer.stalls:
            self.connection.recv(1)  # until the client hangs up
        self.close_connection = True
