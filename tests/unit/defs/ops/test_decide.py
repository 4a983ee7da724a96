"""Deciding from Dagster's launchpad: written down, told to Dagster, laid ready; refused where it cannot be meant."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import reviewed
from fake_line import Line, new_line

from vidpipe_assets.defs.ops.decide import follow_decisions
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey

KEY, OTHER = reviewed.KEY, "2026-11-24_gadgets"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        yield made


def decide(line: Line, *videos: str, **config: Any) -> dg.ExecuteInProcessResult:
    return line.job("decide_videos", "decide", videos=list(videos), **config)


def told(line: Line, key: str) -> list[str]:
    """What Dagster was told of the review of a video."""
    of_review = dg.AssetRecordsFilter(asset_key=dg.AssetKey("review"), asset_partitions=[key])
    found = line.instance.fetch_observations(of_review, limit=10).records
    return [str(one.asset_observation.description) for one in found if one.asset_observation]


def refusal(done: dg.ExecuteInProcessResult) -> str:
    [event] = [event for event in done.all_events if event.is_step_failure]
    assert event.step_failure_data.user_failure_data
    return str(event.step_failure_data.user_failure_data.description)


def state(line: Line, key: str) -> OrderState:
    order = line.workplace.store.orders.get(VideoKey.parse(key))
    assert order
    return order.state


def test_an_approval_is_told_to_dagster_and_laid_ready(line: Line, tmp_path: Path) -> None:
    version = reviewed.finish(line.workplace.store, tmp_path / "shelf")
    assert "was made again since" in refusal(decide(line, KEY, decision="approve", version="0" * 20))
    assert state(line, KEY) is OrderState.OPEN
    assert decide(line, KEY, decision="approve", version=version, reason="good", who="ann").success
    assert state(line, KEY) is OrderState.APPROVED
    assert told(line, KEY) == ["approved by ann: good"]
    assert (tmp_path / "output" / "approved" / KEY / "video.mp4").is_file()


def test_where_an_approved_video_cannot_be_laid_ready_the_run_fails_and_says_what_holds(
    line: Line, tmp_path: Path
) -> None:
    reviewed.finish(line.workplace.store, tmp_path / "shelf")
    in_the_way = tmp_path / "output" / "approved"
    in_the_way.write_text("a file where a folder has to be")
    said = refusal(decide(line, KEY, decision="approve"))
    assert said.startswith(f"{KEY}: the decision is recorded, but its folder is not ready: ")
    assert "Remedy: " in said
    assert state(line, KEY) is OrderState.APPROVED
    assert decide(line, KEY, decision="reopen").success
    said = refusal(decide(line, KEY, "no key", decision="approve"))
    assert "nothing was decided of no key" in said
    assert f"; {KEY}: the decision is recorded, but its folder is not ready: " in said
    in_the_way.unlink()
    assert follow_decisions(line.instance, line.workplace) == []
    assert (in_the_way / KEY / "video.mp4").is_file()


def test_a_rejected_stage_is_what_is_made_next(line: Line) -> None:
    line.order(KEY)
    line.settle()
    line.workplace.take()
    assert decide(line, KEY, decision="reject", stage="voiceover", reason="it mumbles").success
    line.settle()
    assert line.workplace.take() == [(KEY, stage) for stage in ("voiceover", "composed_video", "review")]


def test_the_videos_that_can_be_are_decided_and_the_others_named(line: Line) -> None:
    line.order(KEY)
    done = decide(line, OTHER, KEY, "no key", decision="cancel")
    assert not done.success
    said = refusal(done)
    assert f"nothing was decided of {OTHER}: {OTHER} was never ordered (and nothing of no key)" in said
    assert state(line, KEY) is OrderState.CANCELLED
    assert decide(line, KEY, decision="reopen").success
    assert state(line, KEY) is OrderState.OPEN
    assert decide(line, KEY, decision="reject_for_good").success
    assert state(line, KEY) is OrderState.REJECTED


@pytest.mark.parametrize(
    ("config", "complaint"),
    [
        ({}, "no video is named"),
        ({"videos": [KEY], "decision": "reject"}, "stage is empty, but reject is about one"),
        ({"videos": [KEY], "decision": "retry_afresh"}, "stage is empty, but retry_afresh is about one"),
        ({"videos": [KEY], "decision": "retry", "stage": "voice"}, "stage is 'voice'"),
        ({"videos": [KEY], "decision": "approve", "stage": "clips"}, "stage means nothing for approve"),
        ({"videos": [KEY], "decision": "retry", "scenes": ["s2"]}, "scenes means nothing for retry"),
        ({"videos": [KEY], "decision": "cancel", "version": "0"}, "version means nothing for cancel"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_remedy(line: Line, config: dict[str, Any], complaint: str) -> None:
    line.order(KEY)
    said = refusal(line.job("decide_videos", "decide", **config))
    assert complaint in said
    assert "Remedy: " in said
    assert line.workplace.store.decisions.of(KEY) == ()
