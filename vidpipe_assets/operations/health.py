"""Whether vidpipe can work here, as a machine asks every few seconds: one row a thing that may fail.

Figures for those who watch vidpipe as a whole: counted in the database when they are asked for, in one look each.
"""

import datetime as dt
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from vidpipe_assets.model.errors import ENOUGH_ROOM_BYTES, VidpipeError
from vidpipe_assets.storage.change_cursor import pulse
from vidpipe_assets.storage.disk_use import last_measured
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store
from vidpipe_assets.storage.tables import facts, leases, orders, provider_calls


@dataclass(frozen=True)
class HealthCheck:
    """One thing that may fail. `needed`: without it nothing can be asked here; the others only hold up the work."""

    name: str
    is_well: bool
    detail: str
    needed: bool = False


def health_checks(places: Places, store: Store | None, why_no_store: str = "") -> Iterator[HealthCheck]:
    """The database, the disk, Dagster's instance, its daemons and the sensor."""
    yield _database(store, why_no_store)
    yield _disk(places)
    yield from _dagster(places)


def _database(store: Store | None, why_not: str) -> HealthCheck:
    if store is None:
        return HealthCheck("database", False, why_not, needed=True)
    try:
        pulse(store.database)
    except VidpipeError as error:
        return HealthCheck("database", False, str(error), needed=True)
    return HealthCheck("database", True, "it answers", needed=True)


def _disk(places: Places) -> HealthCheck:
    try:
        free = shutil.disk_usage(places.home).free
    except OSError as error:
        return HealthCheck("disk", False, error.strerror or "it cannot be looked at")
    told, used = f"{free / 1e9:.1f} GB are free", last_measured(places)
    if not (places.disk_quota_gb and used):
        return HealthCheck("disk", free >= ENOUGH_ROOM_BYTES, told)
    is_well = free >= ENOUGH_ROOM_BYTES and used.total <= places.disk_quota_gb * 10**9
    return HealthCheck(
        "disk", is_well, f"{told}; {used.total / 1e9:.1f} of {places.disk_quota_gb} GB of the quota are used"
    )


def _dagster(places: Places) -> Iterator[HealthCheck]:
    # Loading Dagster takes a second: only those wait who ask how it is.
    from vidpipe_assets.orchestration.event_reader import daemons, last_tick

    try:
        beats, tick = daemons(places.home), last_tick(places.home)
    except Exception as error:  # whatever Dagster's storage raises, this is what one asks for
        yield HealthCheck("dagster instance", False, f"{type(error).__name__}: {error}".partition("\n")[0][:300])
        return
    yield HealthCheck("dagster instance", True, "it answers")
    if not beats:
        yield HealthCheck("daemons", False, "none has ever lived here: vidpipe dev starts them")
    for one in beats:
        yield HealthCheck(f"daemon {one.name.lower()}", one.is_well, one.error or f"a sign {one.age_s:.0f} s ago")
    if tick is None:
        yield HealthCheck("sensor", False, "it has never looked: vidpipe dev runs it")
    else:
        yield HealthCheck("sensor", tick.is_well, tick.error or f"looked {tick.age_s:.0f} s ago")


WINDOW = dt.timedelta(days=1)
"""What durations and latencies are taken over."""

_MOST_ROWS = 20_000


Counts = Mapping[tuple[str, ...], int]
"""How many there are, by what tells them apart."""


@dataclass(frozen=True)
class Durations:
    """How long something took, in seconds: the sorted measurements."""

    seconds: tuple[float, ...]

    def quantile(self, share: float) -> float:
        """The measurement that `share` of them do not exceed."""
        return self.seconds[min(len(self.seconds) - 1, int(share * len(self.seconds)))]


@dataclass(frozen=True)
class Metrics:
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
    stage_s: Mapping[str, Durations] = field(default_factory=dict[str, Durations])
    """Stage -> from the checkpoint before it in the same run to its own."""
    call_s: Mapping[str, Durations] = field(default_factory=dict[str, Durations])
    """Provider -> from the first submit of a call to its answer."""


def measure(store: Store, now: dt.datetime) -> Metrics:
    """Look at what is kept."""
    since = now - WINDOW
    with store.database.reading() as connection:
        return Metrics(
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


def _stage_durations(connection: sa.Connection, since: dt.datetime) -> dict[str, Durations]:
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


def _call_durations(connection: sa.Connection, since: dt.datetime) -> dict[str, Durations]:
    table = provider_calls.c
    query = sa.select(table.provider, table.created_at, table.updated_at)
    done = query.where(table.state == "done", table.created_at >= since).limit(_MOST_ROWS)
    found: dict[str, list[float]] = {}
    for provider, begun, ended in connection.execute(done):
        found.setdefault(provider, []).append((ended - begun).total_seconds())
    return _spreads(found)


def _spreads(found: Mapping[str, list[float]]) -> dict[str, Durations]:
    return {name: Durations(tuple(sorted(seconds))) for name, seconds in found.items()}
