"""Captions leave their band where what the footage is about lies in it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from tests.unit.render.captions.test_ass import laid_out
from tests.unit.render.scenery import plan_of, shots_of, spoken_of
from vidpipe_assets.render.captions.ass import STRIP, caption_states
from vidpipe_assets.render.captions.bands import subject_in_captions, subject_stands_low
from vidpipe_assets.render.safe_areas import (
    BOTTOM,
    CAPTIONS_TOP,
    OVER_FOOTAGE_TOP,
    PROGRESS_Y,
    RAISED_BOTTOM,
    RAISED_TOP,
    TOP,
)
from vidpipe_assets.render.video.picture import Overlays, picture_graph
from vidpipe_assets.render.video.timeline import lay_out_scenes


def scene(middle_y: int | None, radius: int = 130, *, kind: str = "sea") -> Image.Image:
    """A calm ground with a subject at a height, if any; small, as sampled frames are."""
    chance = np.random.default_rng(3)
    noise = chance.normal(0, 6, (192, 108, 1))
    slope = np.linspace(150, 70, 192)[:, None, None]
    colour = {"sea": (0.4, 0.8, 1.1), "field": (0.7, 1.0, 0.5)}[kind]
    picture = Image.fromarray((slope * np.array(colour) + noise).clip(0, 255).astype(np.uint8))
    if middle_y is not None:
        pen, (x, y), r = ImageDraw.Draw(picture), (50, middle_y / 10), radius / 10
        pen.ellipse((x - r * 2, y - r, x + r * 2, y + r), (230, 90, 40))
        pen.ellipse((x - r, y - r / 2, x, y), (250, 240, 220))
    return picture.filter(ImageFilter.GaussianBlur(0.6))


@pytest.mark.parametrize("kind", ["sea", "field"])
@pytest.mark.parametrize(
    ("middle_y", "lies_there"), [(1340, True), (1300, True), (354, False), (800, False), (1750, False), (None, False)]
)
def test_a_subject_in_the_captions_band_is_seen(kind: str, middle_y: int | None, lies_there: bool) -> None:
    assert subject_in_captions([scene(middle_y, kind=kind)] * 2) is lies_there


def test_one_moment_does_not_move_captions() -> None:
    assert not subject_in_captions([scene(800), scene(800), scene(800), scene(800), scene(1340)])


@pytest.mark.parametrize("kind", ["sea", "field"])
@pytest.mark.parametrize(
    ("middle_y", "lies_low"), [(1000, True), (860, True), (354, False), (520, False), (1750, False), (None, False)]
)
def test_what_a_scene_shows_stands_at_the_top_where_the_subject_lies_low(
    kind: str, middle_y: int | None, lies_low: bool
) -> None:
    assert subject_stands_low([scene(middle_y, kind=kind)] * 2) is lies_low


def test_the_upper_band_is_free_of_what_is_drawn_over_footage() -> None:
    assert RAISED_BOTTOM - RAISED_TOP == 1450 - CAPTIONS_TOP
    assert PROGRESS_Y < RAISED_TOP < TOP < BOTTOM
    assert RAISED_BOTTOM < OVER_FOOTAGE_TOP - 104


def test_raised_captions_are_placed_higher_in_their_scene_only() -> None:
    layout = laid_out("pop")
    raised = replace(layout.lettering, raised=frozenset({"s1"}))
    usual = caption_states(layout.groups, layout.lettering, layout.limits)
    higher = caption_states(layout.groups, raised, layout.limits)
    assert all(rf"\pos(506,{(RAISED_TOP + RAISED_BOTTOM) // 2})" in text for layer, *_, text in higher if layer < 2)
    # The strip shows the same: it is laid higher as a whole.
    assert caption_states(layout.groups, raised, layout.limits, STRIP) == caption_states(
        layout.groups, layout.lettering, layout.limits, STRIP
    )
    assert [state[:3] for state in usual] == [state[:3] for state in higher]


def test_the_strip_is_laid_higher_while_a_raised_scene_is_seen() -> None:
    plan = plan_of()
    shots = shots_of(plan)
    timeline = lay_out_scenes(plan, spoken_of(plan), shots)
    overlays = Overlays(6, Path("a.ass"), Path("fonts"), (0, 5), "#000000")
    assert f"overlay={STRIP.left}:{STRIP.top}:" in picture_graph(timeline, shots, overlays)
    second = timeline[1]
    graph = picture_graph(timeline, shots, replace(overlays, raised=frozenset({second.scene})))
    stretch = f"between(n,{second.start_frame},{second.start_frame + second.frames - 1})"
    assert f"overlay={STRIP.left}:'if({stretch},{STRIP.top - CAPTIONS_TOP + RAISED_TOP},{STRIP.top})'" in graph
