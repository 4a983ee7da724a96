"""A scene happens where its words say, and goes elsewhere with the sentence that names another place."""

from pathlib import Path

import numpy as np
import pytest

from tests.unit.render.staged_samples import scene_of
from vidpipe_assets.model.pictures import End, Hook
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan
from vidpipe_assets.model.theme import Picture
from vidpipe_assets.render.art_direction import Shot, direct_shots, redirect_shot
from vidpipe_assets.render.happenings import Happening, find_happening
from vidpipe_assets.render.scene_places import scene_places, setting_of
from vidpipe_assets.render.scenes.frames import SceneFrames
from vidpipe_assets.render.spoken_words import letter_s
from vidpipe_assets.render.worlds.choice import views_of

BOMBED = "It burned in a Gulf War bombing, and still played. Nintendo showed it in its New York store for years."


def places_of(scene: ScenePlan, happening: Happening | None, own: str) -> str:
    """The worlds, one after another."""
    return ", ".join(one.world for one in scene_places(scene, happening, own))


def test_a_scene_stands_in_the_world_that_it_tells_of() -> None:
    flown = scene_of("It was played in space.")
    assert places_of(flown, find_happening(flown, "Game Boy", "game-boy"), "room") == "space"
    assert places_of(scene_of("The loneliest one stood in the Sahara."), None, "jungle") == "desert"
    assert places_of(scene_of("It never stood in the Sahara."), None, "jungle") == "jungle"


@pytest.mark.parametrize(
    ("said", "own", "world"),
    [("It left the museum in a wheelbarrow.", "museum", "museum"), ("They went on sale in 1932.", "stage", "street"),
     ("It played at a festival in Newport.", "room", "stage"), ("A dog found it in London.", "stadium", "oldtown"),
     ("In an oven lay 81 loaves of bread.", "mountains", "mountains"), ("It is no museum.", "room", "room"),
     ("Buyers got store credit.", "room", "room"), ("The baker burnt it.", "room", "kitchen")],
)  # fmt: skip
def test_what_one_can_carry_is_seen_at_the_place_that_is_told_of(said: str, own: str, world: str) -> None:
    assert places_of(scene_of(said), None, own) == world


@pytest.mark.parametrize(
    ("said", "world"),
    [
        ("It came from the Sahara in a box, and was shown to all.", "street"),
        ("Found in tombs in Egypt, it was shown in a museum.", "museum"),
    ],
)
def test_what_is_on_display_is_seen_where_it_is_shown(said: str, world: str) -> None:
    shown = Happening("display", len(said.split()) - 1)
    first = Happening("flames", 1, also=shown)
    for own in ("room", "mountains"):
        assert places_of(scene_of(said), shown, own) == places_of(scene_of(said), first, own) == world


@pytest.mark.parametrize(
    ("said", "own", "world"),
    [
        ("An octopus slipped out of a tank in Napier.", "reef", "tank"),
        ("The tank of a truck holds more.", "reef", "reef"),
        ("It was lost at sea.", "room", "sea"),
        ("People were all at sea.", "room", "room"),
        ("They cross the Gulf of Mexico without a stop.", "jungle", "sea"),
        ("The one that landed on the Moon was slow.", "space", "moon"),
        ("It flies to the Moon and back.", "space", "space"),
        ("It is a redwood of 116 meters.", "meadow", "forest"),
        ("Surgeons work on one while its owner talks.", "laboratory", "hospital"),
        ("The patient lived for 18 days.", "laboratory", "hospital"),
        ("It is no hospital.", "room", "room"),
        ("It was left at an airport.", "room", "airfield"),
    ],
)
def test_a_scene_is_seen_on_the_moon_at_sea_in_a_tank_or_a_hospital_where_its_words_say_so(
    said: str, own: str, world: str
) -> None:
    assert places_of(scene_of(said), None, own) == world


@pytest.mark.parametrize(
    ("said", "world", "illustration", "drawing", "found"),
    [
        ("Chris Hadfield played it in orbit.", "space", "guitar", "guitar", "cabin"),
        ("Tardigrades spent 10 days in open space.", "space", "tardigrade", "tardigrade", "space"),
        ("Four satellites are in orbit.", "space", "gps-satellite", "gps-satellite", "space"),
        ("Its capsule came home.", "moon", "moon-lander", "moon-lander-capsule", "sea"),
        ("Michael Collins flew around the Moon alone.", "moon", "moon-lander", "moon-lander", "space"),
        ("No lander lasted longer.", "space", "venus", "venus-lander", "venus"),
        ("The planet spins backward.", "space", "venus", "venus", "space"),
    ],
)
def test_what_can_be_carried_floats_in_a_cabin_and_a_drawing_stands_in_what_it_shows(
    said: str, world: str, illustration: str, drawing: str, found: str
) -> None:
    happening = Happening("float", 0) if "orbit" in said or "open space" in said else None
    assert setting_of(scene_of(said), happening, world, illustration, drawing) == found


def test_a_drawing_stands_in_no_world_where_what_happens_cannot_be() -> None:
    assert setting_of(scene_of("It snows."), Happening("snow", 1), "ice", "penguin", "penguin-dive") == "ice"


def test_a_scene_goes_elsewhere_with_the_sentence_that_names_another_place() -> None:
    shown = Happening("flames", 1, also=Happening("display", 10))
    for happening in (None, shown):
        first, second = scene_places(scene_of(BOMBED), happening, "room")
        assert (first.world, second.world) == ("desert", "street")
        assert (first.start, BOMBED[second.start :].split(maxsplit=1)[0]) == (0, "Nintendo")
    there = "It was found at home. Now it is in a museum. A museum keeps it."
    assert places_of(scene_of(there), None, "room") == "museum"
    assert places_of(scene_of(BOMBED), Happening("float", 3), "room") == "space", "what floats does so all the time"


def shots_of(told: str = BOMBED, **changes: object) -> tuple[Shot, ...]:
    """An opening, a scene of which nothing is known, the one that tells, and the end."""
    scenes = (
        scene_of("Which toy?", id="s1", picture=Hook(lines=("Which", "toy"))),
        scene_of("It had a screen.", id="s2"),
        scene_of(told, id="s3", search_terms=("Game Boy",), **changes),
        scene_of("Follow us.", id="s4", picture=End(lines=("And", "you?"), button="Follow")),
    )
    plan = ProductionPlan(
        subject="Game Boy", language="en", title="T", description="D", hashtags=(), hook="H", call_to_action="C",
        scenes=scenes, sources=(), writer="test", sample=True,
    )  # fmt: skip
    return direct_shots(plan, Picture.model_validate({}), "C", "2026-11-23_gadgets", Path("themes"))


def test_the_background_changes_with_the_place_and_the_end_card_stays_in_the_last() -> None:
    *_, shot_of, end = shots_of()
    ((at, background),) = shot_of.places
    assert at == letter_s(shot_of.scene, BOMBED.index("Nintendo"))
    assert (shot_of.background.partition("/")[0], background.partition("/")[0]) == ("desert", "street")
    assert end.background.startswith("street/")
    frames = SceneFrames(shot_of)
    before, after = (frames.frame(round(30 * moment))[-300:].astype(int) for moment in (at - 0.5, at + 0.5))
    assert (np.abs(before - after).max(axis=2) > 30).mean() > 0.5, "the ground is the same"


def test_another_picture_of_a_scene_goes_to_the_same_places_seen_from_elsewhere() -> None:
    shots = shots_of()
    again = redirect_shot(shots, 2, 1, 5)
    assert [one.partition("/")[0] for _, one in again.places] == ["street"]
    assert again.places != shots[2].places


def test_no_place_is_seen_for_an_instant_only() -> None:
    assert shots_of(seconds=2.8)[2].places == ()


def test_who_stands_on_a_floor_does_not_go_to_where_it_would_have_to_swim() -> None:
    text = "It was sold in a shop in London. It was lost in the dockyard, and never seen again by anybody there."
    assert places_of(scene_of(text), None, "room") == "street, harbour"
    assert shots_of(text)[2].places == ()


def test_the_camera_stays_where_it_is_around_a_change_of_place_and_counts_its_views_anew() -> None:
    views = views_of("desert/wide", (2.0, 3.5, 6.0), ((4.0, "street/low"),))
    assert [at for at, _ in views] == [0.0, 2.0, 4.0, 6.0]
    assert [name.partition("/")[0] for _, name in views] == ["desert", "desert", "street", "street"]
    assert len({name for _, name in views}) == 4
    assert views_of("mesh", (2.0,)) == ((0.0, "mesh"), (2.0, "mesh"))
