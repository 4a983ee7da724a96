"""Dagster's own command `dagster job execute`, started for a person at a terminal.

It is a program here: nothing of Dagster is imported, so that the command line begins at once.
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

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.io.scratch import scratch
from vidpipe_assets.storage.places import Places

GRACE_S = 15.0
"""How long what was told to end may take."""

LOOK_EVERY_S = 0.2
"""How often it is looked whether a child has ended, or should."""

_DEFAULT_AGAIN = (
    "import os,signal,sys;"
    "[signal.signal(s, signal.SIG_DFL) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)];"
    "os.execv(sys.argv[1], sys.argv[1:])"
)


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
        return run_interruptible(with_default_signals(command), places.home, quiet)


def with_default_signals(command: Sequence[str]) -> list[str]:
    """A command of Python that begins with default signals, whoever started this process with some of them ignored."""
    return [sys.executable, "-c", _DEFAULT_AGAIN, sys.executable, *command]


def signal_session(leader: int, number: signal.Signals) -> None:
    """Send a signal to all that the child `leader`, which has a session of its own, has started."""
    with suppress(ProcessLookupError):
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
        child = subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True)
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
