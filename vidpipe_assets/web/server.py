"""`vidpipe web`: the app in uvicorn, until Ctrl-C or SIGTERM."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from socket import socket

import uvicorn
from fastapi import FastAPI

from vidpipe_assets.web.acceptor import Acceptor
from vidpipe_assets.web.app import create_app
from vidpipe_assets.web.connections import protocol
from vidpipe_assets.web.descriptors import raise_descriptor_limit
from vidpipe_assets.web.settings import WebSettings

GRACE_S = 1
"""How long answers that are under way may take to end; a film that somebody watches is asked for again."""


_NOT_STARTED = 3
"""uvicorn's own code for an app that does not start."""


class Server(uvicorn.Server):
    """Serves an app of `create_app`, and has its streams of events end when it is told to stop."""

    def __init__(self, app: FastAPI, host: str, port: int, grace_s: int = GRACE_S) -> None:
        self.protocol = protocol()
        self._acceptors: list[Acceptor] = []
        super().__init__(
            # Not uvicorn's own limit: it counts whoever has connected, and then answers nobody.
            # And no other protocol: an upgrade would leave the connection's limits and the middleware behind.
            uvicorn.Config(
                app, host, port, server_header=False, http=self.protocol, ws="none", timeout_graceful_shutdown=grace_s
            )
        )
        self._office = app.state.app_state

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start the app, and accept what comes to `sockets`."""
        await super().startup(sockets=[])  # uvicorn's own servers accept whatever comes, at the full price
        self._acceptors = [Acceptor(one, self._connection, self.protocol.room) for one in sockets or ()]

    def _connection(self) -> asyncio.Protocol:
        return self.protocol(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Streams of events are resumed elsewhere; without this they would take all the time that there is."""
        self._office.is_closing.set()
        for acceptor in self._acceptors:
            acceptor.close()
        await super().shutdown(sockets)


def serve(settings: WebSettings, sockets: Sequence[socket], announce: Callable[[], None]) -> None:
    """Serve at `sockets`, which listen already, until a signal; `announce` is called before.

    Logs say what was asked and by whom, never with which token.
    """
    raise_descriptor_limit()
    server = Server(create_app(settings), *sockets[0].getsockname()[:2])
    announce()
    with suppress(KeyboardInterrupt):  # uvicorn has served to the end, and passes the signal on
        server.run(sockets=[*sockets])
    if not server.started:
        sys.exit(_NOT_STARTED)
    _leave_threads_behind()


def _leave_threads_behind() -> None:
    """End although a storage lets a thread wait: Python would wait for it, too. Nothing is lost that is in memory."""
    if threading.active_count() > 1:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
