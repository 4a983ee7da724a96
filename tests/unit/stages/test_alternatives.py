"""A rejection brings something else, or is refused at once with what to do instead."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import reviewed
import samples

from tests.unit.stages.test_clip_cache import context
from vidpipe_assets.model.errors import Conflict
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.operations.decide import RejectRequest
from vidpipe_assets.stages.alternatives import decide
from vidpipe_assets.stages.clips import plan_shots
from vidpipe_assets.stages.composed_video import choose_style
from vidpipe_assets.stages.context import StageContext
from vidpipe_assets.stages.voiceover import theme_at_pace, voice_speeds
from vidpipe_assets.storage.store import Store
from vidpipe_assets.workplace import Workplace, workplace_over

KEY = reviewed.KEY
THEME = Theme(name="gadgets", channel="Gadgets")


@pytest.fixture
def workplace(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    reviewed.finish(store, tmp_path / "shelf")
    made = workplace_over(store)
    monkeypatch.setattr(made, "theme", {"gadgets": THEME}.__getitem__)
    return made


def reject(workplace: Workplace, stage: Stage, *scenes: str) -> None:
    decide(workplace, KEY, RejectRequest(stage=stage, scenes=scenes), who="ann")


def test_a_script_is_refused_once_its_story_was_told_in_every_way(workplace: Workplace) -> None:
    with pytest.raises(Conflict, match="no other story about") as refused:
        for _ in range(60):
            reject(workplace, Stage.SCRIPTS)
    assert f"vidpipe edit {KEY}" in refused.value.remedy


def test_a_voice_is_refused_once_it_has_spoken_at_every_pace(workplace: Workplace, store: Store) -> None:
    theme = THEME.model_copy(update={"format": THEME.format.model_copy(update={"seconds": 23})})
    workplace.theme = {"gadgets": theme}.__getitem__  # type: ignore[method-assign]
    for _ in voice_speeds(theme, samples.plan())[1:]:
        reject(workplace, Stage.VOICEOVER)
    with pytest.raises(Conflict, match="at every pace"):
        reject(workplace, Stage.VOICEOVER)


@pytest.mark.parametrize(
    ("stage", "why"),
    [(Stage.TRENDS, "the same trends"), (Stage.ANALYSIS, "no other story"), (Stage.REVIEW, "lays together")],
)
def test_what_would_be_the_same_again_is_refused_with_what_helps(workplace: Workplace, stage: Stage, why: str) -> None:
    with pytest.raises(Conflict, match=why) as refused:
        reject(workplace, stage)
    assert "vidpipe reject" in refused.value.remedy
    assert "{key}" not in refused.value.remedy
    assert workplace.store.decisions.of(KEY) == ()


def test_a_language_model_may_always_write_otherwise(workplace: Workplace) -> None:
    chain = THEME.providers.model_copy(update={"text": ("openai", "offline")})
    workplace.theme = {"gadgets": THEME.model_copy(update={"providers": chain})}.__getitem__  # type: ignore[method-assign]
    for _ in range(9):
        reject(workplace, Stage.SCRIPTS)


@pytest.mark.parametrize("scene", [one.id for one in samples.plan().scenes])
def test_a_rejected_picture_comes_in_another_look_each_time(workplace: Workplace, store: Store, scene: str) -> None:
    seen: list[tuple[object, ...]] = []
    for _ in range(4):
        shots = plan_shots(context(store), samples.plan())
        [shot] = [one for one in shots if one.scene.id == scene]
        seen.append((shot.scene.picture, shot.background, shot.palette, shot.seed // 7 % 2))
        reject(workplace, Stage.CLIPS, scene)
    for before, after in pairwise(seen):
        assert before[1] != after[1] or before[0] != after[0]
    assert seen[0][0] != seen[1][0] or seen[0][3] != seen[1][3]
    assert seen[0][1] != seen[1][1]


def test_the_scenes_that_were_not_rejected_keep_their_look(workplace: Workplace, store: Store) -> None:
    before = plan_shots(context(store), samples.plan())
    reject(workplace, Stage.CLIPS, "s3")
    after = plan_shots(context(store), samples.plan())
    assert [one.scene.id for one, old in zip(after, before, strict=True) if one != old] == ["s3"]


def test_another_take_of_the_video_has_other_music_captions_and_transitions(store: Store) -> None:
    from vidpipe_assets.stages.composed_video import shots_in_style

    at = context(store)
    first, second = (choose_style(THEME, KEY, take) for take in (1, 2))
    assert (first.captions, first.music) == (THEME.captions, THEME.music)
    assert first.seed != second.seed
    assert first.music.mood != second.music.mood
    assert first.captions.style != second.captions.style
    shots = plan_shots(at, samples.plan())
    taken = shots_in_style(_take(at, 2), shots)
    assert not {one.transition for one in shots} & {one.transition for one in taken}
    assert shots_in_style(at, shots) == shots


def _take(at: StageContext, take: int) -> StageContext:
    return replace(at, ingredients=at.ingredients.model_copy(update={"take": take}))


def test_a_voice_speaks_at_another_pace_that_keeps_the_video_within_its_length() -> None:
    plan = samples.plan()
    for seconds in (round(plan.seconds), round(plan.seconds * 0.92), round(plan.seconds * 1.08)):
        theme = THEME.model_copy(update={"format": THEME.format.model_copy(update={"seconds": max(seconds, 15)})})
        speeds = voice_speeds(theme, plan)
        assert speeds[0] == 1.0
        assert len(speeds) >= 2
        assert [theme_at_pace(theme, plan, take).voice.speed for take in (1, 2)] == list(speeds[:2])
        assert all(abs(plan.seconds / speed / seconds - 1) < 0.1 for speed in speeds[1:])
