"""The doctor's look at prices: whether budgets rest on numbers that somebody has read where they are published."""

from collections.abc import Collection, Iterator
from pathlib import Path

from vidpipe_assets.desk.doctor_row import Row
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.providers.prices import FILE, unchecked


def look_at_prices(themes: Collection[Theme], home: Path) -> Iterator[Row]:
    """A row, if a provider that a theme names has prices from memory; and one for a file of prices that is wrong."""
    named = {name for theme in themes for _, chain in theme.providers for name in chain}
    if found := unchecked(named):
        yield Row(
            "prices",
            "warning",
            f"those of {', '.join(found)} are from memory: budgets and costs are only as right as they are",
            f"look them up, and write them with the day into {home / FILE}, in the form of vidpipe's own {FILE}",
        )
