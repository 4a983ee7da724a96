"""Money is exact and keeps its currency."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from vidpipe_assets.model.money import FREE, Money, plain_amount
from vidpipe_assets.storage.tables import Exact


def test_a_tenth_and_a_fifth_are_three_tenths() -> None:
    assert Money.of("0.1") + Money.of("0.2") == Money.of("0.3")


def test_currencies_are_never_added_up() -> None:
    with pytest.raises(ValueError, match=r"0\.10 EUR cannot be added up"):
        Money.of("0.1") + Money.of("0.1", "EUR")


def test_what_is_finer_than_a_billionth_is_rounded_up() -> None:
    assert Money.of("0.0000000011").amount == Decimal("0.000000002")


@pytest.mark.parametrize("amount", ["-0.01", "NaN", "Infinity", "1e30"])
def test_an_amount_that_cannot_be_spent_is_refused(amount: str) -> None:
    with pytest.raises(ValidationError):
        Money.of(amount)


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "0.00"), ("12", "12.00"), ("0.04", "0.04"), ("0.00015", "0.00015"), ("1.500000000", "1.50")],
)
def test_amounts_show_cents_and_no_needless_digits(amount: str, text: str) -> None:
    assert plain_amount(Decimal(amount)) == text
    assert str(Money.of(amount)) == f"{text} USD"


def test_only_nothing_is_free() -> None:
    assert not FREE
    assert Money.of("0.000000001")


@pytest.mark.parametrize("amount", ["0", "0.04", "0.000000001", "999999.999999999"])
def test_an_amount_comes_back_from_the_database_as_it_went(amount: str) -> None:
    kept = Exact().process_bind_param(Decimal(amount), None)
    assert isinstance(kept, int)
    assert Exact().process_result_value(kept, None) == Decimal(amount)
    assert Exact().process_result_value(Decimal(kept), None) == Decimal(amount)  # PostgreSQL's sums
