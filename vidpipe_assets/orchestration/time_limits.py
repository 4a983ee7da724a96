"""How long a stage may take: at its soft limit the log says so, at its hard limit it fails, and may be tried again.

Every provider call, ffmpeg run and worker has a limit of its own, far below. These are for what nobody foresaw.
"""

import signal
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import NamedTuple

from vidpipe_assets.model.errors import TransientError
from vidpipe_assets.model.stages import Stage


class TimeLimits(NamedTuple):
    """In seconds."""

    soft_s: float
    hard_s: float


_MINUTE = 60.0

# Providers of footage and speech may queue for long; ffmpeg on one slow core takes ten times as long as here.
LIMITS = {
    Stage.TRENDS: TimeLimits(5 * _MINUTE, 15 * _MINUTE),
    Stage.ANALYSIS: TimeLimits(5 * _MINUTE, 15 * _MINUTE),
    Stage.SCRIPTS: TimeLimits(5 * _MINUTE, 20 * _MINUTE),
    Stage.CLIPS: TimeLimits(20 * _MINUTE, 60 * _MINUTE),
    Stage.VOICEOVER: TimeLimits(10 * _MINUTE, 30 * _MINUTE),
    Stage.COMPOSED_VIDEO: TimeLimits(15 * _MINUTE, 45 * _MINUTE),
    Stage.REVIEW: TimeLimits(5 * _MINUTE, 15 * _MINUTE),
}


class _TimeIsUp(BaseException):
    """No `Exception`, so that no retry on the way up takes it for something that asking again could mend."""


@contextmanager
def within_limits(stage: Stage, warn: Callable[[str], None], limits: TimeLimits | None = None) -> Generator[None]:
    """Bound the block. Raises `TransientError` at the hard limit, when all that the block had started has been ended.

    The hard limit needs the main thread, in which Dagster runs stages.
    """
    soft_s, hard_s = limits or LIMITS[stage]
    slow = threading.Timer(
        soft_s, warn, (f"{stage} takes longer than {_told(soft_s)}; it is ended after {_told(hard_s)}",)
    )
    slow.daemon = True
    slow.start()
    try:
        with _alarm(hard_s):
            yield
    except _TimeIsUp as error:
        raise TransientError(
            f"{stage} was not done after {_told(hard_s)}, and was ended",
            remedy="it is tried again by itself; is the machine very busy, or a provider stuck? The log says how far "
            "it came",
        ) from error
    finally:
        slow.cancel()


@contextmanager
def _alarm(seconds: float) -> Generator[None]:
    """Raise `_TimeIsUp` in the block after `seconds`, unless somebody else's alarm would ring before."""
    earlier_s = signal.getitimer(signal.ITIMER_REAL)[0]
    if threading.current_thread() is not threading.main_thread() or 0 < earlier_s < seconds:
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    began = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if earlier_s:
            signal.setitimer(signal.ITIMER_REAL, max(earlier_s - (time.monotonic() - began), 0.01))


def _ring(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise _TimeIsUp


def _told(seconds: float) -> str:
    return f"{seconds / _MINUTE:.0f} minutes" if seconds >= _MINUTE else f"{seconds:g} s"
