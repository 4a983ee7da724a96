"""FAULTS 36: whatever happens, the ledger holds what the provider bills, to the cent, and stops before the submit."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from faults.bookkeeping import spent
from faults.clients import TODAY, VIDEO, film_spec, spec, speech_spec, usd
from faults.fake_provider import JOB_PRICE, SPEECH_PRICE, FakeProvider
from faults.jobs import Film, Speech

from vidpipe_assets.ledger.call_spec import BudgetCap
from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.model.errors import BadInput, BlockedError, PermanentError, TransientError
from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.request import ProviderResponse
from vidpipe_assets.storage.store import Store

MIDNIGHT = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)


def test_fault_36_retries_cost_nothing(ledger: Ledger, store: Store, provider: FakeProvider) -> None:
    provider.script(POST_speech=[{"status": 503}] * 3)
    ledger.once(speech_spec(), Speech(provider.url))
    assert spent(store) == provider.bill == SPEECH_PRICE


def test_fault_36_a_second_provider_is_a_second_line(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path
) -> None:
    provider.script(POST_speech=[{"status": 400}])
    with pytest.raises(PermanentError):
        ledger.once(speech_spec(), Speech(provider.url))
    ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert spent(store) == provider.bill == JOB_PRICE


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_fault_36_a_job_that_failed_and_is_charged_is_booked(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path, status: str
) -> None:
    provider.script(GET_jobs_any=[{"do": True, "job": {"status": status}}])
    with pytest.raises(PermanentError):
        ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert spent(store) == provider.bill == JOB_PRICE


def test_fault_36_a_price_that_is_not_told_is_the_estimate(
    ledger: Ledger, store: Store, provider: FakeProvider
) -> None:
    provider.script(POST_speech=[{"do": True, "job": {"cost": None}}])
    ledger.once(speech_spec(), Speech(provider.url))
    (line,) = costs(store)
    assert line.spent == line.untold == provider.bill == SPEECH_PRICE


@pytest.mark.parametrize("price", ["0.31", "0.2"])
def test_fault_36_a_price_that_changed_is_booked_as_it_is(
    ledger: Ledger, store: Store, provider: FakeProvider, tmp_path: Path, price: str
) -> None:
    provider.script(POST_jobs=[{"do": True, "price": price}])
    ledger.once(film_spec(), Film(provider.url, tmp_path))
    assert spent(store) == provider.bill == Decimal(price)


@pytest.mark.parametrize(
    ("what", "whose", "retry_at"),
    [
        ("video", f"the video {VIDEO}", None),
        ("theme", "the theme gadgets on 2026-11-23", MIDNIGHT),
        ("day", "", MIDNIGHT),
    ],
)
def test_fault_36_the_submit_that_would_exceed_a_budget_is_never_made(
    ledger: Ledger, store: Store, provider: FakeProvider, what: str, whose: str, retry_at: dt.datetime | None
) -> None:
    cap = BudgetCap(what, usd("0.10"), retry_at)  # type: ignore[arg-type]
    for text in ("one", "two"):
        ledger.once(speech_spec(text, caps=(cap,)), Speech(provider.url, text))
    with pytest.raises(BlockedError, match=r"budget of 0\.10 USD for .* 0\.08 USD are spent or reserved") as caught:
        ledger.once(speech_spec("three", caps=(cap,)), Speech(provider.url, "three"))
    assert whose in str(caught.value)
    assert caught.value.retry_at == retry_at
    assert len(provider.seen) == 2
    assert spent(store) == provider.bill == 2 * SPEECH_PRICE
    # What is known already costs nothing, whatever the budget says.
    ledger.once(speech_spec("one", caps=(BudgetCap(what, usd(0)),)), Speech(provider.url, "one"))  # type: ignore[arg-type]
    assert len(provider.seen) == 2


def test_fault_36_other_videos_themes_and_days_have_budgets_of_their_own(
    ledger: Ledger, provider: FakeProvider
) -> None:
    caps = (BudgetCap("video", usd("0.04")), BudgetCap("theme", usd("0.08")))
    first = Speech(provider.url)
    ledger.once(speech_spec(caps=caps), first)
    ledger.once(speech_spec(caps=caps, video="2026-11-23_gadgets_2"), first)
    with pytest.raises(BlockedError, match="the theme gadgets on 2026-11-23"):
        ledger.once(speech_spec(caps=caps, video="2026-11-23_gadgets_3"), first)
    ledger.once(speech_spec(caps=caps, video="2026-11-23_space", theme="space"), first)
    ledger.once(speech_spec(caps=caps, video="2026-11-23_gadgets_3", day=TODAY + dt.timedelta(days=1)), first)
    with pytest.raises(BlockedError, match=r"another 0\.04 USD"):
        ledger.once(speech_spec("more", caps=(BudgetCap("day", usd("0.12")),), theme="tea", video="x"), first)


def test_fault_36_a_budget_that_was_raised_lets_the_call_through(ledger: Ledger, provider: FakeProvider) -> None:
    with pytest.raises(BlockedError):
        ledger.once(speech_spec(caps=(BudgetCap("video", usd("0.03")),)), Speech(provider.url))
    ledger.once(speech_spec(caps=(BudgetCap("video", usd("0.04")),)), Speech(provider.url))


def test_fault_36_a_budget_reached_in_the_middle_of_retries_stops_them(
    ledger: Ledger, store: Store, provider: FakeProvider
) -> None:
    """Another call takes the rest of the budget while this one waits before its second attempt."""
    cap = (BudgetCap("video", usd("0.05")),)

    class Late(Speech):
        asked = 0

        def request(self) -> ProviderResponse:
            self.asked += 1
            if self.asked == 1:
                ledger.once(speech_spec("other"), Speech(provider.url, "other"))
                raise TransientError("busy")
            return super().request()

    with pytest.raises(BlockedError):
        ledger.once(speech_spec(caps=cap), Late(provider.url))
    assert spent(store) == provider.bill == SPEECH_PRICE


def test_what_costs_nothing_is_stopped_by_no_budget(ledger: Ledger, provider: FakeProvider) -> None:

    class Free:
        def request(self) -> ProviderResponse:
            return ProviderResponse("fine")

    assert ledger.once(spec("look", {}, caps=(BudgetCap("video", usd(0)),)), Free()).content == "fine"


def test_a_price_in_another_currency_than_the_budget_s_is_refused(ledger: Ledger, provider: FakeProvider) -> None:

    asked = spec("speech", {"text": "x"}, Money.of("0.04", "EUR"), caps=(BudgetCap("video", usd(1)),))
    with pytest.raises(BadInput, match="charges EUR, the budget is in USD"):
        ledger.once(asked, Speech(provider.url))
    assert provider.seen == []


def test_a_million_tokens_add_up_exactly(ledger: Ledger, store: Store) -> None:

    class Tokens:
        def request(self) -> ProviderResponse:
            return ProviderResponse("x", cost=Money.of(Decimal("0.00000015") * 3))

    for number in range(20):
        ledger.once(spec("chat", {"n": number}, usd("0.00000045")), Tokens())
    assert spent(store) == Decimal("0.00000900")
