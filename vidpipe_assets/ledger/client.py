"""The ledger, and the client that one stage of one video has of it, with its budgets, its day and its takes.

Whoever asks a provider asks through here, and pays once. This module imports SQLAlchemy and tenacity, so it is
imported inside functions only.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from vidpipe_assets.io.clock import Clock
from vidpipe_assets.ledger.answers import AnswerStore, LedgerAnswer
from vidpipe_assets.ledger.call import LedgerCall, Validate
from vidpipe_assets.ledger.call_context import CallContext
from vidpipe_assets.ledger.call_spec import BudgetCap, CallScope, CallSpec, budget_caps
from vidpipe_assets.ledger.call_table import CallState, CallTable
from vidpipe_assets.ledger.parallel import CancellableWait, run_parallel
from vidpipe_assets.ledger.rate_limiter import RateLimiter
from vidpipe_assets.ledger.tally import CallTally
from vidpipe_assets.model.errors import Busy, VidpipeError
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.providers.request import Ask, Call, ProviderRequest, RemoteJob
from vidpipe_assets.storage.fencing import Fence
from vidpipe_assets.storage.locks import Locks
from vidpipe_assets.storage.store import Store


class Ledger:
    """Provider calls, made once and paid once. `fence`: of the run that asks; without its lease, nothing is asked."""

    def __init__(self, store: Store, clock: Clock | None = None, fence: Fence | None = None) -> None:
        self._clock = clock or Clock()
        self._calls = CallTable(store.database, self._clock.now, fence)
        self._limiter = RateLimiter(store.database, self._clock)
        self._answers = AnswerStore(store)
        self._locks = Locks(store.database, sleep=self._clock.sleep, monotonic=self._clock.monotonic)

    def once(self, spec: CallSpec, port: Call | RemoteJob, validate: Validate = lambda _: None) -> LedgerAnswer:
        """The answer to `spec`, asked of `port` unless it is known already.

        A call that somebody began and did not finish is taken up where it was left. `validate` raises an error of the
        tree for an answer that is not good; only then, or when it passes, is the call over.
        Raises `BlockedError` before anything is asked that a budget or a quota does not allow (`retry_at` says when it
        will), `Busy` when it is not its turn yet, `TransientError` when it may work later, `PermanentError` when it
        never will with this request.
        """
        return self.known(spec) or self._alone(spec, port, validate)

    def known(self, spec: CallSpec) -> LedgerAnswer | None:
        """The answer, if there is one already: it costs nothing and asks nobody."""
        entry = self._calls.find(spec.key)
        if entry is None or entry.state is not CallState.DONE or entry.answer is None:
            return None
        return self._answers.load(entry.answer)

    def is_under_way(self, spec: CallSpec) -> bool:
        """Whether somebody has asked it already, so that whoever asks now takes that up and pays nothing more."""
        entry = self._calls.find(spec.key)
        if entry is None or entry.state is not CallState.SUBMITTED:
            return False
        return entry.remote_id is not None or (
            entry.answer is not None and self._answers.load(entry.answer) is not None
        )

    def _alone(self, spec: CallSpec, port: Call | RemoteJob, validate: Validate) -> LedgerAnswer:
        context = CallContext(spec, self._calls, self._limiter, self._answers, self._locks, self._clock)
        with self._locks.held(f"call:{spec.key}", wait_s=spec.policy.same_call_wait_s) as mine:
            if not mine:
                raise Busy(
                    f"another process is still asking {spec.provider} for the same",
                    remedy="it goes on by itself with that answer",
                    retry_at=self._clock.now() + dt.timedelta(seconds=30),
                )
            return LedgerCall(context, port, validate).run()


T = TypeVar("T")

Check = Callable[[Any], None]
"""Looks at what an answer was read as, before the call counts as done; raises an error of the tree if it is bad."""


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
class LedgerClient:
    """The ledger as one stage of one video uses it: whose calls they are, in which take, within which budgets.

    `take_of`: scene ('' for what belongs to none) -> the number of its take. `waiting`: what the ledger's clock waits
    with; it is ended when the run is cancelled.
    """

    ledger: Ledger
    scope: CallScope
    day: dt.date
    caps: tuple[BudgetCap, ...] = ()
    take_of: Callable[[str], int] = lambda _: 1
    tally: CallTally | None = None
    waiting: CancellableWait | None = None

    def asking(self, provider: str, scene: str = "", check: Check = _no_check) -> Ask:
        """How `provider` puts its questions for `scene`. `check` sees whatever a question of it was answered with."""

        def ask(question: ProviderRequest[T], /) -> T:
            return self._once(self._spec(provider, scene, question), question, check)

        return ask

    def run_parallel(self, actions: Mapping[str, Callable[[], T]], at_a_time: int) -> dict[str, T | VidpipeError]:
        """As `ledger.parallel.run_parallel`; when the run is cancelled, the ledger's waits end as well."""
        return run_parallel(actions, at_a_time, self.waiting)

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

    def _once(self, spec: CallSpec, question: ProviderRequest[T], check: Check) -> T:
        read: list[T] = []

        def validate(answer: LedgerAnswer) -> None:
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
            request=question.parameters,
            day=self.day,
            estimate=question.estimate,
            caps=self.caps,
            account=question.account,
            units=question.units,
            take=self.take_of(scene),
            policy=question.policy,
            shared_s=question.shared_s,
        )


def ledger_client(
    ledger: Ledger,
    scope: CallScope,
    theme: Theme,
    now: dt.datetime,
    *,
    take_of: Callable[[str], int] = lambda _: 1,
    day_budget: Decimal | None = None,
    tally: CallTally | None = None,
    waiting: CancellableWait | None = None,
) -> LedgerClient:
    """The client of a stage of a video of `theme`, with the theme's budgets and its day as they are at `now`."""
    day = now.astimezone(ZoneInfo(theme.schedule.time_zone)).date()
    return LedgerClient(ledger, scope, day, budget_caps(theme, now, day_budget), take_of, tally, waiting)
