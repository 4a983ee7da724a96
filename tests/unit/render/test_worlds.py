"""Every world is drawn once a layer, fills the lowest fifth, and keeps type in front of it readable."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import yaml
from samples import plan
from shipped import ROOT

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.model.theme import Picture
from vidpipe_assets.render.art_direction import direct_shots, redirect_shot
from vidpipe_assets.render.drawing.canvas import Canvas, Pixels
from vidpipe_assets.render.drawing.colour import contrast, luminance
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.worlds.choice import VIEWS, WORLDS, choose_world
from vidpipe_assets.render.worlds.layers import FREE_Y
from vidpipe_assets.render.worlds.worlds import make_world

PALETTES = ("midnight", "ember!", "forest", "blueprint", "paper", "citrus", "plum", "graphite!", "mint")


def painted(name: str, palette: str, seed: int = 3, at: float = 1.0) -> Pixels:
    canvas = Canvas(WIDTH, HEIGHT)
    make_world(name, get_palette(palette), seed).paint(canvas, at)
    return canvas.pixels.copy()


def contrasts(pixels: Pixels, colour: str) -> np.ndarray:
    """The contrast of `colour` with each pixel."""
    shares = pixels[..., 2::-1].astype(np.float64) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    behind = linear @ np.array([0.2126, 0.7152, 0.0722])
    own = luminance(colour)
    return (np.maximum(behind, own) + 0.05) / (np.minimum(behind, own) + 0.05)


@pytest.mark.parametrize("world", WORLDS)
def test_the_lowest_fifth_is_filled_with_picture(world: str) -> None:
    low = painted(f"{world}/close", "midnight")[HEIGHT * 4 // 5 :, :, 1].astype(np.float32)
    cells = low.reshape(low.shape[0] // 48, 48, WIDTH // 54, 54)
    assert (cells.std(axis=(1, 3)) > 4).mean() > 0.15


@pytest.mark.parametrize(
    "palette",
    [
        "midnight",
        "paper",
        *(pytest.param(one, marks=pytest.mark.slow) for one in PALETTES if one not in {"midnight", "paper"}),
    ],
)
def test_ink_and_quiet_type_are_read_in_front_of_every_world(palette: str) -> None:
    colours = get_palette(palette)
    for number, world in enumerate(WORLDS):
        column = painted(f"{world}/{VIEWS[number % len(VIEWS)]}", palette, seed=number)[120:FREE_Y:4, 72:940:4]
        # What moves (a star, a sail, a fish) may pass behind a word: a few pixels in a hundred.
        assert (contrasts(column, colours.ink) < 4.5).mean() < 0.03, world
        for quiet in (colours.mute, colours.accent_text):
            found = contrasts(column, quiet)
            assert np.median(found) >= min(4.5, contrast(colours.ground, quiet) - 0.3), (world, quiet)
            assert (found < 3.6).mean() < 0.05, (world, quiet)


def test_a_layer_is_drawn_once_however_many_frames_are_painted() -> None:
    canvas = Canvas(WIDTH, HEIGHT)
    background = make_world("ocean/wide", get_palette("midnight"), 1)
    drawn = background.drawn
    frames = [background.paint(canvas, at / 10) or canvas.pixels.copy() for at in range(6)]
    assert background.drawn == drawn == 4
    assert all((one != other).any() for one, other in pairwise(frames))


def test_the_same_seed_gives_the_same_pixels_and_another_one_another_picture() -> None:
    assert np.array_equal(painted("city/low", "midnight", 5), painted("city/low", "midnight", 5))
    assert not np.array_equal(painted("city/low", "midnight", 5), painted("city/low", "midnight", 6))


def test_every_illustration_of_a_world_exists_and_stands_in_one_world() -> None:
    art = yaml.safe_load((ROOT / "vidpipe_assets/render/illustrations/art.yaml").read_text())
    members = Counter(name for names in WORLDS.values() for name in names)
    assert set(members) <= set(art)
    assert set(members.values()) == {1}


@pytest.mark.parametrize(
    ("illustration", "world"),
    [("whale", "ocean"), ("voyager", "space"), ("eiffel-tower", "city"), ("game-boy", "room"), ("colosseum", "ruins"),
     ("penguin", "ice"), ("mars-rover", "mars"), (None, None)],
)  # fmt: skip
def test_the_world_is_that_of_the_subject_s_picture(illustration: str | None, world: str | None) -> None:
    assert choose_world(illustration) == world


def test_a_video_stays_in_one_world_seen_from_other_places_and_a_theme_may_name_it_or_none() -> None:
    def backgrounds(**picture: str) -> list[str]:
        look = Picture.model_validate(picture)
        return [shot.background for shot in direct_shots(plan(), look, "C", "2026-11-23_gadgets", Path("themes"))]

    found = backgrounds(world="ocean")
    assert {one.partition("/")[0] for one in found} == {"ocean"}
    assert all(one != other for one, other in pairwise(found))
    assert not any("/" in one for one in backgrounds(world="none"))


def test_a_rejected_scene_is_seen_from_another_place() -> None:
    look = Picture.model_validate({"world": "space"})
    shots = direct_shots(plan(), look, "C", "2026-11-23_gadgets", Path("themes"))
    again = redirect_shot(shots, 1, 1, 5)
    assert again.background != shots[1].background
    assert again.background not in {shots[0].background, shots[2].background}


@pytest.mark.parametrize("world", WORLDS)
def test_another_place_of_the_camera_is_another_picture_and_the_upper_half_is_one(world: str) -> None:
    views = [painted(f"{world}/{view}", "midnight")[::8, ::8, :3].astype(int) for view in ("wide", "close")]
    assert (np.abs(views[0] - views[1]).max(axis=2) > 14).mean() > 0.15
    assert views[0][30:130].std(axis=(0, 1)).max() > 4


@pytest.mark.parametrize("name", ["sky", "paper", "citrus", "mint", "midnight", "graphite"])
def test_a_world_of_night_is_dark_in_every_palette(name: str) -> None:
    look = Picture.model_validate({"palette": name, "world": "space"})
    shots = direct_shots(plan(), look, "C", "2026-11-23_gadgets", Path("themes"))
    assert all(get_palette(shot.palette, shot.accent).dark for shot in shots)
    assert all(luminance(get_palette(shot.palette, shot.accent).ground) < 0.05 for shot in shots)
    others = [redirect_shot(shots, 2, times, seed=1) for times in (1, 2, 3)]
    assert all(get_palette(one.palette, one.accent).dark for one in others if one.background.startswith("space/"))
