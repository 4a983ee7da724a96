"""Prices: from one file, added to by a person's own, and never guessed."""

from decimal import Decimal
from pathlib import Path

import pytest

from vidpipe_assets.model.errors import BadInput, BlockedError
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.models import MODELS_FILE, known_models
from vidpipe_assets.providers.prices import Unit, known_price, price


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    return tmp_path


def test_every_price_says_when_and_where_it_was_read_or_that_it_was_not() -> None:
    for provider, models in known_models().items():
        for name in models:
            found = known_price(provider, name)
            assert found is None or "2026-" in found.read
            assert found is None or found.is_checked == ("from memory" not in found.read)


def test_tokens_are_counted_one_by_one_and_priced_by_the_million() -> None:
    used = {Unit.INPUT_TOKENS: 1_200, Unit.CACHED_INPUT_TOKENS: 1_000, Unit.OUTPUT_TOKENS: 300}
    assert price("anthropic", "claude-sonnet-4-6").of(used) == Money.of("0.0084")


def test_tokens_of_a_cache_cost_as_others_where_no_price_says_otherwise(home: Path) -> None:
    (home / "prices.yaml").write_text("x.example: {m: {per: {million_input_tokens: 2}, read: mine}}")
    used = {Unit.CACHED_INPUT_TOKENS: 500_000, Unit.CACHE_WRITE_TOKENS: 500_000, Unit.OUTPUT_TOKENS: 7}
    assert price("x.example", "m").of(used) == Money.of(2)


def test_a_person_s_own_price_comes_first_and_a_star_is_every_other_model(home: Path) -> None:
    text = """
openai:
  gpt-5.1: {per: {million_input_tokens: 9, million_output_tokens: 9}, read: "2026-12-01, the contract"}
  "*": {per: {call: "0.002"}, currency: EUR, read: "2026-12-01, the contract"}
"""
    (home / "prices.yaml").write_text(text)
    assert price("openai", "gpt-5.1").per[Unit.INPUT_TOKENS] == Decimal(9)
    assert price("openai", "of-tomorrow").of({Unit.CALL: 3, Unit.INPUT_TOKENS: 5}) == Money.of("0.006", "EUR")
    assert price("openai", "of-tomorrow").is_checked
    assert price("anthropic", "claude-haiku-4-5").per[Unit.OUTPUT_TOKENS] == Decimal(5)


def test_a_price_that_nobody_knows_is_not_guessed(home: Path) -> None:
    assert known_price("openai", "of-tomorrow") is None
    with pytest.raises(BlockedError, match="what 'of-tomorrow' costs at openai is unknown") as caught:
        price("openai", "of-tomorrow")
    assert str(home / "prices.yaml") in caught.value.remedy
    assert str(MODELS_FILE) in caught.value.remedy


def test_a_price_by_another_measure_is_no_price() -> None:
    with pytest.raises(BlockedError, match="per minute does not tell what million_output_tokens cost"):
        price("openai", "gpt-4o-mini-tts").of({Unit.OUTPUT_TOKENS: 5})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("openai: {m: {per: {million_tokens: 1}, read: x}}", "openai.m.per.million_tokens"),
        ("openai: {m: {per: {call: -1}, read: x}}", "openai.m.per.call: Input should be greater than or equal to 0"),
        ("openai: {m: {per: {call: .nan}, read: x}}", "openai.m.per.call"),
        ("openai: {m: {per: {}, read: x}}", "openai.m.per"),
        ("openai: {m: {per: {call: 1}}}", "openai.m.read: Field required"),
        ("openai: 3", "openai: Input should be a valid dictionary"),
        ("openai: [", "while parsing"),
        ("x" * 300_000, "larger than 256 KB"),
    ],
)
def test_a_person_s_file_that_cannot_be_used_is_told_with_its_place(home: Path, text: str, said: str) -> None:
    (home / "prices.yaml").write_text(text)
    with pytest.raises(BadInput, match=said) as caught:
        price("anthropic", "claude-haiku-4-5")
    assert str(home / "prices.yaml") in str(caught.value)


def test_without_a_home_there_are_the_prices_that_come_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAGSTER_HOME")
    assert known_price("elevenlabs", "eleven_multilingual_v2")
    with pytest.raises(BlockedError) as caught:
        price("elevenlabs", "eleven_v9")
    assert "prices.yaml in DAGSTER_HOME" in caught.value.remedy
