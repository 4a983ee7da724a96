"""A wish becomes keys and rows: all of them, or none and a clear error."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Providers, Schedule, Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.order import MOST_DAYS, OrderRequest, order_videos
from vidpipe_assets.storage.store import Store

DAY = dt.date(2026, 11, 23)
NEXT = DAY + dt.timedelta(days=1)
THEMES = {
    "food": Theme(name="food", channel="Food", providers=Providers(trends=("wikipedia",))),
    "gadgets": Theme(name="gadgets", channel="Gadgets", schedule=Schedule(videos_a_day=2)),
}


@dataclass
class Orders:
    """Remembers what it was asked."""

    added: list[tuple[list[VideoKey], str, str]] = field(default_factory=list)

    def add(self, keys: Sequence[VideoKey], *, topic: str = "", asked_by: str) -> list[VideoKey]:
        self.added.append((list(keys), topic, asked_by))
        return list(keys)


@pytest.fixture
def orders() -> Orders:
    return Orders()


def place(orders: Orders, **wish: Any) -> list[VideoKey]:
    store = cast("Store", SimpleNamespace(orders=orders))
    fields: dict[str, Any] = {"themes": ("gadgets",), "from_day": DAY, "to_day": DAY, **wish}
    return order_videos(store, THEMES, OrderRequest(**fields), asked_by="me")


def test_a_theme_and_a_day_give_as_many_videos_as_the_schedule_says(orders: Orders) -> None:
    keys = place(orders)
    assert keys == [VideoKey(DAY, "gadgets"), VideoKey(DAY, "gadgets", number=2)]
    assert orders.added == [(keys, "", "me")]


def test_keys_come_by_day_then_theme_as_wished_then_number(orders: Orders) -> None:
    keys = place(orders, themes=("gadgets", "food", "gadgets"), to_day=NEXT, per_day=1)
    assert [str(key) for key in keys] == [
        "2026-11-23_gadgets",
        "2026-11-23_food",
        "2026-11-24_gadgets",
        "2026-11-24_food",
    ]


def test_a_topic_gives_one_video_on_request_and_always_the_same(orders: Orders) -> None:
    (one,) = place(orders, topic="  Game Boy ")
    assert place(orders, topic="Game Boy", per_day=1) == [one]
    assert one == VideoKey.on_request(DAY, "gadgets", "Game Boy")
    assert orders.added[0] == ([one], "Game Boy", "me")
    assert place(orders, topic="Walkman") != [one]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"themes": ()}, "no theme was named"),
        ({"themes": ("gadgets", "nope")}, "no usable theme 'nope'"),
        ({"to_day": DAY - dt.timedelta(days=1)}, "is before the first day"),
        ({"to_day": DAY + dt.timedelta(days=MOST_DAYS)}, "93 days are too many"),
        ({"from_day": dt.date(1999, 1, 1), "to_day": dt.date(1999, 1, 1)}, "out of range"),
        ({"from_day": dt.date.max, "to_day": dt.date.max}, "out of range"),
        ({"per_day": 0}, "per_day is 0"),
        ({"per_day": 25}, "per_day is 25"),
        ({"per_day": -1}, "per_day is -1"),
        ({"per_day": 24, "to_day": DAY + dt.timedelta(days=60)}, "1464 videos"),
        ({"topic": "x" * 81}, "81 characters"),
        ({"topic": "a\nb"}, r"topic: it holds the character U\+000A"),
        ({"topic": "a\x1b[31mb"}, r"topic: it holds the character U\+001B"),
        ({"topic": "Game Boy", "per_day": 2}, "a topic is given"),
    ],
)
def test_a_wish_that_is_wrong_anywhere_writes_nothing(orders: Orders, wish: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        place(orders, **wish)
    assert caught.value.remedy
    assert orders.added == []
