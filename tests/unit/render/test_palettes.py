"""Palettes: readable in every variant."""

import colorsys
from typing import get_args

import pytest

from vidpipe_assets.model import theme
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.render.drawing.colour import channels, contrast, luminance
from vidpipe_assets.render.palettes import get_palette, lit_by_day, plain_name

NAMES = [name + variant for name in get_args(theme.Palette) for variant in ("", "!", "~", "+", "+!")]


@pytest.mark.parametrize("accent", [None, "#5CC8FF", "#E5007D", "#101010", "#FFFFFF"])
@pytest.mark.parametrize("name", NAMES)
def test_text_can_be_read_in_every_variant_whatever_the_accent(name: str, accent: str | None):
    colours = get_palette(name, accent)
    assert contrast(colours.ink, colours.ground) >= 4.5
    assert contrast(colours.mute, colours.ground) >= 3.5
    assert contrast(colours.accent_text, colours.ground) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.on_shape, colours.accent_shape) >= 4.5
    assert contrast(colours.ink, colours.surface) >= 4.5


@pytest.mark.parametrize("name", get_args(theme.Palette))
def test_an_inverted_palette_has_the_accent_as_its_ground(name: str):
    assert get_palette(name + "!").ground == get_palette(name).accent
    assert get_palette(name + "!", "#E5007D").ground == "#E5007D"


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("name", get_args(theme.Palette))
def test_no_world_is_dark_or_muddy_because_its_palette_is_inverted(name: str, second: bool):
    accent = get_palette(name).accent2 if second else None
    day, usual = get_palette(name + "+!", accent), get_palette(name + "+", accent)
    assert not day.dark
    assert luminance(lit_by_day(day).ground) > 0.55
    assert day.ground != usual.ground
    assert plain_name(day.name) == name


@pytest.mark.parametrize("accent", [None, "#E5007D", "#5A0E0E"])
@pytest.mark.parametrize("name", get_args(theme.Palette))
def test_the_shadows_of_an_inverted_palette_are_as_vivid_as_its_ground(name: str, accent: str | None):
    colours = get_palette(name + "!", accent)
    if colours.dark:
        for shadow in (colours.ground2, colours.ground3, colours.surface):
            assert saturation(shadow) >= saturation(colours.ground) - 0.02


def saturation(colour: str) -> float:
    return colorsys.rgb_to_hls(*(one / 255 for one in channels(colour)))[2]


@pytest.mark.parametrize("name", get_args(theme.Palette))
def test_by_day_every_palette_is_light(name: str):
    day = get_palette(name + "+")
    assert not day.dark
    assert luminance(day.ground) > 0.5 or not get_palette(name).dark


def test_the_second_accent_as_accent_changes_places_with_the_first():
    plain = get_palette("midnight")
    swapped = get_palette("midnight", plain.accent2)
    assert (swapped.accent, swapped.accent2) == (plain.accent2, plain.accent)


def test_an_unknown_palette_is_refused_with_those_that_exist():
    with pytest.raises(BadInput, match="mauve") as caught:
        get_palette("mauve")
    assert "midnight" in caught.value.remedy
