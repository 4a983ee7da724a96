"""Speech by OpenAI, or by any server with its speech API whose address is in VIDPIPE_OPENAI_SPEECH_URL.

    https://platform.openai.com/docs/api-reference/audio/createSpeech (its OpenAPI document was read on 2026-11-23)

It tells no moments of words and no usage: both are found here (`voice`; the price is by length). OpenAI ends all of
its own models on this path on 2027-01-06; servers of the same form (Kokoro, LocalAI, Speaches) stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vidpipe_assets.model.errors import BadMedia, Refused, VidpipeError
from vidpipe_assets.model.media import Rights, Spoken
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.models import Ending
from vidpipe_assets.providers.openai_api import Endpoint, price_or_none
from vidpipe_assets.providers.prices import Price, Unit
from vidpipe_assets.providers.request import (
    Account,
    Ask,
    CallPolicy,
    ProviderRequest,
    ProviderResponse,
    Rate,
    StoredResponse,
)
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.speech import SpeechLine
from vidpipe_assets.voice import Recording, finish_recording, from_wav

STANDARD_MODEL = "gpt-4o-mini-tts"
VOICE = "alloy"
_SLOWEST_LETTERS_A_SECOND = 8
"""Of English. Voices say about 15."""
_ONE_SCENE_S = 120

_ENDPOINT = Endpoint(
    name="openai_speech",
    standard="https://api.openai.com/v1",
    key=Need("OPENAI_API_KEY", "https://platform.openai.com/api-keys"),
    # A bucket of its own beside the one of text. A new account's; from memory.
    account=Account("openai_speech", rates=(Rate(50, 60),), concurrency=3),
    priced_as="openai",
)


def provider() -> "OpenAiSpeech":
    """Return the provider `openai`, for the registry."""
    return OpenAiSpeech(_ENDPOINT)


class OpenAiSpeech:
    """Speaks in one of an endpoint's voices.

    `standard_model`, `standard_voice`: which are asked where a theme names none.
    """

    is_local = False

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        name: str = "openai",
        standard_model: str = STANDARD_MODEL,
        standard_voice: str = VOICE,
        at_a_time: int = 3,
    ) -> None:
        self.name = name
        self.at_a_time = at_a_time
        self._endpoint = endpoint
        self._standard_model = standard_model
        self._standard_voice = standard_voice

    @property
    def needs(self) -> tuple[Need, ...]:
        """See `Live.needs`."""
        return self._endpoint.needs

    @property
    def rights(self) -> Rights:
        """OpenAI's own; of another server nothing is known."""
        if self._endpoint.is_elsewhere or self.name != "openai":
            return Rights(creator=f"a synthetic voice of {self._endpoint.host}")
        return Rights(
            creator="a synthetic voice of OpenAI",
            licence="OpenAI's terms; listeners must be told that the voice is made by AI",
            url="https://openai.com/policies/usage-policies",
        )

    def price(self, line: SpeechLine) -> Money:
        """See `SpeechProvider.price`. Raises `BlockedError` for a model that has ended, or whose price is unknown."""
        seconds = len(line.text) / _SLOWEST_LETTERS_A_SECOND + 1
        return _cost(self._endpoint.price(self._model(line)), line.text, seconds)

    def speak(self, lines: Sequence[SpeechLine], folder: Path, ask: Ask) -> tuple[Spoken, ...]:
        """See `SpeechProvider.speak`."""
        return tuple(self._speak(line, folder, ask) for line in lines)

    def _speak(self, line: SpeechLine, folder: Path, ask: Ask) -> Spoken:
        endpoint, model = self._endpoint, self._model(line)
        voice = self._standard_voice if line.voice.is_standard else line.voice.name
        body = {"model": model, "input": line.text, "voice": voice, "response_format": "wav", "speed": line.voice.speed}
        web, each = _web(endpoint, self.name), endpoint.price(model)
        call = _OpenAiSpeaking(web, endpoint.address, body, each, folder)

        def read(reply: StoredResponse) -> Spoken:
            samples, rate = from_wav(reply.path("sound").read_bytes(), self.name)
            return finish_recording(Recording(samples, rate, voice=voice), line.text, line.language, folder)

        request = {"at": endpoint.host, **body}
        return ask(
            ProviderRequest("speech", request, call, read, self.price(line), endpoint.limits, policy=CallPolicy())
        )

    def _model(self, line: SpeechLine) -> str:
        """The model that is asked. Raises `BlockedError` for one that has ended."""
        model = line.model or self._endpoint.current(self._standard_model)
        self._endpoint.require_current(model)
        return model

    def ending(self, model: str) -> Ending | None:
        """See `Dated.ending`."""
        return self._endpoint.ending(model or self._endpoint.current(self._standard_model))

    def charged(self, model: str) -> Price | None:
        """See `Charging.charged`."""
        return price_or_none(self._endpoint, model or self._endpoint.current(self._standard_model))

    def probe(self) -> str:
        """See `Probed.probe`."""
        _web(self._endpoint, self.name).read(_Models, "GET", f"{self._endpoint.address}/models")
        return "its models can be listed"


class _Models(ResponseModel):
    """The list of models; some servers of speech have none to name, and answer with an empty one."""

    data: list[Any]


@dataclass(frozen=True)
class _OpenAiSpeaking:
    """One text in one voice."""

    web: Web
    address: str
    body: Any
    price: Price
    folder: Path

    def request(self) -> ProviderResponse:
        """See `Call.request`. Whatever the sound is, it was paid for and is kept as it came."""
        sound = self.web.media("POST", f"{self.address}/audio/speech", body=self.body)
        path = self.folder / "answer.wav"
        path.write_bytes(sound)
        try:
            samples, rate = from_wav(sound, self.web.provider)
        except BadMedia:
            return ProviderResponse(files={"sound": path})
        return ProviderResponse(files={"sound": path}, cost=_cost(self.price, self.body["input"], len(samples) / rate))


def _cost(each: Price, text: str, seconds: float) -> Money:
    return each.of({Unit.CHARACTERS: len(text), Unit.MINUTE: round(seconds / 60, 6), Unit.CALL: 1})


def _web(endpoint: Endpoint, name: str) -> Web:
    key = endpoint.secret
    deadline_s = endpoint.deadline_s or _ONE_SCENE_S
    return Web(name, endpoint.headers, (key,) if key else (), _explain, deadline_s=deadline_s)


def _explain(refusal: Refusal) -> VidpipeError | None:
    """What the status alone does not say."""
    if refusal.status in {400, 403} and refusal.says("content_policy", "content_filter", "moderation", "flagged"):
        return Refused(
            f"{refusal.provider} answered {refusal.status}: {refusal.text}",
            remedy="change the text, or choose another voice",
        )
    return None
