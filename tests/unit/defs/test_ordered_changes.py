"""An order's own changes of its theme reach the stages that read them, and no other video."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_line import Line, new_line

from vidpipe_assets.model.video_key import VideoKey

PLAIN, CHANGED = "2026-11-23_gadgets", "2026-11-23_gadgets_2"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        yield made


def test_the_runs_and_the_planner_agree_on_what_an_order_has_changed(line: Line) -> None:
    orders = line.workplace.store.orders
    orders.add([VideoKey.parse(PLAIN)], asked_by="test")
    overrides = {"theme": {"captions": {"style": "box"}}}
    orders.add_new([iter([VideoKey.parse(CHANGED)])], topic="", overrides=overrides, asked_by="test")
    line.settle()
    assert len(line.workplace.take()) == 14
    assert line.settle() == 0
    # The theme now says what one order has said already: only the other video is composed again.
    line.theme(text="captions:\n  style: box\n")
    line.settle()
    assert line.workplace.take() == [(PLAIN, "composed_video"), (PLAIN, "review")]
