"""Progress without a daemon: while somebody asks how things stand, what runs have written is read beside that."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

EVERY_S = 1.0
AFTER_TROUBLE_S = 30.0

_log = logging.getLogger(__name__)


class Looking:
    """Does `look` in a thread of its own, at most once a second. Nobody who asks for it waits for it."""

    def __init__(self, look: Callable[[], None]) -> None:
        self._look = look
        self._turn = Lock()
        self._not_before = 0.0
        self._is_closed = False
        self._worker = ThreadPoolExecutor(1, "looking")

    def soon(self) -> None:
        """Have it done, unless it is being done or was within the last second."""
        with self._turn:
            if self._is_closed or time.monotonic() < self._not_before:
                return
            self._not_before = float("inf")
            self._worker.submit(self._once)

    def close(self) -> None:
        """Wait for the look that is under way; there are no others."""
        with self._turn:
            self._is_closed = True
        self._worker.shutdown(cancel_futures=True)

    def _once(self) -> None:
        wait_s = EVERY_S
        try:
            self._look()
        except Exception as error:  # whatever a storage raises: /health says so, and what is known is shown
            wait_s = AFTER_TROUBLE_S
            _log.warning("Dagster's event log cannot be read: %s", str(error).partition("\n")[0][:300])
        finally:
            self._not_before = time.monotonic() + wait_s
