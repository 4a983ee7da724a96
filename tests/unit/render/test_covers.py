"""Covers: three that differ, with a short headline that can be read, and nothing of the video's own graphics."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import samples
from PIL import Image

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.model.pictures import Hook
from vidpipe_assets.model.theme import Picture
from vidpipe_assets.render.art_direction import Shot, direct_shots
from vidpipe_assets.render.covers import (
    GRID_BOTTOM,
    GRID_TOP,
    CoverDesign,
    Still,
    design_covers,
    draw_cover,
    headlines,
    is_short,
)
from vidpipe_assets.render.drawing.colour import channels
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.scenes.scrim import luminances

PLAN = samples.plan()


def shots(palette: str = "midnight") -> tuple[Shot, ...]:
    return direct_shots(PLAN, Picture.model_validate({"palette": palette}), "Channel", samples.KEY, Path())


def busy_picture(path: Path) -> Still:
    """A photograph at its worst: light, dark and coloured patches of every size."""
    chance = np.random.default_rng(5)
    small = Image.fromarray(chance.integers(0, 256, (48, 27, 3)).astype(np.uint8))
    small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).save(path, quality=90)
    return Still(path, "Picture: Ada Lovelace / CC BY-SA 4.0")


def test_headlines_differ_and_have_six_words_at_most() -> None:
    found = headlines(PLAN)
    assert len(found) == len(set(found)) == 3
    assert all(is_short(text) for text in found)
    assert found[0].split() == " ".join(PLAN.scenes[0].picture.lines).split()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Voyager 1: the farthest thing that anybody has ever built and lost", "Voyager 1"),
        ("It outlived a bomb", "It outlived a bomb"),
        ("A title of far too many words that has no mark at all", "Game Boy"),
    ],
)
def test_a_long_title_is_cut_where_a_thought_ends_or_not_taken(title: str, wanted: str) -> None:
    opening = PLAN.scenes[0].model_copy(update={"picture": Hook(lines=("One two three four", "five six seven"))})
    plan = PLAN.model_copy(update={"title": title, "scenes": (opening, *PLAN.scenes[1:])})
    assert headlines(plan)[0] == wanted


def test_a_script_without_spaces_is_measured_by_its_characters() -> None:
    assert is_short("爆弾でも壊れない")
    assert not is_short("爆弾でも壊れないとても小さな灰色の機械の話")


def test_three_designs_differ_and_the_subjects_own_picture_comes_first() -> None:
    drawn = design_covers(PLAN, shots(), {})
    assert len({design.headline for design in drawn}) == len({design.layout for design in drawn}) == 3
    assert len({design.shot.scene.id for design in drawn}) == 3
    assert all(design.shot.illustration for design in drawn)
    assert drawn[2].shot.palette != drawn[1].shot.palette
    filmed = Still(Path("still.jpg"))
    with_still = design_covers(PLAN, shots(), {"s3": filmed})
    assert [design.still for design in with_still] == [filmed, None, None]
    assert with_still[0].headline == drawn[0].headline


@pytest.mark.parametrize("count", [3, 4, 6])
def test_every_number_of_scenes_has_three(count: int) -> None:
    few = (*shots()[: count - 1], shots()[-1])
    for stills in ({}, {one.scene.id: Still(Path("a")) for one in few[1:-1]}):
        assert len(design_covers(PLAN, few, stills)) == 3


@pytest.mark.slow
@pytest.mark.parametrize("palette", ["midnight", "paper"])
def test_a_headline_can_be_read_on_a_picture(palette: str, tmp_path: Path) -> None:
    """By real pixels: where the headline is, nothing behind it is near its colour."""
    still = busy_picture(tmp_path / "still.jpg")
    for design in design_covers(PLAN, shots(palette), {one.scene.id: still for one in shots()})[:2]:
        plain = replace(design, headline="I I")  # nearly nothing: what lies behind is seen
        draw_cover(plain, tmp_path / "cover.jpg")
        pixels = np.asarray(Image.open(tmp_path / "cover.jpg")).astype(np.float32)
        top, bottom = (
            (GRID_TOP + 45, GRID_TOP + 200) if design.layout == "top" else (GRID_BOTTOM - 200, GRID_BOTTOM - 45)
        )
        behind = luminances(pixels[top:bottom, 400:1000].reshape(-1, 3))
        assert (1.05) / (np.quantile(behind, 0.99) + 0.05) >= 4.5 * 0.95


def test_a_cover_is_drawn_the_same_each_time_within_what_a_grid_shows(tmp_path: Path) -> None:
    design = design_covers(PLAN, shots(), {})[0]
    first, again = tmp_path / "1.jpg", tmp_path / "2.jpg"
    draw_cover(design, first)
    draw_cover(design, again)
    assert first.read_bytes() == again.read_bytes()
    with Image.open(first) as image:
        assert image.size == (WIDTH, HEIGHT)
        pixels = np.asarray(image).astype(int)
    ink = np.abs(pixels - np.array(channels(get_palette(design.shot.palette).ink))).max(axis=2) < 12
    rows = np.nonzero(ink[:, 60:700].sum(axis=1) > 8)[0]
    assert rows.min() >= GRID_TOP
    # No channel's strip, no progress line, no caption: the headline, and below it the subject.
    assert not ink[: GRID_TOP - 20].any()


@pytest.mark.slow
def test_who_made_a_picture_is_named_on_the_cover_where_the_licence_asks_for_it(tmp_path: Path) -> None:
    still = busy_picture(tmp_path / "still.jpg")
    design = CoverDesign(shots()[0], "Game Boy", "top", still)
    draw_cover(design, tmp_path / "named.jpg")
    draw_cover(replace(design, still=Still(still.path)), tmp_path / "free.jpg")
    named, free = (np.asarray(Image.open(tmp_path / f"{name}.jpg")).astype(int) for name in ("named", "free"))
    rows = np.nonzero(np.abs(named - free).max(axis=(1, 2)) > 60)[0]
    assert rows.min() > HEIGHT - 110
    assert rows.max() < HEIGHT - 30
