"""FAULTS 30: whoever draws clips ends with its parent, in whatever order the two go on; `faults.orphans` does the work.

In `make test-slow` some of the orders, every night 300 kills: each order once, the rest at random. How soon, the
program says: `PYTHONPATH=.:tests python -m faults.orphans --kills 300`.
"""

import sys
from pathlib import Path

import pytest
from faults.orphans import Kill, forced, outcome, random_kills

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]

SOME = [
    *(Kill(parent=point) for point in ("started", "half sent", "done")),
    Kill(worker="begin 1 close"),
    Kill(worker="taken 1 closed"),
    Kill(worker="encode 2 close"),
    Kill(worker="frame 1 signalled"),
    Kill(worker="flush 1 close"),
    Kill(worker="settle 2 closed"),
    Kill(worker="finished 1 closed"),
    Kill(worker="tell 1 close"),
    Kill(worker="told 1 closed"),
    *random_kills(3, "slow"),
]


@pytest.mark.parametrize("kill", SOME, ids=str)
def test_fault_30_nobody_who_draws_outlives_a_parent_that_is_killed(kill: Kill, tmp_path: Path) -> None:
    assert outcome(kill, tmp_path / "parent").left == ()


def test_fault_30_the_points_of_both_are_all_forced() -> None:
    assert {one.parent for one in forced() if one.parent} >= {"start", "half sent", "closed"}
    assert len({one.worker for one in forced()}) == 1 + 3 * (2 * 11 - 1)


@pytest.mark.nightly
@pytest.mark.timeout(5400)
def test_fault_30_of_300_parents_that_are_killed_nobody_is_left(tmp_path: Path) -> None:
    kills = forced()
    kills += random_kills(300 - len(kills), "nightly")
    found = [outcome(kill, tmp_path / str(number)) for number, kill in enumerate(kills)]
    assert [one for one in found if one.left] == []
    assert sum(one.alive > 1 for one in found) > 200
    assert any(one.drawing for one in found)
