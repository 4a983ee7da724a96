"""The port of trends: what to look for in, trends with their observations out.

A source on this machine is a `Trends`. One that is asked over the network is an `AskedTrends`: it puts its questions
through the `Ask` that it is given, and whoever asks the same within the hour gets the same answer. All providers of a
theme are asked; one that fails is noted in the snapshot as long as another one answered.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from vidpipe_assets.model.money import Money
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.model.trends import Trend
from vidpipe_assets.providers.request import Ask


@dataclass(frozen=True)
class CollectedTrends:
    """What a provider answered. `sample_day` is set for bundled sample data only.

    `not_heard`: those of its questions that failed, and why.
    """

    trends: tuple[Trend, ...]
    sample_day: dt.date | None = None
    not_heard: tuple[str, ...] = ()


class Trends(Protocol):
    """Somebody who knows what is trending."""

    @property
    def name(self) -> str:
        """As themes write it."""
        ...

    def collect(self, theme: str, wanted: Collect, day: dt.date) -> CollectedTrends:
        """The trends of `day` for the theme called `theme`, in any order."""
        ...


@runtime_checkable
class TrendProvider(Protocol):
    """Somebody who is asked what is trending through the ledger."""

    @property
    def name(self) -> str:
        """As themes write it."""
        ...

    def price(self, wanted: Collect) -> Money:
        """What all that is asked will probably cost, at most; asks nobody and needs no key."""
        ...

    def look_up(self, wanted: Collect, now: dt.datetime, folder: Path, ask: Ask) -> CollectedTrends:
        """The trends of `now`, in any order. Observations are as old as the answer, not as the question."""
        ...
