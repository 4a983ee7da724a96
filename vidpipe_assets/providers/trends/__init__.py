"""The port of trends: what to look for in, trends with their observations out."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from vidpipe_assets.model.theme import Collect
from vidpipe_assets.model.trends import Trend


@dataclass(frozen=True)
class Collected:
    """What a provider answered. `sample_day` is set for bundled sample data only."""

    trends: tuple[Trend, ...]
    sample_day: dt.date | None = None


class Trends(Protocol):
    """Somebody who knows what is trending."""

    name: str

    def collect(self, theme: str, wanted: Collect, day: dt.date) -> Collected:
        """The trends of `day` for the theme called `theme`, in any order."""
        ...
