"""The number in a rank's pill says what it counts."""

import pytest

from vidpipe_assets.model.pictures import Rank
from vidpipe_assets.model.trends import Fact, Source
from vidpipe_assets.writing.cards import fact_picture

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


def test_a_stat_is_a_number_with_its_unit_and_no_year() -> None:
    statement = "In 1999 a beat moved about 220 liters of blood, and nobody who was there has forgotten it since."
    fact = Fact(id="f", statement=statement, short="A big heart", surprise=3, source=SOURCE)
    shown = fact_picture(fact, "rank", 1, 3, "Blue whale")
    assert isinstance(shown, Rank)
    assert shown.stat == "about 220 liters"
