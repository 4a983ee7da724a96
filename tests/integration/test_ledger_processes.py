"""The ledger between processes, on SQLite and PostgreSQL: one payment for one call, budgets and limits that hold."""

import datetime as dt
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from faults.asker import QUICK, all_ended, started
from faults.bookkeeping import spent
from faults.clients import film_spec
from faults.fake_provider import JOB_PRICE, SPEECH_PRICE, FakeProvider
from faults.jobs import ListedFilm

from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path, database_url: str) -> Iterator[Store]:
    with closing(open_store(Places(tmp_path, database_url))) as opened:
        yield opened


def test_fault_32_two_processes_that_make_the_same_call_pay_once(store: Store, provider: FakeProvider) -> None:
    call = {"kind": "film", "text": "a moon"}
    both = [started(store.places.home, store.places.database, [call], url=provider.url) for _ in range(2)]
    assert all_ended(both) == [["answered"], ["answered"]]
    assert provider.seen.count("POST /jobs") == 1
    assert spent(store) == provider.bill == JOB_PRICE


def test_fault_36_processes_that_spend_at_the_same_time_stay_within_the_budget(
    store: Store, provider: FakeProvider
) -> None:
    def calls(name: str) -> list[dict[str, object]]:
        return [{"kind": "speech", "text": f"{name} {number}", "caps": {"theme": "0.25"}} for number in range(5)]

    both = [started(store.places.home, store.places.database, calls(name), url=provider.url) for name in "ab"]
    results = [result for answers in all_ended(both) for result in answers]
    assert sorted(results) == ["BlockedError"] * 4 + ["answered"] * 6
    assert spent(store) == provider.bill == 6 * SPEECH_PRICE


@pytest.mark.parametrize("point", ["submitted", pytest.param("reserved", marks=pytest.mark.slow)])
def test_fault_30_what_a_killed_process_left_is_taken_up(
    store: Store, provider: FakeProvider, tmp_path: Path, point: str
) -> None:
    call = {"kind": "listed", "text": "a moon"}
    dead = started(store.places.home, store.places.database, [call], url=provider.url, die_at=point)
    assert all_ended([dead]) == [[]]
    assert dead.returncode == -signal.SIGKILL
    Ledger(store).once(film_spec(policy=QUICK), ListedFilm(provider.url, tmp_path))
    assert spent(store) == provider.bill == JOB_PRICE
    assert [line.reserved + line.doubtful for line in costs(store)] == [0]


def test_costs_are_summed_up_exactly_on_every_database(store: Store, provider: FakeProvider, tmp_path: Path) -> None:
    ledger = Ledger(store)
    ledger.once(film_spec(policy=QUICK), ListedFilm(provider.url, tmp_path))
    ledger.once(film_spec("two", policy=QUICK, day=dt.date(2026, 11, 24)), ListedFilm(provider.url, tmp_path, "two"))
    assert [(line.name, line.spent) for line in costs(store, "day")] == [
        ("2026-11-23", JOB_PRICE),
        ("2026-11-24", JOB_PRICE),
    ]
    (line,) = costs(store, "provider", first=dt.date(2026, 11, 24))
    assert (line.name, line.spent, line.submits, line.currency) == ("fake", JOB_PRICE, 1, "USD")
