"""A stage as a customer: whose question it is, in which take and on which day, and what is known without asking."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from faults.clients import NOON, TODAY, VIDEO, Timeless

from vidpipe_assets.ledger.call_spec import CallScope
from vidpipe_assets.ledger.client import Ledger, LedgerClient, Quote, ledger_client
from vidpipe_assets.ledger.tally import CallTally
from vidpipe_assets.model.errors import BadMedia, BlockedError, VidpipeError
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Budget, Schedule, Theme
from vidpipe_assets.providers.request import Ask, ProviderRequest, ProviderResponse
from vidpipe_assets.storage.store import Store

SCOPE = CallScope(Stage.CLIPS, "gadgets", VIDEO)
PRICE = Money.of("0.25")


@dataclass
class Films:
    """A provider's call, which counts how often it was made."""

    made: int = 0

    def request(self) -> ProviderResponse:
        self.made += 1
        return ProviderResponse(f"film {self.made}", cost=PRICE)

    def question(self, prompt: str = "a duck") -> ProviderRequest[str]:
        return ProviderRequest("film", {"prompt": prompt}, self, lambda reply: str(reply.content), PRICE)


@pytest.fixture
def ledger(store: Store) -> Ledger:
    return Ledger(store, Timeless().clock())


def test_a_question_is_put_once_for_each_scene_and_each_take(ledger: Ledger) -> None:
    films, takes = Films(), {"s2": 1, "s3": 1}
    stage = LedgerClient(ledger, SCOPE, TODAY, take_of=lambda scene: takes[scene])
    assert [stage.asking("films", scene)(films.question()) for scene in ("s2", "s2", "s3")] == [
        *("film 1", "film 1", "film 2")
    ]
    takes["s3"] = 2
    assert [stage.asking("films", scene)(films.question()) for scene in ("s2", "s3")] == ["film 1", "film 3"]


def test_the_tally_tells_what_was_put_and_what_was_known(ledger: Ledger) -> None:
    films, tally = Films(), CallTally()
    stage = LedgerClient(ledger, SCOPE, TODAY, tally=tally)
    for prompt in ("a duck", "a duck", "a pond"):
        stage.asking("films", "s2")(films.question(prompt))
    assert (tally.put, tally.known) == (["films"] * 3, ["films"])


def test_an_answer_that_is_no_good_is_told_and_asked_for_again(ledger: Ledger) -> None:
    films, stage = Films(), LedgerClient(ledger, SCOPE, TODAY)

    def refuse(value: Any) -> None:
        raise BadMedia(f"{value} is black")

    with pytest.raises(BadMedia, match="film 1 is black"):
        stage.asking("films", "s2", refuse)(films.question())
    assert stage.asking("films", "s2")(films.question()) == "film 2"


def test_a_quote_reads_what_is_known_and_asks_nobody(ledger: Ledger) -> None:
    films, stage = Films(), LedgerClient(ledger, SCOPE, TODAY)

    def quoted() -> Quote[str]:
        return stage.quote("films", lambda ask: ask(films.question()), lambda: PRICE, scene="s2")

    assert (quoted(), films.made) == (Quote(PRICE), 0)
    stage.asking("films", "s2")(films.question())
    assert (quoted(), films.made) == (Quote(FREE, "film 1"), 1)


@pytest.mark.parametrize(("paid", "left"), [("0", "0.25"), ("0.10", "0.15"), ("0.25", "0"), ("0.30", "0")])
def test_a_quote_leaves_out_what_was_paid_for_a_call_under_way(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, paid: str, left: str
) -> None:
    monkeypatch.setattr(Ledger, "is_under_way", bool)
    stage, question = LedgerClient(ledger, SCOPE, TODAY), replace(Films().question(), estimate=Money.of(paid))
    assert stage.quote("films", lambda ask: ask(question), lambda: PRICE) == Quote(Money.of(left))


def test_a_quote_ends_at_the_first_question_without_an_answer_whatever_errors_the_work_gets_over(
    ledger: Ledger,
) -> None:
    films, reached = Films(), list[str]()

    def chain(ask: Ask) -> str:
        for prompt in ("a duck", "a pond"):
            reached.append(prompt)
            with suppress(VidpipeError):
                return ask(films.question(prompt))
        return "nothing"

    assert LedgerClient(ledger, SCOPE, TODAY).quote("films", chain, lambda: PRICE) == Quote(PRICE)
    assert (reached, films.made) == (["a duck"], 0)


def test_an_error_of_quoted_work_is_handed_back_with_the_whole_price(ledger: Ledger) -> None:
    def without_key(_: Ask) -> str:
        raise BlockedError("no key")

    quote = LedgerClient(ledger, SCOPE, TODAY).quote("films", without_key, lambda: PRICE)
    assert (quote.price, quote.result, str(quote.error)) == (PRICE, None, "no key")


def test_a_theme_s_customer_counts_by_the_theme_s_day_and_all_its_budgets(ledger: Ledger) -> None:
    theme = Theme(
        name="gadgets",
        channel="Gadgets",
        schedule=Schedule(time_zone="Pacific/Auckland"),
        budget=Budget(video=Decimal(1), day=Decimal(5)),
    )
    made = ledger_client(ledger, SCOPE, theme, NOON, day_budget=Decimal(9))
    assert made.day == TODAY + dt.timedelta(days=1)
    assert {cap.what: cap.most for cap in made.caps} == {"video": Money.of(1), "theme": Money.of(5), "day": Money.of(9)}
