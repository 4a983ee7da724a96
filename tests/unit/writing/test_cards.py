"""The number in a rank's pill says what it counts."""

import pytest

from vidpipe_assets.model.pictures import Rank
from vidpipe_assets.model.trends import Fact, Source
from vidpipe_assets.writing.cards import fact_as_worded, fact_picture

LONG = "On the kitchen scale of the people who remember the phone best of all,"
SOURCE = Source(name="NASA", url="https://www.nasa.gov/")


@pytest.mark.parametrize(
    ("statement", "stat"),
    [
        ("In 2017 engineers fired thrusters on Voyager 1 that had been silent for 37 years.", "37 years"),
        (f"{LONG} there were about 126 million of it.", "about 126 million"),
        (f"{LONG} it had cost 35 million dollars.", "35 million dollars"),
        ("It is repainted every 7 years.", ""),  # is the line below the title already
        ("Alarm 1202 said the computer was overloaded.", ""),
        (f"{LONG} it weighs 133 grams.", "133 grams"),
        ("Voyager 1 covers a lot of ground, and nobody knows how much of it there will be in all.", ""),
    ],
)
def test_a_stat_names_what_it_counts(statement: str, stat: str) -> None:
    fact = Fact(id="a", statement=statement, short="Short", surprise=3, source=SOURCE)
    shown = fact_picture(fact, "rank", 1, 3, "Voyager 1")
    assert isinstance(shown, Rank)
    assert shown.stat == stat


def test_below_the_title_stands_what_it_does_not_say() -> None:
    statement = "The tower is repainted about every 7 years. That takes 60 tons of paint."
    fact = Fact(id="a", statement=statement, short="60 tons of paint", surprise=3, source=SOURCE)
    shown = fact_picture(fact, "rank", 1, 3, "Tower")
    assert isinstance(shown, Rank)
    assert (shown.title, shown.detail) == ("60 tons of paint", "The tower is repainted about every 7 years.")


SIDES = {"tag": "A", "label": "people", "icon": "users"}


@pytest.mark.parametrize(
    ("figure", "text", "kept"),
    [
        (
            {"template": "versus", "left": {**SIDES, "value": 4}, "right": {**SIDES, "value": 10}},
            "It ran 10 hours.",
            True,
        ),
        (
            {"template": "versus", "left": {**SIDES, "value": 4}, "right": {**SIDES, "value": 10}},
            "It ran 4 hours.",
            False,
        ),
        ({"template": "number", "value": 118.69, "unit": "million", "label": "sold"}, "Almost 119 million sold.", True),
        ({"template": "number", "value": 66, "label": "colonies"}, "They are found from space.", False),
        ({"template": "quote", "quote": "No chance at all.", "by": "Ann Lee"}, "Lee said: No chance at all.", True),
        ({"template": "quote", "quote": "No chance at all.", "by": "Ann Lee"}, "Nobody believed in it.", False),
        ({"template": "where", "place": "Rome"}, "It was full of lions.", True),
    ],
)
def test_a_figure_is_shown_only_where_it_is_said(figure: dict[str, object], text: str, kept: bool) -> None:
    values = {"id": "a", "statement": text, "short": "Short", "surprise": 3, "source": SOURCE, "figure": figure}
    assert (fact_as_worded(Fact.model_validate(values), text).figure is not None) == kept


def test_a_stat_is_a_number_with_its_unit_and_no_year(fact):
    statement = "In 1999 a beat moved about 220 liters of blood, and nobody who was there has forgotten it since."
    assert (
        fact_picture(fact("f", statement, short="A big heart"), "rank", 1, 3, "Blue whale").stat == "about 220 liters"
    )
