"""Locks by name that die with their process: nobody has to clean up after one that was killed.

An advisory lock of the session on PostgreSQL; `flock` on a file beside the database on SQLite.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from vidpipe_assets.io.paths import explaining_os_errors, is_same_file
from vidpipe_assets.storage.transactions import Database, lock_number, translate_errors

_LOOK_AGAIN_S = 0.05


class Locks:
    """Who holds what, across threads, processes and (on PostgreSQL) machines."""

    def __init__(
        self,
        database: Database,
        *,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._sleep = sleep
        self._monotonic = monotonic

    @contextmanager
    def held(self, name: str, wait_s: float = 0) -> Generator[bool]:
        """Hold the lock `name` during the block; False: somebody else still held it after `wait_s` seconds."""
        with self._file_lock(name) if self._database.engine.dialect.name == "sqlite" else self._session(name) as take:
            give_up_at = self._monotonic() + wait_s
            while not (got := take()) and self._monotonic() < give_up_at:
                self._sleep(_LOOK_AGAIN_S)
            yield got

    def _file_lock(self, name: str) -> AbstractContextManager[Callable[[], bool]]:
        return _locked_file(self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.lock")

    def sweep(self) -> None:
        """Remove the lock files that killed processes have left, and that nobody may ever ask for again."""
        if self._database.engine.dialect.name == "sqlite":
            for path in self._folder.glob("*.lock"):
                # Held for an instant, and removed at the end of the block, as any lock is.
                with _locked_file(path) as take:
                    take()

    @property
    def _folder(self) -> Path:
        return Path(self._database.name).parent / "locks"

    @contextmanager
    def _session(self, name: str) -> Generator[Callable[[], bool]]:
        number = lock_number(name)
        # A connection of its own: the lock belongs to it, and goes when it is closed or its process dies.
        with translate_errors(self._database.name), self._database.engine.connect() as plain:
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")

            def take() -> bool:
                return bool(connection.execute(sa.select(sa.func.pg_try_advisory_lock(number))).scalar())

            try:
                yield take
            finally:
                # Now, and not when the server comes to see that the connection is gone: others may want it at once.
                with suppress(SQLAlchemyError):
                    connection.execute(sa.select(sa.func.pg_advisory_unlock_all()))
                # Not given back to the pool: if it still holds anything, that goes with it.
                connection.invalidate()


@contextmanager
def _locked_file(path: Path) -> Generator[Callable[[], bool]]:
    mine: list[int] = []

    def take() -> bool:
        with explaining_os_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if _flocked(descriptor) and is_same_file(path, descriptor):
            mine.append(descriptor)
            return True
        os.close(descriptor)
        return False

    try:
        yield take
    finally:
        for descriptor in mine:
            # While it is still held, so that nobody's file is taken away; who waits for it finds that it is gone.
            path.unlink(missing_ok=True)
            os.close(descriptor)


def _flocked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
