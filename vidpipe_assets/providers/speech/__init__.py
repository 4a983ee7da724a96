"""The port of speech: text in, mono audio and the moment of every word out.

Implement `SpeechProvider` to add one: as a module of this package whose function `provider()` returns it, or in a
package of your own by an entry point of the group `vidpipe.providers.speech` (see `providers.registry`). A
service puts its questions through the `Ask` that it is given, scene by scene; a voice on this machine speaks all scenes
at once. One voice speaks a whole video; the next of the chain is asked only when a text was `Refused`, and then it
speaks all scenes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vidpipe_assets.model.media import Rights, Spoken
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.theme import Voice
from vidpipe_assets.providers.request import Ask


@dataclass(frozen=True)
class SpeechLine:
    """What one scene says, in which voice. `model`: which of the provider's; empty: its standard one."""

    scene: str
    text: str
    voice: Voice
    language: str
    model: str = ""


class SpeechProvider(Protocol):
    """A voice, or a service that has several."""

    @property
    def name(self) -> str:
        """The provider's name, as themes write it."""
        ...

    @property
    def is_local(self) -> bool:
        """Whether it works on this machine alone: then it needs no `ask`, its price is `FREE`, and it refuses no text.

        It gets all lines of a video in one call, since to load a voice takes longer than to speak a line.
        """
        ...

    @property
    def rights(self) -> Rights:
        """Whose voice it is that spoke last, and under which terms it may be used."""
        ...

    @property
    def at_a_time(self) -> int:
        """How many scenes it speaks side by side."""
        ...

    def price(self, line: SpeechLine) -> Money:
        """What speaking `line` will probably cost, at most; asks nobody and needs no key."""
        ...

    def speak(self, lines: Sequence[SpeechLine], folder: Path, ask: Ask) -> tuple[Spoken, ...]:
        """Speak each line into a mono 16-bit WAV file in `folder`, silence at both ends trimmed; in the lines' order.

        A provider that is not local gets one line a call, in a folder of its own, and `ask` is that scene's. Called
        from several threads at a time. Raises `Refused` for a text that the provider's rules forbid, `BlockedError`
        when the voice is not installed, and `PermanentError` when a text cannot be spoken.
        """
        ...
