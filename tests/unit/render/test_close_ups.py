"""Close-ups: a part fills the frame when the words name it, behind readable type, and interrupts nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.unit.render.scene_samples import pictures, shot
from tests.unit.writing.conftest import make_theme
from tests.unit.writing.offline.test_formats import SUBJECTS, report_of
from vidpipe_assets.model.pictures import Hook, IconCard, Number
from vidpipe_assets.model.plan import Beat, ScenePlan
from vidpipe_assets.render.art_direction import direct_shots
from vidpipe_assets.render.close_ups import WHOLE, Look, choose_looks, close_up_spans, happens_from_s
from vidpipe_assets.render.drawing.canvas import Canvas, fill
from vidpipe_assets.render.drawing.colour import contrast, luminance
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.happenings import Happening
from vidpipe_assets.render.illustrations.files import (
    drawings,
    further_drawings,
    index,
    load_illustration,
    views,
    views_of,
)
from vidpipe_assets.render.illustrations.svg import FIELD
from vidpipe_assets.render.moments import close_up_s
from vidpipe_assets.render.scenes.camera import Camera
from vidpipe_assets.render.scenes.close_up import close_ups
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.frames import SceneFrames
from vidpipe_assets.render.scenes.scrim import luminances
from vidpipe_assets.render.scenes.staging import Box
from vidpipe_assets.writing.offline.writer import write_plan

_RED, _BLUE = fill("#FF0000"), fill("#0000FF")
_ROOM = Box(0, 210, 1080, 1230)
EVERY_VIEW = [(name, view) for name, parts in views().items() for view in parts]
ROLES = {"accent": "#FFD23F", "accent2": "#5CC8FF", "ink": "#F6F7FF"}


def scene(narration: str, seconds: float = 6.0, *, opens: bool = False) -> ScenePlan:
    picture = Hook(lines=("So", "it is")) if opens else IconCard(icon="x", title="It")
    return ScenePlan(
        id="s1", narration=narration, title="It", picture=picture, seconds=seconds, search_terms=("Game Boy",)
    )


def looks(
    narration: str, name: str = "game-boy", *, span: tuple[float, float] = (0.0, 6.0), opens: bool = False,
    happening: Happening | None = None,
) -> list[tuple[float, str]]:  # fmt: skip
    told = scene(narration, opens=opens)
    return [(round(at, 1), view) for at, view in choose_looks(told, name, happening, [span])]


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
        (0.0, WHOLE),
        (pytest.approx(3.3, abs=0.3), "screen"),
    ]


def test_a_part_that_is_named_at_once_is_seen_at_once_and_the_next_one_with_its_own_word():
    found = looks("Its screens are green, and nothing else about it is. Two buttons are red, as it seems.")
    assert [(at > 1.0, view) for at, view in found] == [(False, "screen"), (True, "buttons")]


def test_a_part_is_seen_to_the_end_of_the_sentence_that_names_it():
    found = looks("Its screen is green. It was sold for many years, and then no more, and nobody knows why.")
    assert [view for _, view in found] == ["screen", WHOLE]
    assert 1.3 <= found[1][0] < 2.5


def test_a_part_that_its_sentence_still_tells_of_is_seen_as_a_close_up_begins():
    told = "Its screen is green and grey and very small, and so it was. It sold well, and then no more, as one knows."
    assert looks(told, span=(1.5, 6.0)) == [(1.5, "screen"), (pytest.approx(3.2, abs=0.4), WHOLE)]
    assert looks(told, span=(3.0, 6.0)) == [(3.0, WHOLE)]


def test_where_no_word_names_a_part_only_an_opening_shows_one_while_it_asks():
    assert looks("It is so, and so it is.") == [(0.0, WHOLE)]
    (shown,) = looks("It is so, and so it is.", opens=True)
    assert shown[1] in views_of("game-boy")
    others = {looks(f"It is so, {number} times?", opens=True)[0][1] for number in range(12)}
    assert others == set(views_of("game-boy"))


@pytest.mark.parametrize(
    "told",
    [
        "Its rival Game Gear had a color screen, and so it was.",
        "Sega's console had a bright screen, and so it was told.",
        "The iPhone has a bigger screen, and so it is, and was.",
        "Some soldiers broke its screen, and so it was, and so it is.",
    ],
)
def test_no_part_is_seen_that_is_another_things(told: str):
    assert looks(told) == [(0.0, WHOLE)]


def test_a_part_is_left_when_another_thing_is_named():
    found = looks("Its screen was green and grey and very small, as that of the old Game Gear was not, later.")
    assert [view for _, view in found] == ["screen", WHOLE]


def test_the_subjects_own_name_names_no_part():
    coin = scene("A coin of gold was stolen.").model_copy(update={"search_terms": ("Coins",)})
    assert choose_looks(coin, "coins", None, [(0.0, 6.0)]) == (Look(0.0, WHOLE),)


def test_nothing_that_happens_is_interrupted():
    told = "It is so, its screen is lit, and so it was until somebody let it fall down."
    falls = Happening("drop", told.split().index("fall"))
    assert [view for _, view in looks(told, happening=falls)] == [WHOLE, "screen", WHOLE]
    assert looks(told, happening=Happening("drop", 0)) == [(0.0, WHOLE)]
    assert looks(told, opens=True, happening=falls) == [(0.0, WHOLE)]
    assert looks("Its screen is lit.", happening=Happening("float", 0)) == looks("Its screen is lit.") != [(0.0, WHOLE)]
    both = Happening("float", 0, also=Happening("join", 0, actor="man"))
    assert looks("Its screen is lit.", happening=both) == [(0.0, WHOLE)]


def test_who_comes_beside_type_is_neither_cut_nor_comes_again():
    narration = "It is as it was, and so a man came by and took it home. It was his own, and nobody else had one."
    picture = Number(value=7, label="sold")
    told = scene(narration, 8.0).model_copy(update={"picture": picture, "beats": (Beat(word=1, at=0.05),)})
    comes = Happening("join", narration.split().index("man"), actor="man")
    alone = close_up_spans(told, None, 2)
    assert alone and alone[0][0] < happens_from_s(told, comes)
    for start, end in close_up_spans(told, comes, 2):
        assert end <= happens_from_s(told, comes) or start < happens_from_s(told, comes) < told.seconds <= end
    late = comes._replace(word=0)
    assert close_up_spans(told, late, 2) == ()


def test_what_has_no_views_is_seen_as_a_whole():
    assert looks("It is so.", "sugar-cube", opens=True) == [(0.0, WHOLE)]


def test_a_further_drawing_is_of_the_same_subject():
    for name, further in drawings().items():
        own = (*index()[name].subjects, *index()[name].words)[0].title()
        for drawing in further:
            found = looks(f"It is so, and {own} it is, and so it was.", drawing, opens=True)
            assert (found != [(0.0, WHOLE)]) == bool(views_of(drawing))


@pytest.mark.parametrize(("file", "name"), SUBJECTS[::6])
def test_another_scenes_words_change_no_close_up(file: str, name: str):
    theme = make_theme()
    plan = write_plan(report_of(file, name), theme, "2026-11-20_x")
    shots = direct_shots(plan, theme.picture, theme.channel, "2026-11-20_x", Path("themes"))
    first, *rest = plan.scenes
    edited = plan.model_copy(update={"scenes": (first.model_copy(update={"narration": "It is so."}), *rest)})
    again = direct_shots(edited, theme.picture, theme.channel, "2026-11-20_x", Path("themes"))
    assert [one.looks for one in again[1:]] == [one.looks for one in shots[1:]]
    assert sum(one.view != WHOLE for shot in shots for one in shot.looks) <= len(shots)


class Square:
    """Stands in for a subject: a red square, in which another one grows."""

    moves = True
    bottom = 800.0

    def draw_still(self, canvas: Canvas) -> None:
        canvas.box(400, 500, 200, 300, _RED)

    def draw_moving(self, canvas: Canvas, at: float) -> None:
        canvas.box(480, 600, 40 * at, 40, _BLUE)


def camera(**changes: Any) -> Camera:
    made = Camera(Square(), SceneContext(replace(shot(pictures("shortest")["icon"]), **changes)), _ROOM)
    made.turn_to(0.0, None)
    made.turn_to(1.0, Box(450, 600, 550, 700), goes=True)
    return made


def frame_of(made: Camera, number: int) -> np.ndarray:
    canvas = Canvas(1080, 1920)
    made.draw(canvas, number / 30, lambda on, _: on.clear("#FFFFFF"))
    return canvas.pixels


def reds(pixels: np.ndarray) -> np.ndarray:
    return (pixels[..., 2] > 100) & (pixels[..., 1] < 60)


def test_a_part_fills_the_frame_from_edge_to_edge_and_the_camera_goes_there():
    made = camera()
    assert not made.covers(0.9) and made.covers(1.0)
    shares = [reds(frame_of(made, number)).mean() for number in (30, 33, 36, 45)]
    assert shares == sorted(shares) and shares[0] < 0.05
    there = reds(frame_of(made, 60))[450:1150]
    assert there[:, 0].all() and there[:, -1].all()


class Board(Square):
    """Stands on a ground that ends within the frame."""

    bottom = 750.0

    def draw_still(self, canvas: Canvas) -> None:
        canvas.box(0, 700, 1080, 50, _RED)


def test_the_ground_of_a_subject_reaches_the_frames_foot():
    made = Camera(Board(), SceneContext(shot(pictures("shortest")["icon"])), _ROOM)
    made.turn_to(0.0, Box(450, 600, 550, 700))
    assert reds(frame_of(made, 20))[-1].all()


def test_the_camera_drifts_and_what_moves_goes_on():
    made = camera()
    edges = [int(reds(frame_of(made, number))[900].argmax()) for number in (45, 50)]
    blue = [int((frame_of(made, number)[..., 0] > 200)[500:560].sum()) for number in (45, 60)]
    assert edges == [0, 0] and blue[0] != blue[1]
    one, other = frame_of(made, 46), frame_of(made, 47)
    moved = max((np.roll(one, step, 1)[500:600, 8:-8] == other[500:600, 8:-8]).mean() for step in (-1, 1))
    assert moved == 1.0


def test_a_frame_looks_the_same_whatever_was_drawn_before_it():
    made = camera()
    for number in (58, 35, 47):
        frame_of(made, number)
    assert np.array_equal(frame_of(made, 51), frame_of(camera(), 51))


@pytest.mark.parametrize("palette", ["midnight", "paper", "citrus"])
@pytest.mark.parametrize("name", ["game-boy", "qr-code", "pizza"])
def test_type_is_readable_over_a_part(palette: str, name: str):
    view = next(iter(views_of(name)))
    told = scene("It is as it is, and so it was for years. Is it so?", 8.0, opens=True)
    told = told.model_copy(update={"kicker": "#2", "source": "Somebody"})
    start, _ = close_up_s(told) or (0.0, 0.0)
    whole = replace(shot(told.picture), scene=told, seconds=9.0, illustration=name, palette=palette)
    context = SceneContext(replace(whole, looks=(Look(start, view),)))
    (close,) = close_ups(context)
    canvas = Canvas(1080, 1920)
    close.draw_part(canvas, start + 0.8, lambda on, _: on.clear(context.palette.ground2))
    for rows, columns in ((slice(130, 300), slice(72, 940)), (slice(1505, 1534), slice(72, 300))):
        behind = luminances(canvas.pixels[rows, columns, 2::-1].reshape(-1, 3).astype(np.float32))
        for colour in (context.palette.ink, context.palette.accent_text):
            least = min(4.4, contrast(context.palette.ground, colour) - 0.1)
            lighter, darker = np.maximum(behind, luminance(colour)), np.minimum(behind, luminance(colour))
            assert np.quantile((lighter + 0.05) / (darker + 0.05), 0.02) >= least, colour


def test_a_part_fills_the_frame_of_a_scene_between_its_type_and_the_captions():
    told = scene("It is as it is, and so it was for years. Is it so?", 8.0, opens=True)
    start, _ = close_up_s(told) or (0.0, 0.0)
    whole = replace(shot(told.picture), scene=told, seconds=9.0, illustration="game-boy")
    number = round((start + 1.0) * 30)
    close = SceneFrames(replace(whole, looks=(Look(start, "screen"),))).frame(number).copy()
    afar = SceneFrames(whole).frame(number)
    assert np.any(close.astype(int) - afar, axis=2).mean() > 0.9
    green = (close[..., 1] > close[..., 0].astype(int) + 60) & (close[..., 1] > 90)
    rows = np.flatnonzero(green.mean(axis=1) > 0.3)
    assert rows.min() > 205 and rows.max() < 1230
