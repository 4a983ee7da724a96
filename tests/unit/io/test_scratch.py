"""Scratch folders: gone at the end, swept when their process was killed, never while it lives."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from vidpipe_assets.io.scratch import scratch, sweep_abandoned

_HOLDER = """
import sys, time
from pathlib import Path
from vidpipe_assets.io.scratch import scratch

with scratch(Path(sys.argv[1]), "held") as mine:
    (mine / "work").write_text("half done")
    print(mine, flush=True)
    sys.stdin.readline()
"""


def test_the_folder_is_removed_with_all_it_holds(tmp_path: Path) -> None:
    with scratch(tmp_path / "scratch", "2026-11-23_gadgets-clips") as mine:
        (mine / "deep").mkdir()
        (mine / "deep" / "file").write_text("x")
        assert mine.parent == tmp_path / "scratch"
    assert list((tmp_path / "scratch").iterdir()) == []


def test_the_folder_is_removed_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyError), scratch(tmp_path):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_two_works_of_one_process_do_not_meet(tmp_path: Path) -> None:
    with scratch(tmp_path, "a") as one, scratch(tmp_path, "a") as two:
        assert one != two
        assert one.is_dir()


def test_fault_30_what_a_killed_process_left_is_swept_at_the_next_start(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    left = Path(holder.stdout.readline().strip())
    with scratch(tmp_path):
        assert left.is_dir()  # its process lives
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert left.is_dir()
    with scratch(tmp_path):
        assert not left.exists()


def test_a_process_number_that_was_given_again_does_not_keep_the_folder(tmp_path: Path) -> None:
    left = tmp_path / f"work.{os.getpid()}-1-abcd"  # this process's number, but another start
    left.mkdir()
    assert sweep_abandoned(tmp_path) == [left]


def test_what_is_no_scratch_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "work.1-2-ab.txt").write_text("a file")
    (tmp_path / "work.999999999-1-ab").symlink_to(tmp_path / "mine")
    assert sweep_abandoned(tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 3
