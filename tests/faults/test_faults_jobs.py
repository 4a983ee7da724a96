"""Remote jobs that end oddly, never, or while nobody waits for them any more."""

from pathlib import Path
from typing import Any

import pytest
from faults.bookkeeping import booked, entry
from faults.clients import Timeless, film_spec
from faults.fake_provider import FILM, JOB_PRICE, FakeProvider
from faults.jobs import Film

from vidpipe_assets.ledger.call_table import CallState
from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.model.errors import PermanentError, TransientError
from vidpipe_assets.providers.request import CallPolicy
from vidpipe_assets.storage.store import Store


@pytest.mark.parametrize(
    ("job", "said"),
    [
        ({"status": "reticulating"}, "unknown status 'reticulating'"),
        ({"status": "succeeded", "error": "nsfw"}, "nsfw"),
        ({"status": "succeeded", "output": []}, "ended|succeeded without a result"),
        ({"status": "failed"}, "failed without a result"),
        ({"status": "cancelled"}, "cancelled without a result"),
    ],
)
def test_fault_10_every_odd_end_of_a_job_is_an_error_after_one_poll(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path, job: dict[str, Any], said: str
) -> None:
    provider.script(GET_jobs_any=[{"do": True, "job": job}])
    with pytest.raises(PermanentError, match=said):
        ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert provider.seen == ["POST /jobs", "GET /jobs/*"]
    assert entry(store, film_spec().key).state is CallState.FAILED
    assert booked(store) == provider.bill == JOB_PRICE


def test_fault_10_a_job_that_never_ends_is_cancelled_at_its_deadline(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path, time: Timeless
) -> None:
    spec = film_spec(policy=CallPolicy(poll_every_s=60, job_deadline_s=300))
    with pytest.raises(TransientError, match="did not finish the job job-1 in time"):
        ledger.once(spec, Film(provider.url, tmp_path, polls=10**6))
    assert time.slept == [60] * 5
    assert provider.jobs["job-1"]["status"] == "cancelled"
    assert entry(store, spec.key).state is CallState.CANCELLED
    assert booked(store) == provider.bill == JOB_PRICE
    ledger.once(spec, Film(provider.url, tmp_path))
    assert booked(store) == provider.bill == 2 * JOB_PRICE


def test_fault_10_a_job_that_is_done_at_the_last_moment_is_taken(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    done = {"do": True, "job": {"status": "succeeded", "output": f"{provider.url}/files/job-1"}}
    provider.script(GET_jobs_any=[{"do": True}, done])
    spec = film_spec(policy=CallPolicy(job_deadline_s=0))
    assert ledger.once(spec, Film(provider.url, tmp_path, polls=9)).path("film").read_bytes() == FILM
    assert booked(store) == provider.bill == JOB_PRICE


def test_fault_10_a_job_that_cannot_be_cancelled_goes_on_and_is_taken_up(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    spec = film_spec(policy=CallPolicy(job_deadline_s=0))
    provider.script(**{"POST_jobs/job-1/cancel": [{"status": 500}]})
    with pytest.raises(TransientError):
        ledger.once(spec, Film(provider.url, tmp_path, polls=1))
    assert entry(store, spec.key).state is CallState.SUBMITTED
    ledger.once(spec, Film(provider.url, tmp_path))
    assert booked(store) == provider.bill == JOB_PRICE


def test_fault_31_an_interrupted_wait_cancels_the_remote_job(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = Film(provider.url, tmp_path, polls=10**6)

    def interrupted(remote_id: str) -> Any:
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(film, "poll", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ledger.once(film_spec(), film)
    assert provider.jobs["job-1"]["status"] == "cancelled"
    assert entry(store, film_spec().key).state is CallState.CANCELLED
    assert booked(store) == provider.bill == JOB_PRICE


def test_fault_10_an_unexpected_error_while_polling_leaves_the_job_to_the_next_one(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    provider.script(GET_jobs_any=[{"status": 200, "body": "{}"}])
    with pytest.raises(KeyError):
        ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert provider.jobs["job-1"]["status"] == "running"
    ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert booked(store) == provider.bill == JOB_PRICE
