"""The theme's reference picture: known by its bytes, sent small, and missed by its field's name."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.orchestration.theme_files import file_problems
from vidpipe_assets.planning.fingerprints import ingredients
from vidpipe_assets.stages.reference import theme_reference
from vidpipe_assets.storage.theme_material import with_file_hashes


def theme(named: str = "robot.png") -> Theme:
    return Theme.model_validate({"name": "gadgets", "channel": "Gadgets", "picture": {"reference": named}})


def context(folder: Path, named: str = "robot.png") -> Any:
    return SimpleNamespace(theme=theme(named), workplace=SimpleNamespace(places=SimpleNamespace(themes=folder)))


def test_a_reference_is_sent_small_and_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (3000, 1500), (255, 0, 0, 0)).save(tmp_path / "robot.png")
    found = theme_reference(context(tmp_path))
    assert found is not None
    Image.effect_noise((2000, 3000), 90).save(tmp_path / "robot.png")
    found = theme_reference(context(tmp_path))
    assert found is not None
    found.draw(tmp_path / "sent.jpg")
    assert (tmp_path / "sent.jpg").stat().st_size <= 180_000
    with Image.open(tmp_path / "sent.jpg") as sent:
        assert max(sent.size) <= 1024


def test_a_theme_without_one_has_none_and_one_that_is_missing_is_told_by_its_field(tmp_path: Path) -> None:
    assert theme_reference(context(tmp_path, "")) is None
    with pytest.raises(BadInput, match=r"picture\.reference: .*robot\.png is missing"):
        theme_reference(context(tmp_path))
    (what, _), *_ = file_problems(theme(), tmp_path)
    assert "picture.reference" in what


def test_another_picture_under_its_name_makes_clips_stale_and_no_field_makes_nothing_stale(tmp_path: Path) -> None:
    def part(one: Theme) -> Any:
        return ingredients(Stage.CLIPS, one, overrides={}, upstream={Stage.SCRIPTS: "x"}, take=1).fingerprint

    (tmp_path / "robot.png").write_bytes(b"one")
    first = part(with_file_hashes(theme(), tmp_path))
    (tmp_path / "robot.png").write_bytes(b"other one")
    assert part(with_file_hashes(theme(), tmp_path)) != first
    assert "reference" not in Theme(name="gadgets", channel="Gadgets").model_dump()["picture"]
