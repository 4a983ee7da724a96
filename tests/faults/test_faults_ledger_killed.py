"""FAULTS 30: a process that is killed around every durable write of a provider call; the next one pays once."""

import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from faults.asker import KILL_POINTS, QUICK, all_ended, started
from faults.bookkeeping import entry, perhaps_spent, spent
from faults.clients import film_spec, speech_spec
from faults.fake_provider import FILM, JOB_PRICE, SPEECH_PRICE, FakeProvider
from faults.jobs import Film, ListedFilm, Speech

from vidpipe_assets.ledger.call_table import CallState
from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.storage.store import Store


def killed(store: Store, provider: FakeProvider, kind: str, point: str) -> None:
    process = started(store.places.home, "", [{"kind": kind, "text": "a moon"}], url=provider.url, die_at=point)
    assert all_ended([process]) == [[]]
    assert process.returncode == -signal.SIGKILL


def some(usual: set[str], points: Sequence[str] = KILL_POINTS) -> list[Any]:
    """All points; those that are not usual in the slow suite."""
    return [pytest.param(point, marks=[] if point in usual else [pytest.mark.slow]) for point in points]


@pytest.mark.parametrize("point", some({"reserved", "submitted", "saved"}))
def test_fault_30_a_job_of_a_provider_that_lists_its_jobs_is_paid_once_wherever_we_die(
    store: Store, provider: FakeProvider, tmp_path: Path, point: str
) -> None:
    killed(store, provider, "listed", point)
    spec = film_spec(policy=QUICK)
    assert entry(store, spec.key).state is (CallState.RESERVED if point in KILL_POINTS[:2] else CallState.SUBMITTED)
    answer = Ledger(store).once(spec, ListedFilm(provider.url, tmp_path))
    assert answer.path("film").read_bytes() == FILM
    assert provider.bill == JOB_PRICE
    assert (spent(store), perhaps_spent(store)) == (provider.bill, 0)
    assert entry(store, spec.key).state is CallState.DONE


@pytest.mark.parametrize("point", some({"polled"}, KILL_POINTS[2:]))
def test_fault_30_a_job_with_an_id_is_paid_once_also_without_a_list(
    store: Store, provider: FakeProvider, tmp_path: Path, point: str
) -> None:
    killed(store, provider, "film", point)
    Ledger(store).once(film_spec(policy=QUICK), Film(provider.url, tmp_path))
    assert (spent(store), perhaps_spent(store)) == (provider.bill, 0) == (JOB_PRICE, 0)


@pytest.mark.parametrize("point", some({"submitted"}, ("reserved", "submitted", "saved", "received")))
def test_fault_30_an_answer_nobody_heard_is_asked_for_once_more_and_the_ledger_never_says_less_than_the_bill(
    store: Store, provider: FakeProvider, point: str
) -> None:
    killed(store, provider, "speech", point)
    Ledger(store).once(speech_spec("a moon", policy=QUICK), Speech(provider.url, "a moon"))
    assert provider.bill == (2 if point in {"submitted", "saved"} else 1) * SPEECH_PRICE
    assert spent(store) == SPEECH_PRICE
    assert perhaps_spent(store) == (0 if point == "received" else SPEECH_PRICE)
