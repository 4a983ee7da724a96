"""Instruments: each function plays one note or one beat, as samples at 48 kHz that start and end in silence.

They keep out of the voice's way: soft attacks, little between 1 and 4 kHz, nothing sung.
"""

import numpy as np
from numpy.typing import NDArray

from vidpipe_assets.render.audio.samples import RATE, Samples


def note_frequency(note: float) -> float:
    """Hertz of a MIDI note number."""
    return 440.0 * 2.0 ** ((note - 69) / 12)


def play_pad(notes: tuple[int, ...], seconds: float, release_s: float, brightness: float) -> Samples:
    """A soft chord in stereo: few harmonics, the two sides slightly apart in pitch."""
    time = _time(seconds + release_s)
    chord = np.zeros((2, time.size), np.float32)
    for index, note in enumerate(notes):
        for side, cents in enumerate((-4.0, 4.0)):
            base = note_frequency(note + cents / 100)
            for harmonic in range(1, 4):
                level = brightness ** (harmonic - 1) / harmonic
                phase = np.float32(2 * np.pi * base * harmonic) * time + np.float32(index + 2.1 * side * harmonic)
                chord[side] += np.float32(level) * np.sin(phase)
    return chord * _envelope(time.size, seconds * 0.25, release_s) / np.float32(len(notes))


def play_pluck(note: float, seconds: float, brightness: float) -> Samples:
    """A struck string or bar: harmonics that die the sooner the higher they are."""
    time = _time(seconds)
    base = note_frequency(note)
    sound = np.zeros(time.size, np.float32)
    for harmonic in range(1, 5):
        decay = np.exp(np.float32(-3.2 * (1 + 0.7 * harmonic) / seconds) * time)
        sound += (
            np.float32(brightness ** (harmonic - 1)) * np.sin(np.float32(2 * np.pi * base * harmonic) * time) * decay
        )
    return sound * _envelope(time.size, 0.003, seconds * 0.2)


def play_bass(note: float, seconds: float) -> Samples:
    """A round low note with one overtone, so that a phone's speaker has something to play."""
    time = _time(seconds)
    phase = np.float32(2 * np.pi * note_frequency(note)) * time
    sound = np.sin(phase) + np.float32(0.35) * np.sin(2 * phase) + np.float32(0.12) * np.sin(3 * phase)
    return sound * np.exp(np.float32(-1.6 / seconds) * time) * _envelope(time.size, 0.008, seconds * 0.25)


def play_kick() -> Samples:
    """A soft bass drum: a tone that falls from 110 to 45 Hz."""
    time = _time(0.28)
    phase = 2 * np.pi * (45 * time + 65 * 0.035 * (1 - np.exp(time * np.float32(-1 / 0.035))))
    tone: Samples = np.sin(phase).astype(np.float32)
    return tone * np.exp(time * np.float32(-1 / 0.09)) * _envelope(time.size, 0.002, 0.05)


def play_hat(generator: np.random.Generator, seconds: float) -> Samples:
    """A shaker: noise without its lows."""
    time = _time(seconds)
    white = generator.standard_normal(time.size + 2)
    noise: Samples = (np.diff(white, 2) / 4).astype(np.float32)
    return noise * np.exp(np.float32(-5.0 / seconds) * time) * _envelope(time.size, 0.004, seconds * 0.2)


def play_bell(note: float, seconds: float, brightness: float) -> Samples:
    """A glass bell: partials that are no harmonics, the high ones short."""
    time = _time(seconds)
    base = note_frequency(note)
    sound = np.zeros(time.size, np.float32)
    for ratio, level, life in ((1.0, 1.0, 1.0), (2.76, 0.35, 0.45), (5.4, 0.16, 0.2)):
        decay = np.exp(np.float32(-4.0 / (seconds * life)) * time)
        sound += np.float32(level * (0.4 + brightness)) * np.sin(np.float32(2 * np.pi * base * ratio) * time) * decay
    return sound * _envelope(time.size, 0.002, seconds * 0.2) / np.float32(1.3)


def play_keys(note: float, seconds: float, brightness: float) -> Samples:
    """An electric piano: a tone whose overtones come from a second one that modulates it, and fade first."""
    time = _time(seconds)
    base = np.float32(2 * np.pi * note_frequency(note)) * time
    bite = np.float32(1.6 * brightness) * np.exp(np.float32(-6.0 / seconds) * time)
    sound: Samples = np.sin(base + bite * np.sin(base)) * np.exp(np.float32(-2.6 / seconds) * time)
    return sound * _envelope(time.size, 0.004, seconds * 0.25)


def play_marimba(note: float, seconds: float, brightness: float) -> Samples:
    """A wooden bar: the note, its double octave for a moment, and the knock of the stick."""
    time = _time(seconds)
    base = np.float32(2 * np.pi * note_frequency(note)) * time
    sound: Samples = np.sin(base) * np.exp(np.float32(-7.0 / seconds) * time)
    sound += np.float32(0.5 * brightness) * np.sin(4 * base) * np.exp(np.float32(-22.0 / seconds) * time)
    return sound * _envelope(time.size, 0.002, seconds * 0.2)


def play_snap(generator: np.random.Generator, seconds: float = 0.14) -> Samples:
    """A soft clap: noise of the upper middle, spread over three hands."""
    time = _time(seconds)
    noise: Samples = (np.diff(generator.standard_normal(time.size + 1)) / 2).astype(np.float32)
    hands = sum(np.exp(-np.maximum(time - at, 0) * np.float32(60)) * (time >= at) for at in (0.0, 0.012, 0.021))
    sound: Samples = (noise * np.asarray(hands, np.float32) / 3).astype(np.float32)
    return sound * _envelope(time.size, 0.001, seconds * 0.3)


def play_swell(generator: np.random.Generator, seconds: float) -> Samples:
    """Air that rises for `seconds` and stops: what leads to something."""
    time = _time(seconds)
    noise: Samples = (np.diff(generator.standard_normal(time.size + 2), 2) / 4).astype(np.float32)
    sound: Samples = (noise * (time / np.float32(seconds)) ** 3 * _envelope(time.size, 0.01, 0.02)).astype(np.float32)
    return sound


def play_crash(generator: np.random.Generator, seconds: float = 1.8) -> Samples:
    """A soft cymbal that opens the part after the stop."""
    time = _time(seconds)
    noise: Samples = (np.diff(generator.standard_normal(time.size + 2), 2) / 4).astype(np.float32)
    sound: Samples = (
        noise * np.exp(np.float32(-4.0 / seconds) * time) * _envelope(time.size, 0.004, seconds * 0.3)
    ).astype(np.float32)
    return sound


class Reverb:
    """A small room: it answers a sound with a short, wide reverberation."""

    def __init__(self, generator: np.random.Generator, seconds: float = 0.9) -> None:
        time = _time(seconds)
        noise = generator.standard_normal((2, time.size)).astype(np.float32)
        answer = (noise[:, 1:] + noise[:, :-1]) / 2 * np.exp(np.float32(-6.0 / seconds) * time[1:])
        self._answer: Samples = answer / np.sqrt(np.sum(answer**2, axis=1, keepdims=True))
        self._spectra: dict[int, NDArray[np.complex64]] = {}

    def around(self, dry: Samples, share: float) -> Samples:
        """`dry` in stereo with `share` of the room's answer to its middle; longer by that answer."""
        length = dry.shape[1] + self._answer.shape[1]
        size = 1 << (length - 1).bit_length()
        if size not in self._spectra:
            self._spectra[size] = np.fft.rfft(self._answer, size).astype(np.complex64)
        wet = np.fft.irfft(np.fft.rfft(dry.mean(axis=0), size) * self._spectra[size], size)[:, :length]
        result = np.float32(share) * wet.astype(np.float32)
        result[:, : dry.shape[1]] += dry
        return result


def _time(seconds: float) -> Samples:
    return np.arange(round(seconds * RATE), dtype=np.float32) / np.float32(RATE)


def _envelope(size: int, attack_s: float, release_s: float) -> Samples:
    """Up and down along a raised cosine, so that nothing clicks."""
    envelope = np.ones(size, np.float32)
    attack, release = min(round(attack_s * RATE), size // 2), min(round(release_s * RATE), size // 2)
    envelope[:attack] = (1 - np.cos(np.linspace(0, np.pi, attack, dtype=np.float32))) / 2
    envelope[size - release :] = (1 + np.cos(np.linspace(0, np.pi, release, dtype=np.float32))) / 2
    return envelope
