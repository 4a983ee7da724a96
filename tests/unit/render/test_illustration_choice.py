"""The choice of an illustration: the subject's own or one that two signs name, never one that misleads."""

import json
from pathlib import Path

import pytest

from vidpipe_assets.providers import trends
from vidpipe_assets.render.icon_files import icon_names
from vidpipe_assets.render.illustrations.choice import choose_illustration
from vidpipe_assets.render.illustrations.files import index

SAMPLES = [
    subject
    for file in sorted((Path(trends.__file__).parent / "sample_data").glob("*.json"))
    for subject in json.loads(file.read_text(encoding="utf-8"))["subjects"]
]
OWN = {
    "Eiffel Tower": "eiffel-tower", "Golden Gate Bridge": "suspension-bridge", "Great Pyramid": "pyramid",
    "Panama Canal": "canal-lock", "Channel Tunnel": "train", "Burj Khalifa": "burj-khalifa", "Hoover Dam": "dam",
    "Colosseum": "colosseum", "Voyager 1": "voyager", "James Webb Telescope": "webb-telescope",
    "Parker Solar Probe": "solar-probe", "International Space Station": "space-station", "Apollo 11": "moon-lander",
    "Opportunity rover": "mars-rover", "Ingenuity helicopter": "mars-helicopter", "Neutron stars": "neutron-star",
    "Venus": "venus", "Game Boy": "game-boy", "Nokia 3310": "nokia", "First iPhone": "iphone",
    "Apollo Guidance Computer": "guidance-computer", "GPS": "gps-satellite", "Raspberry Pi": "circuit-board",
    "Walkman": "walkman", "QR code": "qr-code", "Blue whale": "whale", "Octopus": "octopus", "Arctic tern": "tern",
    "Tardigrades": "tardigrade", "Cheetah": "cheetah", "Hummingbird": "hummingbird", "Mantis shrimp": "mantis-shrimp",
    "Emperor penguin": "penguin", "Peregrine falcon": "falcon", "USB": "usb",
    "Human heart": "heart", "Human brain": "brain", "Pizza": "pizza", "Coffee": "coffee", "Guitar": "guitar",
    "World Cup football": "football", "Bicycle": "bicycle", "Titanic": "ship", "Mount Everest": "mountain",
    "Volcanoes": "volcano", "Coins": "coins", "Honey bees": "bee", "Trees": "tree",
}  # fmt: skip


def test_every_sample_subject_has_a_picture_of_its_own():
    assert {subject["name"] for subject in SAMPLES} == set(OWN)
    for name, picture in OWN.items():
        assert choose_illustration(name, (), "sparkles", opening=True) == picture


@pytest.mark.parametrize("subject", SAMPLES, ids=lambda one: one["name"])
def test_a_sample_scene_shows_its_subject_or_what_two_signs_name(subject: dict):
    for fact in subject["facts"]:
        chosen = choose_illustration(subject["name"], (fact["short"], fact["statement"]), fact["icon"])
        own = OWN[subject["name"]]
        words = " ".join((fact["short"], fact["statement"])).casefold()
        if chosen is None:  # "electric guitar", "a pine": the subject's own would show another thing
            assert any(word in words for word in index()[own].never), fact["id"]
            continue
        assert chosen == own or (
            fact["icon"] in index()[chosen].icons
            and any(word in words for word in (*index()[chosen].words, *index()[chosen].subjects))
        ), (fact["id"], chosen)


@pytest.mark.parametrize(
    "subject",
    [
        "Apple", "Apple Inc", "Amazon", "Python", "Python 3.14", "Mouse", "Bank of England", "Crane", "Mercury",
        "Freddie Mercury", "Jaguar", "Jaguar Land Rover", "Land Rover", "Atlanta Falcons", "Penguin Books",
        "Pittsburgh Penguins", "Pyramid scheme", "Food pyramid", "House of Cards", "House of the Dragon",
        "Venus Williams",
        "Elton John", "Houston Rockets", "Cheetah Girls", "Octopus Energy",
        "Card bridge", "Bitcoin whale",
        "Amsterdam", "Chipotle", "Batman Penguin", "Windows", "Fire TV", "Tiger Woods", "Fish and Richardson",
        "Star Trek Voyager 1", "Rocket salad", "Heart (band)", "Moon Knight", "Sun Microsystems",
        "Ring camera doorbell",
        "Philadelphia Eagles", "Crown jewels", "Key West", "Snowflake Inc", "Shell", "Battery Park", "Trophy wife",
        "Space Jam", "Chess boxing", "Piano Man", "Bee Gees", "Dog days", "Cat Stevens", "Star Wars",
    ],
)  # fmt: skip
def test_a_name_that_means_something_else_gets_no_picture(subject: str):
    assert choose_illustration(subject, (), "sparkles", opening=True) is None


@pytest.mark.parametrize(
    ("subject", "picture"),
    [
        ("The new iPhone 17", "iphone"), ("Why SpaceX flies", "rocket"), ("The longest bridge", "suspension-bridge"),
        ("Emperor penguins of Antarctica", "penguin"), ("Night trains", "train"), ("Falcon 9", "rocket"),
        ("Das iPhone", "iphone"), ("GAME BOY", "game-boy"),
    ],
)  # fmt: skip
def test_other_subjects_are_known_by_name_or_by_their_last_word(subject: str, picture: str):
    assert choose_illustration(subject, (), "sparkles", opening=True) == picture


def test_an_icon_alone_and_a_word_alone_choose_nothing():
    assert choose_illustration("Taxes", ("They went up",), "rocket") is None
    assert choose_illustration("Taxes", ("They went up like a rocket",), "coins") is None
    assert choose_illustration("Taxes", ("They went up like a rocket",), "rocket") == "rocket"


def test_the_first_scene_shows_the_subject_whatever_its_icon_is():
    assert choose_illustration("Blue whale", ("A rocket",), "rocket", opening=True) == "whale"
    assert choose_illustration("Blue whale", ("A rocket",), "rocket") == "rocket"


@pytest.mark.parametrize(
    ("subject", "picture"),
    [
        ("The human heart", "heart"), ("Electric cars", "ev-charger"), ("Mount Everest", "mountain"),
        ("Honeybees", "bee"), ("How DNA works", None), ("DNA", "dna"), ("The first airplane", "airplane"),
        ("Espresso", "coffee"), ("Stray cats", "cat"), ("Hot dog", None), ("White House", None), ("Opera house", None),
        ("Space ship", None), ("Cable car", None), ("Mr Robot", None), ("Christmas tree", None), ("Top dog", None),
        ("Pixar Cars", None), ("Sailor Moon", None), ("Full moon", "moon"), ("Facebook", None), ("Guitar Hero", None),
        ("Spelling bee", None), ("Elephant in the room", None), ("Bitcoin", "bitcoin"), ("Golden Globe", None),
        ("A taxi", "taxi"), ("Taxi Driver movie", None), ("Sliced bread", None),
    ],
)  # fmt: skip
def test_a_common_word_counts_where_nothing_gives_it_another_meaning(subject: str, picture: str | None):
    assert choose_illustration(subject, (), "sparkles", opening=True) == picture


NEVER_PICTURED = ["sparkles", "message-circle", "trending-up", "trending-down", "play", "map-pin", "check", "plus"]
"""Icons of the offline writer that stand for nothing that can be shown."""


@pytest.mark.parametrize("icon", NEVER_PICTURED)
def test_an_icon_that_stands_for_no_thing_chooses_nothing(icon: str):
    assert not any(icon in entry.icons for entry in index().values())


def test_every_icon_of_the_index_exists():
    assert {icon for entry in index().values() for icon in entry.icons} <= set(icon_names())


def test_the_first_airplane_is_no_airliner():
    told = ("The Wright brothers paid for the first airplane with a bicycle shop.",)
    assert choose_illustration("Bicycle", told, "plane") == "wright-flyer"
    assert choose_illustration("Bicycle", ("They flew home by airplane.",), "plane") == "airplane"
