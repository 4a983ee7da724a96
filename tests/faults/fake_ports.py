"""The fake provider as providers that themes can name: `fake_speech`, `fake_footage`, `fake_text`; `fake_sources`.

They are plugged in as anybody's would be, by an entry point of a package beside vidpipe. `plugged_in(folder, url)` lays
out such a package and returns the environment in which every vidpipe process finds it:

    PYTHONPATH              the package, and the tests (after what stood there before)
    VIDPIPE_FAKE_URL        where the fake provider listens
    VIDPIPE_FAKE_KEY        its key; without it all are blocked until it is there
    VIDPIPE_FAKE_LISTS      "yes": films and speech are jobs that can be listed: an unknown outcome is reconciled

A scene of `fake_footage` is a remote job of 0.25 USD with the scene's visual prompt; a scene of `fake_speech` a plain
call (or a job) of 0.04 USD; a step of `fake_text` one of 0.0021 USD. They poll and wait in hundredths of a second.
"""

import base64
import binascii
import os
import wave
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults.jobs import Film, Listed, ListedFilm, Writing, web

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import Rights, Spoken, SpokenWord
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.providers.request import (
    Account,
    Ask,
    CallPolicy,
    Done,
    ProviderRequest,
    ProviderResponse,
    StoredResponse,
)
from vidpipe_assets.providers.secrets import secret
from vidpipe_assets.providers.speech import SpeechLine
from vidpipe_assets.providers.text import Prompt, RawAnswer

KEY, URL, LISTS = "VIDPIPE_FAKE_KEY", "VIDPIPE_FAKE_URL", "VIDPIPE_FAKE_LISTS"
CANARY = "canary-key-51c9"
RIGHTS = Rights(creator="the fake provider", licence="made for tests")
JOB, SPEECH, CHAT = Money.of("0.25"), Money.of("0.04"), Money.of("0.0021")
QUICK = CallPolicy(
    attempts=3, first_wait_s=0.02, longest_wait_s=0.1, poll_every_s=0.03, look_again_s=0.03, same_call_wait_s=120
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
        "[vidpipe.providers.trends]\n"
        "fake_trends = faults.fake_sources:trends\nfake_news = faults.fake_sources:news\n"
    )
    paths = [str(folder), str(_ROOT / "tests"), str(_ROOT), os.environ.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(path for path in paths if path), URL: url, KEY: CANARY, **more}


def _account() -> Account:
    return Account("fake", concurrency=4)


def _heard(answer: Mapping[str, Any], folder: Path) -> ProviderResponse:
    try:
        sound = base64.b64decode(answer["audio"], validate=True)
    except (KeyError, binascii.Error) as error:
        raise BadMedia("fake: the answer holds no sound") from error
    path = folder / "speech.wav"
    path.write_bytes(sound)
    cost = Money.of(answer["cost"]) if "cost" in answer else None
    return ProviderResponse({"words": answer["words"]}, {"sound": path}, cost)


@dataclass
class _Speaking:
    """A plain call that is answered with sound and when each word is."""

    url: str
    folder: Path
    text: str
    key: str = field(repr=False)

    def request(self) -> ProviderResponse:
        answer = web(key=self.key).json("POST", f"{self.url}/speech", body={"text": self.text, "sound": True})
        return _heard(answer, self.folder)


class _ListedSpeaking(Listed):
    """The same as a remote job of an account that lists its jobs."""

    def fetch(self, done: Done) -> ProviderResponse:
        return _heard(self.ask("GET", str(done.result)), self.folder)


class FakeSpeech:
    """Beeps for words."""

    name, is_local, rights, at_a_time = "fake_speech", False, RIGHTS, 2

    def price(self, line: SpeechLine) -> Money:
        del line
        return SPEECH

    def speak(self, lines: Sequence[SpeechLine], folder: Path, ask: Ask) -> tuple[Spoken, ...]:
        return tuple(self._speak(line, folder, ask) for line in lines)

    def _speak(self, line: SpeechLine, folder: Path, ask: Ask) -> Spoken:
        def read(reply: StoredResponse) -> Spoken:
            words = tuple(SpokenWord(text=text, start_s=a, end_s=b) for text, a, b in reply.content["words"])
            try:
                with wave.open(str(reply.path("sound")), "rb") as file:
                    seconds = file.getnframes() / file.getframerate()
            except (wave.Error, EOFError) as error:
                raise BadMedia(f"fake: the sound cannot be used: {error}") from error
            return Spoken(reply.path("sound"), seconds, words, "exact")

        url, key = os.environ[URL], secret(KEY, self.name)
        call = (
            _ListedSpeaking(url, folder, line.text, key=key, wanted={"say": True})
            if os.environ.get(LISTS) == "yes"
            else _Speaking(url, folder, line.text, key)
        )
        request = {"text": line.text, "voice": line.voice.name, "speed": line.voice.speed}
        return ask(ProviderRequest("speech", request, call, read, self.price(line), _account(), policy=QUICK))


class FakeFootage:
    """A moving test picture for every prompt."""

    name, is_local, at_a_time = "fake_footage", False, 4

    def price(self, wish: FootageRequest) -> Money:
        del wish
        return JOB

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        del taken  # every job makes a film of its own

        def read(reply: StoredResponse) -> Footage:
            return Footage(reply.content["id"], reply.path("film"), wish.prompt, RIGHTS)

        kind = ListedFilm if os.environ.get(LISTS) == "yes" else Film
        prompt, key = f"{wish.scene}: {wish.prompt}", secret(KEY, self.name)
        call = kind(os.environ[URL], folder, prompt, key=key, wanted={"seconds": wish.seconds})
        request: Mapping[str, object] = {"prompt": prompt, "seconds": wish.seconds}
        return ask(ProviderRequest("film", request, call, read, self.price(wish), _account(), policy=QUICK))


class FakeText:
    """A language model without ideas (`faults.fake_writer`)."""

    name = "fake_text"

    def price(self, prompt: Prompt) -> Money:
        del prompt
        return CHAT

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        call = Writing(os.environ[URL], prompt, secret(KEY, self.name))
        request = {"model": "fake-1", **prompt.request}
        return ask(ProviderRequest("chat", request, call, RawAnswer.read, self.price(prompt), _account(), policy=QUICK))


def speech() -> FakeSpeech:
    return FakeSpeech()


def footage() -> FakeFootage:
    return FakeFootage()


def text() -> FakeText:
    return FakeText()
