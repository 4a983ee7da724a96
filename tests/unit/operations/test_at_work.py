"""Whether anybody is at work, and what is said where nobody is."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidpipe_assets.model.progress import GONE_AFTER_S, SENSOR
from vidpipe_assets.operations.at_work import HOW_TO_START, WorkSign, work_sign
from vidpipe_assets.storage.life_signs import LifeSigns
from vidpipe_assets.storage.store import Store

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def signs_at(store: Store, seconds: float) -> LifeSigns:
    return LifeSigns(store.database, now=lambda: NOW + dt.timedelta(seconds=seconds))


def test_fault_56_where_the_sensor_has_never_looked_it_is_said_how_to_start_it(store: Store) -> None:
    assert work_sign(store).problem == f"Nobody is at work: {HOW_TO_START} starts the daemon, which makes the videos"


def test_fault_56_a_sensor_that_looks_is_at_work_and_is_missed_within_half_a_minute(store: Store) -> None:
    signs_at(store, 0).give(SENSOR)
    ages = {seconds: signs_at(store, seconds).age_s(SENSOR) for seconds in (0, 5, 24, 30)}
    assert ages == {0: 0, 5: 5, 24: 24, 30: 30}
    assert [WorkSign(age).is_alive for age in ages.values()] == [True, True, True, False]
    signs_at(store, 3600).give(SENSOR)  # somebody has started it again
    assert signs_at(store, 3605).age_s(SENSOR) == 5


def test_fault_56_a_clock_that_is_put_back_revives_nobody_for_long(store: Store) -> None:
    signs_at(store, 3600).give(SENSOR)
    assert not WorkSign(signs_at(store, 0).age_s(SENSOR)).is_alive


def test_fault_56_a_look_that_takes_long_is_still_a_sign(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Event

    from vidpipe_assets.storage import life_signs

    monkeypatch.setattr(life_signs, "_AGAIN_EVERY_S", 0.01)
    given_signs, enough = list[str](), Event()

    class Counting(LifeSigns):
        def give(self, name: str) -> None:
            given_signs.append(name)
            if len(given_signs) > 3:
                enough.set()

    with Counting(store.database).during(SENSOR):
        assert enough.wait(60)
    at_the_end = len(given_signs)
    assert set(given_signs) == {SENSOR}
    assert len(given_signs) == at_the_end


def test_fault_56_a_run_without_a_daemon_is_told_as_what_it_is(store: Store) -> None:
    key = "2026-11-23_gadgets"
    store.leases.announce("run", key)
    with store.leases.held("run", key, 0) as got:
        assert got
        told = work_sign(store).problem
    assert "one video is being made, and nothing after that" in told
    assert HOW_TO_START in told
    store.leases.released("run")
    assert "Nobody is at work" in work_sign(store).problem


@given(st.floats(min_value=0, max_value=1e9))
def test_fault_56_whoever_is_gone_is_told_with_the_remedy(age_s: float) -> None:
    sign = WorkSign(age_s)
    assert sign.is_alive is (age_s <= GONE_AFTER_S)
    assert bool(sign.problem) is not sign.is_alive
    assert sign.is_alive or HOW_TO_START in sign.problem
