"""Pictures that are free over the whole stage: what is kept with a clip, and what another picture costs.

Fakes of the libraries stand for them; only the drawing and the fitting are left out.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import anthropic as anthropic_fake
from fakes import eyes
from fakes import wikimedia as fake
from fakes.server import Answer, Server, serving
from faults.fake_provider import played
from faults.stages import FILMED, VIDEO, Stages, new_stages
from PIL import Image
from samples import plan

from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.model.errors import Conflict
from vidpipe_assets.model.media import Clip
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import RejectRequest, apply
from vidpipe_assets.stages.alternatives import decide
from vidpipe_assets.stages.cost_preview import CostPreview
from vidpipe_assets.storage.claims import FootageReservation

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


def by_commons(stages: Stages) -> Clip:
    return next(one for one in filmed(stages).values() if one.provider == "commons")


def take(stages: Stages, scene: str, picture: str) -> Clip:
    request = RejectRequest(stage=Stage.CLIPS, scenes=(scene,), pictures={scene: picture})
    decide(stages.workplace, VIDEO, request, who="me")
    assert stages.make(Stage.CLIPS).success
    return filmed(stages)[scene]


@pytest.mark.slow
def test_the_picture_that_a_person_has_chosen_is_taken_and_the_one_before_can_be_chosen_again(
    stages: Stages, library: Server
) -> None:
    assert stages.make(Stage.CLIPS).success
    first, shown = by_commons(stages), {one.footage_id for one in filmed(stages).values()}
    assert first.choice is not None
    chosen = [one for one in first.choice.runners_up if one.id not in shown][-1]
    asked = searches(library)
    second = take(stages, first.scene, chosen.id)
    assert (second.provider, second.footage_id, second.rights) == ("commons", chosen.id, chosen.rights)
    assert second.choice is not None
    assert first.footage_id in {one.id for one in second.choice.runners_up}
    third = take(stages, first.scene, first.footage_id)
    assert third.footage_id == first.footage_id
    assert searches(library) == asked
    assert not any("cannot be had" in note for one in (second, third) for note in one.notes)


@pytest.mark.slow
def test_what_was_found_is_kept_small_so_that_nobody_s_browser_asks_for_it(stages: Stages) -> None:
    assert stages.make(Stage.CLIPS).success
    artifacts, choice = stages.workplace.store.artifacts, by_commons(stages).choice
    assert choice is not None
    assert choice.picture is not None
    every = (choice.picture, *choice.runners_up)
    assert all(one.thumb for one in every)
    with Image.open(artifacts.path(every[0].thumb), formats=["JPEG"]) as small:  # type: ignore[arg-type]
        assert max(small.size) == 320


@pytest.mark.slow
def test_a_picture_of_another_video_of_the_theme_is_refused(stages: Stages) -> None:
    assert stages.make(Stage.CLIPS).success
    clip = by_commons(stages)
    assert clip.choice is not None
    wanted = next(
        one.id for one in clip.choice.runners_up if one.id not in {f.footage_id for f in filmed(stages).values()}
    )
    store = stages.workplace.store
    other = VideoKey.parse("2026-11-24_gadgets")
    store.orders.add([other], asked_by="test")
    store.reservations.reserve(other, "hash", FootageReservation("commons", wanted, ()), 30)
    request = RejectRequest(stage=Stage.CLIPS, scenes=(clip.scene,), pictures={clip.scene: wanted})
    with pytest.raises(Conflict, match="is shown in another video of gadgets"):
        decide(stages.workplace, VIDEO, request, who="me")


JUDGED = f"{CHAIN}picture: {{judge: anthropic/claude-haiku-5-5}}\n"


@pytest.mark.slow
def test_a_model_that_the_theme_names_looks_once_at_each_scene_and_is_booked(
    library: Server, tmp_path: Path, new_state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(anthropic_fake.KEY, "sk-test-key")
    with (
        serving(lambda asked: Answer(anthropic_fake.message(eyes.verdicts(asked)))) as model,
        new_stages(tmp_path, new_state, theme=JUDGED) as stages,
    ):
        monkeypatch.setattr("vidpipe_assets.stages.clip_selection.fit_footage", _fitted)
        monkeypatch.setenv(anthropic_fake.VARIABLE, model.url)
        assert str(CostPreview(stages.workplace).of_script(VIDEO, Stage.CLIPS, plan())).startswith("at most 0.0")
        assert stages.make(Stage.CLIPS).success
        looks = len(model.asked)
        assert {one.json["model"] for one in model.asked} == {"claude-haiku-5-5"}
        choices = [one.choice for one in filmed(stages).values() if one.choice]
        assert choices
        assert all(one.picture and one.picture.seen_by.startswith("anthropic (") for one in choices)
        paid = sum(one.spent for one in costs(stages.workplace.store))
        assert paid > 0
        assert str(CostPreview(stages.workplace).of_script(VIDEO, Stage.CLIPS, plan())) == "0"
        first = by_commons(stages)
        apply(stages.workplace.store, VIDEO, RejectRequest(stage=Stage.CLIPS, scenes=(first.scene,)), who="me")
        assert stages.make(Stage.CLIPS).success
        second = by_commons(stages)
        assert second.footage_id != first.footage_id
        assert second.choice is not None
        assert second.choice.picture is not None
        assert second.choice.picture.seen_by.startswith("anthropic (")  # what was seen then is still told
        assert (len(model.asked), sum(one.spent for one in costs(stages.workplace.store))) == (looks, paid)
