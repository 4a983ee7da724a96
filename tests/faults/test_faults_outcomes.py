"""Calls whose outcome nobody has heard, or whose answer is of no use: paid once where it can be, booked always."""

import datetime as dt
import socket
from collections.abc import Collection
from pathlib import Path

import pytest
from faults.bookkeeping import booked, entry
from faults.clients import Timeless, film_spec, speech_spec
from faults.fake_provider import FILM, JOB_PRICE, SPEECH_PRICE, FakeProvider
from faults.jobs import ListedFilm, Speech
from faults.line_home import wait_until

from vidpipe_assets.ledger.answers import LedgerAnswer
from vidpipe_assets.ledger.call_table import CallState
from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.model.errors import BlockedError, PermanentError, TransientError, UnknownOutcome
from vidpipe_assets.storage.store import Store


@pytest.mark.parametrize("sent", [0, 40, 120])
def test_fault_6_a_submit_whose_answer_is_lost_is_found_and_paid_once(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path, sent: int
) -> None:
    provider.script(POST_jobs=[{"do": True, "cut": sent}])
    answer = ledger.once(film_spec(), ListedFilm(provider.url, tmp_path))
    assert answer.path("film").read_bytes() == FILM
    assert provider.seen.count("POST /jobs") == 1
    assert booked(store) == provider.bill == JOB_PRICE
    assert not entry(store, film_spec().key).possibly_paid_twice


def test_fault_6_a_submit_that_never_arrived_is_made_again(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    provider.script(POST_jobs=[{"cut": 0}])
    ledger.once(film_spec(), ListedFilm(provider.url, tmp_path))
    assert provider.seen[:4] == ["POST /jobs", "GET /jobs", "GET /jobs", "POST /jobs"]
    assert booked(store) == provider.bill == JOB_PRICE


def test_fault_6_another_scene_s_job_is_not_taken_for_ours(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    ledger.once(film_spec(scene="one"), ListedFilm(provider.url, tmp_path))
    provider.script(POST_jobs=[{"cut": 0}])
    ledger.once(film_spec(scene="two"), ListedFilm(provider.url, tmp_path))
    assert len(provider.jobs) == 2
    assert booked(store) == provider.bill == 2 * JOB_PRICE


def test_fault_6_without_a_list_it_is_asked_again_once_and_the_doubt_is_booked(
    ledger: Ledger, store: Store, provider: FakeProvider
) -> None:
    provider.script(POST_speech=[{"do": True, "cut": 0}])
    ledger.once(speech_spec(), Speech(provider.url))
    assert provider.seen == ["POST /speech"] * 2
    assert booked(store) == provider.bill == 2 * SPEECH_PRICE
    assert entry(store, speech_spec().key).possibly_paid_twice
    (line,) = costs(store, "provider")
    assert (line.spent, line.doubtful) == (SPEECH_PRICE, SPEECH_PRICE)


def test_fault_6_it_is_never_asked_a_third_time(ledger: Ledger, store: Store, provider: FakeProvider) -> None:
    provider.script(POST_speech=[{"do": True, "cut": 0}] * 5)
    for _ in range(2):
        with pytest.raises((UnknownOutcome, BlockedError)):
            ledger.once(speech_spec(), Speech(provider.url))
    with pytest.raises(BlockedError, match="asked twice and never answered") as caught:
        ledger.once(speech_spec(), Speech(provider.url))
    assert "afresh" in caught.value.remedy
    assert provider.seen == ["POST /speech"] * 2
    assert booked(store) == provider.bill == 2 * SPEECH_PRICE
    provider.script()
    ledger.once(speech_spec(take=2), Speech(provider.url))
    assert booked(store) == provider.bill == 3 * SPEECH_PRICE


def test_fault_6_what_could_not_be_sent_leaves_no_doubt(ledger: Ledger, store: Store, time: Timeless) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(TransientError, match="cannot be reached") as caught:
            ledger.once(speech_spec(), Speech(url))
    assert not isinstance(caught.value, UnknownOutcome)
    assert len(time.slept) == 3
    assert booked(store) == 0


def test_fault_7_a_submit_that_hangs_is_a_submit_whose_outcome_is_unknown(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    class ImpatientlySubmitted(ListedFilm):
        def find(self, since: dt.datetime, taken: Collection[str]) -> str | None:
            self.deadline_s = 60
            wait_until(lambda: provider.jobs, "what was sent has arrived")
            return super().find(since, taken)

    provider.script(POST_jobs=[{"do": True, "hang": True}])
    ledger.once(film_spec(), ImpatientlySubmitted(provider.url, tmp_path, deadline_s=0.5))
    assert provider.seen.count("POST /jobs") == 1
    assert booked(store) == provider.bill == JOB_PRICE


def test_an_answer_that_is_not_good_is_kept_and_paid_and_asked_for_anew(
    ledger: Ledger, store: Store, provider: FakeProvider
) -> None:
    def never(answer: LedgerAnswer) -> None:
        raise PermanentError("not what was asked")

    with pytest.raises(PermanentError, match="not what was asked"):
        ledger.once(speech_spec(), Speech(provider.url), never)
    found = entry(store, speech_spec().key)
    assert found.state is CallState.FAILED
    assert found.answer is not None
    assert store.artifacts.has(found.answer)
    ledger.once(speech_spec(), Speech(provider.url))
    assert booked(store) == provider.bill == 2 * SPEECH_PRICE


def test_fault_22_an_answer_that_is_paid_and_finds_no_room_is_booked(
    ledger: Ledger, store: Store, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise BlockedError("the disk is full")

    monkeypatch.setattr(store.artifacts, "add", full)
    with pytest.raises(BlockedError, match="disk is full"):
        ledger.once(speech_spec(), Speech(provider.url))
    assert booked(store) == provider.bill == SPEECH_PRICE
