"""Speech as services send it, as mono samples: WAV files, also streamed ones with no true length, and bare samples."""

import struct
from collections.abc import Iterator

import numpy as np

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.providers.speech.waveform import Samples

_WHOLE, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_LONGEST_S = 600
_RATES = range(8000, 96001)


def from_pcm(content: bytes, rate: int, provider: str) -> Samples:
    """Bare 16-bit samples, little-endian, mono. Raises `BadMedia` for what is none: nothing, a page, an MP3."""
    if content[:4] in (b"RIFF", b"OggS", b"fLaC") or content[:3] == b"ID3" or content.lstrip()[:1] in (b"<", b"{"):
        raise _bad(provider, f"it begins with {content[:12]!r}")
    whole = np.frombuffer(content[: len(content) // 2 * 2], dtype="<i2")
    return _checked((whole / 32768).astype(np.float32), rate, provider)


def from_wav(content: bytes, provider: str) -> tuple[Samples, int]:
    """A WAV file's samples, its channels averaged, and how many there are a second. Raises `BadMedia`."""
    try:
        parts = dict(_parts(content))
        kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", parts[b"fmt "])
        if kind == _EXTENSIBLE:
            (kind,) = struct.unpack_from("<H", parts[b"fmt "], 24)
        form = {(_WHOLE, 16): "<i2", (_WHOLE, 32): "<i4", (_FLOAT, 32): "<f4"}[kind, bits]
        data = parts[b"data"]
    except (KeyError, struct.error) as error:
        raise _bad(provider, f"it is no WAV file of 16 or 32 bits: it begins with {content[:12]!r}") from error
    width = np.dtype(form).itemsize * channels
    if not width:
        raise _bad(provider, "it has no channel")
    read = np.frombuffer(data[: len(data) // width * width], dtype=form).reshape(-1, channels)
    full = 1.0 if kind == _FLOAT else float(2 ** (bits - 1))
    return _checked((read / full).mean(axis=1).astype(np.float32), rate, provider), rate


def _parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a RIFF file. One that says a length beyond the end goes on to the end: it was streamed."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        return
    at = 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        yield name, content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _checked(samples: Samples, rate: int, provider: str) -> Samples:
    if rate not in _RATES:
        raise _bad(provider, f"it has {rate} samples a second")
    if not len(samples) or not np.isfinite(samples).all():
        raise _bad(provider, "it holds no samples" if not len(samples) else "some of its samples are no numbers")
    if len(samples) > _LONGEST_S * rate:
        raise _bad(provider, f"it lasts {len(samples) / rate:.0f} s")
    return samples


def _bad(provider: str, what: str) -> BadMedia:
    return BadMedia(f"{provider} sent sound that cannot be used: {what}", remedy="retry it, or choose another voice")
