"""`vidpipe status`: what each open video waits for, in words that a person can act on."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
from fake_line import Line, new_line

from vidpipe_assets.cli import main
from vidpipe_assets.cli.tables import show_overview, show_video
from vidpipe_assets.model.errors import TransientError
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.progress import LaunchedRun
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.status import overview, video_status
from vidpipe_assets.orchestration import event_reader
from vidpipe_assets.orchestration.partitions import add_partitions

KEY = "2026-11-23_gadgets"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        made.order(KEY)
        yield made


def said(line: Line, capsys: pytest.CaptureFixture[str], *, whole: bool = False) -> str:
    store, themes = line.workplace.store, line.workplace.themes()[0]
    capsys.readouterr()
    if whole:
        show_video(video_status(store, KEY, themes))
    else:
        show_overview(overview(store, themes))
    return " ".join(capsys.readouterr().out.split())


def test_an_open_video_is_to_be_made_then_made_then_waits_for_review(
    line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "to be made from trends on" in said(line, capsys)
    leases = line.workplace.store.leases
    leases.announce("run-1", KEY)
    with leases.held("run-1", KEY, 1):
        assert "trends is being made" in said(line, capsys)
    leases.released("run-1")
    line.settle()
    assert "waits for your review" in said(line, capsys)
    assert f"waits for your review: vidpipe approve {KEY}" in said(line, capsys, whole=True)
    line.workplace.store.orders.close([VideoKey.parse(KEY)], OrderState.APPROVED)
    assert "review:" not in said(line, capsys, whole=True)


def test_what_failed_says_why(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    line.workplace.trouble[KEY, "clips"] = TransientError("no answer")
    line.settle()
    assert "clips failed, tried again after" in said(line, capsys)


@pytest.fixture
def home_of_line(line: Line, monkeypatch: pytest.MonkeyPatch) -> Line:
    """The commands work in the line's home, and with its instance."""
    home = line.workplace.places.home
    (home / "dagster.yaml").write_text("")
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    monkeypatch.delenv("VIDPIPE_DATABASE_URL", raising=False)
    monkeypatch.setattr(event_reader, "instance_of", Mock(return_value=line.instance))
    return line


def test_status_reads_what_runs_have_done_while_no_daemon_was_there(
    home_of_line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    add_partitions(home_of_line.instance, home_of_line.workplace.store, [VideoKey.parse(KEY)])
    assert home_of_line.run(KEY, "trends", "analysis").success
    assert "to be made from trends on" in said(home_of_line, capsys)  # nobody has read the log
    assert main(["status"]) == 0
    told = capsys.readouterr()
    assert "to be made from scripts on" in " ".join(told.out.split())
    assert "Nobody is at work: vidpipe dev starts the daemon" in told.err


def test_status_shows_what_is_known_where_the_log_cannot_be_read(
    home_of_line: Line, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(home: Path) -> None:
        raise OSError("the log's server does not answer")

    monkeypatch.setattr(event_reader, "instance_of", gone)
    assert main(["status", KEY]) == 0
    told = capsys.readouterr()
    assert "trends" in told.out
    assert "the log's server does not answer" in told.err


def test_fault_56_status_and_order_say_whether_anybody_is_at_work(
    home_of_line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["order", "gadgets", "--day", "2026-11-24"]) == 0
    assert "Nobody is at work. To make them: vidpipe dev" in capsys.readouterr().out
    home_of_line.tick()
    for words in (("status",), ("status", KEY), ("order", "gadgets", "--day", "2026-11-25")):
        assert main(words) == 0
        told = capsys.readouterr()
        assert "obody is at work" not in told.out + told.err


def test_status_says_since_when_a_launched_run_waits_for_a_worker_to_people_and_scripts(
    home_of_line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    home_of_line.tick()
    since = dt.datetime(2026, 11, 23, 6, 30, tzinfo=dt.UTC)
    home_of_line.workplace.store.launched_runs.replace([LaunchedRun("run-1", KEY, since)])
    waits = "waits for a worker since 2026-11-23 06:30 UTC"
    for words in (("status",), ("status", KEY)):
        assert main(words) == 0
        assert f"to be made from trends on: {waits}" in " ".join(capsys.readouterr().out.split())
    assert main(["status", KEY, "--json"]) == 0
    one = json.loads(capsys.readouterr().out)
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [one]
    assert (one["id"], one["progress"]["text"]) == (KEY, waits)
