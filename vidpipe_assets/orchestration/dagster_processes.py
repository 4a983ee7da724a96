"""Dagster's own commands, started for a person at a terminal: `dagster dev`, and the job `order_videos`.

They are programs here: nothing of Dagster is imported, so that the command line begins at once.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.io.scratch import scratch
from vidpipe_assets.model.errors import BlockedError, VidpipeError
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

if TYPE_CHECKING:
    from vidpipe_assets.storage.leases import Leases


_GRACE_S = 15.0
_LOOK_EVERY_S = 0.2
_DEFAULT_AGAIN = (
    "import os,signal,sys;"
    "[signal.signal(s, signal.SIG_DFL) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)];"
    "os.execv(sys.argv[1], sys.argv[1:])"
)


def run_dagster_dev(places: Places, arguments: Sequence[str] = ()) -> int:
    """Run `dagster dev` in the home until it ends or Ctrl-C; returns its exit code, 0 after Ctrl-C or SIGTERM.

    Raises `BlockedError` for a home in which it could not work: its own complaint is pages long.

    Make and scripts start their children with SIGINT ignored, and `dagster dev` copies that to SIGTERM, so that nothing
    would end it. So it gets default signals and a session of its own, and this process passes the signals on.
    """
    _refuse_unusable(places)
    ending: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        if not ending:
            print("\nending the webserver, the daemon and what they run …", flush=True)
        ending.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)  # before there is a child that could be left behind
    dagster = str(Path(sys.executable).with_name("dagster"))
    command = [sys.executable, "-c", _DEFAULT_AGAIN, sys.executable, dagster, "dev", "-w", "workspace.yaml", *arguments]
    child = subprocess.Popen(command, cwd=places.home, start_new_session=True)
    while child.poll() is None and not ending:
        time.sleep(_LOOK_EVERY_S)
    if not ending:
        return child.returncode
    _finish(child, places)
    return 0


def _refuse_unusable(places: Places) -> None:
    for name in ("dagster.yaml", "workspace.yaml"):
        if not (places.home / name).is_file():
            raise BlockedError(
                f"there is no {name} in DAGSTER_HOME, {places.home}",
                remedy='in the project\'s folder, run: export DAGSTER_HOME="$PWD"   '
                "(or copy dagster.yaml and workspace.yaml from there)",
            )
    open_store(places).close()


def _finish(child: subprocess.Popen[bytes], places: Places) -> None:
    """Give it time to end by itself, then end the whole session, so that nothing stays behind."""
    child.send_signal(signal.SIGINT)
    leases = _leases(places)
    give_up_at = time.monotonic() + _GRACE_S
    while child.poll() is None and time.monotonic() < give_up_at:
        # The code server waits for its runs. Each ends its own children, gives back its lease, and is made again at the
        # next start; again and again, since the daemon may have started one more.
        for pid in leases.pids_at_work() if leases else ():
            if _session(pid) == child.pid:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)
        time.sleep(1)
    if child.poll() is None:
        _signal_session(child.pid, signal.SIGTERM)
        time.sleep(2)
    _signal_session(child.pid, signal.SIGKILL)
    child.wait()


def _leases(places: Places) -> "Leases | None":
    """None where the database cannot be opened: then there are no runs to be ended gently."""
    try:
        return open_store(places).leases
    except VidpipeError:
        return None


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return 0


def _signal_session(leader: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(leader, number)


def make_now(places: Places, order: Mapping[str, object]) -> int:
    """Order videos and make them with `dagster job execute`; returns that command's exit code.

    `order`: the config of the op `order` in the job `order_videos`, as plain data; `make_now` is added to it.
    """
    return _execute_job(places, "order_videos", run_config({**order, "make_now": True}))


def refresh_now(places: Places, config: Mapping[str, object]) -> int:
    """Make videos with the job `refresh_videos`, `config` being that of its op; returns that command's exit code."""
    return _execute_job(places, "refresh_videos", run_config(config, op="refresh"))


def _execute_job(places: Places, job: str, config_text: str) -> int:
    with scratch(places.scratch, job) as folder:
        config = folder / "run.yaml"
        write_atomically(config, config_text.encode())
        dagster = Path(sys.executable).with_name("dagster")
        # Without Dagster's notice that another of its commands does the same.
        quiet = {**os.environ, "PYTHONWARNINGS": "ignore:Function"}
        command = [str(dagster), "job", "execute", "-m", "vidpipe_assets.definitions", "-j", job, "-c", str(config)]
        command = [sys.executable, "-c", _DEFAULT_AGAIN, sys.executable, *command]
        return run_interruptible(command, places.home, quiet)


def run_interruptible(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """Run the command and return its exit code; the first Ctrl-C, SIGTERM or SIGHUP is passed on to it, once.

    It is in a session of its own, so that it hears of each only once: a second one would interrupt how it ends.
    Raises `KeyboardInterrupt` when it has ended after that; one that has not within `_GRACE_S` seconds is killed.
    """
    asked: list[float] = []

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        asked.append(time.monotonic())

    heard = [one for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) if signal.getsignal(one) != signal.SIG_IGN]
    before = {number: signal.signal(number, ask) for number in heard}
    try:
        child = subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True)
        passed_on = False
        while child.poll() is None:
            if asked and not passed_on:
                child.terminate()
                passed_on = True
            elif asked and time.monotonic() > asked[0] + _GRACE_S:
                _signal_session(child.pid, signal.SIGKILL)
            time.sleep(_LOOK_EVERY_S)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if asked and child.returncode:
        raise KeyboardInterrupt
    return child.returncode


def run_config(config: Mapping[str, object], op: str = "order") -> str:
    """The run config of a job of one op, `order_videos` unless said otherwise (JSON is YAML, too)."""
    return json.dumps({"ops": {op: {"config": config}}, "loggers": {"console": {"config": {}}}}, indent=1)
