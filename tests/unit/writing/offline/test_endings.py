"""A video ends with one question, the same in voice and card, that the fact told last has answered."""

from typing import get_args

import pytest

from tests.unit.writing.conftest import make_fact, make_theme, plan_of
from tests.unit.writing.offline.test_formats import SUBJECTS, report_of
from tests.unit.writing.offline.test_openings import sample_facts
from vidpipe_assets.model.pictures import End, Line
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.formats import KINDS
from vidpipe_assets.writing.offline.wording import Ending, closing_question, end_draft, theme_ending
from vidpipe_assets.writing.offline.writer import write_plan
from vidpipe_assets.writing.text import fits_headline

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


POUNDS = {"template": "number", "value": 40, "prefix": "£", "label": "on eBay"}


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
        (ASKED[1], {"A bargain, or too much?", "Would you have paid that?"}),
        (ASKED[2], {"Would you have picked that one?", "Does the right one win?"}),
        (ASKED[3], {"Would you have bet on that?", "Would you have said so?"}),
        ("It's getting dark: did it say that?", {"Would you have bet on that?", "Would you have said so?"}),
        (ASKED[4], {"Good reason, or an excuse?", "Does that convince you?"}),
        (ASKED[5], {"Clever, or just lucky?", "Would you have thought of that?"}),
        (ASKED[6], {"Does that change how you see the cup?", "Would you have guessed that about the cup?"}),
        (ASKED[7], {"Does that change how you see the cup?", "Would you have guessed that about the cup?"}),
    ],
)
def test_the_end_asks_for_an_opinion_on_the_answer_to_what_the_opening_asked(asked: str, questions: set[str]) -> None:
    answer = make_fact("a", "The buyer paid 40 pounds.", figure=POUNDS)
    assert {closing_question("story", asked, SeededRandom(seed), answer, "the cup") for seed in "abcdefgh"} == questions


def test_a_fact_that_brings_its_own_question_ends_with_it_and_a_myth_asks_who_told_it() -> None:
    tease = {"said": "It was sold. For how much?", "shown": "Sold *on eBay*", "asks": "What would you do with it?"}
    own = make_fact("a", "The buyer paid 40 pounds.", tease=tease)
    assert (
        closing_question("story", "It was sold. For how much?", SeededRandom("k"), own) == "What would you do with it?"
    )
    myth = make_fact("m", "Nobody is buried there.", myth="Somebody is buried there.")
    assert closing_question("story", ASKED[3], SeededRandom("k"), myth) in (
        "Who told you that one?",
        "Had you believed it?",
    )


def test_every_tease_of_the_sample_has_a_question_of_its_own_that_fits_the_card_and_gives_no_number() -> None:
    asks = [fact.tease.asks for _, fact in sample_facts() if fact.tease]
    assert len(asks) >= 160
    assert len(set(asks)) == len(asks)
    for ask in asks:
        assert ask.count("?") == 1
        assert ask.endswith("?")
        assert fits_headline(ask)
        assert not any(letter.isdigit() for letter in ask)


def test_every_riddle_of_the_sample_can_stand_inside_a_sentence_and_gives_no_number() -> None:
    teases = [fact.tease for _, fact in sample_facts() if fact.tease]
    for tease in teases:
        assert tease.riddle
        assert not any(letter.isdigit() for letter in tease.riddle), "beside another fact it has no source"
        assert tease.riddle[-1].isalnum()
        first = tease.riddle.split()[0]
        assert first.islower() or first.strip(",'s") in tease.said, tease.riddle
    riddles = [tease.riddle for tease in teases]
    assert len(set(riddles)) == len(riddles)


def test_no_story_of_the_sample_ends_with_what_fits_every_story() -> None:
    for file, name in SUBJECTS[::8]:
        plan = write_plan(report_of(file, name), make_theme(30, kind="story"), "2026-11-20_x")
        facts = {fact.id: fact for fact in report_of(file, name).claimed.facts}
        asks = [facts[one].tease.asks for one in plan.scenes[0].evidence if facts[one].tease]
        card = plan.scenes[-1].picture
        assert isinstance(card, End)
        assert [" ".join(card.lines).replace("*", "")] == asks


def test_a_format_whose_last_fact_answers_nothing_asks_about_all_of_it() -> None:
    assert "questions" in plan_of(30, kind="quiz").hook
    scores = {plan_of(30, kind="quiz", key=f"2026-11-{day}_x").scenes[-1].narration for day in range(10, 16)}
    assert {one.partition("?")[0] for one in scores} == {
        "How many did you get",
        "Which one caught you out",
        "How close were you",
    }
    dated = write_plan(report_of("big-builds", "Eiffel Tower"), make_theme(40, kind="timeline"), "k")
    card = dated.scenes[-1].picture
    assert isinstance(card, End)
    opening = dated.scenes[0].evidence
    asks = {fact.id: fact.tease.asks for _, fact in sample_facts() if fact.tease}
    shown = " ".join(card.lines).replace("*", "")
    assert shown == asks[opening[0]] if opening and opening[0] in asks else {"year", "days"} & set(shown.split())


def test_a_game_asks_on_some_days_for_an_opinion_on_its_last_answer() -> None:
    ends = dict[str, str]()
    for day in range(10, 18):
        plan = write_plan(report_of("general", "Coins"), make_theme(40, kind="myth_or_fact"), f"2026-11-{day}_x")
        ends[plan.scenes[-1].narration.partition(" Follow")[0]] = plan.scenes[-2].evidence[0]
    asks = {fact.tease.asks: fact.id for _, fact in sample_facts() if fact.tease}
    opinions = [(asked, told) for asked, told in ends.items() if asked in asks]
    assert 0 < len(opinions) < len(ends)
    assert all(asks[asked] == told for asked, told in opinions)


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
