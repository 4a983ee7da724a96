"""What a provider and the network between do to us: FAULTS 1 to 10, 12, 13, 23. The bill is always the ledger's."""

import datetime as dt
import json
import logging
import socket
from collections.abc import Callable
from decimal import Decimal
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from faults.clients import KEY, Film, ListedFilm, Speech, Timeless, film_spec, speech_spec, web
from faults.fake_provider import FILM, JOB_PRICE, SPEECH_PRICE, FakeProvider

from vidpipe_assets.ledger.answers import Answer
from vidpipe_assets.ledger.books import Books, CallState, Entry
from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.ledger.ledger import Ledger
from vidpipe_assets.model.errors import (
    BadMedia,
    BlockedError,
    PermanentError,
    ResultGone,
    TransientError,
    UnknownOutcome,
    VidpipeError,
)
from vidpipe_assets.providers.asking import Done
from vidpipe_assets.providers.terms import Account, Patience
from vidpipe_assets.providers.web.downloads import Wanted, download
from vidpipe_assets.providers.web.pages import all_pages
from vidpipe_assets.store.store import Store

PAGE = "<html><head><title>503</title></head><body><center><h1>503 Service Unavailable</h1></center></body></html>"


def entry(store: Store, key: str) -> Entry:
    found = Books(store.database, lambda: dt.datetime.now(dt.UTC)).find(key)
    assert found is not None
    return found


def booked(store: Store) -> Decimal:
    """All that the ledger holds for spent, or for perhaps spent."""
    return sum((line.spent + line.reserved + line.doubtful for line in costs(store)), Decimal(0))


def kept(store: Store) -> list[Path]:
    return [path for path in store.places.artifacts.rglob("*") if path.is_file()]


def in_half_a_minute() -> str:
    return format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30), usegmt=True)


@pytest.mark.parametrize(
    ("told", "waited"), [("7", [7]), ("0", [0]), ("soon", [1]), (in_half_a_minute, pytest.approx([29], abs=2))]
)
def test_fault_1_a_wait_that_the_server_asks_for_is_honoured(
    ledger: Ledger, provider: FakeProvider, time: Timeless, told: str | Callable[[], str], waited: Any
) -> None:
    header = told if isinstance(told, str) else told()
    provider.script(POST_speech=[{"status": 429, "headers": {"Retry-After": header}}])
    assert ledger.once(speech_spec(), Speech(provider.url)).content == {"said": "hello"}
    assert time.slept == waited
    assert provider.seen == ["POST /speech"] * 2


def test_fault_1_a_wait_of_ten_hours_is_not_waited_for_by_anybody(
    ledger: Ledger, store: Store, provider: FakeProvider, time: Timeless
) -> None:
    provider.script(POST_speech=[{"status": 429, "headers": {"Retry-After": "36000"}}])
    with pytest.raises(TransientError) as caught:
        ledger.once(speech_spec(), Speech(provider.url))
    assert caught.value.retry_after_s == 36000
    with pytest.raises(TransientError, match="leave no room for another 36000 s"):
        ledger.once(speech_spec("another"), Speech(provider.url, "another"))
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


@pytest.mark.parametrize("kind", ["text/html", "application/json", "video/mp4"])
def test_fault_5_a_page_that_says_200_is_no_answer_and_no_film(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path, kind: str
) -> None:
    html = {"status": 200, "body": PAGE, "headers": {"Content-Type": kind}}
    provider.script(POST_speech=[html], GET_files_any=[html])
    with pytest.raises(BadMedia, match="answered with a web page"):
        ledger.once(speech_spec(), Speech(provider.url))
    with pytest.raises(BadMedia, match="answered with a web page"):
        ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert kept(store) == []
    assert not list(tmp_path.glob("*a.mp4*"))
    assert booked(store) == provider.bill == JOB_PRICE  # the film was made, and can still be had
    ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert booked(store) == provider.bill == JOB_PRICE


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


@pytest.mark.parametrize("behaviour", [{"hang": True}, {"do": True, "drip": True}])
def test_fault_7_a_question_ends_by_its_deadline_however_slowly_it_is_answered(
    provider: FakeProvider, behaviour: dict[str, Any]
) -> None:
    provider.script(GET_free=[behaviour])
    with pytest.raises(TransientError, match=r"no whole answer within 0\.3 s"):
        web().json("GET", f"{provider.url}/free", deadline_s=0.3)


def test_fault_7_a_download_that_trickles_ends_by_its_deadline(provider: FakeProvider, tmp_path: Path) -> None:
    provider.script(GET_files_any=[{"do": True, "drip": True}])
    wanted = Wanted(f"{provider.url}/files/x", deadline_s=0.3, public_only=False)
    with pytest.raises(TransientError, match="no whole answer"):
        download(web(), wanted, tmp_path / "a.mp4")
    assert list(tmp_path.iterdir()) == []


def test_fault_7_a_handshake_that_hangs_ends_and_leaves_no_doubt() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/speech"
        with pytest.raises(TransientError, match="no whole answer") as caught:
            web().json("POST", url, body={}, deadline_s=0.3)
    assert not isinstance(caught.value, UnknownOutcome)


def test_fault_7_a_submit_that_hangs_is_a_submit_whose_outcome_is_unknown(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    provider.script(POST_jobs=[{"do": True, "hang": True}])
    ledger.once(film_spec(), ListedFilm(provider.url, tmp_path, deadline_s=0.5))
    assert provider.seen.count("POST /jobs") == 1
    assert booked(store) == provider.bill == JOB_PRICE


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
        download(web(), Wanted(f"{provider.url}/files/x", public_only=False), tmp_path / "a.mp4")


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
    spec = film_spec(patience=Patience(poll_every_s=60, job_deadline_s=300))
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
    spec = film_spec(patience=Patience(job_deadline_s=0))
    assert ledger.once(spec, Film(provider.url, tmp_path, polls=9)).path("film").read_bytes() == FILM
    assert booked(store) == provider.bill == JOB_PRICE


def test_fault_10_a_job_that_cannot_be_cancelled_goes_on_and_is_taken_up(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    spec = film_spec(patience=Patience(job_deadline_s=0))
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


def test_fault_23_a_packed_bomb_is_refused_while_it_is_unpacked(provider: FakeProvider) -> None:
    provider.script(GET_free=[{"bomb": 60}])
    with pytest.raises(BadMedia, match="larger than 20 MB"):
        web().json("GET", f"{provider.url}/free")


def test_fault_23_json_that_is_too_deep_is_refused(provider: FakeProvider) -> None:
    provider.script(GET_free=[{"status": 200, "body": "[" * 200_000}])
    with pytest.raises(PermanentError, match="not JSON"):
        web().json("GET", f"{provider.url}/free")


@pytest.mark.parametrize("fault", [{}, {"chunks": True}])
def test_fault_23_a_download_beyond_its_bound_is_refused_and_leaves_nothing(
    provider: FakeProvider, tmp_path: Path, fault: dict[str, Any]
) -> None:
    provider.script(GET_files_any=[{"do": True, **fault}])
    with pytest.raises(BadMedia, match=r"larger than 0\.001 MB"):
        download(web(), Wanted(f"{provider.url}/files/x", most_bytes=1000, public_only=False), tmp_path / "a.mp4")
    assert list(tmp_path.iterdir()) == []


def test_fault_27_a_download_from_this_machine_or_a_private_network_is_refused_unasked(
    provider: FakeProvider, tmp_path: Path
) -> None:
    with pytest.raises(PermanentError, match="private network"):
        download(web(), Wanted(f"{provider.url}/files/x"), tmp_path / "a.mp4")
    assert provider.seen == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://127.0.0.1/x", "//nowhere", ""])
def test_fault_27_only_the_web_is_asked(tmp_path: Path, url: str) -> None:
    with pytest.raises(PermanentError, match="is not an address of the web"):
        download(web(), Wanted(url), tmp_path / "a.mp4")


def test_a_redirect_is_followed_without_the_headers_meant_for_the_first_host(
    provider: FakeProvider, tmp_path: Path
) -> None:
    onwards = {"status": 302, "headers": {"Location": "/files/y"}}
    provider.script(GET_files_any=[onwards])
    download(web(), Wanted(f"{provider.url}/files/x", public_only=False), tmp_path / "a.mp4")
    assert (tmp_path / "a.mp4").read_bytes() == FILM
    provider.script(GET_files_any=[onwards] * 9)
    with pytest.raises(PermanentError, match="leads on and on"):
        download(web(), Wanted(f"{provider.url}/files/x", public_only=False), tmp_path / "a.mp4")


def test_an_answer_that_is_not_good_is_kept_and_paid_and_asked_for_anew(
    ledger: Ledger, store: Store, provider: FakeProvider
) -> None:
    def never(answer: Answer) -> None:
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


def test_fault_9_fetching_is_told_apart_from_what_never_was(provider: FakeProvider, tmp_path: Path) -> None:
    provider.script(GET_files_any=[{"status": 404}])
    with pytest.raises(ResultGone, match="no longer has the file"):
        Film(provider.url, tmp_path).fetch(Done(f"{provider.url}/files/x"))
