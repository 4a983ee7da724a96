"""Graphics over footage: readable on the picture's real pixels, low and compact, out of the lowest fifth."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from tests.unit.render.scene_samples import TEXTS, pictures, shot
from vidpipe_assets.model.plan import Beat
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.colour import contrast, luminance
from vidpipe_assets.render.moments import second_view_s
from vidpipe_assets.render.palettes import READABLE, picture_palette
from vidpipe_assets.render.safe_areas import COVERED, LEFT, LOWEST_FIFTH, OVER_FOOTAGE_TOP, RIGHT
from vidpipe_assets.render.scenes.compact import CompactTemplate
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.footage_frames import COMPACT, FootageFrames
from vidpipe_assets.render.scenes.scrim import luminances

BUSY = np.random.default_rng(5).integers(0, 256, (3, 192, 108, 3), np.uint8)
BEHIND = {
    "snow": np.full((2, 192, 108, 3), 250, np.uint8),
    "night": np.full((2, 192, 108, 3), 12, np.uint8),
    "busy": BUSY,
    "yellow": np.tile(np.array((255, 220, 40), np.uint8), (2, 192, 108, 1)),
    "a flash": np.concatenate([np.full((3, 192, 108, 3), 20, np.uint8), np.full((1, 192, 108, 3), 255, np.uint8)]),
}
SETTLED = 100


def behind_type(frames: FootageFrames, samples: np.ndarray) -> np.ndarray:
    """The luminance of what lies behind the type, all over the plates and over the scene's whole length."""
    scrim = frames.scrim().astype(float)
    found: list[np.ndarray] = []
    for plate, _ in frames.plates:
        across = slice(int(max(plate.left, 0)) + 12, int(plate.right) - 12)
        down = slice(int(plate.top) + 12, int(plate.bottom) - 12)
        laid = scrim[down, across][::5, ::5]
        picture = np.repeat(np.repeat(samples, 2, 1), 2, 2)[
            :, down.start // 5 : -(-down.stop // 5), across.start // 5 :
        ]
        picture = picture[:, : laid.shape[0], : laid.shape[1]]
        alpha = laid[..., 3:] / 255
        found.append(luminances(picture * (1 - alpha) + laid[..., :3] * alpha).ravel())
    return np.concatenate(found)


@pytest.mark.parametrize(
    ("palette", "behind"),
    [*product(("midnight", "paper", "citrus!"), BEHIND), *product(("ember", "forest", "blueprint"), ("snow",))],
)
def test_every_colour_of_type_is_readable_on_the_real_pixels(palette: str, behind: str) -> None:
    frames = FootageFrames(
        shot(pictures("shortest")["rank"], palette=palette), BEHIND[behind], credit="Picture: A / CC BY"
    )
    colours = frames.context.palette
    darkest = min(luminance(one) for one in (colours.ink, colours.mute, colours.accent_text))
    brightest = float(np.quantile(behind_type(frames, BEHIND[behind]), 0.99))
    assert (darkest + 0.05) / (brightest + 0.05) >= READABLE


def test_a_dark_picture_is_darkened_less_than_a_bright_one() -> None:
    dark, bright = (FootageFrames(shot(pictures("shortest")["rank"]), BEHIND[one]) for one in ("night", "snow"))
    assert all(a[1] < b[1] for a, b in zip(dark.plates, bright.plates, strict=True))


def test_the_accent_stays_the_channels_where_it_can_be_read() -> None:
    assert picture_palette("midnight", None, "#8899AA").accent == "#FFD23F"
    assert picture_palette("midnight!", None, "#8899AA").accent == "#FFD23F"
    paper = picture_palette("paper", None, "#8899AA")
    assert contrast(paper.accent, paper.ground) >= READABLE
    assert picture_palette("forest", "#5A0010", "#8899AA").accent != "#5A0010"


KINDS = (("words", "montserrat"), ("one word", "inter"), ("arabic", "anton"), ("emoji", "anton"), ("words", "anton"))
CASES = [(kind, name, font) for kind, font in KINDS for name in COMPACT]


def inked(kind: str, name: str, font: str = "anton", **more: object) -> np.ndarray:
    of = shot(pictures(kind)[name], text=TEXTS[kind], heading_font=font)
    frames = FootageFrames(of, BEHIND["night"], **more)  # pyright: ignore[reportArgumentType]
    frames.pixels[:] = 0
    frames.draw(SETTLED)
    return frames.pixels[..., 3] > 8


@pytest.mark.parametrize(("kind", "name", "font"), CASES)
def test_compact_content_stands_low_in_its_column_off_captions_and_the_lowest_fifth(
    kind: str, name: str, font: str
) -> None:
    found = inked(kind, name, font, credit="Picture: Ada / CC BY-SA 4.0")
    assert found[OVER_FOOTAGE_TOP:1210].any()
    assert not found[LOWEST_FIFTH:].any()
    assert not found[1212:1452].any()
    assert not found[210 : OVER_FOOTAGE_TOP - 60].any()
    assert (found[:, : LEFT - 34].any(), found[:, RIGHT + 8 :].any()) == (False, False)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_rule_stands_where_each_word_comes_in_both_directions(language: str) -> None:
    template = CompactTemplate(SceneContext(replace(shot(pictures("shortest")["icon"]), language=language)))
    block = template.context.body("ما هذا الشيء" if language == "ar" else "which thing is", 52)
    waiting, come = Canvas(1080, 1920), Canvas(1080, 1920)
    for canvas, at in ((waiting, 1.0), (come, 9.0)):
        with template.context.laid_out(canvas):
            template.spoken_block(canvas, block, LEFT, 800, at, [5.0] * len(block.words))
    rules, words = (np.flatnonzero((canvas.pixels[..., 3] > 8).any(axis=0)) for canvas in (waiting, come))
    assert len(np.flatnonzero(np.diff(rules) > 1)) == len(block.words) - 1
    assert (rules[0], rules[-1]) == pytest.approx((words[0], words[-1]), abs=8)


@pytest.mark.parametrize("name", COMPACT)
def test_what_stands_at_the_top_leaves_the_foot_of_the_picture_free(name: str) -> None:
    found = inked("words", name, at_top=True)
    assert found[240:600].any()
    assert not found[870:1500].any()
    frames = FootageFrames(shot(pictures("words")[name]), BUSY, at_top=True)
    assert 600 < frames.plates[0][0].bottom < 920
    assert frames.scrim()[1300:1480, 100:900, 3].max() < 30


@pytest.mark.parametrize("behind", ["snow", "yellow"])
def test_the_shade_under_the_strip_has_no_edge(behind: str) -> None:
    frames = FootageFrames(shot(pictures("words")["rank"]), BEHIND[behind], over="strip")
    alpha = frames.scrim()[:, 1000, 3].astype(int)
    steps = np.diff(alpha)
    assert alpha[0] == alpha[150] > 100
    assert alpha[660:].max() == 0
    assert steps.max() <= 0
    assert steps.min() >= -1
    # Nor does its slope begin or end at once.
    slopes = np.diff(alpha[::20])
    assert np.abs(np.diff(slopes)).max() <= 5


@pytest.mark.parametrize("name", ["bars", "number"])
def test_full_graphics_over_footage_stay_out_of_the_lowest_fifth(name: str) -> None:
    assert not inked("words", name, over="full")[LOWEST_FIFTH:].any()


def test_a_strip_shows_the_channel_and_whose_picture_it_is_and_nothing_else() -> None:
    found = inked("words", "bars", over="strip", credit="Picture: Ada / CC BY-SA 4.0")
    assert found[130:196].any()
    assert found[1500:LOWEST_FIFTH].any()
    assert not found[210:1450].any()


def test_a_credit_is_shown_whole_but_for_a_name_that_is_too_long() -> None:
    short, long = (FootageFrames(shot(pictures("shortest")["rank"]), BUSY, credit=f"Picture: {who} / CC BY-SA 4.0")
                   for who in ("Ada", "W" * 300))  # fmt: skip
    assert short.plates[-1][0].right < long.plates[-1][0].right <= RIGHT + 20


def test_type_stands_where_no_platform_puts_anything() -> None:
    assert max(one.top for one in COVERED.values()) <= 120
    assert min(1080 - one.right for one in COVERED.values()) >= RIGHT
    assert min(1920 - one.bottom for one in COVERED.values()) >= LOWEST_FIFTH


def test_the_same_frame_has_the_same_pixels() -> None:
    of = shot(pictures("words")["steps"], text=TEXTS["words"])
    drawn: list[bytes] = []
    for _ in range(2):
        frames = FootageFrames(of, BUSY)
        frames.pixels[:] = 40
        frames.draw(33)
        drawn.append(frames.pixels.tobytes() + frames.scrim().tobytes())
    assert drawn[0] == drawn[1]


def test_a_long_scene_shows_a_still_from_nearer_when_a_word_names_something() -> None:
    picture = pictures("shortest")["rank"]
    beats = (Beat(word=1, at=0.1), Beat(word=4, at=0.44), Beat(word=9, at=0.9))
    assert second_view_s(shot(picture, seconds=6.0, beats=beats).scene) == pytest.approx(2.64)
    assert second_view_s(shot(picture, seconds=6.0).scene) == pytest.approx(3.0)
    assert second_view_s(shot(picture, seconds=4.0, beats=beats).scene) == 0
