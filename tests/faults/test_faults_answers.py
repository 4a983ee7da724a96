"""Answers that are slow, endless, huge, or something else than was asked for."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from faults.bookkeeping import booked, kept
from faults.clients import film_spec, speech_spec
from faults.fake_provider import JOB_PRICE, FakeProvider
from faults.jobs import Film, Speech, web

from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.model.errors import BadMedia, PermanentError, TransientError, UnknownOutcome
from vidpipe_assets.providers.http.bodies import all_pages
from vidpipe_assets.providers.http.download import DownloadRequest, download
from vidpipe_assets.storage.store import Store

PAGE = "<html><head><title>503</title></head><body><center><h1>503 Service Unavailable</h1></center></body></html>"


@pytest.mark.parametrize("kind", ["text/html", "application/json", "video/mp4"])
def test_fault_5_a_page_that_says_200_is_no_answer_and_no_film(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path, kind: str
) -> None:
    html = {"status": 200, "body": PAGE, "headers": {"Content-Type": kind}}
    provider.script(POST_speech=[html], GET_files_any=[html, html])
    with pytest.raises(BadMedia, match="answered with a web page"):
        ledger.once(speech_spec(), Speech(provider.url))
    with pytest.raises(BadMedia, match="answered with a web page"):
        ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert kept(store) == []
    assert not list(tmp_path.glob("*a.mp4*"))
    assert booked(store) == provider.bill == JOB_PRICE  # the film was made, and can still be had
    ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert booked(store) == provider.bill == JOB_PRICE


@pytest.mark.parametrize("behaviour", [{"hang": True}, {"do": True, "drip": True}])
def test_fault_7_a_question_ends_by_its_deadline_however_slowly_it_is_answered(
    provider: FakeProvider, behaviour: dict[str, Any]
) -> None:
    provider.script(GET_free=[behaviour])
    with pytest.raises(TransientError, match=r"no whole answer within 0\.3 s"):
        web().json("GET", f"{provider.url}/free", deadline_s=0.3)


def test_fault_7_a_download_that_trickles_ends_by_its_deadline(provider: FakeProvider, tmp_path: Path) -> None:
    provider.script(GET_files_any=[{"do": True, "drip": True}])
    wanted = DownloadRequest(f"{provider.url}/files/x", deadline_s=0.3, public_only=False)
    with pytest.raises(TransientError, match="no whole answer"):
        download(web(), wanted, tmp_path / "a.mp4")
    assert list(tmp_path.iterdir()) == []


def test_fault_7_a_handshake_that_hangs_ends_and_leaves_no_doubt() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/speech"
        with pytest.raises(TransientError, match="did not answer in time") as caught:
            web().json("POST", url, body={}, deadline_s=0.3)
    assert not isinstance(caught.value, UnknownOutcome)


def pages(provider: FakeProvider, *answers: dict[str, Any]) -> tuple[int, ...]:
    provider.script(GET_items=[{"status": 200, "body": json.dumps(answer)} for answer in answers])

    def ask(token: str) -> tuple[list[int], str]:
        page = web().json("GET", f"{provider.url}/items", query={"page": token})
        return page.get("items", []), page.get("next", "")

    return all_pages(ask, lambda item: item, most_pages=6)


def test_fault_12_pages_are_read_to_their_end_and_items_kept_once(provider: FakeProvider) -> None:
    found = pages(provider, {"items": [1, 2], "next": "a"}, {"items": [], "next": "b"}, {"items": [2, 3]})
    assert found == (1, 2, 3)
    assert len(provider.seen) == 3


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ([{"items": [1], "next": "a"}, {"items": [2], "next": "b"}, {"items": [3], "next": "a"}], 3),
        ([{"items": [1], "next": "a"}, {"items": [2], "next": "a"}], 2),
        ([{"items": [], "next": str(number)} for number in range(99)], 3),
        ([{"items": [1], "next": str(number)} for number in range(99)], 4),
        ([{"items": [number], "next": str(number)} for number in range(99)], 6),
    ],
)
def test_fault_12_pages_that_go_round_or_never_end_are_left(
    provider: FakeProvider, answers: list[dict[str, Any]], asked: int
) -> None:
    pages(provider, *answers)
    assert len(provider.seen) == asked


def test_fault_23_a_packed_bomb_is_refused_while_it_is_unpacked(provider: FakeProvider) -> None:
    provider.script(GET_free=[{"bomb": 60}])
    with pytest.raises(BadMedia, match="larger than 20 MB"):
        web().json("GET", f"{provider.url}/free")


def test_fault_23_json_that_is_too_deep_is_refused(provider: FakeProvider) -> None:
    provider.script(GET_free=[{"status": 200, "body": "[" * 200_000}])
    with pytest.raises(PermanentError, match="not JSON"):
        web().json("GET", f"{provider.url}/free")
