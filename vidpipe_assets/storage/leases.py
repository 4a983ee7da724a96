"""Leases: who works on which video, and who did. A lease is a lock that dies with its process; a row says whose it was.

Each run announces itself with the process that it runs in, takes the lease of its video before it works, and is noted
as ended when it gives it back. The process holds a lock of its own as long as it lives: so anybody can tell, on
any machine that shares the database, whether a run that was announced can still go on.
"""

import datetime as dt
import os
import secrets
import socket
from collections.abc import Callable, Collection, Generator, Iterable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.util import Finalize

import sqlalchemy as sa

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.storage.database import Database
from vidpipe_assets.storage.fencing import Fence, next_number, overtake
from vidpipe_assets.storage.locks import Locks
from vidpipe_assets.storage.tables import leases

_A_LOOK_S = 1.0
"""Whoever looks whether a lock is free holds it for an instant: the one that wants it waits at least so long."""

_KEPT = dt.timedelta(days=7)
"""How long a lease that was given back is remembered."""


@dataclass(frozen=True)
class Lease:
    """What is known of one run."""

    run_id: str
    video_key: str
    """Empty for a run that makes no video itself, but runs that do."""
    process: str
    """The name of the process that the run lives in, for `Leases.is_alive`."""
    pid: int
    host: str
    announced_at: dt.datetime
    taken_at: dt.datetime | None
    """When it got its video's lease; None: it waits, or needs none."""
    released_at: dt.datetime | None
    """When it gave everything back, or was found dead."""
    died: bool
    number: int = 0
    """Of the lease, once it was taken; the video's number goes up with each holder."""

    def __str__(self) -> str:
        since = f"{self.taken_at or self.announced_at:%Y-%m-%d %H:%M:%S} UTC"
        return f"run {self.run_id[:8]} (process {self.pid} on {self.host}, since {since})"


class Leases:
    """The table `leases` and the locks behind it."""

    def __init__(
        self, database: Database, locks: Locks | None = None, now: Callable[[], dt.datetime] = now_utc
    ) -> None:
        self._database = database
        self._locks = locks or Locks(database)
        self._now = now
        self._process = ""
        self._life = ExitStack()
        self._numbers: dict[str, int] = {}
        # At the end of the process, so that no lock file stays behind; the lock itself would go anyway. Dagster's run
        # workers are processes of multiprocessing, which know no `atexit`.
        self.close = Finalize(self, self._life.close, exitpriority=0)

    @property
    def process(self) -> str:
        """The name of this process; from now on it can be seen to be alive."""
        if not self._process:
            self._locks.sweep()
            self._forget_ended()
            name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
            self._life.enter_context(self._locks.held(_of_process(name), _A_LOOK_S))
            self._process = name
        return self._process

    def _forget_ended(self) -> None:
        ended = sa.delete(leases).where(leases.c.released_at < self._now() - _KEPT)
        with self._database.writing() as connection:
            connection.execute(ended)

    def is_alive(self, process: str) -> bool:
        """Whether the process of that name lives."""
        if process == self._process:
            return True
        with self._locks.held(_of_process(process)) as got:
            return not got

    def announce(self, run_id: str, video: str) -> None:
        """Note that the run lives in this process; `video` is empty if it makes none itself."""
        row = {
            "run_id": run_id,
            "video_key": video,
            "process": self.process,
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "announced_at": self._now(),
            "died": False,
        }
        insert = self._database.insert(leases).values(row)
        again = {name: insert.excluded[name] for name in row} | {"taken_at": None, "released_at": None, "number": 0}
        with self._database.writing() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=[leases.c.run_id], set_=again))

    @contextmanager
    def held(self, run_id: str, video: str, wait_s: float) -> Generator[bool]:
        """Hold the lease of `video` during the block; False: somebody else still held it after `wait_s` seconds."""
        with self._locks.held(f"video {video}", max(wait_s, _A_LOOK_S)) as got:
            if not got:
                yield False
                return
            number = self._numbers[video] = self._take(run_id, video)
            try:
                yield True
            finally:
                if self._numbers.get(video) == number:
                    del self._numbers[video]

    def _take(self, run_id: str, video: str) -> int:
        with self._database.writing() as connection:
            number = next_number(self._database, connection, video, self._now())
            mine = sa.update(leases).where(leases.c.run_id == run_id)
            connection.execute(mine.values(taken_at=self._now(), number=number))
        return number

    def fence(self, video: str) -> Fence:
        """What this process may write of `video`: held up by no fence unless it holds the lease."""
        return Fence(self._database, video, self._numbers.get(video, 0))

    @contextmanager
    def free(self, video: str) -> Generator[bool]:
        """Hold the lease of `video` for no run, so that none works on it during the block; False: one does."""
        with self._locks.held(f"video {video}") as got:
            if got:
                with self._database.writing() as connection:
                    next_number(self._database, connection, video, self._now())
            yield got

    def released(self, run_id: str) -> None:
        """Note that the run has come to its end by itself."""
        self._note(run_id, released_at=self._now())

    def lost(self, run_id: str) -> None:
        """Note that the run died with its process. Should it live all the same, it writes nothing more."""
        held = sa.select(leases.c.video_key, leases.c.number).where(leases.c.run_id == run_id)
        with self._database.writing() as connection:
            for video, number in connection.execute(held).all():
                overtake(connection, video, number)
            dead = sa.update(leases).where(leases.c.run_id == run_id)
            connection.execute(dead.values(released_at=self._now(), died=True))

    def _note(self, run_id: str, **values: object) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.update(leases).where(leases.c.run_id == run_id).values(values))

    def unreleased(self, video: str) -> list[Lease]:
        """Leases of `video` that were taken and not given back. To whoever holds the lease now, the others are dead."""
        return self._some(leases.c.video_key == video, leases.c.taken_at.is_not(None), leases.c.released_at.is_(None))

    def pids_at_work(self) -> set[int]:
        """The numbers of the processes of this machine in which runs have not come to their end."""
        here = self._some(leases.c.host == socket.gethostname(), leases.c.released_at.is_(None))
        return {lease.pid for lease in here if self.is_alive(lease.process)}

    def at_work(self) -> list[Lease]:
        """The runs that hold a video's lease, in processes that live."""
        open_ones = self._some(leases.c.taken_at.is_not(None), leases.c.released_at.is_(None))
        alive = self.living(open_ones)
        return [lease for lease in open_ones if lease.run_id in alive]

    def of_runs(self, run_ids: Collection[str]) -> dict[str, Lease]:
        """What is known of these runs."""
        return {lease.run_id: lease for lease in self._some(leases.c.run_id.in_(list(run_ids)))} if run_ids else {}

    def of_videos(self, videos: Collection[str]) -> dict[str, Lease]:
        """The latest run of each of these videos, as far as it is remembered."""
        found = self._some(leases.c.video_key.in_(list(videos))) if videos else []
        return {lease.video_key: lease for lease in found}

    def living(self, some: Iterable[Lease]) -> set[str]:
        """The ids of those runs that go on: not ended, and in a process that lives."""
        open_ones = [lease for lease in some if not lease.released_at]
        alive = {process for process in {lease.process for lease in open_ones} if self.is_alive(process)}
        return {lease.run_id for lease in open_ones if lease.process in alive}

    def _some(self, *where: sa.ColumnElement[bool]) -> list[Lease]:
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(leases).where(*where).order_by(leases.c.announced_at))
            return [Lease(**row) for row in rows.mappings()]


def _of_process(name: str) -> str:
    return f"process {name}"
