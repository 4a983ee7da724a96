"""Loaded by every Python process that finds it on its path: notes each durable write, and dies at the one it is told.

`VIDPIPE_TEST_KILLS` says how, as JSON: `log` (the file of notes), `die` (where, see `Point` in `faults.deaths`; only
the first process that comes there, which `once`, a file, remembers), `deep` (child processes too), `later_s` (how much
later it seems to be to vidpipe). The product knows nothing of this.

Durable writes are commits of SQLite that changed something, renames, links and fsync. A note says in which stage of a
video (or op) it happened, as Dagster's own frames on the stack tell, and what was written, by file or by function.
"""

import json
import os
import signal
import sqlite3
import sqlite3.dbapi2
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

_NAME = "VIDPIPE_TEST_KILLS"
_PLUMBING = {"transactions", "database", "files"}
_DAGSTERS_PLUMBING = {"connect", "_connect", "safe_commit", "run_connection", "index_connection"}
_FOLDERS = ("documents", "artifacts", "scratch", "review", "locks", "leases")


class Switch:
    """The notes of this process, and the point at which it dies."""

    def __init__(self, told: dict[str, Any]) -> None:
        self._log = os.open(told["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        self._die: dict[str, Any] | None = told.get("die")
        self._once = Path(told.get("once", "/"))
        self._later_s: float = told.get("later_s", 0)
        self._seen: dict[tuple[str, str], int] = {}
        self._stage = ""

    def around(self, kind: str, write: Callable[[], Any]) -> Any:
        """Do `write`; die before or after it if that is the point."""
        stage = self.stage()
        nth = self._seen[stage, kind] = self._seen.get((stage, kind), 0) + 1
        self._note("write", stage, kind, nth)
        self._seem_later()
        self._perhaps_die(stage, kind, nth, "before")
        result = write()
        self._perhaps_die(stage, kind, nth, "after")
        return result

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook: work that leaves no file of ours, such as programs that are started."""
        if event == "subprocess.Popen":
            self._note("start", self.stage(), str(arguments[0]), 0)
        elif event == "socket.connect" and isinstance(arguments[1], tuple):
            self._note("ask", self.stage(), str(arguments[1][1]), 0)

    def stage(self) -> str:
        """The asset or op that is being worked on; in a thread of its own: the last one that was."""
        for frame in _stack():
            step = getattr(frame.f_locals.get("step_context"), "step", None)
            if step is not None:
                self._stage = str(step.key)
                break
        return self._stage

    def _note(self, what: str, stage: str, kind: str, nth: int) -> None:
        note = {"what": what, "pid": os.getpid(), "stage": stage, "kind": kind, "nth": nth, "at_s": time.time()}
        os.write(self._log, json.dumps(note).encode() + b"\n")

    def _perhaps_die(self, stage: str, kind: str, nth: int, when: str) -> None:
        if self._die != {"stage": stage, "kind": kind, "nth": nth, "when": when}:
            return
        try:
            os.close(os.open(self._once, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
        self._note("died", stage, kind, nth)
        os.kill(os.getpid(), signal.SIGKILL)

    def _seem_later(self) -> None:
        """By the first durable write of a run, vidpipe has been imported."""
        resources = sys.modules.get("vidpipe_assets.workplace")
        if self._later_s and resources is not None:
            later = __import__("datetime").timedelta(seconds=self._later_s)
            now = resources.Workplace.now
            resources.Workplace.now = lambda workplace: now(workplace) + later
            self._later_s = 0


def _stack() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame
        frame = frame.f_back


def _place(path: Any) -> str:
    """Which of vidpipe's folders a file lies in."""
    parts = Path(os.fsdecode(path)).parts
    return next((name for name in reversed(_FOLDERS) if name in parts), "elsewhere")


def _open_file(descriptor: Any) -> str:
    number = descriptor if isinstance(descriptor, int) else descriptor.fileno()
    return str(Path(f"/proc/self/fd/{number}").readlink())


def _commit(database: str) -> str:
    """What a commit was for: Dagster's event, or the function of vidpipe."""
    name = Path(database).name
    if name != "vidpipe.db":
        return f"{'dagster' if name in {'index.db', 'runs.db', 'schedules.db'} else 'run'}:{_event()}"
    for frame in _stack():
        module = str(frame.f_globals.get("__name__", ""))
        room, function = module.rpartition(".")[2], frame.f_code.co_name
        if module.startswith("vidpipe_assets.") and room not in _PLUMBING and not function.startswith("_"):
            return f"{room}.{function}"
    return "migration"


def _event() -> str:
    function = ""
    for frame in _stack():
        event = frame.f_locals.get("event")
        kind = getattr(getattr(event, "dagster_event", None), "event_type_value", "")
        if kind:
            return str(kind)
        module = str(frame.f_globals.get("__name__", ""))
        name = frame.f_code.co_name
        if not function and module.startswith("dagster.") and name not in _DAGSTERS_PLUMBING:
            function = name
    return function


def _watch(switch: Switch) -> None:
    class Connection(sqlite3.Connection):
        def __init__(self, database: Any, *arguments: Any, **named: Any) -> None:
            super().__init__(database, *arguments, **named)
            self._file, self._changes = os.fsdecode(database), 0

        def commit(self) -> None:
            changes, self._changes = self._changes, self.total_changes
            if changes == self._changes:
                super().commit()
            else:
                switch.around(_commit(self._file), super().commit)

    def patched(name: str, kind: Callable[..., str]) -> None:
        real = getattr(os, name)

        def noted(*arguments: Any, **named: Any) -> Any:
            return switch.around(f"{name}:{kind(*arguments)}", lambda: real(*arguments, **named))

        setattr(os, name, noted)

    connect = sqlite3.connect

    def connected(database: Any, *arguments: Any, **named: Any) -> sqlite3.Connection:
        return connect(database, *arguments, **{"factory": Connection, **named})

    sqlite3.connect = sqlite3.dbapi2.connect = connected  # type: ignore[assignment]
    for name in ("replace", "rename", "link"):
        patched(name, lambda _, target, *_more: _place(target))
    patched("fsync", lambda descriptor: _place(_open_file(descriptor)))
    sys.addaudithook(switch.hear)


if _NAME in os.environ:
    _told = json.loads(os.environ[_NAME])
    if not _told.get("deep"):
        del os.environ[_NAME]
    _watch(Switch(_told))
