"""What an end card asks is about something, and short."""

from typing import get_args

import pytest

from tests.unit.writing.conftest import make_theme
from vidpipe_assets.model.pictures import End, Line
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.formats import KINDS
from vidpipe_assets.writing.offline.wording import Ending, end_draft, theme_ending
from vidpipe_assets.writing.text import folded_words

ABOUT = ("price", "speed", "weight", "size", "temperature", "time", "quote", "steps", "number")


def endings() -> list[Ending]:
    """An ending of every format, about everything, as chance has it."""
    asked = [(kind, about, seed) for kind in (*KINDS, "posts") for about in ABOUT for seed in "abcd"]
    return [
        theme_ending(make_theme(), SeededRandom(seed), "", kind, name="the dam", about=about)
        for kind, about, seed in asked
    ]


def test_a_card_asks_in_other_words_than_the_voice_and_can_be_read_alone() -> None:
    for ending in endings():
        shown = folded_words(" ".join(ending.lines))
        assert len(shown) >= 3, ending.lines
        assert not set(shown) <= set(folded_words(ending.question)), ending.lines
        assert ending.lines[-1].strip("*").endswith("?")


def test_every_question_fits_its_card() -> None:
    most = next(one.max_length for one in get_args(Line)[1:])
    for ending in endings():
        assert isinstance(end_draft(ending, 0, "It").picture, End)
        assert all(len(line) <= most for line in ending.lines)


@pytest.mark.parametrize("seconds", [20, 40])
def test_a_closing_question_of_the_theme_is_kept_and_shown(seconds: int) -> None:
    theme = make_theme(seconds)
    for question, shown in (("Which dam comes next?", "Which dam comes next?"), ("Who? " * 30, "Your turn")):
        own = theme.model_copy(update={"closing": theme.closing.model_copy(update={"question": question})})
        ending = theme_ending(own, SeededRandom("k"), "", "story", name="the dam", about="price")
        card = end_draft(ending, 0, "It").picture
        assert ending.question == question.strip()
        assert isinstance(card, End)
        assert " ".join(card.lines).replace("*", "") == shown
