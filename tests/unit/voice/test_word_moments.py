"""The moments of a script's words."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vidpipe_assets.language.words import Word
from vidpipe_assets.voice.align import word_moments
from vidpipe_assets.voice.waveform import Utterance

RATE = 1000


def moments(spans, total=2000, silences=()):
    whole = Utterance(np.zeros(total, dtype=np.float32), (), silences)
    words = [f"w{i}" for i in range(len(spans))]
    return [(word.start_s, word.end_s) for word in word_moments([Word(word) for word in words], spans, whole, RATE)]


def test_neighbours_touch():
    assert moments([(0, 500), (560, 1000), (1090, 2000)]) == [(0, 0.5), (0.5, 1.0), (1.0, 2.0)]


def test_beside_a_pause_words_follow_the_sound():
    found = moments([(20, 550), (900, 1990)], silences=((0, 10), (500, 850), (1950, 2000)))
    assert found == [(0.01, 0.5), (0.85, 1.95)]


def test_what_is_not_heard_has_no_length_at_its_place():
    assert moments([None, (10, 500), None, (800, 2000), None]) == [(0, 0), (0.01, 0.5), (0.5, 0.5), (0.8, 2), (2, 2)]


spans_in_order = st.lists(st.integers(0, 3000), max_size=24).map(
    lambda edges: [(a, b) for a, b in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False)]
)
silences_in_order = spans_in_order.map(lambda pairs: tuple(pair for pair in pairs if pair[0] < pair[1]))


@given(spans_in_order, silences_in_order, st.integers(1, 3000), st.data())
def test_fault_19_moments_are_in_order_and_inside_the_sound(spans, silences, total, data):
    holes = data.draw(st.lists(st.integers(0, len(spans)), max_size=3))
    for hole in holes:
        spans.insert(hole, None)
    found = moments(spans, total, silences)
    times = [time for moment in found for time in moment]
    assert times == sorted(times)
    assert all(0 <= time <= total / RATE for time in times)
    assert len(found) == len(spans)
