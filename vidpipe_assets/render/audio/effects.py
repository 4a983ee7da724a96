"""The sounds of what appears, synthesised: `play_effects` lays one at each cue.

They lie below and above the voice's consonants (1 to 4 kHz), so that no word is masked; how loud they come out beside
the voice is measured by `tests/integration/test_mix.py`.
"""

from collections.abc import Sequence

import numpy as np

from vidpipe_assets.render.audio.cues import COUNTS_S, Cue, EffectKind
from vidpipe_assets.render.audio.instruments import play_bell, play_kick, play_marimba, play_swell
from vidpipe_assets.render.audio.samples import RATE, Samples

_LEVELS: dict[EffectKind, float] = {"whoosh": 0.5, "pop": 0.3, "count": 0.16, "land": 0.4, "hit": 0.75, "tick": 0.34}
_WHOOSH_S = 0.42
_SCALE = (0, 2, 4, 7, 9, 12)
"""Rows of a list climb these semitones, one after another."""


def play_effects(cues: Sequence[Cue], seconds: float, seed: int) -> Samples:
    """The sounds of `cues` in `seconds` of stereo silence; the same seed gives the same samples."""
    track = np.zeros((2, round(seconds * RATE)), np.float32)
    key = 60 + seed % 6
    for cue in cues:
        sound = _sound(cue, key, np.random.default_rng([seed & 0xFFFFFFFF, round(cue.at_s * 1000)]))
        ahead = _WHOOSH_S * 0.6 if cue.kind in ("whoosh", "hit") else 0.0
        at = max(round((cue.at_s - ahead) * RATE), 0)
        stop = min(at + sound.size, track.shape[1])
        pan = np.float32(0.12 * (-1) ** cue.step if cue.kind == "pop" else 0.0)
        level = np.float32(_LEVELS[cue.kind])
        if stop > at:
            track[:, at:stop] += np.stack((1 - pan, 1 + pan))[:, None] * level * sound[: stop - at]
    return track


def _sound(cue: Cue, key: int, generator: np.random.Generator) -> Samples:
    match cue.kind:
        case "whoosh":
            return _whoosh(generator)
        case "hit":
            return _hit(generator)
        case "pop":
            return play_marimba(key + _SCALE[cue.step % len(_SCALE)], 0.35, 0.5)
        case "count":
            return _counting(key)
        case "tick":
            return play_marimba(key + 12, 0.14, 0.5)
        case "land":
            return play_bell(key + 12, 0.9, 0.4)


def _whoosh(generator: np.random.Generator) -> Samples:
    """Air that passes: noise whose colour rises to the cut and falls after it, without the voice's middle."""
    size = round(_WHOOSH_S * RATE)
    time = np.linspace(0, 1, size, dtype=np.float32)
    spectrum = np.fft.rfft(generator.standard_normal(size))
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    low = np.fft.irfft(spectrum * np.exp(-(((hertz - 500) / 320) ** 2)), size).astype(np.float32) * np.float32(4)
    high = np.fft.irfft(spectrum * np.exp(-(((hertz - 6500) / 1800) ** 2)), size).astype(np.float32) * np.float32(1.4)
    swell = np.exp(-(((time - 0.6) / 0.2) ** 2))
    sound: Samples = ((low * (1 - 0.5 * time) + high * time) * swell * np.sin(np.pi * time)).astype(np.float32)
    return sound


def _hit(generator: np.random.Generator) -> Samples:
    """A swell into the cut, and a soft drum on it."""
    ahead = round(_WHOOSH_S * 0.6 * RATE)
    drum = play_kick()
    sound = np.zeros(ahead + drum.size, np.float32)
    swell = play_swell(generator, _WHOOSH_S * 0.6)
    sound[: swell.size] += swell * np.float32(0.35)
    sound[ahead:] += drum
    return sound


def _counting(key: int) -> Samples:
    """Ticks that come slower and slower, as the number does."""
    sound = np.zeros(round((COUNTS_S + 0.2) * RATE), np.float32)
    for number in range(12):
        at = round(COUNTS_S * (1 - (1 - number / 12) ** 0.5) * RATE)
        tick = play_marimba(key + 24, 0.07, 0.2)
        sound[at : at + tick.size] += tick[: sound.size - at]
    return sound
