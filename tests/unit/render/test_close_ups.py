"""Close-ups: a part that the words name is seen with them, parts are no empty pictures, the next one is another."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.unit.render.scene_samples import pictures, shot
from tests.unit.writing.conftest import make_theme
from tests.unit.writing.offline.test_formats import SUBJECTS, report_of
from vidpipe_assets.model.pictures import Hook, IconCard
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.render.art_direction import direct_shots
from vidpipe_assets.render.close_ups import WHOLE, Look, choose_looks
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.happenings import Happening
from vidpipe_assets.render.illustrations.files import (
    drawings_of,
    further_drawings,
    index,
    load_illustration,
    views,
    views_of,
)
from vidpipe_assets.render.illustrations.svg import FIELD
from vidpipe_assets.render.moments import close_up_s
from vidpipe_assets.render.scenes.camera import Camera
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.frames import SceneFrames
from vidpipe_assets.render.scenes.staging import Box
from vidpipe_assets.writing.offline.writer import write_plan

_RED = fill("#FF0000")
EVERY_VIEW = [(name, view) for name, parts in views().items() for view in parts]
ROLES = {"accent": "#FFD23F", "accent2": "#5CC8FF", "ink": "#F6F7FF"}


def scene(narration: str, seconds: float = 6.0) -> ScenePlan:
    card = IconCard(icon="x", title="It")
    return ScenePlan(id="s1", narration=narration, title="It", picture=card, seconds=seconds)


def looks(
    narration: str, name: str = "game-boy", *, span: tuple[float, float] = (0.0, 6.0), turn: int = 0,
    happening: Happening | None = None,
) -> list[tuple[float, str, int]]:  # fmt: skip
    return [(round(at, 1), view, n) for at, view, n in choose_looks(scene(narration), name, happening, [span], turn)]


def test_views_are_those_of_illustrations():
    assert set(views()) <= {*index(), *further_drawings()}


@pytest.mark.parametrize(("name", "view"), EVERY_VIEW)
def test_a_view_lies_in_its_field_and_is_no_empty_picture(name: str, view: str):
    left, top, right, bottom = views_of(name)[view].at
    assert 0 <= left < right <= FIELD and 0 <= top < bottom <= FIELD
    assert 0.4 < (right - left) / (bottom - top) < 2.5
    canvas = Canvas(200, 200)
    Player(load_illustration(name), 200, ROLES).draw(canvas, 0.5, 0, 0)
    seen = canvas.pixels[round(top / 5) : round(bottom / 5), round(left / 5) : round(right / 5)]
    inked = seen[seen[..., 3] > 128]
    assert len(inked) > 0.25 * seen.shape[0] * seen.shape[1]
    assert len(np.unique(inked[:, :3], axis=0)) >= 3


def test_the_part_that_the_words_name_is_seen_with_its_word():
    # 'screen' is said a little after the middle of six seconds.
    assert looks("It is old, and it is grey, and its screen is very, very small.") == [
        (0.0, WHOLE, 0),
        (pytest.approx(3.3, abs=0.3), "screen", 1),
    ]


def test_a_part_that_is_named_at_once_is_seen_at_once_and_the_next_one_with_its_own_word():
    found = looks("Its screens are green, and nothing else about it is. Two buttons are red, as it seems.")
    assert [(at > 1.0, view) for at, view, _ in found] == [(False, "screen"), (True, "buttons")]


def test_where_no_word_names_a_part_each_scene_has_another_one():
    brief = (0.0, 3.0)
    shown = [looks("It is so.", span=brief, turn=turn) for turn in range(5)]
    assert [view for [(_, view, _)] in shown] == ["screen", "buttons", "speaker", WHOLE, "screen"]
    assert [turn for [(_, _, turn)] in shown] == [0, 1, 2, 3, 4]


def test_a_long_close_up_shows_all_of_it_first():
    assert [view for _, view, _ in looks("It is so, and so it is.")] == [WHOLE, "screen"]


def test_all_of_it_is_seen_when_something_happens_to_it():
    told = "It is so, and so it is, and so it was, until it fell down."
    assert [view for _, view, _ in looks(told, happening=Happening("drop", 12))] == [WHOLE, "screen", WHOLE]
    assert looks(told, happening=Happening("drop", 0)) == [(0.0, WHOLE, 0)]
    assert looks("Its screen is lit.", happening=Happening("float", 0))[-1][1] == "screen"
    both = Happening("float", 0, also=Happening("join", 0, actor="man"))
    assert looks("Its screen is lit.", happening=both) == [(0.0, WHOLE, 0)]


def test_what_has_no_views_is_seen_as_a_whole():
    assert looks("It is so.", "sugar-cube") == [(0.0, WHOLE, 0)]


@pytest.mark.parametrize(("file", "name"), SUBJECTS[::4])
def test_the_close_ups_of_a_video_are_not_all_alike(file: str, name: str):
    theme = make_theme()
    plan = write_plan(report_of(file, name), theme, "2026-11-20_x")
    shots = direct_shots(plan, theme.picture, theme.channel, "2026-11-20_x", Path("themes"))
    for illustration in {one.illustration for one in shots if one.illustration and views_of(one.illustration)}:
        drawn = (illustration, *drawings_of(illustration))
        shown = [(one.illustration, look.view, look.turn % 3) for one in shots for look in one.looks]
        seen = [one for one in shown if one[0] in drawn]
        assert all(one != other or one[1] == WHOLE for one, other in pairwise(seen))
        assert len(seen) < 3 or len({one[:2] for one in seen}) > 1, (illustration, seen)


def test_the_camera_fills_its_frame_with_a_part_and_comes_there_from_all_of_it():
    context, room = SceneContext(shot(pictures("shortest")["icon"])), Box(100, 100, 500, 500)
    camera = Camera(room, context)
    camera.turn_to(0.0, None)
    camera.turn_to(1.0, Box(200, 200, 300, 300))

    def inked(at: float) -> int:
        canvas = Canvas(600, 600)
        camera.draw(canvas, at, lambda: canvas.box(200, 200, 100, 100, _RED), lambda _, x, y: (x, y))
        return int((canvas.pixels[..., 2] > 200).sum())

    assert inked(0.5) == 100 * 100
    assert inked(0.5) < inked(1.25) < inked(2.0)
    assert inked(2.0) > 0.85 * 400 * 400


def test_a_part_stays_clear_of_captions_strip_and_the_number_of_a_countdown():
    plain = shot(Hook(lines=("So", "it is")), seconds=8.0)
    told = {"narration": "It is as it is, and so it was for years. Is it so?", "kicker": "#2"}
    whole = replace(plain, scene=plain.scene.model_copy(update=told), illustration="game-boy")
    start, _ = close_up_s(whole.scene) or (0.0, 0.0)
    one = replace(whole, looks=(Look(start, "screen", 0),))
    number = round(one.scene.seconds * 0.95 * 30)
    differing = np.any(SceneFrames(one).frame(number).astype(int) - SceneFrames(whole).frame(number), axis=2)
    assert differing[320:1190].mean() > 0.6
    assert not differing[1230:].any()
    assert not differing[:205].any()
