"""ElevenLabs: says a beep for every letter, tells when, and refuses as it is documented."""

import base64
from typing import Any

from fakes.beeps import beeps
from fakes.server import Answer, Asked

VARIABLE = "VIDPIPE_ELEVENLABS_URL"
KEY = "ELEVENLABS_API_KEY"


def answer(asked: Asked) -> Answer:
    """As the real one does."""
    if asked.path == "/v1/user/subscription":
        return Answer({"tier": "starter", "character_count": 6790, "character_limit": 100_000})
    return Answer(spoken(asked.json["text"]))


def spoken(text: str, **more: Any) -> dict[str, Any]:
    """An answer as it is documented; `more` replaces fields of it."""
    samples, starts, ends = beeps(text)
    alignment = {
        "characters": list(text),
        "character_start_times_seconds": starts,
        "character_end_times_seconds": ends,
    }
    audio = base64.b64encode(samples).decode()
    return {"audio_base64": audio, "alignment": alignment, "normalized_alignment": alignment, **more}


def error(status: str, said: str, code: int) -> Answer:
    """An error as it is documented."""
    return Answer({"detail": {"status": status, "message": said}}, code)
