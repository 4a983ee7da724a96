"""The whole line, from outside: `dagster job execute` makes a video, offline, in a home of its own."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from canaries import CANARIES, leaks
from homes import ROOT, new_home, run_job, said

KEY = "2026-11-23_gadgets"

NO_NETWORK = """
import socket, sys

_connect = socket.socket.connect

def _guarded(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        open({trace!r}, "a").write(repr(address) + "\\n")
        raise OSError("no network in this test")
    return _connect(self, address)

socket.socket.connect = _guarded
"""


@dataclass(frozen=True)
class Made:
    """A home in which one video was made, and what the command said."""

    home: Path
    printed: str
    network_trace: Path

    @property
    def package(self) -> Path:
        return self.home / "output" / "review" / KEY


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """One short video, ordered and made by the command line without any network, with keys that nobody needs."""
    home = new_home(tmp_path_factory.mktemp("home"))
    guard = tmp_path_factory.mktemp("guard")
    trace = guard / "trace.txt"
    (guard / "sitecustomize.py").write_text(NO_NETWORK.format(trace=str(trace)))
    order = {"themes": ["gadgets"], "from_day": "2026-11-23", "make_now": True}
    (home / "order.yaml").write_text(json.dumps({"ops": {"order": {"config": order}}}))
    before = (sys.executable, str(ROOT / "tests" / "offline.py"), str(trace))
    environment = {**CANARIES, "PYTHONPATH": f"{guard}:{ROOT}"}
    done = run_job(home, "order_videos", "-c", "order.yaml", before=before, **environment)
    assert done.returncode == 0, said(done)[-12000:]
    yield Made(home, said(done), trace)


def test_fault_37_no_process_of_the_line_tried_to_leave_this_machine(made: Made) -> None:
    assert not made.network_trace.exists(), made.network_trace.read_text()


def test_fault_28_no_secret_is_in_anything_that_the_line_keeps_or_says(made: Made) -> None:
    assert leaks(made.home, made.printed) == []


def test_the_package_is_complete(made: Made) -> None:
    names = {path.name for path in made.package.iterdir()}
    expected = {"video.mp4", "thumbnail.jpg", "contact-sheet.jpg", "captions.srt", "captions.ass", "review.json"}
    assert expected | {"index.html"} <= names


def test_every_check_of_the_video_passed(made: Made) -> None:
    review = json.loads((made.package / "review.json").read_text(encoding="utf-8"))
    failed = [check for check in review["checks"] if not check["passed"]]
    assert review["checks"]
    assert failed == []


def test_the_sample_is_labelled_where_it_shows(made: Made) -> None:
    review = json.loads((made.package / "review.json").read_text(encoding="utf-8"))
    assert review["sample"] is True
    assert "sample" in review["description"].lower()


def test_nothing_is_left_behind_in_the_home(made: Made) -> None:
    allowed = {"dagster.yaml", "workspace.yaml", "themes", "order.yaml", ".vidpipe", "output"}
    assert {path.name for path in made.home.iterdir()} == allowed
    assert list((made.home / ".vidpipe" / "scratch").iterdir()) == []


def test_ordering_again_changes_nothing(made: Made) -> None:
    order = {"themes": ["gadgets"], "from_day": "2026-11-23"}
    (made.home / "order.yaml").write_text(json.dumps({"ops": {"order": {"config": order}}}))
    again = run_job(made.home, "order_videos", "-c", "order.yaml")
    assert again.returncode == 0, again.stderr[-4000:]
    assert "none new" in again.stderr + again.stdout


def test_an_unknown_key_is_refused_clearly(made: Made) -> None:
    done = run_job(made.home, "make_video", "--tags", json.dumps({"dagster/partition": "2026-11-24_gadgets"}))
    assert done.returncode == 1
    assert "2026-11-24_gadgets" in done.stderr + done.stdout
