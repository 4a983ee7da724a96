"""What happens in a scene is staged only where its words mean it, and says nothing else."""

from dataclasses import replace
from typing import Any, cast, get_args

import numpy as np
import pytest

from tests.unit.render.sample_happenings import sample_happenings
from tests.unit.render.scene_samples import shot
from tests.unit.writing.conftest import make_fact
from vidpipe_assets.model.events import PERSONS, Actor, Event, EventKind
from vidpipe_assets.model.pictures import Hook, IconCard, Rank, Steps, Where
from vidpipe_assets.model.plan import Beat, ScenePlan
from vidpipe_assets.render.amounts import find_amount
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.happenings import (
    FORBIDDEN,
    NEEDS_ACTOR,
    Happening,
    counted,
    find_doers,
    find_happening,
    scene_places,
    staged,
)
from vidpipe_assets.render.illustrations.choice import choose_illustration
from vidpipe_assets.render.illustrations.files import index, sizes
from vidpipe_assets.render.illustrations.svg import FIELD
from vidpipe_assets.render.moments import happens_s, told_s
from vidpipe_assets.render.safe_areas import FREE
from vidpipe_assets.render.scenes import close_up
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.frames import make_template
from vidpipe_assets.render.scenes.staging import ALWAYS, Staging, ink_of
from vidpipe_assets.render.scenes.staging.actors import Lens
from vidpipe_assets.render.scenes.staging.company import Company, company
from vidpipe_assets.render.scenes.staging.coverings import painted
from vidpipe_assets.render.scenes.staging.meetings import compared, compared_actors, passing, passing_behind, swarm
from vidpipe_assets.render.scenes.staging.stage import Box, Stage
from vidpipe_assets.render.scenes.staging.times import clock_turns, counted_up
from vidpipe_assets.render.scenes.subject import is_turned
from vidpipe_assets.render.spoken_words import word_s
from vidpipe_assets.render.worlds.choice import choose_world

CARD = IconCard(icon="bike", title="It")


PLACES_NAMED = (
    "oldtown", "street", "museum", "stage", "kitchen", "laboratory", "launchpad", "factory", "meadow", "hospital",
    "airfield",
)  # fmt: skip


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
    ("text", "turns"),
    [("10 hours", (2.0, 10 / 12)), ("2.5 hours", (2.5, 2.5 / 12)), ("15 minutes", (1.25, 15 / 720)),
     ("39 seconds", (1.65, 0.0)), ("3,800 years", (2.0, 1.0)), ("", (2.0, 1.0))],
)  # fmt: skip
def test_a_clock_stops_at_its_time(text: str, turns: tuple[float, float]) -> None:
    assert clock_turns(text) == pytest.approx(turns)


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


@pytest.mark.parametrize("room", [Box(0, 210, 1080, 1170), Box(0, 300, 1080, 720), Box(548, 210, 1180, 1180)])
def test_nobody_of_the_sample_stands_before_the_subject_or_outside_of_its_room(room: Box) -> None:
    """Rooms as a close-up, a card and a subject beside a headline have them: none reaches into text or captions."""
    for fact, seen, _, found in sample_happenings():
        if seen is None or found is None or not any(one.actor for one in staged(found)):
            continue
        of = shot(CARD, seconds=8.0, illustration=seen, happening=found, background="city/wide")
        placed = place_art(SceneContext(of), room.left, room.top, room.right, room.bottom)
        assert placed is not None
        left, top, right, bottom = (edge * placed.size / FIELD for edge in ink_of(seen))
        subject = ink = Box(placed.x + left, placed.y + top, placed.x + right, placed.y + bottom)
        others, after = list[Box](), None
        for one in staged(found):
            after = Staging(one, SceneContext(of), ink, room, ALWAYS, after)
            others = [*map(after.box_aside, others), *after.beside()]
            subject = after.box_aside(subject)
            if one.kind == "grow" and one.actor:
                corners = [after.moved(7.9, *corner) for corner in ((ink.left, ink.top), (ink.right, ink.bottom))]
                subject = Box(*corners[0], *corners[1])
        for one in others:
            assert room.left <= one.left + 1 and one.right <= min(room.right, 1080) + 1, fact.id
            assert room.top <= one.top + 1 and one.bottom <= room.bottom, fact.id
            assert one.right <= subject.left + 1 or one.left >= subject.right - 1, f"{fact.id}: before its subject"


def test_what_is_compared_stands_side_by_side_in_its_true_ratio() -> None:
    """Of a pyramid and a cathedral that is a tenth higher, too wide together for their room, both become smaller."""
    room, ink = Box(0, 200, 1080, 1100), Box(90, 300, 990, 1000)
    context = SceneContext(shot(CARD, seconds=8.0, illustration="pyramid"))
    for size in (1.1, 0.5):
        stage = Stage(Happening("compare", 0, actor="cathedral", size=size), context, ink, room)
        pose, (actor,) = compared(stage, 7.0), compared_actors(stage)
        assert actor.high / (pose.scale * ink.high) == pytest.approx(size, rel=0.01)
        assert actor.wide + pose.scale * ink.wide < room.wide


def beside(subject: str, actor: Actor, ink: Box | None = None) -> tuple[Company, Box]:
    """Who stands beside a subject in the whole frame, and where that has ink before."""
    context = SceneContext(shot(CARD, seconds=8.0, illustration=subject, background="city/wide"))
    room = Box(0, 200, 1080, 1160)
    if ink is None:
        left, top, right, bottom = ink_of(subject)
        scale = min(1000 / (right - left), 900 / (bottom - top))
        half = scale * (right - left) / 2
        ink = Box(540 - half, 1130 - scale * (bottom - top), 540 + half, 1130)
    return company(Stage(Happening("join", 0, actor=actor), context, ink, room)), ink


@pytest.mark.parametrize(
    ("subject", "actor", "ratio"),
    [("cheetah", "man", 1.8 / 1.9), ("whale", "elephant", 0.2), ("space-station", "airplane", 73 / 109),
     ("penguin", "egg", 0.12 / 1.15)],
)  # fmt: skip
def test_what_has_a_size_stands_beside_the_subject_in_true_ratio(subject: str, actor: Actor, ratio: float) -> None:
    (others, size), ink = beside(subject, actor)
    assert max(others[0].wide, others[0].high) / (size * max(ink.wide, ink.high)) == pytest.approx(ratio, rel=0.02)


def test_what_is_too_small_beside_the_subject_is_seen_in_a_lens() -> None:
    for subject, actor in (("whale", "diver"), ("moon-lander", "pen"), ("ship", "lifeboat")):
        (others, _), _ = beside(subject, cast(Actor, actor))
        assert isinstance(others[0], Lens), subject
    (others, _), _ = beside("eiffel-tower", "swindler")
    assert not isinstance(others[0], Lens), "a figure before a tower is no measure of it"


@pytest.mark.parametrize(("subject", "actor", "hidden"), [("penguin", "gps-satellite", True), ("moon", "tern", False)])
def test_what_flies_past_goes_behind_a_face_and_before_all_else(subject: str, actor: Actor, hidden: bool) -> None:
    context = SceneContext(shot(CARD, seconds=8.0, illustration=subject, background="shore/wide"))
    stage = Stage(Happening("pass", 0, actor=actor), context, Box(200, 300, 880, 1100), Box(0, 200, 1080, 1160))
    for draw, seen in ((passing, not hidden), (passing_behind, hidden)):
        canvas = Canvas(1080, 1300)
        draw(stage, canvas, stage.start + stage.length / 2)
        assert canvas.pixels.any() == seen


def test_what_passes_is_smaller_than_what_is_far_larger() -> None:
    high = dict[str, int]()
    for subject in ("suspension-bridge", "car"):
        context = SceneContext(shot(CARD, seconds=8.0, illustration=subject, background="city/wide"))
        ink = Box(200, 300, 880, 1100)
        stage = Stage(Happening("pass", 0, actor="ship"), context, ink, Box(0, 200, 1080, 1160))
        canvas = Canvas(1080, 1300)
        passing(stage, canvas, stage.start + stage.length / 2)
        high[subject] = int(canvas.pixels.any(axis=(1, 2)).sum())
    assert high["suspension-bridge"] < 0.6 * high["car"]


@pytest.mark.parametrize("subject", sorted(index()))
def test_a_person_is_smaller_than_what_is_large_and_larger_than_what_one_can_carry(subject: str) -> None:
    known = sizes().get(subject)
    if known is None:
        return
    (others, size), ink = beside(subject, "woman")
    ratio = max(others[0].wide, others[0].high) / (size * max(ink.wide, ink.high))
    assert ratio < 0.7 if known > 4 else ratio > 1.2 if known < 1 else 0.4 < ratio < 1.7


def test_whoever_comes_second_keeps_off_the_clock_beside_the_subject() -> None:
    """The crew stood behind a calendar."""
    happening = Happening("join", 0, actor="astronaut", also=Happening("clock", 0, "10 hours"))
    alone, both = frame(happening._replace(also=None), 7.0), frame(happening, 7.0)
    columns = [np.flatnonzero(one.any(axis=(0, 2))) for one in (alone, both)]
    assert columns[0][0] < 400, "somebody stands at the left"
    gaps = np.flatnonzero(np.diff(columns[1]) > 6)
    assert len(gaps) == 2, "clock, subject and astronaut stand apart"


def test_a_thief_comes_first_then_runs_off_with_the_subject_and_does_not_come_back() -> None:
    stolen = Happening("vanish", 0, actor="thief")
    before, gone, after = (frame(stolen, at) for at in (1.2, 2.6, 6.0))
    assert before[500:700, :450].any(), "the thief has come"
    assert not gone[500:700, :450].any(), "and has gone"
    assert (gone[320:790, 450:640, 3] > 200).mean() < 0.1, "with the subject"
    assert (after[600:790, 450:720, 3] > 200).mean() > 0.3, "which is found"
    assert not after[500:700, :450].any()


def test_the_sun_stands_in_the_sky_beside_what_stands_on_the_ground() -> None:
    ink, room = Box(300, 300, 800, 800), Box(0, 200, 1080, 900)
    named: tuple[tuple[Actor, int], ...] = (("sun", 300), ("sailor", 800))
    for name, foot in named:
        of = shot(CARD, seconds=8.0, illustration="colosseum", background="ruins/wide")
        (one,) = Staging(Happening("join", 0, actor=name), SceneContext(of), ink, room).beside()
        assert (one.top if name == "sun" else one.bottom) == pytest.approx(foot)


def test_nobody_stands_on_water() -> None:
    """At the shore and in a harbour, planks come from the frame's edge with whoever stands beside the subject."""
    drawn = list[np.ndarray]()
    for world in ("shore", "harbour", "city"):
        of = shot(CARD, seconds=8.0, illustration="ship", happening=Happening("join", 0, actor="sailor"))
        canvas = Canvas(1080, 860)
        placed = place_art(SceneContext(replace(of, background=f"{world}/wide")), 0, 200, 1080, 800)
        assert placed is not None
        placed.draw(canvas, 6.0)
        drawn.append(canvas.pixels[772:782, :120, 3] > 200)
    assert min(drawn[0].mean(), drawn[1].mean()) > 0.7
    assert drawn[2].mean() < 0.5


@pytest.mark.parametrize("name", sorted(PERSONS))
def test_a_person_walks_in_and_stands_still_on_the_ground(name: Actor) -> None:
    happening = Happening("join", 1, actor=name)
    context = SceneContext(shot(CARD, seconds=8.0, illustration="nokia", happening=happening, background="city/wide"))
    drawn = list[np.ndarray]()
    for at in (0.0, 1.2, 5.0, 5.4):
        canvas = Canvas(1080, 860)
        placed = place_art(context, 0, 200, 1080, 800)
        assert placed is not None
        placed.draw(canvas, at)
        drawn.append(canvas.pixels[..., 3] > 60)
    before, walking, stands, later = drawn
    assert not before[:, :200].any()
    feet = [np.flatnonzero(one[755:770, :500].any(axis=0)) for one in (stands, later)]
    assert len(feet[0]) > 20, "nobody stands on the ground"
    assert (feet[0] == feet[1]).all(), "whoever has come stands still"
    assert (walking[:, :430] != stands[:, :430]).any()


def test_who_may_take_part_is_drawn() -> None:
    assert set(get_args(Actor)) <= set(index())


def frame(happening: Happening | None, at: float, scene: ScenePlan | None = None) -> np.ndarray:
    """The Game Boy, to which it happens, in the rows 300 to 800."""
    changes: dict[str, Any] = {"scene": scene} if scene else {}
    drawn = shot(CARD, seconds=8.0, illustration="game-boy", happening=happening, **changes)
    canvas = Canvas(1080, 860)
    placed = place_art(SceneContext(drawn), 0, 300, 1080, 800)
    assert placed is not None
    placed.draw(canvas, at)
    return canvas.pixels.copy()


def test_a_clock_stands_beside_the_subject_and_stands_still_in_the_end() -> None:
    early, late, last = (frame(Happening("clock", 1, "10 hours"), at) for at in (1.6, 7.0, 7.2))
    columns = np.flatnonzero(last.any(axis=(0, 2)))
    gap = int(np.diff(columns).argmax())
    assert columns[gap + 1] - columns[gap] > 8, "clock and subject touch each other"
    clock = (slice(None), slice(columns[0], columns[gap] + 1))
    assert (late[clock] == last[clock]).all(), "its hands run on"
    assert (early[clock] != last[clock]).any()


def test_what_survives_a_fire_is_black_until_it_is_said_and_stays_so_at_its_edges() -> None:
    burned = scene_of("A Game Boy burned in a bombing still played Tetris. It was shown for years.")
    found = find_happening(burned, "Game Boy", "game-boy")
    assert found == Happening("flames", 3, "", 7)
    middle = (slice(430, 560), slice(480, 600))
    before, burning, after = (frame(found, at, burned) for at in (0.2, 2.4, 5.0))
    assert burning[middle].mean() < 0.8 * before[middle].mean()
    assert after[middle].mean() > 0.9 * before[middle].mean()
    assert (after != before).any(axis=2).sum() > 4000, "it is as clean as ever"


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


def test_each_thing_of_an_amount_is_seen_in_the_colour_of_what_it_holds() -> None:
    told = Happening("count", 0, "30 liters")
    for text, channel in (("30 liters of blood.", 2), ("30 liters of water.", 0)):
        alone = frame(None, 7.0, scene_of(text)).astype(int)
        apart = frame(told, 7.0, scene_of(text)).astype(int)
        held = apart[(np.abs(apart - alone).sum(axis=2) > 0) & (np.arange(1080) < 430)]
        strong = held[:, channel] - np.delete(held[:, :3], channel, axis=1).max(axis=1)
        assert (strong > 60).sum() > 300, text


@pytest.mark.parametrize(
    ("text", "heap"),
    [("It was sold for scrap.", True), ("It cost 6 million dollars.", True), ("It cost 40,000 pounds.", True),
     ("It cost 5 dollars.", False)],
)  # fmt: skip
def test_scrap_and_much_money_lie_in_a_heap_at_the_foot(text: str, heap: bool) -> None:
    drawn = list[np.ndarray]()
    for happening in (None, Happening("coins", 0)):
        of = shot(CARD, seconds=8.0, illustration="pyramid", happening=happening, background="desert/wide")
        canvas = Canvas(1080, 860)
        placed = place_art(SceneContext(replace(of, scene=scene_of(text))), 0, 200, 1080, 800)
        assert placed is not None
        placed.draw(canvas, 7.0)
        drawn.append(canvas.pixels.astype(int))
    apart = (np.abs(drawn[0] - drawn[1]).sum(axis=2) > 60)[700:772, 520:900]
    assert (apart.mean() > 0.12) == heap


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


def test_who_takes_the_step_that_is_lit_stands_on_its_card_and_comes_down_with_the_next() -> None:
    picture = Steps(title="How", steps=[{"text": text} for text in ("Pretend to be it", "Invite them", "Take it")])
    beats = tuple(Beat(word=number + 1, at=0.1 + 0.25 * number) for number in range(3))
    lowest = list[int]()
    for happening in (None, Happening("join", 0, actor="swindler")):
        of = shot(picture, seconds=8.0, beats=beats, illustration="eiffel-tower", happening=happening)
        template = make_template(SceneContext(of))
        for at in (2.0, 4.3, 7.5):
            canvas = Canvas(1080, 1920)
            template.draw(canvas, at)
            coat = np.abs(canvas.pixels[..., :3].astype(int) - (0x6B, 0x3B, 0x48)).sum(axis=2) < 12
            worn = np.flatnonzero(coat.sum(axis=1) > 8)
            lowest.append(int(worn[-1]) if len(worn) else 0)
    assert lowest[:3] == [0, 0, 0]
    assert 0 < lowest[3] < lowest[4] < lowest[5]


def test_a_hook_is_staged_by_its_lines_from_the_first_frame() -> None:
    scene = scene_of("This is about the Game Boy.", picture=Hook(lines=("From Moscow", "to *orbit*")))
    found = find_happening(scene, "Game Boy", "game-boy")
    assert found is not None
    assert (found.kind, word_s(scene, found.word)) == ("float", 0.0)
    named = scene.model_copy(update={"event": Event(kind="join", words="Game Boy", actor="child")})
    assert find_happening(named, "Game Boy", "game-boy") == Happening("join", 4, actor="child"), "its writer knows best"


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


def test_a_list_gives_way_to_what_happens_and_is_seen_once_more_behind_it() -> None:
    side = {"tag": "Dive", "value": 2, "label": "beats", "icon": "heart"}
    versus = {"template": "versus", "left": side, "right": {**side, "value": 37}}
    text = "Number two. When a whale dives, its heart can slow to 2 beats a minute. At the surface it races at 37."
    beats = (Beat(word=11, at=0.55), Beat(word=19, at=0.85))
    scene = scene_of(text, picture=versus, beats=beats)
    span = happens_s(scene, 5)
    assert span is not None
    assert span[0] < word_s(scene, 5) < span[1] - 1.3
    assert span[1] < beats[0].at * scene.seconds, "a number would be said unseen"
    assert happens_s(scene_of(text, picture=versus), 5) is None, "it would be over at once"
    assert happens_s(scene, 18) is None, "it would not be seen again"
    assert happens_s(scene_of(text), 5) is None, "a card has room for it"


def test_a_subject_looks_to_its_other_side_in_some_scenes_but_where_its_face_is_needed() -> None:
    plain, other = (shot(CARD, seconds=8.0, illustration="whale", seed=seed) for seed in (0, 3))
    assert [is_turned(plain), is_turned(other)] == [False, True]
    assert not is_turned(replace(other, happening=Happening("eat", 0, actor="krill")))
    assert not is_turned(replace(other, illustration="game-boy")), "it would be read from right to left"
    drawn = list[np.ndarray]()
    for one in (plain, other):
        canvas = Canvas(1080, 860)
        placed = place_art(SceneContext(one), 0, 300, 1080, 800)
        assert placed is not None
        placed.draw(canvas, 2.0)
        columns = np.flatnonzero(canvas.pixels.any(axis=(0, 2)))
        drawn.append(canvas.pixels[:, columns[0] : columns[-1] + 1].astype(int))
    wide = min(one.shape[1] for one in drawn)
    assert np.abs(drawn[0][:, :wide] - drawn[1][:, ::-1][:, :wide]).mean() < 3
    assert np.abs(drawn[0][:, :wide] - drawn[1][:, :wide]).mean() > 6


def test_an_event_that_is_told_before_its_close_up_begins_with_it_and_ends_in_it() -> None:
    context, room = SceneContext(shot(CARD, seconds=8.0, illustration="tern")), Box(0, 0, 500, 500)
    event, time = (
        Stage(Happening(kind, 0, "10 hours"), context, room, room, (3.0, 5.5)) for kind in ("journey", "clock")
    )
    assert 3.0 < event.start < event.start + event.length < 5.5
    assert time.start < 1, "a time stands there already"
    later = Stage(Happening("journey", 2), context, room, room, (1.0, 6.0))
    assert later.start == Stage(Happening("journey", 2), context, room, room).start, "it never comes before its word"


@pytest.mark.parametrize("actor", [one for one in get_args(Actor) if one in ("crowd", "krill", "bus", "pen", "calf")])
def test_an_actor_comes_with_its_word_and_stays_in_the_room(actor: Actor) -> None:
    text = scene_of("It is here and it is there, and then it comes to it at last, for it is late.")
    staged = Happening("join", 9, actor=actor)
    assert np.array_equal(frame(None, 1.0, text), frame(staged, 1.0, text)), "not before its word"
    stands = frame(staged, 7.0, text)
    columns = np.flatnonzero(stands[:760].any(axis=(0, 2)))  # shadows touch each other
    assert columns[0] > 0
    assert (np.diff(columns) > 8).sum() == 1, "it stands beside the subject, not upon it"
    assert not stands[:298].any()
    assert not stands[802:].any()


@pytest.mark.parametrize(("shown", "cropped"), [(True, False), (False, True)])
def test_who_has_come_stands_there_when_the_subject_is_seen_alone(
    monkeypatch: pytest.MonkeyPatch, shown: bool, cropped: bool
) -> None:
    """Somebody entered beside a title, was gone, and entered again. Who has not been seen before enters."""
    monkeypatch.setattr(close_up, "close_up_spans", lambda *_: ((4.0, 8.0),))
    happening = Happening("join", 0, actor="swindler")
    of = shot(CARD, seconds=8.0, illustration="eiffel-tower", happening=happening, background="oldtown/wide")
    (close,) = close_up.close_ups(SceneContext(of), shown=shown)
    frames = list[np.ndarray]()
    for at in (4.4, 6.5):
        canvas = Canvas(1080, 1300)
        close.draw(canvas, at)
        frames.append(canvas.pixels[300:1160, :300, 3] > 60)
    assert frames[0][:, :40].any() == cropped
    assert (np.flatnonzero(frames[0].any(axis=0))[0] >= FREE.left) != cropped
    assert np.flatnonzero(frames[1].any(axis=0))[0] >= FREE.left, "in the end nobody stands in the frame's edge"


def test_paint_takes_the_colours_that_are_named() -> None:
    happening = Happening("paint", 2)
    plain, blue, striped = (
        frame(happening, 6.0, scene_of(text))[430:560, 480:600, 2::-1].astype(int).reshape(-1, 3)
        for text in ("It is coated.", "It is coated in blue.", "They wanted black and yellow stripes on it.")
    )
    assert (blue[:, 2] - blue[:, 0]).mean() > 60
    assert (plain[:, 2] - plain[:, 0]).mean() < 0, "the palette's accent, which is yellow"
    assert striped.sum(axis=1).std() > 2 * blue.sum(axis=1).std(), "stripes differ from each other"


@pytest.mark.parametrize("kind", ["paint", "frost", "flames", "pour", "halves", "heat", "damage"])
def test_what_covers_a_tower_spares_the_flag_on_it_and_the_lawn_below(kind: EventKind) -> None:
    happening = Happening(kind, 0)
    drawn = list[np.ndarray]()
    for one in (None, happening):
        of = shot(CARD, seconds=8.0, illustration="eiffel-tower", happening=one, background="oldtown/wide")
        stage, canvas = SceneContext(of), Canvas(1080, 860)
        placed = place_art(stage, 0, 200, 1080, 800)
        assert placed is not None
        left, top, right, bottom = (round(edge * placed.size / FIELD) for edge in (544, 40, 568, 80))
        placed.draw(canvas, 7.0)
        drawn.append(canvas.pixels.copy().astype(int))
        flag = (
            slice(round(placed.y) + top, round(placed.y) + bottom),
            slice(round(placed.x) + left, round(placed.x) + right),
        )
    apart = np.abs(drawn[0] - drawn[1]).max(axis=2)
    assert (apart > 40).sum() > 300, "something of the tower is covered"
    assert np.median(apart[flag]) < 12


def test_paint_covers_only_the_part_that_its_sentence_names() -> None:
    """Gold is on the mirror of the telescope, not on its sunshield."""
    ink, room = Box(100, 200, 900, 1000), Box(0, 200, 1080, 1100)
    told = {"It has a mirror. Its mirror is coated with gold.": 800, "It has a mirror. All is coated with gold.": 1000}
    for text, low in told.items():
        of = shot(CARD, seconds=8.0, illustration="webb-telescope")
        context = SceneContext(replace(of, scene=scene_of(text)))
        assert painted(Stage(Happening("paint", text.split().index("coated")), context, ink, room)).bottom <= low


def test_a_swarm_is_nearer_to_the_mouth_the_later_it_is() -> None:
    context = SceneContext(shot(CARD, seconds=8.0, illustration="whale"))
    stage = Stage(Happening("eat", 0, actor="krill"), context, Box(400, 350, 900, 800), Box(0, 300, 1080, 850))
    reached = []
    for since in (0.3, 0.9):
        canvas = Canvas(1080, 860)
        swarm(stage, canvas, stage.start + since)
        reached.append(int(np.flatnonzero(canvas.pixels.any(axis=(0, 2)))[-1]))
    assert reached[0] < reached[1] < 700


def test_of_two_who_race_the_faster_one_is_ahead() -> None:
    slow, fast = (frame(Happening("race", 0, actor="car", size=size), 4.5) for size in (0.2, 3.0))
    lanes = slice(560, 800)
    slow_x, fast_x = (np.flatnonzero(one[lanes].any(axis=(0, 2))).mean() for one in (slow, fast))
    assert fast_x > slow_x


@pytest.mark.parametrize(
    ("text", "end"), [("37 years", "37"), ("3,800 years", "3,800"), ("53 months", "53"), ("243 earth days", "243")]
)
def test_a_calendar_is_leafed_through_until_it_shows_the_time(text: str, end: str) -> None:
    assert counted_up(end, 1.0) == end
    assert counted_up(end, 0.5) == (f"{round(int(end.replace(',', '')) / 2):,}")
    early, late, last = (frame(Happening("clock", 1, text), at) for at in (1.6, 7.0, 7.2))
    columns = np.flatnonzero(last.any(axis=(0, 2)))
    calendar = (slice(None), slice(columns[0], columns[0] + 60))
    assert (early[calendar] != late[calendar]).any()
    assert (late[calendar] == last[calendar]).all(), "its leaves turn on"


@pytest.mark.parametrize("kind", get_args(EventKind))
def test_what_happens_is_seen_and_stays_in_the_room_of_the_illustration(kind: EventKind) -> None:
    text = {"count": "four", "calendar": "1989", "clock": "10 hours", "percent": "97"}.get(kind, "")
    staged = Happening(kind, 0, text, actor="fish" if kind in NEEDS_ACTOR else None, size=0.5)
    plain, staged = frame(None, 0.7), frame(staged, 0.7)
    assert (plain.view(np.uint32) != staged.view(np.uint32)).sum() > 2000
    assert not staged[:298].any()
    assert not staged[802:].any()


@pytest.mark.parametrize("happening", [Happening("count", 0, "72"), Happening("crowd", 0)])
@pytest.mark.parametrize("arrangement", ["above", "below", "beside", "across"])
def test_many_small_copies_stay_clear_of_the_number_and_the_ladder(happening: Happening, arrangement: str) -> None:
    of = shot(
        Rank(rank=2, of=5, title="It"), seconds=12.0, illustration="penguin", happening=happening,
        arrangement=arrangement,
    )  # fmt: skip
    said = "So it is now, and so it has been for years; nobody knows why it is, but it is so."
    context = SceneContext(replace(of, scene=of.scene.model_copy(update={"narration": said})))
    template = make_template(context)
    beside, copies = Canvas(1080, 1920), Canvas(1080, 1920)
    template.draw(beside, 9.0)
    assert len(context.cuts) > 1
    for at in (1.0, *(cut + 0.5 for cut in context.cuts)):
        copies.clear()
        template.illustrate(copies, at)
        seen, taken = (one.pixels[:1230, :, 3] > 60 for one in (copies, beside))
        assert seen.any()
        assert not (seen & taken).any()


def test_what_is_paid_in_bitcoins_is_seen_to_be() -> None:
    """Gold coins fell on a pizza that was paid for in bitcoins."""

    def orange(told: str) -> float:
        one = shot(CARD, seconds=8.0)
        scene = one.scene.model_copy(update={"narration": f"It was paid for in {told}, and it was worth it."})
        pixels = frame(Happening("coins", 1), 3.0, scene)[..., :3].astype(int)
        return float((np.abs(pixels - (0x2A, 0x91, 0xE8)).sum(axis=2) < 12).sum())

    assert orange("bitcoins") > 300
    assert orange("dollars") < 20
