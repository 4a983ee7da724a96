"""What a step prints is in its file and in the terminal, to the last line, and costs no other process."""

import os
import subprocess
import sys
from pathlib import Path

TIMES = 40

PRINTS = f"""
import sys
from pathlib import Path
from vidpipe_assets.orchestration.log_mirror import mirrored

for number in range({TIMES}):
    with mirrored(sys.stdout, Path("out")), mirrored(sys.stderr, Path("err")):
        print(f"step {{number}} begins")
        print(f"step {{number}} has failed", file=sys.stderr)
    print(f"between {{number}}", flush=True)
"""

CHILD = """
import subprocess, sys
from pathlib import Path
from vidpipe_assets.orchestration.log_mirror import mirrored

with mirrored(sys.stdout, Path("out")):
    subprocess.run([sys.executable, "-c", "print('x' * 300_000)"], check=True)
    print("children:", subprocess.run(["ps", "-o", "comm=", "--ppid", str(__import__("os").getpid())],
        capture_output=True, text=True).stdout.split())
"""

GONE = """
import os, sys
from pathlib import Path
from vidpipe_assets.orchestration.log_mirror import mirrored

reading, writing = os.pipe()
os.close(reading)
os.dup2(writing, 1)
with mirrored(sys.stdout, Path("out")):
    print("first words")
    print("last words")
"""


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The code in a process of its own, in `folder`."""
    path = os.pathsep.join(one for one in sys.path if one)
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )


def test_no_step_s_last_words_are_lost_nor_told_late(tmp_path: Path) -> None:
    done = run(PRINTS, tmp_path)
    wanted = [line for n in range(TIMES) for line in (f"step {n} begins", f"between {n}")]
    assert done.stdout.splitlines() == wanted
    assert done.stderr.splitlines() == [f"step {n} has failed" for n in range(TIMES)]
    assert (tmp_path / "out").read_text().splitlines() == [f"step {n} begins" for n in range(TIMES)]
    assert (tmp_path / "err").read_text().splitlines() == done.stderr.splitlines()


def test_what_children_print_is_shown_whole_and_no_child_is_needed_for_it(tmp_path: Path) -> None:
    done = run(CHILD, tmp_path)
    assert done.stdout.splitlines() == ["x" * 300_000, "children: ['ps']"]
    assert (tmp_path / "out").read_text() == done.stdout


def test_a_terminal_that_is_gone_loses_nothing_of_the_file(tmp_path: Path) -> None:
    run(GONE, tmp_path)
    assert (tmp_path / "out").read_text().splitlines() == ["first words", "last words"]
