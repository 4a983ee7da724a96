"""A pin stands where the place lies, and nowhere where that is not sure."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from samples import plan
from shipped import ROOT

from vidpipe_assets.model.pictures import Where
from vidpipe_assets.model.theme import Picture
from vidpipe_assets.render.art_direction import direct_shots
from vidpipe_assets.render.geography.places import countries, find_spot
from vidpipe_assets.render.scenes.frames import SceneFrames

SAMPLES = ROOT / "vidpipe_assets" / "providers" / "trends" / "sample_data"

# Every place of the bundled sample, with where it lies or None: whoever adds one says which.
KNOWN = {
    ("Cape Town", "Groote Schuur Hospital, South Africa"): (18, -34),
    ("London", "Where taxi drivers learn by heart"): (0, 52),
    ("London", "South London, under a hedge"): (0, 52),
    ("Pompeii", "Near Naples, in Italy"): (14, 41),
    ("Egypt", "In the tombs of the pharaohs"): (31, 27),
    ("Giza", "Egypt, just outside Cairo"): (31, 30),
    ("Panama", "Between two oceans"): (-80, 8),
    ("Dubai", "United Arab Emirates"): (55, 25),
    ("Rome", "Below the arena floor"): (12, 42),
    ("Gulf of Mexico", "Between Mexico and the United States"): (-90, 25),
    ("New York", "Nests on bridges and skyscrapers"): (-74, 41),
    ("New York", "Nintendo store, Rockefeller Center"): (-74, 41),
    ("Finland", "First country with emojis of its own"): (26, 65),
    ("Japan", "Denso, a supplier of Toyota"): (136, 36),
}


def sample_places(value: object = None) -> Iterator[tuple[str, str]]:
    if value is None:
        for file in sorted(SAMPLES.glob("*.json")):
            yield from sample_places(json.loads(file.read_text(encoding="utf-8")))
    elif isinstance(value, dict):
        told = cast("dict[str, Any]", value)
        if told.get("template") == "where":
            yield told["place"], told.get("area", "")
        for one in told.values():
            yield from sample_places(one if one is not None else "")
    elif isinstance(value, list):
        for one in cast("list[Any]", value):
            yield from sample_places(one if one is not None else "")


def test_every_place_of_the_sample_lies_where_it_does_or_has_no_pin() -> None:
    places = set(sample_places())
    assert len(places) > 20
    found = {place: find_spot(*place) for place in places}
    lies = {place: (round(spot.longitude), round(spot.latitude)) for place, spot in found.items() if spot}
    assert lies == {place: spot for place, spot in KNOWN.items() if place in places}


@pytest.mark.parametrize(
    ("place", "area"),
    [("Paris", "Texas"), ("Athens, Georgia", ""), ("London", "Ontario"), ("Moscow", "Idaho"), ("Georgia", ""),
     ("Mir", ""), ("Venus", ""), ("Wright Brothers Field", "Jezero Crater, Mars"), ("Space Station", ""),
     ("Rome", "A crater of the Moon"), ("Springfield", ""), ("Paris Hilton", "")],
)  # fmt: skip
def test_a_name_that_may_mean_something_else_has_no_spot(place: str, area: str) -> None:
    assert find_spot(place, area) is None


@pytest.mark.parametrize(
    ("place", "area", "longitude", "latitude"),
    [("Paris, France", "", 2, 49), ("Houston", "Texas", -95, 30), ("S\u00e3o Paulo", "Brazil", -47, -24),
     ("the Netherlands", "", 5, 52), ("MOUNT EVEREST", "Nepal", 87, 28), ("Chad", "Chad, Africa", 19, 15),
     ("Geneva", "Switzerland", 6, 46)],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written_and_its_country_may_stand_beside(
    place: str, area: str, longitude: int, latitude: int
) -> None:
    spot = find_spot(place, area)
    assert spot is not None
    assert abs(spot.longitude - longitude) < 1.5
    assert abs(spot.latitude - latitude) < 1.5


def test_the_map_is_that_of_the_whole_world() -> None:
    assert len(countries()) == 177
    assert all(ring[0] == ring[-1] for rings in countries().values() for ring in rings)


def test_a_map_is_drawn_for_a_known_place_only() -> None:
    base = direct_shots(plan(), Picture(world="none"), "C", "2026-11-23_gadgets", Path("themes"))[1]

    def land(place: str, area: str) -> float:
        """The share of the picture that is green, as land is."""
        scene = base.scene.model_copy(update={"picture": Where(place=place, area=area), "seconds": 6.0})
        shot = replace(base, scene=scene, palette="midnight", background="duo", illustration=None, seed=2)
        pixels = SceneFrames(shot).frame(60)[240:1190, 960:1040, :3]
        return float((pixels.argmax(axis=2) == 1).mean())

    assert land("New York", "Near the river") > 0.1
    assert land("Wright Brothers Field", "Jezero Crater, Mars") < 0.01
