"""Sessions that a logout has ended before their time: a copied cookie is worth nothing afterwards."""

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress

from fastapi.concurrency import run_in_threadpool

from vidpipe_assets.model.errors import VidpipeError

_LOOK_AGAIN_S = 5.0


class SessionsOver:
    """Which sessions a logout has ended; in other processes of the same home, too, within `_LOOK_AGAIN_S` seconds.

    `load` reads them all, as digests.
    """

    def __init__(self, load: Callable[[], frozenset[str]]) -> None:
        self._load = load
        self._digests: frozenset[str] = frozenset()
        self._look_at = 0.0

    async def catch_up(self) -> None:
        """Look what was ended elsewhere, now and then. While nobody can tell, what is known holds."""
        if time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + _LOOK_AGAIN_S
        with suppress(VidpipeError):
            self._digests |= await run_in_threadpool(self._load)

    def end(self, cookie: str) -> str:
        """This one is over, from now on. Returns its digest, to be kept."""
        digest = _digest(cookie)
        self._digests |= {digest}
        return digest

    def __contains__(self, cookie: str) -> bool:
        return _digest(cookie) in self._digests


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode("utf-8", "surrogatepass")).hexdigest()
