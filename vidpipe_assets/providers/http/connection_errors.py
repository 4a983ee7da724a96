"""What it means when no connection came about: nothing was sent, and the error names whose fault it is."""

import ssl

import httpcore
import socksio

from vidpipe_assets.model.errors import BlockedError, TransientError, VidpipeError
from vidpipe_assets.providers.http.proxies import Proxy

SOCKS_ERRORS = (socksio.ProtocolError, AssertionError)
"""What httpcore lets through when the other side does not speak SOCKS."""

_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (httpcore.TimeoutException, "it did not answer in time"),
    (httpcore.RemoteProtocolError, "its answer is no HTTP, or ends too early"),
    (httpcore.ReadError, "it closed the connection while answering"),
    (httpcore.WriteError, "it closed the connection while being asked"),
    (socksio.ProtocolError, "it does not speak SOCKS 5"),
    (AssertionError, "it does not speak SOCKS 5"),
)


def cause_of(error: Exception) -> str:
    """Why, in words that come from the system or from us: a library's may repeat a header or an address."""
    cause = error.__cause__ or error.__context__  # the pool raises `from None`
    if isinstance(cause, ssl.SSLError):
        return f"TLS failed ({cause.reason or 'the connection was closed'})"
    if isinstance(cause, OSError) and cause.strerror and not isinstance(error, httpcore.TimeoutException):
        return cause.strerror
    if isinstance(error, httpcore.ConnectError) and cause is None:
        return str(error)  # of our own look-up
    return next((words for kind, words in _KINDS if isinstance(error, kind)), "the connection failed")


def connection_error(error: Exception, provider: str, place: str, proxy: Proxy | None) -> VidpipeError:
    """The error of a connection that never stood: by proxy, certificate, address or time."""
    cause = error.__cause__ or error.__context__  # the pool raises `from None`
    if isinstance(cause, ssl.SSLCertVerificationError):
        return BlockedError(
            f"{provider} cannot be reached ({place}): its certificate is not trusted ({cause.verify_message})",
            remedy="if a proxy of your network intercepts TLS, set SSL_CERT_FILE to a file with its authority's "
            "certificate; else check the clock and the address",
        )
    if isinstance(error, httpcore.ProxyError) and proxy:
        words = str(error)
        if proxy.scheme.startswith("socks"):
            return proxy_refusal(proxy, "407" if words.startswith(("Requested", "Invalid")) else "502")
        return proxy_refusal(proxy, words[:3])
    behind = f" through {proxy.name}" if proxy else ""
    hint = f"check that {proxy.host}:{proxy.port} runs, or name the host in NO_PROXY; " if proxy else ""
    return TransientError(
        f"{provider} cannot be reached{behind} ({place}): {cause_of(error)}",
        remedy=f"{hint}check the network if it stays so; it is tried again",
    )


def proxy_refusal(proxy: Proxy, status: str) -> VidpipeError:
    """The error of a proxy that does not let us through; `status` is its answer to CONNECT."""
    if status == "407":
        return BlockedError(
            f"{proxy.name} asks for a user and password, or refuses those that are set",
            remedy="set them in its address, as in http://user:password@host:port, with %40 for @",
        )
    if status.startswith("4") and status not in {"408", "429"}:
        return BlockedError(
            f"{proxy.name} does not let the request through ({status})",
            remedy="ask whoever runs the proxy, or name the host in NO_PROXY",
        )
    return TransientError(
        f"{proxy.name} does not reach the host" + (f" ({status})" if status.isdecimal() else ""),
        remedy="it is tried again; if it stays so, ask whoever runs the proxy",
    )
