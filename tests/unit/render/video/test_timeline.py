"""Scenes follow the voice to the frame; transitions move nothing."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.render.scenery import plan_of, shots_of, spoken_of, spoken_scene
from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.media import FPS
from vidpipe_assets.render.video.timeline import caption_limits, frames_needed, lay_out_scenes, total_frames

PLAN = plan_of()
SPOKEN = spoken_of(PLAN)


@given(st.lists(st.floats(0.05, 20), min_size=4, max_size=4))
def test_scenes_follow_each_other_without_gap_or_overlap(lengths: list[float]) -> None:
    spoken = {
        scene.id: spoken_scene(scene.id, "word", seconds) for scene, seconds in zip(PLAN.scenes, lengths, strict=True)
    }
    timeline = lay_out_scenes(PLAN, spoken, shots_of(PLAN))
    assert timeline[0].start_frame == 0
    for before, after in itertools.pairwise(timeline):
        assert after.start_frame == before.start_frame + before.frames


@given(st.lists(st.floats(0.05, 20), min_size=4, max_size=4))
def test_pauses_between_scenes_stay_under_half_a_second(lengths: list[float]) -> None:
    spoken = {
        scene.id: spoken_scene(scene.id, "word", seconds) for scene, seconds in zip(PLAN.scenes, lengths, strict=True)
    }
    timeline = lay_out_scenes(PLAN, spoken, shots_of(PLAN))
    for before, after in itertools.pairwise(timeline):
        ends = before.start_frame / FPS + before.voice_start_s + spoken[before.scene].seconds
        begins = after.start_frame / FPS + after.voice_start_s
        assert 0 < begins - ends < 0.5


@pytest.mark.parametrize("kind", ["wipe", "push", "zoom", "fade"])
def test_a_transition_moves_neither_the_voice_nor_the_total(kind: str) -> None:
    assert lay_out_scenes(PLAN, SPOKEN, shots_of(PLAN, (kind,) * 3)) == lay_out_scenes(
        PLAN, SPOKEN, shots_of(PLAN, ("none",) * 3)
    )


def test_a_clip_lends_its_frames_after_the_scene_to_the_transition_that_follows() -> None:
    shots = shots_of(PLAN, ("wipe", "none", "push"))
    timeline = lay_out_scenes(PLAN, SPOKEN, shots)
    needed = frames_needed(timeline, shots)
    assert [needed[scene.scene] - scene.frames for scene in timeline] == [12, 0, 12, 0]


def test_captions_end_with_a_scene_that_a_transition_ends() -> None:
    shots = shots_of(PLAN, ("wipe", "none", "iris"))
    timeline = lay_out_scenes(PLAN, SPOKEN, shots)
    limits = caption_limits(timeline, shots)
    assert limits["s1"] == timeline[1].start_frame
    assert limits["s2"] == limits["s4"] == total_frames(timeline)
    again = [*shots[:-1], replace(shots[-1], transition="push")]
    assert caption_limits(timeline, again)["s4"] == total_frames(timeline) - 12


def test_a_scene_without_a_voice_is_refused() -> None:
    silent = {name: scene for name, scene in SPOKEN.items() if name != "s3"}
    with pytest.raises(PermanentError, match="s3 has no voice"):
        lay_out_scenes(PLAN, silent, shots_of(PLAN))


def test_the_pause_before_an_answer_lengthens_its_scene_and_moves_the_next():
    plan = plan_of()
    thinking = plan.model_copy(update={"scenes": (plan.scenes[0].model_copy(update={"pause_s": 2}), *plan.scenes[1:])})
    before, after = (lay_out_scenes(one, spoken_of(one), shots_of(one)) for one in (plan, thinking))
    assert after[0].frames - before[0].frames == 2 * FPS
    assert after[1].start_frame - before[1].start_frame == 2 * FPS
    assert [one.frames for one in after[1:]] == [one.frames for one in before[1:]]
