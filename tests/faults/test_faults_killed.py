"""FAULTS 30: vidpipe is killed around its durable writes; `refresh_videos` then finishes the video by itself.

Three deaths in `make test`, on the line of `faults.kill_line`, whose stages take milliseconds; in `make test-slow` the
others on it, a chain on the real line (every night five), and the daemon.
"""

from pathlib import Path

import pytest
from faults.actors import Scene, assert_all_is_well, begun, played, settled
from faults.aftermath import assert_as_if_never_killed, at_work_again, survived
from faults.deaths import Point, chain, notes, stages_of
from faults.kills import OUTSIDE, QUICK_LINE, REAL_LINE, Home, NeverKilled, never_killed, new_home
from faults.line_home import wait_until

from vidpipe_assets.model.stages import Stage

CHAINS = 5
"""Of the real line, with about seven deaths each; one of them in `make test-slow`, every night all."""


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> NeverKilled:
    """The video of the quick line, made without any trouble."""
    return never_killed(tmp_path_factory.mktemp("quick") / "home", QUICK_LINE)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> NeverKilled:
    """The video of the real line, made without any trouble."""
    return never_killed(tmp_path_factory.mktemp("real") / "home", REAL_LINE)


def is_made(home: Home, wanted: NeverKilled) -> bool:
    """Whether the same video is there, and nobody at work any more."""
    return home.versions() == wanted.versions and home.is_idle()


@pytest.mark.slow
def test_fault_30_killed_at_every_stage_boundary_no_finished_stage_is_worked_again(
    tmp_path: Path, quick: NeverKilled
) -> None:
    deaths = [Point(stage, "dagster:ASSET_MATERIALIZATION", 1, "after") for stage in Stage]
    with new_home(tmp_path / "home", QUICK_LINE) as home:
        assert survived(home, deaths) == deaths
        assert_as_if_never_killed(home, quick.versions)


@pytest.mark.parametrize(
    "deaths",
    [
        pytest.param(
            [
                Point(Stage.CLIPS, "call_table.submitted", 1, "before"),
                Point(Stage.VOICEOVER, "call_table.received", 1, "before"),
                Point(Stage.REVIEW, "rename:review", 1, "before"),
            ],
            id="submitted but not booked, received but not booked, made but not in place",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            [
                Point(OUTSIDE, "dagster:_core_add_run", 1, "after"),
                Point(Stage.TRENDS, "dagster:ASSET_MATERIALIZATION", 1, "before"),
                Point(Stage.COMPOSED_VIDEO, "replace:documents", 1, "before"),
                Point(OUTSIDE, "run:PIPELINE_SUCCESS", 1, "before"),
            ],
            id="run not begun, document not recorded, document not in place, run not ended",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_fault_30_killed_within_stages_it_is_as_if_nothing_had_happened(
    tmp_path: Path, quick: NeverKilled, deaths: list[Point]
) -> None:
    # Later: a run that is killed twice on its way to the same stage waits a minute before the third try.
    with new_home(tmp_path / "home", QUICK_LINE, later_s=3600) as home:
        assert survived(home, deaths) == deaths
        assert_as_if_never_killed(home, quick.versions)


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", range(CHAINS))
def test_fault_30_the_real_line_is_killed_in_every_stage_and_ends_as_if_nothing_had_happened(
    tmp_path: Path, real: NeverKilled, number: int
) -> None:
    with new_home(tmp_path / "home", REAL_LINE, later_s=3600) as home:
        died = survived(home, chain(real.ran.notes, "in CI", number))
        assert len(died) >= len(Stage) - 3  # an instant may slip into a later stage
        assert_as_if_never_killed(home, real.versions)


@pytest.mark.slow
@pytest.mark.parametrize(
    "death",
    [
        Point(Stage.CLIPS, "call_table.submitted", 1, "after"),
        pytest.param(
            Point(Stage.COMPOSED_VIDEO, "dagster:ASSET_MATERIALIZATION", 1, "before"), marks=pytest.mark.nightly
        ),
    ],
    ids=str,
)
def test_fault_30_the_daemon_makes_the_video_of_a_killed_worker_without_anyone_doing_anything(
    tmp_path: Path, quick: NeverKilled, death: Point
) -> None:
    log = tmp_path / "notes.jsonl"
    with new_home(tmp_path / "home", QUICK_LINE) as home:
        with home.daemon(log, death):
            wait_until(lambda: is_made(home, quick), "the video is finished", look_every_s=1)
        print(f"killed {death}: at work again after {at_work_again(log):.1f} s")
        assert_as_if_never_killed(home, quick.versions)


@pytest.mark.slow
@pytest.mark.parametrize(
    "death",
    [
        Point(Stage.VOICEOVER, "call_table.received", 1, "before"),
        pytest.param(Point(Stage.REVIEW, "rename:review", 1, "after"), marks=pytest.mark.nightly),
    ],
    ids=str,
)
def test_fault_30_after_the_death_of_the_daemon_with_all_its_children_a_new_one_finishes_the_video(
    tmp_path: Path, quick: NeverKilled, death: Point
) -> None:
    before, after = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    with new_home(tmp_path / "home", QUICK_LINE) as home:
        with home.daemon(before, death):
            wait_until(lambda: any(note.what == "died" for note in notes(before)), f"the worker dies {death}")
            home.kill()
        finished = home.versions()
        with home.daemon(after):
            wait_until(lambda: is_made(home, quick), "the video is finished", look_every_s=1)
        assert not stages_of(notes(after)) & finished.keys()
        assert_as_if_never_killed(home, quick.versions)


@pytest.mark.slow
@pytest.mark.nightly
def test_fault_30_workers_are_killed_while_people_decide_and_every_decision_comes_true(tmp_path: Path) -> None:
    with new_home(tmp_path / "home", QUICK_LINE) as home:
        scene = Scene(home, "in CI", wanted_kills=5)
        begun(home)
        played(scene)
        settled(scene)
        assert_all_is_well(scene)
