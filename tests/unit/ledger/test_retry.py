"""The one place that asks again: exact numbers of attempts, and waits that are bounded."""

import pytest
from faults.clients import Timeless

from vidpipe_assets.ledger.retry import call_with_retries
from vidpipe_assets.model.errors import BlockedError, PermanentError, ResultGone, TransientError, UnknownOutcome
from vidpipe_assets.providers.http.deadline import Deadline
from vidpipe_assets.providers.request import CallPolicy

PATIENCE = CallPolicy(attempts=4, first_wait_s=1, longest_wait_s=3, retry_after_cap_s=60, deadline_s=100)


class Asked:
    """Fails as told, then answers."""

    def __init__(self, *errors: BaseException) -> None:
        self.errors = list(errors)
        self.times = 0

    def __call__(self) -> str:
        self.times += 1
        if self.errors:
            raise self.errors.pop(0)
        return "answer"


def test_waits_grow_up_to_their_bound() -> None:
    time, asked = Timeless(), Asked(*[TransientError("busy")] * 3)
    assert call_with_retries(asked, PATIENCE, time.clock()) == "answer"
    assert time.slept == [1, 2, 3]


def test_the_jitter_is_full() -> None:
    bounds: list[tuple[float, float]] = []
    clock = Timeless().clock()

    def between(least: float, most: float) -> float:
        bounds.append((least, most))
        return least

    object.__setattr__(clock, "between", between)
    call_with_retries(Asked(*[TransientError("busy")] * 3), PATIENCE, clock)
    assert bounds == [(0, 1), (0, 2), (0, 3)]


def test_attempts_end_and_the_last_error_is_told() -> None:
    asked = Asked(*[TransientError(f"busy {number}") for number in range(9)])
    with pytest.raises(TransientError, match="busy 3"):
        call_with_retries(asked, PATIENCE, Timeless().clock())
    assert asked.times == 4


@pytest.mark.parametrize("error", [PermanentError("no"), BlockedError("not now"), ResultGone("gone"), KeyError("bug")])
def test_what_no_retry_helps_is_asked_once(error: Exception) -> None:
    asked = Asked(error)
    with pytest.raises(type(error)):
        call_with_retries(asked, PATIENCE, Timeless().clock())
    assert asked.times == 1


def test_an_unknown_outcome_is_asked_once_if_it_may_have_cost_something() -> None:
    asked = Asked(UnknownOutcome("silence"))
    with pytest.raises(UnknownOutcome):
        call_with_retries(asked, PATIENCE, Timeless().clock(), paid=True)
    assert asked.times == 1


def test_an_unknown_outcome_of_what_is_free_is_asked_again_and_no_doubt_in_the_end() -> None:
    asked = Asked(*[UnknownOutcome("silence")] * 9)
    with pytest.raises(TransientError) as caught:
        call_with_retries(asked, PATIENCE, Timeless().clock())
    assert asked.times == 4
    assert not isinstance(caught.value, UnknownOutcome)


def test_the_server_s_wish_is_honoured_up_to_a_cap_and_refused_above() -> None:
    time, asked = Timeless(), Asked(TransientError("", retry_after_s=60), TransientError("", retry_after_s=61))
    with pytest.raises(TransientError) as caught:
        call_with_retries(asked, PATIENCE, time.clock())
    assert (asked.times, time.slept, caught.value.retry_after_s) == (2, [60], 61)


def test_nothing_is_waited_for_beyond_the_deadline() -> None:
    time = Timeless()
    asked = Asked(*[TransientError("", retry_after_s=45)] * 9)
    with pytest.raises(TransientError):
        call_with_retries(asked, PATIENCE, time.clock())
    assert (asked.times, time.slept) == (3, [45, 45])


def test_an_attempt_has_no_more_time_than_is_left() -> None:
    left: list[float] = []

    def ask() -> None:
        left.append(Deadline(1000).left_s())
        if len(left) < 3:
            raise TransientError("", retry_after_s=40)

    call_with_retries(ask, PATIENCE, Timeless().clock())
    assert [round(seconds, -1) for seconds in left] == [100, 60, 20]
    assert Deadline(1000).left_s() > 900


def test_waiting_for_ones_turn_takes_nothing_from_the_time_to_ask() -> None:
    time, left = Timeless(), list[float]()

    def ask() -> str:
        left.append(round(Deadline(10_000).left_s()))
        if len(left) == 1:
            raise TransientError("not yet", retry_after_s=60)
        return "answer"

    assert call_with_retries(ask, PATIENCE, time.clock(), turn=lambda: time.sleep(90)) == "answer"
    assert left == [100, 40]
