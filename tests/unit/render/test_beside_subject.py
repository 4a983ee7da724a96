"""Who and what takes part stands beside the subject, in true ratio, in its room and on the ground."""

from dataclasses import replace
from typing import cast, get_args

import numpy as np
import pytest

from tests.unit.render.sample_happenings import sample_happenings
from tests.unit.render.scene_samples import shot
from tests.unit.render.staged_samples import CARD, frame, scene_of
from vidpipe_assets.model.events import PERSONS, Actor
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.happenings import (
    Happening,
    staged,
)
from vidpipe_assets.render.illustrations.files import index, sizes
from vidpipe_assets.render.illustrations.svg import FIELD
from vidpipe_assets.render.safe_areas import FREE
from vidpipe_assets.render.scenes import close_up
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.staging import ALWAYS, Staging, ink_of
from vidpipe_assets.render.scenes.staging.actors import Lens
from vidpipe_assets.render.scenes.staging.company import Company, company
from vidpipe_assets.render.scenes.staging.meetings import compared, compared_actors, passing, passing_behind
from vidpipe_assets.render.scenes.staging.stage import Box, Stage


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
