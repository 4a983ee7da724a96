"""What a line does when the world around it is odd: an empty day, odd partitions, damaged documents, late ticks."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import dagster as dg
import pytest
from fake_line import FAKES, Line, new_line

from vidpipe_assets.defs.assets.analysis import analysis
from vidpipe_assets.defs.assets.scripts import scripts
from vidpipe_assets.defs.assets.trends import trends
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.trends import TrendReport, TrendSnapshot
from vidpipe_assets.orchestration.failures import FailureRecord, latest_failure
from vidpipe_assets.planning.stage_records import ErrorBranch
from vidpipe_assets.providers.trends import CollectedTrends
from vidpipe_assets.providers.trends.sample import SampleTrends

KEY = "2026-11-23_gadgets"
SOUP = "2026-11-23_soup"
REST = [(KEY, stage) for stage in ("clips", "voiceover", "composed_video", "review")]


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        yield made


def failure(line: Line, stage: Stage, key: str = KEY) -> FailureRecord:
    found = latest_failure(line.instance, stage, key)
    assert found is not None
    return found[1]


def document(line: Line, stage: Stage, key: str = KEY) -> Path:
    [version] = line.workplace.store.documents.versions(key)[stage]
    return line.workplace.store.documents.folder / key / stage / f"{version}.json"


def test_fault_39_an_empty_day_is_an_explicit_result_and_later_stages_say_so(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.assets = [trends, analysis, scripts, *FAKES[3:]]
    line.theme("soup", "collect:\n  queries: [tomato soup]\n  hashtags: [soup]\n")
    # A source that is asked and has nothing on that day; the sample itself refuses what it knows nothing about.
    monkeypatch.setattr(SampleTrends, "collect", lambda *_: CollectedTrends(()))
    line.order(SOUP)
    assert line.settle() == 1
    load = line.workplace.store.documents.load
    snapshot = load(SOUP, Stage.TRENDS, document(line, Stage.TRENDS, SOUP).stem, TrendSnapshot)
    report = load(SOUP, Stage.ANALYSIS, document(line, Stage.ANALYSIS, SOUP).stem, TrendReport)
    assert snapshot.trends == report.ranked == report.opportunities == ()
    assert report.note == "No trends were collected, so that there is no story to tell."
    told = failure(line, Stage.SCRIPTS, SOUP)
    assert told.branch is ErrorBranch.PERMANENT
    assert told.message == "there is nothing to write about: no trends were collected for soup on 2026-11-23"
    assert "collect.queries" in told.remedy
    assert line.workplace.take() == []  # nothing was drawn, spoken or composed of nothing
    line.cursor = None
    assert "scripts failed for good: there is nothing to write about" in str(line.tick().skip_reason)


ODD = [
    *("../../etc/passwd", "/etc/passwd", "con", "2026-11-23_../../x", "2026-11-23_gadgets/..", "-rf", " "),
    *("2026-02-30_gadgets", "2026-11-23_GADGETS", "2026-11-23_gadgets_", "x" * 300, "２０２６-11-23_gadgets", "💥"),
]


def test_fault_26_partitions_that_are_no_video_keys_are_named_never_run_and_disturb_nobody(line: Line) -> None:
    line.instance.add_dynamic_partitions("videos", [*ODD, KEY])  # as a person types them into the UI
    assert line.settle() == 1
    assert {video for video, _ in line.workplace.take()} == {KEY}
    line.cursor = None
    assert "no video keys, never run: " in str(line.tick().skip_reason)
    assert set(line.workplace.store.orders.states()) == {KEY}


@pytest.mark.parametrize("name", [ODD[0], "x" * 300, "2026-11-23_gadgets/.."])
def test_fault_26_an_odd_partition_that_a_person_runs_fails_and_writes_nothing(
    line: Line, tmp_path: Path, name: str
) -> None:
    line.instance.add_dynamic_partitions("videos", [name])
    outside = sorted(tmp_path.parent.iterdir())
    done = line.run(name, "trends")
    assert not done.success
    [failed] = [event for event in done.all_events if event.is_step_failure]
    assert "is not a video key\nRemedy: write DAY_THEME" in str(failed.event_specific_data.error_display_string)
    assert line.workplace.take() == []
    assert line.workplace.store.orders.states() == {}
    places = line.workplace.places
    kept = (places.documents, places.artifacts, places.scratch, places.output)
    assert [path for folder in kept for path in folder.rglob("*")] == []
    assert sorted(tmp_path.parent.iterdir()) == outside


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_text('{"text": "half'), id="half", marks=pytest.mark.slow),
        pytest.param(lambda path: path.write_text('{"of": "another kind"}'), id="another kind", marks=pytest.mark.slow),
        pytest.param(lambda path: path.unlink(), id="gone"),
    ],
)
def test_fault_38_a_lost_document_is_told_by_name_and_made_again(line: Line, damage: Callable[[Path], object]) -> None:
    line.order(KEY)
    line.settle()
    line.workplace.take()
    lost = document(line, Stage.SCRIPTS)
    content = lost.read_bytes()
    damage(lost)
    line.theme(text="picture:\n  palette: ember\n")
    line.settle()
    [told] = [event for event in losses(line) if event]
    assert told.startswith(f"the document {lost} ")
    assert line.workplace.take() == [(KEY, stage) for stage in ("scripts", "clips", "composed_video", "review")]
    assert lost.read_bytes() == content
    assert line.dry() == "nothing is to be done"


def losses(line: Line) -> list[str]:
    events = line.instance.fetch_observations(dg.AssetKey("scripts"), limit=10).records
    return [str(event.asset_observation.metadata["what happened"].value) for event in events if event.asset_observation]


def test_fault_38_a_person_s_run_on_a_lost_document_says_what_to_do(line: Line) -> None:
    line.order(KEY)
    line.settle()
    lost = document(line, Stage.SCRIPTS)
    lost.write_text("")
    done = line.run(KEY, "clips")
    [failed] = [event for event in done.all_events if event.is_step_failure]
    told = str(failed.event_specific_data.error_display_string)
    assert f"the document {lost} cannot be read" in told
    assert f"Remedy: materialize scripts of {KEY} again" in told
    assert lost.read_text() == ""  # never reset in silence


def test_fault_33_a_tick_whose_runs_are_done_and_that_comes_late_starts_nothing(line: Line) -> None:
    line.order(KEY)
    late = line.tick()
    line.cursor = None
    line.launch(line.tick())
    line.workplace.take()
    assert line.launch(late) == 0
    line.cursor = late.cursor  # the daemon has forgotten what came after
    assert line.settle() == 0
    assert line.workplace.take() == []


def test_fault_33_a_cursor_that_is_nonsense_or_another_time_s_is_no_cursor(line: Line) -> None:
    line.order(KEY)
    line.settle()
    line.theme(text="captions:\n  highlight: '#FF0000'\n")
    for cursor in ("{", "null", '{"seen": "?", "reason": "x", "until": "2999-01-01T00:00:00+00:00"}', "x" * 10_000):
        line.cursor = cursor
        assert len(line.tick().run_requests or ()) == 1


def test_fault_22_an_unforeseen_write_that_finds_no_room_waits_for_room(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.order(KEY)
    line.workplace.trouble[KEY, "clips"] = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/somewhere/cover.png")
    room = SimpleNamespace(f_bavail=0, f_frsize=4096, f_files=0, f_favail=0)
    monkeypatch.setattr(os, "statvfs", lambda _: room)
    assert line.settle() == 1
    told = failure(line, Stage.CLIPS)
    assert (told.branch, told.attempt, told.waits_for) == (ErrorBranch.BLOCKED, 0, "disk")
    assert "/somewhere/cover.png" in told.message
    line.workplace.take()
    line.workplace.trouble.clear()
    line.cursor = None
    assert line.settle() == 0
    room.f_bavail = 10**9
    line.cursor = None
    assert line.settle() == 1
    assert line.workplace.take() == [one for one in REST if one[1] != "voiceover"]


def test_fault_22_why_a_stage_waits_is_one_line_whatever_a_program_said(line: Line) -> None:
    line.order(KEY)
    line.workplace.trouble[KEY, "clips"] = OSError("ffmpeg could not:\n[mp4 @ 0x1] a line\n[mp4 @ 0x1] another line")
    line.launch(line.tick())
    assert str(line.tick().skip_reason).splitlines() == [str(line.tick().skip_reason)]
    assert "another line" in failure(line, Stage.CLIPS).message
