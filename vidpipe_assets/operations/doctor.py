"""`vidpipe doctor`: everything that would otherwise fail in the middle of a video, checked before."""

import shutil
from collections.abc import Callable, Iterator, Mapping

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.io.scratch import scratch
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.operations.doctor_broker import check_broker
from vidpipe_assets.operations.doctor_checks import (
    MACHINE,
    Check,
    DoctorRow,
    check_endpoints,
    check_notices,
    check_prices,
    check_providers,
    run_checks,
)
from vidpipe_assets.operations.doctor_themes import check_themes
from vidpipe_assets.providers.registry import provider_names
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.themes import load_themes

_MB = 1024 * 1024
LEAST_FREE_MB = 500
"""Below this a video may not be finished: clips, mix and video of one minute take about 200 MB."""
COMFORTABLE_MB = 3000


def examine(
    find_places: Callable[[], Places] = Places.from_environment,
    machine: Mapping[str, Check] = MACHINE,
    *,
    online: bool = False,
) -> tuple[DoctorRow, ...]:
    """Run all checks; no check's failure hides another's. `find_places` may raise `VidpipeError`.

    `online`: also ask the live providers that are ready; that costs nothing.
    """
    rows = list(run_checks(machine))
    try:
        places = find_places()
    except VidpipeError as error:
        return (*rows, DoctorRow("home", "failed", str(error), error.remedy))
    local: dict[str, Check] = {
        "home": lambda: _home(places),
        "disk": lambda: _disk(places),
        "folders": lambda: _folders(places),
        "artifacts": lambda: _artifacts(places),
        "database": lambda: _database(places),
        "backup": lambda: _backup(places),
        "broker": check_broker,
        "notices": lambda: check_notices(places),
        "themes": lambda: check_themes(places.themes, provider_names()),
        "endpoints": check_endpoints,
        "prices": lambda: check_prices(load_themes(places.themes, provider_names())[0].values(), places.home),
        "providers": lambda: check_providers(
            load_themes(places.themes, provider_names())[0].values(), provider_names(), online=online
        ),
    }
    return (*rows, *run_checks(local))


def _home(places: Places) -> Iterator[DoctorRow]:
    if (places.home / "dagster.yaml").is_file():
        yield DoctorRow("home", "ok", f"DAGSTER_HOME is {places.home}")
    else:
        remedy = 'in the project\'s folder, run: export DAGSTER_HOME="$PWD"; or copy dagster.yaml from there'
        yield DoctorRow(
            "home", "warning", f"{places.home} holds no dagster.yaml, so Dagster uses its own defaults", remedy
        )


def _disk(places: Places) -> Iterator[DoctorRow]:
    free = shutil.disk_usage(places.home).free // _MB
    detail = f"{free / 1024:.1f} GB are free"
    if free >= COMFORTABLE_MB:
        yield DoctorRow("disk", "ok", detail)
    else:
        state = "failed" if free < LEAST_FREE_MB else "warning"
        yield DoctorRow(
            "disk", state, detail, f"free some space: a video of a minute needs up to {LEAST_FREE_MB} MB at work"
        )


def _folders(places: Places) -> Iterator[DoctorRow]:
    for folder, where in ((places.state, places.scratch), (places.output, places.output)):
        with scratch(where, "doctor") as mine:
            write_atomically(mine / "probe", b"vidpipe")
        yield DoctorRow("folders", "ok", f"{folder} can be written")


def _artifacts(places: Places) -> Iterator[DoctorRow]:
    """Nothing is said of the usual folder: it lies in the home."""
    if places.artifacts_url:
        from vidpipe_assets.storage.bucket import Bucket

        Bucket(places.artifacts_url).probe()
        bound = f"at most {places.artifacts_gb} GB" if places.artifacts_gb else "all that was used"
        yield DoctorRow(
            "artifacts", "ok", f"{places.artifacts_url} can be written; {bound} of it in {places.artifacts}"
        )
    elif places.artifacts_folder:
        remedy = "set VIDPIPE_ARTIFACTS_URL, too, unless this folder is one that all machines share"
        yield DoctorRow("artifacts", "warning", f"they are kept in {places.artifacts}, and nowhere else", remedy)


def _database(places: Places) -> Iterator[DoctorRow]:
    from vidpipe_assets.storage.store import open_store

    store = open_store(places)
    try:
        yield DoctorRow("database", "ok", f"{store.database.name}, {len(store.orders.open_orders())} open orders")
    finally:
        store.close()


OLD_BACKUP_DAYS = 7


def _backup(places: Places) -> Iterator[DoctorRow]:
    """How old the latest backup is. Nothing is said of a home on this machine alone that nobody has ever backed up."""
    from vidpipe_assets.operations.backup import BACKUP
    from vidpipe_assets.storage.database import own_sqlite_file
    from vidpipe_assets.storage.store import open_store

    store = open_store(places)
    try:
        age_s = store.life_signs.age_s(BACKUP)
    finally:
        store.close()
    remedy = "vidpipe backup FOLDER, best on another disk, and by cron (docs/operations.md)"
    if age_s is None:
        if own_sqlite_file(places) is None:
            yield DoctorRow("backup", "warning", "none was ever taken of this home", remedy)
        return
    days = age_s / 86_400
    age = f"{days:.0f} days" if days >= 2 else f"{age_s / 3600:.0f} hours" if age_s >= 7200 else f"{age_s / 60:.0f} min"
    if days > OLD_BACKUP_DAYS:
        yield DoctorRow("backup", "warning", f"the latest was taken {age} ago", remedy)
    else:
        yield DoctorRow("backup", "ok", f"the latest was taken {age} ago")
