"""Dagster's own command `dagster job execute`, started for a person at a terminal.

It is a program here: nothing of Dagster is imported, so that the command line begins at once.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.io.scratch import scratch
from vidpipe_assets.storage.places import Places


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
