"""Parents that are killed while clips are drawn for them, and what is left of them: `python -m faults.orphans`.

A parent is a fork of this process that draws clips with two processes. It is killed at a random moment, at a point of
its own, or when the process that draws is at a point of its (`orphans_worker`). All that it has started bears a mark in
its environment; how long the last of these lives, and whether anybody has a `.part` open, /proc tells.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

from faults.orphans_worker import AT, DRAWING, HELD, READING
from living import pids, stat

from tests.unit.render.scene_samples import pictures, shot
from vidpipe_assets.io.processes import ChildProcess
from vidpipe_assets.render import clip_workers
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.clips import draw_clips

ROOT = Path(__file__).parents[2]
WITHIN_S = 2.0
_MARK = "VIDPIPE_TEST_PARENT"
_GIVE_UP_S = 60.0
_LOOK_EVERY_S = 0.02
_LIFE_S = 8.0
"""Random kills come within this time: before the first process is there, and after several clips."""

_FEW, _MANY = 6, 60
"""Clips: with few, all that the parent does comes soon; with many, it is at work until it is killed."""


@dataclass(frozen=True)
class Kill:
    """When a parent is killed: at a point of its own, or at one of who draws; neither: after so many seconds."""

    after_s: float = 0.0
    parent: str = ""
    worker: str = ""
    """The point of the thread that draws, which time it comes there, and the point of the thread that reads."""

    def __str__(self) -> str:
        return self.worker or (f"parent: {self.parent}" if self.parent else f"random: {self.after_s:.2f} s")


@dataclass(frozen=True)
class Outcome:
    """What became of one parent's children."""

    kill: Kill
    alive: int
    """How many lived when it was killed, or just afterwards."""
    gone_after_s: float
    parts_after_s: float
    """When nobody had a `.part` open any more."""
    drawing: bool = False
    """Whether a `.part` was open when it was killed, as far as that was seen."""
    left: tuple[str, ...] = ()
    """Who was alive after `_GIVE_UP_S` seconds."""


def forced() -> list[Kill]:
    """Each point of the parent, and each order of the two threads of who draws, at its first and its second job."""
    orders = product(DRAWING, (1, 2), READING)
    workers = [
        f"{drawing} {number} {reading}" for drawing, number, reading in orders if (drawing, number) != ("begin", 2)
    ]
    return [*(Kill(parent=point) for point in _POINTS), *(Kill(worker=order) for order in workers)]


def random_kills(number: int, seed: str) -> list[Kill]:
    """So many moments, the same for the same seed."""
    chance = random.Random(seed)
    return [Kill(after_s=chance.uniform(0, _LIFE_S)) for _ in range(number)]


def outcome(kill: Kill, folder: Path) -> Outcome:
    """Draw clips into `folder` by a parent that is killed so."""
    mark, at = f"{folder.name}-{os.getpid()}", folder / "at"
    folder.mkdir()
    parent = os.fork()
    if not parent:
        _be_parent(kill, folder, mark, at)
    before, drawing = list[int](), False
    if not kill.parent:  # it kills itself
        if kill.worker:
            _wait(at.exists, parent)
        else:
            time.sleep(kill.after_s)
        before = [pid for pid in _living(mark) if pid != parent]
        drawing = any(_has_part(pid, folder) for pid in before)
        os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    return replace(_watch(kill, mark, folder, before), drawing=drawing)


def _wait(condition: Callable[[], bool], parent: int) -> None:
    give_up_at = time.monotonic() + _GIVE_UP_S
    while not condition():
        assert time.monotonic() < give_up_at and stat(parent), "the point was never reached"
        time.sleep(_LOOK_EVERY_S)


def _watch(kill: Kill, mark: str, folder: Path, before: list[int]) -> Outcome:
    killed_at = time.monotonic()
    found = _living(mark)
    first = before or found
    parts_at = 0.0
    while found and time.monotonic() < killed_at + _GIVE_UP_S:
        if any(_has_part(pid, folder) for pid in found):
            parts_at = time.monotonic() - killed_at
        time.sleep(_LOOK_EVERY_S)
        found = _living(mark)
    gone_at = time.monotonic() - killed_at if first else 0.0
    left = tuple(Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")[:200] for pid in found)
    for pid in found:
        os.kill(pid, signal.SIGKILL)
    return Outcome(kill, len(first), gone_at, parts_at, left)


def _living(mark: str) -> list[int]:
    wanted = f"{_MARK}={mark}".encode()
    return [pid for pid in pids() if stat(pid) and wanted in _environment(pid)]


def _environment(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _has_part(pid: int, folder: Path) -> bool:
    try:
        names = [os.readlink(file) for file in Path(f"/proc/{pid}/fd").iterdir()]  # noqa: PTH115 - some are no paths
    except OSError:
        return False
    return any(name.startswith(str(folder)) and name.endswith(".part") for name in names)


def _be_parent(kill: Kill, folder: Path, mark: str, at: Path) -> None:
    """In the fork, which never returns."""
    try:
        os.setsid()
        os.environ |= {_MARK: mark, AT: str(at), "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
        if kill.worker:
            os.environ[HELD] = kill.worker
            clip_workers.WORKER = "faults.orphans_worker"
        if kill.parent:
            _die_at(kill.parent)
        draw_clips(_shots(_FEW if kill.parent or kill.worker else _MANY), folder / "clips")
    finally:
        os._exit(1)


def _shots(number: int) -> list[Shot]:
    """Short ones, so that much happens between two of them."""
    one = shot(pictures("words")["icon"], seconds=2.0)
    scenes = [one.scene.model_copy(update={"id": f"s{count}"}) for count in range(number)]
    return [
        Shot(**{**vars(one), "seconds": 0.2 + count % 4 * 0.2, "scene": scene}) for count, scene in enumerate(scenes)
    ]


def _send_half(process: ChildProcess, line: bytes) -> None:
    process.stdin.write(line[: len(line) // 2])
    process.stdin.flush()


_WORKER: Any = clip_workers._Worker
_POINTS: dict[str, tuple[Any, str, int, bool]] = {
    "start": (_WORKER, "start", 1, False),
    "started": (_WORKER, "start", 1, True),
    "send": (ChildProcess, "send_line", 3, False),
    "half sent": (ChildProcess, "send_line", 3, False),
    "sent": (ChildProcess, "send_line", 3, True),
    "heard": (clip_workers, "_WorkerReport", 4, False),
    "done": (_WORKER, "_draw", 2, True),
    "last done": (_WORKER, "_draw", _FEW, True),
    "closed": (_WORKER, "_work", 1, True),
}
"""The points of the parent: before or after (True) which call, and which time."""


def _die_at(point: str) -> None:
    owner, name, nth, after = _POINTS[point]
    real = getattr(owner, name)
    calls: list[object] = []

    def call(*given: Any, **named: Any) -> Any:
        calls.append(given)
        dying = len(calls) == nth
        if dying and point == "half sent":
            _send_half(*given)
        if dying and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*given, **named)
        if dying:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, call)


def outcomes(kills: list[Kill], folder: Path) -> Iterator[Outcome]:
    """One parent after the other."""
    for number, kill in enumerate(kills):
        yield outcome(kill, folder / str(number))


def _most(found: list[Outcome], name: str) -> str:
    return f"{max(getattr(one, name) for one in found):.2f}"


def main() -> int:
    """Kill so many parents, each forced order once and the rest at random; say what was left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", default="16")
    parser.add_argument("--part", default="0/1", help="of the kills: 0/2 and 1/2 are the two halves")
    told = parser.parse_args()
    some = forced()
    kills = [*some, *random_kills(max(0, told.kills - len(some)), told.seed)][: told.kills]
    part, parts = map(int, told.part.split("/"))
    found: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        for one in outcomes(kills[part::parts], Path(folder)):
            found.append(one)
            print(
                json.dumps({"kill": str(one.kill), **{k: v for k, v in vars(one).items() if k != "kill"}}), flush=True
            )
    late = [one for one in found if one.gone_after_s > WITHIN_S or one.parts_after_s > WITHIN_S]
    with_children, drawing = sum(one.alive > 0 for one in found), sum(one.drawing for one in found)
    print(f"{len(found)} kills, {with_children} with children alive, {drawing} with an open .part")
    print(f"any left after {WITHIN_S:.0f} s: {len(late)}; the last child ended after {_most(found, 'gone_after_s')} s")
    print(f"the last .part was closed after {_most(found, 'parts_after_s')} s")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
