"""When each word is said in a recording whose service does not tell: the same text is spoken by Piper, and compared.

Piper's rendering, whose words are known, is laid over the recording by dynamic time warping (Sakoe and Chiba 1978) of
how both sound: mel cepstra every 10 ms, evened out over the whole text. This is done at two paces of Piper: the mean
is the moment, and how far the two are apart is the error that is reported. It needs no model and no dictionary besides
the voice that vidpipe brings, and a number or a name is read out before it is compared.
"""

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.theme import Voice
from vidpipe_assets.voice.piper import Piper
from vidpipe_assets.voice.waveform import Samples, from_wav

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


_ALONE = 0.7
"""The share of a frame's cost of a step that moves one rendering on and not the other: two of them make a detour."""

_MOST_CELLS = 40_000_000
"""Two texts of a minute each: 160 MB."""


def warp_path(one: Features, other: Features) -> NDArray[np.float64]:
    """For each frame of `one`, the frame of `other` that is the same moment; never falling.

    Raises `ValueError` for texts that are too long, or empty.
    """
    if not len(one) or not len(other) or len(one) * len(other) > _MOST_CELLS:
        raise ValueError(f"{len(one)} and {len(other)} frames cannot be compared")
    distances = _distances(one, other)
    return _trace_back(_costs(distances), distances)


def _distances(one: Features, other: Features) -> NDArray[np.float32]:
    squares = np.square(one).sum(axis=1)[:, None] + np.square(other).sum(axis=1)[None, :]
    return np.sqrt(np.maximum(squares - 2 * one @ other.T, 0))


def _costs(distances: NDArray[np.float32]) -> NDArray[np.float32]:
    """The least that it costs to come to each pair of frames, diagonal by diagonal."""
    rows, columns = map(int, distances.shape)
    costs = np.full((rows + 1, columns + 1), np.inf, dtype=np.float32)
    costs[0, 0] = 0
    for diagonal in range(2, rows + columns + 1):
        row = np.arange(max(1, diagonal - columns), min(rows, diagonal - 1) + 1)
        column = diagonal - row
        here = distances[row - 1, column - 1]
        alone = np.minimum(costs[row - 1, column], costs[row, column - 1]) + here * _ALONE
        costs[row, column] = np.minimum(costs[row - 1, column - 1] + here, alone)
    return costs


def _trace_back(costs: NDArray[np.float32], distances: NDArray[np.float32]) -> NDArray[np.float64]:
    """The way back from the end; of several frames of the other, the middle one."""
    rows, columns = map(int, distances.shape)
    first, last = np.full(rows, columns - 1.0), np.full(rows, -1.0)
    row, column = rows, columns
    while row and column:
        first[row - 1] = column - 1
        last[row - 1] = max(last[row - 1], column - 1)
        alone = distances[row - 1, column - 1] * (_ALONE - 1)
        steps = (costs[row - 1, column - 1], costs[row - 1, column] + alone, costs[row, column - 1] + alone)
        step = int(np.argmin(steps))
        row, column = row - (step != 2), column - (step != 1)
    return np.maximum.accumulate((first + last) / 2)


Moments = NDArray[np.float64]
"""A row for each word: where it begins and ends, in seconds."""

_PACES = (0.95, 1.12)


def align_with_piper(samples: Samples, rate: int, text: str, folder: Path) -> tuple[Moments, float] | None:
    """The moments of the words of an English `text` in `samples`, and by how much they are probably wrong, in seconds.

    None where nothing can be said: the voice is not installed, or the text cannot be compared.
    """
    heard = features(samples, rate)
    try:
        found = [_lay_over(heard, text, pace, folder) for pace in _PACES]
    except (VidpipeError, ValueError):
        return None
    apart = np.abs(found[0] - found[1])[:, 0]
    moments = out_of_silence(np.mean(found, axis=0), samples, rate)
    return moments, float(np.percentile(apart, 95)) if len(apart) else 0.0


_SILENT_DB, _SHORTEST_SILENCE = -38.0, 6
"""Below the loud parts, and frames: closures of stops are shorter than a pause."""


def out_of_silence(moments: Moments, samples: Samples, rate: int) -> Moments:
    """The moments with no word that begins in a pause: the guide makes none where this speaker does."""
    hop = int(HOP_S * rate)
    count = len(samples) // hop
    if not count:
        return moments
    power = np.square(samples[: count * hop].astype(np.float64)).reshape(count, hop).mean(axis=1)
    silent = 10 * np.log10(power + 1e-12) < 10 * np.log10(np.percentile(power, 90) + 1e-12) + _SILENT_DB
    mended = moments.copy()
    for word in range(1, len(moments)):
        at = end = min(int(moments[word, 0] / HOP_S), count - 1)
        if not silent[at]:
            continue
        while at > 0 and silent[at - 1]:
            at -= 1
        while end < count and silent[end]:
            end += 1
        if end - at >= _SHORTEST_SILENCE:
            mended[word, 0] = min(max(end * HOP_S, moments[word, 0]), moments[word, 1])
            mended[word - 1, 1] = max(min(moments[word - 1, 1], at * HOP_S), mended[word - 1, 0])
    return mended


def _lay_over(heard: NDArray[np.float32], text: str, pace: float, folder: Path) -> Moments:
    own = folder / f"guide-{pace}"
    own.mkdir(parents=True, exist_ok=True)
    spoken = Piper().speak({"guide": text}, Voice(speed=pace), "en", own, emphatic=False)["guide"]
    samples, rate = from_wav(spoken.path.read_bytes(), "piper")
    way = warp_path(features(samples, rate), heard)
    edges = np.array([(word.start_s, word.end_s) for word in spoken.words])
    return np.interp(edges / HOP_S, np.arange(len(way)), way) * HOP_S
