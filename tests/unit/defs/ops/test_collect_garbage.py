"""Tidying from the launchpad and by the schedule; and what the line says of videos of which something went."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from fake_line import Line, new_line

from vidpipe_assets.definitions import defs
from vidpipe_assets.defs.schedules import collect_garbage_schedule
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey

KEY = "2026-11-23_gadgets"
OTHER = f"{KEY}_2"
RED = "captions:\n  highlight: '#FF0000'\n"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        made.workplace.filming = {stage.value for stage in Stage}
        made.order(KEY)
        yield made


def later(line: Line, days: float) -> None:
    """As if so many days had passed: for the clock, and for the files."""
    line.workplace.clock = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
    places = line.workplace.places
    then = dt.datetime.now(dt.UTC).timestamp() - 1
    for folder in (places.documents, places.artifacts):
        for number, path in enumerate(sorted(folder.rglob("*.*"), key=lambda path: path.stat().st_mtime_ns)):
            os.utime(path, (then, then + number / 1000))


def files(line: Line) -> dict[str, int]:
    """How many there are."""
    places = line.workplace.places
    return {
        folder.name: sum(path.is_file() for path in folder.rglob("*"))
        for folder in (places.documents, places.artifacts)
    }


def tidy(line: Line, **config: object) -> str:
    """What the job says that it has done."""
    done = line.job("collect_garbage", "tidy", **config)
    assert done.success
    [handled] = [one for one in done.all_events if one.event_type_value == "STEP_OUTPUT"]
    table = [one.value for one in handled.step_output_data.metadata.values()]
    return "; ".join(f"{row.data['number']} {row.data['what']}" for row in table[0].records) if table else "nothing"


def test_of_an_open_video_what_was_made_again_goes_and_nothing_is_made_for_that(line: Line) -> None:
    line.settle()
    line.theme(text=RED)
    line.settle()
    assert files(line) == {"documents": 9, "artifacts": 9}
    later(line, 100)
    assert tidy(line) == "2 documents; 2 artifacts"
    assert files(line) == {"documents": 9, "artifacts": 9}
    assert tidy(line, delete=True, runs_older_than=1000) == "2 documents; 2 artifacts"
    assert files(line) == {"documents": 7, "artifacts": 7}
    line.workplace.take()
    assert line.job("refresh_videos", "refresh").success  # it looks for every file
    line.settle()
    assert line.workplace.take() == []


def test_a_closed_video_of_which_nothing_is_left_is_not_made_again_until_it_is_opened(line: Line) -> None:
    line.settle()
    line.order(OTHER)
    line.settle()
    line.workplace.store.orders.close([VideoKey.parse(KEY)], OrderState.REJECTED)
    later(line, 100)
    assert files(line) == {"documents": 14, "artifacts": 7}  # both videos show the same
    assert tidy(line, delete=True) == "7 documents; 1 runs"
    assert files(line) == {"documents": 7, "artifacts": 7}
    line.workplace.take()
    assert line.job("refresh_videos", "refresh").success
    line.settle()
    assert line.workplace.take() == []
    line.workplace.store.orders.reopen([VideoKey.parse(KEY)], OrderState.REJECTED)
    line.job("refresh_videos", "refresh")
    line.settle()
    assert len(line.workplace.take()) == 7
    assert files(line) == {"documents": 14, "artifacts": 7}


def test_the_schedule_removes_and_is_off_until_somebody_turns_it_on() -> None:
    schedule = defs.get_repository_def().get_schedule_def("collect_garbage_schedule")
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED
    with dg.DagsterInstance.ephemeral() as instance, dg.build_schedule_context(instance=instance) as context:
        tick = collect_garbage_schedule.evaluate_tick(context)
    [request] = tick.run_requests or []
    assert request.run_config["ops"]["tidy"]["config"] == {"delete": True}
    assert dg.validate_run_config(defs.resolve_job_def("collect_garbage"), request.run_config)
