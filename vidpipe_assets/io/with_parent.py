"""Runs a module that ends with its parent: `python -m vidpipe_assets.io.with_parent MODULE`.

Its stdin is a pipe whose other end the parent alone holds. From before anything heavy is loaded, a thread watches that
end, reading nothing: when the parent is gone, however it went, the module has `TIDY_S` seconds to end by itself, and is
then ended with all that it has started, wherever it is. Where the system can, one that stands still is woken, too.
"""

import ctypes
import os
import runpy
import select
import signal
import sys
import threading
import time
from typing import NoReturn

TIDY_S = 1.0
"""For ending an encoder and removing its file; a thread that is stuck in a library's call never gets to it."""

_PR_SET_PDEATHSIG = 1
"""Of `linux/prctl.h`: the signal that the process gets when the thread that has started it is gone."""


def main() -> None:
    """Run the module that the command line names, as `python -m` does."""
    if _is_gone(0):  # while the interpreter began
        _end(1)
    module = sys.argv.pop(1)
    if sys.platform == "linux":
        # One that was stopped goes on, and sees that its parent is gone; one that works is not disturbed.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGCONT)
    threading.Thread(target=_watch, daemon=True).start()
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        # The interpreter's own end takes long on a busy machine, and no thread would see how long any more.
        if _is_gone(0):
            _end(1 if sys.exc_info()[0] else 0)


def _watch() -> None:
    while not _is_gone(None):
        time.sleep(TIDY_S)
    time.sleep(TIDY_S)
    _end(1)


def _is_gone(wait_ms: int | None) -> bool:
    """Whether nobody holds the other end of stdin; waits for that, without end if `wait_ms` is None."""
    other_end = select.poll()
    other_end.register(0, 0)  # POLLHUP is told unasked
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in other_end.poll(wait_ms))


def _end(code: int) -> NoReturn:
    if processes := sys.modules.get("vidpipe_assets.io.processes"):
        processes.kill_children()
    os._exit(code)


if __name__ == "__main__":
    main()
