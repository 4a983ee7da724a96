"""`vidpipe dev`: Dagster's webserver and daemon for a person at a terminal, watched until they end.

`dagster dev` is a program here: nothing of Dagster is imported, so that the command line begins at once.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from vidpipe_assets.io.ports import require_free
from vidpipe_assets.model.errors import BlockedError, VidpipeError
from vidpipe_assets.orchestration.dagster_processes import (
    GRACE_S,
    LOOK_EVERY_S,
    session,
    signal_session,
)
from vidpipe_assets.orchestration.dev_server import DevServer
from vidpipe_assets.orchestration.one_daemon import require_no_daemon
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

if TYPE_CHECKING:
    from vidpipe_assets.storage.leases import Leases

_HOST = "127.0.0.1"


def run_dev(places: Places, port: int) -> int:
    """Run `dagster dev` in the home until Ctrl-C or SIGTERM; returns the exit code, 0.

    Raises `BlockedError` for a home in which it could not work, for a port that is taken and beside another daemon; and
    when the webserver or the daemon has ended by itself: then all of it is ended. A code server that
    dies is started again.

    Make and scripts start their children with SIGINT ignored, and `dagster dev` copies that to SIGTERM, so that nothing
    would end it. So it gets default signals and a session of its own, and this process passes the signals on. When this
    process is killed, the session ends with it.
    """
    _refuse_unusable(places, port)
    ending: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        if not ending:
            print("\nending the webserver, the daemon and what they run …", flush=True)
        ending.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)  # before there is a child that could be left behind
    dagster = str(Path(sys.executable).with_name("dagster"))
    where = ["-w", "workspace.yaml", "--host", _HOST, "--port", str(port)]
    page = DevServer(_HOST, port)
    with session([sys.executable, dagster, "dev", *where], places.home) as child:
        while not (ending or page.is_gone) and child.poll() is None:
            time.sleep(LOOK_EVERY_S)
            page.look()
        by_itself = not ending
        _finish(child, places)
    if by_itself:
        raise BlockedError(
            page.is_gone or "Dagster's webserver or its daemon has ended by itself, and the rest was ended with it",
            remedy="what it said last stands above; nothing is lost: start again with vidpipe dev",
        )
    return 0


def _refuse_unusable(places: Places, port: int) -> None:
    for name in ("dagster.yaml", "workspace.yaml"):
        if not (places.home / name).is_file():
            raise BlockedError(
                f"there is no {name} in DAGSTER_HOME, {places.home}",
                remedy='in the project\'s folder, run: export DAGSTER_HOME="$PWD"   '
                "(or copy dagster.yaml and workspace.yaml from there)",
            )
    require_free(_HOST, port)
    with closing(open_store(places)) as store:
        require_no_daemon(store)


def _finish(child: subprocess.Popen[bytes], places: Places) -> None:
    """Give it time to end by itself, then end the whole session, so that nothing stays behind."""
    child.send_signal(signal.SIGINT)
    leases = _leases(places)
    give_up_at = time.monotonic() + GRACE_S
    while time.monotonic() < give_up_at:
        # The code server waits for its runs. Each ends its own children, gives back its lease, and is made again at the
        # next start; again and again, since the daemon may have started one more.
        at_work = [pid for pid in (leases.pids_at_work() if leases else ()) if _session(pid) == child.pid]
        for pid in at_work:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        if child.poll() is not None and not at_work:
            break
        time.sleep(1)
    if child.poll() is None:
        signal_session(child.pid, signal.SIGTERM)
        time.sleep(2)
    signal_session(child.pid, signal.SIGKILL)
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
