"""Further drawings: called by words, else in turn, each scene's by its own place; none that its words contradict."""

import re
from pathlib import Path

import pytest

from tests.unit.writing.conftest import make_theme
from tests.unit.writing.offline.test_formats import SUBJECTS, report_of
from vidpipe_assets.model.events import Actor, EventKind
from vidpipe_assets.model.pictures import End, Hook
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.render.arrangements import is_tall
from vidpipe_assets.render.art_direction import Shot, direct_shots
from vidpipe_assets.render.happenings import Happening, played, staged, with_drawn
from vidpipe_assets.render.illustrations.choice import choose_drawing, choose_illustration, choose_second_drawing
from vidpipe_assets.render.illustrations.files import Drawing, drawings, drawings_of, further_drawings, views_of
from vidpipe_assets.render.worlds.grounds import stands_in
from vidpipe_assets.writing.offline.writer import write_plan

FURTHER = {
    "back": Drawing(words=("battery", "back of it"), never=("lid",), events=("flip",)),
    "hand": Drawing(words=("hand",), solo=True),
    "box": Drawing(words=("box",), alone=False),
    "player": Drawing(words=("her", "box"), alone=False, shows=frozenset({"woman", "drop"}), solo=True),
}
DRAWN = [one for one in SUBJECTS if choose_illustration(one[1], (), "", opening=True) in drawings()]


def choose(text: str, *kinds: EventKind, turn: int | None = 0, actors: tuple[Actor, ...] = (), **more: bool) -> str:
    return choose_drawing("game-boy", (text,), kinds, turn, actors=actors, further=FURTHER, **more)


def second(text: str, first: str) -> str:
    return choose_second_drawing("game-boy", first, (text,), (), further=FURTHER)


def directed(plan: ProductionPlan) -> tuple[Shot, ...]:
    theme = make_theme()
    return direct_shots(plan, theme.picture, theme.channel, "2026-11-20_x", Path("themes"))


def plan_of(file: str, name: str) -> ProductionPlan:
    return write_plan(report_of(file, name), make_theme(45), "2026-11-20_x")


def test_words_call_a_drawing_and_the_first_of_two():
    assert choose("Its hands are full", turn=0) == choose("In the hand", turn=None) == "hand"
    assert choose("It came in a box", turn=0) == "box"
    assert choose("A battery in the hand") == "back"
    assert choose("Look at the back of it", turn=1) == "back"


def test_where_no_word_calls_one_they_take_turns_with_the_best_known():
    assert [choose("So it is", turn=turn) for turn in range(4)] == ["back", "hand", "game-boy", "back"]
    assert choose("So it is", turn=None) == "game-boy"


def test_a_drawing_stands_beside_no_word_that_contradicts_it():
    assert choose("Shut the lid", turn=0) == "hand"
    assert choose("Shut the lid on the battery", turn=2) == "game-boy"


def test_a_part_that_a_drawing_does_not_show_is_seen_when_it_is_named():
    assert choose("Its screen is green", turn=0) == "game-boy"
    assert choose("Its screen eats batteries and a battery", turn=0) == "back"


def test_what_happens_to_the_subject_happens_to_a_drawing_only_where_that_works():
    assert choose("So it is", "flames") == choose("In the hand", "snow", "flames", turn=2) == "game-boy"
    assert choose("So it is", "snow", "calendar") == choose("So it is", "flip") == "back"
    assert choose("So it is", "flip", turn=1) == "game-boy"


def test_nobody_stands_beside_a_drawing_that_would_dwarf_him():
    assert choose("In the hand", "join", actors=("man",)) == "back"
    assert choose("So it is", "join", turn=1, actors=("man",)) == "game-boy"


def test_a_drawing_with_who_takes_part_and_what_happens_in_it_is_called_by_words_and_may_open_a_video():
    assert choose("It is hers, by her word", "drop", actors=("woman",)) == "player"
    assert choose("In her hand", best_known=True, actors=("woman",)) == "player"
    assert choose("So it is", "join", turn=None, actors=("woman",)) == "game-boy"
    assert choose("In her hand", best_known=True) == choose("In her hand", "flames", best_known=True) == "game-boy"
    assert choose("By her side", "join", turn=None, actors=("man",)) == "game-boy"


def test_what_a_drawing_shows_is_told_and_yet_not_staged():
    found = with_drawn(Happening("join", 2, actor="woman", also=Happening("flip", 5)), frozenset({"woman"}))
    assert found and [one.kind for one in staged(found)] == ["join", "flip"] and found.is_event
    assert [one.kind for one in played(found)] == ["flip"] and not found.needs_width


def test_close_ups_show_another_drawing_only_where_words_call_two_of_one_kind():
    assert second("A battery in the box", "box") == "back"
    assert second("A battery for her", "back") == "back"
    assert second("In the hand", "game-boy") == "game-boy"
    assert second("A box", "box") == "box"


def test_a_drawing_says_itself_whether_it_stands_and_how_wide_it_is(monkeypatch: pytest.MonkeyPatch):
    own = {"back": Drawing(hovers=True), "hand": Drawing(tall=True)}
    for module in ("arrangements", "worlds.grounds"):
        monkeypatch.setattr(f"vidpipe_assets.render.{module}.further_drawings", lambda: own)
    assert [stands_in("room/wide", name) for name in ("back", "hand", "game-boy")] == [False, True, True]
    assert [is_tall(name) for name in ("back", "hand", "game-boy")] == [False, True, True]


@pytest.mark.parametrize(("file", "name"), DRAWN)
def test_hook_and_promise_show_the_best_known_drawing_or_what_they_tell_and_the_rest_of_a_video_others_too(
    file: str, name: str
):
    shots = directed(plan_of(file, name))
    own = choose_illustration(name, (), "", opening=True)
    assert own and own in drawings() and isinstance(shots[0].scene.picture, Hook)
    assert isinstance(shots[-1].scene.picture, End)
    opening, promised = (further_drawings().get(shot.illustration or "") for shot in (shots[0], shots[-2]))
    assert opening is None or any(one.is_drawn for one in staged(shots[0].happening))
    said = f"{shots[-2].scene.title} {shots[-2].scene.narration}".casefold()
    assert promised is None or any(word in said for word in promised.words)
    assert {one.illustration for one in shots} & set(drawings_of(own))


def test_an_end_card_shows_what_belongs_into_its_world():
    shots = directed(plan_of("wild-records", "Emperor penguin"))
    assert shots[-1].background.startswith("ocean/") == (shots[-1].illustration == "penguin-dive")


@pytest.mark.parametrize(("file", "name"), DRAWN)
def test_another_scenes_words_and_place_change_no_drawing(file: str, name: str):
    """Only the end card follows: it does once more what was done last, by itself, and lies in the world of that."""
    plan = plan_of(file, name)
    shots = directed(plan)
    before, once_more = {one.scene.id: one.illustration for one in shots}, shots[-1].happening
    for edited in plan.scenes[1:]:
        said = {"narration": "So it is, and so it was, as all of them say.", "event": None}
        scenes = tuple(one.model_copy(update=said) if one is edited else one for one in plan.scenes)
        changed = directed(plan.model_copy(update={"scenes": scenes}))
        after = {one.scene.id: one.illustration for one in changed}
        moves = changed[-1].happening != once_more or changed[-1].background != shots[-1].background
        follows = {changed[-1].scene.id} if moves else set[str]()
        assert {key for key in before if before[key] != after[key]} <= {edited.id, *follows}
    first, second, third, *rest = plan.scenes
    moved = directed(plan.model_copy(update={"scenes": (first, third, second, *rest)}))
    assert {one.scene.id: one.illustration for one in moved} == before


@pytest.mark.parametrize(("file", "name"), SUBJECTS)
def test_no_scene_of_the_sample_has_a_drawing_that_its_words_contradict(file: str, name: str):
    shots = directed(plan_of(file, name))
    for shot in shots:
        drawn = shot.illustration or ""
        if drawn not in further_drawings():
            continue
        drawing = further_drawings()[drawn]
        once_more = shot is shots[-1] and drawn == shots[-2].illustration and drawing.world
        told = shots[-2].scene if once_more else shot.scene
        said = " ".join(["", *re.findall(r"\w+", f"{told.title} {told.narration}".casefold()), ""])
        called = any(word in said for word in drawing.words)
        assert not any(f" {word} " in said for word in drawing.never)
        assert called or drawing.alone
        own = next(one for one, further in drawings().items() if drawn in further)
        named = {view for view, one in views_of(own).items() if any(f" {word} " in said for word in one.words)}
        assert called or named <= views_of(drawn).keys()
        assert all(look.view in ("", *views_of(drawn)) for look in shot.looks)


def test_no_subject_of_the_sample_has_only_one_drawing():
    shown = {choose_illustration(name, (), "", opening=True) or "" for _, name in SUBJECTS}
    assert {name for name in shown if not drawings_of(name)} == set()


@pytest.mark.parametrize(
    ("name", "said", "drawn"),
    [
        ("pizza", "The longest pizza ever was 1.93 kilometers long.", "pizza-long"),
        ("pizza", "Hawaiian pizza is from Canada. Somebody put pineapple on it.", "pizza-pineapple"),
        ("brain", "An iron rod shot through the head of Phineas Gage.", "brain-rod"),
        ("train", "In 2004 a machine that dug the Channel Tunnel fetched almost 40,000 pounds.", "train-drill"),
        ("train", "The railway opened in 1825.", "train"),
        ("guidance-computer", "The software was woven by hand, as wires.", "guidance-computer-rope"),
        ("suspension-bridge", "The two main cables hold 129,000 kilometers of wire.", "suspension-bridge-cable"),
        ("mars-helicopter", "It carries cloth from the first plane, under its solar panel.", "mars-helicopter-blades"),
        ("usb", "The first USB moved 12 megabits a second.", "usb"),
        ("cat", "A cat sleeps 13 hours a day, and purrs in its sleep.", "cat-sleep"),
        ("rocket", "The rocket stands on its launch pad.", "rocket-pad"),
        ("heart", "When a blue whale dives, its heart slows.", "heart-whale"),
        ("octopus", "It has about 2,240 suckers, 280 on every arm.", "octopus-arm"),
        ("hummingbird", "One sleeping hummingbird cooled down to 3.3 degrees.", "hummingbird-sleep"),
        ("venus", "One turn takes 243 days.", "venus-orbit"),
        ("ship", "Only 3 of its 4 funnels smoked.", "ship-funnels"),
        ("voyager", "Its computers have 70 kilobytes of memory.", "voyager-computer"),
    ],
)
def test_what_is_told_is_what_is_drawn(name: str, said: str, drawn: str):
    assert choose_drawing(name, (said,), (), None) == drawn
