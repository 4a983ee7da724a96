"""When pictures react to the narration, and what numbers in texts mean."""

import pytest

from vidpipe_assets.model.pictures import Bars, Number, Steps, Timeline
from vidpipe_assets.model.plan import LEAD_IN_S
from vidpipe_assets.writing.beats import all_possible_values, find_beats, rounded_count_text, starts_with_number


def beat_words(picture, narration, lead=0):
    return [beat.word for beat in find_beats(picture, narration, lead, 10, lambda text: len(text.split()) / 2.6)]


def bars(*pairs):
    return Bars(title="T", bars=tuple({"label": label, "value": value} for label, value in pairs))


def test_bars_react_on_their_values_in_any_order_of_speech():
    picture = bars(("Earlier", 154e6), ("Game Boy", 118.69e6))
    assert beat_words(picture, "Nearly 119 million Game Boys against 154 million others.") == [6, 1]


def test_a_picture_reacts_a_moment_before_its_word_and_not_after_it():
    def spoken_s(text: str) -> float:
        return 0.4 * len(text.split()) - 0.2  # a text takes less than its words one by one

    (beat,) = find_beats(Number(value=37, label="kilos"), "Number one. It weighs 37 kilos.", 2, 10, spoken_s)
    begins = LEAD_IN_S + spoken_s("Number one. It weighs")
    assert beat.at * 10 == pytest.approx(begins - 0.12, abs=0.01)


def test_the_announced_rank_is_not_taken_for_a_value():
    assert beat_words(bars(("A", 4), ("B", 24)), "Number four. From 4 contacts to 24.", lead=2) == [3, 6]


def test_years_match_exactly_and_what_is_not_named_comes_in_between():
    moments = tuple({"when": when, "text": "Snake"} for when in ("1997", "2000", "2017"))
    picture = Timeline(title="T", moments=moments)
    words = beat_words(picture, "Number two. After all those years Snake came back in 2017.", lead=2)
    assert words[2] == 10
    assert 2 <= words[0] <= words[1] < 10


def test_steps_react_on_their_words():
    picture = Steps(title="T", steps=tuple({"text": text} for text in ("Record video", "Copy it", "Install apps")))
    assert beat_words(picture, "It could not record video, copy and paste, or install apps.") == [3, 5, 9]


def test_numbers_are_read_with_their_scale_and_as_words():
    assert {118.69, 118.69e6} <= all_possible_values("118.69 million")
    assert {1023.0, 25.0} <= all_possible_values("1,023 weeks, 25%")
    assert 12 in all_possible_values("a dozen")
    assert all_possible_values("no figures here") == set()


def test_counts_are_said_in_few_digits():
    said = [rounded_count_text(n) for n in (950, 1234, 12_345, 1_250_000, 2e9)]
    assert said == ["950", "1,234", "12,300", "1.2 million", "2 billion"]


def test_only_a_first_word_that_is_a_number_counts():
    assert [starts_with_number(t) for t in ("Three hearts", "$5", "USB4 moves", "Onerous", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]
