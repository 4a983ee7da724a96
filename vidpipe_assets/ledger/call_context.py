"""What it takes to make one call: the tables of calls and of limits, the stored answers, the clock, the call itself."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from vidpipe_assets.io.clock import Clock
from vidpipe_assets.ledger.answers import AnswerStore
from vidpipe_assets.ledger.call_spec import CallSpec
from vidpipe_assets.ledger.call_table import CallTable
from vidpipe_assets.ledger.rate_limiter import RateLimiter
from vidpipe_assets.ledger.retry import call_with_retries
from vidpipe_assets.model.errors import (
    BlockedError,
    LeaseLost,
    MalformedAnswer,
    TransientError,
    UnknownOutcome,
    VidpipeError,
)
from vidpipe_assets.model.money import FREE
from vidpipe_assets.providers.http.sending import before_sending
from vidpipe_assets.storage.locks import Locks

T = TypeVar("T")


@dataclass(frozen=True)
class CallContext:
    """What one call works with; and how it asks, for free (`look`) or for money (`send`)."""

    spec: CallSpec
    calls: CallTable
    limiter: RateLimiter
    answers: AnswerStore
    locks: Locks
    clock: Clock

    def look(self, question: Callable[[], T]) -> T:
        """Ask something that costs nothing, again if need be: also where the answer is not what was promised."""

        def ask() -> T:
            with before_sending(self.calls.require_lease):
                return question()

        return call_with_retries(ask, self.spec.policy, self.clock, insist=True)

    def send(self, ask: Callable[[], T]) -> T:
        """Ask what costs something: each attempt waits for its turn, has its money reserved, and is booked."""
        paid = bool(self.spec.estimate)
        return call_with_retries(
            lambda: self._attempt(ask), self.spec.policy, self.clock, paid=paid, turn=self._wait_for_turn
        )

    def _wait_for_turn(self) -> None:
        policy = self.spec.policy
        self.limiter.enter(
            self.spec.asked_on,
            self.spec.key,
            self.spec.units,
            wait_s=policy.limit_wait_s,
            slot_s=policy.deadline_s + policy.job_deadline_s,
        )

    def _attempt(self, ask: Callable[[], T]) -> T:
        key = self.spec.key
        self.calls.reserve(self.spec)
        try:
            with before_sending(self.calls.require_lease):
                return ask()
        except LeaseLost:  # whoever has the lease now sees to the row
            raise
        except UnknownOutcome as error:
            self.calls.unknown(key, error)
            raise
        except MalformedAnswer as error:
            if not self.spec.estimate:
                self.calls.failed(key, error, FREE)
                raise
            # It was answered with success: whatever was bought is not known by this answer.
            unknown = UnknownOutcome(str(error), remedy=error.remedy)
            self.calls.unknown(key, unknown)
            raise unknown from error
        except VidpipeError as error:
            self.calls.failed(key, error, FREE)
            self._heed(error)
            raise
        except BaseException as error:
            self.calls.unknown(key, error)
            raise

    def _heed(self, error: VidpipeError) -> None:
        """Let nobody else knock where the provider has told us to stay away for a while."""
        account = self.spec.asked_on
        if isinstance(error, BlockedError) and error.retry_at is not None:
            self.limiter.pause(account, error.retry_at, str(error), blocked=True)
        if isinstance(error, TransientError) and error.retry_after_s:
            until = self.clock.now() + dt.timedelta(seconds=min(error.retry_after_s, 366 * 86400))
            self.limiter.pause(account, until, str(error), blocked=False)
