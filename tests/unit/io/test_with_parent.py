"""A module that runs with its parent ends with it, though it reads nothing, holds on, or stands still."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from living import is_gone, stat

HOLDS_ON = """
import sys, time
from vidpipe_assets.io.processes import ChildProcess
child = ChildProcess([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, sys.argv, flush=True)
while True:
    try:
        time.sleep(600)
    except BaseException:
        pass
"""
PARENT = """
import subprocess, sys, time
worker = [sys.executable, "-m", "vidpipe_assets.io.with_parent", "holds_on", "more"]
child = subprocess.Popen(worker, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
print(child.pid, child.stdout.readline(), flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("stopped", [False, True])
def test_fault_30_a_module_ends_with_its_parent_whatever_it_is_at(tmp_path: Path, stopped: bool) -> None:
    (tmp_path / "holds_on.py").write_text(HOLDS_ON)
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[3])])
    environment = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout
        worker, child, said = parent.stdout.readline().split(maxsplit=2)
        assert "more" in said and "holds_on'," not in said  # the name of the module is not for the module
        if stopped:
            os.kill(int(worker), signal.SIGSTOP)
            assert stat(int(worker))
        parent.kill()
    assert is_gone(int(worker))
    assert is_gone(int(child))
