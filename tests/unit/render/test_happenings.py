"""What happens in a scene is staged only where its words mean it, and says nothing else."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.unit.render.scene_samples import shot
from vidpipe_assets.language.words import word_texts
from vidpipe_assets.model.pictures import Hook, IconCard, Where
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.providers.trends import sample
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.happenings import Happening, find_happening, scene_world
from vidpipe_assets.render.illustrations.choice import choose_illustration
from vidpipe_assets.render.moments import told_s, word_s
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.worlds.choice import choose_world

CARD = IconCard(icon="bike", title="It")


def scene_of(text: str, **changes: object) -> ScenePlan:
    values = {"id": "s1", "narration": text, "title": "It", "picture": CARD, "seconds": 8.0, **changes}
    return ScenePlan.model_validate(values)


def kind_of(text: str, subject: str, **changes: object) -> str | None:
    own = choose_illustration(subject, (), "", opening=True)
    found = find_happening(scene_of(text, **changes), subject, own)
    return found.kind if found else None


@pytest.mark.parametrize(
    ("text", "subject", "kind"),
    [
        ("Tetris was the first video game played in space.", "Game Boy", "float"),
        ("A Game Boy burned in a bombing still played Tetris.", "Game Boy", "flames"),
        ("The Game Boy sold almost 119 million.", "Game Boy", "crowd"),
        ("It cost about 90 dollars.", "Game Boy", "coins"),
        ("People heard it 4,800 kilometers away.", "Volcanoes", "rings"),
        ("Penguins dive deeper than any other bird.", "Emperor penguin", "bubbles"),
        ("Outside it is far below zero.", "Emperor penguin", "snow"),
        ("It weighed only 133 grams.", "Nokia 3310", "scale"),
        ("She rode at 296 kilometers an hour.", "Bicycle", "speed"),
        ("The World Cup was stolen.", "World Cup football", "vanish"),
    ],
)
def test_what_the_words_tell_is_staged(text: str, subject: str, kind: str) -> None:
    assert kind_of(text, subject) == kind


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("It was not burned.", "Game Boy"), ("Nobody ever took one to orbit.", "Game Boy"),
        ("It could have exploded.", "Game Boy"), ("The price exploded.", "Voyager 1"),
        ("It sounds like it was thrown out of a window.", "Game Boy"), ("You need space for it.", "Game Boy"),
        ("Colonies are found from space.", "Emperor penguin"), ("It could fly to the Moon and back.", "Arctic tern"),
        ("Many stand around the Pacific, on the Ring of Fire.", "Volcanoes"), ("It made a deep impression.", "Titanic"),
        ("One side is at minus 233, below zero by far.", "James Webb Telescope"), ("Sales fell.", "Game Boy"),
        ("The thrusters fired again.", "Voyager 1"), ("Bees are busy at breakfast.", "Honey bees"),
        ("It was hidden from most people.", "Titanic"), ("One Walkman, a few Walkmans.", "Walkman"),
    ],
)  # fmt: skip
def test_what_is_denied_supposed_or_means_something_else_is_not(text: str, subject: str) -> None:
    assert kind_of(text, subject) is None


def test_a_question_and_an_icon_stage_nothing() -> None:
    burned = "A Game Boy burned in a bombing."
    assert kind_of(burned, "Game Boy", pause_s=2.0) is None
    assert find_happening(scene_of(burned), "Game Boy", None) is None


def test_something_else_than_the_subject_is_only_weighed_or_beats() -> None:
    stolen = scene_of("The World Cup was stolen. A dog found it.")
    assert find_happening(stolen, "World Cup football", "dog", own=False) is None
    heavy = find_happening(scene_of("The heart weighs about 180 kilograms."), "Blue whale", "heart", own=False)
    assert heavy is not None
    assert heavy.kind == "scale"


def test_a_year_that_is_said_stands_on_a_leaf_of_a_calendar() -> None:
    found = find_happening(scene_of("It was first sold in 1989."), "Game Boy", "game-boy")
    assert found == Happening("calendar", 5, "1989")
    assert kind_of("In 1989 meters it is long.", "Game Boy") is None


def test_all_that_is_staged_in_the_sample_is_known() -> None:
    """A change of rules shows here which facts it stages otherwise: look at them."""
    staged: dict[str, int] = {}
    for path in sorted(Path(sample.__file__).with_name("sample_data").glob("*.json")):
        for subject in json.loads(path.read_text())["subjects"]:
            own = choose_illustration(subject["name"], (), "", opening=True)
            for fact in subject["facts"]:
                scene = scene_of(fact["statement"])
                found = find_happening(scene, subject["name"], own)
                staged[found.kind if found else "nothing"] = staged.get(found.kind if found else "nothing", 0) + 1
                if found and found.text:
                    assert found.text in word_texts(fact["statement"])[found.word]
                world = scene_world(scene, found, choose_world(own) or "room")
                assert world in (choose_world(own) or "room", "space", "ocean", "desert", "ice", "mars")
    assert {name for name, count in staged.items() if count} >= {"float", "flames", "speed", "crowd", "coins", "scale"}
    assert staged["nothing"] > 100


def test_a_scene_stands_in_the_world_that_it_tells_of() -> None:
    flown = scene_of("It was played in space.")
    assert scene_world(flown, find_happening(flown, "Game Boy", "game-boy"), "room") == "space"
    assert scene_world(scene_of("The loneliest one stood in the Sahara."), None, "jungle") == "desert"
    assert scene_world(scene_of("It never stood in the Sahara."), None, "jungle") == "jungle"


def test_a_hook_is_staged_by_its_lines_from_the_first_frame() -> None:
    scene = scene_of("This is about the Game Boy.", picture=Hook(lines=("From Moscow", "to *orbit*")))
    found = find_happening(scene, "Game Boy", "game-boy")
    assert found is not None
    assert (found.kind, word_s(scene, found.word)) == ("float", 0.0)


def test_a_map_gives_way_to_what_happened_when_it_is_told() -> None:
    scene = scene_of(
        "Number two: New York. A Game Boy burned in a Gulf War bombing still played Tetris. They showed it for years.",
        picture=Where(place="New York"),
    )
    span = told_s(scene, 7)
    assert span is not None
    assert 1.3 <= span[0] <= word_s(scene, 7) + 0.9 < span[1]
    assert span[1] == pytest.approx(word_s(scene, 16)), "until its sentence is over"
    assert told_s(scene_of("It burned."), 1) is None


@pytest.mark.parametrize("kind", ["flames", "speed", "crowd", "scale", "coins", "snow", "rings", "vanish"])
def test_what_happens_is_seen_and_stays_in_the_room_of_the_illustration(kind: str) -> None:
    plain = shot(CARD, seconds=8.0, illustration="game-boy")
    staged = shot(CARD, seconds=8.0, illustration="game-boy", happening=Happening(kind, 1))  # type: ignore[arg-type]
    drawn: list[np.ndarray] = []
    for one in (plain, staged):
        canvas = Canvas(1080, 1920)
        art = place_art(SceneContext(one), 0, 300, 1080, 800)
        assert art is not None
        art.draw(canvas, 4.2)
        drawn.append(canvas.pixels.copy())
    assert (drawn[0] != drawn[1]).any(axis=2).sum() > 2000
    assert not drawn[1][:298].any()
    assert not drawn[1][802:].any()
