"""When pictures react to the narration, and what numbers in texts mean."""

import pytest

from vidpipe_assets.model.pictures import (
    Bar,
    Bars,
    IconCard,
    Moment,
    Number,
    Picture,
    Side,
    Step,
    Steps,
    Timeline,
    Versus,
)
from vidpipe_assets.model.plan import LEAD_IN_S
from vidpipe_assets.writing.beats import (
    all_possible_values,
    find_beats,
    in_spoken_order,
    rounded_count_text,
)


def beat_words(picture: Picture, narration: str, lead: int = 0) -> list[int]:
    return [beat.word for beat in find_beats(picture, narration, lead, 10, lambda text: len(text.split()) / 2.6)]


def bars(*pairs: tuple[str, float]) -> Bars:
    return Bars(title="T", bars=tuple(Bar(label=label, value=value) for label, value in pairs))


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
    moments = tuple(Moment(when=when, text="Snake") for when in ("1997", "2000", "2017"))
    picture = Timeline(title="T", moments=moments)
    words = beat_words(picture, "Number two. After all those years Snake came back in 2017.", lead=2)
    assert words[2] == 10
    assert 2 <= words[0] <= words[1] < 10


def test_steps_react_on_their_words():
    picture = Steps(title="T", steps=tuple(Step(text=text) for text in ("Record video", "Copy it", "Install apps")))
    assert beat_words(picture, "It could not record video, copy and paste, or install apps.") == [3, 5, 9]


def test_numbers_are_read_with_their_scale_and_as_words():
    assert {118.69, 118.69e6} <= all_possible_values("118.69 million")
    assert {1023.0, 25.0} <= all_possible_values("1,023 weeks, 25%")
    assert 12 in all_possible_values("a dozen")
    assert all_possible_values("no figures here") == set()


def test_counts_are_said_in_few_digits():
    said = [rounded_count_text(n) for n in (950, 1234, 12_345, 1_250_000, 2e9)]
    assert said == ["950", "1,234", "12,300", "1.2 million", "2 billion"]


def test_a_value_is_found_where_it_is_said_of_its_thing_and_not_in_a_name():
    bullet, probe = (
        Side(tag=tag, value=value, label="km", icon="x") for tag, value in (("Bullet", 1), ("Voyager 1", 17))
    )
    picture = Versus(left=bullet, right=probe)
    said = "Voyager 1 covers 17 kilometers every second. A rifle bullet does 1."
    assert beat_words(picture, said) == [11, 3]
    turned = in_spoken_order(picture, said)
    assert isinstance(turned, Versus)
    assert (turned.left.tag, turned.right.tag) == ("Voyager 1", "Bullet")
    assert in_spoken_order(turned, said) == turned


def test_what_is_measured_is_not_taken_for_what_is_counted_in_words():
    told = (("Game Boy", 10, "or more, on four batteries"), ("Game Gear", 4, "on six batteries, about"))
    sides = [Side(tag=tag, value=value, label=label, icon="x") for tag, value, label in told]
    said = "The Game Boy ran more than 10 hours on four batteries. Its rival, the Game Gear, drained six in about 4."
    words = beat_words(Versus(left=sides[0], right=sides[1], unit="h"), said)
    assert [said.split()[at] for at in words] == ["10", "4."]


def test_a_headline_reacts_on_its_number():
    assert beat_words(IconCard(icon="x", title="Hours: 10"), "It ran for hours on batteries, and then 10 more.") == [8]
