"""Twelve videos of twelve themes in twelve fields, offline: made, measured by `look.py`, and shown on one sheet.

`PYTHONPATH=tests python tests/bench/twelve.py` makes them in .vidpipe/bench/twelve (those that are there stay; about a
minute of CPU time each), prints what `look.py` finds, and writes docs/contact-sheet.jpg: three moments of each video.
Names of themes make only these.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from look import load
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
"""A picture in pixels, and how many videos stand beside each other."""


def main(themes: list[str]) -> int:
    """Make, measure and show; the exit code is that of `look.py`."""
    _prepare()
    os.environ["DAGSTER_HOME"] = str(HOME)
    chosen = {theme: topic for theme, topic in TOPICS.items() if not themes or theme in themes}
    keys = [_make(theme, topic) for theme, topic in chosen.items()]
    if not themes:
        _write_sheet(keys, ROOT / "docs" / "contact-sheet.jpg")
    return look(keys)


def _prepare() -> None:
    (HOME / "themes").mkdir(parents=True, exist_ok=True)
    for name in ("dagster.yaml", "workspace.yaml"):
        shutil.copy(ROOT / name, HOME / name)
    for folder in (ROOT / "themes", ROOT / "examples" / "themes"):
        for theme in TOPICS:
            if (folder / f"{theme}.yaml").exists():
                shutil.copy(folder / f"{theme}.yaml", HOME / "themes")


def _make(theme: str, topic: str) -> str:
    """The key of the video, made if it was not, or not any more."""
    print(f"{theme}: {topic}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "vidpipe_assets.cli", "order", theme, "--topic", topic, "--day", DAY, "--now"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)})
    orders = Workplace().store.orders.open_orders()
    return next(str(order.key) for order in orders if order.key.theme == theme and order.topic == topic)


def _write_sheet(keys: list[str], out: Path) -> None:
    """Three moments of each video, two videos a row."""
    block = len(MOMENTS) * (WIDE + GAP)
    rows = -(-len(keys) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * block + (ACROSS - 1) * 3 * GAP + GAP, rows * (HIGH + GAP) + GAP), "#FFFFFF")
    for number, key in enumerate(keys):
        left, top = number % ACROSS * (block + 3 * GAP) + GAP, number // ACROSS * (HIGH + GAP) + GAP
        for place, picture in enumerate(_moments(key)):
            sheet.paste(picture, (left + place * (WIDE + GAP), top))
    sheet.save(out, quality=85, optimize=True)


def _moments(key: str) -> list[Image.Image]:
    made = load(key)
    video = made.workplace.store.artifacts.path(made.video.video)
    found: list[Image.Image] = []
    frame = HOME / "frame.png"
    for moment in MOMENTS:
        at = ["-ss", f"{moment * made.video.seconds:.2f}", "-i", ffmpeg.file_argument(video)]
        scale = ["-frames:v", "1", "-vf", f"scale={WIDE}:{HIGH}:flags=area", "-y", ffmpeg.file_argument(frame)]
        ffmpeg.run([*ffmpeg.LOCAL_ONLY, *at, *scale], timeout_s=60)
        with Image.open(frame) as picture:
            found.append(picture.convert("RGB"))
    frame.unlink()
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
