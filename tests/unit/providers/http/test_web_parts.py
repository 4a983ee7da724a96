"""The parts of speaking HTTP that need no network."""

import datetime as dt
import gzip
import json
import zlib
from email.utils import format_datetime

import pytest

from vidpipe_assets.model.errors import (
    BadMedia,
    BlockedError,
    PermanentError,
    TransientError,
    UnknownOutcome,
    VidpipeError,
)
from vidpipe_assets.providers.http.bodies import decompress, from_json, is_page, limit_size
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.errors import Refusal, error_of, retry_after_s
from vidpipe_assets.providers.http.private_addresses import is_public
from vidpipe_assets.providers.http.redact import excerpt, plain_url, redact_text

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": " 0 "}, 0),
        ({"retry-after": "36000"}, 36000),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": format_datetime(NOON + dt.timedelta(seconds=90), usegmt=True)}, 90),
        ({"retry-after": format_datetime(NOON - dt.timedelta(days=1), usegmt=True)}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "Mon, 99 Foo 2026 99:99:99 GMT"}, None),
        ({"retry-after": ""}, None),
        ({}, None),
    ],
)
def test_fault_1_every_form_of_retry_after_is_understood_or_ignored(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after_s(headers, NOON) == seconds


def refusal(status: int, body: str = "", *, safe: bool = False, **headers: str) -> VidpipeError:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return error_of(Refusal("fake", status, named, body.encode(), body, safe, NOON))


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529, 409, 425, 599])
def test_statuses_that_pass_are_transient(status: int) -> None:
    error = refusal(status, retry_after="5")
    assert type(error) is TransientError
    assert error.retry_after_s == 5


@pytest.mark.parametrize("status", [408, 504, 524])
def test_a_gateway_that_waited_in_vain_leaves_the_outcome_unknown_unless_it_costs_nothing(status: int) -> None:
    assert type(refusal(status)) is UnknownOutcome
    assert type(refusal(status, safe=True)) is TransientError


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 405, 410, 413, 415, 422])
def test_statuses_that_stay_are_permanent(status: int) -> None:
    error = refusal(status)
    assert type(error) is PermanentError
    assert error.remedy


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (402, ""),
        (429, '{"error": {"type": "insufficient_quota"}}'),
        (403, '{"error": {"errors": [{"reason": "quotaExceeded"}]}}'),
        (403, '{"error": {"errors": [{"reason": "dailyLimitExceeded"}]}}'),
        (401, '{"detail": {"status": "quota_exceeded"}}'),
        (429, '{"error": {"code": "credit_balance_exhausted"}}'),
    ],
)
def test_fault_2_no_credit_and_no_quota_are_blocked(status: int, body: str) -> None:
    assert isinstance(refusal(status, body), BlockedError)


def test_fault_2_a_quota_s_reset_is_when_to_come_back() -> None:
    error = refusal(402, retry_after="3600")
    assert isinstance(error, BlockedError)
    assert error.retry_at == NOON + dt.timedelta(hours=1)


def test_a_service_knows_better_than_its_status_whether_asking_again_helps() -> None:
    again, in_vain = {"x-should-retry": "true"}, {"x-should-retry": "false"}
    assert isinstance(refusal(400, **again), TransientError)
    for status in (429, 500, 503):
        error = refusal(status, **in_vain)
        assert isinstance(error, TransientError)
        assert error.retry_after_s == 900
    assert refusal(500, **in_vain, **{"retry-after": "3600"}).retry_after_s == 3600
    assert refusal(500, **again).retry_after_s is None
    assert isinstance(refusal(402, **again), BlockedError)


def test_what_was_perhaps_paid_is_in_doubt_whatever_a_service_says() -> None:
    assert isinstance(refusal(504, **{"x-should-retry": "true"}), UnknownOutcome)
    assert isinstance(refusal(504, **{"x-should-retry": "false"}), UnknownOutcome)


def test_a_youtube_rate_limit_is_transient() -> None:
    assert type(refusal(403, '{"reason": "rateLimitExceeded"}')) is TransientError


def test_fault_23_a_bomb_is_unpacked_no_further_than_its_bound() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    pieces: list[int] = []
    with pytest.raises(BadMedia, match=r"larger than 1 MB"):
        for piece in limit_size(decompress([bomb], "gzip"), 1_000_000):
            pieces.append(len(piece))
    assert max(pieces) <= 64 * 1024
    assert sum(pieces) <= 1_000_000


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity", ""])
def test_packed_bodies_are_unpacked(encoding: str) -> None:
    body = json.dumps(list(range(50_000))).encode()
    packed = {"gzip": gzip.compress, "deflate": zlib.compress}.get(encoding, bytes)(body)
    halves = [packed[: len(packed) // 2], packed[len(packed) // 2 :]]
    assert b"".join(decompress(halves, encoding)) == body


@pytest.mark.parametrize("body", [gzip.compress(b"x" * 999, mtime=0)[:-9], b"not gzip at all", b""])
def test_a_packed_body_that_is_damaged_or_cut_is_worth_another_try(body: bytes) -> None:
    with pytest.raises(TransientError):
        list(decompress([body], "gzip"))


def test_a_packing_that_nobody_asked_for_is_refusal() -> None:
    with pytest.raises(PermanentError, match="'br'"):
        list(decompress([b"x"], "br"))


@pytest.mark.parametrize("body", ["nan", "[INFINITY]", "{", "[" * 100_000, "1" * 5000, "\xff", ""])
def test_fault_23_what_is_not_reasonable_json_is_a_value_error(body: str) -> None:
    with pytest.raises(ValueError):
        from_json(body.encode("latin-1"))


@pytest.mark.parametrize(
    ("body", "kind", "page"),
    [
        (b"<!DOCTYPE html><html>", "application/json", True),
        (b"  \n<HTML>", "", True),
        (b"{}", "text/html; charset=utf-8", True),
        (b'<?xml version="1.0"?><!doctype html>', "", True),
        (b'<?xml version="1.0"?><rss>', "application/rss+xml", False),
        (b"\0\0\0\x18ftypmp42", "video/mp4", False),
        (b'{"a": "<html>"}', "application/json", False),
    ],
)
def test_fault_5_a_web_page_is_known_whatever_it_calls_itself(body: bytes, kind: str, page: bool) -> None:
    assert is_page(body, kind) is page


def test_fault_28_a_url_is_shown_without_what_is_secret() -> None:
    url = "https://user:canary@api.example:8443/v1/videos?key=canary&x=1#canary"
    assert plain_url(url) == "https://api.example:8443/v1/videos"


def test_fault_28_secrets_are_hidden_also_as_urls_write_them_and_across_a_cut() -> None:
    secret = "canary/+key=="  # noqa: S105 - of no account
    text = excerpt(f"<p>bad key {secret} or canary%2F%2Bkey%3D%3D {'x' * 268} {secret}</p>", [secret])
    assert "canary" not in text
    assert "bad key [hidden] or [hidden]" in text
    assert len(text) <= 300


def test_a_very_short_secret_does_not_blacken_everything() -> None:
    assert redact_text("a banana", ["a", ""]) == "a banana"


def test_fault_28_an_account_shows_no_secret_when_it_is_printed() -> None:
    assert "canary" not in repr(Web("fake", headers={"authorization": "Bearer canary"}, secrets=("canary",)))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("fe80::1%eth0", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
    ],
)
def test_fault_27_only_addresses_of_the_public_network_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("url", ["nonsense\x00", "http://a b\n/"])
def test_an_address_that_cannot_be_read_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(PermanentError, match="cannot be read"):
        Web("fake").request("GET", url, None, None, {}, None)
