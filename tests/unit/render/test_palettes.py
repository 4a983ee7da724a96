"""Palettes: readable in every variant."""

from typing import get_args

import pytest

from vidpipe_assets.model import theme
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.render.drawing.colour import contrast, luminance
from vidpipe_assets.render.palettes import get_palette

NAMES = [name + variant for name in get_args(theme.Palette) for variant in ("", "!", "~", "+")]


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
