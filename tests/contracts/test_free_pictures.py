"""Pictures that are free over the whole stage: what is kept with a clip, and what another picture costs.

Fakes of the libraries stand for them; only the drawing and the fitting are left out.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import wikimedia as fake
from fakes.server import Server, serving
from faults.fake_provider import played
from faults.stages import FILMED, VIDEO, Stages, new_stages

from vidpipe_assets.model.media import Clip
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.decide import RejectRequest, apply

CHAIN = """\
name: gadgets
channel: Gadgets
providers:
  footage: [wikipedia, commons, motion]
"""


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(fake.answer) as server:
        for variable in (fake.COMMONS, fake.WIKIPEDIA):
            monkeypatch.setenv(variable, server.url)
        monkeypatch.setenv("VIDPIPE_CONTACT", "me@example.com")
        yield server


@pytest.fixture
def stages(library: Server, tmp_path: Path, new_state: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stages]:
    with new_stages(tmp_path, new_state, theme=CHAIN) as made:
        monkeypatch.setattr("vidpipe_assets.stages.clip_selection.fit_footage", _fitted)
        yield made


def _fitted(source: Path, frames: int, out: Path, *, cut: int) -> tuple[str, ...]:
    out.write_bytes(played(1))
    return ()


def filmed(stages: Stages) -> dict[str, Clip]:
    return {clip.scene: clip for clip in stages.clips().clips if clip.scene in FILMED}


def searches(library: Server) -> int:
    return [one.path for one in library.asked].count("/w/api.php")


@pytest.mark.slow
def test_each_scene_shows_the_subject_and_another_picture_is_one_that_was_found(
    stages: Stages, library: Server
) -> None:
    assert stages.make(Stage.CLIPS).success
    first, asked = filmed(stages), searches(library)
    named = [clip.footage_id for clip in first.values()]
    assert len({*named}) == len(FILMED)  # no file of the one is shown again from the other
    by_commons = next(clip for clip in first.values() if clip.provider == "commons")
    assert by_commons.choice is not None
    shown = {*named}
    expected = next(one for one in by_commons.choice.runners_up if one.id not in shown)
    apply(stages.workplace.store, VIDEO, RejectRequest(stage=Stage.CLIPS, scenes=(by_commons.scene,)), who="me")
    assert stages.make(Stage.CLIPS).success
    second = filmed(stages)
    assert second[by_commons.scene].footage_id == expected.id
    assert second[by_commons.scene].rights == expected.rights
    assert searches(library) == asked
    others = [scene for scene in FILMED if scene != by_commons.scene]
    assert [second[one].footage_id for one in others] == [first[one].footage_id for one in others]


@pytest.mark.slow
def test_why_a_picture_was_taken_is_no_part_of_what_makes_a_video_stale(stages: Stages) -> None:
    assert stages.make(Stage.CLIPS).success
    made = stages.clips()
    bare = made.model_copy(update={"clips": tuple(one.model_copy(update={"choice": None}) for one in made.clips)})
    assert any(one.choice for one in made.clips)
    assert bare.data_version == made.data_version
