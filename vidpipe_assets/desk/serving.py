"""Running Dagster's own processes for a person at a terminal: started together, ended together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

_GRACE_S = 15.0
_DEFAULT_AGAIN = (
    "import os,signal,sys;"
    "[signal.signal(s, signal.SIG_DFL) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)];"
    "os.execv(sys.argv[1], sys.argv[1:])"
)


def serve(home: Path, arguments: Sequence[str] = ()) -> int:
    """Run `dagster dev` in `home` until it ends or Ctrl-C; returns its exit code.

    Make and scripts start their children with SIGINT ignored, and `dagster dev` copies that to SIGTERM, so that nothing
    would end it. So it gets default signals and a session of its own, and this process passes the signals on.
    """
    dagster = str(Path(sys.executable).with_name("dagster"))
    command = [sys.executable, "-c", _DEFAULT_AGAIN, sys.executable, dagster, "dev", "-w", "workspace.yaml", *arguments]
    child = subprocess.Popen(command, cwd=home, start_new_session=True)
    ending: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        if not ending:
            print("\nending the webserver, the daemon and what they run …", flush=True)
            child.send_signal(signal.SIGINT)
        ending.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    while child.poll() is None and not ending:
        time.sleep(0.2)
    return _finish(child) if ending else child.returncode


def _finish(child: subprocess.Popen[bytes]) -> int:
    """Give it time to end by itself, then end the whole session, so that nothing stays behind."""
    try:
        child.wait(timeout=_GRACE_S)
    except subprocess.TimeoutExpired:
        _signal_session(child.pid, signal.SIGTERM)
        time.sleep(2)
    _signal_session(child.pid, signal.SIGKILL)
    child.wait()
    return 0


def _signal_session(leader: int, number: signal.Signals) -> None:
    try:
        os.killpg(leader, number)
    except ProcessLookupError:
        return
