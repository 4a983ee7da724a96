"""Customers: one stage of one video that asks providers, with its budgets, its day and its takes.

This module imports SQLAlchemy and tenacity, so it is imported inside functions only.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from vidpipe_assets.ledger.answers import Answer
from vidpipe_assets.ledger.call_spec import CallSpec, Cap, Scope, caps_of
from vidpipe_assets.ledger.ledger import Ledger
from vidpipe_assets.ledger.tally import Tally
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.providers.request import Ask, ProviderRequest

T = TypeVar("T")

Check = Callable[[Any], None]
"""Looks at what an answer was read as, before the call counts as done; raises an error of the tree if it is bad."""


class Unanswered(BaseException):
    """A question in a rehearsal that the ledger has no answer to. `paid`: what was paid for one that is under way.

    No error of the tree: whoever looks for another way after an error must not find one here.
    """

    def __init__(self, paid: Money) -> None:
        super().__init__()
        self.paid = paid

    def left_of(self, most: Money) -> Money:
        """What is still to be paid of a price."""
        return Money.of(max(most.amount - self.paid.amount, FREE.amount), most.currency)


@dataclass(frozen=True)
class Quote(Generic[T]):
    """What a piece of work would still cost, as far as the ledger knows. Nobody was asked for it.

    `price`: the most that is left to be paid, nothing where the ledger has every answer.
    `result`: what the work leads to with those answers; None where one is missing (or where it leads to None).
    `error`: what the work failed with on answers that are known, or before it came to ask, as without a key.
    """

    price: Money
    result: T | None = None
    error: VidpipeError | None = None


class _AnswerMissing(Exception):
    """Ends the work that `LedgerClient.quote` runs, at the first question that the ledger has no answer to.

    `paid`: what was paid already for one that is under way. It leaves the work like any other exception, and `quote`
    catches it: nobody else ever sees it. No `VidpipeError`, which makes a provider or a chain look for another way.
    """

    def __init__(self, paid: Money) -> None:
        super().__init__("the ledger has no answer to this yet")
        self.paid = paid


def _no_check(value: Any) -> None:
    del value


@dataclass(frozen=True)
class Customer:
    """For whom providers are asked. `take_of`: scene ('' for what belongs to none) -> which take is wanted."""

    ledger: Ledger
    scope: Scope
    day: dt.date
    caps: tuple[Cap, ...] = ()
    take_of: Callable[[str], int] = lambda _: 1
    tally: Tally | None = None

    def asking(self, provider: str, scene: str = "", check: Check = _no_check) -> Ask:
        """How `provider` puts its questions for `scene`. `check` sees whatever a question of it was answered with."""

        def ask(question: ProviderRequest[T], /) -> T:
            return self._once(self._spec(provider, scene, question), question, check)

        return ask

    def quote(
        self, provider: str, work: Callable[[Ask], T], price: Callable[[], Money], *, scene: str = ""
    ) -> Quote[T]:
        """What `work` would still cost. It is run with the answers that the ledger has, and asks nobody.

        `work` is the stage's own way with its `Ask`; it ends at the first question that the ledger has no answer to.
        From there on `price` counts, less what was paid for a call that is under way. It is called only then, so that
        it may go by how far the work has come. An error of the tree counts as unanswered, too, and is handed back.
        """
        try:
            return Quote(FREE, work(self._known_answers(provider, scene)))
        except _AnswerMissing as missing:
            most = price()
            return Quote(Money.of(max(most.amount - missing.paid.amount, FREE.amount), most.currency))
        except VidpipeError as error:  # no key, for one: then nobody can tell what is answered
            return Quote(price(), error=error)

    def _known_answers(self, provider: str, scene: str) -> Ask:
        """As `asking`, from the ledger's answers alone. Raises `_AnswerMissing` where there is none."""

        def ask(question: ProviderRequest[T], /) -> T:
            spec = self._spec(provider, scene, question)
            answer = self.ledger.known(spec)
            if answer is None:
                raise _AnswerMissing(spec.estimate if self.ledger.is_under_way(spec) else FREE)
            return question.read(answer)

        return ask

    def rehearsing(self, provider: str, scene: str = "") -> Ask:
        """As `asking`, but nobody is asked: a question whose answer is not there raises `Unanswered`."""

        def ask(question: ProviderRequest[T], /) -> T:
            spec = self._spec(provider, scene, question)
            answer = self.ledger.known(spec)
            if answer is None:
                raise Unanswered(spec.estimate if self.ledger.is_under_way(spec) else FREE)
            return question.read(answer)

        return ask

    def _once(self, spec: CallSpec, question: ProviderRequest[T], check: Check) -> T:
        read: list[T] = []

        def validate(answer: Answer) -> None:
            value = question.read(answer)
            check(value)
            read.append(value)

        if self.tally:
            self.tally.put.append(spec.provider)
        answer = self.ledger.once(spec, question.call, validate)
        if read:
            return read[-1]
        if self.tally:
            self.tally.known.append(spec.provider)
        return question.read(answer)

    def _spec(self, provider: str, scene: str, question: ProviderRequest[Any]) -> CallSpec:
        return CallSpec(
            scope=replace(self.scope, scene=scene),
            provider=provider,
            operation=question.operation,
            request=question.request,
            day=self.day,
            estimate=question.estimate,
            caps=self.caps,
            account=question.account,
            units=question.units,
            take=self.take_of(scene),
            patience=question.patience,
            shared_s=question.shared_s,
        )


def customer(
    ledger: Ledger,
    scope: Scope,
    theme: Theme,
    now: dt.datetime,
    *,
    take_of: Callable[[str], int] = lambda _: 1,
    day_budget: Decimal | None = None,
    tally: Tally | None = None,
) -> Customer:
    """A stage of a video of `theme`, as its budgets and its day are at `now`."""
    day = now.astimezone(ZoneInfo(theme.schedule.time_zone)).date()
    return Customer(ledger, scope, day, caps_of(theme, now, day_budget), take_of, tally)
