"""Ports of this machine, for servers that tests start."""

import fcntl
import os
import random
import socket
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

_FIRST, _LAST = 20_000, 32_000
"""Below those that Linux and macOS give to connections that go out: none of these takes a port that is to be served."""

_mine: dict[int, IO[str]] = {}
"""Files whose locks say that a port is taken; they go with this process."""


def free_port() -> int:
    """One that nobody listens at, and that no other process is given here as long as this one lives."""
    while True:
        port = random.SystemRandom().randint(_FIRST, _LAST)
        if port not in _mine and _reserved(port) and _is_free(port):
            return port


def _reserved(port: int) -> bool:
    folder = Path(tempfile.gettempdir()) / f"vidpipe-test-ports-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    file = (folder / str(port)).open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return False
    _mine[port] = file
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
