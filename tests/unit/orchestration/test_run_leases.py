"""A run that somebody has ended does not go on: another one may be at work on its video."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_line import Line, new_line

from vidpipe_assets.model.stages import Stage

KEY = "2026-11-23_gadgets"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        made.order(KEY)
        made.instance.add_dynamic_partitions("videos", [KEY])
        yield made


def test_fault_32_a_run_that_was_given_up_for_dead_stops_before_its_next_stage(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = line.workplace.work

    def given_up_at_scripts(task: Any, stage: Stage) -> Any:
        if stage is Stage.SCRIPTS:  # as monitoring does when the database that held the run's lock was restarted
            [run] = line.instance.get_runs()
            line.instance.report_run_failed(run)
        return work(task, stage)

    monkeypatch.setattr(line.workplace, "work", given_up_at_scripts)
    done = line.run(KEY)
    assert not done.success
    assert [stage for _, stage in line.workplace.take()] == ["trends", "analysis", "scripts"]
    monkeypatch.undo()
    line.settle()
    assert [stage for _, stage in line.workplace.take()] == [stage.value for stage in Stage][3:]
