"""Hibari's voice, and those that are made of it: pitch and vocal tract are changed before there is sound."""

import numpy as np
import pytest

from vidpipe_assets.voice.hibari_worker import shift_spectrum, whole_lengths
from vidpipe_assets.voice.stretching import stretched_symbols

BINS, FRAMES, HERTZ = 601, 4, 200.0
A_BIN_HZ = 20


def spectrum(formant_hz: float) -> list[np.ndarray]:
    """A voice of 200 Hz with one formant: loud at its harmonics, and nothing known between them."""
    hertz = np.arange(BINS) * A_BIN_HZ
    tone = np.full((BINS, FRAMES), -9.0, dtype=np.float32)
    harmonics = hertz % HERTZ == 0
    tone[harmonics] = -np.abs(hertz[harmonics, None] - formant_hz) / 1000
    quiet = np.full((BINS, FRAMES), -20.0, dtype=np.float32)
    return [tone, np.zeros_like(tone), quiet, quiet, np.zeros_like(tone)]


@pytest.mark.parametrize(("pitch", "tract"), [(0.62, 0.86), (1.22, 1.09)])
def test_a_longer_tract_moves_the_formant_down_and_a_shorter_one_up(pitch: float, tract: float):
    tone, *_ = shift_spectrum(spectrum(2000), np.full(FRAMES, HERTZ, np.float32), pitch, tract)
    assert int(tone[:, 0].argmax()) * A_BIN_HZ == pytest.approx(2000 * tract, abs=A_BIN_HZ)
    between = tone[60:100, 0]  # read at the harmonics that there were, not at the gaps between them
    assert np.abs(np.diff(between)).max() < 0.05


def test_what_has_no_pitch_keeps_its_tone_and_breath_apart():
    parts = spectrum(2000)
    shifted = shift_spectrum(parts, np.zeros(FRAMES, np.float32), 0.62, 1.0)
    for before, after in zip(parts, shifted, strict=True):
        np.testing.assert_allclose(after, np.minimum(before, 7), atol=1e-6)


def test_only_the_sounds_of_the_words_in_question_take_longer():
    sentences = [list("^wˈʌn tˈuː$"), list("^tˈuː wˈʌn$")]
    words = [list("wˈʌn"), list("tˈuː"), list("tˈuː"), list("wˈʌn")]
    factors = stretched_symbols(sentences, words, {1: 1.2})
    longer = [symbol for symbol, factor in zip(sentences[0], factors[0], strict=True) if factor == 1.2]
    assert longer == ["t", "u", "ː"]
    assert set(factors[1]) == {1.0}
    assert {factor for row in stretched_symbols(sentences, words, {}) for factor in row} == {1.0}


@pytest.mark.parametrize("speed", [0.8, 1.12, 1.4])
def test_lengths_are_whole_and_their_sum_is_what_was_wanted(speed: float):
    own = np.array([14, 2, 3, 2, 2, 5, 1, 2, 3, 8, 2, 3, 2, 4, 3, 2, 2, 6], dtype=float)
    lengths = whole_lengths(own / speed)
    assert lengths.min() >= 1
    assert lengths.sum() == pytest.approx(own.sum() / speed, abs=1)
    assert np.abs(lengths - own / speed).max() <= 1
