"""Asking side by side: several scenes at a time, all of them to their ends, so that one that fails costs no other."""

import threading
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from vidpipe_assets.io.clock import Clock
from vidpipe_assets.model.errors import VidpipeError

T = TypeVar("T")
_LOOK_EVERY_S = 0.25


class WaitCancelled(BaseException):
    """Nobody waits for the answer any more: the run was cancelled."""


class CancellableWait:
    """A clock whose waits end at once when the run is cancelled: remote jobs are then cancelled, too."""

    def __init__(self) -> None:
        self._over = threading.Event()

    def clock(self) -> Clock:
        """For a `Ledger`."""
        return Clock(sleep=self._sleep)

    def give_up(self) -> None:
        """End all waits."""
        self._over.set()

    def _sleep(self, seconds: float) -> None:
        if self._over.wait(seconds):
            raise WaitCancelled


def wait_for_all(running: Collection["Future[Any]"]) -> None:
    """Wait until all have ended, and be interruptible.

    The system may hand a signal to any thread, and Python handles it in the main one as soon as that does something:
    one that waits without an end for a lock never does.
    """
    while wait(running, timeout=_LOOK_EVERY_S).not_done:
        pass


def run_parallel(
    actions: Mapping[str, Callable[[], T]], at_a_time: int, waiting: CancellableWait | None = None
) -> dict[str, T | VidpipeError]:
    """What came of each action: its value, or the error of the tree that it raised. Any other exception is raised.

    Cancelled, it ends what `waiting` waits for, and raises once all threads have ended.
    """
    pool = ThreadPoolExecutor(max(1, min(at_a_time, len(actions) or 1)), thread_name_prefix="ask")
    try:
        running = {name: pool.submit(action) for name, action in actions.items()}
        wait_for_all(running.values())
        return {name: _outcome(future) for name, future in running.items()}
    except BaseException:
        if waiting is not None:
            waiting.give_up()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    finally:
        pool.shutdown()


def _outcome(future: "Future[T]") -> T | VidpipeError:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, VidpipeError):
        return error
    raise error
