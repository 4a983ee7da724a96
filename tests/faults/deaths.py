"""Where and when a process dies: around a durable write, or at an instant; and the notes that tell of such writes."""

import json
import random
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.model.stages import Stage


@dataclass(frozen=True)
class Point:
    """Before or after the `nth` durable write of one kind in one stage of a process."""

    stage: str
    kind: str
    nth: int
    when: str

    def __str__(self) -> str:
        return f"{self.when} {self.kind} {self.nth} of {self.stage}"


@dataclass(frozen=True)
class Instant:
    """So many seconds after the process has written so many notes in one stage."""

    stage: str
    notes: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.seconds:.3f} s after note {self.notes} of {self.stage}"


Death = Point | Instant


@dataclass(frozen=True)
class Note:
    """What the switch wrote down: `what` is write, start (a program), ask (a connection) or died."""

    what: str
    pid: int
    stage: str
    kind: str
    nth: int
    at_s: float
    """When, in seconds since 1970."""


def notes(log: Path) -> tuple[Note, ...]:
    """What was noted so far; the last line may be half-written."""
    lines = log.read_text().split("\n")[:-1] if log.exists() else []
    return tuple(Note(**json.loads(line)) for line in lines)


def stages_of(written: Sequence[Note]) -> set[str]:
    """The stages of which anything was done."""
    return {note.stage for note in written} & {stage.value for stage in Stage}


def strike(process: "subprocess.Popen[bytes]", log: Path, instant: Instant) -> None:
    """Kill the process at that instant, unless it has ended before."""
    while process.poll() is None and sum(note.stage == instant.stage for note in notes(log)) < instant.notes:
        time.sleep(0.02)
    time.sleep(instant.seconds)
    process.kill()


def chain(written: Sequence[Note], seed: str, number: int) -> list[Death]:
    """The deaths of one video: one in each stage, all kinds of writes in turn, and in one of them at an instant.

    `written` are the notes of a run without trouble. The same seed gives the same chains; its numbers go through all
    kinds of writes.
    """
    chance = random.Random(f"{seed} {number}")
    at_an_instant = chance.choice(list(Stage))
    found: list[Death] = []
    for stage in Stage:
        if stage is at_an_instant:
            most = sum(note.stage == stage for note in written)
            found.append(Instant(stage, chance.randrange(1, most), round(chance.uniform(0, 0.2), 3)))
            continue
        there = [point for point in points(written) if point.stage == stage]
        kinds: dict[tuple[str, str], list[Point]] = {}
        for point in there:
            kinds.setdefault((point.kind, point.when), []).append(point)
        order = random.Random(f"{seed} {stage}").sample(sorted(kinds), len(kinds))
        found.append(chance.choice(kinds[order[number % len(order)]]))
    return found


def points(written: Sequence[Note]) -> list[Point]:
    """Every place where such a run can die."""
    writes = [note for note in written if note.what == "write"]
    return [Point(one.stage, one.kind, one.nth, when) for one in writes for when in ("before", "after")]
