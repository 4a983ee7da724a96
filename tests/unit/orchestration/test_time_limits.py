"""A stage that takes too long is told at first, then ended with all that it has started."""

import signal
import threading

import pytest

from vidpipe_assets.io import processes
from vidpipe_assets.model.errors import TransientError
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.orchestration.time_limits import LIMITS, TimeLimits, within_limits
from vidpipe_assets.render import ffmpeg

NEVER = TimeLimits(100, 200)


def test_every_stage_has_a_soft_limit_below_its_hard_one() -> None:
    assert set(LIMITS) == set(Stage)
    assert all(0 < soft < hard for soft, hard in LIMITS.values())


def test_fault_31_the_hard_limit_ends_the_stage_and_its_children() -> None:
    with (
        pytest.raises(TransientError, match=r"clips was not done after 0\.2 s") as caught,
        within_limits(Stage.CLIPS, print, TimeLimits(0.1, 0.2)),
    ):
        ffmpeg.run(["-re", "-f", "lavfi", "-i", "testsrc=d=600", "-f", "null", "-"], timeout_s=600)
    assert caught.value.remedy
    assert not processes._running


def test_no_retry_on_the_way_takes_the_end_of_its_time_for_a_passing_trouble() -> None:
    tries = 0
    with pytest.raises(TransientError), within_limits(Stage.CLIPS, print, NEVER):
        while tries < 3:
            tries += 1
            try:
                signal.raise_signal(signal.SIGALRM)  # the time is up just now
            except Exception:  # noqa: S112
                continue
    assert tries == 1


def test_the_soft_limit_is_told_while_the_stage_goes_on() -> None:
    said: list[str] = []
    heard = threading.Event()

    def warn(text: str) -> None:
        said.append(text)
        heard.set()

    with within_limits(Stage.REVIEW, warn, TimeLimits(0.01, 100)):
        assert heard.wait(60)
    assert said == ["review takes longer than 0.01 s; it is ended after 2 minutes"]


def test_somebody_else_s_alarm_is_there_again_afterwards() -> None:
    before = signal.getitimer(signal.ITIMER_REAL)[0]
    with within_limits(Stage.REVIEW, print, NEVER):
        assert signal.getitimer(signal.ITIMER_REAL)[0] <= NEVER.hard_s
    assert (signal.getitimer(signal.ITIMER_REAL)[0] > 0) == (before > 0)


def test_a_thread_beside_the_main_one_works_without_the_hard_limit() -> None:
    done: list[bool] = []

    def work() -> None:
        with within_limits(Stage.REVIEW, print, NEVER):
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
