"""Figures for those who watch vidpipe as a whole: counted in the database when they are asked for, in one look each."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from vidpipe_assets.store.store import Store
from vidpipe_assets.store.tables import facts, leases, orders, provider_calls

WINDOW = dt.timedelta(days=1)
"""What durations and latencies are taken over."""

_MOST_ROWS = 20_000


Counts = Mapping[tuple[str, ...], int]
"""How many there are, by what tells them apart."""


@dataclass(frozen=True)
class Spread:
    """How long something took, in seconds: the sorted measurements."""

    seconds: tuple[float, ...]

    def quantile(self, share: float) -> float:
        """The measurement that `share` of them do not exceed."""
        return self.seconds[min(len(self.seconds) - 1, int(share * len(self.seconds)))]


@dataclass(frozen=True)
class Figures:
    """All of them at one moment."""

    orders: Counts
    """State -> how many orders are in it."""
    at_work: int
    """Runs that hold a video's lease."""
    failures: Counts
    """Stage and branch of the error tree -> videos whose latest failure there is such a one."""
    calls: Counts
    """Provider, operation and state -> calls."""
    call_errors: Counts
    """Provider and class of error -> calls whose last attempt ended so."""
    stage_s: Mapping[str, Spread] = field(default_factory=dict[str, Spread])
    """Stage -> from the checkpoint before it in the same run to its own."""
    call_s: Mapping[str, Spread] = field(default_factory=dict[str, Spread])
    """Provider -> from the first submit of a call to its answer."""


def figures(store: Store, now: dt.datetime) -> Figures:
    """Look at what is kept."""
    since = now - WINDOW
    with store.database.reading() as connection:
        return Figures(
            orders=_counted(connection, orders.c.state),
            at_work=_at_work(connection),
            failures=_failures(connection),
            calls=_counted(connection, *(provider_calls.c[name] for name in ("provider", "operation", "state"))),
            call_errors=_counted(connection, provider_calls.c.provider, provider_calls.c.error_class, known=True),
            stage_s=_stage_durations(connection, since),
            call_s=_call_durations(connection, since),
        )


def _counted(connection: sa.Connection, *columns: sa.Column[str], known: bool = False) -> Counts:
    """By these columns; `known`: only where the last one is not empty."""
    query = sa.select(*columns, sa.func.count()).group_by(*columns)
    rows = connection.execute(query.where(columns[-1] != "") if known else query)
    return {tuple(row[:-1]): row[-1] for row in rows}


def _at_work(connection: sa.Connection) -> int:
    query = sa.select(sa.func.count()).where(leases.c.taken_at.is_not(None), leases.c.released_at.is_(None))
    return connection.execute(query).scalar_one()


def _failures(connection: sa.Connection) -> Counts:
    query = sa.select(facts.c.stage, facts.c.content).where(facts.c.kind == "failed").limit(_MOST_ROWS)
    return Counter((stage, str(json.loads(content)["branch"])) for stage, content in connection.execute(query))


def _stage_durations(connection: sa.Connection, since: dt.datetime) -> dict[str, Spread]:
    """The stages of a run are made one after the other: each took from the checkpoint before it to its own."""
    named = (facts.c.run_id, facts.c.at_s, facts.c.stage)
    recent = (facts.c.kind == "made", facts.c.at_s >= since.timestamp())
    made = sa.select(*named).where(*recent).order_by(facts.c.run_id, facts.c.storage_id).limit(_MOST_ROWS)
    begun = sa.select(leases.c.run_id, leases.c.taken_at).where(leases.c.taken_at >= since)
    starts = {row[0]: row[1].timestamp() for row in connection.execute(begun)}
    found: dict[str, list[float]] = {}
    for run_id, at_s, stage in connection.execute(made):
        before, starts[run_id] = starts.get(run_id), at_s
        if before is not None:
            found.setdefault(stage, []).append(max(0.0, at_s - before))
    return _spreads(found)


def _call_durations(connection: sa.Connection, since: dt.datetime) -> dict[str, Spread]:
    table = provider_calls.c
    query = sa.select(table.provider, table.created_at, table.updated_at)
    done = query.where(table.state == "done", table.created_at >= since).limit(_MOST_ROWS)
    found: dict[str, list[float]] = {}
    for provider, begun, ended in connection.execute(done):
        found.setdefault(provider, []).append((ended - begun).total_seconds())
    return _spreads(found)


def _spreads(found: Mapping[str, list[float]]) -> dict[str, Spread]:
    return {name: Spread(tuple(sorted(seconds))) for name, seconds in found.items()}
