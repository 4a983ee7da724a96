"""How long after the SIGKILL of its run worker somebody is at work on a video again, under `vidpipe dev`, by itself.

The death comes in the middle of a stage; work has begun again with the first thing that a stage of the new worker does.
Prints seconds of wall time beside the limit and what the machine had to do besides. Run:
PYTHONPATH=tests python tests/bench/bench_recovery.py [rounds]; writes .vidpipe/bench/recovery.json.
"""

import os
import sys
import tempfile
from pathlib import Path

from faults.aftermath import at_work_again
from faults.deaths import Point
from faults.kills import QUICK_LINE, new_home
from faults.line_home import wait_until
from measuring import write

from vidpipe_assets.model.stages import Stage

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
LIMIT_S = 15.0
DEATHS = (
    Point(Stage.CLIPS, "call_table.submitted", 1, "after"),
    Point(Stage.COMPOSED_VIDEO, "dagster:ASSET_MATERIALIZATION", 1, "before"),
)


def killed_until_at_work_again(folder: Path, death: Point) -> float:
    """Seconds."""
    log = folder / "notes.jsonl"
    with new_home(folder / "home", QUICK_LINE) as home:
        with home.daemon(log, death):
            wait_until(lambda: len(home.versions()) == len(Stage) and home.is_idle(), "it is made", look_every_s=2)
        return at_work_again(log)


def main() -> None:
    """Measure, print, write."""
    found: list[float] = []
    print(f"{'killed':<50} {'at work again after':>20} {'limit':>6} {'load':>6}")
    for number in range(ROUNDS):
        death = DEATHS[number % len(DEATHS)]
        with tempfile.TemporaryDirectory() as folder:
            found.append(killed_until_at_work_again(Path(folder), death))
        print(f"{death!s:<50} {found[-1]:>18.1f} s {LIMIT_S:>4.0f} s {os.getloadavg()[0]:>6.1f}", flush=True)
    write("recovery", [{"killed_until_at_work_again_s": round(one, 1)} for one in found], limit_s=LIMIT_S)


if __name__ == "__main__":
    main()
