"""What happens in a scene is staged only where its words mean it, and says nothing else."""

import pytest

from tests.unit.render.sample_happenings import sample_happenings
from tests.unit.render.staged_samples import scene_of
from tests.unit.writing.conftest import make_fact
from vidpipe_assets.model.events import Event
from vidpipe_assets.model.pictures import Hook
from vidpipe_assets.render.amounts import find_amount
from vidpipe_assets.render.happenings import (
    FORBIDDEN,
    Happening,
    counted,
    find_doers,
    find_happening,
    staged,
)
from vidpipe_assets.render.illustrations.choice import choose_illustration
from vidpipe_assets.render.scene_places import scene_places
from vidpipe_assets.render.spoken_words import word_s
from vidpipe_assets.render.worlds.choice import choose_world

PLACES_NAMED = (
    "oldtown", "street", "museum", "stage", "kitchen", "laboratory", "launchpad", "factory", "meadow", "hospital",
    "airfield",
)  # fmt: skip


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


def test_all_that_is_staged_in_the_sample_can_be_so() -> None:
    """No fact is staged in a world that forbids it, and what a fact names is staged."""
    kinds: set[str] = set()
    for fact, seen, own, found in sample_happenings():
        if found is None:
            assert fact.event is None, f"{fact.id}: what it names is not staged"
            continue
        kinds.add(found.kind)
        assert choose_world(seen) not in FORBIDDEN.get(found.kind, ()), fact.id
        if fact.event:
            named = [one.kind for one in (fact.event, fact.event.also) if one]
            assert [one.kind for one in staged(found)] == named, fact.id
        home = choose_world(own) or "room"
        named = {one.world for one in scene_places(scene_of(fact.statement), found, home)}
        assert named <= {
            home,
            "space",
            "ocean",
            "desert",
            "ice",
            "mars",
            "moon",
            "sea",
            "tank",
            "forest",
            *PLACES_NAMED,
        }
    assert len(kinds) > 25


def test_what_a_fact_names_wins_over_its_words() -> None:
    text = "In 1989 it was thrown out of a window and burned."
    assert kind_of(text, "Game Boy") == "flames"
    found = find_happening(scene_of(text, event={"kind": "drop", "words": "thrown"}), "Game Boy", "game-boy")
    assert found == Happening("drop", 4)
    assert kind_of("It was burned.", "Game Boy", event={"kind": "drop", "words": "thrown"}) == "flames", "it was edited"
    assert find_happening(scene_of("Er sinkt.", event={"kind": "sink", "words": "sinkt"}), "It", "ship", searched=False)
    assert find_happening(scene_of("It burned."), "It", "ship", searched=False) is None


def test_what_a_world_forbids_is_not_staged_though_it_is_named() -> None:
    assert kind_of("Ash rained on it.", "Voyager 1", event={"kind": "rain", "words": "rained"}) is None
    assert kind_of("Ash rained on it.", "Game Boy", event={"kind": "rain", "words": "rained"}) == "rain"


def test_what_is_counted_is_a_number_that_can_be_shown() -> None:
    for words, text in (("four batteries", "four"), ("72 of them", "72")):
        found = find_happening(scene_of(f"It has {words}.", event={"kind": "count", "words": words}), "X", "game-boy")
        assert found is not None
        assert (found.text, found.word) == (text, 2)
    assert kind_of("It has 4,000 parts.", "Game Boy", event={"kind": "count", "words": "4,000 parts"}) is None
    assert [counted("seven"), counted("100"), counted("101"), counted("one")] == [7, 100, 0, 0]


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("Engineers brought it back.", None, None), ("Two engineers brought it back.", "join", "engineer"),
        ("No engineers were there.", None, None), ("It looks like an astronaut.", None, None),
        ("It was played in space. A cosmonaut took it there.", "float", "astronaut"),
        ("In 1989 scientists found it.", "join", "scientist"), ("In 1989 a doctor found it.", "join", "doctor"),
        ("It burned before the workers came.", "flames", None),
        ("It was an engineering wonder.", None, None), ("It is childish.", None, None),
    ],
)  # fmt: skip
def test_who_is_named_comes_unless_that_is_denied_or_something_else_happens(
    text: str, kind: str | None, actor: str | None
) -> None:
    found = find_happening(scene_of(text), "Game Boy", "game-boy")
    assert (found.kind if found else None, found.actor if found else None) == (kind, actor)


def test_nobody_hangs_in_space_without_a_suit() -> None:
    joins = {"kind": "join", "words": "watched", "actor": "old-man"}
    assert find_happening(scene_of("Eugene Parker watched it.", event=joins), "Parker", "solar-probe") is None
    suited = find_happening(scene_of("An astronaut watched it."), "Hubble", "hubble")
    assert suited is not None
    assert suited.actor == "astronaut"
    alone = find_happening(scene_of("In space two engineers watched it."), "Hubble", "hubble")
    assert alone == Happening("float", 0)
    orbit = {"kind": "orbit", "words": "watched", "actor": "engineer"}
    assert find_happening(scene_of("She watched it.", event=orbit), "GPS", "gps-satellite") == Happening("orbit", 1)


def test_an_event_brings_its_actor_as_often_as_its_words_count_it() -> None:
    text = "In all, 36 workers clean it."
    found = find_happening(
        scene_of(text, event={"kind": "count", "words": "36 workers", "actor": "engineer"}), "Burj", "burj-khalifa"
    )
    assert found == Happening("count", 2, "36", actor="engineer", number=36)
    assert found is not None
    assert found.is_event, "people are seen from near"
    assert kind_of(text, "Game Boy", event={"kind": "join", "words": "workers"}) == "join", "found by its words"
    assert kind_of("A car passes it.", "Game Boy", event={"kind": "pass", "words": "passes"}) is None, "nobody passes"
    shown = scene_of("It is a whale.", event={"kind": "join", "words": "whale", "actor": "whale"})
    assert find_happening(shown, "Blue whale", "whale") is None, "it is seen already"


def test_whom_the_words_of_the_sample_bring_stands_in_them() -> None:
    """Rather nobody than somebody who misleads: by words come only those that the statement names."""
    brought = {fact.id: found.actor for fact, _, _, found in sample_happenings() if found and not fact.event}
    assert {name: actor for name, actor in brought.items() if actor} == {"game-boy-space": "astronaut"}
    for fact, seen, _, found in sample_happenings():
        if found is not None and found.actor is not None:
            assert found.actor != seen or found.kind == "compare", fact.id
            assert (found.size > 0) == (found.kind in ("compare", "race")), fact.id


def test_what_happens_twice_in_a_text_is_staged_twice_if_both_can_be_so() -> None:
    text = "The swindler came, and sold it. It was shown in a store."
    first, also = {"kind": "join", "words": "swindler", "actor": "swindler"}, {"kind": "display", "words": "shown"}
    found = find_happening(scene_of(text, event={**first, "also": also}), "Eiffel Tower", "eiffel-tower")
    assert found is not None
    assert [(one.kind, one.word, one.actor) for one in staged(found)] == [("join", 1, "swindler"), ("display", 8, None)]
    missing = find_happening(scene_of(text, event={**first, "also": {**also, "words": "gone"}}), "It", "eiffel-tower")
    assert [one.kind for one in staged(missing)] == ["join"], "it was edited"
    other = find_happening(scene_of(text, event={**first, "words": "gone", "also": also}), "It", "eiffel-tower")
    assert [one.kind for one in staged(other)] == ["display"]
    with pytest.raises(ValueError, match=r"event.words: 'gone'"):
        make_fact("sold", text, event={**first, "also": {**also, "words": "gone"}})


@pytest.mark.parametrize(
    ("told", "thing", "number"),
    [("220 liters", "bucket", 22), ("200 million liters", "pool", 80), ("3 liters of milk", "bottle", 3),
     ("12 kilograms of coffee", "bag", 12), ("1,000 liters", "bucket", 100)],
)  # fmt: skip
def test_an_amount_is_counted_in_things_that_hold_it(told: str, thing: str, number: int) -> None:
    amount = find_amount(told)
    assert amount is not None
    assert (amount.thing, amount.number, counted(told)) == (thing, number, number)
    event = {"kind": "count", "words": told}
    found = find_happening(scene_of(f"It takes {told}.", event=event), "Coffee", "coffee")
    assert found is not None
    assert found.text == told.partition(" of milk")[0]


@pytest.mark.parametrize("told", ["1 liter", "30,000 liters", "900 million liters", "12 kilograms", "about 5"])
def test_what_no_thing_holds_in_a_number_that_can_be_shown_is_no_amount(told: str) -> None:
    assert find_amount(told) is None


@pytest.mark.parametrize(
    ("steps", "doers"),
    [
        (("Roll a sheet", "Hold it to the chest", "Hear the heart"), ("swindler",) * 3),
        (("Roll a sheet", "Sailors pull it", "It rises"), (None, "sailor", None)),
        (("Lustig comes", "A letter goes out", "Nobody asks"), ("swindler", None, None)),
    ],
)
def test_who_takes_a_step_is_seen_where_it_is_something_to_do_or_names_them(
    steps: tuple[str, ...], doers: tuple[str | None, ...]
) -> None:
    event = {"kind": "join", "words": "Victor Lustig", "actor": "swindler"}
    told = scene_of("Victor Lustig sold it.", event=event)
    assert find_doers(told, Happening("join", 0, actor="swindler"), steps) == doers
    assert find_doers(told, None, steps[:1]) == (None,)


def test_a_hook_is_staged_by_its_lines_from_the_first_frame() -> None:
    scene = scene_of("This is about the Game Boy.", picture=Hook(lines=("From Moscow", "to *orbit*")))
    found = find_happening(scene, "Game Boy", "game-boy")
    assert found is not None
    assert (found.kind, word_s(scene, found.word)) == ("float", 0.0)
    named = scene.model_copy(update={"event": Event(kind="join", words="Game Boy", actor="child")})
    assert find_happening(named, "Game Boy", "game-boy") == Happening("join", 4, actor="child"), "its writer knows best"


def test_what_grows_by_a_length_is_marked_with_its_number() -> None:
    text = "On hot days, the tower can grow by up to 15 centimeters. Iron swells in the heat."
    found = find_happening(scene_of(text), "Eiffel Tower", "eiffel-tower")
    assert found is not None
    assert found.kind == "heat"
    assert found.also is not None
    assert (found.also.kind, found.also.text) == ("ruler", "15 centimeters")
    assert text.split()[found.also.word] == "15"
