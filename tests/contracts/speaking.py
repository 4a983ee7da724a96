"""Contract tests of voices: a line, and how it is said at a desk."""

from pathlib import Path
from typing import Any

from contracts.writing import Desk

from vidpipe_assets.model.media import Spoken
from vidpipe_assets.model.theme import Voice
from vidpipe_assets.providers.speech import SpeechLine, SpeechProvider
from vidpipe_assets.stages.voice_gate import require_speech

TEXT = "Three facts about tiny moons."


def line(
    text: str = TEXT, *, voice: str = "joe", speed: float = 1.0, language: str = "xx", model: str = ""
) -> SpeechLine:
    """What one scene says; in a language of which Piper knows nothing, unless another one is asked for."""
    return SpeechLine("s1", text, Voice(name=voice, speed=speed), language, model)


def said(speech: SpeechProvider, folder: Path, desk: Desk | None = None, **more: Any) -> Spoken:
    """`line(**more)` as it was spoken and passed the gate."""
    asked = line(**more)
    (spoken,) = speech.speak((asked,), folder, (desk or Desk()).ask)
    require_speech(spoken, asked.text)
    return spoken
