"""The connection itself: every read and write ends by one deadline, and whether anything was sent is known.

A time-out for each read is not enough: a server that sends a byte a second never lets it pass.

One request and its answer, over a connection of its own: nothing is shared with forked processes or left open.
"""

import queue
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import httpcore
import httpx

from vidpipe_assets.model.errors import BlockedError, PermanentError, TransientError, UnknownOutcome, VidpipeError
from vidpipe_assets.providers.http.connection_errors import SOCKS_ERRORS, cause_of, connection_error, proxy_refusal
from vidpipe_assets.providers.http.deadline import Deadline
from vidpipe_assets.providers.http.private_addresses import refuse_private
from vidpipe_assets.providers.http.proxies import Proxy, proxy_for
from vidpipe_assets.providers.http.redact import plain_url
from vidpipe_assets.providers.http.sending import require_permission
from vidpipe_assets.providers.http.trust import trusted

CONNECT_S = 20.0
"""Within which a connection has to stand: look-up, TCP, proxy and TLS."""

_NEXT_ADDRESS_S = 0.5
"""After which the next address of a host is tried beside the one before."""

_REFUSAL_S = 5.0
"""For the body of an answer that is no success."""


@dataclass
class Wire(httpcore.NetworkBackend):
    """One exchange's way to the network."""

    deadline: Deadline
    public_only: bool = False
    """Refuse addresses of this machine and of private networks: for URLs that somebody else wrote."""
    sent: bool = field(default=False, init=False)
    """Whether a byte of the request itself may have left: not of CONNECT, a proxy's greeting, or TLS."""
    connect_deadline: Deadline = field(init=False)
    """By when a connection has to stand, with proxy and TLS."""
    _is_own: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.connect_deadline = Deadline(CONNECT_S)

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Told by httpcore before each of its steps: what is written from our own request on counts as sent."""
        if event.endswith("send_request_headers.started") and info["request"].method != b"CONNECT":
            require_permission()
            self._is_own = True

    def note_write(self) -> None:
        """Something is about to be written."""
        self.sent = self.sent or self._is_own

    def left_s(self, timeout: float | None) -> float:
        """Seconds that the next step may take. Raises `httpcore.TimeoutException` where none are left."""
        left = _soonest(timeout, self.deadline)
        if self._is_own:
            return left
        if self.connect_deadline.left_s() <= 0:
            raise httpcore.ConnectTimeout("no connection in time")
        return min(left, self.connect_deadline.left_s())

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers. What was looked at is what is connected to.

        The next address is tried when one fails, or has not answered for a moment (RFC 8305, "happy eyeballs").
        """
        addresses = _interleave(_looked_up(host, port, self.left_s))
        if self.public_only:
            for address in addresses:
                refuse_private(address)

        def connect(address: str) -> httpcore.NetworkStream:
            return httpcore.SyncBackend().connect_tcp(
                address, port, self.left_s(timeout), local_address, socket_options
            )

        return _Stream(connect_first(addresses, connect, lambda: self.left_s(timeout)), self)

    def sleep(self, seconds: float) -> None:
        """Asked for by httpcore's own retries, which are not used."""
        time.sleep(min(seconds, self.deadline.left_s()))


class _Stream(httpcore.NetworkStream):
    """A stream whose every step ends by the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, wire: Wire) -> None:
        self._stream = stream
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._wire.left_s(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left_s = self._wire.left_s(timeout)
        self._wire.note_write()
        self._stream.write(buffer, left_s)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._wire.left_s(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._wire)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _soonest(timeout: float | None, deadline: Deadline) -> float:
    left = deadline.left_s()
    if left <= 0:
        raise httpcore.ReadTimeout("the deadline has passed")
    return left if timeout is None else min(timeout, left)


def _looked_up(host: str, port: int, left_s: Callable[[float | None], float]) -> list[str]:
    """The addresses of `host`. The system's own look-up knows no time-out, hence the thread."""
    found: list[str] = []
    problems: list[OSError] = []

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))
        except OSError as error:
            problems.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(left_s(None))
    if thread.is_alive():
        raise httpcore.ConnectTimeout(f"the address of {host} could not be found in time")
    if problems:
        raise httpcore.ConnectError(f"the address of {host} could not be found")
    return found


def _interleave(addresses: list[str]) -> list[str]:
    """The same addresses, those of IPv6 and IPv4 by turns, beginning with the kind of the first."""
    first = [one for one in addresses if (":" in one) == (":" in addresses[0])]
    second = [one for one in addresses if one not in first]
    pairs = zip_longest(first, second)
    return [one for pair in pairs for one in pair if one is not None]


def connect_first(
    addresses: Sequence[str], connect: Callable[[str], httpcore.NetworkStream], left_s: Callable[[], float]
) -> httpcore.NetworkStream:
    """The first connection to any of `addresses`, each begun `_NEXT_ADDRESS_S` after the one before or when that fails.

    Raises what the last one raised, and `httpcore.ConnectTimeout` when no time is left. Late connections are closed.
    """
    results: queue.SimpleQueue[httpcore.NetworkStream | Exception] = queue.SimpleQueue()
    lock, over = threading.Lock(), threading.Event()

    def attempt(address: str) -> None:
        try:
            found: httpcore.NetworkStream | Exception = connect(address)
        except Exception as error:
            found = error
        with lock:
            if not over.is_set():
                results.put(found)
            elif not isinstance(found, Exception):
                found.close()

    try:
        return _race(addresses, attempt, results, left_s)
    finally:
        with lock:
            over.set()
        while not results.empty():
            late = results.get()
            if not isinstance(late, Exception):
                late.close()


def _race(
    addresses: Sequence[str],
    attempt: Callable[[str], None],
    results: "queue.SimpleQueue[httpcore.NetworkStream | Exception]",
    left_s: Callable[[], float],
) -> httpcore.NetworkStream:
    waiting, running = list(addresses), 0
    problem: Exception = httpcore.ConnectError("it has no address")
    while waiting or running:
        if waiting:
            threading.Thread(target=attempt, args=(waiting.pop(0),), daemon=True).start()
            running += 1
        try:
            found = results.get(timeout=min(left_s(), _NEXT_ADDRESS_S))
        except queue.Empty:
            continue
        if not isinstance(found, Exception):
            return found
        running -= 1
        problem = found
    raise problem


@dataclass(frozen=True)
class HttpRequest:
    """What is sent. Not through `httpx.Client`, which logs whole URLs, keys included."""

    method: str
    url: httpx.URL
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content: bytes = b""
    safe: bool = False
    """Whether it changes and costs nothing: then it may simply be sent again."""
    public_only: bool = False

    @property
    def place(self) -> str:
        """Where it goes, without secrets."""
        return plain_url(str(self.url))


@contextmanager
def open_response(request: HttpRequest, deadline: Deadline, provider: str) -> Generator[httpcore.Response]:
    """The answer, its body still to be read, within the block. Every error of the network is told as one of ours.

    Raises `UnknownOutcome` if something was sent that is not safe and no whole answer came back.
    """
    if request.url.scheme not in {"http", "https"} or not request.url.host:
        raise PermanentError(f"{request.place!r} is not an address of the web", remedy=f"look at what {provider} said")
    if request.public_only and request.url.scheme != "https":
        raise PermanentError(
            f"{request.place!r} is not fetched: what others name has to be https",
            remedy=f"look at what {provider} said",
        )
    headers = _headers(request)
    proxy = proxy_for(request.url)
    if proxy and request.public_only:
        refuse_private(request.url.host)
    # A proxy may well be a private address; what lies behind it, it looks up itself.
    wire = Wire(deadline, public_only=request.public_only and not proxy)
    try:
        with (
            _pool(request, wire, proxy) as pool,
            pool.stream(
                request.method,
                str(request.url),
                headers=headers,
                content=request.content or None,
                extensions={"trace": wire.trace},
            ) as response,
        ):
            if response.status == 407 and proxy:
                raise proxy_refusal(proxy, "407")
            if response.status >= 300:
                # The status says enough: nobody waits long for its explanation.
                wire.deadline = Deadline(min(_REFUSAL_S, deadline.left_s()))
            yield response
    except _NETWORK_ERRORS as error:
        # Without its cause: what the library says of a request may hold the whole URL, or a header.
        raise _network_error(error, request, wire, provider, proxy) from None


_NETWORK_ERRORS = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    *SOCKS_ERRORS,
)


def _network_error(
    error: Exception, request: HttpRequest, wire: Wire, provider: str, proxy: Proxy | None
) -> VidpipeError:
    """What `error` means, in words of our own: a library's may repeat a header or an address."""
    if isinstance(error, httpcore.LocalProtocolError):
        return PermanentError(f"the request to {provider} cannot be sent ({request.place})", remedy="report it")
    if not wire.sent:
        return connection_error(error, provider, request.place, proxy)
    if isinstance(error, httpcore.TimeoutException):
        what = f"{provider} gave no whole answer within {wire.deadline.seconds:g} s ({request.place})"
    else:
        what = f"the connection to {provider} was lost ({request.place}): {cause_of(error)}"
    kind: Callable[..., VidpipeError] = TransientError if request.safe else UnknownOutcome
    return kind(what, remedy="check the network if it stays so; it is tried again")


def _headers(request: HttpRequest) -> list[tuple[str, str]]:
    mine = {"host": request.url.netloc.decode("ascii"), "user-agent": "vidpipe", "accept": "*/*"}
    if request.content:
        mine["content-length"] = str(len(request.content))
    given = {name.lower(): value for name, value in request.headers.items()}
    headers = {**mine, **given, "connection": "close"}
    for name, value in headers.items():
        if not (value.isascii() and value.isprintable()):
            # Without the value: it may be a key, and a library would repeat it in its error.
            raise BlockedError(
                f"the header {name} cannot be sent: it holds a line break, or a character that is not ASCII",
                remedy="look at the environment's variables that hold keys, for a line break or a look-alike letter",
            )
    return list(headers.items())


def _pool(request: HttpRequest, wire: Wire, proxy: Proxy | None) -> httpcore.ConnectionPool:
    context = trusted() if request.url.scheme == "https" else None
    if proxy is None:
        return httpcore.ConnectionPool(ssl_context=context, network_backend=wire)
    if proxy.scheme.startswith("socks"):
        return httpcore.SOCKSProxy(proxy.url, proxy_auth=proxy.auth, ssl_context=context, network_backend=wire)
    own = trusted() if proxy.scheme == "https" else None
    return httpcore.HTTPProxy(
        proxy.url, proxy_auth=proxy.auth, ssl_context=context, proxy_ssl_context=own, network_backend=wire
    )
