"""The web server watches the daemon: whoever wants to be told by message hears that nobody is at work.

The daemon sends all other notices, and cannot send this one.
"""

import asyncio
import logging
from contextlib import suppress

from fastapi.concurrency import run_in_threadpool

from vidpipe_assets.operations.daemon_watch import LOOK_EVERY_S, look
from vidpipe_assets.web.app_state import AppState

_log = logging.getLogger(__name__)


async def watch_the_daemon(app_state: AppState) -> None:
    """Look every half minute until the server is told to stop."""
    while not app_state.is_closing.is_set():
        await run_in_threadpool(look, lambda: (app_state.store, app_state.themes), _log.warning)
        with suppress(TimeoutError):
            await asyncio.wait_for(app_state.is_closing.wait(), LOOK_EVERY_S)
