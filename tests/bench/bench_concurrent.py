"""Two renders at once on two cores, with one thread each, beside one after the other with as many threads as ffmpeg
wants. The material is that of bench_composition, 30 s.

Prints seconds of wall time and peak MiB a render (Python's peak and its largest child's, added up). The exit code says
whether two at once take at most 1.10 of the time of one after the other, in less than 1 GiB each. Means something on
a machine with two free cores only. Run: PYTHONPATH=tests python tests/bench/bench_concurrent.py; writes
.vidpipe/bench/concurrent.json.
"""

import json
import os
import pickle
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from bench_composition import FOLDER, prepare
from measuring import peaks_mib, write

from vidpipe_assets.render.video.compose import Composition, compose

LENGTH, ROUNDS = 30, 3
MOST_RATIO, MOST_MIB = 1.10, 1024


def main() -> int:
    """Measure in turns, print, write."""
    prepare(LENGTH, FOLDER / str(LENGTH))
    ways = {
        "one, one thread": lambda: one_after_the_other(1, threads=1),
        "two at once, one thread each": lambda: at_once(2, threads=1),
        "two at once, ffmpeg's threads": lambda: at_once(2, threads=0),
        "two one after the other, one thread": lambda: one_after_the_other(2, threads=1),
        "two one after the other, ffmpeg's threads": lambda: one_after_the_other(2, threads=0),
    }
    found: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, measure in ways.items():
            found[way].append(measure())
    rows = [
        {"what": way, "wall_s": round(statistics.median(s for s, _ in each), 2), "peak_mib": max(m for _, m in each)}
        for way, each in found.items()
    ]
    for row in rows:
        print(f"{row['what']:44} {row['wall_s']:7.2f} s  {row['peak_mib']:6.0f} MiB")
    walls = {str(row["what"]): float(row["wall_s"]) for row in rows}
    ratio = walls["two at once, one thread each"] / walls["two one after the other, ffmpeg's threads"]
    peak = max(float(row["peak_mib"]) for row in rows)
    write("concurrent", rows, ratio=round(ratio, 3))
    held = ratio <= MOST_RATIO and peak <= MOST_MIB
    print(
        f"at once to one after the other: {ratio:.3f} (at most {MOST_RATIO}), peak {peak:.0f} MiB (at most {MOST_MIB}):"
    )
    print("held" if held else "NOT HELD")
    return 0 if held else 1


def at_once(number: int, threads: int) -> tuple[float, float]:
    """Seconds until all are done, and the highest peak."""
    began = time.monotonic()
    running = [started(f"at-once-{index}", threads) for index in range(number)]
    peaks = [peak_of(process) for process in running]
    return time.monotonic() - began, max(peaks)


def one_after_the_other(number: int, threads: int) -> tuple[float, float]:
    """The same, each begun when the one before it is done."""
    began = time.monotonic()
    peaks = [peak_of(started("alone", threads)) for _ in range(number)]
    return time.monotonic() - began, max(peaks)


def started(name: str, threads: int) -> "subprocess.Popen[str]":
    """A render in a process of its own."""
    command: Sequence[str] = [sys.executable, __file__, "render", name, str(threads)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)


def peak_of(process: "subprocess.Popen[str]") -> float:
    """Wait for it; the MiB that it tells."""
    told, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"a render ended with {process.returncode}")
    return float(json.loads(told.splitlines()[-1]))


def render(name: str, threads: int) -> None:
    """Compose, and tell the peak."""
    composition: Composition = pickle.loads((FOLDER / str(LENGTH) / "composition.pickle").read_bytes())  # noqa: S301
    compose(replace(composition, threads=threads), FOLDER / "concurrent" / name)
    print(json.dumps(sum(peaks_mib())))


if __name__ == "__main__":
    if sys.argv[1:2] == ["render"]:
        render(sys.argv[2], int(sys.argv[3]))
    else:
        print(f"load {os.getloadavg()[0]:.1f}", flush=True)
        sys.exit(main())
