"""What speech sounds like, every 10 ms, whoever speaks: mel cepstra, evened out over the whole text."""

import math

import numpy as np
from numpy.typing import NDArray

from vidpipe_assets.providers.speech.waveform import Samples

Features = NDArray[np.float32]
HOP_S = 0.01
_WINDOW_S, _BANDS, _KEPT, _HIGHEST_HZ = 0.025, 26, 13, 7000.0
_EMPHASIS = 0.97


def features(samples: Samples, rate: int) -> Features:
    """One row of 26 numbers (13 cepstra and how they change) for each 10 ms. Empty for no sound."""
    window, hop = int(_WINDOW_S * rate), int(HOP_S * rate)
    padded = np.pad(samples.astype(np.float64), (window // 2, window))
    loud = np.append(padded[:1], padded[1:] - _EMPHASIS * padded[:-1])
    count = len(samples) // hop
    if count < 3:
        return np.zeros((0, 2 * _KEPT), dtype=np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(loud, window)[::hop][:count] * np.hanning(window)
    power = np.square(np.abs(np.fft.rfft(frames, axis=1)))
    # What lies 60 dB below the loudest band is silence, whatever its noise sounds like.
    bands = power @ _filters(window, rate).T
    level = np.log(bands + bands.max() * 1e-6 + 1e-12)
    cepstra = level @ _cosines()
    even = (cepstra - cepstra.mean(axis=0)) / (cepstra.std(axis=0) + 1e-6)
    return np.concatenate([even, np.gradient(even, axis=0)], axis=1).astype(np.float32)


def _filters(window: int, rate: int) -> NDArray[np.float64]:
    """Triangles, evenly spaced on the mel scale up to 7 kHz."""
    top = 2595 * math.log10(1 + min(_HIGHEST_HZ, rate / 2) / 700)
    edges = 700 * (np.power(10.0, np.linspace(60.0, top, _BANDS + 2) / 2595) - 1)
    heard = np.fft.rfftfreq(window, 1 / rate)
    rising = (heard - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - heard) / (edges[2:] - edges[1:-1])[:, None]
    return np.clip(np.minimum(rising, falling), 0, None)


def _cosines() -> NDArray[np.float64]:
    places = (np.arange(_BANDS) + 0.5) * np.pi / _BANDS
    return np.cos(places[:, None] * np.arange(_KEPT))
