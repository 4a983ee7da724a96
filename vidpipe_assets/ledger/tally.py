"""What one piece of work asked of providers: how often, what was known already, and what it has come to."""

from collections.abc import Callable
from dataclasses import dataclass, field

from vidpipe_assets.model.money import Money

ProviderCosts = dict[str, Money]
"""Provider (and currency, where it has several) -> what was paid, or may have been."""


@dataclass
class CallTally:
    """Of one stage at work. Counted from several threads; `paid_so_far` reads the ledger.

    What was paid is the difference to `before`, which is read when the first provider is about to be asked.
    """

    paid_so_far: Callable[[], ProviderCosts] = dict[str, Money]
    put: list[str] = field(default_factory=list[str])
    known: list[str] = field(default_factory=list[str])
    before: ProviderCosts | None = None

    def begin(self) -> None:
        """Somebody is about to be asked."""
        if self.before is None:
            self.before = self.paid_so_far()

    def told(self) -> str:
        """'0.29 USD (fal 0.25 USD, elevenlabs 0.04 USD)', '0 USD, from the ledger'; empty: nobody was asked."""
        if self.before is None or not self.put:
            return ""
        paid = new_costs(self.paid_so_far(), self.before)
        if paid:
            return costs_text(paid)
        return "0 USD, from the ledger" if len(self.known) == len(self.put) else "0 USD"


def new_costs(after: ProviderCosts, before: ProviderCosts) -> ProviderCosts:
    """What has been added, as far as it is more than nothing."""
    spent = {name: sum_.amount - (before[name].amount if name in before else 0) for name, sum_ in after.items()}
    return {name: Money.of(amount, after[name].currency) for name, amount in spent.items() if amount > 0}


def add_costs(one: ProviderCosts, other: ProviderCosts) -> ProviderCosts:
    """Both together, by provider."""
    return one | {name: one[name] + sum_ if name in one else sum_ for name, sum_ in other.items()}


def costs_text(sums: ProviderCosts) -> str:
    """The total of each currency, and what it is made of."""
    totals: dict[str, Money] = {}
    for one in sums.values():
        totals[one.currency] = totals[one.currency] + one if one.currency in totals else one
    parts = ", ".join(f"{name} {one}" for name, one in sorted(sums.items()))
    return f"{' + '.join(str(totals[currency]) for currency in sorted(totals))} ({parts})"
