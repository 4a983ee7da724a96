"""What joins facts claims nothing, is said once, and comes back to what the opening asked."""

from itertools import pairwise

import pytest

from tests.unit.writing.conftest import make_fact, make_theme
from tests.unit.writing.offline.test_formats import report_of
from vidpipe_assets.model.pictures import IconCard
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.joins import (
    HELD,
    REACTIONS,
    Promise,
    join_up,
    measured_question,
    resolving_lead,
)
from vidpipe_assets.writing.offline.telling import Telling, tellings
from vidpipe_assets.writing.offline.writer import write_plan
from vidpipe_assets.writing.pace import spoken_seconds

TALL = {"template": "number", "value": 221, "unit": "m", "label": "high"}


def told(fact: Fact, year: int = 0) -> Telling:
    one = tellings(fact, spoken_seconds, "Hoover Dam")[0]
    return Telling(one.fact, one.pieces, one.seconds, one.worth, year)


def dam(name: str, statement: str, **more: object) -> Telling:
    return told(make_fact(name, statement, short="It is so", **more))


@pytest.mark.parametrize(
    ("asked", "shown", "lead"),
    [
        ("It was meant to come down. What saved it?", "Meant to *come down*", "Meant to come down. What saved it?"),
        ("The concrete was poured at night. Why?", "Poured *at night*", "Poured at night. Why?"),
        ("How did lions get into the arena?", "Enter *the lions*", "Enter the lions."),
        ("Which one lasts longer?", "Which one *dies first?*", "Which one dies first?"),
        ("The plug could have fit both ways. Why doesn't it?", "Why it *never fits*", "Why it never fits."),
        ("A volcano grew. How tall did it get?", "A volcano in the middle of his field", "So, how tall did it get?"),
        ("A man sold the tower. Guess what he did next.", "Sold *for scrap*", ""),
        ("The dam is how many meters high?", "? meters of concrete", ""),
    ],
)  # fmt: skip
def test_the_last_fact_begins_with_what_the_opening_asked(asked: str, shown: str, lead: str) -> None:
    assert resolving_lead(asked, shown) == lead


def test_the_last_fact_is_not_led_in_by_its_own_words() -> None:
    answer = "In 1966 the World Cup was stolen in London. A dog found it."
    assert (
        resolving_lead("The World Cup was stolen. Who found it?", "Stolen *in London*", answer) == "So, who found it?"
    )
    beats = "A heart can go on beating outside the body."
    assert resolving_lead("What does a heart do outside the body?", "Out of *the body*", beats) == ""


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("The dam is 221 meters high.", "How tall?"),
        ("In summer, the dam is 221 meters high.", ""),
        ("The dam is very high. It has 221 meters.", ""),
        ("The dam can grow to 221 meters high.", ""),
        ("A road on the dam is 221 meters high.", ""),
    ],
)
def test_a_question_is_asked_only_where_the_next_sentence_answers_it(statement: str, question: str) -> None:
    fact = make_fact("a", statement, short="So high", figure=TALL)
    assert measured_question(fact, statement, "Hoover Dam") == question


DAMS = (
    dam("a", "The Hoover Dam was begun in a desert."),
    dam("b", "Nobody lives below the dam today."),
    dam("c", "The dam is 221 meters high.", figure=TALL),
    dam("d", "The dam holds the biggest lake of all."),
    dam("e", "The concrete was cooled by pipes."),
)
COOL = Promise("It would not cool. What helped?", "It would *not cool*", "the heat")
ASKS_ON = "2026-11-12_x"
"""A day on which a channel asks what a fact answers: every other one."""


def test_facts_are_joined_by_what_their_words_carry_and_by_nothing_else() -> None:
    joined = join_up(DAMS, "Hoover Dam", "plain", SeededRandom(ASKS_ON), 3, COOL.asked, COOL)
    held = {f" {way.format(riddle='the heat')}" for way in HELD["plain"]}
    texts = [one.text for one in joined]
    assert texts[:2] == [one.text for one in DAMS[:2]]
    assert {texts[2].removeprefix("How tall? The dam is 221 meters high.")} <= held
    assert texts[3] == DAMS[3].text
    assert texts[4].endswith(DAMS[4].text)
    assert join_up(DAMS, "Hoover Dam", "plain", SeededRandom("k"), 0, COOL.asked, COOL) == list(DAMS)


def test_the_answer_is_promised_in_the_middle_and_no_join_is_heard_two_days_running() -> None:
    days = [
        [one.text for one in join_up(DAMS, "Hoover Dam", "wry", SeededRandom(f"2026-11-{day}_x"), 3, "", COOL)]
        for day in range(10, 20)
    ]
    for one, other in pairwise(days):
        assert all("the heat" in day[2] for day in (one, other))
        assert one[2] != other[2]
        assert one[4] != other[4]
    leads = {day[4].removesuffix(DAMS[4].text).strip() for day in days}
    assert leads == {"So, the heat.", "Back to the heat.", "Now, the heat.", "It would not cool. What helped?"}
    own = Promise("The concrete was cooled. By what?", "Cooled *by what?*", "the concrete")
    last = join_up(DAMS, "Hoover Dam", "wry", SeededRandom("k"), 1, "", own)[-1].text
    assert last == "Cooled by what? The concrete was cooled by pipes.", "the riddle is what the fact begins with"


def test_a_later_year_goes_on_from_an_earlier_one() -> None:
    facts = [
        told(make_fact("a", "In 1931 the dam was begun in a desert."), 1931),
        told(make_fact("b", "In 1936 the dam was done at last."), 1936),
        told(make_fact("c", "In 1933 somebody fell in love there."), 1933),
        told(make_fact("d", "It was planned in 1922, and closed in 1999."), 1922),
        told(make_fact("e", "In 1950 a bird nested on it."), 1950),
    ]
    assert [one.text for one in join_up(facts, "Hoover Dam", "plain", SeededRandom("k"), 0)][1:] == [
        "Then, in 1936, the dam was done at last.",
        "In 1933 somebody fell in love there.",
        facts[3].text,
        "In 1950 a bird nested on it.",
    ]


@pytest.mark.parametrize("tone", REACTIONS)
def test_a_narrator_reacts_in_the_tone_of_the_channel_and_never_to_what_is_sad(tone: str) -> None:
    facts = [
        dam("a", "The Hoover Dam was begun in a desert."),
        dam("b", "At the dam, a hundred men died of the heat.", surprise=5),
        dam("c", "A dog guarded the whole dam for years.", surprise=5),
        dam("d", "Pipes cooled all of it in the end."),
    ]
    days = [join_up(facts, "Hoover Dam", tone, SeededRandom(f"2026-11-{day}_x"), 1) for day in range(10, 14)]
    assert all(one[1] == facts[1] for one in days)
    said = [one[2].text.removeprefix("A dog guarded the whole dam for years.").strip() for one in days]
    assert sorted(said) == sorted(REACTIONS[tone])
    assert all(bool(one) != bool(other) for one, other in pairwise(said)), "every other day"


def test_a_card_shows_the_question_that_its_fact_begins_with() -> None:
    plan = write_plan(report_of("big-builds", "Burj Khalifa"), make_theme(60, kind="story"), "2026-11-16_x")
    opened = [scene for scene in plan.scenes[1:] if scene.evidence == plan.scenes[0].evidence]
    heading = " ".join(plan.scenes[0].picture.lines).replace("*", "").rstrip(".")
    assert opened
    assert opened[0].narration.startswith(heading)
    if isinstance(opened[0].picture, IconCard):
        assert opened[0].picture.title == heading
