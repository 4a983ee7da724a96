"""Orders on SQLite and PostgreSQL."""

import datetime as dt

import pytest

from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.orders import Orders
from vidpipe_assets.storage.transactions import Database

DAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 6, 0, 0, 123456, tzinfo=dt.UTC)


@pytest.fixture
def orders(database: Database) -> Orders:
    return Orders(database, now=lambda: NOW)


def test_an_added_order_can_be_read_back_whole(orders: Orders) -> None:
    key = VideoKey(DAY, "gadgets", request="abc123")
    assert orders.add([key], topic="Game Boy – «🎮»", asked_by="cli") == [key]
    found = orders.get(key)
    assert found is not None
    assert (found.key, found.theme, found.day, found.topic) == (key, "gadgets", DAY, "Game Boy – «🎮»")
    assert (found.asked_by, found.state, found.overrides) == ("cli", OrderState.OPEN, {})
    assert found.created_at == found.updated_at == NOW


def test_adding_twice_changes_nothing_and_returns_only_the_new(orders: Orders) -> None:
    one, two = VideoKey(DAY, "gadgets"), VideoKey(DAY, "gadgets", number=2)
    orders.add([one], topic="first", asked_by="me")
    assert orders.add([one, two, two], topic="second", asked_by="you") == [two]
    first = orders.get(one)
    assert first is not None
    assert (first.topic, first.asked_by) == ("first", "me")
    assert [order.key for order in orders.open_orders()] == [one, two]


def test_a_key_typed_into_dagster_gets_its_row(orders: Orders) -> None:
    key = VideoKey(DAY, "gadgets")
    assert orders.get(key) is None
    made = orders.ensure(key)
    assert (made.key, made.asked_by) == (key, "dagster")
    assert orders.ensure(key) == made


def test_ensuring_an_order_leaves_the_one_that_is_there(orders: Orders) -> None:
    key = VideoKey(DAY, "gadgets")
    orders.add([key], topic="mine", asked_by="me")
    assert orders.ensure(key).topic == "mine"


def test_orders_come_by_day_theme_and_number(orders: Orders) -> None:
    keys = [
        VideoKey(DAY, "gadgets", number=10),
        VideoKey(DAY, "gadgets", number=2),
        VideoKey(DAY, "food"),
        VideoKey(DAY - dt.timedelta(days=1), "space"),
    ]
    orders.add(keys, asked_by="me")
    assert [order.key for order in orders.open_orders()] == sorted(keys)


def test_recent_orders_are_those_of_the_latest_days(orders: Orders) -> None:
    keys = [VideoKey(DAY + dt.timedelta(days=number), "gadgets") for number in range(5)]
    orders.add(keys, asked_by="me")
    assert [order.key for order in orders.recent(2)] == keys[-2:]


def test_the_latest_order_is_by_theme_and_by_who_asked(orders: Orders) -> None:
    orders.add([VideoKey(DAY, "gadgets")], asked_by="schedule")
    assert orders.latest("gadgets", "schedule") == NOW
    assert orders.latest("gadgets", "cli") is None
    assert orders.latest("food", "schedule") is None


def test_a_hostile_topic_is_stored_as_text(orders: Orders) -> None:
    key, topic = VideoKey(DAY, "gadgets"), "'); DROP TABLE orders; -- ../../x {{7*7}} %s :name"
    orders.add([key], topic=topic, asked_by="me")
    found = orders.get(key)
    assert found is not None
    assert found.topic == topic


def test_nothing_is_added_when_one_of_the_orders_cannot_be(orders: Orders) -> None:
    good, bad = VideoKey(DAY, "gadgets"), VideoKey(None, "gadgets")  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        orders.add([good, bad], asked_by="me")
    assert orders.open_orders() == []
