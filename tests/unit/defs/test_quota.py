"""Beyond the quota nothing new is made; nothing fails, and it goes on by itself once there is room."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_line import Line, new_line

from vidpipe_assets.storage import disk_use
from vidpipe_assets.storage.disk_use import DiskUse

KEY = "2026-11-23_gadgets"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        made.workplace.disk_quota_gb = 1
        made.order(KEY)
        yield made


def used(monkeypatch: pytest.MonkeyPatch, gigabytes: float) -> None:
    found = DiskUse(kinds={"artifacts": int(gigabytes * 1e9)}, measured_at=0, took_s=0)
    monkeypatch.setattr(disk_use, "measure", lambda _: found)


def test_beyond_the_quota_work_waits_and_goes_on_by_itself(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    used(monkeypatch, 1.1)
    for _ in range(5):  # more often than a failure is tried again
        line.settle()
    assert line.workplace.take() == []
    assert len(line.instance.get_runs()) == 1
    plan = str(line.foreseen()["plan"].value)
    assert "uses 1.1 GB, and may use 1 GB" in plan
    used(monkeypatch, 0.9)
    line.settle()
    assert len(line.workplace.take()) == 7


def test_what_is_made_already_may_be_looked_at_beyond_the_quota(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    used(monkeypatch, 0.5)
    line.settle()
    used(monkeypatch, 1.1)
    line.run(KEY, tags={"dagster/backfill": "x"})
    assert line.instance.get_runs()[0].is_success
