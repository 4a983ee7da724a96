"""The connection itself: every read and write ends by one deadline, and whether anything was sent is known.

A time-out for each read is not enough: a server that sends a byte a second never lets it pass.
"""

import ipaddress
import socket
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpcore

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.providers.web.deadline import Deadline


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
