"""A new theme's file: loads as it is, explains every field, never overwrites."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.storage.theme_template import new_theme, theme_text
from vidpipe_assets.storage.themes import load_theme

KNOWN = {"trends": {"sample"}, "text": {"offline"}, "footage": {"motion"}, "speech": {"piper"}}
CHANNELS = [
    "Street Food",
    "#1: 'Best' \"of\"",
    "yes",
    "2026",
    "null",
    "- dash",
    "a: b # c",
    "Ünï 🎮",
    "a\\nb\nc",
    "{x}",
]


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_new_theme_loads_with_all_defaults(tmp_path: Path, channel: str) -> None:
    path = new_theme("street-food", channel, tmp_path)
    assert path == tmp_path / "street-food.yaml"
    assert load_theme("street-food", tmp_path, KNOWN) == Theme(name="street-food", channel=channel)


def test_another_reader_of_yaml_understands_the_file_too(tmp_path: Path) -> None:
    import yaml

    content = yaml.safe_load(new_theme("no", "yes", tmp_path).read_text(encoding="utf-8"))
    assert Theme.model_validate(content) == Theme(name="no", channel="yes")


def fields(model: BaseModel) -> Iterator[tuple[str, str]]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield name, (type(value).__doc__ or "").strip()
            yield from fields(value)
        else:
            yield name, field.description or ""


def test_every_field_is_there_with_its_description() -> None:
    theme = Theme(name="a", channel="A")
    lines = [line.strip() for line in theme_text(theme).splitlines()]
    for name, description in fields(theme):
        assert description, f"{name} has no description"
        assert any(line.startswith(f"{name}:") and description in line for line in lines), name


def test_bounds_and_choices_are_those_of_the_model() -> None:
    text = theme_text(Theme(name="a", channel="A"))
    assert "15 to 180" in text
    assert "midnight, ember, forest" in text
    assert "a list of at most 20" in text


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "gadgets.yaml").write_text("mine")
    with pytest.raises(BadInput, match="exists already"):
        new_theme("gadgets", "Gadgets", tmp_path)
    assert (tmp_path / "gadgets.yaml").read_text() == "mine"


@pytest.mark.parametrize("name", ["../x", "", "A", "a b", "-x", "con", "lpt1", "x" * 41, "a\0"])
def test_fault_26_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="cannot be the name of a theme"):
        new_theme(name, "Channel", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("channel", ["", "   ", "x" * 25])
def test_a_channel_that_does_not_fit_the_picture_is_refused(tmp_path: Path, channel: str) -> None:
    with pytest.raises(BadInput, match="cannot be the name of a channel"):
        new_theme("gadgets", channel, tmp_path)


@pytest.mark.parametrize(
    ("channel", "fields", "field"), [("G\u202eG", {}, "channel"), ("G", {"audience": "\0"}, "audience")]
)
def test_hidden_characters_are_refused_before_a_file_is_written(
    tmp_path: Path, channel: str, fields: dict[str, str], field: str
) -> None:
    with pytest.raises(BadInput, match=rf"{field} holds the character U\+"):
        new_theme("gadgets", channel, tmp_path, fields)
    assert not list(tmp_path.iterdir())
