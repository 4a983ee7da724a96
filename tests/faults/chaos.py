"""`make chaos N=500`: kills the real line as often as that, at points and instants that a seed chooses.

Each video is a chain of deaths (`faults.kills.chain`), ended by a run that goes through; then everything has to be as
if nothing had happened. A failing chain is repeated by its seed and number: `make chaos SEED=… CHAIN=…`.

`make chaos N=200 ACTORS=1`: two workers are killed at work on the same videos of the quick line, while one person
decides and another cancels, opens again and asks for other takes (`faults.actors`). In the end the provider's bill is
what the ledger says, the decisions are the answers that were given, the newest take is everywhere, and nothing is left
to do.
"""

import argparse
import itertools
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from faults.actors import Scene, assert_all_is_well, begun, played, settled
from faults.aftermath import assert_as_if_never_killed, survived
from faults.deaths import Death, Point, chain
from faults.kills import QUICK_LINE, REAL_LINE, NeverKilled, never_killed, new_home

_LINES = {"real": REAL_LINE, "quick": QUICK_LINE}


@dataclass
class Tally:
    """What has happened so far."""

    kills: "Counter[str]" = field(default_factory=Counter[str])
    """By stage; "an instant" for those that came at no chosen write."""
    points: set[Point] = field(default_factory=set[Point])
    videos: int = 0
    failed: dict[int, str] = field(default_factory=dict[int, str])

    def add(self, died: list[Death]) -> None:
        self.videos += 1
        for death in died:
            self.kills[death.stage if isinstance(death, Point) else "an instant"] += 1
        self.points |= {death for death in died if isinstance(death, Point)}


def main() -> int:
    """Kill, look, and say what came of it; 1 when anything was not as it has to be."""
    told = _told()
    if told.actors:
        return with_actors(told.kills, told.seed)
    print(f"chaos: {told.kills} kills of the {told.line} line, seed {told.seed}", flush=True)
    began = time.monotonic()
    tally = Tally()
    top = Path(tempfile.mkdtemp(prefix="vidpipe-chaos-"))
    wanted = never_killed(top / "never-killed", _LINES[told.line])
    for number in itertools.count() if told.chain is None else [told.chain]:
        if tally.kills.total() >= told.kills:
            break
        _one(top / f"video-{number}", told, number, wanted, tally)
        minutes = (time.monotonic() - began) / 60
        print(
            f"  video {number}: {tally.kills.total()} of {told.kills} kills, {len(tally.failed)} videos not as they "
            f"should be, {minutes:.1f} min",
            flush=True,
        )
    _tell(told, tally)
    if not tally.failed:
        shutil.rmtree(top, ignore_errors=True)
    return 1 if tally.failed else 0


def with_actors(kills: int, seed: str, top: Path | None = None) -> int:
    """Let two workers be killed so often while people decide, and say what came of it.

    Returns 1 when anything is not as it has to be; then the home is kept.
    """
    print(f"chaos: {kills} kills of two workers of the quick line while two people decide, seed {seed}", flush=True)
    top = top or Path(tempfile.mkdtemp(prefix="vidpipe-chaos-"))
    began = time.monotonic()
    with new_home(top / "home", QUICK_LINE) as home:
        scene = Scene(home, seed, kills)
        begun(home)
        try:
            played(scene)
            settled(scene)
            assert_all_is_well(scene)
        except AssertionError as error:
            print(
                f"not as it should be, in {home.folder}: make chaos N={kills} SEED={seed} ACTORS=1\n{error}", flush=True
            )
            return 1
    for stage, times in scene.kills.most_common():
        print(f"{stage or 'before any stage':<16}{times:>5}")
    print(
        f"{scene.kills.total()} kills, {len(scene.answers)} decisions, {scene.refused} refused, bill "
        f"{home.provider.bill} USD, {(time.monotonic() - began) / 60:.1f} min: all is well"
    )
    shutil.rmtree(top, ignore_errors=True)
    return 0


def _told() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", default="")
    parser.add_argument("--line", choices=_LINES, default="real")
    parser.add_argument("--actors", action="store_true", help="several at a time, and people who decide")
    parser.add_argument("--chain", type=int, help="only this one")
    told = parser.parse_args()
    told.seed = told.seed or str(random.SystemRandom().randrange(1_000_000))
    return told


def _one(folder: Path, told: argparse.Namespace, number: int, wanted: NeverKilled, tally: Tally) -> None:
    try:
        with new_home(folder, _LINES[told.line], later_s=3600) as home:
            tally.add(survived(home, chain(wanted.ran.notes, told.seed, number)))
            assert_as_if_never_killed(home, wanted.versions)
        shutil.rmtree(folder)
    except AssertionError as error:
        tally.failed[number] = str(error)
        print(f"  video {number} in {folder}: {error}", flush=True)


def _tell(told: argparse.Namespace, tally: Tally) -> None:
    print(f"\n{'killed in':<16}kills")
    for stage, kills in tally.kills.most_common():
        print(f"{stage:<16}{kills:>5}")
    print(f"{'all':<16}{tally.kills.total():>5}, at {len(tally.points)} different points, in {tally.videos} videos")
    for number, why in tally.failed.items():
        print(f"\nnot as it should be: make chaos SEED={told.seed} LINE={told.line} CHAIN={number}\n{why}")


if __name__ == "__main__":
    sys.exit(main())
