"""A video ends with one question, the same in voice and card, that the fact told last has answered."""

from typing import get_args

import pytest

from tests.unit.writing.conftest import make_theme, plan_of
from tests.unit.writing.offline.test_formats import report_of
from vidpipe_assets.model.pictures import End, Line
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.formats import KINDS
from vidpipe_assets.writing.offline.wording import Ending, closing_question, end_draft, theme_ending
from vidpipe_assets.writing.offline.writer import write_plan

ASKED = (
    "",
    "A machine ended up on eBay. For how much?",
    "Who is faster: a cheetah, or Usain Bolt?",
    "A Game Boy was bombed in the Gulf War. Does it still work?",
    "The concrete was poured at night. Why?",
    "A mantis shrimp punches once, and hits twice. How?",
    "In 1966 the World Cup was stolen. Who found it?",
    "A man once sold the Eiffel Tower. Guess what he did next.",
)


def endings() -> list[Ending]:
    """An ending of every format, after every kind of opening, as chance has it."""
    asked = [(kind, about, seed) for kind in (*KINDS, "posts") for about in ASKED for seed in "abcd"]
    return [theme_ending(make_theme(), SeededRandom(seed), "", kind, about) for kind, about, seed in asked]


def test_the_card_asks_what_the_voice_asks() -> None:
    for ending in endings():
        card = end_draft(ending, 0, "It").picture
        assert isinstance(card, End)
        assert " ".join(card.lines).replace("*", "") == ending.question
        assert [way for way in ending.ways if "?" in way and ending.question not in way] == []
        assert all(way.count("?") <= 1 for way in ending.ways)


def test_every_question_fits_its_card() -> None:
    most = next(one.max_length for one in get_args(Line)[1:])
    for ending in endings():
        card = end_draft(ending, 0, "It").picture
        assert isinstance(card, End)
        assert all(len(line) <= most for line in card.lines)


@pytest.mark.parametrize(
    ("asked", "questions"),
    [
        (ASKED[1], {"What was your guess?", "Was your guess close?"}),
        (ASKED[2], {"Which one did you pick?", "Did you pick the right one?"}),
        (ASKED[3], {"Did you say yes or no?", "What did you say: yes or no?"}),
        ("It's getting dark: did it say that?", {"Did you say yes or no?", "What did you say: yes or no?"}),
        (ASKED[4], {"What was your theory?", "Did you know why?"}),
        (ASKED[5], {"What was your idea?", "Did you know how?"}),
        (ASKED[6], {"Did you see that coming?", "What was your guess?"}),
        (ASKED[7], {"Did you see that coming?", "What was your guess?"}),
    ],
)
def test_the_end_asks_about_the_answer_to_what_the_opening_asked(asked: str, questions: set[str]) -> None:
    assert {closing_question("story", asked, SeededRandom(seed)) for seed in "abcdefgh"} == questions


def test_a_format_whose_last_fact_answers_nothing_asks_about_all_of_it() -> None:
    assert "questions" in plan_of(30, kind="quiz").hook
    assert (
        plan_of(30, kind="quiz").scenes[-1].narration.endswith(("How many did you get?", "Which one caught you out?"))
    )
    dated = write_plan(report_of("big-builds", "Eiffel Tower"), make_theme(40, kind="timeline"), "k")
    card = dated.scenes[-1].picture
    assert isinstance(card, End)
    assert {"date", "year"} & set(" ".join(card.lines).split())


@pytest.mark.parametrize("seconds", [20, 40])
def test_a_closing_question_of_the_theme_is_kept_and_shown(seconds: int) -> None:
    theme = make_theme(seconds)
    for question, shown in (("Which dam comes next?", "Which dam comes next?"), ("Who? " * 30, "Your turn")):
        own = theme.model_copy(update={"closing": theme.closing.model_copy(update={"question": question})})
        ending = theme_ending(own, SeededRandom("k"), "", "story", ASKED[1])
        card = end_draft(ending, 0, "It").picture
        assert ending.question == question.strip()
        assert isinstance(card, End)
        assert " ".join(card.lines).replace("*", "") == shown
