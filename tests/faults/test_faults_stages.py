"""Faults of paid providers as two real stages meet them: what is kept, what is asked again, what is paid and shown."""

import base64
import json
import logging
import wave
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dagster as dg
import pytest
from canaries import CANARIES, leaks
from faults.fake_ports import CANARY, KEY
from faults.fake_provider import JOB_PRICE, SPEECH_PRICE, FakeProvider
from faults.stages import FILMED, THEME, VIDEO, Stages, new_stages
from samples import plan

from vidpipe_assets.model.media import Clip
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.decide import RejectRequest, RetryAfreshRequest, apply
from vidpipe_assets.planning.stage_records import ErrorBranch
from vidpipe_assets.stages.clips import obtain_clips, plan_shots


@pytest.mark.slow
def test_a_stage_s_scenes_are_filmed_and_paid_once_each(stages: Stages, plugged: FakeProvider) -> None:
    assert stages.make(Stage.CLIPS).success
    filmed = {clip.scene: clip for clip in stages.clips().clips if clip.provider == "fake_footage"}
    assert tuple(filmed) == FILMED
    assert all(clip.rights.creator == "the fake provider" for clip in filmed.values())
    assert plugged.bill == stages.booked() == 3 * JOB_PRICE
    before = stages.recorded(Stage.CLIPS).data_version
    assert stages.paid(Stage.CLIPS) == "0.75 USD (fake_footage 0.75 USD)"
    assert stages.make(Stage.CLIPS).success  # a person runs it again: all work is done, nothing is paid
    assert stages.recorded(Stage.CLIPS).data_version == before
    assert stages.paid(Stage.CLIPS) == "0 USD, from the ledger"
    assert plugged.bill == 3 * JOB_PRICE


def test_a_voice_speaks_each_scene_once(stages: Stages, plugged: FakeProvider) -> None:
    assert stages.make(Stage.VOICEOVER).success
    voice = stages.voiceover()
    assert (voice.provider, voice.alignment, len(voice.scenes)) == ("fake_speech", "exact", 5)
    assert plugged.bill == stages.booked() == 5 * SPEECH_PRICE
    assert stages.make(Stage.VOICEOVER).success
    assert plugged.bill == 5 * SPEECH_PRICE


def test_fault_35_one_dead_clip_keeps_its_siblings_and_is_alone_asked_again(
    stages: Stages, plugged: FakeProvider
) -> None:
    plugged.script(GET_jobs_any__s3=[{"do": True, "job": {"status": "exploded"}}])
    assert not stages.make(Stage.CLIPS).success
    failure = stages.failure(Stage.CLIPS)
    assert failure.branch is ErrorBranch.PERMANENT
    assert "exploded" in failure.message
    assert failure.paid == "0.75 USD (fake_footage 0.75 USD)"
    assert plugged.bill == stages.booked() == 3 * JOB_PRICE
    assert stages.make(Stage.CLIPS).success
    assert plugged.bill == stages.booked() == 4 * JOB_PRICE
    assert [clip.provider for clip in stages.clips().clips if clip.scene in FILMED] == ["fake_footage"] * 3


def test_fault_36_a_budget_ends_a_stage_before_the_submit_that_would_exceed_it(
    plugged: FakeProvider, tmp_path: Path, new_state: Path
) -> None:
    with new_stages(tmp_path, new_state, budget_a_day=Decimal("0.60")) as stages:
        assert not stages.make(Stage.CLIPS).success
        failure = stages.failure(Stage.CLIPS)
        assert failure.branch is ErrorBranch.BLOCKED
        assert failure.retry_at is not None
        assert "VIDPIPE_BUDGET_A_DAY" in failure.remedy
        assert plugged.bill == stages.booked() == 2 * JOB_PRICE


def test_a_rejected_scene_alone_is_filmed_and_paid_again(stages: Stages, plugged: FakeProvider) -> None:
    assert stages.make(Stage.CLIPS).success
    before = {clip.scene: clip for clip in stages.clips().clips}
    apply(stages.workplace.store, VIDEO, RejectRequest(stage=Stage.CLIPS, scenes=("s3",), reason="dull"), who="ann")
    assert stages.make(Stage.CLIPS).success
    after = {clip.scene: clip for clip in stages.clips().clips}
    assert plugged.bill == stages.booked() == 4 * JOB_PRICE
    assert {scene for scene in after if after[scene].footage_id != before[scene].footage_id} == {"s3"}
    assert (after["s2"].take, after["s3"].take) == (1, 2)


@pytest.mark.slow
def test_a_clip_that_was_deleted_is_fetched_again_and_not_paid_again(stages: Stages, plugged: FakeProvider) -> None:
    assert stages.make(Stage.CLIPS).success
    before, artifacts = stages.recorded(Stage.CLIPS).data_version, stages.workplace.store.artifacts
    lost = next(clip.artifact for clip in stages.clips().clips if clip.scene == "s3")
    artifacts.path(lost).unlink()
    assert stages.make(Stage.CLIPS).success
    assert stages.recorded(Stage.CLIPS).data_version == before
    assert artifacts.intact(lost)
    assert plugged.bill == stages.booked() == 3 * JOB_PRICE


def test_a_clip_that_the_voice_outlasts_is_paid_once_more_and_in_the_take_of_clips(
    stages: Stages, plugged: FakeProvider, tmp_path: Path
) -> None:
    """`composed_video` films it again: a new take of composing pays nothing, a new take of the scene does."""
    assert stages.make(Stage.CLIPS).success

    def film_longer() -> Clip:
        context = stages.context(Stage.COMPOSED_VIDEO, tmp_path)
        [shot] = [replace(shot, seconds=20.0) for shot in plan_shots(context, plan()) if shot.scene.id == "s3"]
        [clip] = obtain_clips(context, [shot])
        return clip

    first = film_longer()
    assert plugged.bill == stages.booked() == 4 * JOB_PRICE
    apply(stages.workplace.store, VIDEO, RetryAfreshRequest(stage=Stage.COMPOSED_VIDEO), who="ann")
    assert film_longer() == first
    assert plugged.bill == 4 * JOB_PRICE
    apply(stages.workplace.store, VIDEO, RejectRequest(stage=Stage.CLIPS, scenes=("s3",)), who="ann")
    assert film_longer().take == 2
    assert plugged.bill == stages.booked() == 5 * JOB_PRICE


def test_what_a_provider_s_rules_forbid_is_drawn_and_told(stages: Stages, plugged: FakeProvider) -> None:
    plugged.script(GET_jobs_any__s3=[{"do": True, "job": {"status": "refused"}}])
    assert stages.make(Stage.CLIPS).success
    drawn = next(clip for clip in stages.clips().clips if clip.scene == "s3")
    assert drawn.provider == "motion"
    assert any("against the rules" in note for note in drawn.notes)


def test_fault_19_speech_that_cannot_be_heard_is_paid_and_told(stages: Stages, plugged: FakeProvider) -> None:
    plugged.script(POST_speech=[{"do": True, "job": {"audio": "bm90IGEgd2F2ZQ=="}}])
    assert not stages.make(Stage.VOICEOVER).success
    assert "the sound cannot be used" in stages.failure(Stage.VOICEOVER).message
    assert plugged.bill == stages.booked() == 5 * SPEECH_PRICE


def test_fault_19_speech_that_is_silent_does_not_pass_the_gate_and_is_asked_for_again(
    stages: Stages, plugged: FakeProvider, tmp_path: Path
) -> None:
    silence = tmp_path / "silence.wav"
    with wave.open(str(silence), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 16_000 * 5))
    said = base64.b64encode(silence.read_bytes()).decode()
    plugged.script(POST_speech=[{"do": True, "job": {"audio": said}}])
    assert not stages.make(Stage.VOICEOVER).success
    failure = stages.failure(Stage.VOICEOVER)
    assert (failure.branch, "nothing can be heard" in failure.message) == (ErrorBranch.PERMANENT, True)
    assert plugged.bill == stages.booked() == 5 * SPEECH_PRICE
    assert stages.make(Stage.VOICEOVER).success
    assert plugged.bill == stages.booked() == 6 * SPEECH_PRICE


def test_a_missing_key_is_waited_for_by_its_name(
    stages: Stages, plugged: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY)
    assert not stages.make(Stage.VOICEOVER).success
    failure = stages.failure(Stage.VOICEOVER)
    assert (failure.branch, failure.waits_for) == (ErrorBranch.BLOCKED, f"key:{KEY}")
    assert plugged.seen == []


def test_a_chain_goes_on_without_a_key_says_so_and_stays_so_when_the_key_is_there(
    plugged: FakeProvider, tmp_path: Path, new_state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY)
    with new_stages(tmp_path, new_state, theme=THEME.replace("[fake_footage]", "[fake_footage, motion]")) as stages:
        assert stages.make(Stage.CLIPS).success
        made = stages.clips().clips
        assert {clip.provider for clip in made} == {"motion"}
        assert [clip.notes for clip in made if clip.scene in FILMED] == [
            (f"fake_footage needs the key {KEY}, which is not set",)
        ] * 3
        version = stages.recorded(Stage.CLIPS).data_version
        monkeypatch.setenv(KEY, CANARY)
        assert stages.make(Stage.CLIPS).success  # a person runs it again: it is what it was
        assert stages.recorded(Stage.CLIPS).data_version == version
        assert plugged.seen == []
        apply(
            stages.workplace.store, VIDEO, RejectRequest(stage=Stage.CLIPS, scenes=("s3",), reason="film it"), who="ann"
        )
        assert stages.make(Stage.CLIPS).success
        assert [clip.scene for clip in stages.clips().clips if clip.provider == "fake_footage"] == ["s3"]
        assert plugged.bill == stages.booked() == JOB_PRICE


def test_fault_36_a_chain_goes_on_where_a_budget_ends(plugged: FakeProvider, tmp_path: Path, new_state: Path) -> None:
    theme = THEME.replace("[fake_footage]", "[fake_footage, motion]")
    with new_stages(tmp_path, new_state, theme=theme, budget_a_day=Decimal("0.60")) as stages:
        assert stages.make(Stage.CLIPS).success
        filmed = [clip.provider for clip in stages.clips().clips if clip.scene in FILMED]
        assert sorted(filmed) == ["fake_footage", "fake_footage", "motion"]
        told = next(clip.notes for clip in stages.clips().clips if clip.scene in FILMED and clip.provider == "motion")
        assert "the budget of 0.60 USD" in told[0]
        assert plugged.bill == stages.booked() == 2 * JOB_PRICE


def test_fault_06_what_may_have_been_paid_is_not_drawn_instead(
    plugged: FakeProvider, tmp_path: Path, new_state: Path
) -> None:
    plugged.script(POST_jobs__s3=[{"do": True, "cut": 0}, {"do": True, "cut": 0}])
    with new_stages(tmp_path, new_state, theme=THEME.replace("[fake_footage]", "[fake_footage, motion]")) as stages:
        assert not stages.make(Stage.CLIPS).success
        assert not stages.make(Stage.CLIPS).success
        failure = stages.failure(Stage.CLIPS)
        assert failure.branch is ErrorBranch.BLOCKED
        assert "was asked twice and never answered" in failure.message
        assert plugged.bill == stages.booked() == 4 * JOB_PRICE


SECRET = CANARIES["FAL_KEY"]
ECHO = f"you sent {SECRET}, that is {quote(SECRET, safe='')}, or {json.dumps(SECRET)}"
ECHOES: dict[str, dict[str, Any]] = {
    "refused": {"status": 401, "body": json.dumps({"error": {"message": ECHO, "code": SECRET}})},
    "no credit": {"status": 402, "body": ECHO},
    "broken": {"status": 500, "body": f"<html>{ECHO}</html>"},
    "a page": {"status": 200, "body": f"<!DOCTYPE html><p>{ECHO}</p>"},
    "no JSON": {"status": 200, "body": ECHO},
    "a job that ends oddly": {"do": True, "job": {"status": ECHO}},
    "a job that tells": {"do": True, "job": {"note": ECHO}},
}


@pytest.mark.parametrize("case", ECHOES)
def test_fault_28_a_key_that_a_provider_repeats_is_in_nothing_that_is_kept_or_said(
    stages: Stages,
    plugged: FakeProvider,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    case: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv(KEY, SECRET)
    plugged.script(**{"GET /jobs/*": [ECHOES[case]] * 9})
    run = stages.make(Stage.CLIPS)
    # What is no media is drawn instead; nonsense about a job that was paid is asked again.
    assert run.success is (case in {"a job that tells", "a page", "no JSON"})
    said = capfd.readouterr()
    events = "".join(dg.serialize_value(entry) for entry in stages.instance.all_logs(run.run_id))
    assert leaks(tmp_path, said.out, said.err, caplog.text, events) == []
    assert SECRET not in repr(stages.workplace.__dict__)
