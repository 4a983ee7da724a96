"""FAULTS 53: an interruption is neither lost nor told by a stack trace."""

import os
import signal
import subprocess
import sys

import pytest
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._utils.interrupts import raise_interrupts_as
from living import is_gone, of_group

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.orchestration.interruptions import interruptions_heard

PATIENCE_S = 120


class Interrupted:
    """Gets a signal while Python clears it away, where nothing can be raised."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)


def test_fault_53_a_signal_that_came_while_python_tidied_up_comes_again(capfd: pytest.CaptureFixture[str]) -> None:
    began = now_utc()
    with (
        pytest.raises(DagsterExecutionInterruptedError),
        interruptions_heard(),
        raise_interrupts_as(DagsterExecutionInterruptedError),
    ):
        Interrupted()
        while (now_utc() - began).total_seconds() < PATIENCE_S:
            signal.pause()
    assert capfd.readouterr().err == ""


CHILD = (
    "import signal, sys, time\n"
    "heard = []\n"
    "signal.signal(signal.SIGTERM, lambda *_: heard.append('SIGTERM'))\n"
    "print('at work', flush=True)\n"
    "while not heard: time.sleep(0.05)\n"
    "time.sleep(1)\n"
    "print('ended after', heard, flush=True)\n"
    "sys.exit(3)\n"
)
PARENT = (
    "import os, pathlib, signal, sys\n"
    # Whoever runs the tests may ignore them, and Dagster hands that on from one to the other.
    "for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(one, signal.SIG_DFL)\n"
    "from vidpipe_assets.orchestration.dagster_processes import run_interruptible\n"
    "try:\n"
    "    run_interruptible([sys.executable, '-c', sys.argv[1]], pathlib.Path('.'), dict(os.environ))\n"
    "except KeyboardInterrupt:\n"
    "    print('interrupted', flush=True)\n"
)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_fault_53_a_command_passes_one_signal_on_and_waits_for_the_end(number: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT, CHILD]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "at work\n"
        for _ in range(3):  # an impatient person, and a terminal that tells everybody
            os.killpg(process.pid, number)
        assert process.stdout.read().splitlines() == ["ended after ['SIGTERM']", "interrupted"]
    assert process.returncode == 0


FAMILY = (
    "import os, sys, time\n"
    "os.fork()\n"
    "os.write(1, f'{os.getpid()} {os.getsid(0)}\\n'.encode())\n"  # at once: two processes write here
    "if sys.argv[1:] != ['leave'] or os.getpid() != os.getsid(0): time.sleep(600)\n"
)
FOREMAN = (
    "import os, pathlib, sys\n"
    "from vidpipe_assets.orchestration.dagster_processes import run_interruptible\n"
    "run_interruptible([sys.executable, '-c', *sys.argv[1:]], pathlib.Path('.'), dict(os.environ))\n"
    "print('over', flush=True)\n"
)


@pytest.mark.parametrize("end", ["killed", "leave"])
def test_fault_30_what_a_command_has_started_ends_with_it_however_it_ends(end: str) -> None:
    command = [sys.executable, "-c", FOREMAN, FAMILY, end]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(2)]
        if end == "killed":
            process.kill()
        pids, leaders = zip(*(map(int, line.split()) for line in lines), strict=True)
        assert leaders[0] == leaders[1] != process.pid
        assert process.stdout.read() == ("" if end == "killed" else "over\n")
    assert all(is_gone(pid) for pid in (*pids, *of_group(leaders[0])))
