"""The whole line, from outside: `dagster job execute` makes a video, offline, in a home of its own."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from canaries import CANARIES, leaks
from homes import LONGEST_S, ROOT, new_home, run_job, said
from shared import made_once

pytestmark = pytest.mark.timeout(2 * LONGEST_S)

KEY = "2026-11-23_gadgets"
NOT_ORDERED = "2026-11-24_nonsense"

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
class Said:
    """What a command said, and how it ended."""

    code: int
    text: str


@dataclass(frozen=True)
class Made:
    """A home in which one video was made and two more commands were tried; for all processes of the session."""

    home: Path
    trace: Path
    first: Said
    again: Said
    not_ordered: Said

    @property
    def package(self) -> Path:
        return self.home / "output" / "review" / KEY

    @property
    def printed(self) -> str:
        return "".join(one.text for one in (self.first, self.again, self.not_ordered))


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("calm", marks=pytest.mark.slow),
        pytest.param("lively", marks=(pytest.mark.slow, pytest.mark.nightly)),
    ],
)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """One short video, ordered and made by the command line without any network, with keys that nobody needs.

    The lively one, as themes are at first, takes twice as long: every night, and in `make demo`.
    """
    folder = made_once(tmp_path_factory, f"whole-line-{request.param}", lambda empty: make(empty, request.param))
    ended = json.loads((folder / "said.json").read_text())
    found = Made(folder / "home", folder / "trace.txt", **{name: Said(**one) for name, one in ended.items()})
    assert found.first.code == 0, found.first.text[-12000:]
    return found


def make(folder: Path, motion: str) -> None:
    """Order and make a video; order it once more; ask for one that was never ordered."""
    (folder / "home").mkdir()
    home, trace = new_home(folder / "home", motion), folder / "trace.txt"
    (folder / "guard").mkdir()
    (folder / "guard" / "sitecustomize.py").write_text(NO_NETWORK.format(trace=str(trace)))
    environment = {**CANARIES, "PYTHONPATH": f"{folder / 'guard'}:{ROOT}"}

    def ended(job: str, *arguments: str) -> dict[str, object]:
        before = (sys.executable, str(ROOT / "tests" / "offline.py"), str(trace))
        done = run_job(home, job, *arguments, before=before, **environment)
        return asdict(Said(done.returncode, said(done)))

    def ordered(**more: object) -> dict[str, object]:
        order = {"themes": ["gadgets"], "from_day": "2026-11-23", **more}
        (home / "order.yaml").write_text(json.dumps({"ops": {"order": {"config": order}}}))
        return ended("order_videos", "-c", "order.yaml")

    told = {
        "first": ordered(make_now=True),
        "again": ordered(),
        "not_ordered": ended("make_video", "--tags", json.dumps({"dagster/partition": NOT_ORDERED})),
    }
    (folder / "said.json").write_text(json.dumps(told))


def test_fault_37_no_process_of_the_line_tried_to_leave_this_machine(made: Made) -> None:
    assert not made.trace.exists(), made.trace.read_text()


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
    assert made.again.code == 0, made.again.text[-4000:]
    assert "none new" in made.again.text
    assert [path.name for path in made.package.parent.iterdir()] == [KEY]


def test_an_unknown_key_is_refused_clearly(made: Made) -> None:
    assert made.not_ordered.code == 1
    assert NOT_ORDERED in made.not_ordered.text
