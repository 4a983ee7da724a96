"""What each scene template looks like: small pictures of drawn frames, compared with a tolerance for other machines.

A snapshot shows the frames of one template side by side. With VIDPIPE_EXACT_PICTURES=1 every pixel has to be the same:
that is promised on one machine only, since processors may round otherwise.
"""

import hashlib
import os
from dataclasses import replace
from itertools import cycle

import numpy as np
import pytest
from PIL import Image
from promises.snapshot import FOLDER, WRITE, is_writing, promised

from tests.unit.render.scene_samples import TEXTS, pictures, shot
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.scenes.frames import TEMPLATES, SceneFrames

BACKGROUNDS = ("mesh", "grid", "leak", "duo", "paper")
PALETTES = ("midnight", "ember", "forest", "blueprint", "paper", "citrus")
SIZE = (72, 128)
FRAMES = (0, 20, 120)
MOST_ON_AVERAGE, MOST_ANYWHERE = 0.4, 20
"""Of 255, between a pixel that was promised and the one that is found."""

EXACT = "VIDPIPE_EXACT_PICTURES"

_looks = cycle(zip(cycle(BACKGROUNDS), cycle(PALETTES), cycle(("anton", "montserrat", "inter")), strict=False))
LOOKS = {name: next(_looks) for name in sorted(TEMPLATES)}


def taken(name: str) -> list[tuple[Shot, bool, tuple[int, ...]]]:
    """The shots of a template, whether they are drawn plainly, and which of their frames are looked at."""
    background, colours, font = LOOKS[name]
    look = {"background": background, "palette": colours, "heading_font": font}
    full = shot(pictures("words")[name], text=TEXTS["words"], seed=len(name), **look)
    short = shot(pictures("shortest")[name], seed=7, motion="calm", sample=False, **look)
    return [(full, False, FRAMES), (short, False, FRAMES[-1:])]


SPECIAL = {
    "intro": [(replace(shot(pictures("shortest")["hook"]), intro=True, position=1), False, (0, 12, 20))],
    "plain": [(shot(pictures("words")["bars"], text=TEXTS["words"]), True, (0, 60))],
    "inverted": [(shot(pictures("words")["number"], palette="midnight!", background="duo"), False, (60,))],
    "accent": [(shot(pictures("words")["bars"], accent="#FF0055"), False, (60,))],
    "chinese": [(shot(pictures("chinese characters")["hook"], text=TEXTS["chinese characters"]), False, (60,))],
    "arabic": [(shot(pictures("arabic")["hook"], text=TEXTS["arabic"]), False, (60,))],
    "emoji": [(shot(pictures("emoji")["hook"], text=TEXTS["emoji"]), False, (60,))],
}


def drawn(shots: list[tuple[Shot, bool, tuple[int, ...]]]) -> list[np.ndarray]:
    found: list[np.ndarray] = []
    for one, plain, numbers in shots:
        frames = SceneFrames(one, plain=plain)
        found += [frames.frame(number)[..., 2::-1].copy() for number in numbers]
    return found


def sheet(frames: list[np.ndarray]) -> np.ndarray:
    """The frames, small and side by side."""
    small = [np.asarray(Image.fromarray(one).resize(SIZE, Image.Resampling.BOX)) for one in frames]
    return np.concatenate(small, axis=1)


def compare(name: str, found: np.ndarray) -> None:
    path = FOLDER / "pictures" / f"{name}.png"
    if is_writing():
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(found).save(path, optimize=True)
        return
    if not path.is_file():
        pytest.fail(f"there is no snapshot {path.name}; write it with {WRITE}=1, and look at it before you commit it")
    with Image.open(path) as kept:
        wanted = np.asarray(kept.convert("RGB")).astype(int)
    assert wanted.shape == found.shape
    differing = np.abs(wanted - found.astype(int))
    assert (float(differing.mean()) <= MOST_ON_AVERAGE, int(differing.max()) <= MOST_ANYWHERE) == (True, True), (
        f"{name} looks otherwise: by {differing.mean():.2f} on average, by {differing.max()} at most"
    )


def exactly(name: str, frames: list[np.ndarray]) -> None:
    if is_writing() or os.environ.get(EXACT) == "1":
        promised(f"pictures/{name}", [hashlib.sha256(one.tobytes()).hexdigest() for one in frames])


def test_every_template_background_and_palette_is_looked_at() -> None:
    assert set(LOOKS) == set(TEMPLATES)
    assert {look[0] for look in LOOKS.values()} == set(BACKGROUNDS)
    assert {look[1] for look in LOOKS.values()} == set(PALETTES)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_template_looks_as_it_did(name: str) -> None:
    frames = drawn(taken(name))
    compare(name, sheet(frames))
    exactly(name, frames)


@pytest.mark.parametrize("name", sorted(SPECIAL))
def test_what_is_drawn_seldom_looks_as_it_did(name: str) -> None:
    frames = drawn(SPECIAL[name])
    compare(name, sheet(frames))
    exactly(name, frames)
