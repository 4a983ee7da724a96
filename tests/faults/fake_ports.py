"""The fake provider as three providers that themes can name: `fake_speech`, `fake_footage` and `fake_text`.

They are plugged in as anybody's would be, by an entry point of a package beside vidpipe. `plugged_in(folder, url)` lays
out such a package and returns the environment in which every vidpipe process finds it:

    PYTHONPATH              the package, and the tests (after what stood there before)
    VIDPIPE_FAKE_URL        where the fake provider listens
<<<<<<< HEAD
    VIDPIPE_FAKE_KEY        its key; without it all are blocked until it is there
    VIDPIPE_FAKE_LISTS      "yes": its jobs can be listed, so that an unknown outcome is reconciled

A scene of `fake_footage` is a remote job of 0.25 USD with the scene's visual prompt; a scene of `fake_speech` a plain
call of 0.04 USD; a step of `fake_text` one of 0.0021 USD. They poll and wait in hundredths of a second.
=======
    VIDPIPE_FAKE_KEY        its key; without it both are blocked until it is there
    VIDPIPE_FAKE_LISTS      "yes": all are jobs that can be listed, so that an unknown outcome is reconciled

A scene of `fake_footage` is a remote job of 0.25 USD with the scene's visual prompt; a scene of `fake_speech` a plain
call (or a job) of 0.04 USD. Both poll and wait in hundredths of a second.
>>>>>>> eb08ac4 (Kill vidpipe around its durable writes, and see that the next run finishes the video)
"""

import base64
import binascii
import datetime as dt
import os
import wave
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vidpipe_assets.model.errors import BadMedia, PermanentError, Refused, ResultGone
from vidpipe_assets.model.media import Rights, SpokenWord
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.asking import Ask, Done, Failed, JobStatus, Pending, Question, Received, Reply
from vidpipe_assets.providers.footage import Footage, FootageWish
from vidpipe_assets.providers.secrets import secret
from vidpipe_assets.providers.speech import Line, Spoken
from vidpipe_assets.providers.terms import Account, Patience
from vidpipe_assets.providers.text import Prompt, RawAnswer
from vidpipe_assets.providers.web.client import Web
from vidpipe_assets.providers.web.downloads import Wanted, download

KEY, URL, LISTS = "VIDPIPE_FAKE_KEY", "VIDPIPE_FAKE_URL", "VIDPIPE_FAKE_LISTS"
CANARY = "canary-key-51c9"
RIGHTS = Rights(creator="the fake provider", licence="made for tests")
JOB, SPEECH, CHAT = Money.of("0.25"), Money.of("0.04"), Money.of("0.0021")
QUICK = Patience(
    attempts=3, first_wait_s=0.02, longest_wait_s=0.1, poll_every_s=0.03, look_again_s=0.03, same_call_wait_s=30
)
_ROOT = Path(__file__).parents[2]


def plugged_in(folder: Path, url: str, **more: str) -> dict[str, str]:
    """The environment of a vidpipe that knows both providers; `more` are further variables."""
    info = folder / "vidpipe_fakes-1.0.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: vidpipe-fakes\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[vidpipe.providers.speech]\nfake_speech = faults.fake_ports:speech\n"
        "[vidpipe.providers.footage]\nfake_footage = faults.fake_ports:footage\n"
        "[vidpipe.providers.text]\nfake_text = faults.fake_ports:text\n"
    )
    paths = [str(folder), str(_ROOT / "tests"), str(_ROOT), os.environ.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(path for path in paths if path), URL: url, KEY: CANARY, **more}


def _account() -> Account:
    return Account("fake", concurrency=4)


def _web(key: str) -> Web:
    return Web("fake", headers={"authorization": f"Bearer {key}"}, secrets=(key,), deadline_s=5)


@dataclass
class _Speaking:
    """A plain call."""

    url: str
    web: Web
    text: str
    folder: Path

    def request(self) -> Received:
        answer = self.web.json("POST", f"{self.url}/speech", body={"text": self.text, "sound": True})
        return self._heard(answer)

    def _heard(self, answer: Mapping[str, Any]) -> Received:
        try:
            sound = base64.b64decode(answer["audio"], validate=True)
        except (KeyError, binascii.Error) as error:
            raise BadMedia("fake: the answer holds no sound") from error
        path = self.folder / "speech.wav"
        path.write_bytes(sound)
        cost = Money.of(answer["cost"]) if "cost" in answer else None
        return Received({"words": answer["words"]}, {"sound": path}, cost)


class _ListedSpeaking(_Speaking):
    """The same as a remote job of an account that lists its jobs."""

    def submit(self) -> str:
        return str(self.web.json("POST", f"{self.url}/jobs", body={"prompt": self.text, "say": True})["id"])

    def poll(self, remote_id: str) -> JobStatus:
        job = self.web.json("GET", f"{self.url}/jobs/{remote_id}")
        return Done(job["output"], Money.of(job["cost"])) if job.get("output") else Pending()

    def fetch(self, done: Done) -> Received:
        return self._heard(self.web.json("GET", str(done.result)))

    def cancel(self, remote_id: str) -> None:
        self.web.json("POST", f"{self.url}/jobs/{remote_id}/cancel", safe=True)

    def find(self, since: dt.datetime, taken: Collection[str]) -> str | None:
        return _listed(self.web, self.url, self.text, taken)


def _listed(web: Web, url: str, prompt: str, taken: Collection[str]) -> str | None:
    jobs = web.json("GET", f"{url}/jobs")["jobs"]
    return next((job["id"] for job in jobs if job["prompt"] == prompt and job["id"] not in taken), None)


class FakeSpeech:
    """Beeps for words."""

    name, rights, at_a_time = "fake_speech", RIGHTS, 2

    def price(self, line: Line) -> Money:
        del line
        return SPEECH

    def say(self, line: Line, folder: Path, ask: Ask) -> Spoken:
        def read(reply: Reply) -> Spoken:
            words = tuple(SpokenWord(text=text, start_s=a, end_s=b) for text, a, b in reply.content["words"])
            try:
                with wave.open(str(reply.path("sound")), "rb") as file:
                    seconds = file.getnframes() / file.getframerate()
            except (wave.Error, EOFError) as error:
                raise BadMedia(f"fake: the sound cannot be used: {error}") from error
            return Spoken(reply.path("sound"), seconds, words, "exact")

        kind = _ListedSpeaking if os.environ.get(LISTS) == "yes" else _Speaking
        call = kind(os.environ[URL], _web(secret(KEY, self.name)), line.text, folder)
        request = {"text": line.text, "voice": line.voice.name, "speed": line.voice.speed}
        return ask(Question("speech", request, call, read, self.price(line), _account(), patience=QUICK))


@dataclass
class _Filming:
    """A remote job."""

    url: str
    web: Web
    prompt: str
    seconds: float
    folder: Path

    def submit(self) -> str:
        body = {"prompt": self.prompt, "seconds": self.seconds, "polls": 1}
        return str(self.web.json("POST", f"{self.url}/jobs", body=body)["id"])

    def poll(self, remote_id: str) -> JobStatus:
        job = self.web.json("GET", f"{self.url}/jobs/{remote_id}")
        cost = Money.of(job["cost"]) if job.get("cost") else None
        if job.get("data_removed"):
            raise ResultGone("fake: the job's data has been removed")
        match job["status"]:
            case "running":
                return Pending()
            case "succeeded" if job.get("output"):
                return Done(job["output"], cost)
            case "refused":
                return Failed(Refused("fake: the prompt is against the rules"), cost)
            case status:
                return Failed(PermanentError(f"fake: the job ended as {status!r}", remedy="ask again"), cost)

    def fetch(self, done: Done) -> Received:
        wanted = Wanted(done.result, deadline_s=5, public_only=False)
        path = download(self.web, wanted, self.folder / "film.mp4")
        return Received({"id": str(done.result).rsplit("/", 1)[-1]}, {"film": path})

    def cancel(self, remote_id: str) -> None:
        self.web.json("POST", f"{self.url}/jobs/{remote_id}/cancel", safe=True)


class _ListedFilming(_Filming):
    """A remote job of an account that lists its jobs."""

    def find(self, since: dt.datetime, taken: Collection[str]) -> str | None:
        return _listed(self.web, self.url, self.prompt, taken)


class FakeFootage:
    """A moving test picture for every prompt."""

    name, at_a_time = "fake_footage", 4

    def price(self, wish: FootageWish) -> Money:
        del wish
        return JOB

    def obtain(self, wish: FootageWish, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        del taken  # every job makes a film of its own

        def read(reply: Reply) -> Footage:
            return Footage(reply.content["id"], reply.path("film"), wish.prompt, RIGHTS)

        kind = _ListedFilming if os.environ.get(LISTS) == "yes" else _Filming
        prompt = f"{wish.scene}: {wish.prompt}"
        call = kind(os.environ[URL], _web(secret(KEY, self.name)), prompt, wish.seconds, folder)
        request: Mapping[str, object] = {"prompt": prompt, "seconds": wish.seconds}
        return ask(Question("film", request, call, read, self.price(wish), _account(), patience=QUICK))


@dataclass
class _Writing:
    """A plain call."""

    url: str
    web: Web
    prompt: Prompt

    def request(self) -> Received:
        answer = self.web.json("POST", f"{self.url}/chat", body=self.prompt.request)
        return Received({"text": answer["text"], "ended": answer["ended"]}, cost=Money.of(answer["cost"]))


class FakeText:
    """A language model without ideas (`faults.fake_writer`)."""

    name = "fake_text"

    def price(self, prompt: Prompt) -> Money:
        del prompt
        return CHAT

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        call = _Writing(os.environ[URL], _web(secret(KEY, self.name)), prompt)
        request = {"model": "fake-1", **prompt.request}
        return ask(Question("chat", request, call, RawAnswer.read, self.price(prompt), _account(), patience=QUICK))


def speech() -> FakeSpeech:
    return FakeSpeech()


def footage() -> FakeFootage:
    return FakeFootage()


def text() -> FakeText:
    return FakeText()
