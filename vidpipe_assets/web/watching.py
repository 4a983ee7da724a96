"""The web server watches the daemon: whoever wants to be told by message hears that nobody is at work.

The daemon sends all other notices, and cannot send this one.
"""

import asyncio
import logging
from contextlib import suppress

from fastapi.concurrency import run_in_threadpool

from vidpipe_assets.operations.notify import send_absence
from vidpipe_assets.providers.notify import address_set
from vidpipe_assets.web.app_state import AppState

LOOK_EVERY_S = 30.0

_log = logging.getLogger(__name__)


async def watch_the_daemon(app_state: AppState) -> None:
    """Look every half minute until the server is told to stop, as long as there is an address for messages."""
    while not app_state.is_closing.is_set():
        if address_set():
            await run_in_threadpool(_look, app_state)
        with suppress(TimeoutError):
            await asyncio.wait_for(app_state.is_closing.wait(), LOOK_EVERY_S)


def _look(app_state: AppState) -> None:
    try:
        send_absence(app_state.store, app_state.themes, _log.warning)
    except Exception as error:  # whatever a storage raises: /health says so, and the next look comes
        _log.warning("whether anybody is at work cannot be told: %s", str(error).partition("\n")[0][:300])
