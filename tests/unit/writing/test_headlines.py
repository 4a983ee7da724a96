"""A card's headline is worth one beside the caption that says the sentence."""

import pytest

from vidpipe_assets.model.trends import Fact, Source
from vidpipe_assets.writing.cards import key_phrase

SOURCE = Source(name="NASA", url="https://www.nasa.gov/")


@pytest.mark.parametrize(
    ("short", "headline"),
    [
        ("10 hours on four batteries", "10 hours"),
        ("Restarted after 37 years", "After 37 years"),
        ("Hidden in a shoebox", "In a shoebox"),
        ("First video game played in space", "In space"),
        ("The rarest pattern in print", "The rarest pattern in print"),
        ("They understand zero", "They understand zero"),
        ("The funnel that did not smoke", "The funnel that did not smoke"),
    ],
)
def test_a_headline_is_a_number_a_place_or_a_means_beside_the_caption_that_says_it_all(
    short: str, headline: str
) -> None:
    fact = Fact(id="a", statement=f"{short}.", short=short, surprise=3, source=SOURCE)
    assert key_phrase(fact, "Titanic", f"{short}.") == headline


def test_a_headline_never_shows_what_is_not_said() -> None:
    fact = Fact(id="a", statement="It ran long.", short="10 hours on four batteries", surprise=3, source=SOURCE)
    assert key_phrase(fact, "Game Boy", "It ran long.") == "Game Boy"
