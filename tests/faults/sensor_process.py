"""The sensor daemon for one round, as a process that may be killed in the middle: `python sensor_process.py [POINT]`.

POINT is a place in Dagster's sensor daemon (`TICK_CREATED`, `RUN_CREATED`, `RUN_LAUNCHED`) where the process is ended
with SIGKILL. Runs are queued and not executed: nobody takes them from the queue here.
"""

import logging
import signal
import sys

import dagster as dg
from dagster._core.test_utils import create_test_daemon_workspace_context
from dagster._core.workspace.load_target import ModuleTarget
from dagster._daemon.sensor import execute_sensor_iteration


def main(*points: str) -> None:
    """One round."""
    target = ModuleTarget("vidpipe_assets.definitions", attribute=None, working_directory=None, location_name="vidpipe")
    crashes = {"refresh_videos_sensor": dict.fromkeys(points, signal.SIGKILL)}
    with dg.DagsterInstance.get() as instance, create_test_daemon_workspace_context(target, instance) as workspace:
        logger = logging.getLogger("sensor")
        for failed in execute_sensor_iteration(workspace, logger, None, None, debug_crash_flags=crashes):
            if failed:
                raise SystemExit(str(failed))


if __name__ == "__main__":
    main(*sys.argv[1:])
