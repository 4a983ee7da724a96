"""Which sounds belong to which word."""

import itertools

import numpy as np
import pytest

from vidpipe_assets.voice.align import word_spans
from vidpipe_assets.voice.time_alignment import out_of_silence
from vidpipe_assets.voice.waveform import Sound


def heard(text: str) -> list[Sound]:
    """One sample a symbol."""
    return [Sound(symbol, at, at + 1) for at, symbol in enumerate(text)]


def parts(spoken: str, *alone: str) -> list[str | None]:
    spans = word_spans(heard(spoken), [tuple(word) for word in alone])
    return [None if span is None else spoken[slice(*span)] for span in spans]


def test_words_that_are_spoken_as_one_are_taken_apart():
    assert parts("^lˈʊk ɔnðə bˈuk.$", "lˈʊk", "ˈɔn", "ðˈə", "bˈuk") == ["lˈʊk", "ɔn", "ðə", "bˈuk"]


def test_a_word_that_is_spoken_as_several_stays_one():
    assert parts("twˈɛnti fˈaɪv bˈaɪks", "twˈɛnti fˈaɪv", "bˈaɪks") == ["twˈɛnti fˈaɪv", "bˈaɪks"]


def test_weak_forms_and_glides_belong_to_their_word():
    assert parts("θɹˈiːʲ ɐ tə ɡoʊ", "θɹˈiː", "ˈeɪ", "tˈuː", "ɡˈoʊ") == ["θɹˈiːʲ", "ɐ", "tə", "ɡoʊ"]


def test_words_without_a_sound_have_no_span():
    assert parts("wˈʌn, tˈuː", "wˈʌn", "", "tˈuː", "") == ["wˈʌn", None, "tˈuː", None]


def test_the_same_word_again_is_found_in_order():
    assert parts("ðə ðə ðə", "ðə", "ðə", "ðə") == ["ðə"] * 3
    spans = word_spans(heard("nˈoʊ nˈoʊ nˈoʊ"), [tuple("nˈoʊ")] * 3)
    assert spans == [(0, 4), (5, 9), (10, 14)]


def test_sounds_that_no_word_asked_for_go_to_a_word_beside_them():
    assert parts("bɐ kˈæt sɪŋ", "kˈæt", "sɪŋ") == ["bɐ kˈæt", "sɪŋ"]
    assert parts("kˈætsɪm", "kˈæt") == ["kˈætsɪm"]


def test_fault_19_sounds_that_fit_no_word_still_give_spans_in_order():
    spans = word_spans(heard("mmm pa ʃʃʃ"), [tuple("kˈæt"), tuple("oʊ"), tuple("zˈuː")])
    found = [span for span in spans if span]
    assert found == sorted(found)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(found))


def test_nothing_heard_gives_nothing():
    assert word_spans([], [tuple("kˈæt")]) == [None]
    assert word_spans(heard("kæt"), []) == []


def test_no_word_begins_in_a_pause_that_the_guide_does_not_make() -> None:
    rate = 16000
    samples = np.random.default_rng(3).normal(0, 0.1, 2 * rate).astype(np.float32)
    samples[rate : rate + rate * 3 // 10] = 0
    moments = np.array([[0.0, 1.1], [1.1, 1.6], [1.6, 2.0]])
    mended = out_of_silence(moments, samples, rate)
    assert mended == pytest.approx(np.array([[0.0, 1.0], [1.3, 1.6], [1.6, 2.0]]), abs=0.011)
    samples[rate : rate + rate * 3 // 10] = samples[: rate * 3 // 10]
    assert np.array_equal(out_of_silence(moments, samples, rate), moments)
