"""Health checks and metrics, for machines that watch vidpipe.

`health_checks` says what may fail here, one row a thing. `measure` counts in the database when it is called, one query
a metric, so that any process says the same.
"""

import datetime as dt
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import sqlalchemy as sa

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.errors import ENOUGH_ROOM_BYTES, VidpipeError
from vidpipe_assets.model.progress import GONE_AFTER_S, SENSOR
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.operations.late_schedule import late_schedule
from vidpipe_assets.storage.change_cursor import latest_cursor
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


class LifeSign(Protocol):
    """The last sign of life of one of Dagster's processes, as `orchestration.event_reader` reads it."""

    @property
    def name(self) -> str:
        """Of a daemon or a sensor."""
        ...

    @property
    def age_s(self) -> float:
        """Seconds since its last sign of life."""
        ...

    @property
    def error(self) -> str:
        """What it complained about; empty: nothing."""
        ...

    @property
    def is_well(self) -> bool:
        """Whether the sign is recent and without an error."""
        ...


ReadHeartbeats = Callable[[], tuple[Sequence[LifeSign], LifeSign | None]]
"""The heartbeats of Dagster's daemons, and the sensor's last tick; raises whatever Dagster's storage raises."""


def health_checks(
    places: Places,
    store: Store | None,
    read_heartbeats: ReadHeartbeats,
    why_no_store: str = "",
    themes: Callable[[], Mapping[str, Theme]] = dict[str, Theme],
) -> Iterator[HealthCheck]:
    """The database, the disk, Dagster's instance, its daemons, the sensor and, where a theme has one, the schedule."""
    yield _database(store, why_no_store)
    yield _disk(places)
    yield from _dagster(read_heartbeats, _sensor_age_s(store))
    yield from _schedule(store, themes)


def _database(store: Store | None, why_not: str) -> HealthCheck:
    if store is None:
        return HealthCheck("database", False, why_not, needed=True)
    try:
        latest_cursor(store.database)
    except VidpipeError as error:
        return HealthCheck("database", False, str(error), needed=True)
    return HealthCheck("database", True, "it answers", needed=True)


def _disk(places: Places) -> HealthCheck:
    try:
        free = shutil.disk_usage(places.home).free
    except OSError as error:
        return HealthCheck("disk", False, error.strerror or "it cannot be looked at")
    text, used = f"{free / 1e9:.1f} GB are free", last_measured(places)
    if not (places.disk_quota_gb and used):
        return HealthCheck("disk", free >= ENOUGH_ROOM_BYTES, text)
    is_well = free >= ENOUGH_ROOM_BYTES and used.total <= places.disk_quota_gb * 10**9
    return HealthCheck(
        "disk", is_well, f"{text}; {used.total / 1e9:.1f} of {places.disk_quota_gb} GB of the quota are used"
    )


def _schedule(store: Store | None, themes: Callable[[], Mapping[str, Theme]]) -> Iterator[HealthCheck]:
    """Nothing where no theme has its schedule enabled."""
    try:
        good = themes() if store else dict[str, Theme]()
        if store and any(theme.schedule.enabled for theme in good.values()):
            late = late_schedule(store, good, now_utc())
            yield HealthCheck("schedule", late is None, f"{late.text}; {late.remedy}" if late else "nothing is late")
    except VidpipeError:  # said of the database already
        return


def _sensor_age_s(store: Store | None) -> float | None:
    """Seconds since the sensor's own last sign; None: it is not known of any."""
    try:
        return store.life_signs.age_s(SENSOR) if store else None
    except VidpipeError:  # said of the database already
        return None


def _dagster(read_heartbeats: ReadHeartbeats, sensor_age_s: float | None) -> Iterator[HealthCheck]:
    try:
        daemons, tick = read_heartbeats()
    except Exception as error:  # whatever Dagster's storage raises, this is what one asks for
        yield HealthCheck("dagster instance", False, f"{type(error).__name__}: {error}".partition("\n")[0][:300])
        return
    yield HealthCheck("dagster instance", True, "it answers")
    if not daemons:
        yield HealthCheck("daemons", False, "none has ever lived here: vidpipe dev starts them")
    for daemon in daemons:
        detail = daemon.error or f"a sign {daemon.age_s:.0f} s ago"
        yield HealthCheck(f"daemon {daemon.name.lower()}", daemon.is_well, detail)
    if tick is None and sensor_age_s is None:
        yield HealthCheck("sensor", False, "it has never looked: vidpipe dev runs it")
        return
    age_s = min(age for age in (sensor_age_s, tick.age_s if tick else None) if age is not None)
    detail, error = f"looked {age_s:.0f} s ago", tick.error if tick else ""
    if age_s > GONE_AFTER_S:
        lives = age_s > _BEAT_S and any(daemon.is_well for daemon in daemons)
        detail += f"; nobody is at work: {_SWITCHED_OFF if lives else 'vidpipe dev starts the daemon'}"
    yield HealthCheck("sensor", age_s <= GONE_AFTER_S and not error, error or detail)


_BEAT_S = 150.0
"""A daemon that has stopped counts as well for at most so long, since it beats every thirty seconds only."""

_SWITCHED_OFF = f"the daemon lives, so turn {SENSOR} on in Dagster's UI, below Automation"


WINDOW = dt.timedelta(days=1)
"""How far back durations are measured."""

_MOST_ROWS = 20_000


Counts = Mapping[tuple[str, ...], int]
"""How many there are, by what tells them apart."""


@dataclass(frozen=True)
class Durations:
    """How long something took, in seconds: the measurements, sorted."""

    seconds: tuple[float, ...]

    def quantile(self, share: float) -> float:
        """The measurement that `share` of them do not exceed."""
        return self.seconds[min(len(self.seconds) - 1, int(share * len(self.seconds)))]


@dataclass(frozen=True)
class Metrics:
    """All metrics at one moment."""

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
    """Count orders, runs, failures and calls, and how long the last day's stages and calls took."""
    since = now - WINDOW
    with store.database.reading() as connection:
        return Metrics(
            orders=_count_by(connection, orders.c.state),
            at_work=_count_runs(connection),
            failures=_count_failures(connection),
            calls=_count_by(connection, *(provider_calls.c[name] for name in ("provider", "operation", "state"))),
            call_errors=_count_by(connection, provider_calls.c.provider, provider_calls.c.error_class, known=True),
            stage_s=_stage_durations(connection, since),
            call_s=_call_durations(connection, since),
        )


def _count_by(connection: sa.Connection, *columns: sa.Column[str], known: bool = False) -> Counts:
    """By these columns; `known`: only where the last one is not empty."""
    query = sa.select(*columns, sa.func.count()).group_by(*columns)
    rows = connection.execute(query.where(columns[-1] != "") if known else query)
    return {tuple(row[:-1]): row[-1] for row in rows}


def _count_runs(connection: sa.Connection) -> int:
    query = sa.select(sa.func.count()).where(leases.c.taken_at.is_not(None), leases.c.released_at.is_(None))
    return connection.execute(query).scalar_one()


def _count_failures(connection: sa.Connection) -> Counts:
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
    return _durations(found)


def _call_durations(connection: sa.Connection, since: dt.datetime) -> dict[str, Durations]:
    table = provider_calls.c
    query = sa.select(table.provider, table.created_at, table.updated_at)
    done = query.where(table.state == "done", table.created_at >= since).limit(_MOST_ROWS)
    found: dict[str, list[float]] = {}
    for provider, begun, ended in connection.execute(done):
        found.setdefault(provider, []).append((ended - begun).total_seconds())
    return _durations(found)


def _durations(found: Mapping[str, list[float]]) -> dict[str, Durations]:
    return {name: Durations(tuple(sorted(seconds))) for name, seconds in found.items()}
