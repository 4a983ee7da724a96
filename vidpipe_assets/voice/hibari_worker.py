"""The process that speaks with Hibari: a small model that predicts pitch and spectrum, which are made sound here.

It is asked and answers as `piper_worker` does, and it is a process of its own, since what it loads should not stay. The
request has besides `pitch` and `tract`: a voice of another pitch and another vocal tract is made where both are still
numbers, before there is any sound. So nothing is cut or stretched, and the moments of the words stay exact.
"""

import base64
import zlib
from pathlib import Path
from typing import Any, cast

import numpy as np
from hibari import Hibari, dsp
from numpy.typing import NDArray

from vidpipe_assets.voice.speech_worker import answer_request
from vidpipe_assets.voice.stretching import stretched_symbols
from vidpipe_assets.voice.voice_graph import LENGTHS, prepare_hibari

Spectrum = NDArray[np.float32]
"""One row a bin of 20 Hz, one column a frame of 12.5 ms."""

_VOICED_HZ, _LOUDEST, _SILENT = 40.0, 7.0, -20.0
_HARMONIC = 0.8
"""How much of a voiced frame's free part is counted as tone; the rest is breath. Measured: with it, jitter, shimmer and
the ratio of harmonics to noise of a shifted voice are near those of recorded ones."""

_A_LENGTH = 2 * dsp.HOP
"""Samples of one unit of length: 25 ms."""

_EARLY = 600
"""By how many samples each sound is heard earlier than its length says: 25 ms, measured against another aligner."""

_SHIFTED_LEVEL = 1.7
"""What a shifted voice is amplified by, so that it is as loud as the others."""


class Speaker:
    """The loaded voice. The same text gives the same samples, whatever was said before it."""

    rate = dsp.SR

    def __init__(self, model: Path, speed: float, pitch: float, tract: float) -> None:
        self._voice = cast(Any, Hibari)(model=prepare_hibari(model.read_bytes()))
        self.speed, self._pitch, self._tract = speed, pitch, tract

    @property
    def about(self) -> dict[str, Any]:
        """The first answer."""
        return {"rate": self.rate, "language": "en-us"}

    def speak(self, said: list[str], stretch: dict[int, float], speed: float) -> dict[str, Any]:
        """The sentences of a text, and the phonemes of each of its words alone. `stretch`: word -> times as long."""
        self.speed = speed
        chunks = [_known(chunk, self._voice.vocab) for chunk in self._voice.phonemize(" ".join(filter(None, said)))]
        words = [list("".join(self._voice.phonemize(word))) if word else [] for word in said]
        factors = stretched_symbols(chunks, words, stretch)
        sentences = [
            self._sentence(symbols, longer) for symbols, longer in zip(chunks, factors, strict=True) if symbols
        ]
        return {"words": words, "sentences": sentences}

    def _sentence(self, symbols: list[str], longer: list[float]) -> dict[str, Any]:
        ids = [0, *(self._voice.vocab[symbol] for symbol in symbols), 0]
        inputs = {"ids": np.array([ids], np.int64), "speed": np.ones(1, np.float32)}
        own = self._voice.sess.run(None, {**inputs, LENGTHS: np.ones(len(ids), np.float32)})[-1]
        lengths = whole_lengths(own * np.array([1.0, *longer, 1.0]) / self.speed)
        *spectrum, _ = self._voice.sess.run(None, {**inputs, LENGTHS: lengths.astype(np.float32)})
        # Random, but always the same for the same phonemes.
        random = np.random.default_rng(zlib.crc32(np.array(ids, dtype="<i8").tobytes()))
        audio = self._sound([part[0] for part in spectrum], random)
        samples = [int(count) * _A_LENGTH for count in lengths]
        early = min(samples[0], _EARLY)
        samples = [samples[0] - early, *samples[1:-1], samples[-1] + early]
        content = base64.b64encode(audio.astype("<f4").tobytes()).decode()
        return {"symbols": ["^", *symbols, "$"], "samples": samples, "audio": content}

    def _sound(self, spectrum: list[Spectrum], random: np.random.Generator) -> Spectrum:
        *parts, hertz = spectrum
        synthesise = cast(Any, dsp).synth
        if self._pitch == self._tract == 1.0:
            return cast(Spectrum, synthesise(*parts, hertz, random))
        shifted = shift_spectrum(parts, hertz, self._pitch, self._tract)
        sound = cast(Spectrum, synthesise(*shifted, hertz * np.float32(self._pitch), random))
        return sound * np.float32(_SHIFTED_LEVEL)


def whole_lengths(wanted: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole units, at least one each: what one sound is rounded by, the next makes up for."""
    lengths, owed = np.ones(len(wanted), np.int64), 0.0
    for place, length in enumerate(wanted):
        lengths[place] = max(round(float(length) + owed), 1)
        owed += float(length) - int(lengths[place])
    return lengths


def _known(chunk: str, vocabulary: dict[str, int]) -> list[str]:
    return [symbol for symbol in chunk if symbol in vocabulary]


def shift_spectrum(parts: list[Spectrum], hertz: Spectrum, pitch: float, tract: float) -> list[Spectrum]:
    """The five parts (tone and its phase, breath, free part and its phase) for another pitch and vocal tract.

    Between its harmonics a voiced frame's tone is undefined, so its envelope is read at the harmonics it had; and what
    was free there is shared among tone and breath, since its phase belongs to the pitch that it had.
    """
    tone, phase, breath, free, angle = parts
    tone, breath, free = (np.minimum(part, _LOUDEST) for part in (tone, breath, free))
    bins = np.arange(len(tone))
    read_at = bins / tract
    nearest = np.minimum(np.round(read_at).astype(int), len(tone) - 1)
    out = [part[nearest].copy() for part in (tone, phase, breath, free, angle)]
    power = np.exp(2 * free)
    voiced_tone = 0.5 * np.log(np.exp(2 * tone) + _HARMONIC * power)
    voiced_breath = 0.5 * np.log(np.exp(2 * breath) + (1 - _HARMONIC) * power)
    turns = np.tanh(phase)
    for frame in np.flatnonzero(hertz >= _VOICED_HZ):
        step = hertz[frame] / (dsp.SR / dsp.N_FFT)
        harmonics = np.arange(1, int((len(tone) - 1) / step) + 1) * step
        envelope = _interpolate(harmonics, bins, voiced_tone[:, frame])
        # Fewer harmonics carry less power: what is lost is added, so that it stays as loud.
        out[0][:, frame] = _interpolate(read_at, harmonics, envelope) + 0.5 * np.log(pitch)
        turned = _interpolate(read_at, harmonics, _interpolate(harmonics, bins, turns[:, frame]))
        out[1][:, frame] = np.arctanh(np.clip(turned, -0.999999, 0.999999))
        out[2][:, frame] = _interpolate(read_at, bins, voiced_breath[:, frame])
        out[3][:, frame] = _SILENT
    return [part.astype(np.float32) for part in out]


def _interpolate(at: Any, known_at: Any, values: Any) -> NDArray[np.float64]:
    return cast("NDArray[np.float64]", np.interp(at, known_at, values))


def load(request: dict[str, Any]) -> Speaker:
    """The voice that a request names."""
    return Speaker(Path(request["model"]), request["speed"], request["pitch"], request["tract"])


if __name__ == "__main__":
    answer_request(load)
