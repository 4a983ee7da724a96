"""Old runs are forgotten; nothing that the planner needs goes with them."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from fake_line import Line, new_line

from vidpipe_assets.cli import main, operate
from vidpipe_assets.model.errors import PermanentError
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.orchestration.retention import forget, forgettable

pytestmark = pytest.mark.slow

KEY = "2026-11-23_gadgets"
NOTHING = "nothing is to be done"
RED = "captions:\n  highlight: '#FF0000'\n"


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    (tmp_path / "dagster").mkdir()
    with new_line(tmp_path) as made:
        made.order(KEY)
        yield made


def tidied(line: Line, later: dt.timedelta = dt.timedelta(days=1)) -> int:
    """Forget as if it were `later`; the number of runs that went."""
    before = dt.datetime.now(dt.UTC) + later
    gone = 0
    for run_id in forgettable(line.instance, line.workplace.store, before):
        forget(line.instance, run_id)
        gone += 1
    return gone


def to_do(line: Line) -> str:
    """What is to be done, to one that knows nothing but the event log."""
    line.workplace.store.facts.forget_all()
    return line.dry()  # `refresh_videos` remembers nothing of its own


def test_of_an_open_video_only_runs_go_whose_checkpoints_were_all_made_again(line: Line) -> None:
    line.settle()
    for text in (RED, "", RED):  # each makes composed_video and review again
        line.theme(text=text)
        line.settle()
    assert len(line.instance.get_runs()) == 4
    assert tidied(line) == 2
    assert len(line.instance.get_runs()) == 2
    assert to_do(line) == NOTHING


def test_what_failed_is_still_known_to_have_failed(line: Line) -> None:
    line.workplace.trouble[KEY, "clips"] = PermanentError("it cannot be done")
    line.settle()
    line.order(f"{KEY}_2")
    line.settle()
    assert tidied(line) == 0
    assert to_do(line) == "0 videos to make, 1 waiting"


def test_of_a_video_that_was_closed_long_ago_all_runs_go_and_it_is_not_made_again(line: Line) -> None:
    line.settle()
    line.order(f"{KEY}_2")
    line.settle()
    line.workplace.store.orders.close([VideoKey.parse(KEY)], OrderState.APPROVED)
    assert tidied(line) == 1
    [left] = line.instance.get_runs()
    assert left.tags["dagster/partition"] == f"{KEY}_2"
    line.workplace.take()
    assert line.settle() == 0
    assert line.workplace.take() == []


def test_what_ended_lately_stays(line: Line) -> None:
    line.settle()
    line.order(f"{KEY}_2")
    line.settle()
    line.workplace.store.orders.close([VideoKey.parse(KEY)], OrderState.APPROVED)
    assert tidied(line, -dt.timedelta(hours=1)) == 0


def test_the_run_that_ended_last_stays_so_that_no_event_gets_its_number_again(line: Line) -> None:
    line.settle()
    line.workplace.store.orders.close([VideoKey.parse(KEY)], OrderState.APPROVED)
    assert tidied(line) == 0


def test_nothing_of_a_forgotten_run_is_left(tmp_path: Path) -> None:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        made = [dg.materialize([_printing], instance=instance, run_config={}).run_id for _ in range(2)]
        assert len(_files(tmp_path, made[0])) > 1
        forget(instance, made[0])
        assert _files(tmp_path, made[0]) == []
        assert [run.run_id for run in instance.get_runs()] == made[1:]


@dg.asset
def _printing() -> int:
    print("something")
    return 1


def _files(folder: Path, run_id: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.startswith(run_id)]


def test_the_command_only_counts_unless_it_is_told_to_delete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.setattr(operate, "now_utc", lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
    (tmp_path / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    with dg.DagsterInstance.get() as instance:
        for _ in range(3):
            instance.add_run(dg.DagsterRun("order_videos", status=dg.DagsterRunStatus.SUCCESS))
        for arguments, said, left in (
            (["--runs-older-than", "3"], "There is nothing that nobody needs", 3),
            (["--runs-older-than", "1"], "runs       2", 3),
            (["--runs-older-than", "0", "--delete"], "runs   2", 1),
        ):
            assert main(["gc", *arguments]) == 0
            assert said in capsys.readouterr().out
            assert len(instance.get_runs()) == left
