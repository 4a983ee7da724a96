"""The word being said can be read in every palette, and each style is what it promises."""

import re
from dataclasses import replace
from typing import get_args

import pytest

from vidpipe_assets.model.media import CaptionWord
from vidpipe_assets.model.theme import Captions, CaptionStyleName, Theme, changed
from vidpipe_assets.render.captions.ass import _PLATE_ALPHA, _SHADE_ALPHA, BOX_ALPHA, caption_states
from vidpipe_assets.render.captions.files import CaptionLayout, lay_out_captions
from vidpipe_assets.render.captions.styles import CAPTION_STYLES, caption_colours, scene_highlights
from vidpipe_assets.render.drawing.colour import colour_distance, contrast, mix_colours
from vidpipe_assets.render.palettes import get_palette, lit_by_day

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
STYLES = get_args(CaptionStyleName)
TEXT = "The Game Boy outlived a bomb and sold 118.69 million units."


def laid_out(style: str, text: str = TEXT, **more: object) -> CaptionLayout:
    words = [
        CaptionWord(scene="s1", text=word, start_s=number / 2, end_s=number / 2 + 0.4)
        for number, word in enumerate(text.split())
    ]
    captions = Captions.model_validate({"style": style, **more})
    return lay_out_captions(words, captions, caption_colours(captions, get_palette("midnight")), {"s1": 900}, "Title")


def shown(layout: CaptionLayout, layer: int = 1) -> list[str]:
    states = caption_states(layout.groups, layout.lettering, layout.limits)
    return [text for found, _, _, _, text in states if found == layer]


def in_colour(layout: CaptionLayout) -> list[str]:
    """What has the highlight's colour in each state."""
    colour = layout.lettering.colours.said
    said = rf"\\1c&H{colour[5:7]}{colour[3:5]}{colour[1:3]}&}}([^{{]*)"
    return ["".join(re.findall(said, text)).strip() for text in shown(layout)]


OPAQUE = {"shade": 1 - _SHADE_ALPHA / 255, "box": 1 - BOX_ALPHA / 255, "plate": 1 - _PLATE_ALPHA / 255}
"""How much of a style's own ground is seen, and how little of the scene's through it."""


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_words_can_be_read_on_what_lies_behind_them_in_every_style_and_scene(
    name: str, second: bool, style: str
) -> None:
    accent = get_palette(name).accent2 if second else None
    palette, captions = get_palette(name, accent), Captions.model_validate({"style": style})
    colours, opaque = caption_colours(captions, palette), OPAQUE[CAPTION_STYLES[captions.style].ground]
    assert contrast(colours.text, colours.behind) > 10
    for variant in ("", "!", "~", "+"):
        scene = get_palette(name + variant, accent)
        for ground in (scene.ground, lit_by_day(scene).ground):
            own = scene_highlights(captions, palette, {"s1": ground})
            said, around = own.get("s1", colours.said), mix_colours(ground, colours.behind, opaque)
            assert contrast(said, colours.behind) >= 9, (variant, said)
            assert contrast(said, around) >= 4.5, (variant, said)
            assert contrast(colours.text, around) >= 7, variant
            assert colour_distance(said, ground) >= 0.15, (variant, said)
            assert colour_distance(said, colours.text) >= 0.15, "the word being said looks like the others"
            assert bool(own) == (colour_distance(colours.said, ground) < 0.15)


def test_a_highlight_that_a_theme_names_is_its_own_in_every_scene() -> None:
    assert scene_highlights(Captions(highlight="#00FF88"), get_palette("midnight"), {"s1": "#00FF88"}) == {}


def test_a_scene_with_a_highlight_of_its_own_has_it_in_every_state() -> None:
    usual = laid_out("pop")
    own = replace(usual, lettering=replace(usual.lettering, highlights={"s1": "#5CC8FF"}))
    told = "".join(text for layer in (1, 2) for text in shown(own, layer))
    assert "FFC85C" in told
    said = usual.lettering.colours.said
    assert said[5:7] + said[3:5] + said[1:3] not in told


def test_colours_differ_as_they_look() -> None:
    assert colour_distance("#000000", "#FFFFFF") == pytest.approx(1.0, abs=0.001)
    assert colour_distance("#FFD23F", "#FFD23F") == 0
    assert colour_distance("#FFD23F", "#FFBE0B") < 0.1
    assert colour_distance("#FFD23F", "#5CC8FF") > 0.2


def test_a_highlight_that_the_theme_names_is_used() -> None:
    assert caption_colours(Captions(highlight="#00FF88"), get_palette("midnight")).said == "#00FF88"


def test_a_highlight_that_could_not_be_read_is_lightened() -> None:
    colours = caption_colours(Captions(highlight="#101010"), get_palette("midnight"))
    assert contrast(colours.said, colours.behind) >= 4.5


def test_the_styles_are_those_of_themes() -> None:
    assert tuple(CAPTION_STYLES) == STYLES


def test_the_former_name_of_a_style_means_what_it_meant() -> None:
    assert Captions.model_validate({"style": "outline"}) == Captions(style="pop")
    theme = Theme(name="n", channel="C")
    assert changed(theme, {"captions": {"style": "outline"}}).captions.style == "pop"


def test_pop_has_the_word_being_said_in_its_colour_and_springs_it_from_its_own_place() -> None:
    layout = laid_out("pop")
    assert in_colour(layout) == TEXT.split()
    sprung = shown(layout, 2)
    assert len(sprung) == 2 * len(TEXT.split())
    sizes = [float(re.findall(r"\\fs([\d.]+)", text)[0]) for text in sprung]
    usual = layout.lettering.size * 1.16
    assert all(first > settled > usual for first, settled in zip(sizes[::2], sizes[1::2], strict=True))


def test_words_of_scripts_from_the_right_are_not_moved() -> None:
    assert shown(laid_out("pop", "مرحبا بالعالم"), 2) == []


def test_karaoke_fills_the_words_up_to_the_one_being_said() -> None:
    layout = laid_out("karaoke", "The Game Boy")
    assert in_colour(layout) == ["The", "TheGame", "TheGameBoy"]


def test_one_word_shows_one_word_or_what_belongs_together() -> None:
    layout = laid_out("one_word")
    assert [one.text for one in layout.drawn] == [
        "The", "Game Boy", "outlived", "a", "bomb", "and", "sold", "118.69 million units.",
    ]  # fmt: skip
    assert [text for text in in_colour(layout) if text] == ["118.69millionunits."] * 2
    assert layout.lettering.size_of(layout.groups[0]) > 1.4 * layout.lettering.size
    assert layout.phrases < set(range(len(TEXT.split())))


def test_calm_changes_with_its_phrases_only_and_has_no_highlight() -> None:
    layout = laid_out("calm")
    assert len(shown(layout)) == len(layout.groups) < len(laid_out("pop").groups)
    assert not any(in_colour(layout))


@pytest.mark.parametrize("style", STYLES)
def test_every_style_shows_every_word_from_its_own_frame_on_or_before(style: str) -> None:
    layout = laid_out(style)
    starts = {
        start for layer, start, *_ in caption_states(layout.groups, layout.lettering, layout.limits) if layer == 1
    }
    assert " ".join(one.text for one in layout.drawn) == TEXT
    for group in layout.groups:
        assert group.pieces[0].start_frame in starts
