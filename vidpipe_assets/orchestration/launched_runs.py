"""Runs that were launched and that no worker has taken yet: a broker may have lost them, or no worker is there.

A worker that takes a run announces it before anything else (`storage.leases`); Dagster alone knows of the launch.
"""

from collections.abc import Container

import dagster as dg

from vidpipe_assets.model.progress import LaunchedRun
from vidpipe_assets.orchestration.run_tags import PARTITION
from vidpipe_assets.storage.store import Store


def launched_run(record: dg.RunRecord, taken: Container[str]) -> LaunchedRun | None:
    """The run, if it waits for a worker; `taken`: the ids of those that a worker has announced."""
    run = record.dagster_run
    if run.status is not dg.DagsterRunStatus.STARTING or run.run_id in taken:
        return None
    return LaunchedRun(run.run_id, run.tags.get(PARTITION, ""), record.update_timestamp)


def note_launched_runs(instance: dg.DagsterInstance, store: Store) -> None:
    """Note which runs wait for a worker, for those who show how videos stand and do not ask Dagster."""
    records = instance.get_run_records(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTING]))
    taken = store.leases.of_runs([record.dagster_run.run_id for record in records])
    found = (launched_run(record, taken) for record in records if PARTITION in record.dagster_run.tags)
    store.launched_runs.replace([run for run in found if run])
