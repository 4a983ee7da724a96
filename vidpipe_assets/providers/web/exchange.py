"""One request and its answer, over a connection of its own: nothing is shared with forked processes or left open."""

import ssl
import urllib.request
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import httpcore
import httpx

from vidpipe_assets.model.errors import PermanentError, TransientError, UnknownOutcome, VidpipeError
from vidpipe_assets.providers.web.deadline import Deadline
from vidpipe_assets.providers.web.secrecy import plain_url
from vidpipe_assets.providers.web.wire import Wire, refuse_private


@dataclass(frozen=True)
class Request:
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
def exchanged(request: Request, deadline: Deadline, provider: str) -> Generator[httpcore.Response]:
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


def _told(error: Exception, request: Request, wire: Wire, deadline: Deadline, provider: str) -> VidpipeError:
    if isinstance(error, httpcore.TimeoutException):
        what = f"{provider} gave no whole answer within {deadline.seconds:g} s ({request.place})"
    elif not wire.sent:
        what = f"{provider} cannot be reached ({request.place}): {error or type(error).__name__}"
    else:
        what = f"the connection to {provider} was lost ({request.place}): {error or type(error).__name__}"
    kind: Callable[..., VidpipeError] = UnknownOutcome if wire.sent and not request.safe else TransientError
    return kind(what, remedy="check the network if it stays so; it is tried again")


def _headers(request: Request) -> list[tuple[str, str]]:
    mine = {"host": request.url.netloc.decode("ascii"), "user-agent": "vidpipe", "accept": "*/*"}
    if request.content:
        mine["content-length"] = str(len(request.content))
    given = {name.lower(): value for name, value in request.headers.items()}
    return list({**mine, **given, "connection": "close"}.items())


def _pool(request: Request, wire: Wire, proxy: str) -> httpcore.ConnectionPool:
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
