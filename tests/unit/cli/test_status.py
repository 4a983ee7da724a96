"""`vidpipe status`: what each open video waits for, in words that a person can act on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_line import Line, new_line

from vidpipe_assets.cli.tables import show_overview, show_video
from vidpipe_assets.model.errors import TransientError
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.status import overview, video_status

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
