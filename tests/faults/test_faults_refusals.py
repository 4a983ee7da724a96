"""What a provider that refuses to answer does to us: waits, quotas, errors, pages, keys. The bill is the ledger's."""

import datetime as dt
import logging
from email.utils import format_datetime
from typing import Any

import pytest
from faults.bookkeeping import booked, entry
from faults.clients import Timeless, speech_spec
from faults.fake_provider import SPEECH_PRICE, FakeProvider
from faults.jobs import KEY, Speech, web

from vidpipe_assets.ledger.call_table import CallState
from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.model.errors import BlockedError, Busy, PermanentError, TransientError, VidpipeError
from vidpipe_assets.providers.request import Account
from vidpipe_assets.storage.store import Store

PAGE = "<html><head><title>503</title></head><body><center><h1>503 Service Unavailable</h1></center></body></html>"


@pytest.mark.parametrize(("told", "waited"), [("7", [7]), ("0", [0]), ("soon", [1])])
def test_fault_1_a_wait_that_the_server_asks_for_is_honoured(
    ledger: Ledger, provider: FakeProvider, time: Timeless, told: str, waited: list[float]
) -> None:
    provider.script(POST_speech=[{"status": 429, "headers": {"Retry-After": told}}])
    assert ledger.once(speech_spec(), Speech(provider.url)).content == {"said": "hello"}
    assert time.slept == waited
    assert provider.seen == ["POST /speech"] * 2


def test_fault_1_a_moment_that_the_server_names_is_waited_for(
    ledger: Ledger, provider: FakeProvider, time: Timeless
) -> None:
    before = dt.datetime.now(dt.UTC)
    moment = (before + dt.timedelta(seconds=90)).replace(microsecond=0)
    provider.script(POST_speech=[{"status": 429, "headers": {"Retry-After": format_datetime(moment, usegmt=True)}}])
    assert ledger.once(speech_spec(), Speech(provider.url)).content == {"said": "hello"}
    [waited] = time.slept
    # The answer came between these two moments.
    assert moment - dt.datetime.now(dt.UTC) <= dt.timedelta(seconds=waited) <= moment - before


def test_fault_1_a_wait_of_ten_hours_is_not_waited_for_by_anybody(
    ledger: Ledger, store: Store, provider: FakeProvider, time: Timeless
) -> None:
    provider.script(POST_speech=[{"status": 429, "headers": {"Retry-After": "36000"}}])
    with pytest.raises(TransientError) as caught:
        ledger.once(speech_spec(), Speech(provider.url))
    assert caught.value.retry_after_s == 36000
    with pytest.raises(Busy) as told:
        ledger.once(speech_spec("another"), Speech(provider.url, "another"))
    assert told.value.retry_at == time.now + dt.timedelta(hours=10)
    assert (time.slept, provider.seen) == ([], ["POST /speech"])
    time.now += dt.timedelta(hours=10)
    ledger.once(speech_spec(), Speech(provider.url))
    assert booked(store) == provider.bill == SPEECH_PRICE


@pytest.mark.parametrize(
    "refusal",
    [
        {"status": 402, "body": "pay first"},
        {"status": 429, "body": '{"error": {"type": "insufficient_quota"}}'},
        {"status": 403, "body": '{"error": {"errors": [{"reason": "quotaExceeded"}]}}'},
    ],
)
def test_fault_2_no_quota_is_blocked_at_once_and_others_go_on(
    ledger: Ledger, store: Store, provider: FakeProvider, refusal: dict[str, Any]
) -> None:
    provider.script(POST_speech=[refusal])
    with pytest.raises(BlockedError) as caught:
        ledger.once(speech_spec(account=Account("one")), Speech(provider.url))
    assert caught.value.remedy
    assert provider.seen == ["POST /speech"]
    ledger.once(speech_spec("another", account=Account("two")), Speech(provider.url))
    assert booked(store) == provider.bill == SPEECH_PRICE


def test_fault_2_a_quota_with_a_reset_keeps_everybody_away_until_then(
    ledger: Ledger, provider: FakeProvider, time: Timeless
) -> None:
    provider.script(POST_speech=[{"status": 402, "headers": {"Retry-After": "3600"}}])
    with pytest.raises(BlockedError):
        ledger.once(speech_spec(), Speech(provider.url))
    # The provider counts from the real moment; this test's clock stands still at noon of some day.
    with pytest.raises(BlockedError, match="is used up") as caught:
        ledger.once(speech_spec("another"), Speech(provider.url))
    assert provider.seen == ["POST /speech"]
    assert caught.value.retry_at is not None
    time.now = caught.value.retry_at
    ledger.once(speech_spec(), Speech(provider.url))


def test_fault_3_three_errors_and_then_an_answer(
    ledger: Ledger, store: Store, provider: FakeProvider, time: Timeless
) -> None:
    provider.script(POST_speech=[{"status": 500}, {"status": 502}, {"status": 503}])
    ledger.once(speech_spec(), Speech(provider.url))
    assert provider.seen == ["POST /speech"] * 4
    assert time.slept == [1, 2, 4]
    assert booked(store) == provider.bill == SPEECH_PRICE
    assert entry(store, speech_spec().key).attempts == 4


def test_fault_3_errors_for_ever_end_after_exactly_four_attempts(
    ledger: Ledger, store: Store, provider: FakeProvider
) -> None:
    provider.script(POST_speech=[{"status": 503}] * 9)
    with pytest.raises(TransientError, match="fake answered 503"):
        ledger.once(speech_spec(), Speech(provider.url))
    assert provider.seen == ["POST /speech"] * 4
    found = entry(store, speech_spec().key)
    assert (found.state, found.attempts) == (CallState.FAILED, 4)
    assert booked(store) == provider.bill == 0


@pytest.mark.parametrize("status", [503, 529])
def test_fault_4_a_page_of_html_is_an_error_and_no_crash(ledger: Ledger, provider: FakeProvider, status: int) -> None:
    html = {"status": status, "body": PAGE, "headers": {"Content-Type": "text/html"}}
    provider.script(POST_speech=[html] * 4)
    with pytest.raises(TransientError) as caught:
        ledger.once(speech_spec(), Speech(provider.url))
    assert str(caught.value) == f"fake answered {status}: 503 503 Service Unavailable"


def test_fault_13_a_key_that_is_refused_is_permanent_and_shown_nowhere(
    ledger: Ledger, store: Store, provider: FakeProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    provider.script(POST_speech=[{"status": 401, "body": f'{{"error": "bad key {KEY} in ?key={KEY}"}}'}])
    with pytest.raises(PermanentError, match="bad key") as caught:
        ledger.once(speech_spec(), Speech(provider.url))
    assert provider.seen == ["POST /speech"]
    assert booked(store) == provider.bill == 0
    shown = [str(caught.value), caught.value.remedy, repr(caught.value), caplog.text, repr(web())]
    assert not [text for text in shown if KEY in text]
    database = store.places.state / "vidpipe.db"
    files = [database, database.with_name("vidpipe.db-wal")]
    assert not [file for file in files if file.exists() and KEY.encode() in file.read_bytes()]


@pytest.mark.parametrize("fault", [{"cut": 0}, {"hang": True}, {"status": 500}, {"status": 200, "body": "{"}])
def test_fault_28_a_key_in_a_query_is_in_no_error_and_no_log(
    provider: FakeProvider, caplog: pytest.LogCaptureFixture, fault: dict[str, Any]
) -> None:
    caplog.set_level(logging.DEBUG)
    provider.script(GET_free=[fault])
    with pytest.raises(VidpipeError) as caught:
        web().json("GET", f"{provider.url}/free", query={"key": KEY}, deadline_s=0.3)
    told = f"{caught.value} {caught.value.remedy} {caught.value.__cause__} {caught.value.__context__}"
    assert KEY not in told + caplog.text
