"""FAULTS 36: what a refresh says beforehand is the most that will be billed; what is paid already is not said."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from fake_line import new_line
from faults.fake_ports import CANARY, KEY
from faults.fake_provider import JOB_PRICE, FakeProvider
from faults.stages import THEME, VIDEO, Stages, new_stages
from samples import report, voiceover

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.decide import RejectRequest, RetryAfreshRequest, apply
from vidpipe_assets.stages.cost_preview import CostPreview
from vidpipe_assets.stages.scripts import write_with_chain

pytestmark = pytest.mark.slow


def told(stages: Stages, stage: Stage, *upstream: Stage) -> str:
    """What a refresh would say of a stage whose upstream is made."""
    made = {up: stages.recorded(up).data_version for up in upstream}
    return str(CostPreview(stages.workplace).of(VIDEO, stage, made))


def clips_cost(stages: Stages) -> str:
    return told(stages, Stage.CLIPS, Stage.SCRIPTS)


def test_before_anything_was_paid_each_scene_counts(stages: Stages, plugged: FakeProvider) -> None:
    assert clips_cost(stages) == "at most 0.75 USD (fake_footage 0.75 USD)"
    assert told(stages, Stage.VOICEOVER, Stage.SCRIPTS) == "at most 0.20 USD (fake_speech 0.20 USD)"
    assert plugged.seen == []


def test_what_is_paid_costs_nothing_again(stages: Stages, plugged: FakeProvider) -> None:
    assert stages.make(Stage.CLIPS, Stage.VOICEOVER).success
    asked = len(plugged.seen)
    assert (clips_cost(stages), told(stages, Stage.VOICEOVER, Stage.SCRIPTS)) == ("0", "0")
    assert len(plugged.seen) == asked


def test_after_a_failure_only_the_scene_that_is_left_counts(stages: Stages, plugged: FakeProvider) -> None:
    plugged.script(GET_jobs_any__s3=[{"do": True, "job": {"status": "exploded"}}])
    assert not stages.make(Stage.CLIPS).success
    assert clips_cost(stages) == "at most 0.25 USD (fake_footage 0.25 USD)"


def test_a_job_that_is_under_way_is_paid_already(stages: Stages, plugged: FakeProvider) -> None:
    plugged.script(GET_jobs_any__s3=[{"status": 400}])
    assert not stages.make(Stage.CLIPS).success
    assert plugged.bill == 3 * JOB_PRICE
    assert clips_cost(stages) == "0"
    assert stages.make(Stage.CLIPS).success
    assert plugged.bill == 3 * JOB_PRICE


def test_a_rejected_scene_and_a_new_take_are_paid_again(stages: Stages) -> None:
    assert stages.make(Stage.CLIPS, Stage.VOICEOVER).success
    store = stages.workplace.store
    apply(store, VIDEO, RejectRequest(stage=Stage.CLIPS, scenes=("s3",)), who="ann")
    assert clips_cost(stages) == "at most 0.25 USD (fake_footage 0.25 USD)"
    apply(store, VIDEO, RetryAfreshRequest(stage=Stage.VOICEOVER), who="ann")
    assert told(stages, Stage.VOICEOVER, Stage.SCRIPTS) == "at most 0.20 USD (fake_speech 0.20 USD)"


def test_without_its_key_a_provider_s_prices_are_known_all_the_same(
    stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY)
    assert clips_cost(stages) == "at most 0.75 USD (fake_footage 0.75 USD)"


def test_what_nobody_can_know_yet_is_never_called_free(stages: Stages) -> None:
    assert told(stages, Stage.CLIPS) == "unknown until scripts"
    assert told(stages, Stage.COMPOSED_VIDEO, Stage.SCRIPTS) == "unknown until clips"
    assert [told(stages, stage) for stage in (Stage.TRENDS, Stage.SCRIPTS, Stage.REVIEW)] == ["0", "0", "0"]


def test_a_clip_that_the_voice_outlasts_is_the_price_of_composing(stages: Stages) -> None:
    assert stages.make(Stage.CLIPS).success
    slow = voiceover()
    first, second, *rest = slow.scenes
    slow = slow.model_copy(update={"scenes": (first, second.model_copy(update={"seconds": 30.0}), *rest)})
    documents = stages.workplace.store.documents
    documents.save(VIDEO, Stage.VOICEOVER, slow)
    made = {stage: stages.recorded(stage).data_version for stage in (Stage.SCRIPTS, Stage.CLIPS)}
    cost = CostPreview(stages.workplace).of(VIDEO, Stage.COMPOSED_VIDEO, {**made, Stage.VOICEOVER: slow.data_version})
    assert str(cost) == "at most 0.25 USD (fake_footage 0.25 USD)"


@pytest.mark.parametrize(("answered", "left"), [(0, "0.0105"), (2, "0.0063"), (9, "")])
def test_a_model_is_estimated_by_the_steps_that_are_left(
    plugged: FakeProvider, tmp_path: Path, new_state: Path, answered: int, left: str
) -> None:
    theme = THEME.replace("  footage:", "  text: [fake_text, offline]\n  footage:")
    plugged.script(POST_chat=[{"do": True}] * answered + [{"status": 400}])
    with new_stages(tmp_path, new_state, theme=theme) as stages:
        place, story = stages.workplace, report()
        place.store.documents.save(VIDEO, Stage.ANALYSIS, story)
        with suppress(PermanentError):
            write_with_chain(stages.context(Stage.SCRIPTS, tmp_path), story)
        cost = str(CostPreview(place).of(VIDEO, Stage.SCRIPTS, {Stage.ANALYSIS: story.data_version}))
        assert cost == (f"about {left} USD (fake_text {left} USD)" if left else "0")


def test_the_dry_refresh_shows_and_sums_up_what_is_known(plugged: FakeProvider, tmp_path: Path) -> None:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as line:
        line.theme(text="providers:\n  text: [fake_text]\n  speech: [fake_speech]\n")
        line.order(VIDEO)
        done = line.job("refresh_videos", "refresh", dry_run=True)
        [output] = [event for event in done.all_events if event.event_type_value == "STEP_OUTPUT"]
        shown = output.step_output_data.metadata
        table: Any = shown["plan"]
        costs = {record.data["stage"]: record.data["cost"] for record in table.records}
        unknown = {
            "analysis": "unknown until trends",
            "scripts": "unknown until analysis",
            "voiceover": "unknown until scripts",
        }
        assert costs == {stage.value: unknown.get(stage.value, "0") for stage in Stage}
        assert shown["summary"].value == "1 video to make, 0 waiting; what the rest costs is not known yet"
        assert plugged.seen == []


def test_a_remake_is_foreseen_to_ask_whoever_served_a_scene_before(
    plugged: FakeProvider, tmp_path: Path, new_state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY)
    with new_stages(tmp_path, new_state, theme=THEME.replace("[fake_footage]", "[fake_footage, motion]")) as stages:
        assert clips_cost(stages) == "at most 0.75 USD (fake_footage 0.75 USD)"
        assert stages.make(Stage.CLIPS).success  # drawn, for want of a key
        monkeypatch.setenv(KEY, CANARY)
        assert clips_cost(stages) == "0"
        apply(
            stages.workplace.store, VIDEO, RejectRequest(stage=Stage.CLIPS, scenes=("s3",), reason="film it"), who="ann"
        )
        assert clips_cost(stages) == "at most 0.25 USD (fake_footage 0.25 USD)"
