"""A theme's chain of live providers of footage, over the whole stage: who serves, what is told, what is shown once.

Fakes of the services stand for them; only the drawing and the fitting are left out.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import fal, pexels
from fakes.server import Answer, Asked, Server, serving
from faults.stages import FILMED, Stages, new_stages
from samples import plan

from vidpipe_assets.model.media import Clip
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.stages.clips import obtain_clips, plan_shots
from vidpipe_assets.stages.cost_preview import CostPreview

pytestmark = pytest.mark.slow

TITLE = "game boy"
CHAIN = """\
name: gadgets
channel: Gadgets
providers:
  footage: [fal, pexels, motion]
budget:
  video: 10
"""


def everything(asked: Asked) -> Answer:
    """Pexels with five clips that suit every scene."""
    if asked.path != "/v1/videos/search":
        return pexels.answer(asked)
    host, size = asked.headers["host"], ((1080, 1920),)
    return Answer(pexels.page([pexels.video(number, TITLE, 20, size, host) for number in range(1, 6)]))


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(everything) as server:
        monkeypatch.setenv(pexels.VARIABLE, server.url)
        monkeypatch.setenv("PEXELS_API_KEY", "a key of nobody's")
        yield server


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> Iterator[fal.Service]:
    """fal, which has no key yet."""
    service = fal.Service()
    with serving(service) as server:
        monkeypatch.setenv(fal.VARIABLE, server.url)
        monkeypatch.delenv("FAL_KEY", raising=False)
        yield service


@pytest.fixture
def stages(library: Server, models: fal.Service, tmp_path: Path, new_state: Path) -> Iterator[Stages]:
    with new_stages(tmp_path, new_state, theme=CHAIN) as made:
        yield made


def filmed(stages: Stages) -> dict[str, Clip]:
    return {clip.scene: clip for clip in stages.clips().clips if clip.scene in FILMED}


def test_without_the_first_provider_the_second_serves_and_every_clip_says_why(stages: Stages) -> None:
    assert stages.make(Stage.CLIPS).success
    made = filmed(stages)
    assert {clip.provider for clip in made.values()} == {"pexels"}
    assert {clip.notes[0] for clip in made.values()} == {"fal needs the key FAL_KEY, which is not set"}
    assert len({clip.footage_id for clip in made.values()}) == len(FILMED)
    assert all(clip.rights.creator == f"Maker {clip.footage_id}" for clip in made.values())
    assert stages.recorded(Stage.CLIPS).metadata["from"].value == "pexels 3, motion 2"


def test_the_theme_s_next_video_shows_other_clips_and_what_is_left_is_drawn(stages: Stages) -> None:
    assert stages.make(Stage.CLIPS).success
    stages.instance.add_dynamic_partitions("videos", ["2026-11-24_gadgets"])
    following = replace(stages, video="2026-11-24_gadgets")
    assert following.make(Stage.SCRIPTS, Stage.CLIPS).success
    first, second = ({clip.footage_id for clip in filmed(one).values()} - {""} for one in (stages, following))
    assert first | second == {"1", "2", "3", "4", "5"}
    assert first & second == set()
    assert sorted(clip.provider for clip in filmed(following).values()) == ["motion", "pexels", "pexels"]


def test_a_video_stays_as_it_was_made_when_the_first_provider_works_again(
    stages: Stages, library: Server, models: fal.Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stages.make(Stage.CLIPS).success
    before, asked = stages.recorded(Stage.CLIPS).data_version, len(library.asked)
    monkeypatch.setenv("FAL_KEY", "a key of nobody's")
    assert stages.make(Stage.CLIPS).success
    assert stages.recorded(Stage.CLIPS).data_version == before
    assert (models.jobs, len(library.asked)) == ([], asked)


def test_with_the_key_the_first_provider_serves_and_is_paid_for_each_scene_once(
    stages: Stages, library: Server, models: fal.Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAL_KEY", "a key of nobody's")
    assert stages.make(Stage.CLIPS).success
    assert stages.make(Stage.CLIPS).success
    assert {clip.provider for clip in filmed(stages).values()} == {"fal"}
    assert len(models.jobs) == len(FILMED)
    assert stages.booked() == models.bill
    assert library.asked == []


def test_a_clip_that_is_made_again_longer_is_none_of_the_video_s_others(
    stages: Stages,
) -> None:
    assert stages.make(Stage.CLIPS).success
    made = stages.clips().clips
    made_of = {Stage.SCRIPTS: stages.recorded(Stage.SCRIPTS).data_version}
    theme = stages.workplace.theme("gadgets")
    with CostPreview(stages.workplace)._context(stages.video, Stage.CLIPS, theme, made_of) as context:
        (shot,) = [one for one in plan_shots(context, plan()) if one.scene.id == "s3"]
        beside = [clip for clip in made if clip.scene != "s3"]
        (again,) = obtain_clips(context, [replace(shot, seconds=shot.seconds + 1)], beside)
    assert again.footage_id not in {clip.footage_id for clip in beside}
    assert again.rights.creator == f"Maker {again.footage_id}"
