"""Asking side by side: everybody comes to an end, errors of the tree are answers, and a cancelled run waits no more."""

import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

import pytest

from vidpipe_assets.ledger.parallel import CancellableWait, WaitCancelled, run_parallel
from vidpipe_assets.model.errors import PermanentError, TransientError, VidpipeError


def failing(error: Exception) -> Callable[[], str]:
    def act() -> str:
        raise error

    return act


def test_one_that_fails_costs_no_other() -> None:
    busy, refused = TransientError("busy"), PermanentError("refused")
    actions = {"s1": lambda: "film", "s2": failing(busy), "s3": failing(refused), "s4": lambda: "film too"}
    assert run_parallel(actions, 2) == {"s1": "film", "s2": busy, "s3": refused, "s4": "film too"}
    assert list(run_parallel(actions, 2)) == ["s1", "s2", "s3", "s4"]


def test_nobody_is_asked_for_nothing() -> None:
    assert run_parallel({}, 4) == {}


def test_so_many_are_asked_at_a_time_as_the_provider_allows() -> None:
    together = threading.Barrier(2, timeout=120)  # breaks unless two are there at once
    assert run_parallel(dict.fromkeys("ab", together.wait), 2).keys() == {"a", "b"}
    at_work: list[str] = []

    def alone(name: str) -> int:
        at_work.append(name)
        count = len(at_work)
        at_work.remove(name)
        return count

    assert set(run_parallel({name: lambda name=name: alone(name) for name in "abcd"}, 1).values()) == {1}


def test_what_is_no_error_of_the_tree_is_raised_when_all_have_ended() -> None:
    ended: list[str] = []
    with pytest.raises(KeyError, match="a bug"):
        run_parallel({"s1": failing(KeyError("a bug")), "s2": lambda: ended.append("s2")}, 1)
    assert ended == ["s2"]


@pytest.fixture
def interrupted() -> Iterator[threading.Event]:
    """Set when Ctrl-C was heard: once, and also where the tests run in the background of a shell."""
    heard = threading.Event()

    def hear(number: int, frame: FrameType | None) -> None:
        if not heard.is_set():
            heard.set()
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, hear)
    yield heard
    signal.signal(signal.SIGINT, before)


def test_a_cancelled_run_ends_all_waits_before_it_ends(interrupted: threading.Event) -> None:
    waiting, is_polling, gave_up = CancellableWait(), threading.Event(), list[bool]()

    def polling() -> None:
        is_polling.set()
        try:
            waiting.clock().sleep(600)
        except WaitCancelled:
            gave_up.append(True)
            raise

    def cancelling() -> None:
        assert is_polling.wait(120)
        # The system may hand it to any thread; Python handles it in the main one, which waits.
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)
        assert interrupted.wait(120)

    with pytest.raises(KeyboardInterrupt):
        run_parallel({"s1": polling, "s2": cancelling}, 2, waiting)
    assert gave_up == [True]


def test_giving_up_is_no_error_that_a_provider_could_mistake_for_its_own() -> None:
    assert not issubclass(WaitCancelled, Exception | VidpipeError)
