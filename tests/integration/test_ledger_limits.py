"""The limits of provider accounts on SQLite and PostgreSQL, counted for all processes."""

import datetime as dt
from dataclasses import replace

import pytest
from faults.clients import NOON, Timeless, speech_spec

from vidpipe_assets.ledger.call_table import CallTable
from vidpipe_assets.ledger.rate_limiter import RateLimiter
from vidpipe_assets.model.errors import BlockedError, Busy
from vidpipe_assets.model.media import Artifact
from vidpipe_assets.providers.request import Account, Quota, Rate
from vidpipe_assets.storage.transactions import Database


@pytest.fixture
def time() -> Timeless:
    return Timeless()


@pytest.fixture
def gate(database: Database, time: Timeless) -> RateLimiter:
    return RateLimiter(database, time.clock())


def enter(gate: RateLimiter, account: Account, key: str = "k", wait_s: float = 1000, units: int = 1) -> None:
    gate.enter(account, key, {"units": units}, wait_s=wait_s, slot_s=600)


def test_a_rate_lets_so_many_through_and_the_next_one_waits_for_the_oldest(gate: RateLimiter, time: Timeless) -> None:
    account = Account("a", rates=(Rate(2, 10), Rate(3, 60)))
    for _ in range(4):
        enter(gate, account)
    assert time.slept == [10, 50]


def test_another_process_counts_the_same(database: Database, gate: RateLimiter, time: Timeless) -> None:
    account = Account("a", rates=(Rate(1, 10),))
    enter(gate, account)
    time.now += dt.timedelta(seconds=4)
    enter(RateLimiter(database, time.clock()), account)
    assert time.slept == [6]
    enter(gate, Account("b", rates=(Rate(1, 10),)))
    assert time.slept == [6]


def test_a_wait_that_is_too_long_is_not_begun(gate: RateLimiter, time: Timeless) -> None:
    account = Account("a", rates=(Rate(1, 3600),))
    enter(gate, account)
    with pytest.raises(Busy, match="account a has no room") as caught:
        enter(gate, account, wait_s=60)
    assert caught.value.retry_at == NOON + dt.timedelta(seconds=3600)
    assert time.slept == []


def test_so_many_at_once_and_the_next_one_when_a_place_is_given_back(
    database: Database, gate: RateLimiter, time: Timeless
) -> None:
    account = Account("a", concurrency=2)
    enter(gate, account, "one")
    enter(gate, account, "two")
    enter(gate, account, "two")  # its own place
    with pytest.raises(Busy) as caught:
        enter(gate, account, "three", wait_s=3)
    assert caught.value.retry_at == time.now + dt.timedelta(seconds=60)
    gate.leave("one")
    enter(gate, account, "three", wait_s=0)
    assert time.slept == [1, 1, 1]


def test_a_place_that_a_dead_process_held_is_free_again_in_time(gate: RateLimiter, time: Timeless) -> None:
    account = Account("a", concurrency=1)
    enter(gate, account, "dead")
    enter(gate, account, "next")
    assert sum(time.slept) == 600


def test_fault_2_a_quota_blocks_until_midnight_where_it_is_counted(gate: RateLimiter, time: Timeless) -> None:
    pacific = "America/Los_Angeles"
    account = Account("youtube", quotas=(Quota("units", 100, pacific),))
    enter(gate, account, units=60)
    enter(gate, account, units=40)
    with pytest.raises(BlockedError, match="100 of 100 today, 1 are needed") as caught:
        enter(gate, account)
    assert caught.value.retry_at == dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
    time.now = caught.value.retry_at - dt.timedelta(seconds=1)
    with pytest.raises(BlockedError):
        enter(gate, account)
    time.now = caught.value.retry_at
    enter(gate, account, units=100)
    assert time.slept == []


def test_a_quota_of_many_days_remembers_all_of_them(gate: RateLimiter, time: Timeless) -> None:
    account = Account("pexels", quotas=(Quota("requests", 10, days=30),))
    for _ in range(10):
        enter(gate, account)
        time.now += dt.timedelta(days=2)
    time.now = NOON + dt.timedelta(days=29)
    with pytest.raises(BlockedError, match="10 of 10 within 30 days, 1 are needed") as caught:
        enter(gate, account)
    assert caught.value.retry_at == dt.datetime(2026, 12, 23, tzinfo=dt.UTC)
    time.now = caught.value.retry_at
    enter(gate, account)
    with pytest.raises(BlockedError):
        enter(gate, account)


def test_what_a_quota_refuses_takes_no_place_and_is_not_counted(gate: RateLimiter, time: Timeless) -> None:
    account = Account("a", rates=(Rate(1, 10),), concurrency=1, quotas=(Quota("units", 1),))
    with pytest.raises(BlockedError):
        enter(gate, account, "one", units=2)
    enter(gate, account, "two", units=1)
    assert time.slept == []


def test_a_pause_is_everybody_s(database: Database, gate: RateLimiter, time: Timeless) -> None:
    account = Account("a")
    gate.pause(account, NOON + dt.timedelta(seconds=30), "too fast", blocked=False)
    enter(RateLimiter(database, time.clock()), account)
    assert time.slept == [30]
    gate.pause(account, time.now + dt.timedelta(hours=5), "no credit", blocked=True)
    gate.pause(account, time.now + dt.timedelta(hours=3), "no credit", blocked=True)
    with pytest.raises(BlockedError, match="is used up: no credit") as caught:
        enter(gate, account)
    assert caught.value.retry_at == time.now + dt.timedelta(hours=3)


def test_the_day_of_a_clock_change_is_a_day(gate: RateLimiter, time: Timeless) -> None:
    """FAULTS 34: on 1 November 2026 the day of Los Angeles has 25 hours."""
    account = Account("a", quotas=(Quota("units", 1, "America/Los_Angeles"),))
    time.now = dt.datetime(2026, 11, 1, 7, tzinfo=dt.UTC)
    enter(gate, account)
    with pytest.raises(BlockedError) as caught:
        enter(gate, account)
    assert caught.value.retry_at == dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)


def test_fault_30_whoever_dies_with_a_settled_call_leaves_its_place_free(
    database: Database, gate: RateLimiter, time: Timeless
) -> None:
    account, books = Account("a", concurrency=1), CallTable(database, lambda: time.now)
    call = replace(speech_spec(), account=account)
    enter(gate, account, call.key)
    books.reserve(call)
    with pytest.raises(Busy):
        enter(gate, account, "next", wait_s=3)
    books.received(call.key, Artifact(sha256="0" * 64, suffix=".json", size=1), call.estimate)
    enter(gate, account, "next", wait_s=0)
