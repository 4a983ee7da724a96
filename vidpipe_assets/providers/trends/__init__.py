"""The port of trends: what a theme wants to know goes in, trends with their observations come out.

Implement `TrendProvider` to add one: as a module of this package whose function `provider()` returns it, or in a
package of your own by an entry point of the group `vidpipe.providers.trends` (see `providers.registry`). It puts its
questions through the `Ask` that it is given, and whoever asks the same within the hour gets the same answer; a local
one answers at once. All providers of a theme are asked; one that fails is noted in the snapshot as long as another one
answered. How answers from outside are cleaned is in `sanitize`, what several sources share in `sources`.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vidpipe_assets.model.money import Money
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.model.trends import Trend
from vidpipe_assets.providers.request import Ask


@dataclass(frozen=True)
class TrendRequest:
    """What is looked for: for the theme called `theme`, by its searches (`collect`), as things are at `now`."""

    theme: str
    collect: Collect
    now: dt.datetime


@dataclass(frozen=True)
class CollectedTrends:
    """What a provider answered. `sample_day` is set for bundled sample data only.

    `not_heard`: those of its questions that failed, and why; what of the others was not read, or had to be mended.
    """

    trends: tuple[Trend, ...]
    sample_day: dt.date | None = None
    not_heard: tuple[str, ...] = ()


class TrendProvider(Protocol):
    """A source that knows what is trending."""

    @property
    def name(self) -> str:
        """The provider's name, as themes write it."""
        ...

    @property
    def is_local(self) -> bool:
        """Whether it works on this machine alone: then it needs no `ask`, and its price is `FREE`."""
        ...

    def price(self, request: TrendRequest) -> Money:
        """What all questions together will probably cost, at most; asks nobody and needs no key."""
        ...

    def collect(self, request: TrendRequest, folder: Path, ask: Ask) -> CollectedTrends:
        """The trends of `request.now`, in any order. Observations are as old as the answer, not as the question.

        `folder` is for downloads. Raises the errors of `model.errors` if nothing was found since something failed.
        """
        ...
