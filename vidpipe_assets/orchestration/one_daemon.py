"""One daemon for one database: two would start the same runs, and Dagster only complains of it in its log.

Dagster's daemon holds a lock as long as it lives, however it was started. Nothing of Dagster is imported here.
"""

import atexit
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import PurePath

from vidpipe_assets.model.errors import BlockedError, VidpipeError
from vidpipe_assets.orchestration.daemon_log import quiet_routine
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

_LOCK = "Dagster's daemon"
_WAIT_S = 5.0
"""How long the lock of a daemon that has just ended is waited for."""


def require_no_daemon(store: Store) -> None:
    """Raise `BlockedError` where a daemon is at work."""
    with ExitStack() as stack:
        _take(store, stack)


def is_daemon(arguments: Sequence[str]) -> bool:
    """Whether a process with these arguments is Dagster's daemon, started by hand or by `dagster dev`."""
    program = PurePath(arguments[0]) if arguments else PurePath()
    named = program.name == "dagster-daemon" or program.parts[-2:] == ("_daemon", "__main__.py")
    return named and "run" in arguments[1:]


def keep_others_out() -> None:
    """Hold the lock until this process ends, if it is Dagster's daemon. Raises `BlockedError` where another has it.

    The daemon's log says only what is new from then on.
    """
    if not is_daemon(sys.argv):
        return
    quiet_routine()
    try:
        _hold()
    except VidpipeError as error:
        if "--shutdown-pipe" not in sys.argv:
            raise
        # `dagster dev` has started it: a thread that waits for its word would keep this process, and the message.
        print(f"Error: {error}\nRemedy: {error.remedy}", file=sys.stderr, flush=True)
        os._exit(1)


@cache
def _hold() -> None:
    stack = ExitStack()
    _take(open_store(Places.from_environment()), stack)
    atexit.register(stack.close)


def _take(store: Store, stack: ExitStack) -> None:
    # Imported late: it brings SQLAlchemy along.
    from vidpipe_assets.storage.locks import Locks

    if not stack.enter_context(Locks(store.database).held(_LOCK, _WAIT_S)):
        raise BlockedError(
            f"Dagster's daemon is at work already on {store.database.name}",
            remedy="one is enough for any number of commands: use that one, or end it first (Ctrl-C in the terminal of "
            "vidpipe dev, or: systemctl stop vidpipe-daemon)",
        )
