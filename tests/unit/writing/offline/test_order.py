"""Where the order is free, a strong, short fact in which something happens comes first, and the best one last."""

import pytest

from tests.unit.writing.conftest import make_fact, make_theme, plan_of
from tests.unit.writing.offline.test_formats import report_of
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.order import happens_in, in_order, short_tellings
from vidpipe_assets.writing.offline.telling import Telling, tellings
from vidpipe_assets.writing.offline.writer import write_plan
from vidpipe_assets.writing.pace import spoken_seconds
from vidpipe_assets.writing.text import sentences

NUMBER = {"template": "number", "value": 900, "label": "pipes cool it"}
FALLS = {"kind": "topple", "words": "toppled over"}


def told(name: str, statement: str, **more: object) -> Telling:
    return tellings(make_fact(name, statement, short="It is so", **more), spoken_seconds, "dam")[0]


BEST = told("best", "The dam toppled over and nobody had seen it coming.", surprise=5, event=FALLS)
FALLEN = told("fallen", "A crane toppled over beside the dam in the first week.", event=FALLS)
PIPES = told("pipes", "More than 900 pipes cool the dam from inside.", surprise=4, figure=NUMBER)
GREY = told("grey", "The dam was grey for all of its first year.", surprise=2)


@pytest.mark.parametrize("kind", ["versus", "story", "quiz"])
def test_what_is_seen_to_happen_comes_before_a_bare_number_and_a_dull_fact_in_between(kind: str) -> None:
    order = in_order(kind, (GREY, BEST, PIPES, FALLEN), "best", "dam", SeededRandom("k"), promised=True)
    assert [one.id for one in order] in (["fallen", "grey", "pipes", "best"], ["fallen", "pipes", "grey", "best"])


def test_a_countdown_ranks_by_surprise_and_keeps_the_promised_one_for_the_end() -> None:
    order = in_order("countdown", (PIPES, BEST, GREY, FALLEN), "best", "dam", SeededRandom("k"), promised=True)
    assert [one.id for one in order] == ["grey", "fallen", "pipes", "best"]
    order = in_order("countdown", (PIPES, BEST, FALLEN), "pipes", "dam", SeededRandom("k"), promised=True)
    assert [one.id for one in order] == ["fallen", "best", "pipes"]


def test_a_measure_is_no_event_unless_somebody_takes_part() -> None:
    weighed = {"kind": "scale", "words": "weighs"}
    assert happens_in(FALLEN)
    assert not happens_in(told("w", "The dam weighs more than a hill.", event=weighed))
    assert happens_in(told("w", "The dam weighs more than a hill.", event={**weighed, "actor": "mountain"}))
    fact = make_fact("cut", "The dam is grey and tall. Once it toppled over.", short="Grey and tall", event=FALLS)
    whole, cut = tellings(fact, spoken_seconds, "dam")
    assert (happens_in(whole), happens_in(cut)) == (True, False)


def test_the_first_fact_is_told_in_the_words_in_which_it_is_short() -> None:
    fact = make_fact(
        "long",
        "A crane toppled over beside the dam. Nobody was hurt, and the whole town came for a week to look at it.",
        short="A crane toppled over",
    )
    short = short_tellings(tellings(fact, spoken_seconds, "dam"))
    assert {one.text for one in short} == {"A crane toppled over beside the dam."}


@pytest.mark.parametrize(
    ("file", "name"), [("gadgets", "Game Boy"), ("big-builds", "Golden Gate Bridge"), ("deep-space", "Apollo 11")]
)
def test_a_story_opens_with_none_of_the_dullest_and_a_countdown_never_goes_down(file: str, name: str) -> None:
    report = report_of(file, name)
    assert report.claimed
    surprise = {fact.id: fact.surprise for fact in report.claimed.facts}
    found = {
        kind: [
            surprise[scene.evidence[0]]
            for scene in write_plan(report, make_theme(45, kind=kind), "2026-11-20_x").scenes[1:-1]
        ]
        for kind in ("story", "countdown")
    }
    assert found["story"][0] > min(found["story"])
    assert found["countdown"] == sorted(found["countdown"])


def test_a_video_ends_with_a_question_about_what_was_told() -> None:
    for kind in ("countdown", "story", "versus", "quiz"):
        asked, *action = sentences(plan_of(30, kind=kind).scenes[-1].narration)
        assert asked.endswith("?"), "it follows what was told last"
        assert "Follow" in " ".join(action)
