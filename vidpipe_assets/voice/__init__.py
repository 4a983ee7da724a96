"""The voice: how a text is said, by which engine on this machine, and when each of its words is heard.

It imports `model` and `io` only. Who is asked to speak, and at what price, is the business of `providers.speech`; how
captions use the words' moments is that of `render`. Others use what is named here; it is loaded at first use, since
numpy must not come with Dagster's definitions.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vidpipe_assets.voice.delivery import QUESTION_PAUSE_S, find_emphasis, longer_pauses, text_pace
    from vidpipe_assets.voice.normalize import is_speakable, spoken_form, unread_signs
    from vidpipe_assets.voice.piper import Piper
    from vidpipe_assets.voice.piper_voices import (
        added_name,
        added_voices,
        bundled_voice,
        find_voice,
        is_installed,
        require_voice_model,
    )
    from vidpipe_assets.voice.waveform import from_pcm, from_wav
    from vidpipe_assets.voice.word_times import Recording, finish_recording, spans_from_characters

__all__ = [
    "QUESTION_PAUSE_S",
    "Piper",
    "Recording",
    "added_name",
    "added_voices",
    "bundled_voice",
    "find_emphasis",
    "find_voice",
    "finish_recording",
    "from_pcm",
    "from_wav",
    "is_installed",
    "is_speakable",
    "longer_pauses",
    "require_voice_model",
    "spans_from_characters",
    "spoken_form",
    "text_pace",
    "unread_signs",
]

_MODULES = {
    "QUESTION_PAUSE_S": "delivery",
    "find_emphasis": "delivery",
    "longer_pauses": "delivery",
    "text_pace": "delivery",
    "is_speakable": "normalize",
    "spoken_form": "normalize",
    "unread_signs": "normalize",
    "Piper": "piper",
    "added_name": "piper_voices",
    "added_voices": "piper_voices",
    "bundled_voice": "piper_voices",
    "find_voice": "piper_voices",
    "is_installed": "piper_voices",
    "require_voice_model": "piper_voices",
    "from_pcm": "waveform",
    "from_wav": "waveform",
    "Recording": "word_times",
    "finish_recording": "word_times",
    "spans_from_characters": "word_times",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
