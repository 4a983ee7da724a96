"""Money: exact, with its currency, and never added up across currencies."""

from decimal import ROUND_UP, Decimal

from pydantic import Field, field_validator

from vidpipe_assets.model.values import Value

BILLIONTH = Decimal("0.000000001")
"""The finest amount that is booked: a token of a language model costs about a hundred of these."""


class Money(Value):
    """An amount that was or may be spent. Finer than a billionth is rounded up."""

    amount: Decimal = Field(ge=0, le=10**9)
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$", description="ISO 4217")

    @field_validator("amount")
    @classmethod
    def _bookable(cls, amount: Decimal) -> Decimal:
        return amount.quantize(BILLIONTH, rounding=ROUND_UP)

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str = "USD") -> "Money":
        """`Money.of("0.04")`; never from a float, which is not what was written."""
        return cls(amount=Decimal(amount), currency=currency)

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise ValueError(f"{self} and {other} cannot be added up")
        return Money(amount=self.amount + other.amount, currency=self.currency)

    def __bool__(self) -> bool:
        return self.amount > 0

    def __str__(self) -> str:
        return f"{plain_amount(self.amount)} {self.currency}"


FREE = Money.of(0)


def plain_amount(amount: Decimal) -> str:
    """At least cents, and no more digits than there are: 0.04, 0.0003, 12.00."""
    text = f"{amount:f}"
    whole, _, digits = text.partition(".")
    return f"{whole}.{digits.rstrip('0').ljust(2, '0')}"
