"""What the words alone decide about how they are spoken."""

import numpy as np
import pytest

from vidpipe_assets.language.words import word_texts
from vidpipe_assets.voice.delivery import find_emphasis, longer_pauses, text_pace
from vidpipe_assets.voice.waveform import louder


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A code survives losing up to 30 percent of it.", "A code survives losing | up to *30* *percent* of it."),
        ("In orbit, clocks would run 38 microseconds fast.", "In orbit, clocks would run | *38* microseconds fast."),
        ("The Nokia 3310 sold 126 million.", "The Nokia 3310 sold | *126* *million.*"),
        ("30 percent gone, still readable.", "*30* *percent* gone, still readable."),
        ("He said in 2007: no chance.", "He said in 2007: no chance."),
        ("Voyager 1 never stopped.", "Voyager 1 never stopped."),
    ],
)  # fmt: skip
def test_the_figure_that_matters_is_dwelt_on_and_paused_for(text: str, said: str):
    words = word_texts(text)
    found = find_emphasis(words, "en")
    marked = [f"*{word}*" if place in found.words else word for place, word in enumerate(words)]
    if found.pause_at is not None:
        marked.insert(found.pause_at, "|")
    assert " ".join(marked) == said
    assert find_emphasis(words, "de").words == ()


def test_the_voice_waits_after_a_question_and_the_announcement_of_the_first():
    assert longer_pauses("Why? Nobody knows.", "en") == (0,)
    assert longer_pauses("Which leaves number one. It flew. Really?", "en") == (0,)
    assert longer_pauses("Number two. It flew.", "en") == ()


def test_long_words_are_spoken_quicker_than_short_ones_within_bounds():
    assert text_pace(3, ("extraordinarily", "complicated", "machinery"), "en") == 1.10
    assert text_pace(3, ("a", "to", "be"), "en") == 0.92
    assert text_pace(3, ("extraordinarily", "complicated", "machinery"), "de") == 1.0


def test_what_is_stressed_is_louder_and_nothing_else_and_nothing_clicks():
    sound = np.full(1000, 0.5, dtype=np.float32)
    raised = louder(sound, [(0.4, 0.6)], 1000, 1.5)
    assert raised[500] == pytest.approx(0.5 * 10 ** (1.5 / 20), rel=1e-4)
    assert raised[200] == raised[800] == 0.5
    assert np.abs(np.diff(raised)).max() < 0.006
