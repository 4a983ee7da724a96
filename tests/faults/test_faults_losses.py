"""FAULTS 38: a file that somebody has deleted by hand is noticed, and the stage that had made it makes it again."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_line import Line, Note, new_line

from vidpipe_assets.model.stages import Stage

KEY = "2026-11-23_gadgets"
AGAIN = [(KEY, "clips")]


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """A finished video whose clips are a file, and nothing left to do."""
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        made.workplace.filming.add("clips")
        made.order(KEY)
        made.settle()
        made.workplace.take()
        yield made


def film(line: Line) -> Path:
    store = line.workplace.store
    [version] = store.documents.versions(KEY)[Stage.CLIPS]
    [file] = store.documents.load(KEY, Stage.CLIPS, version, Note).files
    return store.artifacts.folder / file.sha256[:2] / file.name


@pytest.mark.parametrize("cut", [True, False], ids=["cut off", "deleted"])
def test_fault_38_refresh_videos_makes_a_lost_file_again_and_nothing_else(line: Line, cut: bool) -> None:
    lost = film(line)
    content = lost.read_bytes()
    if cut:
        lost.write_bytes(content[:5])
    else:
        lost.unlink()
    assert line.job("refresh_videos", "refresh").success
    assert line.workplace.take() == AGAIN
    assert lost.read_bytes() == content
    assert line.dry() == "nothing is to be done"


def test_fault_38_the_sensor_comes_past_every_video(line: Line) -> None:
    lost = film(line)
    lost.unlink()
    line.cursor = None
    found = line.tick()
    [request] = found.run_requests or ()
    assert request.tags["vidpipe/cause.clips"] == "what it had made is lost"
    assert line.launch(found) == 1
    assert line.settle() == 0
    assert line.workplace.take() == AGAIN
    assert lost.exists()


def test_fault_38_a_stage_that_misses_a_file_has_it_made_again(line: Line) -> None:
    film(line).unlink()
    line.theme(text="captions:\n  highlight: '#FF0000'\n")
    assert line.settle() >= 1
    assert line.workplace.take() == [*AGAIN, (KEY, "composed_video"), (KEY, "review")]
    assert line.dry() == "nothing is to be done"


def test_fault_38_with_a_disk_that_is_not_there_nothing_is_called_lost(line: Line) -> None:
    folder = line.workplace.store.artifacts.folder
    away = folder.with_name("elsewhere")
    shutil.move(folder, away)
    done = line.job("refresh_videos", "refresh")
    [failure] = done.get_step_failure_events()
    told: Any = failure.step_failure_data.user_failure_data
    assert f"the folder {folder} is not there\nRemedy: mount the disk" in told.description
    shutil.move(away, folder)
    assert line.job("refresh_videos", "refresh").success
    assert line.workplace.take() == []
