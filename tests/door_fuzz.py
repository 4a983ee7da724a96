"""Hostile bytes for the web's door by a seeded generator, and what must hold of whatever comes back.

`cases(seed)` goes on without an end; `HANDMADE` are the kinds that books and h11's own tests know. `attack` sends one
case over a raw socket and reads all that comes; `faults` says what of it must not be.
"""

import json
import random
import re
import socket
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

TOKEN = "a-token-that-is-no-secret"  # noqa: S105 - as it says
MARK = b"/smuggled"
"""A path that stands only where no request is: whoever answers it has taken a body for a request."""
SLOW_S = 30.0
"""Longer than every limit of the tests' server: a connection that is still open then hangs."""
_AUTHORIZED = b"Authorization: Bearer " + TOKEN.encode()
_HIDDEN = b"GET " + MARK + b" HTTP/1.1\r\nHost: localhost\r\n" + _AUTHORIZED + b"\r\n\r\n"
_LAST = b"GET /the-end HTTP/1.1\r\nHost: localhost\r\n" + _AUTHORIZED + b"\r\nConnection: close\r\n\r\n"
_STATUS = re.compile(rb"HTTP/1\.1 ([1-5][0-9]{2}) ([ -~]*)\r\n")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~\x80-\xff]*?)[ \t]*\r\n")
_USUAL = ("x-content-type-options", "content-security-policy", "referrer-policy", "x-frame-options")


@dataclass(frozen=True)
class Case:
    """stop: asks for one thing more, to be let go; wait: nothing; leave: closes; reset: cuts the connection off."""

    kind: str
    pieces: tuple[bytes, ...]
    most: int = 1
    end: str = "stop"
    """stop: asks for one thing more, and to be let go then; wait: says nothing more; leave: closes; reset: cuts off."""


@dataclass(frozen=True)
class Answer:
    """One response as it came; `headers` in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


def attack(address: tuple[str, int], case: Case) -> tuple[bytes, bool]:
    """Send a case; all that came, and whether the server let go in time."""
    with socket.create_connection(address, timeout=SLOW_S) as connection:
        with suppress(ConnectionError):
            for number, piece in enumerate((*case.pieces, *([_LAST] if case.end == "stop" else []))):
                if 0 < number < len(case.pieces):
                    time.sleep(0.0005)
                connection.sendall(piece)
        if case.end in ("leave", "reset"):
            if case.end == "reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return b"", True
        found = b""
        try:
            while some := connection.recv(65536):
                found += some
        except TimeoutError:
            return found, False
        except ConnectionError:
            pass
        return found, True


def faults(case: Case, came: bytes, *, let_go: bool) -> Iterator[str]:
    """What of the answers to a case must not be."""
    if not let_go:
        yield "the connection hangs"
    answers, rest = _parse(came)
    if rest:
        yield f"what came is no HTTP: {rest[:80]!r}"
    if len([one for one in answers if b"/the-end" not in one.body]) > case.most:
        yield f"{len(answers)} answers, where {case.most} may be: {[one.status for one in answers]}"
    if MARK in came:
        yield "a request in a body was answered"
    for one in answers:
        yield from _faults_of(one)


def _faults_of(one: Answer) -> Iterator[str]:
    if one.status >= 500:
        yield f"status {one.status}: {one.body[:200]!r}"
    if missing := [name for name in _USUAL if name not in one.headers]:
        yield f"status {one.status} without {', '.join(missing)}"
    if one.status < 400:
        return
    if one.status == 404 and b"<title>No such video" in one.body:
        return  # a page, for a person
    if one.headers.get("content-type") != "application/problem+json":
        yield f"status {one.status} is {one.headers.get('content-type')}"
    elif one.body and json.loads(one.body)["status"] != one.status:
        yield f"status {one.status} describes itself as {one.body[:80]!r}"


def _parse(came: bytes) -> tuple[list[Answer], bytes]:
    """The answers, strictly read, and what is left over."""
    found: list[Answer] = []
    while came:
        status = _STATUS.match(came)
        end = came.find(b"\r\n\r\n")
        if not status or end < 0:
            return found, came
        at, headers = status.end(), dict[str, str]()
        while at < end + 2:
            field = _FIELD.match(came, at)
            if not field:
                return found, came
            headers[field[1].decode().lower()] = field[2].decode("latin-1")
            at = field.end()
        body, rest = _body(int(status[1]), headers, came[end + 4 :])
        if body is None:
            return found, came
        if int(status[1]) >= 200:
            found.append(Answer(int(status[1]), headers, body))
        came = rest
    return found, b""


def _body(status: int, headers: dict[str, str], rest: bytes) -> tuple[bytes | None, bytes]:
    """The body and what follows it; None: there is none as the headers say. An answer to HEAD has none at all."""
    if status < 200 or status in (204, 304) or rest.startswith(b"HTTP/1.1 ") or not rest:
        return b"", rest
    if headers.get("transfer-encoding") == "chunked":
        return _chunked(rest)
    length = int(headers.get("content-length", -1))
    return (rest[:length], rest[length:]) if 0 <= length <= len(rest) else (None, rest)


def _chunked(rest: bytes) -> tuple[bytes | None, bytes]:
    body = b""
    while chunk := re.match(rb"([0-9a-f]+)\r\n", rest):
        size = int(chunk[1], 16)
        body += rest[chunk.end() : chunk.end() + size]
        rest = rest[chunk.end() + size :]
        if not rest.startswith(b"\r\n"):
            break
        rest = rest[2:]
        if not size:
            return body, rest
    return None, rest


def _request(line: bytes = b"GET /api/jobs HTTP/1.1", *fields: bytes, body: bytes = b"", host: bool = True) -> bytes:
    head = [line, *([b"Host: localhost"] if host else []), _AUTHORIZED, *fields]
    return b"\r\n".join(head) + b"\r\n\r\n" + body


_POST = b"POST /api/jobs/2026-11-23_gadgets/retry HTTP/1.1"
_CHUNKED = b"Transfer-Encoding: chunked"
_JSON = b"Content-Type: application/json"


def _sized(length: bytes, body: bytes = b"{}", *more: bytes) -> bytes:
    return _request(_POST, _JSON, b"Content-Length: " + length, *more, body=body)


def _chunks(body: bytes, *more: bytes) -> bytes:
    return _request(_POST, _JSON, _CHUNKED, *more, body=body)


_TARGETS = (
    *(b"*", b"//[", b"//[::1", b"//evil/", b"http://evil/", b"http://[/", b"/%00", b"/%ff%fe", b"/%0d%0aX:1", b"?"),
    b"a",
    *(b"/static/..%2f..%2fetc/passwd", b"/static/%00", b"/media/..%2f..", b"/videos/%00", b"/api/jobs?cursor=%ff"),
    b"/#x",
    *(b"/static/" + b"a" * 5000, b"/" + b"a" * 30_000, b"/a:b@c//[", b"/static//[", b"//", b"/\\evil", b"/%"),
)  # fmt: skip
_LINES = (
    *(b"", b" ", b"GET", b"GET /", b"GET / HTTP/0.9", b"GET / HTTP/2.0", b"GET / HTTP/1.9", b"GET / HTTP/1.10"),
    b"GET / http/1.1",
    *(b"GET  / HTTP/1.1", b"GET\t/\tHTTP/1.1", b" GET / HTTP/1.1", b"GET / HTTP/1.1 ", b"GET / HTTP/1.1\x0b"),
    b"GE\x00T / HTTP/1.1",
    *(b"G@T / HTTP/1.1", b"get / HTTP/1.1", b"TRACE / HTTP/1.1", b"CONNECT evil:443 HTTP/1.1", b"OPTIONS * HTTP/1.1"),
    *(b"GET /\x80 HTTP/1.1", b"GET / HTTP/1.1\rX", b"PRI * HTTP/2.0", b"M" * 9000 + b" / HTTP/1.1", b"HEAD / HTTP/1.1"),
    *(b"GET / HTTP/1.0", b"PROPFIND / HTTP/1.1", b"GET /a b HTTP/1.1"),
)  # fmt: skip
_FIELDS = (
    *(b"X : 1", b": 1", b"X", b"X\x00: 1", b"X: \x00", b"\x80: 1", b"X: a\rb", b"X: a\nTransfer-Encoding: chunked"),
    b" folded",
    *(b"X: 1\r\n folded", b"X: " + b"v" * 70_000, b"Y" * 70_000 + b": 1", b"Host: localhost", b"Host: evil", b"Host:"),
    *(b"Host: a b", b"Content-Length: 0\r\nContent-Length: 0", b"Connection: close, Host"),
    b"Upgrade: websocket\r\nConnection: Upgrade",
    b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQ",
    *(b"Expect: 100-continue", b"Expect: x"),
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZQ==",
    *(b"Connection: \xff", b"X-Forwarded-For: 1\r\nX-Forwarded-Host: evil", b"Cookie: " + b"a=b;" * 3000),
    b"Range: bytes=0-0,1-1",
    *(b"Accept: text/html\r\nX: \x01\x7f", b"If-None-Match: \xff", b"If-Modified-Since: x", b"Last-Event-ID: \xff"),
    b"Origin: null",
)  # fmt: skip
_LENGTHS = (
    *(b"-1", b"+2", b"0x2", b"2, 2", b"2, 3", b"", b" ", b"2 2", b"1e0", b"\xb2", b"9" * 25),
    *(b"18446744073709551618", b"2\x0b", b"00002"),
    *(b"2\r\nContent-Length: 3", b"2\r\nContent-Length: 2", b"65537", b"2,"),
)  # fmt: skip
_CODINGS = (
    *(b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding: chunked, identity", b"Transfer-Encoding: identity"),
    *(b"Transfer-Encoding: xchunked", b"Transfer-Encoding: chunked\x0b", b"Transfer-Encoding:\x0bchunked"),
    b"Transfer-Encoding: \x00chunked",
    *(b"Transfer-Encoding : chunked", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
    b"Transfer-Encoding:\r\n chunked",
    *(b"Transfer-Encoding: CHUNKED", b"X: y\nTransfer-Encoding: chunked", b"Transfer_Encoding: chunked"),
    b"Transfer-Encoding:",
    *(b"transfer-encoding: chunked\r\nTE: trailers", b'Transfer-Encoding: "chunked"'),
    b"Transfer-Encoding: chunked;q=1",
)  # fmt: skip
_CHUNK_BODIES = (
    *(b"2\r\n{}\r\n0\r\n\r\n", b"2;a=b\r\n{}\r\n0;x\r\n\r\n", b"2 \r\n{}\r\n0\r\n\r\n", b"0x2\r\n{}\r\n0\r\n\r\n"),
    b"-2\r\n{}\r\n0\r\n\r\n",
    *(b"+2\r\n{}\r\n0\r\n\r\n", b"g\r\n{}\r\n0\r\n\r\n", b"2\n{}\n0\n\n", b"2\r\n{}0\r\n\r\n"),
    *(b"3\r\n{}\r\n0\r\n\r\n", b"1\r\n{}\r\n0\r\n\r\n"),
    *(b"f" * 16 + b"\r\n{}", b"f" * 40 + b"\r\n{}", b"\r\n2\r\n{}\r\n0\r\n\r\n", b"2\r\n{}xx0\r\n\r\n"),
    *(b"2\r\n{}\r\n0\r\n", b"2\r\n{}\r\n", b"2"),
    *(b"2;" + b"e" * 70_000 + b"\r\n{}\r\n0\r\n\r\n", b"2\r\n{}\r\n0\r\nX: 1\r\nContent-Length: 9\r\n\r\n"),
    b"2;\n\r\n{}\r\n0\r\n\r\n",
    *(b"2\r\n{}\r\n0\r\nbad trailer\r\n\r\n", b"2\r\n{}\r\n0\r\n" + b"T: 1\r\n" * 9000 + b"\r\n"),
    b"2;a=\x00\r\n{}\r\n0\r\n\r\n",
    *(b"\xb2\r\n{}\r\n0\r\n\r\n", b"2_0\r\n{}\r\n0\r\n\r\n", b"00000000000000000002\r\n{}\r\n0\r\n\r\n"),
    b"1\r\n{\r\n1\r\n}\r\n" * 2 + b"0\r\n\r\n",
)  # fmt: skip
_GARBAGE = (
    *(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"EHLO evil\r\n"),
    *(b"\x00" * 64, b"\r\n" * 40),
    *(b"\n\n\n", b"\xff\xfe" * 30, b"GET", b"", b"\x04\x01\x00\x50\x7f\x00\x00\x01\x00"),
    b"PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n",
)  # fmt: skip


def _requests() -> Iterator[Case]:
    """Odd request lines, fields, lengths and chunks, each in a request that is good but for that."""
    for target in _TARGETS:
        yield Case(f"target {target[:30]!r}", (_request(b"GET " + target + b" HTTP/1.1"),))
    for line in _LINES:
        yield Case(f"line {line[:30]!r}", (_request(line),))
    for field in _FIELDS:
        yield Case(f"field {field[:40]!r}", (_request(b"GET /api/jobs HTTP/1.1", field),))
        yield Case(f"first field {field[:40]!r}", (_request(b"GET /login HTTP/1.1\r\n" + field, host=False),))
    for length in _LENGTHS:
        yield Case(f"length {length!r}", (_sized(length, b"{}"),))
    for body in _CHUNK_BODIES:
        yield Case(f"chunks {body[:30]!r}", (_chunks(body),))
        yield Case(f"chunks to HEAD {body[:30]!r}", (_request(b"HEAD /x HTTP/1.1", _CHUNKED, body=body),), most=2)


def _smuggled() -> Iterator[Case]:
    """What other servers take for the end of the body is not the end here, or the other way round: none is answered."""
    inside = b"0\r\n\r\n" + _HIDDEN
    length = b"%d" % len(inside)
    for coding in _CODINGS:
        fields = (_JSON, coding, b"Content-Length: " + length)
        yield Case(f"coding {coding!r} and length", (_request(_POST, *fields, body=inside),))
        if not coding.startswith(b"Transfer_"):  # that is no coding: what follows the length is a request
            yield Case(f"coding {coding!r} and 5", (_request(_POST, coding, b"Content-Length: 5", body=inside),))
    yield Case("coding in HTTP/1.0", (_request(_POST[:-1] + b"0", _CHUNKED, b"Connection: keep-alive", body=inside),))
    yield Case("coding and length", (_chunks(inside, b"Content-Length: " + length),))
    yield Case("length and coding", (_sized(length, inside, _CHUNKED),))
    yield Case("two lengths", (_sized(b"2\r\nContent-Length: %d" % (2 + len(_HIDDEN)), b"{}" + _HIDDEN),))
    yield Case("a request in a body", (_sized(b"%d" % len(_HIDDEN), _HIDDEN),))
    yield Case("a request in a chunk", (_chunks(b"%x\r\n" % len(_HIDDEN) + _HIDDEN + b"\r\n0\r\n\r\n"),))
    yield Case("a request in a trailer", (_chunks(b"0\r\n" + _HIDDEN),))


def _others() -> Iterator[Case]:
    for noise in _GARBAGE:
        yield Case(f"garbage {noise[:20]!r}", (noise,))
    yield Case("no host", (_request(host=False),))
    yield Case("pipelined", (_request() * 5,), most=5)
    yield Case("pipelined bodies", ((_sized(b"2") + _chunks(_CHUNK_BODIES[0])) * 2 + _request(),), most=5)
    yield Case("body too long", (_sized(b"70000", b"x" * 70_000),))
    yield Case("chunks too long", (_chunks((b"ffff\r\n" + b"x" * 65535 + b"\r\n") * 3 + b"0\r\n\r\n"),))


HANDMADE: tuple[Case, ...] = (*_requests(), *_smuggled(), *_others())


def cases(seed: int) -> Iterator[Case]:
    """Cases without an end, always the same ones of a seed."""
    dice = random.Random(seed)
    makers: Sequence[Callable[[random.Random], Case]] = (_mixed, _mixed, _bent, _bent, _series, _noise)
    while True:
        yield _delivered(dice, dice.choice(makers)(dice))


def _mixed(dice: random.Random) -> Case:
    """A request of odd parts."""
    method = dice.choice((b"GET", b"HEAD", b"POST", b"PUT", b"DELETE", b"OPTIONS", b"PATCH"))
    line = method + b" " + dice.choice((*_TARGETS, b"/", b"/api/jobs", b"/api/generate", b"/login")) + b" HTTP/1.1"
    line = dice.choice(_LINES) if dice.random() < 0.2 else line
    fields = dice.sample(_FIELDS, dice.randint(0, 3))
    framing = dice.choice((b"", b"Content-Length: " + dice.choice(_LENGTHS), dice.choice(_CODINGS), _CHUNKED))
    body = dice.choice((b"", b"{}", dice.choice(_CHUNK_BODIES)))
    # What follows a body may be a request by all rules: it counts, but asks for nothing that is marked.
    most = 2 + body.count(b"\n") if body else 1
    return Case("mixed", (_request(line, *fields, *([framing] if framing else []), body=body),), most=most)


def _bent(dice: random.Random) -> Case:
    """A case that is known, with some bytes changed, doubled or taken away. What it means then is anybody's guess."""
    known = bytearray(b"".join(dice.choice(HANDMADE).pieces)[:3000].replace(MARK, b"/api/me"))
    for _ in range(dice.randint(1, 4)):
        if not known:
            break
        at = dice.randrange(len(known))
        what = dice.choice(("change", "double", "drop", "put"))
        if what == "change":
            known[at] = dice.randrange(256)
        elif what == "double":
            known[at:at] = known[at : at + dice.randint(1, 20)]
        elif what == "drop":
            del known[at : at + dice.randint(1, 20)]
        else:
            known[at:at] = dice.choice((b"\r", b"\n", b"\r\n", b"\0", b" ", b"\t", b":", b"\r\n\r\n", b"\r\n "))
    return Case("bent", (bytes(known),), most=12)


def _series(dice: random.Random) -> Case:
    """Good requests behind each other: exactly as many answers as requests, and none for what is in their bodies."""
    in_chunk = b"%x;x\r\n" % len(_HIDDEN) + _HIDDEN + b"\r\n0\r\nA: b\r\n\r\n"
    plain = (_request(), _request(b"HEAD /login HTTP/1.1"), _request(b"GET /x HTTP/1.1"))
    with_body = (_sized(b"2"), _chunks(_CHUNK_BODIES[0]), _sized(b"%d" % len(_HIDDEN), _HIDDEN), _chunks(in_chunk))
    good = (*plain, *with_body)
    number = dice.randint(1, 6)
    return Case("series", (b"".join(dice.choice(good) for _ in range(number)),), most=number)


def _noise(dice: random.Random) -> Case:
    start = dice.choice((b"", b"GET / HTTP/1.1\r\n", _request()[:-2], _chunks(b""), _sized(b"500", b"")))
    return Case("noise", (start + dice.randbytes(dice.randint(0, 400)),), most=12)


def _delivered(dice: random.Random, case: Case) -> Case:
    """The same bytes, whole, in pieces or one by one; and how the client ends."""
    content = b"".join(case.pieces)
    end = dice.choices(("stop", "leave", "reset", "wait"), (90, 4, 4, 0.5))[0]
    how = dice.random()
    if how < 0.6 or len(content) < 2:
        pieces = (content,)
    elif how < 0.95 or len(content) > 400:
        cuts = sorted(dice.randrange(len(content)) for _ in range(dice.randint(1, 4)))
        pieces = tuple(content[a:b] for a, b in zip([0, *cuts], [*cuts, len(content)], strict=True))
    else:
        pieces = tuple(content[at : at + 1] for at in range(len(content)))
    return Case(case.kind, pieces, case.most, end)
