"""The order of work: a decision is next, people go before schedules, and nobody starves (fault 55)."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from vidpipe_assets.planning.work_queue import (
    STARVES_AFTER,
    TURN_AFTER,
    Lane,
    QueueItem,
    overdue_keys,
    priorities,
    sort_queue,
)

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def item(key: str, lane: Lane, *, minutes: int = 0, days: int = 0, stages: int = 7) -> QueueItem:
    return QueueItem(key, lane, NOW.date() - dt.timedelta(days=days), NOW - dt.timedelta(minutes=minutes), stages)


items = st.lists(
    st.builds(
        item,
        st.text("abc", min_size=1, max_size=6),
        st.sampled_from(Lane),
        minutes=st.integers(0, 119),
        days=st.integers(0, 3),
        stages=st.integers(1, 7),
    ),
    unique_by=lambda one: one.key,
    max_size=12,
)


@given(items)
def test_fault_55_a_decision_is_next_as_long_as_nobody_starves(others: list[QueueItem]) -> None:
    mine = item("mine", Lane.DECIDED, days=3)
    first = sort_queue([*others, mine], NOW)[0]
    assert first.lane is Lane.DECIDED


@given(items)
def test_people_go_first_today_before_other_days_and_small_before_whole(some: list[QueueItem]) -> None:
    got = [(list(Lane).index(one.lane), one.day != NOW.date(), one.stages) for one in sort_queue(some, NOW)]
    assert got == sorted(got)


@given(items)
def test_dagster_s_priorities_say_the_same(some: list[QueueItem]) -> None:
    ordered = sort_queue(some, NOW)
    got = priorities(ordered, NOW)
    numbers = [got[one.key] for one in ordered]
    assert numbers == sorted(numbers, reverse=True)


@given(st.integers(1, 4), st.integers(1, 20), st.sampled_from([Lane.ORDERED, Lane.SCHEDULED]))
def test_fault_55_nobody_starves_however_many_decisions_come(flood: int, backlog: int, lane: Lane) -> None:
    """One video every 20 minutes, while people decide something of `flood` videos in that time."""
    now, turns = NOW, dict[Lane, dt.datetime]()
    waiting = [item(f"old{number}", lane) for number in range(backlog)]
    done = list[str]()
    for step in range(backlog * 4 + 10):
        waiting += [QueueItem(f"new{step}-{n}", Lane.DECIDED, now.date(), now, 1) for n in range(flood)]
        first = sort_queue(waiting, now, turns)[0]
        waiting.remove(first)
        turns[first.lane] = now
        done.append(first.key)
        now += dt.timedelta(minutes=20)
    assert {f"old{number}" for number in range(backlog)} <= set(done)


def test_fault_55_what_is_overdue_goes_before_a_decision_only_once_an_hour() -> None:
    some = [
        item("mine", Lane.DECIDED),
        item("old", Lane.SCHEDULED, minutes=180),
        item("older", Lane.SCHEDULED, minutes=181),
    ]
    assert NOW - some[1].since > STARVES_AFTER
    assert sort_queue(some, NOW)[0].key == "older"
    turns = {Lane.SCHEDULED: NOW - TURN_AFTER / 2}
    assert sort_queue(some, NOW, turns)[0].key == "mine"
    assert overdue_keys(some, NOW, turns) == frozenset()
