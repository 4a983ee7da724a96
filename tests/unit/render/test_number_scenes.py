"""A number that has been said gives its place to the subject, and its label comes with the words that say it."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from tests.unit.render.scene_samples import shot
from vidpipe_assets.model.media import FPS
from vidpipe_assets.model.pictures import Number
from vidpipe_assets.model.plan import Beat
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.close_ups import WHOLE, choose_looks, close_up_spans
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.colour import channels
from vidpipe_assets.render.moments import close_up_s, rest_s, until_told_s
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.scenes.frames import SceneFrames
from vidpipe_assets.render.spoken_words import word_s

SAID = "It weighs 70 tons on a scale. Nobody lifts it alone, and two people need a rope and all of a summer."


def number_shot(at: float = 0.2, said: str = SAID, **more: object) -> Shot:
    picture = Number(value=70, unit="tons", label="on a kitchen scale").model_copy(update=more)
    one = shot(picture, seconds=9.0, beats=(Beat(word=2, at=at),), illustration="penguin", text=lambda _: "")
    return replace(one, scene=one.scene.model_copy(update={"narration": said}))


def content(of: Shot, at: float) -> np.ndarray:
    """Where a scene's content has ink at a moment."""
    canvas = Canvas(1080, 1920)
    SceneFrames(of).draw_content(canvas, round(at * FPS))
    return canvas.pixels[..., 3] > 60


@pytest.mark.parametrize("at", [0.1, 0.2, 0.35])
def test_soon_after_a_number_is_read_something_else_is_seen(at: float) -> None:
    scene = number_shot(at).scene
    start, _ = rest_s(scene) or (0.0, 0.0)
    read = max(scene.seconds * at, word_s(scene, 6))
    assert read + 0.6 <= start <= read + 2.0
    starts = [word_s(scene, number) for number in range(len(SAID.split()))]
    assert min(abs(start - one) for one in starts) < 0.01  # with a word


def test_a_number_that_is_said_last_stays() -> None:
    assert rest_s(number_shot(0.8).scene) is None
    assert rest_s(number_shot(0.2, said="It weighs 70 tons on a kitchen scale.").scene) is None
    assert rest_s(number_shot(0.2, maximum=100.0).scene) is None


def test_the_number_stays_small_at_the_top_while_its_subject_is_seen_alone() -> None:
    of = number_shot()
    start, _ = rest_s(of.scene) or (0.0, 0.0)
    whole, small = (content(of, at) for at in (start - 0.1, start + 0.6))
    assert whole[420:].any()
    assert small[220:400].any()
    assert not small[420:1480].any()  # the subject's own room
    rows = np.flatnonzero(small[220:400].any(axis=1))
    assert rows.max() - rows.min() <= 155


def test_a_label_is_not_there_before_its_words() -> None:
    said = "On the whole it weighs 70 tons in the shade of a kitchen scale."
    labelled = replace(number_shot(0.3, said), illustration=None)
    bare = replace(number_shot(0.3, "On the whole it weighs 70 tons."), illustration=None)
    early, late = (content(labelled, at)[:1200] for at in (3.4, 8.9))
    assert late.sum() > early.sum()
    whole = content(bare, 3.4)[:1200]
    assert whole.sum() > early.sum() + 2000  # in other words it comes with its number
    assert not (early & ~whole).any()


def test_a_number_that_is_said_late_leaves_the_scene_to_its_subject() -> None:
    of = number_shot(0.7, said="Nobody lifts it alone, and two people need a rope and all of a summer: 70 tons.")
    start, end = close_up_s(of.scene) or (1.0, 0.0)
    assert (start, end) == (0.0, pytest.approx(9.0 * 0.7 - 0.5))
    early, open_, counts = content(of, 1.0), content(of, end - 0.2), content(of, end + 0.3)
    assert not early[220:1480].any()
    assert not open_[220:1480].any()
    assert counts[400:].sum() > open_[400:].sum() + 2000


def test_a_number_that_begins_to_count_stays_above_its_label() -> None:
    one = number_shot(0.5)
    settled = content(one, 5.4)
    rows = np.flatnonzero(settled[320:1190, :900].any(axis=1)) + 320
    foot = next((low for low, high in pairwise(rows) if high - low > 30), rows[-1])
    for at in (3.95, 4.0, 4.05, 4.1):
        assert not content(one, at)[foot + 4 : foot + 58, :900].any()


def test_a_number_that_is_long_in_coming_leaves_its_place_empty() -> None:
    late = number_shot(0.45, said="Nobody lifts it alone, not here: it weighs 70 tons.", value=23040, unit="")
    soon = number_shot(0.15, value=23040, unit="")
    for at in (1.0, 2.7, 3.3):
        assert not content(late, at)[220:900, :900].any()
    assert (content(soon, 0.2)[220:1190, :900] == content(soon, 0.6)[220:1190, :900]).all()  # a question mark


def test_figures_that_are_not_yet_the_number_have_no_colour() -> None:
    of = replace(number_shot(0.5), illustration=None)

    def accented(at: float) -> int:
        canvas = Canvas(1080, 1920)
        SceneFrames(of).draw_content(canvas, round(at * FPS))
        return int((canvas.pixels[280:1190, :900, :3] == of_accent).all(axis=-1).sum())

    of_accent = np.array(channels(get_palette(of.palette, of.accent).accent_shape))[::-1]
    icon = accented(3.9)
    assert accented(4.3) < 1.1 * icon
    assert accented(5.4) > 5 * icon > 0


LATE = "So here is one more that hardly anybody knows about it. It weighs 70 tons."


def test_a_part_is_seen_while_a_late_number_is_waited_for() -> None:
    scene = number_shot(0.8, said=LATE).scene
    span = until_told_s(scene)
    assert span is not None
    spans = close_up_spans(scene, None, 2)
    assert spans[0] == span
    first, second, *_ = choose_looks(scene, "game-boy", None, spans)
    assert first.view == WHOLE
    assert second.view != WHOLE
    assert 1.0 <= second.at - first.at <= span[1] - 1.3


def test_a_number_that_counts_is_no_paler_than_one_that_stands() -> None:
    of = number_shot(0.2)
    ink = channels(get_palette(of.palette, of.accent).ink)
    canvas = Canvas(1080, 1920)
    SceneFrames(of).draw_content(canvas, round((of.scene.seconds * 0.2 - 0.1) * FPS))
    assert (np.abs(canvas.pixels[300:900, :, 2::-1].astype(int) - ink).sum(axis=-1) < 6).sum() > 5_000
