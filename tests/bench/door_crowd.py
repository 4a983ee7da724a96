"""A stranger's connections for `bench_door.py`, in a process of their own: they share no interpreter with who measures.

`python tests/bench/door_crowd.py PORT IDLE HALF` opens them, says `open`, opens again what is closed, and ends when
its standard input does: then it says how many it holds and how many it has opened, as JSON.
"""

import json
import selectors
import socket
import sys
import time
from contextlib import suppress

_HALF_SENT = b"GET /api/jobs HTTP/1.1\r\nHost: x\r\nX-Half: "
_AGAIN_AFTER_S = 0.5
"""Where the system has no more ports for a moment."""


class Crowd:
    """Connections that never ask, or never to the end; each that is closed is opened again at once."""

    def __init__(self, port: int) -> None:
        self.opened = 0
        self.open = dict[socket.socket, bytes]()
        self._port = port
        self._selector = selectors.DefaultSelector()
        self._later = list[tuple[float, bytes]]()

    def add(self, said: bytes) -> None:
        """Open one that says this and no more."""
        one = socket.socket()
        one.setblocking(False)
        try:
            one.connect(("127.0.0.1", self._port))
        except BlockingIOError:
            pass
        except OSError:
            one.close()
            self._later.append((time.monotonic() + _AGAIN_AFTER_S, said))
            return
        self._selector.register(one, selectors.EVENT_READ | (selectors.EVENT_WRITE if said else 0), said)
        self.open[one] = said
        self.opened += 1

    def hold(self) -> None:
        """Until standard input ends."""
        self._selector.register(sys.stdin, selectors.EVENT_READ)
        while True:
            for key, events in self._selector.select(0.2):
                one = key.fileobj
                if not isinstance(one, socket.socket):
                    return
                if events & selectors.EVENT_WRITE:
                    with suppress(OSError):
                        one.send(key.data)
                    self._selector.modify(one, selectors.EVENT_READ, key.data)
                if events & selectors.EVENT_READ and not _is_open(one):
                    self._selector.unregister(one)
                    one.close()
                    self.add(self.open.pop(one))
            self._try_again()

    def _try_again(self) -> None:
        waiting, self._later = self._later, []
        for at, said in waiting:
            if at <= time.monotonic():
                self.add(said)
            else:
                self._later.append((at, said))


def _is_open(one: socket.socket) -> bool:
    try:
        return bool(one.recv(4096))
    except BlockingIOError:
        return True
    except OSError:
        return False


def main() -> None:
    """Open, hold, tell."""
    port, idle, half = map(int, sys.argv[1:])
    crowd = Crowd(port)
    for number in range(idle + half):
        crowd.add(b"" if number < idle else _HALF_SENT)
    print("open", flush=True)
    crowd.hold()
    print(json.dumps({"held": len(crowd.open), "opened": crowd.opened}), flush=True)


if __name__ == "__main__":
    main()
