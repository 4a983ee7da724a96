"""Speech that nobody mistakes for speech: a tone for every letter, a gap after every word."""

import io
import wave

import numpy as np

LETTER_S, GAP_S, SILENCE_S = 0.08, 0.05, 0.4


def beeps(text: str, rate: int = 24_000) -> tuple[bytes, list[float], list[float]]:
    """16-bit samples, silent at both ends, and where each character of `text` begins and ends, in seconds."""
    pieces, starts, ends, at = [np.zeros(int(SILENCE_S * rate))], list[float](), list[float](), SILENCE_S
    for place, character in enumerate(text):
        seconds = GAP_S if character.isspace() else LETTER_S
        moments = np.arange(round(seconds * rate)) / rate
        pitch = 0 if character.isspace() else 200 + 30 * (place % 7)
        pieces.append(0.4 * np.sin(2 * np.pi * pitch * moments))
        starts.append(round(at, 3))
        at += len(moments) / rate
        ends.append(round(at, 3))
    samples = np.concatenate([*pieces, np.zeros(int(SILENCE_S * rate))])
    return (samples * 32767).astype("<i2").tobytes(), starts, ends


def as_wav(samples: bytes, rate: int = 24_000, channels: int = 1) -> bytes:
    """The same as a file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples)
    return file.getvalue()
