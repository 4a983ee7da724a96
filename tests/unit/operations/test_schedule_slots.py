"""The schedule's arithmetic: no day lost, none doubled, whatever clocks and zones do."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.schedule_slots import CATCH_UP, day_slots, due_videos

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Australia/Lord_Howe",
]


def theme(
    cron: str = "0 6 * * *", zone: str = "UTC", videos: int = 1, *, enabled: bool = True, name: str = "a"
) -> Theme:
    schedule = {"enabled": enabled, "cron": cron, "time_zone": zone, "videos_a_day": videos}
    return Theme.model_validate({"name": name, "channel": "A", "schedule": schedule})


def key(day: dt.date, number: int = 1, name: str = "a") -> VideoKey:
    return VideoKey(day, name, number=number)


def test_a_slot_is_due_once_its_moment_has_come() -> None:
    six = NOON - 6 * HOUR
    themes = {"a": theme()}
    assert due_videos(themes, six - dt.timedelta(seconds=1), six - HOUR) == []
    assert due_videos(themes, six, six - HOUR) == [key(TODAY)]


def test_the_first_look_sees_today_and_nothing_before() -> None:
    assert due_videos({"a": theme()}, NOON, None) == [key(TODAY)]
    assert due_videos({"a": theme()}, NOON - 7 * HOUR, None) == []


def test_a_disabled_theme_is_never_due() -> None:
    assert due_videos({"a": theme(enabled=False)}, NOON, NOON - DAY) == []


def test_missed_slots_are_caught_up_for_three_days_and_no_longer() -> None:
    days = [found.day for found in due_videos({"a": theme()}, NOON, NOON - 400 * DAY)]
    assert days == [TODAY - 2 * DAY, TODAY - DAY, TODAY]
    assert dt.timedelta(days=3) == CATCH_UP


def test_themes_are_ordered_by_the_moment_of_their_slots() -> None:
    themes = {"a": theme("0 9 * * *"), "b": theme("0 3 * * *", name="b")}
    assert due_videos(themes, NOON, None) == [key(TODAY, name="b"), key(TODAY)]


@pytest.mark.parametrize(
    ("cron", "videos", "hours"),
    [
        ("0 6 * * *", 3, [6, 6, 6]),
        ("0 6,12,18 * * *", 3, [6, 12, 18]),
        ("0 6,18 * * *", 3, [6, 6, 18]),
        ("0 * * * *", 2, [0, 12]),
        ("0 6,18 * * *", 1, [6]),
    ],
)
def test_a_day_s_slots_share_its_videos(cron: str, videos: int, hours: list[int]) -> None:
    themes = {"a": theme(cron, videos=videos)}
    midnight = NOON - 12 * HOUR
    came = [len(due_videos(themes, midnight + hour * HOUR, None)) for hour in range(24)]
    assert came == [sum(at <= hour for at in hours) for hour in range(24)]


def test_fault_34_a_slot_in_the_gap_of_summer_time_comes_an_hour_later() -> None:
    gap = dt.date(2026, 3, 29)
    assert day_slots("30 2 * * *", "Europe/Berlin", gap) == (dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC),)


def test_fault_34_a_slot_in_the_fold_of_winter_time_comes_once() -> None:
    fold = dt.date(2026, 10, 25)
    assert day_slots("30 2 * * *", "Europe/Berlin", fold) == (dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC),)
    assert len(day_slots("*/30 * * * *", "Europe/Berlin", fold)) == 48


def test_fault_34_a_leap_day_is_a_day() -> None:
    assert len(day_slots("0 6 29 2 *", "UTC", dt.date(2028, 2, 29))) == 1
    assert day_slots("0 6 29 2 *", "UTC", dt.date(2028, 2, 28)) == ()
    now = dt.datetime(2028, 3, 1, 12, tzinfo=dt.UTC)
    assert dt.date(2028, 2, 29) in [found.day for found in due_videos({"a": theme()}, now, now - 3 * DAY)]


def test_fault_34_a_day_that_a_place_left_out_has_no_videos() -> None:
    assert day_slots("0 6 * * *", "Pacific/Apia", dt.date(2011, 12, 30)) == ()
    assert len(day_slots("0 6 * * *", "Pacific/Apia", dt.date(2011, 12, 31))) == 1


def test_a_cron_that_never_fires_orders_nothing() -> None:
    assert day_slots("0 0 30 2 *", "UTC", TODAY) == ()
    assert due_videos({"a": theme("0 0 30 2 *")}, NOON, NOON - DAY) == []


def test_the_day_of_a_slot_is_its_local_day() -> None:
    late = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)  # 07:00 on the 24th in Auckland
    assert due_videos({"a": theme(zone="Pacific/Auckland")}, late, late - 2 * HOUR) == [key(TODAY + DAY)]


def test_fault_34_a_clock_that_jumped_back_orders_nothing_new() -> None:
    assert due_videos({"a": theme()}, NOON - 8 * HOUR, NOON) == []


def test_fault_34_changing_the_zone_loses_no_day() -> None:
    # Ordered in Los Angeles, looked at last at 10:00 UTC, before that day's slot; then the theme moves to Tokyo.
    looked = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    before = due_videos({"a": theme(zone="America/Los_Angeles")}, looked, looked - HOUR)
    after = due_videos({"a": theme(zone="Asia/Tokyo")}, looked + dt.timedelta(minutes=1), looked)
    assert key(TODAY) in before + after


@settings(max_examples=60)
@given(
    zone=st.sampled_from(ZONES),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    start=st.integers(0, 25 * 365 * 24 * 60),
    steps=st.lists(st.integers(1, 70 * 60), min_size=1, max_size=25),
)
def test_fault_34_looking_now_and_then_orders_every_day_once_and_never_early(
    zone: str, hour: int, minute: int, start: int, steps: list[int]
) -> None:
    themes = {"a": theme(f"{minute} {hour} * * *", zone)}
    first = looked = dt.datetime(2010, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=start)
    ordered: list[VideoKey] = []
    for step in steps:
        now = looked + dt.timedelta(minutes=step)
        for found in due_videos(themes, now, looked):
            assert day_slots(f"{minute} {hour} * * *", zone, found.day)[0] <= now
            if found not in ordered:
                ordered.append(found)
        looked = now
    days = [found.day for found in ordered]
    assert days == sorted(set(days))
    local = ZoneInfo(zone)
    between = range(first.astimezone(local).toordinal() + 1, looked.astimezone(local).toordinal())
    whole = [day for day in map(dt.date.fromordinal, between) if day_slots(f"{minute} {hour} * * *", zone, day)]
    assert set(whole) <= set(days)


@settings(max_examples=60)
@given(
    zone=st.sampled_from(ZONES),
    cron=st.sampled_from(["*/20 * * * *", "0 0 * * *", "59 23 * * *", "30 1-3 * * *", "0 6 * * 1-5", "15 2 1,29 * *"]),
    day=st.dates(dt.date(2010, 1, 1), dt.date(2035, 1, 1)),
)
def test_a_day_s_slots_are_ascending_moments_that_show_the_cron_s_clock(zone: str, cron: str, day: dt.date) -> None:
    slots = day_slots(cron, zone, day)
    assert list(slots) == sorted(set(slots))
    assert all(slot.utcoffset() == dt.timedelta(0) for slot in slots)
    assert all(abs(slot.astimezone(ZoneInfo(zone)).date() - day) <= DAY for slot in slots)
