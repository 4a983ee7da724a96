"""`vidpipe watch`: a line for each change, and an end that says how the video has ended."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from fake_line import Line, new_line

from vidpipe_assets.cli import main, watch
from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.progress import SENSOR
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.decide import CancelRequest, apply

KEY = "2026-11-23_gadgets"


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.delenv("VIDPIPE_DATABASE_URL", raising=False)
    with new_line(tmp_path) as made:
        made.order(KEY)
        yield made


def watched(line: Line, *meanwhile: Callable[[], object]) -> int:
    """Watch; between the looks happens what is told, one thing after the other."""
    happening = iter(meanwhile)
    return watch.follow(line.workplace.store, KEY, lambda: None, sleep=lambda _: (next(happening)(), None)[1])


def shown(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_a_line_is_written_for_each_change_until_the_video_waits_for_its_review(
    line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    store = line.workplace.store
    store.life_signs.give(SENSOR)
    store.leases.announce("run", KEY)

    def at_work(scenes: int) -> None:
        store.progress.report(store.progress.begin(KEY, "run", Stage.CLIPS), scenes, 100, "scenes")

    held = ExitStack()

    def finish() -> None:
        held.close()
        store.leases.released("run")
        line.settle()

    assert held.enter_context(store.leases.held("run", KEY, 0))
    with held:
        code = watched(line, *(partial(at_work, scenes) for scenes in (1, 3, 52, 58)), finish)
    assert code == 0
    told = shown(capsys)
    assert len(told) == 4, told
    assert "trends" not in told[1]
    assert [text.split(", ")[1] for text in told[1:3]] == ["1 of 100 scenes", "52 of 100 scenes"]
    assert told[3] == f"{KEY}: waiting for review"


@pytest.mark.parametrize("state", [OrderState.APPROVED, OrderState.CANCELLED, OrderState.REJECTED, OrderState.EXPIRED])
def test_a_video_that_is_closed_is_watched_no_longer(
    line: Line, capsys: pytest.CaptureFixture[str], state: OrderState
) -> None:
    line.workplace.store.orders.close([VideoKey.parse(KEY)], state)
    assert main(["watch", KEY]) == (0 if state is OrderState.APPROVED else 1)
    told = capsys.readouterr()
    assert state.value in (told.out if state is OrderState.APPROVED else told.err)


def test_whoever_watches_hears_of_a_cancellation_meanwhile(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    assert watched(line, lambda: apply(line.workplace.store, KEY, CancelRequest(), who="ann")) == 1
    assert "cancelled" in capsys.readouterr().err


def test_a_failure_ends_the_watching_with_its_remedy(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    line.workplace.trouble[KEY, "analysis"] = PermanentError("nothing to tell", remedy="order another topic")
    line.settle()
    assert watched(line) == 1
    told = capsys.readouterr()
    assert "nothing to tell" in told.err
    assert "remedy: order another topic" in told.err


def test_fault_56_whoever_watches_hears_that_nobody_is_at_work(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StopIteration):
        watched(line, lambda: line.workplace.store.life_signs.give(SENSOR))
    first, second = shown(capsys)
    assert first == f"{KEY}: 1st in the queue. Nobody is at work: vidpipe dev starts the daemon, which makes the videos"
    assert second == f"{KEY}: 1st in the queue, begins in a few seconds"


def test_ctrl_c_ends_the_watching_and_nothing_else(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("vidpipe_assets.cli.watch.time.sleep", interrupted)
    assert main(["watch", KEY]) == 130
    order = line.workplace.store.orders.get(VideoKey.parse(KEY))
    assert order
    assert order.state is OrderState.OPEN


def test_what_was_never_ordered_cannot_be_watched(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", "2026-11-24_gadgets"]) == 1
    assert "2026-11-24_gadgets" in capsys.readouterr().err


def test_on_a_terminal_one_line_is_renewed(capsys: pytest.CaptureFixture[str]) -> None:
    line = watch.Line(is_terminal=True)
    line.show("clips: 1 %", 0)
    line.show("clips: 2 %", 0)
    line.show("clips: 2 %", 0)
    line.end()
    assert capsys.readouterr().out == "\r\033[2Kclips: 1 %\r\033[2Kclips: 2 %\n"
