"""Illustrations: every file can be drawn and moves, its parts move by time alone, and it never lies on type."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.render.scene_samples import TEXTS, pictures, shot
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.pictures import Hook, Number
from vidpipe_assets.model.plan import Beat
from vidpipe_assets.render.arrangements import TALL
from vidpipe_assets.render.drawing.canvas import Canvas, Pixels
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.illustrations.files import (
    drawings,
    further_drawings,
    illustration_files,
    index,
    load_illustration,
    views_of,
)
from vidpipe_assets.render.illustrations.svg import FIELD, MOVES, read_illustration, split_setting
from vidpipe_assets.render.moments import close_up_s
from vidpipe_assets.render.scenes import close_up
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.context import HEAD_START_S, SceneContext
from vidpipe_assets.render.scenes.frames import SceneFrames, make_template

NAMES = [file.stem for file in illustration_files()]
WITH_ROOM = ("hook", "number", "rank", "icon", "quote", "end")
ROLES = {"accent": "#FFD23F", "accent2": "#5CC8FF", "ink": "#F6F7FF"}


def drawn(name: str, at: float, *, size: int = 160, enter: float = 1.0, calm: bool = False) -> np.ndarray:
    canvas = Canvas(size, size)
    Player(load_illustration(name), size, ROLES, calm=calm).draw(canvas, at, 0, 0, enter)
    return canvas.pixels.copy()


def svg(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000">{inside}</svg>'


def test_every_illustration_and_further_drawing_is_named_once_and_nothing_else():
    named = [*index(), *(one for further in drawings().values() for one in further)]
    assert sorted(named) == sorted(NAMES)
    assert set(drawings()) <= set(index())


@pytest.mark.parametrize("name", NAMES)
def test_an_illustration_can_be_drawn_moves_and_has_three_tones(name: str):
    assert load_illustration(name).moves
    player, frames = Player(load_illustration(name), 160, ROLES), list[np.ndarray]()
    for at in (0.3, 0.95, 0.3):
        canvas = Canvas(160, 160)
        player.draw(canvas, at, 0, 0)
        frames.append(canvas.pixels)
    first = frames[0]
    assert not np.array_equal(first, frames[1])
    assert np.array_equal(first, frames[2])
    inked = first[first[..., 3] > 128]
    assert len(inked) > 160 * 160 * 0.1
    assert len(np.unique(inked[:, :3], axis=0)) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_something_of_an_illustration_is_there_at_the_first_moment(name: str):
    assert (drawn(name, 0.0, enter=0.0)[..., 3] > 250).sum() > 400


def test_an_illustration_that_has_come_is_the_one_that_was_coming():
    late, there = (drawn("game-boy", 0.0, enter=enter).astype(int) for enter in (0.9999, 1.0))
    assert np.abs(late - there).mean() < 1


@pytest.mark.parametrize("name", ["heart", "coins", "ship", "car"])
def test_an_illustration_is_as_large_as_what_it_shows_has_room(name: str):
    context = SceneContext(shot(pictures("shortest")["number"], illustration=name))
    placed = place_art(context, 100, 100, 500, 400)
    assert placed
    canvas = Canvas(600, 500)
    placed.draw(canvas, 5.0)
    rows, columns = np.nonzero(canvas.pixels[..., 3] > 128)
    wide, high = columns.max() - columns.min() + 1, rows.max() - rows.min() + 1
    assert columns.min() >= 96 and columns.max() <= 504 and rows.min() >= 96 and rows.max() <= 404
    assert wide > 0.88 * 400 or high > 0.85 * 300


def test_what_may_fill_the_frame_beside_a_headline_is_about_as_tall_as_wide():
    for name in (*TALL, *(one for one, drawing in further_drawings().items() if drawing.tall)):
        left, top, right, bottom = Player(load_illustration(name), FIELD, dict.fromkeys(ROLES, "#000000")).ink
        assert right - left <= 1.05 * (bottom - top), name


def test_calm_motion_goes_less_far():
    def reach(*, calm: bool) -> int:
        frames = [drawn("octopus", at / 5, calm=calm)[..., 3] > 128 for at in range(40)]
        return int((np.logical_or.reduce(frames) & ~np.logical_and.reduce(frames)).sum())

    assert reach(calm=True) < 0.8 * reach(calm=False)


def test_parts_come_one_after_another():
    both = '<rect width="300" height="300"/><g data-enter="1"><rect x="700" y="700" width="300" height="300"/></g>'
    player = Player(read_illustration(svg(both), "two"), 100, ROLES)
    inked = []
    for enter in (0.0, 1.0):
        canvas = Canvas(100, 100)
        player.draw(canvas, 0.0, 0, 0, enter)
        inked.append([int(canvas.pixels[rows, rows, 3].any()) for rows in (slice(50), slice(50, 100))])
    assert inked == [[1, 0], [1, 1]]


def test_a_role_takes_the_colour_of_the_palette():
    player = Player(read_illustration(svg('<rect width="1000" height="1000" fill="accent"/>'), "role"), 10, ROLES)
    canvas = Canvas(10, 10)
    player.draw(canvas, 0.0, 0, 0)
    assert list(canvas.pixels[5, 5]) == [0x3F, 0xD2, 0xFF, 255]


@pytest.mark.parametrize("move", MOVES)
def test_every_movement_moves_and_repeats_its_pixels(move: str):
    shape = '<path d="M450 300h100v300h-200z" fill="#FF0000"/>'
    player = Player(read_illustration(svg(f'<g data-move="{move}" data-period="2">{shape}</g>'), move), 100, ROLES)

    def frame(at: float) -> np.ndarray:
        canvas = Canvas(100, 100)
        player.draw(canvas, at, 0, 0)
        return canvas.pixels.copy()

    frames = [frame(at / 4) for at in range(8)]
    assert len({one.tobytes() for one in frames}) > 1
    assert np.array_equal(frame(0.75), frames[3])


def test_blocks_fall_on_the_screen_of_a_game_boy_and_pile_up():
    left, top, right, bottom = (round(edge / 2) for edge in views_of("game-boy")["screen"].at)

    def dark_rows(at: float) -> np.ndarray:
        screen = drawn("game-boy", at, size=500)[top:bottom, left:right].astype(int)
        return np.nonzero(np.abs(screen[..., :3] - (0x0F, 0x38, 0x0F)).sum(axis=2) < 40)[0]

    above, below, piled = dark_rows(0.1), dark_rows(0.9), dark_rows(4.8)
    assert above.mean() + 50 < below.mean()
    assert len(piled) > 3 * len(below) > 0


def test_a_phase_puts_a_movement_ahead():
    shape = '<path d="M450 300h100v300h-200z" fill="#FF0000"/>'

    def frame(at: float, phase: str) -> bytes:
        part = read_illustration(svg(f'<g data-move="bob" data-period="2" {phase}>{shape}</g>'), "phase")
        canvas = Canvas(100, 100)
        Player(part, 100, ROLES).draw(canvas, at, 0, 0)
        return canvas.pixels.tobytes()

    assert frame(0.0, 'data-phase="0.25"') == frame(0.5, "") != frame(0.0, "")


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ('<text x="0">A</text>', "<text>"),
        ('<rect width="9" height="9" style="fill:red"/>', "style"),
        ('<rect width="9" height="9" fill="red"/>', "fill"),
        ('<g data-move="dance"/>', "data-move"),
        ('<g data-pivot="5"/>', "data-pivot"),
        ('<g data-move="spin" data-period="0"/>', "data-period"),
        ('<g><g data-enter="1"/></g>', "data-enter"),
        ('<g><path d="M0 0h9v9z" data-setting="1"/></g>', "data-setting"),
        ('<g transform="skewX(4)"/>', "transform"),
        ('<g clip-path="url(#none)"/>', "clip-path"),
        ("<defs><linearGradient/></defs>", "<linearGradient>"),
        ("<g>", "not XML"),
    ],
)
def test_what_is_not_drawn_is_refused_by_file_and_element(inside: str, named: str):
    with pytest.raises(BadInput, match=re.escape(named)) as caught:
        read_illustration(svg(inside), "art/odd.svg")
    assert "art/odd.svg" in str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_an_illustration_is_more_than_its_setting(name: str):
    parts = split_setting(load_illustration(name))
    assert tuple(one for part in parts for one in part.content) == load_illustration(name).content
    assert any(not part.setting for part in parts)


def test_another_field_is_refused():
    with pytest.raises(BadInput, match="viewBox"):
        read_illustration('<svg viewBox="0 0 24 24"/>', "small")


@pytest.mark.parametrize("kind", ["words", "one word", "shortest"])
@pytest.mark.parametrize("template", WITH_ROOM)
@pytest.mark.parametrize("seed", [0, 7])
def test_an_illustration_lies_on_no_type_and_not_behind_the_captions(kind: str, template: str, seed: int):
    context = SceneContext(shot(pictures(kind)[template], text=TEXTS[kind], seed=seed, illustration="qr-code"))
    drawing = make_template(context)
    picture, content = Canvas(1080, 1920), Canvas(1080, 1920)
    drawing.illustrate(picture, 6.0)
    drawing.draw(content, 6.0)
    behind = picture.pixels[..., 3] > 8
    assert not behind[1230:].any()
    assert not (behind & (content.pixels[..., 3] > 60)).any()
    if template != "number":  # its ruler may leave no room
        assert behind.sum() > 30_000


@pytest.mark.parametrize("template", WITH_ROOM)
def test_the_subject_is_seen_at_the_first_frame(template: str):
    canvas = Canvas(1080, 1920)
    context = SceneContext(shot(pictures("shortest")[template], illustration="whale"))
    make_template(context).illustrate(canvas, HEAD_START_S)
    assert (canvas.pixels[..., 3] > 250).sum() > 10_000


def test_a_frame_has_the_illustration_behind_its_content():
    with_it, without = (shot(pictures("shortest")["icon"], illustration=name) for name in ("whale", None))
    assert not np.array_equal(SceneFrames(with_it).frame(0), SceneFrames(without).frame(0))


def changed(one: Pixels, other: Pixels) -> NDArray[np.bool_]:
    """Which pixels of two pictures differ."""
    return np.any(one != other, axis=2)


def test_a_close_up_shows_the_subject_large_above_the_captions_and_nothing_else():
    # 'rank' has one thing to name, at once: the last of its views shows the subject alone.
    one = shot(pictures("words")["rank"], seconds=7.0, beats=(Beat(word=0, at=0.1),), illustration="penguin")
    one = replace(one, scene=one.scene.model_copy(update={"narration": "So it is now, and so it has been for years."}))
    start, _ = close_up_s(one.scene) or (0.0, 0.0)
    frames, bare = SceneFrames(one), SceneFrames(replace(one, illustration=None))
    content = Canvas(1080, 1920)
    frames.draw_content(content, round((start + 0.5) * 30))
    assert not (content.pixels[300:1480, :, 3] > 60).any()  # no type but strip, rank and source
    number = round((start + 0.5) * 30)
    differing = changed(frames.frame(number), bare.frame(number))
    assert differing[210:1210].mean() > 0.25
    assert not differing[1230:1480].any()
    number = round(start * 30) - 2
    before = changed(frames.frame(number), bare.frame(number))
    assert before[210:1210].mean() < differing[210:1210].mean()


def test_illustrations_are_part_of_the_package():
    root = Path(__file__).parents[3]
    assert '"*.svg"' in (root / "pyproject.toml").read_text()
    assert all(file.stat().st_size < 12_000 for file in illustration_files())


def test_what_a_hook_tells_goes_on_while_its_subject_is_seen_alone(monkeypatch: pytest.MonkeyPatch):
    spans: list[tuple[float, float]] = []

    def keep(*given: Any) -> None:
        spans.append(given[-1])

    monkeypatch.setattr(close_up, "Subject", keep)
    monkeypatch.setattr(close_up, "close_up_spans", lambda *_: ((2.0, 4.0),))
    hook, number = Hook(lines=("Bombed", "*in a war*")), Number(value=3, label="bombs")
    for picture, told in ((hook, close_up.ALWAYS), (number, (2.0, 4.0))):
        close_up.close_ups(SceneContext(shot(picture, illustration="game-boy")))
        assert spans.pop() == told
