"""A provider on this machine that behaves as it is told, and keeps its bill in a file.

It is a process of its own, so that a client that is killed does not take it along. Prices: a job 0.25 USD, charged when
it is submitted; a speech 0.04 USD; an answer of the language model 0.0021 USD; a search for trends or news 0.01 USD. A
job that says its `seconds` gets a film that can be played, one that shall `say` its prompt is speech; speech that is
asked for `sound` is heard, and says when each word is; a job that wants its `own` film gets the bytes of its prompt in
it. `PUT /_script` says how the next requests of a route are answered, one step each:

    status, headers, body   answer this instead, and do nothing
    do                      do what was asked all the same, then answer as the step says
    always                  and so all others that come
    price: "0.30"           charge this instead
    job                     fields that replace those of the job, or of any other answer
    cut: n                  send n bytes of the answer, then reset the connection
    drip                    send the answer at one byte each 20 ms, for ever
    hang                    never answer
    short: n                announce the whole body, send n bytes less and end
    chunks                  send the body in chunks and end without the last one
    bomb: n                 answer n MB of zeros, packed by gzip
"""

import base64
import gzip
import io
import json
import math
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import wave
import zlib
from array import array
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from faults.fake_writer import written

JOB_PRICE, SPEECH_PRICE, CHAT_PRICE = Decimal("0.25"), Decimal("0.04"), Decimal("0.0021")
LOOK_UP_PRICE = Decimal("0.01")
PRICES = {"speech": SPEECH_PRICE, "chat": CHAT_PRICE, "trends": LOOK_UP_PRICE, "news": LOOK_UP_PRICE}
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40
_FOR_EVER_S = 30
_TONE_S, _PAUSE_S = 0.28, 0.06


class Provider:
    """What the fake provider knows."""

    def __init__(self, folder: Path) -> None:
        self.lock = threading.Lock()
        self.arriving = 0
        self.has_arrived = threading.Condition()
        self.bill = folder / "bill.jsonl"
        self.script: dict[str, list[dict[str, Any]]] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.seen: list[str] = []
        self.searched: Counter[str] = Counter()

    def reset(self) -> None:
        # What somebody who was killed, or has lost patience, had sent before is no request of the next test.
        with self.has_arrived:
            self.has_arrived.wait_for(lambda: self.arriving == 0, _FOR_EVER_S)
        with self.lock:
            self.script, self.jobs, self.seen, self.searched = {}, {}, [], Counter()
            self.bill.unlink(missing_ok=True)

    def arriving_now(self, more: int) -> None:
        """So many more connections on which something is to be done yet."""
        with self.has_arrived:
            self.arriving += more
            self.has_arrived.notify_all()

    def step(self, route: str, scene: str) -> dict[str, Any]:
        with self.lock:
            self.seen.append(route)
            steps = self.script.get(f"{route} {scene}") or self.script.get(route, [])
            if not steps:
                return {"do": True}
            return steps[0] if steps[0].get("always") else steps.pop(0)

    def scene(self, path: str, body: Any) -> str:
        """The part before the colon of a job's prompt, or of a text that is to be spoken."""
        job = body or self.jobs.get(path.strip("/").partition("/")[2].partition("/")[0], {})
        return str(job.get("prompt") or job.get("text") or "").partition(":")[0]

    def charge(self, what: str, amount: Decimal) -> None:
        with self.bill.open("a") as file:
            file.write(json.dumps({"what": what, "amount": str(amount)}) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def do(self, method: str, path: str, body: Any, host: str, price: str | None) -> tuple[int, dict[str, str], bytes]:  # noqa: PLR0911
        """Do what was asked; the plain answer."""
        match [method, *path.strip("/").split("/")]:
            case ["POST", "jobs"]:
                return _json(201, self._started(body, host, price))
            case ["GET", "jobs"]:
                return _json(200, {"jobs": list(self.jobs.values())})
            case ["GET", "jobs", name] if name in self.jobs:
                return _json(200, self._looked_at(name))
            case ["POST", "jobs", name, "cancel"] if name in self.jobs:
                self.jobs[name]["status"] = "cancelled"
                return _json(200, self.jobs[name])
            case ["GET", "files", name]:
                return self._file(self.jobs.get(name, {}))
            case ["POST", "speech" | "chat" | "trends" | "news" as what]:
                amount = Decimal(price or PRICES[what])
                self.charge(what, amount)
                answer = _said(what, body) if what in {"speech", "chat"} else self._found(what, body["query"])
                return _json(200, {**answer, "cost": str(amount)})
            case ["GET", "free"]:
                return _json(200, {"free": True})
            case _:
                return _json(404, {"error": "not found"})

    def _found(self, what: str, query: str) -> dict[str, Any]:
        with self.lock:
            self.searched[f"{what} {query}"] += 1
            views = 1000 * self.searched[f"{what} {query}"]
        name = query.replace(" ", "-")
        return {"found": [{"id": name, "title": f"All about {query}", "views": views}]}

    def _file(self, job: Mapping[str, Any]) -> tuple[int, dict[str, str], bytes]:
        if job.get("say"):
            return _json(200, spoken(job["prompt"]))
        if not job.get("seconds"):
            return 200, {"Content-Type": "video/mp4"}, FILM + (job["prompt"].encode() if job.get("own") else b"")
        # The same prompts give the same films, in whatever order they come; asked again, it is another one.
        alike = [one["id"] for one in self.jobs.values() if one["prompt"] == job["prompt"]]
        number = zlib.crc32(job["prompt"].encode()) % 97 + alike.index(job["id"])
        return 200, {"Content-Type": "video/mp4"}, played(job["seconds"], number)

    def _started(self, body: Any, host: str, price: str | None) -> dict[str, Any]:
        cost = Decimal(price or (SPEECH_PRICE if body.get("say") else JOB_PRICE))
        with self.lock:
            name = f"job-{len(self.jobs) + 1}"
            self.jobs[name] = {
                "id": name,
                "prompt": body["prompt"],
                "status": "running",
                "seconds": body.get("seconds"),
                "say": body.get("say"),
                "own": body.get("own"),
                "polls_left": body.get("polls", 1),
                "output": None,
                "file": f"http://{host}/files/{name}",
                "cost": str(cost),
            }
            self.charge(name, cost)
            return self.jobs[name]

    def _looked_at(self, name: str) -> dict[str, Any]:
        job = self.jobs[name]
        if job["status"] == "running":
            job["polls_left"] -= 1
            if job["polls_left"] < 0:
                job |= {"status": "succeeded", "output": job["file"]}
        return job


@cache
def played(seconds: float, number: int = 0) -> bytes:
    """A film that can be played: a moving test picture of 180x320 pixels, in other colours for each `number`."""
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    picture = f"testsrc2=s=180x320:r=15:d={seconds + 0.5},hue=h={number * 37 % 360}"
    coding = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film.mp4"
        subprocess.run([ffmpeg, "-v", "error", "-f", "lavfi", "-i", picture, *coding, str(film)], check=True)
        return film.read_bytes()


def spoken(text: str) -> dict[str, Any]:
    """A tone for every word, as a mono WAV file, and when each begins and ends, in seconds."""
    words, rate = text.split(), 16_000
    tone, pause = round(_TONE_S * rate), round(_PAUSE_S * rate)
    sound = array("h")
    for number in range(len(words)):
        pitch = 220 + 40 * (number % 5)
        sound.extend(round(9000 * math.sin(2 * math.pi * pitch * at / rate)) for at in range(tone))
        sound.extend([0] * (pause if number < len(words) - 1 else 0))
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(rate)
        wav.writeframes(sound.tobytes())
    step = _TONE_S + _PAUSE_S
    times = [[word, round(at * step, 3), round(at * step + _TONE_S, 3)] for at, word in enumerate(words)]
    return {"audio": base64.b64encode(file.getvalue()).decode(), "words": times}


def _said(what: str, body: Any) -> dict[str, Any]:
    if what == "chat":
        return {"text": written(body), "ended": "complete"}
    return {"said": body["text"], **(spoken(body["text"]) if body.get("sound") else {})}


def _json(status: int, content: Any) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": "application/json"}, json.dumps(content).encode()


class Server(ThreadingHTTPServer):
    """Knows of every connection before the next one is accepted."""

    daemon_threads = True
    request_queue_size = 128

    def process_request(self, request: Any, client_address: Any) -> None:
        Handler.provider.arriving_now(1)
        super().process_request(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP/1.1, well or badly."""

    protocol_version = "HTTP/1.1"
    provider: Provider
    _is_done = False
    """Whether what was asked has been done."""

    def finish(self) -> None:
        self._done()
        super().finish()

    def _done(self) -> None:
        if not self._is_done:
            self._is_done = True
            self.provider.arriving_now(-1)

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        content = json.loads(body) if body else None
        path = self.path.partition("?")[0]
        if path.startswith("/_"):
            self._done()
            self._send(*self._controlled(path, content))
            return
        route = f"{self.command} {path if path.count('/') < 2 else path.rsplit('/', 1)[0] + '/*'}"
        scene = self.provider.scene(path, content)
        step = self.provider.step(f"{self.command} {path}" if path.endswith("/cancel") else route, scene)
        answer = _json(200, {})
        if step.get("do"):
            answer = self.provider.do(self.command, path, content, self.headers["Host"], step.get("price"))
        self._done()
        with suppress(OSError):
            self._misbehave(step, *self._altered(step, answer))

    def _controlled(self, path: str, content: Any) -> tuple[int, dict[str, str], bytes]:
        if path == "/_script":
            self.provider.script = content
        if path == "/_reset":
            self.provider.reset()
        return _json(200, {"seen": self.provider.seen, "jobs": self.provider.jobs})

    def _altered(
        self, step: Mapping[str, Any], answer: tuple[int, dict[str, str], bytes]
    ) -> tuple[int, dict[str, str], bytes]:
        status, headers, body = answer
        if "job" in step:
            body = json.dumps({**json.loads(body), **step["job"]}).encode()
        if "body" in step:
            body, headers = step["body"].encode(), {"Content-Type": "text/plain"}
        if "bomb" in step:
            body = gzip.compress(bytes(step["bomb"] * 1_000_000))
            headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        return step.get("status", status), {**headers, **step.get("headers", {})}, body

    def _misbehave(self, step: Mapping[str, Any], status: int, headers: Mapping[str, str], body: bytes) -> None:
        if step.get("hang"):
            time.sleep(_FOR_EVER_S)
        elif step.get("drip"):
            for byte in self._raw(status, headers, body):
                self.connection.sendall(bytes([byte]))
                time.sleep(0.02)
        elif "cut" in step:
            self.connection.sendall(self._raw(status, headers, body)[: step["cut"]])
            # Linger 0: closing resets.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif "short" in step:
            self.connection.sendall(self._raw(status, headers, body)[: -step["short"]])
        elif step.get("chunks"):
            lines = b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items())
            head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + lines + b"\r\n"
            self.connection.sendall(head + f"{len(body):x}\r\n".encode() + body + b"\r\n")
        else:
            self._send(status, headers, body)
            return
        self.close_connection = True

    def _raw(self, status: int, headers: Mapping[str, str], body: bytes) -> bytes:
        lines = {**headers, "Content-Length": str(len(body))}
        return b"".join(
            [f"HTTP/1.1 {status} X\r\n".encode(), *(f"{k}: {v}\r\n".encode() for k, v in lines.items()), b"\r\n", body]
        )

    def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.connection.sendall(self._raw(status, headers, body))
        self.close_connection = True


class FakeProvider:
    """The fake provider as a test sees it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self._folder = folder

    def script(self, **routes: list[dict[str, Any]]) -> None:
        """How the next requests are answered: `POST_jobs=[…]`, `GET_jobs_any=[…]`, `GET_files_any`, `POST_speech`.

        `GET_jobs_any__s3` is for jobs (and files) whose prompt begins with `s3:` only.
        """
        self._control("/_script", "PUT", {_route(name): steps for name, steps in routes.items()})

    def reset(self) -> None:
        """As if it had just been started."""
        self._control("/_reset", "PUT", {})

    @property
    def seen(self) -> list[str]:
        """The requests so far."""
        return self._control("/_seen", "GET")["seen"]

    @property
    def jobs(self) -> dict[str, dict[str, Any]]:
        """The jobs so far."""
        return self._control("/_seen", "GET")["jobs"]

    @property
    def submitted_twice(self) -> list[tuple[str, float | None]]:
        """What was asked for in more than one job, and of how many seconds: a longer film is another request."""
        asked = Counter((job["prompt"], job["seconds"]) for job in self.jobs.values())
        return [request for request, times in asked.items() if times > 1]

    @property
    def bill(self) -> Decimal:
        """All that was charged."""
        file = self._folder / "bill.jsonl"
        lines = file.read_text().splitlines() if file.exists() else []
        return sum((Decimal(json.loads(line)["amount"]) for line in lines), Decimal(0))

    def _control(self, path: str, method: str, content: Any = None) -> Any:
        data = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)  # noqa: S310 - on this machine
        with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
            return json.loads(answer.read())


def _route(name: str) -> str:
    where, _, scene = name.partition("__")
    route = where.replace("_any", "/*").replace("_", " /", 1).replace("_", "/")
    return f"{route} {scene}" if scene else route


@contextmanager
def running(folder: Path) -> Generator[FakeProvider]:
    """The fake provider, during the block."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]).strip(os.pathsep)
    process = subprocess.Popen(
        [sys.executable, __file__, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        yield FakeProvider(f"http://127.0.0.1:{port}", folder)
    finally:
        process.kill()
        process.communicate()


def main() -> None:
    """Serve until killed."""
    Handler.provider = Provider(Path(sys.argv[1]))
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
