"""What makes a call the same call."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from faults.clients import NOON, film_spec, spec

from vidpipe_assets.ledger.call_spec import CallScope, CallSpec, budget_caps
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Budget, Schedule, Theme


def test_the_same_call_has_the_same_key_whatever_it_costs_and_whenever_it_is_made() -> None:
    later = film_spec(day=dt.date(2027, 1, 1))
    assert film_spec().key == later.key
    assert spec("a", {"x": 1, "y": 2}).key == spec("a", {"y": 2, "x": 1}, Money.of(1)).key


@pytest.mark.parametrize(
    "changed", [{"scene": "other"}, {"video": "2026-11-23_gadgets_2"}, {"take": 2}, {"prompt": "a sun"}]
)
def test_another_scene_video_take_or_request_is_another_call(changed: dict[str, Any]) -> None:
    assert film_spec(**changed).key != film_spec().key


def test_trends_of_one_hour_are_asked_once_for_all_videos() -> None:
    def key(hour: dt.datetime, video: str) -> str:
        scope = CallScope(Stage.TRENDS, "gadgets", video, hour=hour)
        return CallSpec(scope, "youtube", "search", {"query": "radio"}, NOON.date()).key

    tokyo = dt.timezone(dt.timedelta(hours=9))
    assert key(NOON, "a") == key(NOON + dt.timedelta(minutes=59), "b") == key(NOON.astimezone(tokyo), "c")
    assert key(NOON, "a") != key(NOON + dt.timedelta(hours=1), "a")


def test_a_request_is_kept_as_ascii_whatever_it_holds() -> None:
    odd = spec("a", {"text": "\0 \ud800 é 🎬", "price": Decimal("0.1")})
    assert odd.request_text.isascii()
    assert odd.key == spec("a", {"text": "\0 \ud800 é 🎬", "price": Decimal("0.1")}).key


def test_the_caps_of_a_theme_end_with_its_own_day() -> None:
    theme = Theme(
        name="gadgets",
        channel="Gadgets",
        schedule=Schedule(time_zone="America/New_York"),
        budget=Budget(video=Decimal("0.5"), day=Decimal(3)),
    )
    video, day = budget_caps(theme, NOON)
    assert (video.what, video.most, video.retry_at) == ("video", Money.of("0.5"), None)
    assert (day.what, day.most, day.retry_at) == ("theme", Money.of(3), dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC))
