"""The word being said can be read on every scene of every palette."""

import pytest

from vidpipe_assets.model.theme import Captions
from vidpipe_assets.render.captions.ass import caption_colours
from vidpipe_assets.render.drawing.colour import contrast
from vidpipe_assets.render.palettes import get_palette

NAMES = [
    "midnight",
    "ember",
    "forest",
    "blueprint",
    "paper",
    "citrus",
    "plum",
    "lagoon",
    "graphite",
    "brick",
    "mint",
    "sky",
]


@pytest.mark.parametrize("inverted", ["", "!"])
@pytest.mark.parametrize("name", NAMES)
def test_words_can_be_read_on_what_lies_behind_them(name: str, inverted: str) -> None:
    video, scene = get_palette(name), get_palette(name + inverted)
    colours = caption_colours(Captions(), video, scene)
    assert contrast(colours.text, colours.behind) > 10
    assert contrast(colours.said, colours.behind) >= 4.5
    if not colours.boxed:
        assert contrast(colours.said, scene.ground) >= 3


@pytest.mark.parametrize("name", ["paper", "citrus", "midnight!", "forest!"])
def test_light_scenes_have_a_dark_box(name: str) -> None:
    assert caption_colours(Captions(style="outline"), get_palette(name.removesuffix("!")), get_palette(name)).boxed


@pytest.mark.parametrize("name", NAMES)
def test_the_highlight_is_the_same_in_inverted_scenes(name: str) -> None:
    plain = caption_colours(Captions(), get_palette(name), get_palette(name))
    inverted = caption_colours(Captions(), get_palette(name), get_palette(name + "!"))
    assert plain.said == inverted.said


def test_a_highlight_that_the_theme_names_is_used() -> None:
    assert (
        caption_colours(Captions(highlight="#00FF88"), get_palette("midnight"), get_palette("midnight")).said
        == "#00FF88"
    )


def test_a_highlight_that_could_not_be_read_is_lightened() -> None:
    colours = caption_colours(Captions(highlight="#101010"), get_palette("midnight"), get_palette("midnight"))
    assert contrast(colours.said, colours.behind) >= 4.5
