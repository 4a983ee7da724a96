"""Answers: numbers and texts that can be kept, fields that nobody needs, and errors with a status of success."""

from typing import Any

import pytest
from pydantic import Field, ValidationError

from vidpipe_assets.model.errors import MalformedAnswer
from vidpipe_assets.providers.http.answers import all_readable, readable, told_refusal
from vidpipe_assets.providers.http.bodies import ResponseModel, from_json


class Item(ResponseModel):
    name: str
    size: float = Field(default=1, ge=0)
    tags: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"[NaN, -Infinity, 1e999, -1e999, 1e3]", [None, None, None, None, 1000.0]),
        (b'{"a": "\\ud800x", "b\\udc00": "\\ud83d\\ude00"}', {"a": "\ufffdx", "b\ufffd": "\U0001f600"}),
        (b'\xef\xbb\xbf["gr\xfc\xdf"]', ["gr\ufffd\ufffd"]),
        (b"[" * 90 + b"]" * 90, None),
    ],
)
def test_what_is_read_can_be_kept(body: bytes, found: Any) -> None:
    assert from_json(body) == found or found is None


@pytest.mark.parametrize("body", [b"[" * 101 + b"]" * 101, b'{"a":' * 200 + b"1" + b"}" * 200, b"[" * 10**6])
def test_fault_23_depth_beyond_reason_is_no_json(body: bytes) -> None:
    with pytest.raises(ValueError):
        from_json(body)


def test_a_key_that_was_written_with_escapes_is_hidden() -> None:
    assert from_json(b'{"who": "\\u0063anary"}', lambda text: text.replace("canary", "?")) == {"who": "?"}


@pytest.mark.parametrize("odd", ["nan", "Infinity", -1, [], {}, "many", None, 10**400])
def test_fault_45_what_nobody_needs_may_be_odd(odd: Any) -> None:
    assert Item.model_validate({"name": "a", "size": odd, "tags": odd}) == Item(name="a")


@pytest.mark.parametrize("name", [None, [], {}, 7])
def test_what_is_needed_has_its_form(name: Any) -> None:
    with pytest.raises(ValidationError):
        Item.model_validate({"name": name})


@pytest.mark.parametrize("items", [None, {}, "text", [{}], [7, "x"], [[]]])
def test_a_list_of_which_nothing_can_be_read_is_a_changed_service(items: Any) -> None:
    with pytest.raises(MalformedAnswer, match="shop answered in a form"):
        readable(Item, items, "shop")


def test_of_a_list_the_rest_is_kept() -> None:
    assert readable(Item, [None, 7, {"name": "a"}], "shop") == (Item(name="a"),)
    assert readable(Item, [None], "shop") == tuple(all_readable(Item, [7])) == ()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"error": {"code": 429}}, 429),
        ([{"error": {"code": "400", "status": "INVALID"}}], 400),
        ({"error": 401, "message": "who?"}, 401),
        ({"error": "busy"}, 502),
        ({"error": {"code": "busy"}, "status": 503}, 503),
        ({"error": {"type": "insufficient_quota"}}, 429),
        ({"detail": [{"msg": "no"}]}, 502),
        ({"errors": ["no"], "code": 10**9}, 502),
        ({"error": None, "data": 1}, None),
        ({}, None),
        ([], None),
        ("error", None),
        (None, None),
    ],
)
def test_an_error_with_a_status_of_success_is_that_error(answer: Any, status: int | None) -> None:
    refusal = told_refusal("shop", lambda body: body.decode(), answer, safe=True)
    assert (refusal.status if refusal else None) == status
