"""What the handlers of the app share: the store and the themes, opened at first use; nothing outlives the process.

Dagster is reached through this module only, by what `orchestration` offers, and loaded when it is first needed: it
takes a second. `BackgroundRefresh` shows progress without a daemon: while somebody asks how jobs stand, what runs have
written to Dagster's event log is read beside that.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from threading import Lock, Thread
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.operations.at_work import WorkSign, work_sign
from vidpipe_assets.operations.progress import Progress
from vidpipe_assets.operations.status import queue_progress
from vidpipe_assets.providers.endpoints import endpoints_stamp
from vidpipe_assets.providers.registry import provider_names
from vidpipe_assets.storage.change_cursor import ChangeCursor, latest_cursor
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.storage.theme_material import named_file_stamps
from vidpipe_assets.storage.themes import load_themes, theme_files
from vidpipe_assets.web.sessions_over import SessionsOver
from vidpipe_assets.web.settings import WebSettings

if TYPE_CHECKING:
    from vidpipe_assets.orchestration.event_reader import EventReader, Heartbeat
    from vidpipe_assets.workplace import Workplace


REFRESH_EVERY_S = 1.0
REFRESH_AFTER_ERROR_S = 30.0
PLACES_EVERY_S = 3.0
"""Each time, the plans of all open videos are made."""
CLOSE_WITHIN_S = 1.0
"""How long the end waits for a refresh: a first one may have a long log to read, and a storage may not answer."""

_log = logging.getLogger(__name__)


class BackgroundRefresh:
    """Calls `refresh` in a thread of its own, at most once a second. Nobody who asks for it waits for it.

    The process may end in the middle of a refresh: what it reads, it keeps in whole transactions.
    """

    def __init__(self, refresh: Callable[[], None]) -> None:
        self._refresh = refresh
        self._turn = Lock()
        self._not_before = 0.0
        self._is_closed = False
        self._thread: Thread | None = None

    def trigger(self) -> None:
        """Start a refresh, unless one is under way or was within the last second."""
        with self._turn:
            if self._is_closed or time.monotonic() < self._not_before:
                return
            self._not_before = float("inf")
            # A daemon, which no end of the process waits for.
            self._thread = Thread(target=self._once, name="refresh", daemon=True)
            self._thread.start()

    def close(self, within_s: float = CLOSE_WITHIN_S) -> None:
        """Start no other refresh, and give the one that is under way a little time to end."""
        with self._turn:
            self._is_closed = True
        if self._thread:
            self._thread.join(within_s)

    def _once(self) -> None:
        wait_s = REFRESH_EVERY_S
        try:
            self._refresh()
        except Exception as error:  # whatever a storage raises: /health says so, and what is known is shown
            wait_s = REFRESH_AFTER_ERROR_S
            _log.warning("Dagster's event log cannot be read: %s", str(error).partition("\n")[0][:300])
        finally:
            self._not_before = time.monotonic() + wait_s


LoadedThemes = tuple[dict[str, Theme], dict[str, BadInput]]


class AppState:
    """The state of one app, one a process. Handlers run in threads, so that what is opened is opened under a lock."""

    def __init__(self, places: Places | Callable[[], Places], settings: WebSettings) -> None:
        self.settings = settings
        self.is_closing = asyncio.Event()
        """Set when the server is told to stop: what is open without an end has to end now."""
        self.sessions_over = SessionsOver(self._ended_sessions)
        self._places = places
        self._turn = Lock()
        self._read: tuple[object, LoadedThemes] | None = None
        self._refresh = BackgroundRefresh(self._read_events)
        self._places_of, self._places_until, self._places_turn = dict[str, Progress](), 0.0, Lock()
        self._sign, self._sign_until, self._sign_turn = WorkSign(None), 0.0, Lock()
        self._look: asyncio.Future[tuple[ChangeCursor, bool]] | None = None
        self._looked_at = 0.0

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
        """What the code of stages works with."""
        from vidpipe_assets.workplace import workplace_over

        return workplace_over(self.store)

    def refresh_soon(self) -> None:
        """Read soon what runs have written to the event log; the answer at hand does not wait for it."""
        self._refresh.trigger()

    def read_heartbeats(self) -> "tuple[Sequence[Heartbeat], Heartbeat | None]":
        """Of Dagster's daemons, and the sensor's last tick. Raises whatever Dagster's storage raises."""
        from vidpipe_assets.orchestration.event_reader import daemons, last_tick

        return daemons(self.places.home), last_tick(self.places.home)

    def work_sign(self) -> WorkSign:
        """Whether anybody is at work, as of at most a second ago."""
        with self._sign_turn:
            if time.monotonic() >= self._sign_until:
                self._sign = work_sign(self.store)
                self._sign_until = time.monotonic() + REFRESH_EVERY_S
            return self._sign

    async def latest_signs(self, within_s: float) -> tuple[ChangeCursor, bool]:
        """The latest change of any video, and whether anybody is at work: read once for all who ask `within_s` seconds.

        Each of some hundred streams of events would ask the database seven times a second otherwise. For the loop only.
        """
        look = self._look
        if look is None or (look.done() and (time.monotonic() >= self._looked_at + within_s or look.exception())):
            self._look = look = asyncio.ensure_future(run_in_threadpool(self._read_signs))
        return await asyncio.shield(look)  # who leaves cancels it for nobody else

    def _read_signs(self) -> tuple[ChangeCursor, bool]:
        self.refresh_soon()
        signs = latest_cursor(self.store.database), self.work_sign().is_alive
        self._looked_at = time.monotonic()
        return signs

    def queue_places(self) -> Mapping[str, Progress]:
        """The place in the queue of all videos that wait for their turn, as of at most a few seconds ago."""
        with self._places_turn:
            if time.monotonic() >= self._places_until:
                self._places_of = queue_progress(self.store, self.themes)
                self._places_until = time.monotonic() + PLACES_EVERY_S
            return self._places_of

    def _read_events(self) -> None:
        self._event_reader.look()

    @cached_property
    def _event_reader(self) -> "EventReader":
        """Created in the thread that refreshes."""
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
                self._read = (stamp, load_themes(self.places.themes, provider_names()))
            return self._read[1]

    def _stamp(self) -> object:
        themes = self._read[1][0] if self._read else {}
        named = named_file_stamps(themes.values(), self.places.themes)
        return theme_files(self.places.themes), named, endpoints_stamp()

    def _ended_sessions(self) -> frozenset[str]:
        return self.store.ended_sessions.digests()

    def close(self, within_s: float = CLOSE_WITHIN_S) -> None:
        """Give back the database's connections, after a refresh that is under way or when `within_s` have passed."""
        self._refresh.close(within_s)
        if "_store" in self.__dict__:
            self._store.close()


def app_state_of(request: Request) -> AppState:
    """The state of the app that answers `request`."""
    app_state = request.app.state.app_state
    assert isinstance(app_state, AppState)  # noqa: S101 - `create_app` has put it there
    return app_state


def person_of(request: Request) -> str:
    """Who asks, as the middleware has found out."""
    return str(request.state.person)


Person = Annotated[str, Depends(person_of)]
AppStateDep = Annotated[AppState, Depends(app_state_of)]
