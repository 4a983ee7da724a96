"""What the handlers work with: the store and the themes, opened at first use; nothing that outlives the process."""

import asyncio
from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.providers.catalogue import known
from vidpipe_assets.store.places import Places
from vidpipe_assets.store.store import Store, open_store
from vidpipe_assets.store.themes import load_themes
from vidpipe_assets.web.looking import PATIENCE_S, Looking
from vidpipe_assets.web.settings import WebSettings

if TYPE_CHECKING:
    from vidpipe_assets.checkpoints.onlooking import Onlooker
    from vidpipe_assets.workplace import Workplace

Themes = tuple[dict[str, Theme], dict[str, BadInput]]


class Office:
    """One a process. Handlers run in threads, so that what is opened is opened under a lock."""

    def __init__(self, places: Places | Callable[[], Places], settings: WebSettings) -> None:
        self.settings = settings
        self.is_closing = asyncio.Event()
        """Set when the server is told to stop: what is open without an end has to end now."""
        self._places = places
        self._turn = Lock()
        self._read: tuple[object, Themes] | None = None
        self._looking = Looking(self._look)

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

    def look_on(self) -> None:
        """Have read soon what runs have written; the answer at hand does not wait for it."""
        self._looking.soon()

    def _look(self) -> None:
        self._onlooker.look()

    @cached_property
    def _onlooker(self) -> "Onlooker":
        """It loads Dagster, in the thread that looks."""
        from vidpipe_assets.assets.checks import blocking_checks
        from vidpipe_assets.checkpoints.onlooking import Onlooker

        return Onlooker(self.store, blocking_checks)

    @property
    def themes(self) -> dict[str, Theme]:
        """The themes that can be used."""
        return self.all_themes[0]

    @property
    def all_themes(self) -> Themes:
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


def office_of(request: Request) -> Office:
    """The office of the app that answers `request`."""
    office = request.app.state.office
    assert isinstance(office, Office)  # noqa: S101 - `create_app` has put it there
    return office


def person_of(request: Request) -> str:
    """Who asks, as the gate has found out."""
    return str(request.state.person)


Person = Annotated[str, Depends(person_of)]
AtOffice = Annotated[Office, Depends(office_of)]
