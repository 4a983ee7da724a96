"""What a refresh would do, as a table: a row a stage, with what is done, why, and what it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vidpipe_assets.assets.prices import Outlay, Prices
from vidpipe_assets.ledger.tally import Sums, added, in_words
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.planner import StagePlan, Standing, VideoPlan

_MOST_CELL = 80


@dataclass(frozen=True)
class Row:
    """One stage that is made, or waits."""

    video: str
    stage: Stage
    what: str
    why: str
    cost: Outlay

    @property
    def cells(self) -> dict[str, str]:
        """Title -> text."""
        return {
            "video": self.video,
            "stage": self.stage.value,
            "what": self.what,
            "why": self.why,
            "cost": str(self.cost),
        }


def rows_of(plan: VideoPlan, prices: Prices, made: Mapping[Stage, str]) -> list[Row]:
    """The rows of one video. `made`: the data versions of the stages that are as they should be."""
    return [
        Row(plan.key, one.stage, _what(one), one.cause, prices.of(plan.key, one.stage, made))
        for one in plan.stages
        if one.standing not in (Standing.FRESH, Standing.HELD)
    ]


def summed_up(to_make: int, waiting: int, rows: Sequence[Row]) -> str:
    """All rows in one line: how many videos, and what they cost as far as it is known."""
    if not rows:
        return "nothing is to be done"
    sums: Sums = {}
    for row in rows:
        sums = added(sums, row.cost.sums)
    told = f"{to_make} videos to make, {waiting} waiting"
    if sums:
        told += f", for about {in_words(sums)}"
    unknown = any(row.cost.unknown for row in rows)
    return f"{told}; what the rest costs is not known yet" if unknown else told


def as_text(rows: Sequence[Row]) -> list[str]:
    """The rows as a table of plain text."""
    if not rows:
        return []
    cells = [row.cells for row in rows]
    titles = {name: name for name in cells[0]}
    lines = [{name: _short(text) for name, text in line.items()} for line in (titles, *cells)]
    widths = {name: max(len(line[name]) for line in lines) for name in titles}
    return ["  ".join(line[name].ljust(widths[name]) for name in titles).rstrip() for line in lines]


def _what(one: StagePlan) -> str:
    if one.standing is Standing.WAITING:
        return f"waits{_until(one.not_before)}"
    return "make" if one.standing is Standing.STALE or one.cause == "missing" else "make, if it changes"


def _until(moment: datetime | None) -> str:
    return f" until {moment:%Y-%m-%d %H:%M} UTC" if moment else ""


def _short(text: str) -> str:
    """A cell that leaves the table readable; the run's metadata has it all."""
    first = text.partition("\n")[0]
    return first if len(first) <= _MOST_CELL else f"{first[: _MOST_CELL - 1]}…"
