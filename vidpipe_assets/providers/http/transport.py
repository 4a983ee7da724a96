"""The connection itself: every read and write ends by one deadline, and whether anything was sent is known.

A time-out for each read is not enough: a server that sends a byte a second never lets it pass.

One request and its answer, over a connection of its own: nothing is shared with forked processes or left open.
"""

import ipaddress
import socket
import ssl
import threading
import time
import urllib.request
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpcore
import httpx

from vidpipe_assets.model.errors import PermanentError, TransientError, UnknownOutcome, VidpipeError
from vidpipe_assets.providers.http.deadline import Deadline
from vidpipe_assets.providers.http.redact import plain_url


@dataclass
class Wire(httpcore.NetworkBackend):
    """One exchange's way to the network."""

    deadline: Deadline
    public_only: bool = False
    """Refuse addresses of this machine and of private networks: for URLs that somebody else wrote."""
    sent: bool = field(default=False, init=False)
    """Whether a byte of the request may have reached the other side."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers. What was looked at is what is connected to."""
        problem: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in _looked_up(host, port, self.deadline):
            if self.public_only:
                refuse_private(address)
            try:
                stream = httpcore.SyncBackend().connect_tcp(
                    address, port, _soonest(timeout, self.deadline), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return _Stream(stream, self)
        raise problem

    def sleep(self, seconds: float) -> None:
        """Asked for by httpcore's own retries, which are not used."""
        time.sleep(min(seconds, self.deadline.left_s()))


class _Stream(httpcore.NetworkStream):
    """A stream whose every step ends by the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, wire: Wire) -> None:
        self._stream = stream
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _soonest(timeout, self._wire.deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._wire.sent = True
        self._stream.write(buffer, _soonest(timeout, self._wire.deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _soonest(timeout, self._wire.deadline)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._wire)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def refuse_private(host: str) -> None:
    """Raise `PermanentError` if `host` is an IP address that is not everybody's; a name is not looked up here."""
    with suppress(ValueError):
        if not is_public(host):
            raise PermanentError(
                f"{host} is an address of this machine or of a private network",
                remedy="nothing is fetched from there; look at where the URL comes from",
            )


def is_public(address: str) -> bool:
    """Whether anybody on the Internet could reach that IP address."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (mapped or found).is_global and not found.is_multicast


def _soonest(timeout: float | None, deadline: Deadline) -> float:
    left = deadline.left_s()
    if left <= 0:
        raise httpcore.ReadTimeout("the deadline has passed")
    return left if timeout is None else min(timeout, left)


def _looked_up(host: str, port: int, deadline: Deadline) -> list[str]:
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
    thread.join(_soonest(None, deadline))
    if thread.is_alive():
        raise httpcore.ConnectTimeout(f"the address of {host} could not be found in time")
    if problems:
        raise httpcore.ConnectError(f"the address of {host} could not be found")
    return found


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
    proxy = _proxy(request.url)
    if proxy and request.public_only:
        refuse_private(request.url.host)
    # A proxy may well be a private address; what lies behind it, it looks up itself.
    wire = Wire(deadline, public_only=request.public_only and not proxy)
    try:
        with (
            _pool(request, wire, proxy) as pool,
            pool.stream(
                request.method, str(request.url), headers=_headers(request), content=request.content or None
            ) as response,
        ):
            yield response
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.ProxyError) as error:
        # Without its cause: what the library says of a request may hold the whole URL.
        raise _told(error, request, wire, deadline, provider) from None


def _told(error: Exception, request: HttpRequest, wire: Wire, deadline: Deadline, provider: str) -> VidpipeError:
    if isinstance(error, httpcore.TimeoutException):
        what = f"{provider} gave no whole answer within {deadline.seconds:g} s ({request.place})"
    elif not wire.sent:
        what = f"{provider} cannot be reached ({request.place}): {error or type(error).__name__}"
    else:
        what = f"the connection to {provider} was lost ({request.place}): {error or type(error).__name__}"
    kind: Callable[..., VidpipeError] = UnknownOutcome if wire.sent and not request.safe else TransientError
    return kind(what, remedy="check the network if it stays so; it is tried again")


def _headers(request: HttpRequest) -> list[tuple[str, str]]:
    mine = {"host": request.url.netloc.decode("ascii"), "user-agent": "vidpipe", "accept": "*/*"}
    if request.content:
        mine["content-length"] = str(len(request.content))
    given = {name.lower(): value for name, value in request.headers.items()}
    return list({**mine, **given, "connection": "close"}.items())


def _pool(request: HttpRequest, wire: Wire, proxy: str) -> httpcore.ConnectionPool:
    context = _trusted() if request.url.scheme == "https" else None
    if proxy:
        return httpcore.HTTPProxy(proxy, ssl_context=context, network_backend=wire)
    return httpcore.ConnectionPool(ssl_context=context, network_backend=wire)


def _proxy(url: httpx.URL) -> str:
    """The proxy that the system's settings name for `url`."""
    if urllib.request.proxy_bypass(url.host):
        return ""
    proxies = urllib.request.getproxies()
    return proxies.get(url.scheme, proxies.get("all", ""))


@cache
def _trusted() -> ssl.SSLContext:
    """Building it reads all certificates: 20 ms, once a process."""
    return httpx.create_ssl_context()
