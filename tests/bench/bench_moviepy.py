"""What composing costs beside a composition of the same material by MoviePy, which most tools of this kind use.

The same: clips, their lengths, voice, size, frames a second, encoder, preset, crf (those of bench_composition, 30 s).
MoviePy does less: plain captions of three words, cuts, and no music, where vidpipe marks each word as it is spoken, has
transitions, music that gives way to the voice, and measured loudness. Loading Python is counted for both.

MoviePy wants an older Pillow than vidpipe: it gets an environment of its own below .vidpipe/bench, by pip; where that
cannot be, this says so. Run: PYTHONPATH=tests python tests/bench/bench_moviepy.py; writes .vidpipe/bench/moviepy.json.
"""

import json
import os
import pickle
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench_composition import FOLDER, prepare
from measuring import cpu_s, peaks_mib, write

from vidpipe_assets.model.media import FPS
from vidpipe_assets.render import fonts
from vidpipe_assets.render.video.compose import Composition, compose
from vidpipe_assets.render.video.picture import ENCODE

LENGTH, ROUNDS = 30, 2
MOVIEPY = "moviepy==2.2.1"
HOME = FOLDER.parent / "moviepy"
WORDS_A_CAPTION = 3


def main() -> int:
    """Measure in turns, print, write."""
    folder = FOLDER / str(LENGTH)
    prepare(LENGTH, folder)
    python = environment()
    if python is None:
        print(f"{MOVIEPY} cannot be installed here: not measured")
        return 0
    described = describe(pickle.loads((folder / "composition.pickle").read_bytes()))  # noqa: S301 (written above)
    commands: dict[str, Sequence[str]] = {
        "vidpipe": [sys.executable, __file__, "render", str(folder)],
        "MoviePy": [str(python), str(Path(__file__).with_name("moviepy_render.py")), str(described)],
    }
    found: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            found[name].append(measured(command))
    rows: list[dict[str, Any]] = [
        {"what": name, **{key: round(statistics.median(one[key] for one in each), 1) for key in each[0]}}
        for name, each in found.items()
    ]
    for row in rows:
        print(f"{row['what']:10} {row['wall_s']:7.1f} s  {row['cpu_s']:7.1f} CPU s  {row['peak_mib']:7.0f} MiB")
    ours, theirs = rows
    cpu, wall = theirs["cpu_s"] / ours["cpu_s"], theirs["wall_s"] / ours["wall_s"]
    print(f"MoviePy takes {cpu:.1f} times the CPU and {wall:.1f} times the time")
    write("moviepy", rows, moviepy=MOVIEPY)
    return 0


def environment() -> Path | None:
    """A Python that has MoviePy; None: pip cannot have it."""
    python = HOME / "venv" / "bin" / "python"
    if not (HOME / "installed").exists():
        venv.create(HOME / "venv", with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", MOVIEPY]
        if subprocess.run(pip, check=False).returncode:
            return None
        (HOME / "installed").touch()
    return python


def describe(composition: Composition) -> Path:
    """The material as a file."""
    starts = {scene.scene: scene.voice_start_s for scene in composition.timeline}
    told: dict[str, Any] = {
        "scenes": [
            {"clip": str(composition.clips[scene.scene]), "seconds": scene.frames / FPS}
            for scene in composition.timeline
        ],
        "captions": [one for name, start in starts.items() for one in captions(composition, name, start)],
        "voices": [{"file": str(composition.voices[name]), "start_s": start} for name, start in starts.items()],
        "font": str(fonts.font_file("montserrat")),
        "fps": FPS,
        "preset": ENCODE[ENCODE.index("-preset") + 1],
        "crf": ENCODE[ENCODE.index("-crf") + 1],
        "out": str(HOME / "video.mp4"),
    }
    target = HOME / "material.json"
    target.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return target


def captions(composition: Composition, scene: str, start: float) -> list[dict[str, Any]]:
    """A few words at a time, each until the next."""
    words = composition.spoken[scene].words
    groups = [words[at : at + WORDS_A_CAPTION] for at in range(0, len(words), WORDS_A_CAPTION)]
    return [
        {
            "text": " ".join(word.text for word in group),
            "start_s": start + group[0].start_s,
            "end_s": start + group[-1].end_s,
        }
        for group in groups
    ]


def measured(command: Sequence[str]) -> dict[str, float]:
    """Wall and CPU seconds and the peak (the process' own and its largest child's, added up)."""
    began = time.monotonic()
    quietly = {**os.environ, "PYTHONWARNINGS": "ignore"}
    told = subprocess.run(command, env=quietly, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True, text=True)
    return {"wall_s": time.monotonic() - began, **json.loads(told.stdout.splitlines()[-1])}


def render(folder: Path) -> None:
    """Compose, and tell what it cost."""
    composition: Composition = pickle.loads((folder / "composition.pickle").read_bytes())  # noqa: S301 (made above)
    compose(composition, HOME / "ours")
    print(json.dumps({"cpu_s": cpu_s(), "peak_mib": sum(peaks_mib())}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["render"]:
        render(Path(sys.argv[2]))
    else:
        sys.exit(main())
