"""Launched runs: those of a video's that were handed over to be executed, and that no worker has taken yet.

Dagster alone knows of a launch, and is not loaded by whoever only shows how videos stand. So whoever reads its log, the
sensor above all, notes here what it finds. A worker's own sign of having taken a run is its row in `leases`, which is
looked at with each answer: a run that was taken is never told as one that waits.
"""

import datetime as dt
from collections.abc import Callable, Collection

import sqlalchemy as sa

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.progress import LaunchedRun
from vidpipe_assets.storage.database import Database
from vidpipe_assets.storage.tables import launched_runs, leases


class LaunchedRuns:
    """The table `launched_runs`."""

    def __init__(self, database: Database, now: Callable[[], dt.datetime] = now_utc) -> None:
        self._database = database
        self._now = now

    def replace(self, found: Collection[LaunchedRun]) -> None:
        """Keep exactly these; nothing is written where they are known already."""
        launched = {run.run_id: run for run in found}
        with self._database.reading() as connection:
            known = set(connection.execute(sa.select(launched_runs.c.run_id)).scalars())
        if known == launched.keys():
            return
        insert = self._database.insert(launched_runs).on_conflict_do_nothing()
        now = self._now()
        with self._database.writing() as connection:
            connection.execute(sa.delete(launched_runs).where(launched_runs.c.run_id.in_(known - launched.keys())))
            for run_id in sorted(launched.keys() - known):
                run = launched[run_id]
                row = {"run_id": run_id, "video_key": run.video, "launched_at": run.since, "noted_at": now}
                connection.execute(insert, row)

    def of_videos(self, videos: Collection[str]) -> dict[str, LaunchedRun]:
        """By video, the run that waits for a worker; of several, the one that waits longest."""
        if not videos:
            return {}
        table, taken = launched_runs.c, sa.exists().where(leases.c.run_id == launched_runs.c.run_id)
        query = sa.select(table.run_id, table.video_key, table.launched_at).where(table.video_key.in_(list(videos)))
        with self._database.reading() as connection:
            rows = connection.execute(query.where(~taken).order_by(table.launched_at.desc())).all()
        return {row.video_key: LaunchedRun(row.run_id, row.video_key, row.launched_at) for row in rows}
