"""Texts as a voice says them and as large type shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidpipe_assets.model.pictures import Hook
from vidpipe_assets.writing.offline.openings import accent_word
from vidpipe_assets.writing.text import (
    headline_lines,
    plural_in,
    sentences,
    shown_title,
    speakable_title,
    speech_problems,
    spoken_name,
)


@given(st.text(alphabet="ab c,*", max_size=40).filter(lambda text: text.strip(" *,")), st.text(max_size=10))
def test_large_type_always_fits_its_lines(text, accent):
    lines = headline_lines(text, accent)
    assert 2 <= len(Hook(lines=lines).lines) <= 4


def test_an_accent_stays_on_one_line():
    assert "*118.69 million*" in headline_lines("Remember 118.69 million forever", "118.69 million")


@pytest.mark.parametrize(
    ("text", "accent"),
    [
        ("Bombed, burned, still playing Tetris", "Tetris"),
        ("30 percent gone", "30"),
        ("Blurred on purpose until 2000", "purpose"),
        ("NASA was hacked through one", "hacked"),
    ],
)
def test_the_accent_is_the_number_or_the_last_telling_word(text, accent):
    assert accent_word(text) == accent


def test_sentences_end_where_sentences_end():
    assert sentences("It is by Dr. No. It ran at 3.5 volts. “So?” Yes.") == (
        "It is by Dr. No. It ran at 3.5 volts.",
        "“So?”",
        "Yes.",
    )


@pytest.mark.parametrize(
    ("subject", "text", "name"),
    [
        ("Game Boy", "A Game Boy burned.", "the Game Boy"),
        ("Octopuses", "Most octopuses have three hearts.", "octopuses"),
        ("USB", "The USB plug never fits.", "USB"),
        ("The first iPhone", "Nobody wanted it.", "the first iPhone"),
        ("Apollo Guidance Computer", "So the computer dropped tasks.", "the Apollo Guidance Computer"),
        ("Saturn", "Saturn would float.", "Saturn"),
    ],
)
def test_a_subject_is_called_as_its_facts_call_it(subject, text, name):
    assert spoken_name(subject, [text]) == name


def test_titles_become_words_and_foreign_scripts_none():
    assert speakable_title("🔥 I covered 30% of this QR code!!! #qr") == "I covered 30% of this QR code"
    assert speakable_title("a race of 1÷0 for £5 billion 🚀now") == "a race of 1 0 for £5 billion now"
    assert speakable_title("東京の新しいカメラ とても小さい") == ""
    assert speakable_title("wow") == ""


def test_fault_50_a_title_in_any_script_is_shown_to_viewers_and_models():
    assert shown_title("東京の新しいカメラ とても小さい #camera", 40) == "東京の新しいカメラ とても小さい"
    assert shown_title("दिल्ली की नई मेट्रो 🔥", 40) == "दिल्ली की नई मेट्रो"
    assert shown_title("القاهرة: أكبر متحف في العالم", 12) == "القاهرة…"
    assert shown_title("🔥 I covered 30% of this QR code!!! #qr", 40) == "I covered 30% of this QR code"
    assert shown_title("🔥🔥", 40) == ""


@pytest.mark.parametrize(
    ("subject", "text", "name"),
    [
        ("Cheetah", "Cheetahs are all alike.", "cheetahs"),
        ("Raspberry Pi", "In 2015 two Raspberry Pis flew.", "Raspberry Pis"),
        ("Game Boy", "Game Boys were grey.", "Game Boys"),
        ("Game Boy", "A Game Boy burned.", ""),
        ("Fax", "Nobody did.", ""),
    ],
)
def test_a_subject_is_in_the_plural_where_its_fact_is(subject, text, name):
    assert plural_in(subject, text) == name


def test_an_emoji_of_a_later_year_is_no_control_character():
    assert list(speech_problems("A \U0001fabf laid it.")) == []
    assert list(speech_problems("A \ue000 laid it.")) == ["control characters"]


def test_fault_50_headlines_without_spaces_are_broken_between_phrases():
    assert headline_lines("宇宙へ行ったゲーム機") == ("宇宙へ行った", "*ゲーム機*")
    assert len(headline_lines("这个小机器比你想象的有趣得多")) > 1


@pytest.mark.parametrize(
    ("subject", "text", "name"),
    [
        ("Coffee", "He wrote the Coffee Cantata, and loved coffee.", "coffee"),
        ("Trees", "Many trees are old. The trees of Utah are one.", "trees"),
        ("Walkman", "They sold it. The Walkman played.", "the Walkman"),
    ],
)
def test_a_subject_is_called_as_its_texts_call_it(subject: str, text: str, name: str) -> None:
    assert spoken_name(subject, [text]) == name
