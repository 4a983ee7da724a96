"""Speech by ElevenLabs, with the moment of every character.

    https://elevenlabs.io/docs/api-reference/text-to-speech/convert-with-timestamps (read on 2026-11-23)

Its alignment may be missing, unsorted, or of another text: then the words' moments are found otherwise (`voice`),
and the voiceover says so. It knows no idempotency: an answer that was lost may have been paid.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from vidpipe_assets.model.errors import BadMedia, Refused, VidpipeError
from vidpipe_assets.model.media import Rights, Spoken
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.http.bodies import ResponseModel, UsageCount
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.models import Ending, current, ending, require_current
from vidpipe_assets.providers.prices import Price, Unit, known_price, price
from vidpipe_assets.providers.request import Account, Ask, CallPolicy, ProviderRequest, ProviderResponse, StoredResponse
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.speech import SpeechLine
from vidpipe_assets.voice import Recording, finish_recording, from_pcm, spans_from_characters

STANDARD_MODEL = "eleven_multilingual_v2"
VOICE = "JBFqnCBsd6RMkjVDRZzb"
"""George, one of the voices that every account has; from the examples of its documentation."""

KEY = Need("ELEVENLABS_API_KEY", "https://elevenlabs.io/app/settings/api-keys")
_ADDRESS = "https://api.elevenlabs.io"
_RATE = 24_000
_AT_A_TIME = 2
_ACCOUNT = Account("elevenlabs", concurrency=_AT_A_TIME)
"""What the free plan allows: its limits are not of rate (help.elevenlabs.io, 2026-11-23; the number is from memory)."""

_SLOWEST, _FASTEST = 0.7, 1.2


def provider() -> "ElevenLabs":
    """Return the provider `elevenlabs`, for the registry."""
    return ElevenLabs()


class ElevenLabs:
    """Speaks in one of the account's voices."""

    name = "elevenlabs"
    is_local = False
    needs = (KEY,)
    at_a_time = _AT_A_TIME
    rights = Rights(
        creator="a synthetic voice of ElevenLabs",
        licence="ElevenLabs' terms: commercial use with a paid plan; on the free plan with attribution, not commercial",
        url="https://elevenlabs.io/terms-of-use",
    )

    def price(self, line: SpeechLine) -> Money:
        """See `SpeechProvider.price`. Raises `BlockedError` for a model that has ended, or whose price is unknown."""
        return price(self.name, _model(line)).of({Unit.CHARACTERS: len(line.text), Unit.CALL: 1})

    def speak(self, lines: Sequence[SpeechLine], folder: Path, ask: Ask) -> tuple[Spoken, ...]:
        """See `SpeechProvider.speak`."""
        return tuple(self._speak(line, folder, ask) for line in lines)

    def _speak(self, line: SpeechLine, folder: Path, ask: Ask) -> Spoken:
        voice = VOICE if line.voice.is_standard else line.voice.name
        speed = min(max(line.voice.speed, _SLOWEST), _FASTEST)
        body = {"text": line.text, "model_id": _model(line), "voice_settings": {"speed": speed}}
        call = _ElevenLabsSpeaking(_web(), base_url(self.name, _ADDRESS), voice, body, self.price(line), folder)

        def read(reply: StoredResponse) -> Spoken:
            return _read(reply, line, voice, folder)

        request = {"voice": voice, **body}
        return ask(ProviderRequest("speech", request, call, read, self.price(line), _ACCOUNT, policy=CallPolicy()))

    def ending(self, model: str) -> Ending | None:
        """See `Dated.ending`."""
        return ending(self.name, model or current(self.name, STANDARD_MODEL))

    def charged(self, model: str) -> Price | None:
        """See `Charging.charged`."""
        return known_price(self.name, model or current(self.name, STANDARD_MODEL))

    def probe(self) -> str:
        """See `Probed.probe`."""
        plan = _web().read(_Plan, "GET", f"{base_url(self.name, _ADDRESS)}/v1/user/subscription")
        return f"{max(plan.character_limit - plan.character_count, 0)} of {plan.character_limit} characters are left"


class _Told(ResponseModel):
    audio_base64: Any = None
    alignment: Any = None


class _Plan(ResponseModel):
    character_count: UsageCount = 0
    character_limit: UsageCount


@dataclass(frozen=True)
class _ElevenLabsSpeaking:
    """One text in one voice."""

    web: Web
    address: str
    voice: str
    body: Any
    price: Money
    folder: Path

    def request(self) -> ProviderResponse:
        """See `Call.request`. Whatever the sound is, it was paid for and is kept as it came."""
        url = f"{self.address}/v1/text-to-speech/{quote(self.voice, safe='')}/with-timestamps"
        answer = self.web.json("POST", url, query={"output_format": f"pcm_{_RATE}"}, body=self.body)
        told = _Told.model_validate(answer if isinstance(answer, dict) else {})
        if told.audio_base64 is None and (error := self.web.told_error(answer, safe=False)):
            raise error
        path = self.folder / "answer.pcm"
        try:
            path.write_bytes(base64.b64decode(cast("str", told.audio_base64), validate=True))
        except (TypeError, ValueError, binascii.Error):
            return ProviderResponse({"sound": False})
        return ProviderResponse({"sound": True, "alignment": told.alignment}, {"sound": path}, self.price)


def _read(reply: StoredResponse, line: SpeechLine, voice: str, folder: Path) -> Spoken:
    if not reply.content.get("sound"):
        raise BadMedia("elevenlabs sent no sound, or none in Base64", remedy="retry the stage afresh")
    samples = from_pcm(reply.path("sound").read_bytes(), _RATE, "elevenlabs")
    told = spans_from_characters(reply.content.get("alignment"), line.text, len(samples), _RATE)
    return finish_recording(Recording(samples, _RATE, told, voice), line.text, line.language, folder)


def _model(line: SpeechLine) -> str:
    """The model that is asked. Raises `BlockedError` for one that has ended."""
    model = line.model or current("elevenlabs", STANDARD_MODEL)
    require_current("elevenlabs", model)
    return model


def _web() -> Web:
    key = KEY.secret("elevenlabs")
    return Web("elevenlabs", {"xi-api-key": key}, (key,), _explain, deadline_s=120)


def _explain(refusal: Refusal) -> VidpipeError | None:
    """What the status alone does not say."""
    if refusal.status in {400, 403} and refusal.says("against_policy", "moderation", "prohibited"):
        return Refused(
            f"elevenlabs answered {refusal.status}: {refusal.text}", remedy="change the text, or choose another voice"
        )
    return None
