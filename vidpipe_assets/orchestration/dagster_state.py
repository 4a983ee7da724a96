"""What backups need to know of Dagster's state: where it is, and that no run of a restored home is thought alive."""

import dagster as dg

from vidpipe_assets.orchestration.reaper import end_dead_run
from vidpipe_assets.storage.database import address_of, own_sqlite_file
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store

_AT_ONCE = 500


def server_databases(places: Places) -> dict[str, str]:
    """The PostgreSQL databases of a home, by whose they are ('vidpipe', 'dagster'); a shared one once."""
    found = {} if own_sqlite_file(places) else {"vidpipe": places.database}
    with dg.DagsterInstance.get() as instance:
        url = getattr(instance.run_storage, "postgres_url", "")
    if url and not (found and address_of(url) == address_of(places.database)):
        found["dagster"] = url
    return found


def end_unfinished_runs(store: Store) -> int:
    """Report every run as dead that the restored log holds for alive; returns how many. Their videos go on."""
    ended = 0
    for lease in store.leases.at_work():
        store.leases.lost(lease.run_id)
    unfinished = dg.RunsFilter(statuses=[status for status in dg.DagsterRunStatus if not _is_over(status)])
    with dg.DagsterInstance.get() as instance:
        while runs := instance.get_runs(unfinished, limit=_AT_ONCE):
            for run in runs:
                end_dead_run(instance, store, run, store.leases.of_runs([run.run_id]).get(run.run_id))
                ended += 1
    return ended


def _is_over(status: dg.DagsterRunStatus) -> bool:
    return status in {dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED}
