"""Where Dagster keeps its own state: below `.vidpipe/dagster` in DAGSTER_HOME, whatever the working directory.

`dagster.yaml` names these classes, since a `base_dir` that is written there is taken relative to the working directory
of whoever reads it, and a second environment variable would be one more thing to forget.
"""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from click import ClickException
from dagster._config.config_schema import UserConfigSchema
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.base_storage import DagsterStorage
from dagster._core.storage.compute_log_manager import CapturedLogContext
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.local_compute_log_manager import LocalComputeLogManager
from dagster._core.storage.root import LocalArtifactStorage
from dagster._core.storage.runs.sqlite.sqlite_run_storage import SqliteRunStorage
from dagster._core.storage.schedules.sqlite.sqlite_schedule_storage import SqliteScheduleStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

from vidpipe_assets.io.paths import explaining_os_errors
from vidpipe_assets.io.private import make_private
from vidpipe_assets.model.errors import BlockedError, VidpipeError
from vidpipe_assets.orchestration.dagster_tables import EVENTS, RUNS, SCHEDULES, make_sqlite_files
from vidpipe_assets.orchestration.fenced_events import while_held
from vidpipe_assets.orchestration.log_mirror import mirrored
from vidpipe_assets.orchestration.one_daemon import keep_others_out
from vidpipe_assets.storage.database import sqlite_address
from vidpipe_assets.storage.places import require_usable_path, state_mode
from vidpipe_assets.storage.transactions import is_of_the_file, translated_error


class HomeUnusable(BlockedError, ClickException):
    """Dagster's state cannot be kept below DAGSTER_HOME. Its commands, made with click, end with these words alone."""


@cache
def dagster_state() -> Path:
    """The absolute folder of Dagster's state; made when it is missing. Raises `HomeUnusable` when that may not be.

    Without DAGSTER_HOME, Dagster's tools read the `dagster.yaml` of the working directory and want an instance that is
    thrown away: `dagster definitions validate` may have one, and the jobs refuse to work in it (`Places`).
    """
    home = os.environ.get("DAGSTER_HOME")
    if not home:
        thrown_away = Path(tempfile.mkdtemp(prefix="vidpipe-no-dagster-home-"))
        atexit.register(shutil.rmtree, thrown_away, ignore_errors=True)
        return thrown_away
    folder = Path(home).absolute() / ".vidpipe" / "dagster"
    with refusing_plainly(), explaining_os_errors(folder):
        require_usable_path(folder.parents[1])
        make_private(folder.parent, state_mode(os.environ))
        make_private(folder, state_mode(os.environ))
    return folder


def require_usable_home() -> None:
    """Raise `HomeUnusable` for a DAGSTER_HOME with which Dagster or SQLite cannot work; none at all is fine here."""
    if home := os.environ.get("DAGSTER_HOME"):
        with refusing_plainly():
            require_usable_path(Path(home).absolute())


@contextmanager
def refusing_plainly() -> Generator[None]:
    """Turn vidpipe's errors into `HomeUnusable`, so that Dagster's commands tell them, and not where they arose."""
    try:
        yield
    except VidpipeError as error:
        raise HomeUnusable(f"{error}\nRemedy: {error.remedy}", remedy=error.remedy) from error


class HomeSqliteStorage(DagsterSqliteStorage):
    """Runs, event logs and schedules in SQLite files of DAGSTER_HOME, whatever the characters of its path are.

    Dagster's own constructor would take the path for a URL, in which some characters mean something.
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self.base_dir = base_dir
        self._run_storage = SqliteRunStorage(_address(Path(base_dir) / RUNS.file))
        self._event_log_storage = _HomeEventLog(str((Path(base_dir) / EVENTS.file).parent))
        self._schedule_storage = SqliteScheduleStorage(_address(Path(base_dir) / SCHEDULES.file))
        self._inst_data = inst_data
        DagsterStorage.__init__(self)

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """Nothing can be configured."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData, config_value: Any) -> "HomeSqliteStorage":
        """Made by Dagster from `dagster.yaml`."""
        del config_value
        if not event.contains(Engine, "handle_error", _told_plainly):
            event.listen(Engine, "handle_error", _told_plainly)
        folder = dagster_state()
        with refusing_plainly():
            keep_others_out()
            make_sqlite_files(folder)
        return cls(str(folder), inst_data=inst_data)


class _HomeEventLog(SqliteEventLogStorage):
    """Dagster's event log: a file for each run, and an index. A run that has lost its video tells it nothing."""

    def store_event(self, event: EventLogEntry) -> None:
        """Write what has happened. Raises `dg.Failure` for a run that has lost its video."""
        with while_held(event):
            super().store_event(event)

    def conn_string_for_shard(self, shard_name: str) -> str:
        """The address of one of the files."""
        return _address(Path(self.path_for_shard(shard_name)))


def _address(file: Path) -> str:
    return sqlite_address(file).render_as_string()


class HomeArtifactStorage(LocalArtifactStorage):
    """Files of Dagster's own in DAGSTER_HOME."""

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """Nothing can be configured."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "HomeArtifactStorage":
        """Made by Dagster from `dagster.yaml`."""
        del config_value
        return cls(str(dagster_state()), inst_data=inst_data)


class HomeComputeLogManager(LocalComputeLogManager):
    """What steps print, in files of DAGSTER_HOME and, to the last line, in the terminal."""

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """Nothing can be configured."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "HomeComputeLogManager":
        """Made by Dagster from `dagster.yaml`."""
        del config_value
        return cls(str(dagster_state() / "storage"), inst_data=inst_data)

    @contextmanager
    def capture_logs(self, log_key: Sequence[str]) -> Generator[CapturedLogContext]:
        """During the block, keep what this process prints."""
        out, err = (Path(self.get_captured_local_path(log_key, ending)) for ending in ("out", "err"))
        with mirrored(sys.stdout, out), mirrored(sys.stderr, err):
            yield CapturedLogContext(log_key)
        Path(self.complete_artifact_path(log_key)).touch()  # Dagster's sign that nothing more comes

    @property
    def folder(self) -> Path:
        """Where the files are, in a folder for each run."""
        return dagster_state() / "storage"


def _told_plainly(context: ExceptionContext) -> None:
    """Dagster's own file that is full, damaged or read-only, by its name and with what to do; the rest stays as it is.

    Dagster repeats what SQLite says, and SQLite calls a full disk a "disk I/O error" while it reads a table.
    """
    error, engine = context.sqlalchemy_exception, context.engine
    file = (engine.url.database if engine is not None else "") or ""
    if not isinstance(error, DBAPIError) or not Path(file).is_relative_to(dagster_state()):
        return
    if is_of_the_file(error):
        told = translated_error(file, error)
        raise type(told)(f"{told}\nRemedy: {told.remedy}", remedy=told.remedy) from error
