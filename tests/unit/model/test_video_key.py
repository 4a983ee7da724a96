"""The video key parses and formats, and refuses everything else."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.video_key import VideoKey

DAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2026-11-23_gadgets", VideoKey(DAY, "gadgets")),
        ("2026-11-23_gadgets_2", VideoKey(DAY, "gadgets", 2)),
        ("2026-11-23_deep-space_x7k2m9", VideoKey(DAY, "deep-space", request="x7k2m9")),
        ("2024-02-29_a", VideoKey(dt.date(2024, 2, 29), "a")),
    ],
)
def test_a_key_reads_as_it_is_written(text: str, key: VideoKey) -> None:
    assert VideoKey.parse(text) == key
    assert str(key) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gadgets",
        "2026-11-23",
        "2026-11-23_",
        "2026-13-01_gadgets",
        "2025-02-29_gadgets",
        "2026-11-23_Gadgets",
        "2026-11-23_gadgets_1",
        "2026-11-23_gadgets_02",
        "2026-11-23_gadgets_1000",
        "2026-11-23_gadgets_7abcde",
        "2026-11-23_gadgets_x7k2m9z",
        "2026-11-23_" + "a" * 41,
        "2026-11-23_../../etc",
        "2026-11-23_gad\x00gets",
        "2026-11-23_gadgets\n",
        "２０２６-11-23_gadgets",
    ],
)
def test_fault_26_a_malformed_key_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        VideoKey.parse(text)
    assert "2026-11-23_gadgets" in caught.value.remedy


@given(st.text(max_size=60))
def test_whatever_is_accepted_is_written_back_unchanged(text: str) -> None:
    try:
        key = VideoKey.parse(text)
    except BadInput:
        return
    assert str(key) == text


@given(st.dates(min_value=dt.date(1900, 1, 1)), st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True), st.text())
def test_a_key_on_request_is_well_formed_and_always_the_same(day: dt.date, theme: str, wish: str) -> None:
    key = VideoKey.on_request(day, theme, wish)
    assert VideoKey.parse(str(key)) == key
    assert VideoKey.on_request(day, theme, wish) == key
