"""The theme's reference picture: known by its bytes, sent small, and missed by its field's name."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.operations.doctor_themes import theme_doubts
from vidpipe_assets.orchestration.theme_files import file_problems
from vidpipe_assets.planning.fingerprints import ingredients
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.stages.footage_search import FootageLibrary
from vidpipe_assets.stages.reference import ReferencePicture, theme_reference
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


NOT_GIVEN: list[tuple[dict[str, Any], dict[str, str], list[str]]] = [
    ({"footage": ["openai", "gemini", "motion"]}, {}, []),
    ({"footage": ["fal"]}, {"fal": "fal-ai/flux-pro/kontext"}, []),
    ({"footage": ["openai", "fal"]}, {"fal": "fal-ai/flux/schnell"}, ["fal-ai/flux/schnell of fal"]),
    ({"footage": ["replicate"]}, {}, ["bytedance/seedance-1-lite of replicate"]),
    ({"footage": ["comfyui", "motion"]}, {"comfyui": "robots"}, ["comfyui is not given it for robots"]),
    ({"footage": ["own", "pexels", "motion"]}, {}, ["none of providers.footage (own, pexels, motion)"]),
]


@pytest.mark.parametrize(("providers", "models", "told"), NOT_GIVEN)
def test_who_is_not_given_the_reference_is_named_before_a_video_is_made(
    tmp_path: Path, providers: dict[str, Any], models: dict[str, str], told: list[str]
) -> None:
    def doubts(reference: str) -> list[tuple[str, str]]:
        part = {"picture": {"reference": reference}, "providers": providers, "models": {"footage": models}}
        one = Theme.model_validate({"name": "gadgets", "channel": "Gadgets", **part})
        return [found for found in theme_doubts(one, tmp_path) if "picture.reference" in found[0]]

    found = doubts("robot.png")
    assert len(found) == len(told)
    for (what, remedy), expected in zip(found, told, strict=True):
        assert expected in what
        assert remedy
    assert doubts("") == []


def test_a_clip_that_was_made_without_the_reference_says_so(tmp_path: Path) -> None:
    class Made:
        """A provider that has what it is asked for, and whose models take no reference but one."""

        name, is_local, at_a_time = "made", False, 1

        def price(self, wish: FootageRequest) -> Money:
            return FREE

        def reference_problem(self, model: str) -> tuple[str, str] | None:
            return None if model == "good" else (f"{model} takes none", "name good")

        def obtain(self, wish: FootageRequest, taken: Any, folder: Path, ask: Any) -> Footage:
            return Footage("1", folder / "still.jpg", "a still", notes=("as it is",))

    def asking(*about: object) -> None:
        del about

    client: Any = SimpleNamespace(asking=asking)
    wish = FootageRequest("s1", (), "a robot", 4.0)

    def notes(model: str, reference: ReferencePicture | None) -> tuple[str, ...]:
        found = FootageLibrary(Made(), client, model, reference).find(wish, (), tmp_path)
        return found.notes if found else ()

    picture = ReferencePicture(tmp_path / "robot.png", "reference 1")
    assert notes("plain", picture) == ("as it is", "made without picture.reference: plain takes none")
    assert notes("good", picture) == notes("plain", None) == ("as it is",)
