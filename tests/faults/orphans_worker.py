"""The process that draws clips, in which two threads are held at points of the protocol with its parent.

`VIDPIPE_TEST_HELD` says where: "drawing point N, reading point". The thread that draws stops when it comes to its point
for the Nth time and says so by a file; whoever sees it kills the parent. The thread that reads sees that, and stops at
its own point until the other one has gone on by a step. So each pair is one order in which the two can go on.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from vidpipe_assets.render import clip_worker, clips, ffmpeg

DRAWING = ("begin", "take", "taken", "encode", "frame", "flush", "settle", "settled", "finished", "tell", "told")
"""What the thread that draws comes to with each job."""

READING = ("close", "closed", "signalled")
"""What the thread that reads comes to when the parent is gone."""

HELD, AT = "VIDPIPE_TEST_HELD", "VIDPIPE_TEST_AT"
_STEP_S = 0.3
"""How long one waits for the other to go on by a step: it may be at its end, or never get there."""


class Hold:
    """Where the two threads stop."""

    def __init__(self, drawing: str, number: int, reading: str, at: Path) -> None:
        self._drawing, self._number, self._reading, self._file = drawing, number, reading, at
        self._seen: Counter[str] = Counter()
        self._reads = threading.Event()
        self._draws = threading.Event()
        self._held = False

    def draw(self, point: str) -> None:
        """The thread that draws is at `point`."""
        if self._held:
            self._draws.set()
            return
        self._seen[point] += 1
        if (point, self._seen[point]) == (self._drawing, self._number):
            self._held = True
            self._file.touch()
            while not self._reads.is_set():  # by short waits, so that signals are heard
                time.sleep(0.01)

    def read(self, point: str) -> None:
        """The thread that reads is at `point`."""
        if point == self._reading and self._held:
            self._reads.set()
            self._draws.wait(_STEP_S)


def _around(hold: Hold, owner: Any, name: str, before: str = "", after: str = "") -> None:
    real: Callable[..., Any] = getattr(owner, name)

    def held(*given: Any, **named: Any) -> Any:
        if before:
            hold.draw(before)
        result = real(*given, **named)
        if after:
            hold.draw(after)
        return result

    setattr(owner, name, held)


def _hold_drawing(hold: Hold) -> None:
    _around(hold, clip_worker.JobIntake, "next", "take", "taken")
    _around(hold, clip_worker.JobIntake, "finished", after="finished")
    _around(hold, ffmpeg, "_enlarge", before="encode")  # ffmpeg has been started
    _around(hold, ffmpeg, "_finish", before="flush")  # it has all frames
    _around(hold, clips, "settle", "settle", "settled")
    tell = clip_worker._say

    def say(**answer: Any) -> None:
        over = answer.get("done") == 1
        hold.draw("tell" if over else "frame")
        tell(**answer)
        if over:
            hold.draw("told")

    clip_worker._say = say


def _hold_reading(hold: Hold) -> None:
    close, kill = clip_worker.JobIntake.close, os.kill

    def closed(intake: clip_worker.JobIntake) -> bool:
        hold.read("close")
        left = close(intake)
        hold.read("closed")
        return left

    def signalled(pid: int, number: int) -> None:
        kill(pid, number)
        if pid == os.getpid():
            hold.read("signalled")

    clip_worker.JobIntake.close = closed
    os.kill = signalled


def main() -> None:
    """Draw clips, and be held where the environment says."""
    drawing, number, reading = os.environ[HELD].split()
    hold = Hold(drawing, int(number), reading, Path(os.environ[AT]))
    _hold_drawing(hold)
    _hold_reading(hold)
    with suppress(KeyError):
        del os.environ[HELD]
    hold.draw("begin")
    clip_worker.main()


if __name__ == "__main__":
    main()
