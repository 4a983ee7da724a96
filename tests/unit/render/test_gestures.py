"""Persons beside a subject: adults in their proportions, and they take what happens as anybody would."""

from typing import get_args

import numpy as np
import pytest

from tests.unit.render.scene_samples import shot
from tests.unit.render.staged_samples import CARD
from vidpipe_assets.model.events import PERSONS, Actor, EventKind
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.happenings import Happening
from vidpipe_assets.render.illustrations.files import load_illustration
from vidpipe_assets.render.illustrations.gestures import Gesture, can_gesture, gesturing
from vidpipe_assets.render.illustrations.svg import Part
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.staging.reactions import Reaction, reaction
from vidpipe_assets.render.scenes.staging.stage import Box, Stage

ROLES = {"accent": "#D2493C", "accent2": "#F6C445", "ink": "#101820"}
SUITED = {"alien", "astronaut", "child", "diver"}
"""Whose heads are not an adult's bare ones."""
ADULTS = sorted(PERSONS - SUITED)
BUSY = {"alien", "driver", "musician", "programmer"}
"""Who holds something with both hands, or has other ones."""


def drawn(part: Part, at: float = 1.1) -> np.ndarray:
    canvas = Canvas(400, 400)
    Player(part, 400, ROLES).draw(canvas, at, 0, 0)
    return canvas.pixels.copy()


@pytest.mark.parametrize("name", ADULTS)
def test_an_adult_is_at_least_five_heads_tall(name: str) -> None:
    """A nurse with a head of a quarter of her height was taken for a child."""
    bare = [one for one in _all(load_illustration(name)) if one.steps and one.steps[0][0] == "translate"]
    scale = min(step[1][0] for one in bare for step in one.steps if step[0] == "scale")
    head = (330 - 84) * scale
    feet = max(np.nonzero(drawn(load_illustration(name))[..., 3] > 128)[0]) * 2.5
    assert feet > 950
    chin = next(one.steps[0][1][1] for one in bare if any(step[1] == (scale,) for step in one.steps))
    assert (feet - chin + head) / head >= 5


def _all(part: Part) -> list[Part]:
    inner = [one for one in part.content if isinstance(one, Part)]
    return [*inner, *(deep for one in inner for deep in _all(one))]


@pytest.mark.parametrize("name", sorted(PERSONS - BUSY))
def test_whoever_has_free_hands_makes_every_gesture_and_each_looks_otherwise(name: str) -> None:
    assert can_gesture(name) or name == "child"
    if can_gesture(name):
        looks = [drawn(gesturing(name, one)) for one in get_args(Gesture)]
        looks.append(drawn(load_illustration(name)))
        assert len({one.tobytes() for one in looks}) == len(looks)


@pytest.mark.parametrize("name", sorted(BUSY))
def test_who_holds_something_with_both_hands_keeps_the_pose(name: str) -> None:
    assert gesturing(name, "fright") is load_illustration(name)


def test_both_hands_are_raised_in_fright_and_before_the_body_in_the_cold() -> None:
    """Of a soldier: his hands have the colour of his face."""
    skin = (0x68, 0x8E, 0xC9)

    def hands(gesture: Gesture) -> tuple[int, int]:
        pixels = drawn(gesturing("soldier", gesture))[..., :3].astype(int)
        found = np.abs(pixels - skin).sum(axis=2) < 10
        aside = found.copy()
        aside[:, 165:235] = False
        return int(aside[:90].sum()), int(found[130:200, 165:235].sum())

    assert hands("fright")[0] > 400 and hands("fright")[1] == 0
    assert hands("cold")[0] == 0 and hands("cold")[1] > 200


def reacts(kind: EventKind, actor: Actor, *, survived: int = -1, own: bool = False) -> Reaction | None:
    happening = Happening("join", 1, actor=actor, also=Happening(kind, 2, survived=survived))
    if own:
        happening = Happening(kind, 1, actor=actor)
    of = shot(CARD, seconds=8.0, illustration="game-boy", happening=happening, background="city/wide")
    stage = Stage(happening, SceneContext(of), Box(300, 300, 800, 800), Box(0, 200, 1080, 900))
    return reaction(stage, 1.0)


@pytest.mark.parametrize(
    ("kind", "gesture"),
    [("flames", "fright"), ("vanish", "despair"), ("snow", "cold"), ("ruler", "awe"), ("rings", "deaf")],
)  # fmt: skip
def test_a_gesture_fits_what_happens_and_comes_with_it(kind: EventKind, gesture: Gesture) -> None:
    found = reacts(kind, "soldier")
    assert found and found.gesture == gesture
    assert found.start > 1.0 and not found.begun(found.start - 0.1) and found.begun(found.start + 0.1)


def test_nobody_is_surprised_by_what_is_done_on_purpose() -> None:
    assert reacts("vanish", "thief", own=True) is None
    assert reacts("paint", "painter") is None
    assert reacts("flames", "elephant") is None


def test_who_is_frightened_is_calm_again_when_it_has_been_survived() -> None:
    lasting, survived = reacts("flames", "soldier"), reacts("flames", "soldier", survived=3)
    assert lasting and survived and survived.end < lasting.end


def test_a_soldier_steps_back_from_what_burns_with_raised_arms() -> None:
    def left_edge(kind: EventKind) -> tuple[int, np.ndarray]:
        happening = Happening("join", 0, actor="soldier", also=Happening(kind, 1))
        of = shot(CARD, seconds=8.0, illustration="game-boy", happening=happening, background="city/wide")
        canvas = Canvas(1080, 860)
        placed = place_art(SceneContext(of), 0, 200, 1080, 800)
        assert placed is not None
        placed.draw(canvas, 5.0)
        feet = np.flatnonzero((canvas.pixels[740:770, :520, 3] > 250).any(axis=0))
        return int(feet[0]), canvas.pixels[:, :520]

    calm, burning = left_edge("photo"), left_edge("flames")
    assert burning[0] < calm[0] - 5
