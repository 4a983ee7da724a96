"""Progress without a daemon: while somebody asks how things stand, what runs have written is read beside that.

What the handlers work with: the store and the themes, opened at first use; nothing that outlives the process.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from functools import cached_property
from threading import Lock, Thread
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.providers.registry import known
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.storage.themes import load_themes
from vidpipe_assets.web.settings import WebSettings

if TYPE_CHECKING:
    from vidpipe_assets.orchestration.event_reader import EventReader
    from vidpipe_assets.workplace import Workplace


EVERY_S = 1.0
AFTER_TROUBLE_S = 30.0
PATIENCE_S = 1.0
"""How long the end waits for a look: a first one may have a long log to read, and a storage may not answer."""

_log = logging.getLogger(__name__)


class BackgroundRefresh:
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


LoadedThemes = tuple[dict[str, Theme], dict[str, BadInput]]


class AppState:
    """One a process. Handlers run in threads, so that what is opened is opened under a lock."""

    def __init__(self, places: Places | Callable[[], Places], settings: WebSettings) -> None:
        self.settings = settings
        self.is_closing = asyncio.Event()
        """Set when the server is told to stop: what is open without an end has to end now."""
        self._places = places
        self._turn = Lock()
        self._read: tuple[object, LoadedThemes] | None = None
        self._looking = BackgroundRefresh(self._look)

    @cached_property
    def places(self) -> Places:
        """The folders."""
        return self._places() if callable(self._places) else self._places

    @property
    def store(self) -> Store:
        """Tables, documents and artifacts. Raises `BlockedError` as long as they cannot be had."""
        with self._turn:
            return self._store

    @cached_property
    def _store(self) -> Store:
        return open_store(self.places)

    @cached_property
    def workplace(self) -> "Workplace":
        """What the stages' own code asks for; it loads Dagster."""
        from vidpipe_assets.workplace import workplace_over

        return workplace_over(self.store)

    def refresh_soon(self) -> None:
        """Have read soon what runs have written; the answer at hand does not wait for it."""
        self._looking.soon()

    def _look(self) -> None:
        self._onlooker.look()

    @cached_property
    def _onlooker(self) -> "EventReader":
        """It loads Dagster, in the thread that looks."""
        from vidpipe_assets.model.checks import blocking_checks
        from vidpipe_assets.orchestration.event_reader import EventReader

        return EventReader(self.store, blocking_checks)

    @property
    def themes(self) -> dict[str, Theme]:
        """The themes that can be used."""
        return self.all_themes[0]

    @property
    def all_themes(self) -> LoadedThemes:
        """The good themes, and what is wrong with the others; read again when a file has changed."""
        with self._turn:
            stamp = self._stamp()
            if self._read is None or self._read[0] != stamp:
                self._read = (stamp, load_themes(self.places.themes, known()))
            return self._read[1]

    def _stamp(self) -> object:
        try:
            files = [(file, file.stat()) for file in sorted(self.places.themes.glob("*.yaml"))]
        except OSError:  # one is being replaced at this moment
            return object()
        return [(file.name, stat.st_mtime_ns, stat.st_size, stat.st_ino) for file, stat in files]

    def close(self, within_s: float = PATIENCE_S) -> None:
        """Give back the database's connections, after a look that is under way or when `within_s` have passed."""
        self._looking.close(within_s)
        if "_store" in self.__dict__:
            self._store.close()


def app_state_of(request: Request) -> AppState:
    """The app_state of the app that answers `request`."""
    app_state = request.app.state.app_state
    assert isinstance(app_state, AppState)  # noqa: S101 - `create_app` has put it there
    return app_state


def person_of(request: Request) -> str:
    """Who asks, as the gate has found out."""
    return str(request.state.person)


Person = Annotated[str, Depends(person_of)]
AppStateDep = Annotated[AppState, Depends(app_state_of)]
