"""Loudness after ITU-R BS.1770-4, computed here where starting ffmpeg would cost more than the sum itself.

Blocks of 400 ms do not overlap (the standard's overlap by three quarters), which moves the result of speech and music
by less than 0.2 LU. What is promised about a finished video is measured by ffmpeg instead.

A person's own music, fitted to a video: decoded, levelled, looped with a cross-fade when it is too short.
"""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vidpipe_assets.model.errors import BadInput, BadMedia
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.audio.instruments import RATE, Samples

SILENCE_LUFS = -70.0
_TABLE_RATE = 48_000
_BLOCK_S = 0.4


def integrated_loudness(samples: NDArray[np.float32], rate: int) -> float:
    """LUFS of (channels, n) samples, gated; `SILENCE_LUFS` for silence."""
    size = min(round(_BLOCK_S * rate), samples.shape[1])
    blocks = samples[:, : samples.shape[1] // size * size].reshape(samples.shape[0], -1, size)
    spectra = np.abs(np.fft.rfft(blocks)) ** 2
    energy = (spectra @ _weights(size, rate)).sum(axis=0).astype(np.float64) * 2 / size**2
    loud = energy[energy > 10 ** ((SILENCE_LUFS + 0.691) / 10)]
    if not loud.size:
        return SILENCE_LUFS
    return float(-0.691 + 10 * np.log10(loud[loud > loud.mean() / 10].mean()))


def _weights(size: int, rate: int) -> NDArray[np.float32]:
    """How much each bin of an FFT of `size` counts: the two filters of BS.1770 (tables 1 and 2), squared."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size, 1 / rate) / _TABLE_RATE)
    shelf = _biquad(z, (1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585))
    high_pass = _biquad(z, (1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))
    return (np.abs(shelf * high_pass) ** 2).astype(np.float32)


def _biquad(z: NDArray[np.complex128], b: tuple[float, float, float], a: tuple[float, float]) -> NDArray[np.complex128]:
    return (b[0] + b[1] * z + b[2] * z * z) / (1 + a[0] * z + a[1] * z * z)


LONGEST_READ_S = 180
"""No video needs more of a file."""

_CROSS_FADE_S = 1.5
_SHORTEST_S = 0.5


def fit_music(source: Path, seconds: float, lufs: float, out: Path) -> Path:
    """Write `seconds` of `source` at `lufs` as a stereo WAV file of 48 kHz.

    Raises `BadInput` if there is no such file and `BadMedia` if it holds no music.
    """
    if not source.is_file():
        raise BadInput(f"the music file {source} does not exist", remedy="correct music.file in the theme")
    samples = _looped(_decoded(source, out.with_name("music-decoded.wav")), round(seconds * RATE))
    loudness = integrated_loudness(samples, RATE)
    if loudness <= SILENCE_LUFS:
        raise BadMedia(f"the music file {source} is silent", remedy="choose another file for music.file in the theme")
    write_wave(samples * np.float32(10 ** ((lufs - loudness) / 20)), out)
    return out


def read_wave(path: Path) -> tuple[Samples, int]:
    """(channels, n) samples between -1 and 1 and the rate. Raises `BadMedia` unless it is 16-bit PCM with content."""
    try:
        with wave.open(str(path), "rb") as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            content = file.readframes(file.getnframes())
    except (wave.Error, EOFError, OSError) as error:
        raise BadMedia(f"{path} is not a WAV file: {error}", remedy="make the voice-over again") from error
    whole = len(content) // (width * channels) * width * channels
    if width != 2 or not whole:
        raise BadMedia(f"{path} holds no 16-bit sound", remedy="make the voice-over again")
    numbers = np.frombuffer(content[:whole], "<i2").reshape(-1, channels)
    return np.ascontiguousarray(numbers.T, np.float32) / np.float32(32768), rate


def write_wave(samples: Samples, out: Path) -> None:
    """Write (2, n) samples as 16-bit stereo at 48 kHz; what is too loud for that is rounded off, not folded over."""
    out.parent.mkdir(parents=True, exist_ok=True)
    temporary = out.with_name(out.name + ".part")
    rounded = np.where(np.abs(samples) > 0.7, np.tanh(samples), samples) if np.abs(samples).max() > 0.98 else samples
    with wave.open(str(temporary), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(rounded, -0.99, 0.99).T * np.float32(32767)).round().astype("<i2").tobytes())
    temporary.replace(out)


def _decoded(source: Path, scratch: Path) -> Samples:
    arguments = [*ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(source), "-vn", "-t", str(LONGEST_READ_S)]
    arguments += ["-ac", "2", "-ar", str(RATE), "-c:a", "pcm_s16le", "-f", "wav", ffmpeg.file_argument(scratch)]
    try:
        ffmpeg.run(arguments, timeout_s=120)
        samples, _ = read_wave(scratch)
    except BadMedia as error:
        remedy = "choose another file for music.file in the theme"
        raise BadMedia(f"the music file {source} cannot be read: {error}", remedy=remedy) from error
    finally:
        scratch.unlink(missing_ok=True)
    if samples.shape[1] < _SHORTEST_S * RATE:
        raise BadMedia(f"the music file {source} is shorter than {_SHORTEST_S} s", remedy="choose a longer file")
    return samples


def _looped(samples: Samples, wanted: int) -> Samples:
    """The first `wanted` samples of `samples` repeated, its end faded into its beginning with equal power."""
    cross = min(round(_CROSS_FADE_S * RATE), samples.shape[1] // 3)
    angle = np.linspace(0, np.pi / 2, cross, dtype=np.float32)
    result = samples.copy()
    while result.shape[1] < wanted:
        seam = result[:, -cross:] * np.cos(angle) + samples[:, :cross] * np.sin(angle)
        result = np.concatenate((result[:, :-cross], seam, samples[:, cross:]), axis=1)
    return result[:, :wanted]
