"""Speech as mono samples: silence trimmed, pauses made even, sentences joined, read from WAV or PCM, written to WAV.

Every cut moves the times of the sounds in it along. What services send is read as it comes: WAV files, also streamed
ones whose header has no true length, and bare samples.
"""

import errno
import os
import struct
import wave
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from vidpipe_assets.model.errors import BadMedia, BlockedError, DiskFull

Samples = NDArray[np.float32]

SENTENCE_PAUSE_S = 0.30
"""Between two sentences of a scene. Piper leaves 0.15 to 0.25 s there, less than it leaves at a comma."""

LONGEST_PAUSE_S = 0.30
"""Inside a sentence; longer silences lose their middle."""

_HEAD_S, _TAIL_S, _FADE_S, _FRAME_S = 0.010, 0.015, 0.005, 0.005
_QUIET_DB = -38.0
_SWELL_S = 0.02


@dataclass(frozen=True)
class Sound:
    """One phoneme, pause or mark, and the samples in which it is heard: from `start` up to `end`."""

    symbol: str
    start: int
    end: int


@dataclass(frozen=True)
class Utterance:
    """Samples between -1 and 1, the sounds in them, and the stretches that are silent (first and last sample)."""

    samples: Samples
    sounds: tuple[Sound, ...]
    silences: tuple[tuple[int, int], ...] = ()


def trim_silence(sentence: Utterance, rate: int) -> Utterance | None:
    """Without silence at both ends and with no long pause inside; None if there is nothing but silence."""
    silences = silent_stretches(sentence.samples, rate)
    total = len(sentence.samples)
    if total == 0 or (0, total) in silences:
        return None
    first = max(0, silences[0][1] - int(_HEAD_S * rate)) if silences and silences[0][0] == 0 else 0
    last = min(total, silences[-1][0] + int(_TAIL_S * rate)) if silences and silences[-1][1] == total else total
    cuts = [(0, first), *_long_pauses(silences, total, rate), (last, total)]
    return _cut_out(replace(sentence, silences=silences), [cut for cut in cuts if cut[1] > cut[0]], rate)


def join_sentences(
    sentences: list[Utterance], rate: int, speed: float = 1.0, longer_s: Mapping[int, float] | None = None
) -> Utterance:
    """One after the other, with the same pause between each two; `longer_s`: sentence -> what its pause has more."""
    added = longer_s or {}
    samples, sounds, silences, at = list[Samples](), list[Sound](), list[tuple[int, int]](), 0
    for place, sentence in enumerate(sentences):
        if samples:
            pause_s = (SENTENCE_PAUSE_S + added.get(place - 1, 0.0)) / max(speed, 0.9)
            pause = np.zeros(int(pause_s * rate), dtype=np.float32)
            samples.append(pause)
            silences.append((at, at + len(pause)))
            at += len(pause)
        samples.append(_fade_ends(sentence.samples, rate))
        sounds += [Sound(sound.symbol, sound.start + at, sound.end + at) for sound in sentence.sounds]
        silences += [(start + at, end + at) for start, end in sentence.silences]
        at += len(sentence.samples)
    return Utterance(np.concatenate(samples), tuple(sounds), _merge_overlapping(silences))


def louder(samples: Samples, spans_s: Sequence[tuple[float, float]], rate: int, decibels: float) -> Samples:
    """`samples` with these stretches raised, faded in and out over 40 ms."""
    if not spans_s:
        return samples
    raised = np.zeros(len(samples), dtype=np.float32)
    for start_s, end_s in spans_s:
        raised[int(start_s * rate) : int(end_s * rate)] = 1
    window = np.hanning(int(2 * _SWELL_S * rate) + 2).astype(np.float32)
    smooth = cast("Samples", np.convolve(raised, window / window.sum(), "same")[: len(samples)])
    return (samples * np.exp(smooth * np.float32(decibels * np.log(10) / 20))).astype(np.float32)


def _merge_overlapping(silences: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged = list[tuple[int, int]]()
    for start, end in silences:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def silent_stretches(samples: Samples, rate: int) -> tuple[tuple[int, int], ...]:
    """Stretches 38 dB or more below the loud parts (the 95th percentile of 5 ms frames)."""
    frame = max(1, int(_FRAME_S * rate))
    count = -(-len(samples) // frame)
    padded = np.zeros(count * frame, dtype=np.float64)
    padded[: len(samples)] = samples
    power = np.square(padded.reshape(count, frame)).mean(axis=1) + 1e-12
    loud = float(np.percentile(power, 95)) if count else 0.0
    if loud < 1e-7:
        return ((0, len(samples)),)
    quiet = np.concatenate(([False], power < loud * 10 ** (_QUIET_DB / 10), [False]))
    edges = np.flatnonzero(quiet[1:] != quiet[:-1]) * frame
    pairs = edges.reshape(-1, 2)
    return tuple((int(start), min(int(end), len(samples))) for start, end in pairs)


def _long_pauses(silences: tuple[tuple[int, int], ...], total: int, rate: int) -> list[tuple[int, int]]:
    longest = int(LONGEST_PAUSE_S * rate)
    cuts = list[tuple[int, int]]()
    for start, end in silences:
        if end - start > longest and start > 0 and end < total:
            middle, half = (start + end) // 2, (end - start - longest) // 2
            cuts.append((middle - half, middle + half))
    return cuts


def _cut_out(sentence: Utterance, cuts: list[tuple[int, int]], rate: int) -> Utterance:
    """`cuts` are sorted and apart. Their edges are cross-faded over 5 ms of what is nearly silence."""
    kept, at = list[Samples](), 0
    for start, end in [*cuts, (len(sentence.samples), len(sentence.samples))]:
        if start > at or not kept:
            kept.append(sentence.samples[at:start])
        at = end
    samples = np.concatenate([_fade_ends(part, rate) for part in kept])
    starts = np.array([start for start, _ in cuts])
    lengths = np.array([end - start for start, end in cuts])

    def moved(position: int) -> int:
        lost = np.clip(position - starts, 0, lengths).sum() if cuts else 0
        return int(position - lost)

    sounds = tuple(Sound(sound.symbol, moved(sound.start), moved(sound.end)) for sound in sentence.sounds)
    silences = tuple((moved(start), moved(end)) for start, end in sentence.silences)
    return Utterance(samples, sounds, tuple(pair for pair in silences if pair[1] > pair[0]))


def _fade_ends(samples: Samples, rate: int) -> Samples:
    """Both ends raised from zero over 5 ms, so that nothing clicks."""
    count = min(int(_FADE_S * rate), len(samples) // 2)
    if count == 0:
        return samples
    ramp = np.linspace(0, 1, count, endpoint=False, dtype=np.float32)
    faded = samples.copy()
    faded[:count] *= ramp
    faded[-count:] *= ramp[::-1]
    return faded


def write_wavs(files: Mapping[Path, Samples], rate: int) -> None:
    """16-bit mono files: all of them whole, or none. Raises `BlockedError` where the disk does not take them."""
    parts = {path: path.with_name(path.name + ".part") for path in files}
    try:
        for path, samples in files.items():
            _write(parts[path], samples, rate)
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        remedy = "free some space, or make the folder writable"
        kind = DiskFull if error.errno == errno.ENOSPC else BlockedError
        raise kind(f"the speech cannot be written: {error}", remedy=remedy) from error
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _write(path: Path, samples: Samples, rate: int) -> None:
    content = np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    with path.open("wb") as file:
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(rate)
            out.writeframes(content)
        file.flush()
        os.fsync(file.fileno())


_WHOLE, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_LONGEST_S = 600
_RATES = range(8000, 96001)


def from_pcm(content: bytes, rate: int, provider: str) -> Samples:
    """Bare 16-bit samples, little-endian, mono. Raises `BadMedia` for what is none: nothing, a page, an MP3."""
    if content[:4] in (b"RIFF", b"OggS", b"fLaC") or content[:3] == b"ID3" or content.lstrip()[:1] in (b"<", b"{"):
        raise _bad(provider, f"it begins with {content[:12]!r}")
    whole = np.frombuffer(content[: len(content) // 2 * 2], dtype="<i2")
    return _check_samples((whole / 32768).astype(np.float32), rate, provider)


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
    return _check_samples((read / full).mean(axis=1).astype(np.float32), rate, provider), rate


def _parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a RIFF file. One that says a length beyond the end goes on to the end: it was streamed."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        return
    at = 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        yield name, content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _check_samples(samples: Samples, rate: int, provider: str) -> Samples:
    if rate not in _RATES:
        raise _bad(provider, f"it has {rate} samples a second")
    if not len(samples) or not np.isfinite(samples).all():
        raise _bad(provider, "it holds no samples" if not len(samples) else "some of its samples are no numbers")
    if len(samples) > _LONGEST_S * rate:
        raise _bad(provider, f"it lasts {len(samples) / rate:.0f} s")
    return samples


def _bad(provider: str, what: str) -> BadMedia:
    return BadMedia(f"{provider} sent sound that cannot be used: {what}", remedy="retry it, or choose another voice")
