"""The gate that speech passes before it is used: mono sound that can be heard, and a moment for every word."""

import wave
from itertools import pairwise

import numpy as np

from vidpipe_assets.language.words import word_texts
from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import Spoken, SpokenWord

_SLOWEST_WORD_S = 5.0
_QUIETEST_PEAK = 0.003
"""Of full scale: -50 dB. What never gets louder is silence."""

_LEAST_HEARD = 0.1
"""The share of the sound that is louder than that; a click is no voice."""

_LEAST_SPANNED = 0.4
"""The share of the sound that the words span: moments that are all zero are none."""

_WINDOW_S = 0.02
_SLACK_S = 0.05


def require_speech(spoken: Spoken, text: str) -> None:
    """Raise `BadMedia` unless `spoken` is `text`, as the port of speech describes it."""
    said = word_texts(text)
    if [word.text for word in spoken.words] != said:
        raise _unusable("its words are not those of the text", text)
    samples, rate = _samples(spoken, text)
    seconds = len(samples) / rate
    if abs(seconds - spoken.seconds) > _SLACK_S:
        raise _unusable(f"it lasts {seconds:.2f} s instead of {spoken.seconds:.2f} s", text)
    if not len(said) * 0.03 <= seconds <= len(said) * _SLOWEST_WORD_S + 1:
        raise _unusable(f"{len(said)} words last {seconds:.2f} s", text)
    if _audible_share(samples, rate) < _LEAST_HEARD:
        raise _unusable("nothing can be heard", text)
    if not _in_order(spoken.words, seconds):
        raise _unusable("the moments of its words are not in order", text)
    if spoken.words and spoken.words[-1].end_s - spoken.words[0].start_s < _LEAST_SPANNED * seconds:
        raise _unusable("the moments of its words are not in order: they are all the same", text)


def _samples(spoken: Spoken, text: str) -> tuple[np.ndarray, int]:
    try:
        with wave.open(str(spoken.path), "rb") as file:
            kind = (file.getnchannels(), file.getsampwidth())
            if kind != (1, 2) or not 8000 <= file.getframerate() <= 96000:
                raise _unusable(
                    f"{kind[0]} channels of {kind[1]} bytes at {file.getframerate()} samples a second", text
                )
            data = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
            return data.astype(np.float32) / 32768, file.getframerate()
    except (wave.Error, EOFError, OSError, ValueError) as error:
        raise _unusable(f"its file cannot be read ({error})", text) from error


def _audible_share(samples: np.ndarray, rate: int) -> float:
    """The share of the sound in which something can be heard."""
    window = max(1, int(_WINDOW_S * rate))
    windows = np.abs(samples[: len(samples) // window * window]).reshape(-1, window)
    return float((windows.max(axis=1) >= _QUIETEST_PEAK).mean()) if len(windows) else 0.0


def _in_order(words: tuple[SpokenWord, ...], seconds: float) -> bool:
    moments = [moment for word in words for moment in (word.start_s, word.end_s)]
    starts_in_order = all(a.start_s <= b.start_s for a, b in pairwise(words))
    return (
        starts_in_order and all(w.start_s <= w.end_s for w in words) and max(moments, default=0) <= seconds + _SLACK_S
    )


def _unusable(what: str, text: str) -> BadMedia:
    return BadMedia(f"speech that cannot be used: {what}: {text[:60]!r}", remedy="retry it, or choose another voice")
