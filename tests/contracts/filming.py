"""Footage as a stage asks for it: through the real ledger, in a store of the test's own, looked at by the real gate."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from faults.clients import Timeless

from vidpipe_assets.ledger.call_spec import CallScope
from vidpipe_assets.ledger.call_table import CallTable
from vidpipe_assets.ledger.client import Ledger, ledger_client
from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Budget, Theme
from vidpipe_assets.providers.footage import Footage, FootageProvider, FootageRequest
from vidpipe_assets.providers.text import TextProvider
from vidpipe_assets.stages.footage_search import FootageLibrary
from vidpipe_assets.stages.picture_judge import ModelJudge
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.storage.tables import provider_calls

VIDEO = "2026-11-23_gadgets"
RICH = Budget(video=Decimal(20), day=Decimal(20))
WISH = FootageRequest("s2", ("game boy", "retro console"), "a hand holds a grey console", 4.0)


@dataclass
class Filming:
    """Asks providers of footage, for scenes of videos."""

    store: Store
    folder: Path
    time: Timeless = field(default_factory=Timeless)
    theme: Theme = field(default_factory=lambda: Theme(name="gadgets", channel="Gadgets", budget=RICH))

    def obtain(
        self,
        provider: FootageProvider,
        wish: FootageRequest = WISH,
        taken: Collection[str] = (),
        video: str = VIDEO,
        take: int = 1,
        judge: TextProvider | None = None,
    ) -> Footage | None:
        """What `provider` has for a wish, checked as a stage checks it. `judge`: by whose model it is looked at."""
        library = self._library(provider, video, take, wish.model)
        library.judge = ModelJudge(judge, "", library.client) if judge else None
        return library.find(wish, taken, self.folder)

    def obtain_all(self, provider: FootageProvider, wishes: Sequence[FootageRequest]) -> list[str]:
        """The ids of what `provider` has for all these, asked side by side."""
        library = self._library(provider)
        library.look_ahead(wishes, (), self.folder)
        found = [library.find(wish, (), self.folder) for wish in wishes]
        return [one.id for one in found if one]

    def _library(self, provider: FootageProvider, video: str = VIDEO, take: int = 1, model: str = "") -> FootageLibrary:
        ledger = Ledger(self.store, self.time.clock())
        scope = CallScope(Stage.CLIPS, self.theme.name, video)
        client = ledger_client(ledger, scope, self.theme, self.time.now, take_of=lambda _: take)
        return FootageLibrary(provider, client, model)

    @property
    def booked(self) -> Decimal:
        """All that was spent, or may have been."""
        lines = costs(self.store)
        return sum((line.spent + line.reserved + line.doubtful for line in lines), Decimal(0))

    def remote_ids(self, provider: str) -> frozenset[str]:
        """The jobs that the ledger knows."""
        day = self.time.now - dt.timedelta(days=1)
        return CallTable(self.store.database, lambda: self.time.now).remote_ids(provider, day)

    def calls(self) -> Sequence[Any]:
        """The rows of the ledger."""
        with self.store.database.reading() as connection:
            return connection.execute(sa.select(provider_calls)).all()


@contextmanager
def filming(folder: Path) -> Iterator[Filming]:
    """A store that has nothing in it."""
    with closing(open_store(Places(folder))) as store:
        (folder / "downloads").mkdir(exist_ok=True)
        yield Filming(store, folder / "downloads")
