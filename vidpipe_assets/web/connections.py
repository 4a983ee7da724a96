"""Connections: how long each may take for what, and how many may wait, so that a stranger's shut nobody out.

A connection waits until the whole head of a request has come. Those that wait are limited, for each client and for all;
beyond that the one that has waited longest goes, of the client that has most: whoever asks at once is always let in.
`web.acceptor` asks before, and turns away what has not asked at once.
What is at work is limited by `web.middleware`, which knows who asks.
"""

import asyncio
import json
from collections import Counter
from contextlib import suppress
from typing import Any, Protocol, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from vidpipe_assets.web.descriptors import most_waiting
from vidpipe_assets.web.framing import LONGEST_HEAD, StrictConnection
from vidpipe_assets.web.middleware import SECURITY_HEADERS
from vidpipe_assets.web.problems import MEDIA_TYPE, Problem

HEAD_S = 10.0
"""From the first byte's chance (the connection, or the end of the last answer) to the end of a request's head."""
STALLED_S = 60.0
"""An answer of which the client takes nothing for so long is given up."""
MOST_WAITING_OF_A_CLIENT = 128


class Waiting(Protocol):
    """A connection as `WaitingRoom` sees it."""

    @property
    def address(self) -> str:
        """The client's address."""
        ...

    def drop(self) -> None:
        """End it."""
        ...


class WaitingRoom:
    """The connections of which no whole request has come, oldest first."""

    def __init__(self, of_a_client: int = MOST_WAITING_OF_A_CLIENT, of_all: int = 0) -> None:
        self._of_a_client = of_a_client
        self._of_all = of_all or most_waiting()
        self._waiting: dict[Waiting, None] = {}
        self._clients: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._waiting)

    def enter(self, connection: Waiting) -> None:
        """One more waits; where there are too many, the one goes that has waited longest."""
        if connection in self._waiting:
            return
        self._waiting[connection] = None
        self._clients[connection.address] += 1
        crowd = ""
        if self._clients[connection.address] > self._of_a_client:
            crowd = connection.address
        elif len(self._waiting) > self._of_all:
            crowd = max(self._clients, key=self._clients.__getitem__)
        if crowd:
            oldest = next(one for one in self._waiting if one.address == crowd)
            self.leave(oldest)
            oldest.drop()

    def is_crowd(self, client: str, coming: int = 0, coming_of_all: int = 0) -> bool:
        """Whether one more of this client's would make another go; `coming` are let in, and have not entered yet."""
        own = self._clients[client] + coming
        if own >= self._of_a_client:
            return True
        return len(self._waiting) + coming_of_all >= self._of_all and own >= max(self._clients.values(), default=0) > 1

    def leave(self, connection: Waiting) -> None:
        """It waits no more: its request has come, or it is gone."""
        if connection in self._waiting:
            del self._waiting[connection]
            self._clients[connection.address] -= 1
            if not self._clients[connection.address]:
                del self._clients[connection.address]


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with a limit for all that a client can draw out."""

    room: WaitingRoom

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has connected, behind TLS where there is any."""
        super().connection_made(transport)
        self.conn = StrictConnection(h11.SERVER, max_incomplete_event_size=LONGEST_HEAD)
        self._deadline: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._wait()

    @property
    def address(self) -> str:
        """The client's address."""
        return self.client[0] if self.client else ""

    def drop(self) -> None:
        """End the connection, whatever is in it."""
        self.transport.abort()

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(HEAD_S, self.drop)
        self.room.enter(self)

    def _wait_no_more(self) -> None:
        self.room.leave(self)
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def data_received(self, data: bytes) -> None:
        """Bytes have come; the time for a request's head does not begin anew with each of them."""
        cycle = self._current()
        if cycle is not None and cycle.response_complete and self.conn.our_state is h11.MUST_CLOSE:
            return  # what still comes of a request that was answered without it
        super().data_received(data)
        cycle = self._current()
        if cycle is not None and not cycle.response_complete:
            self._wait_no_more()

    def _current(self) -> RequestResponseCycle | None:
        return self.cycle  # None before the first request, which uvicorn's annotation does not say

    def on_response_complete(self) -> None:
        """The answer is out. Who has not sent the whole request by now is not listened to any longer."""
        if self.conn.their_state is h11.SEND_BODY:
            self.transport.close()
        super().on_response_complete()
        cycle = self._current()
        if not self.transport.is_closing() and (cycle is None or cycle.response_complete):
            self._wait()

    def pause_writing(self) -> None:
        """The client takes nothing for now."""
        super().pause_writing()
        self._stalled = self.loop.call_later(STALLED_S, self.drop)

    def resume_writing(self) -> None:
        """It takes something again."""
        super().resume_writing()
        if self._stalled:
            self._stalled.cancel()
            self._stalled = None

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._wait_no_more()
        if self._stalled:
            self._stalled.cancel()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, as a problem with the headers that all answers have."""
        del msg
        self._wait_no_more()
        problem = Problem(title="Bad Request", status=400, detail="this is no HTTP request that can be understood")
        body = json.dumps(problem.model_dump()).encode()
        headers = {
            **SECURITY_HEADERS,
            "Content-Type": MEDIA_TYPE,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Connection": "close",
        }
        named: list[tuple[bytes, bytes]] = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            events: list[Any] = [
                h11.Response(status_code=400, headers=named, reason=b"Bad Request"),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ]
            with suppress(h11.LocalProtocolError):  # to HEAD: its answer has no body
                for event in events:
                    self.transport.write(cast("bytes", self.conn.send(event) or b""))
        cycle = self._current()
        if cycle is not None:  # what was answered here, the app need not answer any more
            cycle.disconnected = True
            cycle.message_event.set()
        self.transport.close()


def protocol() -> type[PatientProtocol]:
    """The class of one server's connections, which share a waiting room."""

    class OfOneServer(PatientProtocol):
        room = WaitingRoom()

    return OfOneServer
