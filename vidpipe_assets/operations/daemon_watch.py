"""Processes that live although the daemon may not: they look whether it is silent, and tell it once among all of them.

The web server, a fleet's workers and the runs that a daemon has started watch. That one notice is one is the
database's doing: its id is made of the moment of the daemon's last sign (`notices.absence_notice`).
"""

import logging
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, closing, contextmanager

from vidpipe_assets.model.theme import Theme
from vidpipe_assets.operations.notify import send_absence
from vidpipe_assets.providers.notify import address_set
from vidpipe_assets.providers.registry import provider_names
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.storage.themes import load_themes

_log = logging.getLogger(__name__)
LOOK_EVERY_S = 30.0
_ENDS_WITHIN_S = 6.0
"""A message that is being sent has five seconds."""

Watched = Callable[[], tuple[Store, Mapping[str, Theme]]]
"""The home and its usable themes, as they are when it is looked."""


def look(watched: Watched, log: Callable[[str], None]) -> None:
    """Look once, where there is an address for messages; whatever goes wrong with that is only logged."""
    try:
        if address_set():
            send_absence(*watched(), log)
    except Exception as error:  # whatever a storage raises: what this process is for goes on, and the next look comes
        log(f"whether anybody is at work cannot be told: {str(error).partition(chr(10))[0][:300]}")


def look_at_home() -> None:
    """Look once at the home of the environment, over a connection of its own."""
    with ExitStack() as opened:

        def home() -> tuple[Store, Mapping[str, Theme]]:
            places = Places.from_environment()
            store = opened.enter_context(closing(open_store(places)))
            return store, load_themes(places.themes, provider_names())[0]

        look(home, _log.warning)


@contextmanager
def watching_the_daemon(watched: Watched, log: Callable[[str], None]) -> Generator[None]:
    """Look every half minute as long as the block lasts, in a thread; none where there is no address for messages."""
    if not address_set():
        yield
        return
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(LOOK_EVERY_S):
            look(watched, log)

    thread = threading.Thread(target=go_on, name="daemon watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(_ENDS_WITHIN_S)
