"""The port of speech: text in, mono audio and the moment of every word out.

A voice on this machine is a `Speech`. One that is asked for money is an `AskedSpeech`: it speaks scene by scene, and
puts its questions through the `Ask` that it is given. One voice speaks a whole video; the next of the chain is asked
only when a text was `Refused`, and then it speaks all scenes.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from vidpipe_assets.model.media import Rights, Spoken
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.theme import Voice
from vidpipe_assets.providers.request import Ask


class Speech(Protocol):
    """Somebody who speaks."""

    @property
    def name(self) -> str:
        """As themes write it."""
        ...

    @property
    def rights(self) -> Rights:
        """Whose voice it is, and under which terms it may be used."""
        ...

    def speak(self, texts: dict[str, str], voice: Voice, language: str, folder: Path) -> dict[str, Spoken]:
        """Speak every text into a mono 16-bit WAV file in `folder`, silence at both ends trimmed.

        The keys of `texts` name the files and the results. Raises `BlockedError` when the voice is not installed
        and `PermanentError` when a text cannot be spoken.
        """
        ...


@dataclass(frozen=True)
class SpeechLine:
    """What one scene says, in which voice. `model`: which of the provider's; empty: its standard one."""

    scene: str
    text: str
    voice: Voice
    language: str
    model: str = ""


@runtime_checkable
class SpeechProvider(Protocol):
    """Somebody who is asked to speak through the ledger."""

    @property
    def name(self) -> str:
        """As themes write it."""
        ...

    @property
    def rights(self) -> Rights:
        """Whose voice it is, and under which terms it may be used."""
        ...

    @property
    def at_a_time(self) -> int:
        """How many scenes it speaks side by side."""
        ...

    def price(self, line: SpeechLine) -> Money:
        """What speaking `line` will probably cost, at most; asks nobody and needs no key."""
        ...

    def say(self, line: SpeechLine, folder: Path, ask: Ask) -> Spoken:
        """Speak `line` into a mono 16-bit WAV file in `folder`, which is its own, silence at both ends trimmed.

        Called from several threads at a time. Raises `Refused` for a text that the provider's rules forbid.
        """
        ...
