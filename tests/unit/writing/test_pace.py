"""Expected lengths of narration."""

import pytest

from vidpipe_assets.writing.pace import count_syllables, spoken_seconds

MEASURED = {
    "In 1977, NASA launched a golden record into space. It carries greetings in 55 languages.": 6.97,
    "Why does everyone keep talking about this tiny computer? Because it costs 15 dollars.": 4.87,
    "The James Webb telescope sees light that left its galaxy over thirteen billion years ago.": 4.86,
    "Voyager 1 is now 24,000,000,000 km away; its radio signal needs 23 hours to arrive.": 6.23,
}
"""Seconds spoken by Piper's 'joe'."""


@pytest.mark.parametrize("text", MEASURED)
def test_a_scene_is_estimated_to_a_tenth(text: str):
    assert spoken_seconds(text) == pytest.approx(MEASURED[text], rel=0.1)


def test_all_scenes_together_are_estimated_to_a_twentieth():
    assert sum(map(spoken_seconds, MEASURED)) == pytest.approx(sum(MEASURED.values()), rel=0.05)


def test_numbers_take_the_time_of_their_words():
    assert spoken_seconds("It is 24,000,000,000 km away.") == spoken_seconds(
        "It is twenty four billion kilometers away."
    )


def test_faster_speech_is_shorter_by_that_factor():
    text = "The longest concert in the world started in 2001."
    assert spoken_seconds(text, 1.25) == pytest.approx(spoken_seconds(text) / 1.25)


@pytest.mark.parametrize("text", ["", " \n", "… — !", "👍"])
def test_what_cannot_be_spoken_takes_no_time(text: str):
    assert spoken_seconds(text) == 0


@pytest.mark.parametrize(
    ("word", "count"),
    [("planet", 2), ("made", 1), ("table", 2), ("wanted", 2), ("jumped", 1), ("USB", 3), ("NASA", 2), ("the", 1)],
)
def test_syllables_are_counted_as_they_are_heard(word: str, count: int):
    assert count_syllables(word) == count
