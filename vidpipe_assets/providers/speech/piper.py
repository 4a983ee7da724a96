"""Speech by Piper, a neural voice on this machine: no network, no key, exact word times."""

from collections.abc import Sequence
from pathlib import Path

from vidpipe_assets.model.media import Rights, Spoken
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.speech import SpeechLine
from vidpipe_assets.voice import Piper


def provider() -> "PiperSpeech":
    """Return the provider `piper`, for the registry."""
    return PiperSpeech()


class PiperSpeech:
    """The provider: all lines of a video in one process."""

    name, is_local, at_a_time = "piper", True, 1

    def __init__(self) -> None:
        self._engine = Piper()

    @property
    def rights(self) -> Rights:
        """Those of the voice that spoke last."""
        return self._engine.rights

    def price(self, line: SpeechLine) -> Money:
        """Return nothing: it charges nothing."""
        del line
        return FREE

    def speak(self, lines: Sequence[SpeechLine], folder: Path, ask: Ask) -> tuple[Spoken, ...]:
        """See `SpeechProvider.speak`; the lines are in one voice and one language."""
        del ask
        if not lines:
            return ()
        texts = {line.scene: line.text for line in lines}
        spoken = self._engine.speak(texts, lines[0].voice, lines[0].language, folder)
        return tuple(spoken[line.scene] for line in lines)
