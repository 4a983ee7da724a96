"""How long stages will take: from past runs, else a first guess that says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidpipe_assets.model.progress import StageTime
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.planning.estimates import left_s, stage_estimate, start_times, usual_size


def scenes(size: float, seconds: float, theme: str = "gadgets") -> StageTime:
    return StageTime(Stage.CLIPS, theme, size, seconds)


@pytest.mark.parametrize("stage", list(Stage))
def test_without_past_runs_it_is_a_first_guess_that_grows_with_the_size(stage: Stage) -> None:
    small, large = (stage_estimate(stage, size, "gadgets", []) for size in (1, 6))
    assert (small.runs, large.runs) == (0, 0)
    assert 0 < small.seconds < large.seconds


def test_what_took_long_before_is_expected_to_take_long_again() -> None:
    times = [scenes(6, 60), scenes(1, 12), scenes(3, 30)]
    found = stage_estimate(Stage.CLIPS, 4, "gadgets", times)
    assert (found.seconds, found.runs) == (40, 3)


def test_the_same_theme_counts_once_it_was_made_often_enough() -> None:
    others = [scenes(1, 2, "space")] * 8
    assert stage_estimate(Stage.CLIPS, 1, "gadgets", [scenes(1, 50), *others]).seconds == 2
    assert stage_estimate(Stage.CLIPS, 1, "gadgets", [*[scenes(1, 50)] * 3, *others]).seconds == 50


def test_one_run_that_was_held_up_changes_little() -> None:
    times = [scenes(1, 4000), scenes(1, 4), scenes(1, 5), scenes(1, 6)]
    assert stage_estimate(Stage.CLIPS, 1, "gadgets", times).seconds == 5.5


def test_a_remake_is_smaller_than_the_whole_video() -> None:
    for stage in (Stage.CLIPS, Stage.VOICEOVER, Stage.COMPOSED_VIDEO):
        assert usual_size(stage, 30, is_remake=True) < usual_size(stage, 30)
    assert usual_size(Stage.SCRIPTS, 30, is_remake=True) == usual_size(Stage.SCRIPTS, 30)


@given(st.floats(0.1, 1e4), st.floats(0, 1e4), st.floats(0, 1))
def test_what_is_left_is_never_negative_and_nothing_at_the_end(expected: float, elapsed: float, share: float) -> None:
    found = left_s(expected, elapsed, share)
    assert found is not None
    assert found >= 0
    assert left_s(expected, elapsed, 1.0) == 0


@given(st.floats(1, 1e4), st.floats(0, 1))
def test_at_the_expected_pace_the_rest_of_the_time_is_left(expected: float, share: float) -> None:
    assert left_s(expected, expected * share, share) == pytest.approx(expected * (1 - share), abs=1e-6)


def test_where_nobody_counts_time_tells_until_it_is_used_up() -> None:
    assert left_s(10, 4, None) == 6
    assert left_s(10, 11, None) is None


@given(st.lists(st.floats(0, 100), max_size=4), st.lists(st.floats(0, 100), max_size=20))
def test_those_who_wait_begin_in_their_order_and_none_before_somebody_has_ended(
    running: list[float], waiting: list[float]
) -> None:
    starts = start_times(running, waiting)
    assert len(starts) == len(waiting)
    assert starts == sorted(starts)
    assert not running or all(start >= min(running) for start in starts)
    at_a_time = max(len(running), 1)
    ends = [*running, *(start + length for start, length in zip(starts, waiting, strict=True))]
    begins = [0.0] * len(running) + starts
    for moment in starts:
        at_work = sum(begin <= moment < end for begin, end in zip(begins, ends, strict=True))
        assert at_work <= at_a_time
