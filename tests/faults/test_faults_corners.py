"""Corners of provider calls: interrupted, crashed, held by another, behind a proxy, on a disk that is full."""

import datetime as dt
import errno
import os
import socket
from pathlib import Path

import pytest
from faults.bookkeeping import entry, spent
from faults.clients import Timeless, film_spec, speech_spec
from faults.fake_provider import JOB_PRICE, SPEECH_PRICE, FakeProvider
from faults.jobs import Film, Speech, web

from vidpipe_assets.ledger.answers import LedgerAnswer
from vidpipe_assets.ledger.call_table import CallState
from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.model.errors import BadMedia, BlockedError, Busy, PermanentError, TransientError
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.download import DownloadRequest, download
from vidpipe_assets.providers.request import ProviderResponse
from vidpipe_assets.storage.locks import Locks
from vidpipe_assets.storage.store import Store


def test_a_check_that_crashed_is_repeated_on_the_answer_that_was_paid(
    ledger: Ledger, store: Store, provider: FakeProvider
) -> None:
    def crashing(answer: LedgerAnswer) -> None:
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        ledger.once(speech_spec(), Speech(provider.url), crashing)
    assert ledger.known(speech_spec()) is None
    assert ledger.once(speech_spec(), Speech(provider.url)).content == {"said": "hello"}
    assert provider.seen == ["POST /speech"]
    assert spent(store) == provider.bill == SPEECH_PRICE


def test_fault_31_an_interrupted_request_is_one_whose_outcome_is_unknown(
    ledger: Ledger, store: Store, provider: FakeProvider
) -> None:
    class Interrupted:
        def request(self) -> ProviderResponse:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.once(speech_spec(), Interrupted())
    assert entry(store, speech_spec().key).state is CallState.UNKNOWN
    ledger.once(speech_spec(), Speech(provider.url))
    (line,) = costs(store)
    assert (line.spent, line.doubtful) == (SPEECH_PRICE, SPEECH_PRICE)


def test_a_call_that_another_process_is_making_is_waited_for_and_then_left(
    ledger: Ledger, store: Store, provider: FakeProvider, time: Timeless
) -> None:
    with Locks(store.database).held(f"call:{speech_spec().key}"), pytest.raises(Busy) as caught:
        ledger.once(speech_spec(), Speech(provider.url))
    assert caught.value.retry_at == time.now + dt.timedelta(seconds=30)
    assert round(sum(time.slept)) == speech_spec().policy.same_call_wait_s
    assert provider.seen == []


def test_a_plain_answer_that_was_lost_from_the_disk_is_asked_for_and_paid_again(
    ledger: Ledger, store: Store, provider: FakeProvider
) -> None:
    ledger.once(speech_spec(), Speech(provider.url))
    for path in store.places.artifacts.rglob("*.json"):
        path.write_text("damaged")
    ledger.once(speech_spec(), Speech(provider.url))
    assert spent(store) == provider.bill == 2 * SPEECH_PRICE


def test_a_take_is_a_call_of_its_own(ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path) -> None:
    for take in (1, 2, 1, 2):
        ledger.once(film_spec(take=take), Film(provider.url, tmp_path))
    assert spent(store) == provider.bill == 2 * JOB_PRICE


def test_media_come_as_bytes_and_nothing_is_no_media(provider: FakeProvider) -> None:
    provider.script(GET_free=[{"status": 200, "body": "RIFF", "headers": {"Content-Type": "audio/wav"}}])
    assert web().media("GET", f"{provider.url}/free") == b"RIFF"
    provider.script(GET_free=[{"status": 200, "body": ""}])
    with pytest.raises(BadMedia, match="answered with nothing"):
        web().media("GET", f"{provider.url}/free")


def test_fault_22_a_download_to_a_full_disk_is_blocked_and_leaves_nothing(
    provider: FakeProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BlockedError, match="No space left on device"):
        download(web(), DownloadRequest(f"{provider.url}/files/x", public_only=False), tmp_path / "a.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_proxy_of_the_system_is_used_and_private_addresses_behind_it_are_refused(
    provider: FakeProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", provider.url)
    monkeypatch.setenv("https_proxy", provider.url)
    monkeypatch.setenv("no_proxy", "")
    provider.script(**{"GET http://api.example/*": [{"status": 200, "body": '{"through": "proxy"}'}]})
    assert Web("fake").json("GET", "http://api.example/free") == {"through": "proxy"}
    with pytest.raises(PermanentError, match="private network"):
        download(web(), DownloadRequest("https://169.254.169.254/latest"), tmp_path / "a.mp4")
    assert provider.seen == ["GET http://api.example/*"]


def test_a_host_without_an_address_is_worth_another_try(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(TransientError, match=r"cannot be reached .* the address of nowhere\.invalid"):
        Web("fake").json("GET", "http://nowhere.invalid/", deadline_s=5)
