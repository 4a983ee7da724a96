"""Whether vidpipe can work here, as a machine asks every few seconds: one row a thing that may fail."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from vidpipe_assets.model.errors import ENOUGH_ROOM_BYTES, VidpipeError
from vidpipe_assets.store.disk_use import last_measured
from vidpipe_assets.store.places import Places
from vidpipe_assets.store.pulse import pulse
from vidpipe_assets.store.store import Store


@dataclass(frozen=True)
class Vital:
    """One thing that may fail. `needed`: without it nothing can be asked here; the others only hold up the work."""

    name: str
    is_well: bool
    detail: str
    needed: bool = False


def vitals(places: Places, store: Store | None, why_no_store: str = "") -> Iterator[Vital]:
    """The database, the disk, Dagster's instance, its daemons and the sensor."""
    yield _database(store, why_no_store)
    yield _disk(places)
    yield from _dagster(places)


def _database(store: Store | None, why_not: str) -> Vital:
    if store is None:
        return Vital("database", False, why_not, needed=True)
    try:
        pulse(store.database)
    except VidpipeError as error:
        return Vital("database", False, str(error), needed=True)
    return Vital("database", True, "it answers", needed=True)


def _disk(places: Places) -> Vital:
    try:
        free = shutil.disk_usage(places.home).free
    except OSError as error:
        return Vital("disk", False, error.strerror or "it cannot be looked at")
    told, used = f"{free / 1e9:.1f} GB are free", last_measured(places)
    if not (places.disk_quota_gb and used):
        return Vital("disk", free >= ENOUGH_ROOM_BYTES, told)
    is_well = free >= ENOUGH_ROOM_BYTES and used.total <= places.disk_quota_gb * 10**9
    return Vital("disk", is_well, f"{told}; {used.total / 1e9:.1f} of {places.disk_quota_gb} GB of the quota are used")


def _dagster(places: Places) -> Iterator[Vital]:
    # Loading Dagster takes a second: only those wait who ask how it is.
    from vidpipe_assets.checkpoints.instance_health import daemons, last_tick

    try:
        beats, tick = daemons(places.home), last_tick(places.home)
    except Exception as error:  # whatever Dagster's storage raises, this is what one asks for
        yield Vital("dagster instance", False, f"{type(error).__name__}: {error}".partition("\n")[0][:300])
        return
    yield Vital("dagster instance", True, "it answers")
    if not beats:
        yield Vital("daemons", False, "none has ever lived here: vidpipe dev starts them")
    for one in beats:
        yield Vital(f"daemon {one.name.lower()}", one.is_well, one.error or f"a sign {one.age_s:.0f} s ago")
    if tick is None:
        yield Vital("sensor", False, "it has never looked: vidpipe dev runs it")
    else:
        yield Vital("sensor", tick.is_well, tick.error or f"looked {tick.age_s:.0f} s ago")
