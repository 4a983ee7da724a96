"""Speech by Piper, a neural voice on this machine: no network, no key, exact word times."""

from pathlib import Path

from vidpipe_assets.model.media import Rights, Spoken
from vidpipe_assets.model.theme import Voice
from vidpipe_assets.providers.speech import Speech
from vidpipe_assets.voice.piper import Piper


def provider() -> Speech:
    """Speech by Piper."""
    return PiperSpeech()


class PiperSpeech:
    """The provider: all texts of a video in one process."""

    name = "piper"

    def __init__(self) -> None:
        self._engine = Piper()

    @property
    def rights(self) -> Rights:
        """Those of the voice that spoke last."""
        return self._engine.rights

    def speak(self, texts: dict[str, str], voice: Voice, language: str, folder: Path) -> dict[str, Spoken]:
        """See `Speech.speak`."""
        return self._engine.speak(texts, voice, language, folder)
