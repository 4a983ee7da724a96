"""The whole line, from outside: `dagster job execute` makes a video, offline, in a home of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DAGSTER = Path(sys.executable).with_name("dagster")
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


def new_home(folder: Path) -> Path:
    """A project folder as a clone has it: configuration and one short theme."""
    for name in ("dagster.yaml", "workspace.yaml"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "themes").mkdir()
    theme = (ROOT / "themes" / "gadgets.yaml").read_text(encoding="utf-8")
    (folder / "themes" / "gadgets.yaml").write_text(
        re.sub(r"(?m)^(\s+seconds:) \d+", r"\1 15", theme), encoding="utf-8"
    )
    return folder


def run_job(home: Path, job: str, *arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
    """`dagster job execute` in a process of its own, as a person would type it."""
    environment = {**os.environ, "DAGSTER_HOME": str(home), "PYTHONPATH": path}
    return subprocess.run(
        [str(DAGSTER), "job", "execute", "-m", "vidpipe_assets.definitions", "-j", job, *arguments],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """One short video, ordered and made by the command line without any network."""
    home = new_home(tmp_path_factory.mktemp("home"))
    guard = tmp_path_factory.mktemp("guard")
    trace = guard / "trace.txt"
    (guard / "sitecustomize.py").write_text(NO_NETWORK.format(trace=str(trace)))
    order = {"themes": ["gadgets"], "from_day": "2026-11-23", "make_now": True}
    (home / "order.yaml").write_text(json.dumps({"ops": {"order": {"config": order}}}))
    done = run_job(home, "order_videos", "-c", "order.yaml", path=str(guard))
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-8000:]
    yield Made(home, done.stdout + done.stderr, trace)


def test_fault_37_nothing_tried_to_reach_the_network(made: Made) -> None:
    assert not made.network_trace.exists(), made.network_trace.read_text()


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
    assert "0 of them new" in again.stderr + again.stdout


def test_an_unknown_key_is_refused_clearly(made: Made) -> None:
    done = run_job(made.home, "make_video", "--tags", json.dumps({"dagster/partition": "2026-11-24_gadgets"}))
    assert done.returncode == 1
    assert "2026-11-24_gadgets" in done.stderr + done.stdout
