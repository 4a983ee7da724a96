"""What strangers wrote is data: no tags, no unseen characters, no link but https, no counter that is none."""

from typing import Any

import pytest

from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.providers.http.answers import readable
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.trends.sanitize import MOST_COUNTED, Count, hashtags_of, https_url, plain_text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A <b>bold</b> claim<br/>twice", "A bold claim twice"),
        ("&lt;script&gt;alert(1)&lt;/script&gt; Tea &amp;amp; milk", "Tea & milk"),
        ("<script>alert(1)</script>Tea<style>p{}</style>", "Tea"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("one\x00two\u202ethree\u200bfour\ud800", "one two three four"),
        ("  a\n\tb  ", "a b"),
        ("family \U0001f468\u200d\U0001f469", "family \U0001f468\u200d\U0001f469"),
        ("x" * 50, "x" * 19 + "…"),
    ],
)
def test_fault_25_text_is_one_plain_line(written: str, shown: str) -> None:
    assert plain_text(written, 20 if len(shown) == 20 else 100) == shown


def test_a_text_of_tags_without_end_is_read_in_no_time_worth_naming() -> None:
    assert len(plain_text("<a" * 1_000_000, 100)) == 100


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/",
        "javascript:alert(1)",
        "https://",
        "https://u:p@a.example/",
        "https://[::1",
        "//a.example",
        "",
    ],
)
def test_a_link_that_is_not_https_is_left_out(url: str) -> None:
    assert https_url(url) == ""


def test_a_link_is_kept_unless_it_is_too_long() -> None:
    assert https_url(" https://a.example/x?y=1 ") == "https://a.example/x?y=1"
    assert https_url("https://a.example/" + "x" * 2000) == ""


class _Item(ResponseModel):
    name: str
    seen: Count = None
    note: str = ""


@pytest.mark.parametrize(
    ("written", "counted"),
    [(12, 12), ("12", 12), (10**40, MOST_COUNTED), ("9" * 5000, MOST_COUNTED)],
)
def test_counters_are_bounded_numbers(written: Any, counted: int) -> None:
    assert readable(_Item, [{"name": "x", "seen": written}], "shop")[0].seen == counted


@pytest.mark.parametrize("written", ["", -1, "-1", "1e9", True, 1.5, None, "٣", [1], {}])
def test_fault_39_a_counter_that_is_none_is_unknown(written: Any) -> None:
    assert readable(_Item, [{"name": "x", "seen": written}], "shop")[0].seen is None


def test_what_has_not_the_documented_form_is_passed_over_unless_nothing_has() -> None:
    assert [one.name for one in readable(_Item, [{"name": "a", "new": 1}, None, {"name": 5}, []], "shop")] == ["a"]
    assert readable(_Item, [], "shop") == readable(_Item, [None], "shop") == ()
    for strange in ({"items": []}, None, "text", [{"nome": "a"}]):
        with pytest.raises(PermanentError, match="shop answered in a form"):
            readable(_Item, strange, "shop")


def test_null_is_as_missing() -> None:
    assert readable(_Item, [{"name": "a", "seen": None, "note": None}], "shop")[0].note == ""


def test_hashtags_are_found_in_texts_and_among_tags_once_each() -> None:
    assert hashtags_of("see #Moon and #moon", "#Größe!", tags=("space", "two words", "#x")) == (
        "moon",
        "Größe",
        "space",
    )
