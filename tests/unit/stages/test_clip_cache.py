"""Drawn clips that are there already are taken as they are, and only those."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import samples

from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.media import Clip, ClipSet
from vidpipe_assets.model.plan import CLIP_SURPLUS, DRAWN_SURPLUS, ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.fingerprints import ingredients
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.clip_workers import ClipJob
from vidpipe_assets.stages.clip_cache import drawing_hash, find_drawn_clips
from vidpipe_assets.stages.clip_selection import SelectedClip
from vidpipe_assets.stages.clips import obtain_clips, plan_shots
from vidpipe_assets.stages.context import StageContext
from vidpipe_assets.storage.store import Store
from vidpipe_assets.workplace import workplace_over

Progress = Callable[[str, float], None]
Notice = Callable[[str, str], None]
THEME = Theme(name="gadgets", channel="Gadgets")


def context(store: Store, theme: Theme = THEME) -> StageContext:
    key = VideoKey.parse(samples.KEY)
    made_of = ingredients(Stage.CLIPS, theme, overrides={}, upstream={Stage.SCRIPTS: "x"}, take=1)
    decisions = store.decisions.of(samples.KEY)
    order = store.orders.ensure(key)
    return StageContext(key, theme, order, workplace_over(store), made_of, print, store.places.scratch, decisions)


def theme_of(*footage: str) -> Theme:
    """The theme with this chain of footage."""
    return Theme.model_validate({**THEME.model_dump(), "providers": {"footage": footage}})


def theme_of_motion() -> Theme:
    """The theme with a chain that asks no library."""
    return theme_of("motion")


def test_what_is_drawn_has_a_small_surplus_and_what_is_asked_for_keeps_its_own(store: Store) -> None:
    plan = samples.plan()
    bought = theme_of("pexels", "motion")
    surplus = {
        name: [(shot.seconds - 0.5) / shot.scene.seconds for shot in plan_shots(context(store, theme), plan)]
        for name, theme in (("drawn", theme_of("motion")), ("bought", bought))
    }
    assert surplus["drawn"] == pytest.approx([DRAWN_SURPLUS] * len(plan.scenes))
    asked = [CLIP_SURPLUS] * (len(plan.scenes) - 2)
    assert surplus["bought"] == pytest.approx([DRAWN_SURPLUS, *asked, DRAWN_SURPLUS])  # hook and end card are drawn
    german = plan.model_copy(update={"language": "de"})
    assert [shot.seconds for shot in plan_shots(context(store), german)] == pytest.approx(
        [scene.seconds * CLIP_SURPLUS + 0.5 for scene in plan.scenes]
    )


class KilledError(BaseException):
    """In place of SIGKILL: nothing that catches exceptions sees it."""


def draw(store: Store, folder: Path, plan: ProductionPlan) -> dict[str, Clip]:
    """What `clips` keeps of a plan, each clip a file of its own."""
    clips: list[Clip] = []
    for shot in plan_shots(context(store), plan):
        file = folder / f"{shot.scene.id}.mp4"
        file.write_text(f"the picture of {shot.scene}")
        kept = store.artifacts.add(file)
        origin = drawing_hash(shot)
        clips.append(
            Clip(scene=shot.scene.id, artifact=kept, frames=9, provider="motion", kind="motion", drawn_from=origin)
        )
    store.documents.save(samples.KEY, Stage.CLIPS, ClipSet(clips=tuple(clips)))
    return {clip.scene: clip for clip in clips}


def other_words(plan: ProductionPlan, scene: str) -> ProductionPlan:
    words = {"narration": "Somebody says it otherwise."}
    return plan.model_copy(
        update={"scenes": tuple(s.model_copy(update=words) if s.id == scene else s for s in plan.scenes)}
    )


def test_only_the_scene_with_other_words_is_drawn_again(store: Store, tmp_path: Path) -> None:
    drawn = draw(store, tmp_path, samples.plan())
    found = find_drawn_clips(context(store), plan_shots(context(store), other_words(samples.plan(), "s2")))
    assert found == {scene: clip for scene, clip in drawn.items() if scene != "s2"}


def test_words_that_are_taken_back_find_the_first_picture(store: Store, tmp_path: Path) -> None:
    first = draw(store, tmp_path, samples.plan())
    draw(store, tmp_path, other_words(samples.plan(), "s2"))
    assert find_drawn_clips(context(store), plan_shots(context(store), samples.plan())) == first


@pytest.mark.parametrize("part", [{"palette": "forest"}, {"motion": "calm"}, {"heading_font": "montserrat"}])
def test_another_look_draws_everything_again(store: Store, tmp_path: Path, part: dict[str, str]) -> None:
    draw(store, tmp_path, samples.plan())
    looked = Theme.model_validate({**THEME.model_dump(), "picture": {**THEME.picture.model_dump(), **part}})
    assert find_drawn_clips(context(store, looked), plan_shots(context(store, looked), samples.plan())) == {}


def test_another_transition_draws_nothing_again(store: Store, tmp_path: Path) -> None:
    drawn = draw(store, tmp_path, samples.plan())
    looked = Theme.model_validate(
        {**THEME.model_dump(), "picture": {**THEME.picture.model_dump(), "transition": "fade"}}
    )
    assert find_drawn_clips(context(store, looked), plan_shots(context(store, looked), samples.plan())) == drawn


def test_another_logo_under_the_same_name_is_another_picture(store: Store, tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(b"one")
    shot = replace(plan_shots(context(store), samples.plan())[0], logo=logo)
    before = drawing_hash(shot)
    assert drawing_hash(shot) == before
    logo.write_bytes(b"two")
    assert drawing_hash(shot) != before


def test_a_rejected_scene_is_not_shown_again(store: Store, tmp_path: Path) -> None:
    drawn = draw(store, tmp_path, samples.plan())
    store.decisions.add(samples.KEY, Word.REJECTED, stage=Stage.CLIPS, scenes=("s3",), who="ann")
    found = find_drawn_clips(context(store), plan_shots(context(store), samples.plan()))
    assert set(found) == drawn.keys() - {"s3"}


def test_a_picture_that_is_damaged_or_gone_is_drawn_again(store: Store, tmp_path: Path) -> None:
    drawn = draw(store, tmp_path, samples.plan())
    store.artifacts.path(drawn["s1"].artifact).unlink()
    damaged = store.artifacts.path(drawn["s2"].artifact)
    damaged.chmod(0o600)
    damaged.write_bytes(b"x" * drawn["s2"].artifact.size)
    found = find_drawn_clips(context(store), plan_shots(context(store), samples.plan()))
    assert set(found) == drawn.keys() - {"s1", "s2"}


def test_a_picture_that_could_not_be_drawn_as_directed_is_tried_again(store: Store, tmp_path: Path) -> None:
    drawn = draw(store, tmp_path, samples.plan())
    plain = {"s2": ("drawn as plain text: MemoryError",)}
    clips = tuple(clip.model_copy(update={"notes": plain.get(clip.scene, ())}) for clip in drawn.values())
    for version in store.documents.versions(samples.KEY)[Stage.CLIPS]:
        (store.documents.folder / samples.KEY / Stage.CLIPS / f"{version}.json").unlink()
    store.documents.save(samples.KEY, Stage.CLIPS, ClipSet(clips=clips))
    found = find_drawn_clips(context(store), plan_shots(context(store), samples.plan()))
    assert set(found) == drawn.keys() - {"s2"}


def test_fault_53_scenes_that_were_drawn_before_a_kill_are_not_drawn_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw_in_workers(jobs: list[ClipJob], workers: int, progress: Progress, notice: Notice) -> None:
        for number, (shot, out) in enumerate((job.shot, job.out) for job in jobs):
            if number == 3 and len(drawn) == 3:
                raise KilledError
            if shot.scene.id == "s2":
                notice("s2", "drawn as plain text")
            out.write_text(f"the picture of {shot.scene}")
            drawn.append(shot.scene.id)
            progress(shot.scene.id, 1.0)

    monkeypatch.setattr("vidpipe_assets.render.clips.draw_in_workers", draw_in_workers)
    motion = theme_of_motion()
    shots = plan_shots(context(store, motion), samples.plan())
    with pytest.raises(KilledError):
        obtain_clips(context(store, motion), shots)
    before = list(drawn)
    clips = obtain_clips(context(store, motion), shots)
    assert len(clips) == len(shots)
    twice = {scene for scene in before if drawn.count(scene) == 2}
    assert twice <= {"s2"}  # what could not be drawn as directed is tried once more
    assert len(drawn) == len(shots) + len(twice)
    assert Stage.CLIPS not in store.documents.versions(samples.KEY)


def test_a_logo_that_was_changed_while_it_was_drawn_is_drawn_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logo, film_ = tmp_path / "logo.png", tmp_path / "film.mp4"
    logo.write_bytes(b"one")
    film_.write_bytes(b"film")
    shots = [replace(shot, logo=logo) for shot in plan_shots(context(store), samples.plan())]

    def shoot(shots: list[Shot], *others: object, **more: object) -> list[SelectedClip]:
        logo.write_bytes(b"two")
        return [SelectedClip(shot.scene.id, film_, 9, "motion", "motion") for shot in shots]

    monkeypatch.setattr("vidpipe_assets.stages.clip_selection.select_clips", shoot)
    motion = theme_of_motion()
    clips = obtain_clips(context(store, motion), shots)
    assert {clip.drawn_from for clip in clips} == {""}
    assert "" not in {
        clip.drawn_from for clip in obtain_clips(context(store, motion), shots)
    }  # the logo stays as it is
