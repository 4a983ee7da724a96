"""FAULTS 53: a video that is interrupted in every way, in different stages, and what that costs it: nothing."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from faults.line_home import processes_of, wait_until
from homes import ROOT, new_home
from ports import free_port

from vidpipe_assets.stages.clip_cache import DRAWN

pytestmark = pytest.mark.slow

KEY = "2026-11-23_gadgets"
VIDPIPE = str(Path(sys.executable).with_name("vidpipe"))
FILM = Path("output", "review", KEY, "video.mp4")

NOTES_DRAWINGS = """
import os, sys

def note(event, arguments):
    if event == "os.rename" and str(arguments[0]).endswith(".mp4.part"):
        with open(os.environ["VIDPIPE_TEST_DRAWN"], "a") as file:
            file.write(os.path.basename(os.path.dirname(str(arguments[1]))).partition(".")[0] + " "
                       + os.path.basename(str(arguments[1])) + "\\n")

sys.addaudithook(note)
"""
"""In every Python process of the home: a clip gets its name when the last of its frames is in it."""

CANCEL = """
import dagster as dg
with dg.DagsterInstance.get() as instance:
    [run] = instance.get_runs(dg.RunsFilter(job_name="make_video", statuses=[dg.DagsterRunStatus.STARTED]))
    assert instance.run_launcher.terminate(run.run_id)
"""


class Home:
    """A home in which real videos are made, the commands that run there, and what was drawn."""

    def __init__(self, folder: Path) -> None:
        self.folder = new_home(folder)
        self._drawn, self._said = folder / "drawn.txt", folder / "said.txt"
        (folder / "notes").mkdir()
        (folder / "notes" / "sitecustomize.py").write_text(NOTES_DRAWINGS)
        path = os.pathsep.join([str(folder / "notes"), str(ROOT)])
        here = {"DAGSTER_HOME": str(folder), "PYTHONPATH": path, "VIDPIPE_TEST_DRAWN": str(self._drawn)}
        self.environment = {**os.environ, **here, "DAGSTER_DISABLE_TELEMETRY": "1"}

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """A command in a session of its own, as in a terminal of its own."""
        with self._said.open("ab") as said:
            return subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stdout=said, stderr=said, start_new_session=True
            )

    def ask(self, *command: str) -> str:
        """What a command that has to succeed prints."""
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout + done.stderr

    def drawn(self) -> Counter[str]:
        """Every clip that was drawn to its end: the stage's scratch folder and the scene."""
        return Counter(self._drawn.read_text().splitlines() if self._drawn.exists() else [])

    def said(self) -> str:
        """All that was printed by what was started."""
        return self._said.read_text()

    def kept(self) -> Counter[str]:
        """How many clips of each scene were kept while their set was not whole: one by clips, one by composed video."""
        kept = (self.folder / ".vidpipe" / "documents" / KEY / DRAWN).glob("[!.]*.json")
        return Counter(json.loads(one.read_bytes())["clips"][0]["scene"] for one in kept)

    def drawn_in_vain(self, kept: Counter[str], before: Counter[str]) -> list[str]:
        """What was drawn again since `before` was all that had been, though it was `kept` then."""
        again = self.drawn() - before
        return [one for one in again if kept[Path(one.split()[1]).stem] > ("composed_video" in one)]

    def at_work(self, stage: str) -> bool:
        """Whether a stage of the video is at work (or was, in a process that was killed since)."""
        return any((self.folder / ".vidpipe" / "scratch").glob(f"{KEY}-{stage}.*"))

    def runner(self) -> int:
        """The process in which the run lives."""
        [found] = [pid for pid in processes_of(self.folder) if b"execute" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        return found

    def end(self) -> None:
        """Whatever still works here."""
        for pid in processes_of(self.folder):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    folder = tmp_path / "home"
    folder.mkdir()
    made = Home(folder)
    yield made
    made.end()


def interrupt(
    home: Home, when: Callable[[], object], how: Callable[[subprocess.Popen[bytes]], object]
) -> tuple[Counter[str], Counter[str]]:
    """`vidpipe make` until `when`, then `how`; nothing that is recorded afterwards speaks of an attempt.

    Returns what was kept and what was drawn when nothing was at work any more.
    """
    process = home.start(VIDPIPE, "make", KEY)
    wait_until(when, "the video is as far as that")
    how(process)
    assert process.wait(120) != 0
    wait_until(lambda: not processes_of(home.folder), "nothing is left at work")
    status = home.ask(VIDPIPE, "status", KEY)
    assert "attempt" not in status
    assert "failed" not in status
    return home.kept(), home.drawn()


def test_fault_53_five_interruptions_use_up_no_attempt_and_draw_nothing_again_that_was_kept(home: Home) -> None:
    then = [
        interrupt(home, lambda: home.kept().total() >= 1, lambda process: os.killpg(process.pid, signal.SIGINT)),
        interrupt(home, lambda: home.kept().total() >= 3, lambda _: os.kill(home.runner(), signal.SIGKILL)),
        interrupt(home, lambda: home.at_work("voiceover"), lambda process: process.terminate()),
        interrupt(home, lambda: home.at_work("composed_video"), lambda _: home.ask(sys.executable, "-c", CANCEL)),
    ]
    home.ask(VIDPIPE, "retry", KEY)
    for last in (False, True):
        dev = home.start(VIDPIPE, "dev", "--port", str(free_port()))
        wait_until((home.folder / FILM).exists if last else lambda: home.at_work("composed_video"), "dev goes on")
        dev.terminate()
        assert dev.wait(120) == 0
        then.append((home.kept(), home.drawn()))
    assert len([one for one in home.drawn() if "clips" in one]) >= 4
    # A clip that was whole for a moment, and not yet kept when everything was killed, is drawn again.
    assert [home.drawn_in_vain(kept, before) for kept, before in then] == [[]] * 6
    assert "Traceback" not in home.said()
    status = home.ask(VIDPIPE, "status", KEY)
    assert "attempt" not in status
    assert "failed" not in status


def test_fault_30_a_command_that_is_killed_leaves_nothing_at_work_and_is_taken_up(home: Home) -> None:
    interrupt(home, lambda: home.drawn().total() >= 1, lambda process: process.kill())
