"""The clients' real requests against mock servers of the services' own specifications. By hand; needs npx and npm.

    cd tests && PYTHONPATH=..:. python -m contracts.prism FOLDER [SERVICE …]

FOLDER has the specifications as `<service>.openapi.json`. Prism refuses what a specification does not allow; that a
made-up answer of its cannot be used says nothing, and is shown beside.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from canaries import CANARIES
from contracts import looking, writing
from contracts.filming import WISH
from contracts.speaking import line
from fakes import anthropic, apify, elevenlabs, fal, openai, replicate, youtube

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.providers.footage import FootageRequest
from vidpipe_assets.providers.registry import load
from vidpipe_assets.providers.request import RemoteJob

COMMAND = ("npx", "--yes", "@stoplight/prism-cli@5", "mock", "--errors")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_WRONG = re.compile(r"✖\s+error\s+(Request .*)")


def _film(name: str, model: str = "") -> Callable[[Path], object]:
    def act(folder: Path) -> object:
        class Drawn:
            name = "a moon"

            def draw(self, out: Path) -> None:
                out.write_bytes(b"a moon")

        def follow(question: Any, /) -> Any:
            job: RemoteJob = question.call
            return job.poll(job.submit())

        wish = FootageRequest(WISH.scene, WISH.terms, WISH.prompt, WISH.seconds, model=model, picture=Drawn())
        return load("footage", name).obtain(wish, (), folder, follow)

    return act


def _write(name: str) -> Callable[[Path], object]:
    return lambda _: load("text", name).answer(writing.prompt(), writing.Desk().ask)


def _speak(name: str) -> Callable[[Path], object]:
    return lambda folder: load("speech", name).speak((line(),), folder, writing.Desk().ask)


def _look(name: str) -> Callable[[Path], object]:
    return lambda folder: looking.look(load("trends", name), folder, queries=["moon"], hashtags=["space"])


ACTIONS: Mapping[str, tuple[str, tuple[Callable[[Path], object], ...]]] = {
    "anthropic": (anthropic.VARIABLE, (_write("anthropic"),)),
    "openai": (openai.VARIABLE, (_write("openai"),)),
    "openai speech": ("VIDPIPE_OPENAI_SPEECH_URL", (_speak("openai"),)),
    "elevenlabs": (elevenlabs.VARIABLE, (_speak("elevenlabs"), lambda _: load("speech", "elevenlabs").probe())),
    "fal.queue": (fal.VARIABLE, (_film("fal", "alibaba/happy-horse/image-to-video"),)),
    "replicate": (replicate.VARIABLE, (_film("replicate"), lambda _: load("footage", "replicate").probe())),
    "youtube": (youtube.VARIABLE, (_look("youtube"),)),
    "apify": (apify.VARIABLE, (_look("tiktok"),)),
}


@contextmanager
def mocking(spec: Path) -> Iterator[tuple[str, Path]]:
    """Prism with a specification, during the block: its address, and where it writes what it thinks."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "prism.log"
        with log.open("w") as out:
            command = [*COMMAND, "--host", "127.0.0.1", "--port", str(port), str(spec)]
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            while "Prism is listening" not in log.read_text():
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.3)
                    raise SystemExit(f"{' '.join(COMMAND)}:\n{log.read_text()[-2000:]}")
            yield f"http://127.0.0.1:{port}", log
        finally:
            os.killpg(process.pid, 15)
            process.wait()


def refusals(service: str, spec: Path) -> tuple[list[str], list[str]]:
    """What Prism finds wrong with the requests to a service, and what the clients say of its made-up answers."""
    variable, actions = ACTIONS[service]
    said: list[str] = []
    with mocking(spec) as (url, log), tempfile.TemporaryDirectory() as folder:
        os.environ[variable] = url
        for act in actions:
            try:
                act(Path(folder))
            except (VidpipeError, AssertionError) as error:  # a made-up job may never end
                said.append(f"{type(error).__name__}: {' '.join(str(error).split())}"[:200])
        time.sleep(0.5)  # it writes its log a little later than it answers
        text = _COLOURS.sub("", log.read_text())
    return _WRONG.findall(text), said


def main(folder: Path, services: list[str]) -> int:
    """Ask all services, or those that are named; 1 if a request was not as its specification wants it."""
    os.environ |= {**CANARIES, "REDDIT_CLIENT_ID": "client-7"}
    prices = Path(tempfile.mkdtemp())
    (prices / "prices.yaml").write_text('"127.0.0.1": {"*": {per: {call: 0}, read: a mock}}')
    os.environ["DAGSTER_HOME"] = str(prices)
    wrong = False
    for service in services or ACTIONS:
        found, said = refusals(service, folder / f"{service.partition(' ')[0]}.openapi.json")
        wrong = wrong or bool(found)
        print(f"{service}: {'; '.join(found) or 'every request is allowed'}")
        for one in said:
            print(f"    its answer: {one}")
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
