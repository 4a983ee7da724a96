"""What an edit of a finished video costs beside making it whole: a word of one scene's captions, and other music.

CPU seconds of a composition of about 30 s, the median of three each, with all that it does: captions, mix, picture,
joining. Run: python tests/bench/bench_incremental.py; writes .vidpipe/bench/incremental.json. The exit code says
whether an edit of captions costs at most 0.35 and of the music at most 0.1 of the whole, and whether frames outside of
the edited scene are the same, bit for bit.
"""

import pickle
import shutil
import statistics
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

from bench_composition import FOLDER, prepare
from measuring import cpu_s, write

from vidpipe_assets.model.media import TimelineScene
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.video.compose import ComposedFiles, Composition, compose
from vidpipe_assets.render.video.segments import PreviousVideo

LENGTH, ROUNDS = 30, 3
MOST = {"captions of one scene": 0.35, "music": 0.1}


def main() -> int:
    """Measure, print, write."""
    folder = FOLDER / str(LENGTH)
    prepare(LENGTH, folder)
    whole: Composition = pickle.loads((folder / "composition.pickle").read_bytes())  # noqa: S301 (written above)
    out = FOLDER / "incremental"
    shutil.rmtree(out, ignore_errors=True)
    first, all_s = measured(whole, out / "whole")
    before = PreviousVideo(first.video, whole.timeline, first.segments, first.sound)
    edited = whole.timeline[len(whole.timeline) // 2].scene
    said = whole.spoken[edited]
    other = said.model_copy(update={"words": tuple(w.model_copy(update={"text": w.text.upper()}) for w in said.words)})
    edits = {
        "captions of one scene": replace(whole, before=before, spoken={**whole.spoken, edited: other}),
        "music": replace(whole, before=before, music=whole.music.model_copy(update={"volume_db": -3.0})),
    }
    rows = [{"what": "whole", "cpu_s": round(all_s, 2), "share": 1.0, "copied": 0, "same_frames": True}]
    for what, edit in edits.items():
        made, cpu_s = measured(edit, out / what.replace(" ", "-"))
        untouched = [scene for scene in whole.timeline if what == "music" or scene.scene != edited]
        same = all(frames(first, one) == frames(made, one) for one in untouched)
        rows.append(
            {
                "what": what,
                "cpu_s": round(cpu_s, 2),
                "share": round(cpu_s / all_s, 3),
                "copied": len(made.copied),
                "same_frames": same,
            }
        )
    for row in rows:
        print(f"{row['what']:24} {row['cpu_s']:7.2f} CPU s  {row['share']:6.3f}  {row['copied']} scenes copied")
    write("incremental", rows)
    held = all(row["what"] == "whole" or float(row["share"]) <= MOST[str(row["what"])] for row in rows)
    held = held and all(row["same_frames"] for row in rows)
    print(f"promised: {MOST}, and the same frames elsewhere: {'held' if held else 'NOT HELD'}")
    return 0 if held else 1


def measured(composition: Composition, folder: Path) -> tuple[ComposedFiles, float]:
    """The video, and the median of what it costs."""

    def composed() -> tuple[ComposedFiles, float]:
        began = cpu_s()
        return compose(composition, folder), cpu_s() - began

    found = [composed() for _ in range(ROUNDS)]
    return found[-1][0], statistics.median(cost for _, cost in found)


def frames(made: ComposedFiles, scene: TimelineScene) -> tuple[str, ...]:
    """A hash of each decoded frame of the scene."""
    return hashes(made.video)[scene.start_frame : scene.start_frame + scene.frames]


@cache
def hashes(video: Path) -> tuple[str, ...]:
    """A hash of each decoded frame."""
    command = [ffmpeg.find_binary(), "-v", "error", "-i", str(video), "-map", "0:v", "-f", "framemd5", "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return tuple(line.rpartition(",")[2].strip() for line in told.splitlines() if not line.startswith("#"))


if __name__ == "__main__":
    sys.exit(main())
