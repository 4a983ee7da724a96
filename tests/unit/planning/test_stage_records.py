"""Facts of the event log become stage records."""

import datetime as dt
from typing import Any

from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.fingerprints import Ingredients
from vidpipe_assets.planning.stage_records import VideoEvent, VideoEventKind, stage_records

_VIDEO = "2026-11-23_gadgets"
_NOON_S = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC).timestamp()


def _fact(number: int, kind: VideoEventKind, stage: Stage | None, run: str, content: dict[str, Any]) -> VideoEvent:
    return VideoEvent(number, _VIDEO, kind, stage, run, _NOON_S + number, content)


def _made(number: int, stage: Stage, run: str) -> VideoEvent:
    made_of = Ingredients(
        stage=stage, code="1", theme={}, overrides={}, upstream=dict.fromkeys(stage.upstream, "v"), take=1
    )
    content = {"version": "v", "ingredients": made_of.model_dump(mode="json"), "failed_checks": []}
    return _fact(number, VideoEventKind.MADE, stage, run, content)


def _killed(number: int, run: str, *selection: Stage) -> VideoEvent:
    content = {"cancelled": False, "message": "", "selection": [stage.value for stage in selection], "basis": {}}
    return _fact(number, VideoEventKind.ENDED, None, run, content)


def _counted(*facts: VideoEvent) -> dict[Stage, int]:
    return {stage: len(record.ended) for stage, record in stage_records(facts).items() if record.ended}


def test_a_killed_run_counts_against_the_first_stage_that_it_had_not_made() -> None:
    killed = _killed(9, "one", Stage.SCRIPTS, Stage.CLIPS, Stage.VOICEOVER)
    assert _counted(_made(1, Stage.SCRIPTS, "one"), killed) == {Stage.CLIPS: 1}


def test_a_run_killed_in_clips_says_nothing_of_the_voiceover_after_clips_have_been_made() -> None:
    killed = _killed(2, "one", Stage.CLIPS, Stage.VOICEOVER)
    assert _counted(killed, _made(3, Stage.CLIPS, "two")) == {}
