"""The doctor's look at prices."""

from pathlib import Path

import pytest
from text_models import theme

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.operations.doctor_checks import check_prices

MODELS = ("eleven_multilingual_v2", "eleven_flash_v2_5", "eleven_turbo_v2_5")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    return tmp_path


def test_prices_from_memory_are_told_for_the_providers_that_themes_name(home: Path) -> None:
    (row,) = check_prices([theme(providers={"speech": ["elevenlabs", "piper"]})], home)
    assert (row.what, row.state) == ("prices", "warning")
    assert "elevenlabs" in row.detail
    assert "openai" not in row.detail
    assert str(home / "prices.yaml") in row.remedy


def test_what_a_person_has_written_down_is_believed(home: Path) -> None:
    paid = theme(providers={"speech": ["elevenlabs"]})
    assert len(list(check_prices([paid], home))) == 1
    own = ", ".join(f"{name}: {{per: {{thousand_characters: 1}}, read: a contract}}" for name in MODELS)
    (home / "prices.yaml").write_text(f"elevenlabs: {{{own}}}")
    assert list(check_prices([paid], home)) == []


def test_nothing_is_said_where_nothing_is_paid(home: Path) -> None:
    assert list(check_prices([theme(providers={"text": ["offline", "ollama"]})], home)) == []


def test_a_file_of_prices_that_is_wrong_is_told(home: Path) -> None:
    (home / "prices.yaml").write_text("elevenlabs: 3")
    with pytest.raises(BadInput, match="elevenlabs"):
        list(check_prices([theme()], home))
