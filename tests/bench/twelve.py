"""Twelve videos of twelve themes in twelve fields, offline: made, measured by `look.py`, and shown on one sheet.

`PYTHONPATH=tests python tests/bench/twelve.py` makes them in .vidpipe/bench/twelve (those that are there stay; about a
minute of CPU time each), prints what `look.py` finds, and writes docs/contact-sheet.jpg: three moments of each video.
Names of themes make only these.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from look import Made, load
from look import main as look
from measuring import FOLDER, ROOT
from PIL import Image

from vidpipe_assets.render import ffmpeg
from vidpipe_assets.workplace import Workplace

TOPICS = {
    "gadgets": "Game Boy", "deep-space": "Voyager 1", "wild-records": "Blue whale", "big-builds": "Eiffel Tower",
    "inside-you": "Human heart", "second-helping": "Pizza", "turned-up": "Guitar", "extra-time": "World Cup football",
    "lost-at-sea": "Titanic", "high-ground": "Volcanoes", "small-change": "Coins", "slow-green": "Honey bees",
}  # fmt: skip
"""Theme -> what its video is about."""

DAY = "2026-12-01"
HOME = FOLDER / "twelve"
MOMENTS = (0.04, 0.45, 0.72)
"""Of a video's length."""
WIDE, HIGH, GAP, ACROSS = 210, 373, 6, 2
"""A picture in pixels, and how many rows stand beside each other."""


def main(themes: list[str]) -> int:
    """Make, measure and show; the exit code is that of `look.py`."""
    prepare_home(HOME, TOPICS)
    chosen = {theme: topic for theme, topic in TOPICS.items() if not themes or theme in themes}
    keys = [make_video(theme, topic) for theme, topic in chosen.items()]
    if not themes:
        made = [load(key) for key in keys]
        rows = [frames_of(one, [moment * one.video.seconds for moment in MOMENTS]) for one in made]
        write_sheet(rows, ROOT / "docs" / "contact-sheet.jpg")
    return look(keys)


def prepare_home(home: Path, themes: Iterable[str]) -> None:
    """Make `home` what DAGSTER_HOME names, with those of the shipped themes."""
    (home / "themes").mkdir(parents=True, exist_ok=True)
    for name in ("dagster.yaml", "workspace.yaml"):
        shutil.copy(ROOT / name, home / name)
    for folder in (ROOT / "themes", ROOT / "examples" / "themes"):
        for theme in themes:
            if (folder / f"{theme}.yaml").exists():
                shutil.copy(folder / f"{theme}.yaml", home / "themes")
    os.environ["DAGSTER_HOME"] = str(home)


def make_video(theme: str, topic: str) -> str:
    """The key of the video, made if it was not, or not any more."""
    print(f"{theme}: {topic}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "vidpipe_assets.cli", "order", theme, "--topic", topic, "--day", DAY, "--now"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)})
    orders = Workplace().store.orders.open_orders()
    return next(str(order.key) for order in orders if order.key.theme == theme and order.topic == topic)


def write_sheet(rows: Sequence[Sequence[Image.Image]], out: Path, *, across: int = ACROSS) -> None:
    """Rows of as many pictures each, so many of the rows beside each other."""
    block = len(rows[0]) * (WIDE + GAP)
    high = -(-len(rows) // across) * (HIGH + GAP) + GAP
    sheet = Image.new("RGB", (across * block + (across - 1) * 3 * GAP + GAP, high), "#FFFFFF")
    for number, row in enumerate(rows):
        left, top = number % across * (block + 3 * GAP) + GAP, number // across * (HIGH + GAP) + GAP
        for place, picture in enumerate(row):
            sheet.paste(picture, (left + place * (WIDE + GAP), top))
    sheet.save(out, quality=85, optimize=True)


def frames_of(made: Made, moments_s: Iterable[float]) -> list[Image.Image]:
    """The video's frames at these seconds, small."""
    video = made.workplace.store.artifacts.path(made.video.video)
    found: list[Image.Image] = []
    with TemporaryDirectory() as folder:
        frame = Path(folder) / "frame.png"
        for moment in moments_s:
            at = ["-ss", f"{moment:.2f}", "-i", ffmpeg.file_argument(video)]
            scale = ["-frames:v", "1", "-vf", f"scale={WIDE}:{HIGH}:flags=area", "-y", ffmpeg.file_argument(frame)]
            ffmpeg.run([*ffmpeg.LOCAL_ONLY, *at, *scale], timeout_s=60)
            with Image.open(frame) as picture:
                found.append(picture.convert("RGB"))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
