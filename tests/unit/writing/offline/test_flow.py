"""The sentences of facts follow each other as a speaker's do, and keep their sense, numbers and events."""

from tests.unit.writing.conftest import make_fact, side
from tests.unit.writing.offline.test_joins import dam
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.offline.flow import call_shortly, class_name, let_flow
from vidpipe_assets.writing.offline.telling import Telling, tellings
from vidpipe_assets.writing.pace import spoken_seconds


def test_between_the_first_fact_and_the_last_a_thing_is_called_what_it_is() -> None:
    assert class_name("the Golden Gate Bridge") == "the bridge"
    assert [class_name(name) for name in ("the Game Boy", "Venus", "octopuses", "the tower")] == ["", "", "", ""]
    texts = (
        "The Hoover Dam is old.",
        "Below the Hoover Dam lies a town.",
        "The Hoover Dam beat every other dam.",
        "The Hoover Dam stands.",
    )
    facts = [dam(str(at), f"{text} So it is said.") for at, text in enumerate(texts)]
    assert [one.text.partition(" So")[0] for one in call_shortly(facts, "the Hoover Dam")] == [
        texts[0],
        "Below the dam lies a town.",
        texts[2],
        texts[3],
    ]


def texts_of(*told: Telling) -> list[str]:
    return [one.text for one in let_flow(told, "the Hoover Dam")]


def test_a_subject_that_was_just_named_is_called_it() -> None:
    first, longer = dam("a", "The Hoover Dam is old."), dam("a", "The Hoover Dam is old. A town lies below.")
    second, last = dam("b", "The Hoover Dam is grey, too."), dam("c", "The Hoover Dam stands.")
    assert texts_of(first, second, last)[1] == "It is grey, too."
    assert texts_of(longer, second, last)[1] == "The dam is grey, too."
    named = dam("b", second.text, event={"kind": "paint", "words": "The Hoover Dam is grey"})
    assert texts_of(first, named, last)[1] == second.text, "its event is told by these words"


def versus(statement: str, **more: object) -> Telling:
    figure = {"template": "versus", "left": side("Hoover Dam", 221), "right": side("Grand Dam", 168), "unit": "m"}
    fact: Fact = make_fact("v", statement, short="Higher", figure=figure, **more)
    return next(one for one in tellings(fact, spoken_seconds, "Hoover Dam") if one.pieces[0].figure)


def test_one_comparison_is_one_sentence_where_that_keeps_its_sense() -> None:
    last = dam("z", "It stands.")
    one = versus("Some dams have 221 meters. The Grand Dam has 168.")
    joined = "Some dams have 221 meters, while the Grand Dam has 168."
    assert texts_of(one, one, last) == [joined, one.text, last.text]
    assert texts_of(last, one)[1] == one.text, "the payoff keeps its short sentences"
    for other in ("It is not 168.", "A year before, the Grand Dam had 168.", "Of the Grand Dam it is 168."):
        told = versus(f"Some dams have 221 meters. {other}")
        assert texts_of(told, last)[0] == told.text
    across = versus(one.text, event={"kind": "ruler", "words": "The Grand Dam"})
    assert texts_of(across, last)[0] == joined, "an event is found by its words, large or small"
