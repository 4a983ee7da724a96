"""The doctor's look at prices: how old they are, which were read elsewhere, which have to be looked up."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from text_models import theme

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.operations.doctor_checks import DoctorRow, check_prices

TODAY = dt.date(2026, 12, 9)
KLING = "fal-ai/kling-video/v2.5-turbo/pro/text-to-video"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    for name in ("VIDPIPE_OPENAI_URL", "VIDPIPE_OPENAI_SPEECH_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def rows(home: Path, today: dt.date = TODAY, **more: Any) -> list[DoctorRow]:
    return list(check_prices([theme(**more)], home, today))


def test_prices_from_memory_are_told_for_the_models_that_themes_name(home: Path) -> None:
    (row,) = rows(home, providers={"footage": ["fal"]}, models={"footage": {"fal": KLING}})
    assert (row.what, row.state) == ("prices", "warning")
    assert f"fal {KLING}" in row.detail
    assert str(home / "prices.yaml") in row.remedy
    # Another model of the same provider was read where it is published.
    (row,) = rows(home, providers={"footage": ["fal"]})
    assert row.state == "ok"


def test_the_age_of_prices_is_told_and_which_were_read_elsewhere(home: Path) -> None:
    guessed, row = rows(home, providers={"text": ["anthropic", "openai"], "speech": ["elevenlabs", "piper"]})
    assert "those of elevenlabs are from memory" in guessed.detail
    assert row.state == "ok"
    assert row.detail == "of anthropic, openai were read 10 days ago; not on the maker's own page: openai"


def test_prices_that_were_read_long_ago_are_a_warning(home: Path) -> None:
    (row,) = rows(home, dt.date(2027, 6, 1), providers={"text": ["anthropic"]})
    assert row.state == "warning"
    assert "anthropic (184 days ago)" in row.detail
    assert row.remedy


def test_what_a_person_has_written_down_is_believed(home: Path) -> None:
    (home / "prices.yaml").write_text(f"fal: {{{KLING}: {{per: {{second: 1}}, read: a contract}}}}")
    assert rows(home, providers={"footage": ["fal"]}, models={"footage": {"fal": KLING}}) == []
    (home / "prices.yaml").write_text(f'fal: {{{KLING}: {{per: {{second: 1}}, read: "2026-12-01, a contract"}}}}')
    (row,) = rows(home, providers={"footage": ["fal"]}, models={"footage": {"fal": KLING}})
    assert (row.state, row.detail) == ("ok", f"of fal {KLING} were read 8 days ago")


def test_endpoints_and_sources_of_trends_have_prices_too(home: Path) -> None:
    (home / "endpoints.yaml").write_text(
        "dear: {address: 'https://x.example/v1', text: [m], "
        "prices: {m: {per: {call: 1}, read: '2026-12-08, a page'}}}\nown: {preset: ollama}\n"
    )
    found = rows(home, providers={"text": ["own", "dear"], "trends": ["tiktok"]})
    assert [(row.state, row.detail.partition(":")[0]) for row in found] == [
        ("warning", "those of tiktok are from memory"),
        ("ok", "of dear were read 1 day ago"),
    ]


def test_nothing_is_said_where_nothing_is_paid(home: Path) -> None:
    assert rows(home, providers={"text": ["offline", "ollama"]}) == []


def test_a_file_of_prices_that_is_wrong_is_told(home: Path) -> None:
    (home / "prices.yaml").write_text("elevenlabs: 3")
    with pytest.raises(BadInput, match="elevenlabs"):
        rows(home)


def test_a_folder_of_ones_own_has_no_price(home: Path) -> None:
    assert rows(home, providers={"footage": ["own", "motion"]}, picture={"footage_folder": "clips"}) == []
