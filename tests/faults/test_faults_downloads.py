"""Downloads that are cut, expired, too large, or lead where nothing may be fetched from."""

from pathlib import Path
from typing import Any

import pytest
from faults.bookkeeping import booked, entry, kept
from faults.clients import film_spec
from faults.fake_provider import FILM, JOB_PRICE, FakeProvider
from faults.jobs import Film, web

from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.model.errors import BadMedia, PermanentError, ResultGone, TransientError
from vidpipe_assets.providers.http.download import DownloadRequest, download
from vidpipe_assets.providers.request import Done
from vidpipe_assets.storage.store import Store


@pytest.mark.parametrize("fault", [{"short": 100}, {"chunks": True}, {"cut": 500}])
def test_fault_8_a_download_that_is_cut_is_made_again_and_never_taken_for_whole(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path, fault: dict[str, Any]
) -> None:
    provider.script(GET_files_any=[{"do": True, **fault}])
    answer = ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert answer.path("film").read_bytes() == FILM
    assert provider.seen.count("GET /files/*") == 2
    assert booked(store) == provider.bill == JOB_PRICE


def test_fault_8_a_download_that_is_always_cut_leaves_nothing_and_is_resumed_for_free(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    provider.script(GET_files_any=[{"do": True, "short": 9}] * 4)
    with pytest.raises(TransientError, match="connection to fake was lost"):
        ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert kept(store) == []
    assert not list(tmp_path.glob("*a.mp4*"))
    ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert booked(store) == provider.bill == JOB_PRICE


def test_fault_8_an_empty_file_is_no_file(provider: FakeProvider, tmp_path: Path) -> None:
    provider.script(GET_files_any=[{"status": 200, "body": "", "headers": {"Content-Type": "video/mp4"}}])
    with pytest.raises(TransientError, match="empty file"):
        download(web(), DownloadRequest(f"{provider.url}/files/x", public_only=False), tmp_path / "a.mp4")


@pytest.mark.parametrize("status", [403, 404, 410])
def test_fault_9_an_address_that_has_expired_is_asked_for_again(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path, status: int
) -> None:
    provider.script(GET_files_any=[{"status": status}])
    answer = ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert answer.path("film").read_bytes() == FILM
    assert provider.seen[-4:] == ["GET /jobs/*", "GET /files/*", "GET /jobs/*", "GET /files/*"]
    assert booked(store) == provider.bill == JOB_PRICE


def test_fault_9_a_result_that_is_gone_is_made_again_once_and_both_are_booked(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    provider.script(GET_files_any=[{"status": 404}] * 2)
    ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert booked(store) == provider.bill == 2 * JOB_PRICE
    assert not entry(store, film_spec().key).possibly_paid_twice


def test_fault_9_results_that_are_always_gone_end_it(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    provider.script(GET_files_any=[{"status": 404}] * 9)
    with pytest.raises(PermanentError, match="so it was the second time"):
        ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert booked(store) == provider.bill == 2 * JOB_PRICE


def test_fault_9_a_job_whose_data_was_removed_before_it_was_fetched_is_made_again(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    provider.script(GET_jobs_any=[{"do": True, "job": {"data_removed": True}}])
    ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert booked(store) == provider.bill == 2 * JOB_PRICE


def test_fault_9_a_stored_answer_that_is_lost_is_fetched_again_for_free(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    ledger.once(film_spec(), Film(provider.url, tmp_path)).path("film").unlink()
    answer = ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert answer.path("film").read_bytes() == FILM
    assert booked(store) == provider.bill == JOB_PRICE


def test_fault_9_fetching_is_told_apart_from_what_never_was(provider: FakeProvider, tmp_path: Path) -> None:
    provider.script(GET_files_any=[{"status": 404}])
    with pytest.raises(ResultGone, match="no longer has the file"):
        Film(provider.url, tmp_path).fetch(Done(f"{provider.url}/files/x"))


@pytest.mark.parametrize("fault", [{}, {"chunks": True}])
def test_fault_23_a_download_beyond_its_bound_is_refused_and_leaves_nothing(
    provider: FakeProvider, tmp_path: Path, fault: dict[str, Any]
) -> None:
    provider.script(GET_files_any=[{"do": True, **fault}])
    with pytest.raises(BadMedia, match=r"larger than 0\.001 MB"):
        download(
            web(), DownloadRequest(f"{provider.url}/files/x", most_bytes=1000, public_only=False), tmp_path / "a.mp4"
        )
    assert list(tmp_path.iterdir()) == []


def test_fault_27_a_download_from_this_machine_or_a_private_network_is_refused_unasked(
    provider: FakeProvider, tmp_path: Path
) -> None:
    secretly = provider.url.replace("http:", "https:")
    for url, reason in ((provider.url, "has to be https"), (secretly, "private network")):
        with pytest.raises(PermanentError, match=reason):
            download(web(), DownloadRequest(f"{url}/files/x"), tmp_path / "a.mp4")
    assert provider.seen == []


@pytest.mark.parametrize(("scheme", "reason"), [("http", "has to be https"), ("https", "private network")])
def test_fault_27_a_server_that_the_operator_named_leads_to_no_other_private_one(
    provider: FakeProvider, tmp_path: Path, scheme: str, reason: str
) -> None:
    provider.script(GET_files_any=[{"status": 302, "headers": {"Location": f"{scheme}://127.0.0.1:9/x"}}])
    with pytest.raises(PermanentError, match=reason):
        download(web(), DownloadRequest(f"{provider.url}/files/x", public_only=False), tmp_path / "a.mp4")
    assert list(tmp_path.iterdir()) == []


def test_fault_27_a_redirect_to_a_private_server_is_followed_if_the_operator_trusts_it(
    provider: FakeProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = provider.url.replace("127.0.0.1", "localhost")
    asked = DownloadRequest(f"{provider.url}/files/x", public_only=False)
    leads = {"status": 302, "headers": {"Location": f"{other}/files/y"}}
    provider.script(GET_files_any=[leads])
    with pytest.raises(PermanentError, match="has to be https"):
        download(web(), asked, tmp_path / "a.mp4")
    monkeypatch.setenv("VIDPIPE_TRUSTED_URLS", other)
    provider.script(GET_files_any=[leads])
    assert download(web(), asked, tmp_path / "a.mp4").read_bytes() == FILM


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://127.0.0.1/x", "//nowhere", ""])
def test_fault_27_only_the_web_is_asked(tmp_path: Path, url: str) -> None:
    with pytest.raises(PermanentError, match="is not an address of the web"):
        download(web(), DownloadRequest(url), tmp_path / "a.mp4")


def test_a_redirect_is_followed_without_the_headers_meant_for_the_first_host(
    provider: FakeProvider, tmp_path: Path
) -> None:
    onwards = {"status": 302, "headers": {"Location": "/files/y"}}
    provider.script(GET_files_any=[onwards])
    download(web(), DownloadRequest(f"{provider.url}/files/x", public_only=False), tmp_path / "a.mp4")
    assert (tmp_path / "a.mp4").read_bytes() == FILM
    provider.script(GET_files_any=[onwards] * 9)
    with pytest.raises(PermanentError, match="leads on and on"):
        download(web(), DownloadRequest(f"{provider.url}/files/x", public_only=False), tmp_path / "a.mp4")
