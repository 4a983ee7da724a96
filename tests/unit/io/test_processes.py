"""Children are bounded in time, end with their whole group, and never outlive whoever started them."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from living import is_gone

from vidpipe_assets.io import processes
from vidpipe_assets.io.processes import ChildProcess

FORKED = "import os, time; os.fork(); open(str(os.getpid()), 'w').close(); time.sleep(600)"
PARENT = """
import sys, time
from pathlib import Path
from vidpipe_assets.io.processes import ChildProcess
ChildProcess([sys.executable, "-c", sys.argv[1]], folder=Path(sys.argv[2]), ends_with_parent=True)
time.sleep(600)
"""


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_what_a_child_writes_and_how_it_ends_is_returned():
    code = "import os, sys; print(sys.stdin.readline() + os.environ['MOOD'], end=''); sys.exit('no more')"
    with ChildProcess(python(code), environment={"MOOD": "fine"}) as child:
        child.send_line(b"hello")
        assert child.stdout.read() == b"hello\nfine"
        ended = child.wait()
    assert (ended.code, ended.stderr, ended.timed_out) == (1, "no more\n", False)
    assert child.poll() == 1


def test_at_the_deadline_the_whole_group_is_ended(tmp_path: Path):
    with ChildProcess(python(FORKED), timeout_s=1, folder=tmp_path) as child:
        ended = child.wait()
    assert ended.timed_out and ended.code == -signal.SIGKILL
    assert all(is_gone(int(file.name)) for file in tmp_path.iterdir())


def test_an_exception_ends_the_whole_group(tmp_path: Path):
    with pytest.raises(KeyboardInterrupt), ChildProcess(python(FORKED), folder=tmp_path):
        two_files_in(tmp_path)
        raise KeyboardInterrupt
    assert all(is_gone(int(file.name)) for file in tmp_path.iterdir())


def test_a_child_with_a_lifeline_ends_with_its_parent_however_that_went(tmp_path: Path):
    parent = subprocess.Popen([*python(PARENT), FORKED, str(tmp_path)])
    two_files_in(tmp_path)
    parent.kill()
    parent.wait()
    assert all(is_gone(int(file.name)) for file in tmp_path.iterdir())


def test_a_lifeline_passes_the_exit_code_on():
    with ChildProcess(python("import sys; sys.exit(len(sys.stdin.read()) + 7)"), ends_with_parent=True) as child:
        assert child.wait().code == 7


def test_a_child_that_stops_when_its_input_ends_is_given_the_time():
    child = ChildProcess(python("import sys; sys.stdin.read(); print('tidied up', file=sys.stderr)"))
    ended = child.stop(grace_s=120)
    assert (ended.code, ended.stderr) == (0, "tidied up\n")


def test_a_child_that_does_not_stop_in_time_is_killed():
    child = ChildProcess(python("import time; time.sleep(600)"))
    assert child.stop(grace_s=0.1).code == -signal.SIGKILL


def test_only_the_last_lines_of_stderr_are_kept():
    with ChildProcess(python("import sys; [print(i, file=sys.stderr) for i in range(9)]"), stderr_lines=2) as child:
        assert child.wait().stderr == "7\n8\n"


def test_all_children_can_be_ended_at_once():
    with ChildProcess(python("import time; time.sleep(600)")) as child:
        processes.kill_children()
        assert child.wait().code == -signal.SIGKILL


def test_a_thread_that_goes_from_one_child_to_the_next_is_ended_too():
    def work() -> list[int]:
        codes: list[int] = []
        for _ in range(3):
            with ChildProcess(["sleep", "600"]) as child:
                codes.append(child.wait().code)
        return codes

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        processes.kill_children_until(future.done)
        assert future.result() == [-signal.SIGKILL] * 3


def test_a_program_that_is_not_there_is_an_error_of_the_system(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        ChildProcess([str(tmp_path / "nothing")])


def two_files_in(folder: Path) -> None:
    deadline = time.monotonic() + 120
    while len(list(folder.iterdir())) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
