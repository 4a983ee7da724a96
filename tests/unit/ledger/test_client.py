"""A stage as a customer: whose question it is, in which take and on which day, and what is known without asking."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from faults.clients import NOON, TODAY, VIDEO, Timeless

from vidpipe_assets.ledger.call_spec import Scope
from vidpipe_assets.ledger.client import Customer, Unanswered, customer
from vidpipe_assets.ledger.ledger import Ledger
from vidpipe_assets.ledger.tally import Tally
from vidpipe_assets.model.errors import BadMedia, VidpipeError
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Budget, Schedule, Theme
from vidpipe_assets.providers.request import Question, Received
from vidpipe_assets.storage.store import Store

SCOPE = Scope(Stage.CLIPS, "gadgets", VIDEO)
PRICE = Money.of("0.25")


@dataclass
class Films:
    """A provider's call, which counts how often it was made."""

    made: int = 0

    def request(self) -> Received:
        self.made += 1
        return Received(f"film {self.made}", cost=PRICE)

    def question(self, prompt: str = "a duck") -> Question[str]:
        return Question("film", {"prompt": prompt}, self, lambda reply: str(reply.content), PRICE)


@pytest.fixture
def ledger(store: Store) -> Ledger:
    return Ledger(store, Timeless().clock())


def test_a_question_is_put_once_for_each_scene_and_each_take(ledger: Ledger) -> None:
    films, takes = Films(), {"s2": 1, "s3": 1}
    stage = Customer(ledger, SCOPE, TODAY, take_of=lambda scene: takes[scene])
    assert [stage.asking("films", scene)(films.question()) for scene in ("s2", "s2", "s3")] == [
        *("film 1", "film 1", "film 2")
    ]
    takes["s3"] = 2
    assert [stage.asking("films", scene)(films.question()) for scene in ("s2", "s3")] == ["film 1", "film 3"]


def test_the_tally_tells_what_was_put_and_what_was_known(ledger: Ledger) -> None:
    films, tally = Films(), Tally()
    stage = Customer(ledger, SCOPE, TODAY, tally=tally)
    for prompt in ("a duck", "a duck", "a pond"):
        stage.asking("films", "s2")(films.question(prompt))
    assert (tally.put, tally.known) == (["films"] * 3, ["films"])


def test_an_answer_that_is_no_good_is_told_and_asked_for_again(ledger: Ledger) -> None:
    films, stage = Films(), Customer(ledger, SCOPE, TODAY)

    def refuse(value: Any) -> None:
        raise BadMedia(f"{value} is black")

    with pytest.raises(BadMedia, match="film 1 is black"):
        stage.asking("films", "s2", refuse)(films.question())
    assert stage.asking("films", "s2")(films.question()) == "film 2"


def test_a_rehearsal_reads_what_is_known_and_asks_nobody(ledger: Ledger) -> None:
    films, stage = Films(), Customer(ledger, SCOPE, TODAY)
    rehearse = stage.rehearsing("films", "s2")
    with pytest.raises(Unanswered) as caught:
        rehearse(films.question())
    assert (films.made, caught.value.left_of(PRICE)) == (0, PRICE)
    stage.asking("films", "s2")(films.question())
    assert (rehearse(films.question()), films.made) == ("film 1", 1)


@pytest.mark.parametrize(("paid", "left"), [("0", "0.25"), ("0.10", "0.15"), ("0.25", "0"), ("0.30", "0")])
def test_what_is_under_way_is_no_longer_to_be_paid(paid: str, left: str) -> None:
    assert Unanswered(Money.of(paid)).left_of(PRICE) == Money.of(left)


def test_an_unanswered_question_is_no_error_that_a_chain_could_go_on_after() -> None:
    assert not issubclass(Unanswered, Exception | VidpipeError)


def test_a_theme_s_customer_counts_by_the_theme_s_day_and_all_its_budgets(ledger: Ledger) -> None:
    theme = Theme(
        name="gadgets",
        channel="Gadgets",
        schedule=Schedule(time_zone="Pacific/Auckland"),
        budget=Budget(video=Decimal(1), day=Decimal(5)),
    )
    made = customer(ledger, SCOPE, theme, NOON, day_budget=Decimal(9))
    assert made.day == TODAY + dt.timedelta(days=1)
    assert {cap.what: cap.most for cap in made.caps} == {"video": Money.of(1), "theme": Money.of(5), "day": Money.of(9)}
