"""Decisions in Dagster's event log: each once, with who and why, whoever tells it and however often."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from fake_line import Line, new_line

from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.orchestration.publish_decisions import publish_decisions, published_decision

KEY = "2026-11-23_gadgets"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        made.order(KEY)
        yield made


def told(line: Line) -> list[Any]:
    of_video = dg.AssetRecordsFilter(asset_key=dg.AssetKey("review"), asset_partitions=[KEY])
    records = line.instance.fetch_observations(of_video, limit=100).records
    return [one.asset_observation for one in reversed(records)]


def test_a_decision_is_an_observation_of_review_with_reviewer_and_reason(line: Line) -> None:
    said = line.workplace.store.decisions
    said.add(KEY, Word.REJECTED, stage=Stage.VOICEOVER, reason="too fast", who="ann")
    said.add(KEY, Word.APPROVED, version="v1", who="bob")
    line.tick()
    first, second = told(line)
    assert first.description == "rejected voiceover by ann: too fast"
    assert {name: first.metadata[name].value for name in ("reviewer", "reason", "stage")} == {
        "reviewer": "ann",
        "reason": "too fast",
        "stage": "voiceover",
    }
    assert (second.metadata["reviewer"].value, second.metadata["version"].value) == ("bob", "v1")


def test_each_decision_is_told_once_by_whoever_looks(line: Line) -> None:
    store = line.workplace.store
    store.decisions.add(KEY, Word.RETRY, who="ann")
    line.tick()
    line.tick()
    assert publish_decisions(line.instance, store) == []
    assert line.job("refresh_videos", "refresh", dry_run=True).success
    assert len(told(line)) == 1


def test_fault_29_a_teller_killed_before_it_has_noted_that_it_told_tells_nothing_twice(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = line.workplace.store
    store.decisions.add(KEY, Word.RETRY, who="ann")

    class Killed(BaseException):
        pass

    def killed(*given: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(store.facts, "add", killed)
        with pytest.raises(Killed):
            publish_decisions(line.instance, store)
    assert len(told(line)) == 1
    publish_decisions(line.instance, store)
    assert [published_decision(one) for one in told(line)] == [1]


def test_a_decision_that_is_told_makes_nothing_stale(line: Line) -> None:
    line.settle()
    line.workplace.take()
    line.workplace.store.decisions.add(KEY, Word.CANCELLED, who="ann")
    line.settle()
    assert line.workplace.take() == []
