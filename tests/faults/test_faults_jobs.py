"""Remote jobs that end oddly, never, or while nobody waits for them any more."""

from pathlib import Path
from typing import Any

import pytest
from faults.bookkeeping import booked, entry
from faults.clients import Timeless, film_spec, speech_spec
from faults.fake_provider import FILM, JOB_PRICE, FakeProvider
from faults.jobs import Film, ListedFilm, Speech

from vidpipe_assets.ledger.call_table import CallState
from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.model.errors import InDoubt, PermanentError, TransientError, UnknownOutcome
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


NONSENSE: list[Any] = [
    {"status": 200, "body": "{"},
    {"status": 200, "body": "all is well"},
    {"status": 200, "body": "<html>sign in</html>"},
    {"status": 302, "headers": {"Location": "https://elsewhere.example.com/"}},
]


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_fault_10_nonsense_about_a_job_is_asked_again_before_anybody_else_is(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path, nonsense: dict[str, Any]
) -> None:
    provider.script(GET_jobs_any=[nonsense] * 5)
    assert ledger.once(film_spec(), Film(provider.url, tmp_path)).path("film").read_bytes() == FILM
    assert booked(store) == provider.bill == JOB_PRICE


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_fault_10_a_job_that_is_talked_nonsense_about_for_good_waits_for_a_person(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path, nonsense: dict[str, Any]
) -> None:
    spec = film_spec(policy=CallPolicy(attempts=2, job_deadline_s=30))
    provider.script(GET_jobs_any=[nonsense] * 50)
    with pytest.raises(InDoubt, match="fake does not tell what became of a job that was perhaps paid"):
        ledger.once(spec, Film(provider.url, tmp_path, polls=0))
    assert provider.seen.count("POST /jobs") == 1
    assert booked(store) == provider.bill == JOB_PRICE
    provider.script(GET_jobs_any=[])
    ledger.once(spec, Film(provider.url, tmp_path, polls=0))
    assert booked(store) == provider.bill == JOB_PRICE


def test_fault_10_an_account_whose_list_is_nonsense_is_asked_for_nothing_more(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    provider.script(POST_jobs=[{"do": True, "cut": 0}], GET_jobs=[{"status": 200, "body": "oops"}] * 50)
    with pytest.raises(InDoubt):
        ledger.once(film_spec(), ListedFilm(provider.url, tmp_path))
    provider.script(GET_jobs=[])
    ledger.once(film_spec(), ListedFilm(provider.url, tmp_path))
    assert provider.seen.count("POST /jobs") == 1
    assert booked(store) == provider.bill == JOB_PRICE


def test_fault_10_an_answer_to_a_paid_question_that_cannot_be_read_leaves_doubt(
    ledger: Ledger, store: Store, provider: FakeProvider
) -> None:
    provider.script(POST_speech=[{"status": 200, "body": '{"said": "hel'}] * 2)
    with pytest.raises(UnknownOutcome, match="not JSON"):
        ledger.once(speech_spec(), Speech(provider.url))
    with pytest.raises(InDoubt):
        ledger.once(speech_spec(), Speech(provider.url))
    assert provider.seen == ["POST /speech"] * 2
