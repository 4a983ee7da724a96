"""The workplace: the home's folders, its store, its themes and its providers, each opened when it is first needed."""

import datetime as dt
from functools import cached_property
from typing import Any

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store


class Workplace:
    """Where a stage works. Nothing is opened, read or imported before it is needed."""

    def __init__(self) -> None:
        self._frozen: tuple[str, dict[str, Theme]] = ("", {})
        self._stamped: tuple[object, tuple[Theme, ...]] = (None, ())

    @cached_property
    def places(self) -> Places:
        """The folders; raises `BlockedError` without DAGSTER_HOME."""
        return Places.from_environment()

    @cached_property
    def store(self) -> Store:
        """Tables, documents and artifacts."""
        from vidpipe_assets.storage.store import open_store

        return open_store(self.places)

    def theme(self, name: str) -> Theme:
        """The theme as its file says now."""
        from vidpipe_assets.providers.registry import provider_names
        from vidpipe_assets.storage.themes import load_theme

        return load_theme(name, self.places.themes, provider_names())

    def theme_of_run(self, run_id: str, name: str) -> Theme:
        """The theme as it was when the run first asked for it: a run never sees two states of one theme."""
        if self._frozen[0] != run_id:
            self._frozen = (run_id, {})
        themes = self._frozen[1]
        if name not in themes:
            themes[name] = self.theme(name)
        return themes[name]

    def themes(self) -> tuple[dict[str, Theme], dict[str, BadInput]]:
        """All good themes by name, and what is wrong with the others."""
        from vidpipe_assets.providers.registry import provider_names
        from vidpipe_assets.storage.themes import load_themes

        return load_themes(self.places.themes, provider_names())

    def theme_files(self) -> tuple[object, ...]:
        """Changes with a theme file, a file that a theme names, or endpoints.yaml; far cheaper than reading them."""
        from vidpipe_assets.providers.endpoints import endpoints_stamp
        from vidpipe_assets.storage.theme_material import named_file_stamps
        from vidpipe_assets.storage.themes import theme_files

        stamps = (*theme_files(self.places.themes), *endpoints_stamp())
        if self._stamped[0] != stamps:
            self._stamped = (stamps, tuple(self.themes()[0].values()))
        return (*stamps, *named_file_stamps(self._stamped[1], self.places.themes))

    def provider(self, port: str, name: str) -> Any:
        """The provider called `name` of a port: 'trends', 'text', 'footage' or 'speech'."""
        from vidpipe_assets.providers.registry import load

        return load(port, name)

    def now(self) -> dt.datetime:
        """The current time in UTC."""
        return dt.datetime.now(dt.UTC)


def workplace_over(store: Store) -> Workplace:
    """A workplace whose store is open already."""
    made = Workplace()
    made.__dict__.update(places=store.places, store=store)  # cached properties of its class
    return made
