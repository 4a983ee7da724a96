"""FAULTS 31 under `vidpipe dev`: a run that is terminated in the web page, and one that takes longer than runs may."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dagster._core.storage.tags import MAX_RUNTIME_SECONDS_TAG
from faults.dev import Dev, dev_home, running
from faults.line_home import LineHome, wait_until

KEY = "2026-11-23_gadgets"

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Iterator[LineHome]:
    made = dev_home(tmp_path / "home")
    made.order(KEY)
    made.script(clips={"child": True})
    yield made
    made.end()


def terminated(home: LineHome, dev: Dev) -> None:
    [run] = home.runs()
    dev.cancel(run.run_id)


def left_alone(home: LineHome, dev: Dev) -> None:
    """Until it is over the limit, which is lowered only now: how long a machine takes until here is its own affair."""
    [run] = home.runs()
    with home.instance() as instance:
        instance.add_run_tags(run.run_id, {MAX_RUNTIME_SECONDS_TAG: "1"})


@pytest.mark.parametrize(
    ("end", "statuses", "verdict"),
    [
        pytest.param(terminated, ("CANCELED",), "cancelled: start it again by hand", id="by the page"),
        # Dagster fails it, and the run itself may say after that that it was cancelled.
        pytest.param(left_alone, ("FAILURE", "CANCELED"), "its run was ended: taken up again", id="by its length"),
    ],
)
def test_fault_31_a_run_that_is_ended_from_outside_ends_its_children_and_gives_everything_back(
    home: LineHome, end: Callable[[LineHome, Dev], None], statuses: tuple[str, ...], verdict: str
) -> None:
    with running(home) as dev:
        home.at(KEY, "clips")
        [child] = wait_until(lambda: home.programs("ffmpeg"), "ffmpeg runs")
        [run], [half_done] = home.runs(), home.scratch()
        home.script(clips={"hold": True})  # whoever tries again leaves everything as it is
        end(home, dev)
        wait_until(lambda: home.statuses()[0] in statuses, f"the run has ended as {' or '.join(statuses)}")
        wait_until(lambda: not Path(f"/proc/{child}").exists(), "ffmpeg is gone")
        wait_until(lambda: half_done not in home.scratch(), "nothing is left of the work in progress")
        with home.store() as store:
            wait_until(lambda: store.leases.of_runs([run.run_id])[run.run_id].released_at, "the lease is given back")
        assert verdict in home.dry()
