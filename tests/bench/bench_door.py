"""Whether a legitimate request is answered beside a stranger's connections: `make bench`, or this file.

A real `vidpipe web --host 0.0.0.0` without a proxy before it, with the 1,024 descriptors that many systems give. One
client (127.0.0.1) holds 2,000 idle connections and 500 half-sent requests, and opens each again that is closed; another
(127.0.0.3) has a token and listens to 200 streams of events. Meanwhile a third (127.0.0.2) asks 100 times for jobs
and 100 times for `/health`, with a token, each time over a new connection. Afterwards every descriptor has to be given
back.
"""

import http.client
import json
import os
import resource
import select
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
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
_STARTS_WITHIN_S, _CROWD_WITHIN_S, _STREAMS_WITHIN_S, _ASKED_WITHIN_S, _ENDS_WITHIN_S = 120, 30, 90, 120, 30
_ALL_WITHIN_S = 900
"""For what has no limit of its own, if there is any."""
_PAUSE_S = 0.1
"""Between two questions: a client that asks faster is told to wait."""
_VIDPIPE = str(Path(sys.executable).with_name("vidpipe"))


def main() -> int:
    """Measure; the exit code says whether the promise holds."""
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(_ALL_WITHIN_S)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 20_000), most))
    with tempfile.TemporaryDirectory() as folder, _web(new_home(Path(folder))) as (port, pid):
        before = _descriptors(pid)
        _say(f"the server is up, with {before} descriptors")
        with _crowd(port) as end_crowd, closing(_Streams(port)) as streams:
            _say(f"{IDLE + HALF} connections of a stranger's are begun, {streams.open} streams of events are open")
            time.sleep(3)
            began_s, began_at = _cpu_s(pid), time.monotonic()
            rows = [_asked(port, what) for what in _ANSWERS]
            busy = (_cpu_s(pid) - began_s) / (time.monotonic() - began_at)
            listening, load = streams.open, os.getloadavg()[0]
            crowd = end_crowd()
        _say("all are closed; waiting for the server's descriptors")
        after = _settled(pid, before)
    held, opened = crowd["held"], crowd["opened"]
    print(f"beside {held} connections of a stranger's, {opened} in all, and {listening} streams of events")
    print(f"the server had {busy:.2f} of a processor; load of the machine {load:.1f}")
    print(f"descriptors of the server: {before} before, {after} after")
    write("door", rows, held=held, opened=opened, streams=listening, descriptors=[before, after],
          processors=round(busy, 2), load=round(load, 1))  # fmt: skip
    good = all(row["answered"] >= LEAST_ANSWERED and row["median_s"] <= MOST_MEDIAN_S for row in rows)
    held_promise = good and after <= before and listening == STREAMS
    print(f"promised: {LEAST_ANSWERED} of {ASKED}, median {MOST_MEDIAN_S} s: {'held' if held_promise else 'NOT HELD'}")
    return 0 if held_promise else 1


def _give_up(number: int, frame: object) -> None:
    del number, frame
    sys.exit(f"this has taken {_ALL_WITHIN_S} s, and is given up")


def _say(text: str) -> None:
    """At once: beside other work on two cores this takes minutes, and whoever waits should see at what it is."""
    print(f"{time.monotonic() - _BEGUN:4.0f} s: {text}", flush=True)


@contextmanager
def _web(home: Path) -> Generator[tuple[int, int]]:
    """A server that anybody can reach: its port and process."""
    port = free_port()
    environment = {**os.environ, "DAGSTER_HOME": str(home), "VIDPIPE_WEB_TOKEN": TOKEN}
    order = [_VIDPIPE, "order", "gadgets", "--day", "2026-11-23"]
    subprocess.run(order, env=environment, check=True, stdout=-3, timeout=_STARTS_WITHIN_S)
    command = f"ulimit -n {DESCRIPTORS}; exec {_VIDPIPE} web --host 0.0.0.0 --port {port}"
    process = subprocess.Popen(["bash", "-c", command], env=environment, stdout=-3, stderr=-3)
    try:
        give_up_at = time.monotonic() + _STARTS_WITHIN_S
        while _status(port, "/health", "127.0.0.2") == 0:
            if process.poll() is not None or time.monotonic() > give_up_at:
                sys.exit(f"vidpipe web has not started: exit code {process.returncode}")
            time.sleep(0.2)
        time.sleep(12)  # what asked until now is closed
        yield port, process.pid
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_ENDS_WITHIN_S)
        process.kill()
        process.wait(_ENDS_WITHIN_S)


@contextmanager
def _crowd(port: int) -> Generator[Callable[[], dict[str, int]]]:
    """A stranger's connections; what is yielded ends them, and says how many were held and opened."""
    command = [sys.executable, str(Path(__file__).with_name("door_crowd.py")), *map(str, (port, IDLE, HALF))]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout

    def end() -> dict[str, int]:
        told, _ = process.communicate(timeout=_CROWD_WITHIN_S)
        return json.loads(told)

    try:
        if not select.select([process.stdout], [], [], _CROWD_WITHIN_S)[0] or process.stdout.readline() != "open\n":
            sys.exit(f"the stranger's connections were not begun within {_CROWD_WITHIN_S} s")
        yield end
    finally:
        process.kill()
        process.wait(_ENDS_WITHIN_S)


class _Streams:
    """Streams of events, with a token; many are begun at once, as browsers do that come back."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._give_up_at = time.monotonic() + _STREAMS_WITHIN_S
        self._connections: list[http.client.HTTPConnection] = []
        with ThreadPoolExecutor(20) as threads:
            begun = sum(threads.map(self._begin, range(STREAMS)))
        if begun < STREAMS:
            self.close()
            sys.exit(f"only {begun} of {STREAMS} streams of events were open after {_STREAMS_WITHIN_S} s")

    @property
    def open(self) -> int:
        """How many the server has not ended."""
        return sum(1 for one in self._connections if one.sock and _goes_on(one.sock))

    def _begin(self, number: int) -> bool:
        """Open one more, and hear its beginning; tried again until the time is over."""
        del number
        while time.monotonic() < self._give_up_at:
            connection = http.client.HTTPConnection(
                "127.0.0.1", self._port, timeout=20, source_address=("127.0.0.3", 0)
            )
            with suppress(OSError, http.client.HTTPException):
                connection.request("GET", f"/api/jobs/{KEY}/events", headers={"Authorization": f"Bearer {TOKEN}"})
                if connection.getresponse().status == 200:
                    self._connections.append(connection)
                    return True
            connection.close()
        return False

    def close(self) -> None:
        """End all of them."""
        for connection in self._connections:
            connection.close()


def _goes_on(stream: socket.socket) -> bool:
    try:
        stream.setblocking(False)
        while some := stream.recv(65536):
            del some
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False


def _asked(port: int, path: str) -> dict[str, float]:
    seconds, answered = list[float](), 0
    give_up_at = time.monotonic() + _ASKED_WITHIN_S
    for _ in range(ASKED):
        time.sleep(_PAUSE_S)
        started_at = time.monotonic()
        answered += _status(port, path, "127.0.0.2", token=True) in _ANSWERS[path]
        seconds.append(time.monotonic() - started_at)
        if len(seconds) - answered > ASKED - LEAST_ANSWERED:
            _say(f"{path}: {len(seconds) - answered} of {len(seconds)} were not answered: the promise is broken")
            break
        if time.monotonic() > give_up_at:
            _say(f"{path}: only {len(seconds)} of {ASKED} requests were done within {_ASKED_WITHIN_S} s")
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


def _cpu_s(pid: int) -> float:
    """Seconds of a processor that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _descriptors(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def _settled(pid: int, before: int) -> int:
    """Descriptors once what was closed is gone, or after half a minute."""
    give_up_at = time.monotonic() + 30
    while _descriptors(pid) > before and time.monotonic() < give_up_at:
        time.sleep(0.5)
    return _descriptors(pid)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.TimeoutExpired as error:
        sys.exit(f"given up: {error}")
