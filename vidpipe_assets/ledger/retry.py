"""The one place where a provider is asked again: how often, how long between, and when no more."""

from collections.abc import Callable
from typing import TypeVar

import tenacity

from vidpipe_assets.io.clock import Clock
from vidpipe_assets.model.errors import MalformedAnswer, ResultGone, TransientError, UnknownOutcome
from vidpipe_assets.providers.http.deadline import at_most
from vidpipe_assets.providers.request import CallPolicy

T = TypeVar("T")


def call_with_retries(
    action: Callable[[], T],
    policy: CallPolicy,
    clock: Clock,
    *,
    paid: bool = False,
    insist: bool = False,
    turn: Callable[[], None] = lambda: None,
) -> T:
    """Do `action` until it succeeds, within `policy`; what is raised last is raised.

    Between attempts: as long as the server asks, else exponentially longer with full jitter. `paid`: an unknown
    outcome is not tried again here, since it may have cost something. `insist`: an answer that is not what was promised
    is asked for again. `turn` waits, before each attempt, until it is
    allowed; that time does not count.
    """
    ends_at = clock.monotonic() + policy.deadline_s

    def bounded() -> T:
        nonlocal ends_at
        began = clock.monotonic()
        turn()
        ends_at += clock.monotonic() - began
        with at_most(ends_at - clock.monotonic()):
            return action()

    retrying = tenacity.Retrying(
        sleep=clock.sleep,
        retry=tenacity.retry_if_exception(lambda error: _worth_it(error, policy, paid, insist)),
        wait=lambda state: _wait_s(state, policy, clock),
        stop=lambda state: (
            state.attempt_number >= policy.attempts or clock.monotonic() + state.upcoming_sleep >= ends_at
        ),
        reraise=True,
    )
    try:
        return retrying(bounded)
    except UnknownOutcome as error:
        if paid:
            raise
        # Whether a question that costs nothing was heard is no question.
        raise TransientError(str(error), remedy=error.remedy, retry_after_s=error.retry_after_s) from error


def _worth_it(error: BaseException, policy: CallPolicy, paid: bool, insist: bool) -> bool:
    if isinstance(error, MalformedAnswer):
        return insist
    if not isinstance(error, TransientError) or isinstance(error, ResultGone):
        return False
    if paid and isinstance(error, UnknownOutcome):
        return False
    return error.retry_after_s is None or error.retry_after_s <= policy.retry_after_cap_s


def _wait_s(state: tenacity.RetryCallState, policy: CallPolicy, clock: Clock) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, TransientError) and error.retry_after_s is not None:
        return error.retry_after_s
    # The exponent is bounded, too: 2 to the power of many attempts is not a number to compute with.
    longest = min(policy.first_wait_s * 2 ** min(state.attempt_number - 1, 16), policy.longest_wait_s)
    return clock.between(0, longest)
