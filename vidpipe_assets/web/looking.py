"""Progress without a daemon: while somebody asks how things stand, what runs have written is read beside that."""

import logging
import time
from collections.abc import Callable
from threading import Lock, Thread

EVERY_S = 1.0
AFTER_TROUBLE_S = 30.0
PATIENCE_S = 1.0
"""How long the end waits for a look: a first one may have a long log to read, and a storage may not answer."""

_log = logging.getLogger(__name__)


class Looking:
    """Does `look` in a thread of its own, at most once a second. Nobody who asks for it waits for it.

    The process may end in the middle of a look: what it reads, it keeps in whole transactions.
    """

    def __init__(self, look: Callable[[], None]) -> None:
        self._look = look
        self._turn = Lock()
        self._not_before = 0.0
        self._is_closed = False
        self._thread: Thread | None = None

    def soon(self) -> None:
        """Have it done, unless it is being done or was within the last second."""
        with self._turn:
            if self._is_closed or time.monotonic() < self._not_before:
                return
            self._not_before = float("inf")
            # A daemon, which no end of the process waits for.
            self._thread = Thread(target=self._once, name="looking", daemon=True)
            self._thread.start()

    def close(self, within_s: float = PATIENCE_S) -> None:
        """Begin no other look, and give the one that is under way a little time to end."""
        with self._turn:
            self._is_closed = True
        if self._thread:
            self._thread.join(within_s)

    def _once(self) -> None:
        wait_s = EVERY_S
        try:
            self._look()
        except Exception as error:  # whatever a storage raises: /health says so, and what is known is shown
            wait_s = AFTER_TROUBLE_S
            _log.warning("Dagster's event log cannot be read: %s", str(error).partition("\n")[0][:300])
        finally:
            self._not_before = time.monotonic() + wait_s
