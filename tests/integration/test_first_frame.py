"""First frames: the drawn picture of a scene, small enough to be sent, and called the same on every machine."""

from dataclasses import replace
from pathlib import Path

from PIL import Image
from samples import plan

from vidpipe_assets.model.theme import Picture
from vidpipe_assets.render.art_direction import Shot, direct_shots
from vidpipe_assets.render.clips import MOST_BYTES, FirstFrame


def shot(key: str = "2026-11-23_gadgets") -> Shot:
    return direct_shots(plan(), Picture(), "Gadgets", key, Path())[1]


def test_a_first_frame_is_upright_small_and_shows_something(tmp_path: Path) -> None:
    FirstFrame(shot()).draw(tmp_path / "frame.jpg")
    assert [path.name for path in tmp_path.iterdir()] == ["frame.jpg"]
    assert (tmp_path / "frame.jpg").stat().st_size <= MOST_BYTES
    with Image.open(tmp_path / "frame.jpg") as picture:
        assert (picture.format, picture.size) == ("JPEG", (720, 1280))
        darkest, brightest = picture.convert("L").getextrema()
    assert brightest - darkest > 100


def test_its_name_is_of_what_is_seen() -> None:
    assert FirstFrame(shot()).name == FirstFrame(replace(shot(), seconds=9, position=5)).name
    assert (
        len({FirstFrame(one).name for one in (shot(), shot("2026-11-24_gadgets"), replace(shot(), palette="ember"))})
        == 3
    )
