"""What a video of drawn scenes costs, by part. Run: python tests/bench/bench_drawing.py; writes drawing.json.

CPU seconds a second of the finished video of about 30 s, as `bench_composition` makes it: drawing the frames (with what
is drawn once a scene), encoding them as clips (with the pipe between the two), and composing. Machines differ by more
than two in what a CPU second does, so that the same work is done besides on each: decoding the finished video's frames
and encoding them as x264's veryfast does at CRF 20. The exit code says whether the whole takes at most `MOST_FLOORS` of
that, and the largest process at most `MOST_MIB`.
"""

import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

from bench_composition import FOLDER, Cost, in_a_process, prepare
from measuring import cpu_s, peaks_mib, write

from vidpipe_assets.model.media import FPS
from vidpipe_assets.render.clips import draw_clips
from vidpipe_assets.render.scenes.frames import SceneFrames
from vidpipe_assets.render.video.compose import Composition

LENGTH = 30
MOST_FLOORS = 1.4 / 0.49
"""The goal is 1.4 CPU seconds a second of video where vidpipe 0.1.0 took 1.8: there the floor took 0.49."""
MOST_MIB = 700


def main() -> int:
    """Measure, print, write."""
    folder = FOLDER / str(LENGTH)
    seconds = prepare(LENGTH, folder) / FPS
    parts = {task: _measured(task, folder) for task in ("draw", "clips")}
    parts["compose"] = in_a_process("compose", folder)
    floor = in_a_process("floor", folder).cpu_s / seconds
    shares = {
        "drawing": parts["draw"].cpu_s / seconds,
        "encoding clips": (parts["clips"].cpu_s - parts["draw"].cpu_s) / seconds,
        "composing": parts["compose"].cpu_s / seconds,
    }
    whole, peak = sum(shares.values()), max(one.peak_mib for one in parts.values())
    for name, share in (*shares.items(), ("whole", whole)):
        print(f"{name:16s} {share:5.2f} CPU s a second of video")
    print(f"largest process  {peak:5.0f} MiB")
    print(f"decode and encode {floor:4.2f} CPU s a second of video: the whole is {whole / floor:.2f} times that")
    held = whole / floor <= MOST_FLOORS and peak <= MOST_MIB
    rows = [{"part": name, "cpu_s_per_s": round(share, 3)} for name, share in shares.items()]
    write("drawing", rows, peak_mib=peak, floor_cpu_s_per_s=round(floor, 3))
    print(f"promised: at most {MOST_FLOORS:.2f} times and {MOST_MIB} MiB: {'held' if held else 'NOT HELD'}")
    return 0 if held else 1


def _measured(task: str, folder: Path) -> Cost:
    """In a process of its own, so that nothing is counted that was done before."""
    command = [sys.executable, __file__, task, str(folder)]
    told = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True, text=True).stdout
    spent, peak = told.split()[-2:]
    return Cost(float(spent), float(peak))


def _do(task: str, folder: Path) -> None:
    whole: Composition = pickle.loads((folder / "composition.pickle").read_bytes())  # noqa: S301 (written by us)
    before = cpu_s()
    if task == "draw":
        for shot in whole.shots:
            frames = SceneFrames(shot)
            for number in range(round(shot.seconds * FPS)):
                frames.frame(number)
    else:
        with tempfile.TemporaryDirectory() as out:
            draw_clips(whole.shots, Path(out))
    print(cpu_s() - before, max(peaks_mib()))


if __name__ == "__main__":
    match sys.argv[1:]:
        case [task, path]:
            _do(task, Path(path))
        case _:
            sys.exit(main())
