"""The number in a rank's pill says what it counts."""

import pytest

from vidpipe_assets.editorial.cards import card
from vidpipe_assets.model.pictures import Rank
from vidpipe_assets.model.trends import Fact, Source

SOURCE = Source(name="NASA", url="https://www.nasa.gov/")


@pytest.mark.parametrize(
    ("statement", "stat"),
    [
        ("In 2017 engineers fired thrusters on Voyager 1 that had been silent for 37 years.", "37 years"),
        ("The Nokia 3310 came in 2000. About 126 million were sold.", "126 million"),
        ("Alarm 1202 said the computer was overloaded.", ""),
        ("It weighs 133 grams.", "133 grams"),
    ],
)
def test_a_stat_names_what_it_counts(statement: str, stat: str) -> None:
    fact = Fact(id="a", statement=statement, short="Short", surprise=3, source=SOURCE)
    shown = card(fact, "rank", 1, 3, "Thing")
    assert isinstance(shown, Rank)
    assert shown.stat == stat
