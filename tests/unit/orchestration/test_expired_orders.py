"""Videos that nobody reviews expire, by the sensor and by the job alike; reopened, they are as they were."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_line import Line, new_line

from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.order import Event, OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import ReopenRequest, RetryRequest, apply
from vidpipe_assets.operations.expire import expire_orders
from vidpipe_assets.orchestration.partitions import VIDEOS_NAME
from vidpipe_assets.orchestration.plan_state import PlanState

VIDEO = "2026-11-25_gadgets"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """A finished video that waits for its review."""
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        made.order(VIDEO)
        made.settle()
        made.workplace.take()
        yield made


def pass_days(line: Line, days: float) -> None:
    line.workplace.clock = line.workplace.now() + dt.timedelta(days=days)


def state(line: Line) -> OrderState:
    order = line.workplace.store.orders.get(VideoKey.parse(VIDEO))
    assert order
    return order.state


def look(line: Line, by: str) -> None:
    if by == "sensor":
        line.settle()
    else:
        assert line.job("refresh_videos", "refresh").success


@pytest.mark.parametrize("by", ["sensor", "job"])
def test_it_expires_after_thirty_days_and_nothing_is_made_or_lost(line: Line, by: str) -> None:
    pass_days(line, 29)
    look(line, by)
    assert state(line) is OrderState.OPEN
    pass_days(line, 2)
    look(line, by)
    assert state(line) is OrderState.EXPIRED
    look(line, by)
    assert line.workplace.take() == []
    assert line.instance.get_dynamic_partitions(VIDEOS_NAME) == [VIDEO]
    (decided,) = line.workplace.store.decisions.of(VIDEO)
    assert (decided.word, decided.who) == (Word.EXPIRED, "vidpipe")
    assert "longer than 30 days" in decided.reason


def test_a_notice_says_so_once_and_what_to_do(line: Line) -> None:
    pass_days(line, 31)
    line.settle()
    line.settle()
    notice = line.workplace.store.outbox.take(line.workplace.now())
    assert notice
    assert (notice.event, notice.video) == (Event.EXPIRED, VIDEO)
    assert f"vidpipe reopen {VIDEO}" in notice.remedy
    assert line.workplace.store.outbox.take(line.workplace.now()) is None


@pytest.mark.parametrize(("days", "expected"), [(0, OrderState.OPEN), (365, OrderState.OPEN), (1, OrderState.EXPIRED)])
def test_the_theme_says_how_long_and_nothing_is_stale_by_it(line: Line, days: int, expected: OrderState) -> None:
    line.theme("gadgets", f"review: {{expire_after_days: {days}}}\n")
    pass_days(line, 40)
    line.settle()
    assert state(line) is expected
    assert line.workplace.take() == []


def test_reopened_it_is_as_it_was_and_has_the_full_time_again(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    pass_days(line, 31)
    line.settle()
    monkeypatch.setattr(line.workplace.store.decisions, "_now", line.workplace.now)
    apply(line.workplace.store, VIDEO, ReopenRequest(), who="ann")
    pass_days(line, 29)
    line.settle()
    assert state(line) is OrderState.OPEN
    pass_days(line, 2)
    line.settle()
    assert state(line) is OrderState.EXPIRED
    assert line.workplace.take() == []
    assert line.workplace.store.outbox.standing().waiting == 2


def test_a_dry_run_says_what_would_expire_and_leaves_it(line: Line) -> None:
    pass_days(line, 31)
    line.dry()
    assert state(line) is OrderState.OPEN


def test_whoever_decides_meanwhile_keeps_the_video_open(line: Line) -> None:
    pass_days(line, 31)
    state_then = PlanState(line.workplace)
    state_then.refresh(line.instance)
    assert list(state_then.expired_reviews()) == [VIDEO]
    apply(line.workplace.store, VIDEO, RetryRequest(), who="ann")
    assert expire_orders(state_then) == []
    assert state(line) is OrderState.OPEN
    assert line.workplace.store.outbox.standing().waiting == 0
