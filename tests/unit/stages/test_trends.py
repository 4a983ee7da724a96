"""Sources are asked at the same time; what one of them cannot say is noted, and none of that stops the others."""

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from local_client import local_client

from vidpipe_assets.model.errors import BlockedError, PermanentError, TransientError
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.model.trends import Trend, TrendSnapshot
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.trends import CollectedTrends, TrendRequest
from vidpipe_assets.stages.trends import collect

Snapshots = Callable[..., TrendSnapshot]

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


@dataclass
class Source:
    name: str
    answer: Callable[[], CollectedTrends]
    is_local: bool = True

    def price(self, request: TrendRequest) -> Money:
        return FREE

    def collect(self, request: TrendRequest, folder: Path, ask: Ask) -> CollectedTrends:
        return self.answer()


class Archive:
    def record(self, trends: Sequence[Trend]) -> None:
        pass

    def with_history(self, trends: Sequence[Trend]) -> tuple[Trend, ...]:
        return tuple(trends)


def trend(name: str) -> Trend:
    return Trend(platform="tube", external_id=name, title=name, url="https://tube.example.com/")


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshots:
    def snapshot(*sources: Source) -> TrendSnapshot:
        request = TrendRequest("gadgets", Collect(), NOW)
        return collect(VideoKey(NOW.date(), "gadgets"), request, sources, Archive(), local_client(), tmp_path)

    return snapshot


def failing(name: str, error: Exception) -> Source:
    def fail() -> CollectedTrends:
        raise error

    return Source(name, fail)


def test_sources_are_asked_at_the_same_time_and_told_in_their_order(snapshot: Snapshots) -> None:
    both = threading.Barrier(2, timeout=120)

    def meet(name: str) -> CollectedTrends:
        both.wait()
        return CollectedTrends((trend(name), trend("the same")))

    found = snapshot(Source("second", lambda: meet("b")), Source("first", lambda: meet("a")))
    assert found.sources == ("second", "first")
    assert [one.external_id for one in found.trends] == ["a", "b", "the same"]


def test_questions_and_sources_that_failed_are_noted(snapshot: Snapshots) -> None:
    half = Source("rss", lambda: CollectedTrends((trend("a"),), not_heard=("feed x: it is gone",)))
    found = snapshot(half, failing("tube", BlockedError("no quota")))
    assert found.not_heard == ("tube: no quota", "rss: feed x: it is gone")


def test_none_left_is_the_failure_that_ends_soonest(snapshot: Snapshots) -> None:
    with pytest.raises(TransientError) as caught:
        snapshot(
            failing("a", PermanentError("never")),
            failing("b", TransientError("busy")),
            failing("c", BlockedError("no key")),
        )
    assert caught.value.facts == {"a": "never", "c": "no key"}


def test_what_is_no_error_of_ours_is_raised(snapshot: Snapshots) -> None:
    with pytest.raises(ZeroDivisionError):
        snapshot(failing("a", ZeroDivisionError()), Source("b", lambda: CollectedTrends((trend("b"),))))
