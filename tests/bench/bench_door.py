"""Whether a legitimate request is answered beside a stranger's connections: `make bench`, or this file.

A real `vidpipe web --host 0.0.0.0` without a proxy before it, with the 1,024 descriptors that many systems give. One
client (127.0.0.1) holds 2,000 idle connections and 500 half-sent requests, and opens each again that is closed; another
(127.0.0.3) has a token and listens to 200 streams of events. Meanwhile a third (127.0.0.2) asks 100 times for jobs
and 100 times for `/health`, with a token, each time over a new connection. Afterwards every descriptor has to be given
back.
"""

import http.client
import os
import resource
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from homes import new_home
from measuring import write
from ports import free_port

IDLE, HALF, STREAMS, ASKED = 2_000, 500, 200, 100
TOKEN = "bench-token-of-thirty-two-letters"  # noqa: S105 - of this bench
MOST_MEDIAN_S, LEAST_ANSWERED = 1.0, 99
DESCRIPTORS = 1_024
KEY = "2026-11-23_gadgets"
_ANSWERS = {"/api/jobs": {200}, "/health": {200, 503}}
"""What is an answer: without a daemon, `/health` says that nobody is at work."""
_BEGUN = time.monotonic()
_STARTS_WITHIN_S = 120
_PAUSE_S = 0.1
"""Between two questions: a client that asks faster is told to wait."""
_VIDPIPE = str(Path(sys.executable).with_name("vidpipe"))


def main() -> int:
    """Measure; the exit code says whether the promise holds."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 20_000), most))
    with tempfile.TemporaryDirectory() as folder, _web(new_home(Path(folder))) as (port, pid):
        before = _descriptors(pid)
        _say(f"the server is up, with {before} descriptors")
        with _crowd(port) as crowd, _streams(port) as streams:
            _say(f"{crowd.opened} connections of a stranger's, {streams.open} streams of events")
            time.sleep(3)
            rows = [_asked(port, what) for what in _ANSWERS]
            held, listening = crowd.held, streams.open
        _say("all are closed; waiting for the server's descriptors")
        after = _settled(pid, before)
    print(f"beside {held} connections of a stranger's, {crowd.opened} in all, and {listening} streams of events")
    print(f"descriptors of the server: {before} before, {after} after")
    write("door", rows, held=held, opened=crowd.opened, streams=listening, descriptors=[before, after])
    good = all(row["answered"] >= LEAST_ANSWERED and row["median_s"] <= MOST_MEDIAN_S for row in rows)
    held_promise = good and after <= before and listening == STREAMS
    print(f"promised: {LEAST_ANSWERED} of {ASKED}, median {MOST_MEDIAN_S} s: {'held' if held_promise else 'NOT HELD'}")
    return 0 if held_promise else 1


def _say(text: str) -> None:
    """At once: beside other work on two cores this takes minutes, and whoever waits should see at what it is."""
    print(f"{time.monotonic() - _BEGUN:4.0f} s: {text}", flush=True)


@contextmanager
def _web(home: Path) -> Generator[tuple[int, int]]:
    """A server that anybody can reach: its port and process."""
    port = free_port()
    environment = {**os.environ, "DAGSTER_HOME": str(home), "VIDPIPE_WEB_TOKEN": TOKEN}
    subprocess.run([_VIDPIPE, "order", "gadgets", "--day", "2026-11-23"], env=environment, check=True, stdout=-3)
    command = f"ulimit -n {DESCRIPTORS}; exec {_VIDPIPE} web --host 0.0.0.0 --port {port}"
    process = subprocess.Popen(["bash", "-c", command], env=environment, stdout=-3, stderr=-3)
    try:
        while _status(port, "/health", "127.0.0.2") == 0:
            if process.poll() is not None or time.monotonic() - _BEGUN > _STARTS_WITHIN_S:
                sys.exit(f"vidpipe web has not started: exit code {process.returncode}")
            time.sleep(0.2)
        time.sleep(12)  # what asked until now is closed
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


class _Crowd:
    """Connections that never ask, or never to the end; each that is closed is opened again."""

    def __init__(self, port: int) -> None:
        self.opened = 0
        self._port = port
        self._over = threading.Event()
        self._selector = selectors.DefaultSelector()
        self._sockets: dict[socket.socket, bytes] = {}
        self._thread = threading.Thread(target=self._hold)

    @property
    def held(self) -> int:
        """How many are open on this side."""
        return len(self._sockets)

    def start(self) -> None:
        """Open all of them."""
        for number in range(IDLE + HALF):
            self._open(b"" if number < IDLE else b"GET /api/jobs HTTP/1.1\r\nHost: x\r\nX-Half: ")
        self._thread.start()

    def end(self) -> None:
        """Close all of them."""
        self._over.set()
        self._thread.join()
        for one in list(self._sockets):
            one.close()

    def _open(self, said: bytes) -> None:
        one = socket.socket()
        one.setblocking(False)
        with suppress(BlockingIOError):
            one.connect(("127.0.0.1", self._port))
        self._selector.register(one, selectors.EVENT_READ | (selectors.EVENT_WRITE if said else 0), said)
        self._sockets[one] = said
        self.opened += 1

    def _hold(self) -> None:
        while not self._over.is_set():
            for key, events in self._selector.select(0.2):
                one, said = key.fileobj, key.data
                assert isinstance(one, socket.socket)
                if events & selectors.EVENT_WRITE:
                    with suppress(OSError):
                        one.send(said)
                    self._selector.modify(one, selectors.EVENT_READ, said)
                if events & selectors.EVENT_READ and not _is_open(one):
                    self._selector.unregister(one)
                    said = self._sockets.pop(one)
                    one.close()
                    self._open(said)


def _is_open(one: socket.socket) -> bool:
    try:
        return bool(one.recv(4096))
    except BlockingIOError:
        return True
    except OSError:
        return False


@contextmanager
def _crowd(port: int) -> Generator[_Crowd]:
    crowd = _Crowd(port)
    crowd.start()
    try:
        yield crowd
    finally:
        crowd.end()


class _Streams:
    """Streams of events, with a token."""

    def __init__(self, port: int) -> None:
        self._connections: list[http.client.HTTPConnection] = []
        self.open = 0
        for _ in range(STREAMS):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=("127.0.0.3", 0))
            connection.request("GET", f"/api/jobs/{KEY}/events", headers={"Authorization": f"Bearer {TOKEN}"})
            self._connections.append(connection)
            self.open += connection.getresponse().status == 200

    def close(self) -> None:
        """End all of them."""
        for connection in self._connections:
            connection.close()


@contextmanager
def _streams(port: int) -> Generator[_Streams]:
    with closing(_Streams(port)) as streams:
        yield streams


def _asked(port: int, path: str) -> dict[str, float]:
    seconds, answered = list[float](), 0
    for _ in range(ASKED):
        time.sleep(_PAUSE_S)
        started_at = time.monotonic()
        answered += _status(port, path, "127.0.0.2", token=True) in _ANSWERS[path]
        seconds.append(time.monotonic() - started_at)
        if len(seconds) - answered > ASKED - LEAST_ANSWERED:
            _say(f"{path}: {len(seconds) - answered} of {len(seconds)} were not answered: the promise is broken")
            break
    _say(f"{path}: answered {answered} of {ASKED}, median {statistics.median(seconds):.3f} s, "
         f"slowest {max(seconds):.2f} s")  # fmt: skip
    return {
        "path": path,  # type: ignore[dict-item]
        "answered": answered,
        "median_s": round(statistics.median(seconds), 4),
        "slowest_s": round(max(seconds), 3),
    }


def _status(port: int, path: str, source: str, *, token: bool = False) -> int:
    """The status of an answer; 0: there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10, source_address=(source, 0))
    with closing(connection), suppress(OSError, http.client.HTTPException):
        connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"} if token else {})
        return connection.getresponse().status
    return 0


def _descriptors(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def _settled(pid: int, before: int) -> int:
    """Descriptors once what was closed is gone, or after half a minute."""
    give_up_at = time.monotonic() + 30
    while _descriptors(pid) > before and time.monotonic() < give_up_at:
        time.sleep(0.5)
    return _descriptors(pid)


if __name__ == "__main__":
    sys.exit(main())
