"""Every world is drawn once a layer, fills the lowest fifth, and keeps type in front of it readable."""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import yaml
from samples import plan
from shipped import ROOT

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.model.theme import Picture, World
from vidpipe_assets.render.art_direction import direct_shots, redirect_shot
from vidpipe_assets.render.drawing.canvas import Canvas, Pixels
from vidpipe_assets.render.drawing.colour import contrast, luminance
from vidpipe_assets.render.illustrations.files import further_drawings
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.worlds.choice import VIEWS, WORLDS, choose_world, is_night
from vidpipe_assets.render.worlds.grounds import stands_in
from vidpipe_assets.render.worlds.layers import FREE_Y
from vidpipe_assets.render.worlds.props import PROPS
from vidpipe_assets.render.worlds.worlds import make_world

PALETTES = (
    "midnight", "ember!", "forest", "blueprint", "paper", "citrus", "plum", "graphite!", "mint", "midnight+", "ember+",
    "forest+", "blueprint+", "plum+", "lagoon+", "graphite+", "brick+", "ember~", "paper~", "blueprint~", "mint~",
)  # fmt: skip

WITHOUT_GROUND = ("space", "deepspace", "cabin", "ocean", "reef", "tank")

SHARES = np.arange(256) / 255
LINEAR = np.where(SHARES <= 0.04045, SHARES / 12.92, ((SHARES + 0.055) / 1.055) ** 2.4)


def painted(name: str, palette: str, seed: int = 3, at: float = 1.0, foot: float | None = None) -> Pixels:
    canvas = Canvas(WIDTH, HEIGHT)
    make_world(name, get_palette(palette), seed, foot).paint(canvas, at)
    return canvas.pixels.copy()


def luminances(pixels: Pixels) -> np.ndarray:
    """The luminance of each pixel."""
    return LINEAR[pixels[..., 2::-1]] @ np.array([0.2126, 0.7152, 0.0722])


def contrasts(behind: np.ndarray, colour: str) -> np.ndarray:
    """The contrast of `colour` with pixels of these luminances."""
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
        "midnight+",
        *(
            pytest.param(one, marks=pytest.mark.slow if number % 3 == 0 else (pytest.mark.slow, pytest.mark.nightly))
            for number, one in enumerate(sorted({*PALETTES} - {"midnight", "paper", "midnight+"}))
        ),
    ],
)
def test_ink_and_quiet_type_are_read_in_front_of_every_world(palette: str) -> None:
    colours = get_palette(palette)
    stood_in = [world for world in WORLDS if is_night(world) == colours.dark]
    for number, world in enumerate(stood_in):
        foot = (None, 1186.0, 840.0)[number % 3]
        view = f"{world}/{VIEWS[number % len(VIEWS)]}"
        column = luminances(painted(view, palette, seed=number, foot=foot)[120:FREE_Y:4, 72:940:4])
        # What moves (a star, a sail, a fish) may pass behind a word: a few pixels in a hundred.
        assert (contrasts(column, colours.ink) < 4.5).mean() < 0.03, world
        for quiet in (colours.mute, colours.accent_text):
            found = contrasts(column, quiet)
            assert np.median(found) >= min(4.5, contrast(colours.ground, quiet) - 0.3), (world, quiet)
            assert (found < 3.6).mean() < 0.05, (world, quiet)


@pytest.mark.parametrize("world", ["ocean", "moon", "venus", "cabin", "sea", "tank", "forest", "airfield", "hospital"])
def test_a_layer_is_drawn_once_however_many_frames_are_painted(world: str) -> None:
    canvas = Canvas(WIDTH, HEIGHT)
    background = make_world(f"{world}/wide", get_palette("midnight"), 1)
    drawn = background.drawn
    frames = [background.paint(canvas, at / 10) or canvas.pixels.copy() for at in range(6)]
    assert background.drawn == drawn == 4
    assert all((one != other).any() for one, other in pairwise(frames))


@pytest.mark.parametrize("world", WORLDS)
def test_a_subject_has_ground_under_its_feet_which_never_moves_but_where_all_floats(world: str) -> None:
    canvas, background = Canvas(WIDTH, HEIGHT), make_world(f"{world}/wide", get_palette("midnight"), 3, 900.0)
    early, late = (background.paint(canvas, at) or canvas.pixels[880:1500].copy() for at in (1.0, 3.0))
    assert np.array_equal(early, late) == (world not in WITHOUT_GROUND)
    assert stands_in(f"{world}/wide", "game-boy") == (world not in WITHOUT_GROUND)


@pytest.mark.parametrize("world", sorted({"oldtown", "room", "ice", "museum"}))
def test_things_stand_below_the_subject_and_are_others_in_another_scene(world: str) -> None:
    floors = [painted(f"{world}/wide", "midnight+", seed, foot=1186.0)[1200:1540].astype(int) for seed in (1, 2)]
    assert (np.abs(floors[0] - floors[1]).max(axis=2) > 30).mean() > 0.03


def test_every_world_whose_ground_is_no_water_has_things_on_it() -> None:
    assert set(PROPS) == set(WORLDS) - {*WITHOUT_GROUND, "shore", "sea"}


def test_what_flies_stands_on_nothing_and_before_light_and_shapes_all_else_stands() -> None:
    assert not stands_in("mountains/low", "falcon")
    assert stands_in("mesh", "whale")


def test_the_same_seed_gives_the_same_pixels_and_another_one_another_picture() -> None:
    assert np.array_equal(painted("city/low", "midnight", 5), painted("city/low", "midnight", 5))
    assert not np.array_equal(painted("city/low", "midnight", 5), painted("city/low", "midnight", 6))


def test_what_stands_in_a_room_is_another_in_each_scene() -> None:
    tables = {painted("room/wide", "midnight", seed)[1480:1656].tobytes() for seed in range(6)}
    assert len(tables) == 6


def test_coral_grows_on_the_floor_of_a_reef_and_not_in_the_open_sea() -> None:
    open_sea, floor = (painted(f"{world}/wide", "midnight")[1640:].astype(int) for world in ("ocean", "reef"))
    assert (open_sea[..., 2] > open_sea[..., 0] + 10).mean() < 0.01, "nothing there is red"
    assert (floor[..., 2] > floor[..., 0] + 10).mean() > 0.3


def test_every_world_can_be_named_by_a_theme_and_is_told_of_in_its_docs() -> None:
    assert set(get_args(World)) == {"auto", "none", *WORLDS}
    told = (ROOT / "docs/themes.md").read_text("utf-8").partition("## What is behind a scene")[2].partition("##")[0]
    assert not [world for world in WORLDS if world not in told]


def test_every_world_that_a_drawing_names_exists() -> None:
    assert {one.world for one in further_drawings().values()} - {""} <= set(WORLDS)


@pytest.mark.parametrize("world", ["moon", "venus", "cabin", "sea", "tank", "hospital", "forest", "airfield"])
def test_every_view_of_a_world_is_a_picture_of_its_own(world: str) -> None:
    views = [painted(f"{world}/{view}", "midnight+")[::8, ::8, :3].astype(int) for view in VIEWS]
    assert all((np.abs(one - other).max(axis=2) > 8).mean() > 0.15 for one, other in pairwise(views))


def test_the_sky_of_the_moon_is_black_with_stars_and_the_earth_in_it() -> None:
    sky = painted("moon/wide", "midnight")[200:960].astype(int)
    assert (sky[..., :3].max(axis=2) < 24).mean() > 0.8
    assert (sky[..., 0] > sky[..., 2] + 40).mean() > 0.005, "the Earth is blue"


def test_every_illustration_of_a_world_exists_and_stands_in_one_world() -> None:
    art = yaml.safe_load((ROOT / "vidpipe_assets/render/illustrations/art.yaml").read_text())
    members = Counter(name for names in WORLDS.values() for name in names)
    assert set(members) <= set(art)
    assert set(members.values()) == {1}


@pytest.mark.parametrize(
    ("illustration", "world"),
    [("whale", "ocean"), ("octopus", "reef"), ("voyager", "deepspace"),
     ("solar-probe", "deepspace"), ("space-station", "space"), ("eiffel-tower", "oldtown"), ("game-boy", "room"),
     ("burj-khalifa", "city"), ("guitar", "stage"), ("coffee", "kitchen"), ("cheetah", "savanna"),
     ("colosseum", "ruins"), ("penguin", "ice"), ("mars-rover", "mars"), ("moon-lander", "moon"), ("venus", "space"),
     ("ship", "sea"), ("airplane", "airfield"), (None, None)],
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


@pytest.mark.parametrize("world", ["space", "moon"])
@pytest.mark.parametrize("name", ["sky", "paper", "citrus", "mint", "midnight", "graphite"])
def test_a_world_of_night_is_dark_in_every_palette(name: str, world: str) -> None:
    look = Picture.model_validate({"palette": name, "world": world})
    shots = direct_shots(plan(), look, "C", "2026-11-23_gadgets", Path("themes"))
    assert all(get_palette(shot.palette, shot.accent).dark for shot in shots)
    assert all(luminance(get_palette(shot.palette, shot.accent).ground) < 0.05 for shot in shots)
    others = [redirect_shot(shots, 2, times, seed=1) for times in (1, 2, 3)]
    assert all(get_palette(one.palette, one.accent).dark for one in others if one.background.startswith(f"{world}/"))
