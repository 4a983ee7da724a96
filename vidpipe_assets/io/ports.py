"""Ports of this machine: taken before anything else is begun, so that one that is not free is said at once."""

import errno
import socket
from collections.abc import Sequence
from typing import Any

from vidpipe_assets.model.errors import BadInput, BlockedError


def listen(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen at `port` of each address of `host`; 0: at any free port. They are the caller's to close.

    Raises `BadInput` for a number that is no port and a host that is not this machine, `BlockedError` for a port that
    is taken or forbidden; each names the option.
    """
    if not 0 <= port <= 65_535:
        raise BadInput(f"--port is {port}", remedy="take a number from 1 to 65535, such as --port 8080")
    opened: list[socket.socket] = []
    try:
        for family, address in _addresses(host, port):
            opened.append(_bound(family, address))
    except OSError as error:
        _close(opened)
        raise _refusal(host, port, error) from error
    return opened


def require_free(host: str, port: int) -> None:
    """Raise what `listen` raises where another process could not listen there."""
    _close(listen(host, port))


def _close(opened: Sequence[socket.socket]) -> None:
    for one in opened:
        one.close()


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, tuple[Any, ...]]]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError) as error:
        raise BadInput(f"--host is {host!r}, which is no address", remedy="take 127.0.0.1, or 0.0.0.0") from error
    return list(dict.fromkeys((family, (*address,)) for family, _, _, _, address in found))


def _bound(family: socket.AddressFamily, address: tuple[Any, ...]) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        # What listened here until a moment ago is no hindrance; what does so now is.
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(address)
        opened.listen(2048)
    except OSError:
        opened.close()
        raise
    return opened


def _refusal(host: str, port: int, error: OSError) -> BadInput | BlockedError:
    if error.errno == errno.EADDRINUSE:
        another = port + 1 if port < 65_535 else port - 1
        return BlockedError(
            f"port {port} of {host} is taken: another program listens there",
            remedy=f"end that program, or take another port: --port {another}",
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return BlockedError(
            f"port {port} of {host} may not be used ({error.strerror})",
            remedy="ports below 1024 belong to the system: take another one, such as --port 8080",
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return BadInput(
            f"--host is {host!r}, which is no address of this machine",
            remedy="take 127.0.0.1, or 0.0.0.0 for all of them",
        )
    return BlockedError(
        f"nobody can listen at port {port} of {host}: {error.strerror or error}", remedy="take another host or port"
    )
