"""Accepting connections: those that a client has too many of cost next to nothing, however fast it opens them again.

The kernel's queue is first come, first served: whoever asks is answered only when all before have been accepted. A
connection with a transport, a protocol and a parser costs ten times what it costs to accept and close it. Of a client
that has enough of them waiting, only those get these whose whole request is there. And once some were turned away the
queue rests for a moment, or a client that opens them again at once would have a whole processor at work.
"""

import asyncio
import logging
import socket
import struct
import sys
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress

from vidpipe_assets.web.connections import WaitingRoom
from vidpipe_assets.web.framing import LONGEST_HEAD

BACKLOG = 4096
"""Connections that the kernel keeps until they are accepted; it keeps fewer where `somaxconn` says so."""
GRACE_S = 1.0
"""In quiet times, how long a client with too many connections may take from opening another to its whole request."""
PAUSE_S = 0.2
"""How long nothing is accepted after some were turned away: as long may anybody's new connection wait."""
_AT_ONCE = 64
"""Accepted before other things have a turn."""
MOST_IN_GRACE = 64
"""Beyond it the oldest ends: while somebody opens them by the thousand, they have waited in the queue for as long."""
_LOOK_EVERY_S = 0.01
_WARN_EVERY_S = 60.0
_HEAD_END = b"\r\n\r\n"
_UNACKED_AT = 24
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: what is closed is forgotten at once, and leaves nothing in the kernel."""
_log = logging.getLogger("uvicorn.error")


class Acceptor:
    """Accepts what comes to one listening socket, until it is closed. To be made in the loop that serves."""

    def __init__(self, listening: socket.socket, protocol: Callable[[], asyncio.Protocol], room: WaitingRoom) -> None:
        self._listening, self._protocol, self._room = listening, protocol, room
        self._loop = asyncio.get_running_loop()
        self._admitting = set[asyncio.Task[None]]()
        self._coming = Counter[str]()
        self._in_grace = deque[tuple[socket.socket, str, float]]()
        self._timer: asyncio.TimerHandle | None = None
        self._grace: asyncio.TimerHandle | None = None
        self._left, self._has_turned_away = 0, False
        self._silent_until = 0.0
        listening.setblocking(False)
        listening.listen(BACKLOG)
        self._loop.add_reader(listening, self._accept)

    def close(self) -> None:
        """Accept nothing more. The socket is its owner's to close."""
        self._loop.remove_reader(self._listening)
        for timer in (self._timer, self._grace):
            if timer:
                timer.cancel()
        while self._in_grace:
            _reset(self._in_grace.popleft()[0])

    def _accept(self) -> None:
        """Accept what has come; rest once all are accepted that waited at first, and some were turned away."""
        if not self._left:
            self._left = queue_length(self._listening)
        for _ in range(min(_AT_ONCE, self._left)):
            try:
                connection, address = self._listening.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                self._left = 0
                break
            except OSError as error:  # out of descriptors, mostly: others end meanwhile
                self._warn(error)
                self._left, self._has_turned_away = 0, True
                break
            self._left -= 1
            self._receive(connection, address[0])
        if not self._left and self._has_turned_away:
            self._has_turned_away = False
            self._loop.remove_reader(self._listening)
            self._timer = self._loop.call_later(PAUSE_S, self._loop.add_reader, self._listening, self._accept)

    def _warn(self, error: OSError) -> None:
        if self._loop.time() >= self._silent_until:
            _log.warning("no connection can be accepted: %s", error)
            self._silent_until = self._loop.time() + _WARN_EVERY_S

    def _receive(self, connection: socket.socket, client: str) -> None:
        if self._settled(connection, client):
            return
        if len(self._in_grace) >= MOST_IN_GRACE:
            oldest, its_client, _ = self._in_grace.popleft()
            self._settled(oldest, its_client, is_over=True)
        self._in_grace.append((connection, client, self._loop.time() + GRACE_S))
        self._grace = self._grace or self._loop.call_later(_LOOK_EVERY_S, self._look_at_all)

    def _may_enter(self, connection: socket.socket, client: str) -> bool:
        is_crowd = self._room.is_crowd(client, self._coming[client], self._coming.total())
        return not is_crowd or _has_whole_head(connection)

    def _look_at_all(self) -> None:
        """Of those in grace, admit who has asked meanwhile, and turn away whose time is over."""
        now = self._loop.time()
        for _ in range(len(self._in_grace)):
            connection, client, until = self._in_grace.popleft()
            if not self._settled(connection, client, is_over=now >= until):
                self._in_grace.append((connection, client, until))
        self._grace = self._loop.call_later(_LOOK_EVERY_S, self._look_at_all) if self._in_grace else None

    def _settled(self, connection: socket.socket, client: str, *, is_over: bool = False) -> bool:
        """Admit who may enter, and turn away any other whose time `is_over`; whether one of them was done."""
        if self._may_enter(connection, client):
            self._admit(connection, client)
        elif is_over:
            self._has_turned_away = True
            _reset(connection)
        else:
            return False
        return True

    def _admit(self, connection: socket.socket, client: str) -> None:
        connection.setblocking(False)
        self._coming[client] += 1
        task = self._loop.create_task(self._connect(connection, client))
        self._admitting.add(task)
        task.add_done_callback(self._admitting.discard)

    async def _connect(self, connection: socket.socket, client: str) -> None:
        made = list[asyncio.Protocol]()

        def make() -> asyncio.Protocol:
            # Queued right before `connection_made`, by which it enters the room: it is never counted twice.
            self._loop.call_soon(self._has_come, client)
            made.append(self._protocol())
            return made[0]

        try:
            await self._loop.connect_accepted_socket(make, connection)
        except OSError:
            connection.close()  # gone already
        finally:
            if not made:
                self._has_come(client)

    def _has_come(self, client: str) -> None:
        self._coming[client] -= 1
        if not self._coming[client]:
            del self._coming[client]


def queue_length(listening: socket.socket) -> int:
    """How many connections wait to be accepted, at least 1; `BACKLOG` where the system does not say.

    Source: Linux's `tcp_get_info`, which tells it of a listening socket as `tcpi_unacked`.
    """
    if sys.platform != "linux":
        return BACKLOG
    told = listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _UNACKED_AT + 4)
    return max(1, int.from_bytes(told[_UNACKED_AT:], sys.byteorder))


def _has_whole_head(connection: socket.socket) -> bool:
    with suppress(OSError):
        return _HEAD_END in connection.recv(LONGEST_HEAD + len(_HEAD_END), socket.MSG_PEEK | socket.MSG_DONTWAIT)
    return False


def _reset(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    connection.close()
