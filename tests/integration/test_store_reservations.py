"""Reserved footage on SQLite and PostgreSQL."""

import datetime as dt

import pytest

from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.claims import FootageReservation, FootageReservations
from vidpipe_assets.storage.transactions import Database

DAY = dt.date(2026, 11, 23)
MOON = FootageReservation("pexels", "moon", ("own: nothing fits 'moon'",))
DAYS = 30


def video(days: int = 0, theme: str = "gadgets", number: int = 1) -> VideoKey:
    return VideoKey(DAY + dt.timedelta(days=days), theme, number=number)


@pytest.fixture
def kept(database: Database) -> FootageReservations:
    return FootageReservations(database)


def test_a_video_gets_its_own_back_with_what_was_told(kept: FootageReservations) -> None:
    assert kept.of(video(), "s2") is None
    assert kept.reserve(video(), "s2", MOON, DAYS)
    assert kept.of(video(), "s2") == MOON
    assert kept.reserve(video(), "s2", MOON, DAYS)
    assert kept.elsewhere(video(), "pexels", DAYS) == frozenset()


@pytest.mark.parametrize("days", [0, 1, -1, 29, -29])
def test_another_video_of_the_theme_does_not_show_it_within_the_days(kept: FootageReservations, days: int) -> None:
    kept.reserve(video(), "s2", MOON, DAYS)
    other = video(days, number=2)
    assert kept.elsewhere(other, "pexels", DAYS) == {"moon"}
    assert not kept.reserve(other, "s5", MOON, DAYS)
    assert kept.of(other, "s5") is None


@pytest.mark.parametrize("days", [30, -30])
def test_after_the_days_it_is_shown_again(kept: FootageReservations, days: int) -> None:
    kept.reserve(video(), "s2", MOON, DAYS)
    assert kept.elsewhere(video(days), "pexels", DAYS) == frozenset()
    assert kept.reserve(video(days), "s2", MOON, DAYS)


@pytest.mark.parametrize(("theme", "provider"), [("space", "pexels"), ("gadgets", "pixabay")])
def test_another_theme_and_another_provider_are_free(kept: FootageReservations, theme: str, provider: str) -> None:
    kept.reserve(video(), "s2", MOON, DAYS)
    assert kept.elsewhere(video(1, theme), provider, DAYS) == frozenset()
    assert kept.reserve(video(1, theme), "s2", FootageReservation(provider, "moon"), DAYS)


def test_what_a_video_gives_up_is_free(kept: FootageReservations) -> None:
    kept.reserve(video(), "s2", MOON, DAYS)
    kept.reserve(video(), "s2", FootageReservation("pexels", "sun"), DAYS)
    assert kept.elsewhere(video(1), "pexels", DAYS) == {"sun"}


def test_what_has_no_id_takes_nothing_from_others(kept: FootageReservations) -> None:
    drawn = FootageReservation("motion", notes=("fal needs the key FAL_KEY",))
    assert kept.reserve(video(), "s2", drawn, DAYS)
    assert kept.reserve(video(1), "s2", drawn, DAYS)
    assert kept.elsewhere(video(2), "motion", DAYS) == frozenset()
    assert kept.of(video(), "s2") == drawn
