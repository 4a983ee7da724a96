"""Art direction: the same for the same video, different from scene to scene and from video to video."""

from itertools import pairwise
from typing import get_args

import pytest

from tests.unit.render.scene_samples import THEMES, plan
from vidpipe_assets.model import theme
from vidpipe_assets.render.art_direction import direct_shots

KEYS = [f"2026-11-{day:02d}_gadgets" for day in range(1, 25)]


def directed(key: str, **look: object):
    return direct_shots(plan(), theme.Picture.model_validate(look), "Channel", key, THEMES)


def test_the_same_video_is_shot_the_same_way_again():
    assert directed(KEYS[0]) == directed(KEYS[0])


def test_two_videos_of_one_theme_do_not_look_the_same():
    looks = {
        tuple((s.palette, s.accent, s.background, s.transition, s.seed % 4) for s in directed(key)) for key in KEYS
    }
    assert len(looks) == len(KEYS)


@pytest.mark.parametrize("name", get_args(theme.Palette))
def test_neighbouring_scenes_differ_and_inverted_ones_are_never_two_in_a_row(name: str):
    for key in KEYS:
        shots = directed(key, palette=name)
        assert {shot.palette.removesuffix("!") for shot in shots} == {name}
        assert any(shot.palette.endswith("!") for shot in shots)
        for one, other in pairwise(shots):
            assert one.background != other.background
            assert not (one.palette.endswith("!") and other.palette.endswith("!"))


def test_transitions_say_how_a_shot_ends_and_the_last_has_none():
    shots = directed(KEYS[0])
    assert [shot.transition for shot in shots][-1] == "none"
    assert all(one.transition != other.transition for one, other in pairwise(shots))
    assert {shot.transition for shot in directed(KEYS[0], transition="iris")[:-1]} == {"iris"}


def test_a_transition_is_chosen_by_what_changes():
    for key in KEYS:
        shots = directed(key)
        for one, other in pairwise(shots):
            light = one.palette != other.palette
            assert (one.transition in ("iris", "wipe", "morph", "blinds")) == light


def test_a_clip_is_longer_than_its_scene_will_probably_last():
    shots = directed(KEYS[0])
    assert all(shot.seconds >= shot.scene.seconds * 1.25 + 0.4 for shot in shots)


def test_the_theme_is_honoured():
    shots = directed(KEYS[0], accent="#E5007D", heading_font="inter", motion="calm", logo={"file": "logo.png"})
    assert {(s.accent, s.heading_font, s.motion, s.logo) for s in shots} == {
        ("#E5007D", "inter", "calm", THEMES / "logo.png")
    }
    assert [(s.position, s.of, s.channel, s.sample) for s in shots][1] == (2, 6, "Channel", True)
