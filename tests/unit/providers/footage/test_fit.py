"""How well a picture's text fits a scene: by its subject first, then by what else is said."""

import pytest

from vidpipe_assets.providers.footage import FootageRequest
from vidpipe_assets.providers.footage.fit import measure_fit


def wish(*terms: str, words: str = "") -> FootageRequest:
    return FootageRequest("s2", terms, "", 4.0, words=words)


@pytest.mark.parametrize(
    ("subject", "title", "text", "is_good"),
    [
        ("game boy", "GameBoy-grey", "", True),
        ("game boy", "IMG 0042", "A Nintendo Game Boys collection", True),
        ("game boy", "A boy plays a game", "boy, games", False),
        ("blue whale", "Whale watching", "under a blue sky", False),
        ("blue whale", "At sea", "Blue; whale", False),
        ("blue whale", "Blue whales off Chile", "", True),
        ("eiffel tower", "The Eiffel-Tower at dusk", "", True),
        ("voyager 1", "Voyager 2", "", False),
        ("james webb space telescope", "Webb telescope in space", "", True),
        ("james webb space telescope", "A telescope", "in a shop", False),
        ("größe", "Grösse des Hofs", "", True),
        ("", "Anything", "", False),
    ],
)
def test_a_picture_is_good_if_it_names_the_subject(subject: str, title: str, text: str, is_good: bool) -> None:
    assert measure_fit(wish(subject), title, text).is_good is is_good


def test_what_else_is_said_decides_and_is_told() -> None:
    scene = wish("game boy", "batteries", words="It ran for thirty hours in 1989.")
    plain = measure_fit(scene, "Game Boy", "")
    better = measure_fit(scene, "Game Boy", "With its battery, 1989")
    assert (plain.score, better.score) == (0.7, 0.82)
    assert better.reason == "its title has game, boy; its description has batteries"
    assert measure_fit(scene, "A pier", "at noon").reason == "none of the scene's words stands in its text"
