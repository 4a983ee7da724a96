"""Dagster's own commands, started for a person at a terminal, each in a session of its own that ends with this process.

They are programs here: nothing of Dagster is imported, so that the command line begins at once.

A session reads this process's terminal and is told of signals by it; `io.processes` has those that nobody talks to.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.io.scratch import scratch
from vidpipe_assets.storage.places import Places

GRACE_S = 15.0
"""How long what was told to end may take."""

LOOK_EVERY_S = 0.2
"""How often it is looked whether a child has ended, or should."""

# Run by the leader of the session before it becomes Dagster: default signals, whoever started this process with some of
# them ignored; and one more process in its group, which waits for the end of the pipe whose other end vidpipe alone
# holds. It is there before Dagster is, and sees it, too, if vidpipe died before that.
_LEADER = """
import os, signal, sys
lifeline, command = int(sys.argv[1]), sys.argv[2:]
if os.fork() == 0:
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    os.dup2(lifeline, 0)
    os.execv("/bin/sh", ["sh", "-c", "exec >/dev/null 2>&1; read -r _; kill -KILL 0"])
os.close(lifeline)
for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(one, signal.SIG_DFL)
os.execv(command[0], command)
"""


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
        execute = [sys.executable, str(dagster), "job", "execute", "-m", "vidpipe_assets.definitions"]
        return run_interruptible([*execute, "-j", job, "-c", str(config)], places.home, quiet)


@contextmanager
def session(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Generator[subprocess.Popen[bytes]]:
    """A program that leads a session of its own during the block, with the streams of this process.

    It begins with default signals. At the end of the block, and when this process is gone, however it went, all that is
    left of the session's group is killed.
    """
    watched, held = os.pipe()
    try:
        leader = [sys.executable, "-IS", "-c", _LEADER, str(watched), *command]
        child = subprocess.Popen(leader, cwd=folder, env=environment, start_new_session=True, pass_fds=(watched,))
    except BaseException:
        os.close(held)
        raise
    finally:
        os.close(watched)
    try:
        yield child
    finally:
        # While its watcher lives, the group's number is nobody else's, though its leader may be gone.
        signal_session(child.pid, signal.SIGKILL)
        os.close(held)
        child.wait()


def signal_session(leader: int, number: signal.Signals) -> None:
    """Send a signal to all that the child `leader`, which has a session of its own, has started."""
    # Where the leader is dead and not yet reaped, macOS answers with EPERM.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)


def run_interruptible(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """Run the command and return its exit code; the first Ctrl-C, SIGTERM or SIGHUP is passed on to it, once.

    It is in a session of its own, so that it hears of each only once: a second one would interrupt how it ends.
    Raises `KeyboardInterrupt` when it has ended after that; one that has not within `GRACE_S` seconds is killed.
    """
    asked: list[float] = []

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        asked.append(time.monotonic())

    heard = [one for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) if signal.getsignal(one) != signal.SIG_IGN]
    before = {number: signal.signal(number, ask) for number in heard}
    try:
        with session(command, folder, environment) as child:
            passed_on = False
            while child.poll() is None:
                if asked and not passed_on:
                    child.terminate()
                    passed_on = True
                elif asked and time.monotonic() > asked[0] + GRACE_S:
                    signal_session(child.pid, signal.SIGKILL)
                time.sleep(LOOK_EVERY_S)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if asked and child.returncode:
        raise KeyboardInterrupt
    return child.returncode


def run_config(config: Mapping[str, object], op: str = "order") -> str:
    """The run config of a job of one op, `order_videos` unless said otherwise (JSON is YAML, too)."""
    return json.dumps({"ops": {op: {"config": config}}, "loggers": {"console": {"config": {}}}}, indent=1)
