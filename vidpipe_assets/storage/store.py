"""The store as a whole: what is kept, behind one value that is opened once a process."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vidpipe_assets.io.paths import explaining_os_errors
from vidpipe_assets.io.private import make_private, tighten
from vidpipe_assets.io.scratch import scratch, sweep_abandoned
from vidpipe_assets.storage.artifacts import ArtifactCache, Artifacts
from vidpipe_assets.storage.bucket import Bucket
from vidpipe_assets.storage.documents import Documents
from vidpipe_assets.storage.places import Places

if TYPE_CHECKING:
    from vidpipe_assets.storage.claims import Claims, FootageReservations
    from vidpipe_assets.storage.database import Database
    from vidpipe_assets.storage.decisions import Decisions
    from vidpipe_assets.storage.ended_sessions import EndedSessions
    from vidpipe_assets.storage.event_cache import EventCache, KnownPartitions
    from vidpipe_assets.storage.launched_runs import LaunchedRuns
    from vidpipe_assets.storage.leases import Leases
    from vidpipe_assets.storage.life_signs import LifeSigns
    from vidpipe_assets.storage.orders import Orders
    from vidpipe_assets.storage.outbox import Outbox
    from vidpipe_assets.storage.progress import ProgressTable
    from vidpipe_assets.storage.trends import TrendTable


@dataclass(frozen=True)
class Store:
    """Everything that is kept."""

    places: Places
    database: "Database"
    orders: "Orders"
    trends: "TrendTable"
    claims: "Claims"
    documents: Documents
    artifacts: Artifacts
    facts: "EventCache"
    placed: "KnownPartitions"
    leases: "Leases"
    launched_runs: "LaunchedRuns"
    decisions: "Decisions"
    reservations: "FootageReservations"
    outbox: "Outbox"
    ended_sessions: "EndedSessions"
    progress: "ProgressTable"
    life_signs: "LifeSigns"

    def scratch(self, label: str = "work") -> AbstractContextManager[Path]:
        """A folder for work in progress, removed at the end of the block."""
        if self.places.scratch.is_dir() and sweep_abandoned(self.places.scratch):
            # Somebody was killed at work, perhaps while an artifact was stored that nobody will ever store again.
            self.artifacts.sweep()
        return scratch(self.places.scratch, label)

    def keeping(self, wait_s: float = 0) -> AbstractContextManager[bool]:
        """Held while a backup is taken, or what nobody needs is removed: never both. False: somebody else has it."""
        from vidpipe_assets.storage.locks import Locks

        return Locks(self.database).held("keeping", wait_s)

    def close(self) -> None:
        """Give back the database's connections, and what this process holds."""
        self.leases.close()
        self.database.close()


def open_store(places: Places) -> Store:
    """Open (and, at the first time, create) what `places` names. Raises `BlockedError` when that cannot be."""
    # SQLAlchemy costs a third of a CPU second: only those pay who open a store.
    from vidpipe_assets.storage.claims import Claims, FootageReservations
    from vidpipe_assets.storage.database import open_database, own_sqlite_file
    from vidpipe_assets.storage.decisions import Decisions
    from vidpipe_assets.storage.ended_sessions import EndedSessions
    from vidpipe_assets.storage.event_cache import EventCache, KnownPartitions
    from vidpipe_assets.storage.launched_runs import LaunchedRuns
    from vidpipe_assets.storage.leases import Leases
    from vidpipe_assets.storage.life_signs import LifeSigns
    from vidpipe_assets.storage.orders import Orders
    from vidpipe_assets.storage.outbox import Outbox
    from vidpipe_assets.storage.progress import ProgressTable
    from vidpipe_assets.storage.trends import TrendTable

    _close_to_others(places)
    database = open_database(places.database_url)
    if own := own_sqlite_file(places):
        tighten(own, places.state_mode)
    return Store(
        places=places,
        database=database,
        orders=Orders(database),
        trends=TrendTable(database),
        claims=Claims(database),
        documents=Documents(places.documents),
        artifacts=_artifacts(places),
        facts=EventCache(database),
        placed=KnownPartitions(database),
        leases=Leases(database),
        launched_runs=LaunchedRuns(database),
        decisions=Decisions(database),
        reservations=FootageReservations(database),
        outbox=Outbox(database),
        ended_sessions=EndedSessions(database),
        progress=ProgressTable(database),
        life_signs=LifeSigns(database),
    )


def _close_to_others(places: Places) -> None:
    with explaining_os_errors(places.state):
        make_private(places.state, places.state_mode)
        if places.artifacts_folder and places.artifacts_folder.is_dir():
            make_private(places.artifacts_folder, places.state_mode)


def _artifacts(places: Places) -> Artifacts:
    bucket = Bucket(places.artifacts_url) if places.artifacts_url else None
    most_bytes = places.artifacts_gb * 10**9 if bucket else 0
    return Artifacts(places.artifacts, bucket, ArtifactCache(places.artifacts, most_bytes))
