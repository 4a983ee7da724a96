"""The port of speech: text in, mono audio and the moment of every word out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vidpipe_assets.model.media import Rights, SpokenWord
from vidpipe_assets.model.theme import Voice


@dataclass(frozen=True)
class Spoken:
    """One text as it was spoken.

    `words` are exactly `text.split()`, each with its moment in seconds from the start of `path`; `alignment` is
    'exact' (the synthesiser's own), 'forced' (recognised) or 'proportional' (estimated).
    """

    path: Path
    seconds: float
    words: tuple[SpokenWord, ...]
    alignment: str


class Speech(Protocol):
    """Somebody who speaks."""

    name: str
    rights: Rights

    def speak(self, texts: dict[str, str], voice: Voice, language: str, folder: Path) -> dict[str, Spoken]:
        """Speak every text into a mono 16-bit WAV file in `folder`, silence at both ends trimmed.

        The keys of `texts` name the files and the results. Raises `BlockedError` when the voice is not installed
        and `PermanentError` when a text cannot be spoken.
        """
        ...
