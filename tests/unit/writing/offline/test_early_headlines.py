"""A card's headline begins within 1.2 s, where the sentence allows it; what it builds up to stands below."""

import math

import pytest

from tests.unit.writing.offline.test_formats import SUBJECTS, report_of
from vidpipe_assets.model.pictures import IconCard, Rank
from vidpipe_assets.writing.cards import fact_picture
from vidpipe_assets.writing.offline.headlines import SOON_S, title_wait_s, with_early_title
from vidpipe_assets.writing.pace import spoken_seconds


def early(title: str, said: str, short: str = "It is so", lead: str = "") -> tuple[str, str]:
    card = with_early_title(IconCard(icon="x", title=title), short, said, lead, "Blue whale", spoken_seconds)
    assert isinstance(card, IconCard)
    return card.title, card.sub


BREATH = "An emperor penguin held its breath for about 32 minutes."
VENUS = "Venus is the hottest planet, with 475 degrees. It would melt lead."
HUDDLE = "In a huddle, emperor penguins can warm all the air between them to 37 degrees."
TREE = "The loneliest tree on Earth stood in the middle of the Sahara. A driver ran it over."
COAT = "The whale once had a smooth, white coat of limestone all over it."
DATED = "In August 2012, it became the first object in interstellar space."
OWN = "A blue whale is so heavy that nobody has ever put one on a scale."


@pytest.mark.parametrize(
    ("said", "title", "headline"),
    [
        (BREATH, "32 minutes", ("An emperor penguin", "32 minutes")),
        ("It held its breath for 32 minutes.", "32 minutes", ("It held its breath for", "32 minutes")),
        (VENUS, "Melts lead", ("Melts lead", "")),
        (HUDDLE, "37 degrees", ("37 degrees", "")),
        ("Venus is hot, so hot that it would melt lead.", "Melts lead", ("Venus is hot", "Melts lead")),
        (TREE, "A driver", ("The loneliest tree", "A driver")),
        (COAT, "Limestone", ("Limestone", "")),
        (DATED, "Into space", ("Into space", "")),
        (OWN, "On a scale", ("On a scale", "")),
        ("The whale was meant to sink for 20 years.", "20 years", ("Meant to sink for", "20 years")),
        ("32 minutes under water.", "32 minutes", ("32 minutes", "")),
    ],
)
def test_a_headline_that_comes_late_stands_below_what_its_sentence_begins_with(
    said: str, title: str, headline: tuple[str, str]
) -> None:
    assert early(title, said) == headline


def test_a_short_form_that_is_said_sooner_than_its_end_is_the_headline() -> None:
    said = "The main span of the bridge measures 1,280 meters."
    assert early("1,280 meters", said, "A span of 1,280 meters") == ("A span of 1,280 meters", "")


def test_an_announcement_is_no_wait() -> None:
    said = "Number three. Lead melts there at noon, which is hot."
    assert title_wait_s("Lead melts", said, "Number three.", spoken_seconds) < 0.2
    assert title_wait_s("Lead melts", said, "", spoken_seconds) > 0.6
    assert title_wait_s("Gold", said, "", spoken_seconds) == math.inf


def test_a_rank_shows_its_number_once_and_large() -> None:
    card = Rank(rank=2, of=3, title="32 minutes", stat="about 32 minutes", icon="x")
    found = with_early_title(card, "Long", "It held its breath for 32 minutes.", "", "It", spoken_seconds)
    assert isinstance(found, Rank)
    assert (found.title, found.detail, found.stat) == ("It held its breath for", "", "32 minutes")
    found = with_early_title(
        card.model_copy(update={"title": "Below the ice", "stat": "32 minutes"}),
        "Long",
        "A penguin held its breath in the sea for 32 minutes, deep below the ice.",
        "",
        "It",
        spoken_seconds,
    )
    assert isinstance(found, Rank)
    assert (found.title, found.detail, found.stat) == ("A penguin", "Below the ice", "32 minutes")


def test_a_year_is_no_headline() -> None:
    said = "In 1925 the swindler Victor Lustig sold the Eiffel Tower for scrap. Soon after, he tried to sell it again."
    assert early("By a swindler", said)[0] == "By a swindler"


def test_a_year_is_no_headline_above_a_number() -> None:
    said = "In November 2026, a radio signal takes 24 hours to reach it. That is a full light-day."
    card = Rank(rank=2, of=3, title="A full light-day away", stat="24 hours", icon="x")
    assert with_early_title(card, "A full light-day away", said, "", "Voyager 1", spoken_seconds) == card


def test_most_cards_of_the_sample_begin_soon() -> None:
    waits: list[float] = []
    for file, name in SUBJECTS:
        story = report_of(file, name).claimed
        for fact in story.facts if story else ():
            said = fact.statement
            card = fact_picture(fact, "icon", 1, 3, name, said)
            card = with_early_title(card, fact.short, said, "", name, spoken_seconds)
            assert isinstance(card, IconCard)
            waits.append(title_wait_s(card.title, said, "", spoken_seconds))
    assert sum(wait > SOON_S for wait in waits) < 0.45 * len(waits)
