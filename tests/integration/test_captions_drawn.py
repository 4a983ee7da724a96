"""Captions as libass really draws them, looked at pixel by pixel: faults 24 and 25."""

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image, ImageFilter

from tests.bench.caption_styles import GROUNDS, drawn_on, ground_of, layout_of
from tests.unit.render.scenery import plan_of, shots_of, spoken_of
from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH, CaptionWord
from vidpipe_assets.model.theme import Captions, CaptionStyleName
from vidpipe_assets.render import ffmpeg, fonts
from vidpipe_assets.render.captions import shaping
from vidpipe_assets.render.captions.ass import BOTTOM, LEFT, RIGHT, STRIP, TOP
from vidpipe_assets.render.captions.files import CaptionLayout, lay_out_captions
from vidpipe_assets.render.captions.styles import CaptionColours, caption_colours
from vidpipe_assets.render.captions.words import caption_words
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.safe_areas import RAISED_BOTTOM, RAISED_TOP
from vidpipe_assets.render.video.picture import Overlays, picture_graph
from vidpipe_assets.render.video.timeline import caption_limits, lay_out_scenes

DEFAULT = Captions(style="karaoke")
COLOURS = caption_colours(Captions(), get_palette("midnight"))
Picture = np.ndarray
"""(height, width, 3) bytes; the first row is `FIRST_ROW` of the video."""
FIRST_ROW, ROWS = 1140, 400


def laid_out(
    text: str,
    captions: Captions = DEFAULT,
    colours: CaptionColours = COLOURS,
) -> CaptionLayout:
    words = [
        CaptionWord(scene="s1", text=word, start_s=index / 2, end_s=index / 2 + 0.5)
        for index, word in enumerate(text.split(" "))
    ]
    limits = {"s1": 60 * FPS}
    return lay_out_captions(words, captions, colours, limits, "Title")


def drawn(
    files: CaptionLayout, folder: Path, at_s: tuple[float, ...] = (0.25,), ground: str = "#0B1020"
) -> list[Picture]:
    """The frames at `at_s`, on a ground of one colour."""
    ass, fonts, out = folder / "c.ass", folder / "it's [fonts], 100%", folder / "frames.rgb"
    files.write(ass, folder / "c.srt", fonts)
    frames = "+".join(f"eq(n,{round(moment * FPS)})" for moment in at_s)
    source = f"color=c=0x{ground[1:]}:s={WIDTH}x{HEIGHT}:r={FPS}:d={max(at_s) + 0.1:.3f}"
    graph = f"select='{frames}',ass={ffmpeg.filter_argument(ass)}:fontsdir={ffmpeg.filter_argument(fonts)}"
    graph += f",crop={WIDTH}:{ROWS}:0:{FIRST_ROW}"
    arguments = ["-f", "lavfi", "-i", source, "-vf", graph, "-fps_mode", "passthrough", "-f", "rawvideo"]
    ffmpeg.run([*arguments, "-pix_fmt", "rgb24", ffmpeg.file_argument(out)], timeout_s=60)
    return list(np.fromfile(out, np.uint8).reshape(-1, ROWS, WIDTH, 3))


def box_of(picture: Picture, ground: str = "#0B1020", differing: int = 24) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of all that is not ground. On a dark one, shades and outlines are not seen."""
    colour = np.frombuffer(bytes.fromhex(ground[1:]), np.uint8)
    rows, columns = np.nonzero(np.abs(picture.astype(int) - colour).max(axis=2) > differing)
    return int(columns.min()), int(rows.min()) + FIRST_ROW, int(columns.max()), int(rows.max()) + FIRST_ROW


def ink(picture: Picture) -> int:
    """How many pixels are as bright as the words."""
    return int((picture.max(axis=2) > 200).sum())


@pytest.mark.parametrize("font", ["montserrat", "anton", "inter"])
def test_what_is_measured_is_what_is_drawn(font: str, tmp_path: Path) -> None:
    files = laid_out("HHHHHHHH", Captions.model_validate({"font": font, "style": "karaoke"}))
    left, _, right, _ = box_of(drawn(files, tmp_path, (0.4,))[0])
    bearings = shaping.text_width("H", font) * 0.25 * files.lettering.size
    measured = shaping.text_width("HHHHHHHH", font) * files.lettering.size
    assert right - left == pytest.approx(measured - bearings, abs=8)


def test_the_weight_that_was_cut_out_is_the_weight_that_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bold = ink(drawn(laid_out("Illumination"), tmp_path)[0])
    monkeypatch.setitem(fonts.THEME_FACES, "montserrat", fonts.FontFace("montserrat", 100))
    shaping.text_width.cache_clear()
    shaping._find_face.cache_clear()
    try:
        assert bold > 2 * ink(drawn(laid_out("Illumination"), tmp_path)[0])
    finally:
        shaping.text_width.cache_clear()
        shaping._find_face.cache_clear()


@pytest.mark.parametrize("style", get_args(CaptionStyleName))
@pytest.mark.parametrize("size", [48, 96])
def test_the_widest_captions_stay_in_the_free_band(style: str, size: int, tmp_path: Path) -> None:
    captions = Captions.model_validate({"style": style, "size": size})
    colours = caption_colours(captions, get_palette("paper"))
    text = "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW Ägypten Wundervolle Überraschungen gyjpq"
    pictures = drawn(laid_out(text, captions, colours), tmp_path, (0.1, 0.3, 0.75, 1.25, 1.75), "#F3ECDF")
    for picture in pictures:
        # Words, outlines and boxes: a shade has no edge.
        left, top, right, bottom = box_of(picture, "#F3ECDF", 120)
        assert left >= LEFT
        assert right <= RIGHT
        assert top >= TOP
        assert bottom <= BOTTOM


def test_only_the_word_being_said_has_the_highlight(tmp_path: Path) -> None:
    first, second = drawn(laid_out("left right"), tmp_path, (0.25, 0.75))
    yellow = [np.nonzero((picture[..., 0] > 200) & (picture[..., 2] < 100))[1].mean() for picture in (first, second)]
    assert yellow[0] < (LEFT + RIGHT) / 2 < yellow[1]


def test_a_caption_begins_on_the_frame_of_its_word_and_not_before(tmp_path: Path) -> None:
    words = [
        CaptionWord(scene="s1", text="Now.", start_s=frame / FPS, end_s=frame / FPS + 0.3) for frame in (7, 67, 128)
    ]
    files = lay_out_captions(words, Captions(), COLOURS, {"s1": 900}, "")
    moments = tuple(frame / FPS for frame in (6, 7, 66, 67, 127, 128))
    shown = [ink(picture) > 0 for picture in drawn(files, tmp_path, moments)]
    assert shown == [False, True, False, True, False, True]


def test_fault_24_scripts_and_emoji_are_drawn_by_a_font_that_has_them(tmp_path: Path) -> None:
    texts = [
        "café",
        "x̣́",
        "日本語",
        "한국어",
        "مرحبا",
        "שלום",
        "नमस्ते",
        "ไทย",
        "👩\u200d👩\u200d👧\u200d👦",
        "🇩🇪",
        "❤️",
        "Ελλάδα",
    ]
    files = one_by_one(texts)
    log = fonts_asked_for(files, tmp_path)
    assert "Glyph 0x" not in log
    assert "failed to find" not in log
    for text, picture in zip(texts, drawn(files, tmp_path, middles(texts)), strict=True):
        measured = shaping.text_width(text, "montserrat") * files.lettering.size
        left, _, right, _ = box_of(picture)
        assert 0.6 * measured < right - left < measured + 2 * files.lettering.outline, text


def one_by_one(texts: Sequence[str]) -> CaptionLayout:
    """Each text alone, for a tenth of a second, in a scene of its own."""
    scenes = [f"s{number}" for number in range(len(texts))]
    words = [
        CaptionWord(scene=scene, text=text, start_s=number / 10, end_s=(number + 1) / 10)
        for number, (scene, text) in enumerate(zip(scenes, texts, strict=True))
    ]
    return lay_out_captions(words, DEFAULT, COLOURS, dict.fromkeys(scenes, 900), "Title")


def middles(texts: Sequence[str]) -> tuple[float, ...]:
    return tuple(number / 10 + 0.0334 for number in range(len(texts)))


def fonts_asked_for(files: CaptionLayout, folder: Path) -> str:
    """What libass says about fonts and glyphs while it draws."""
    ass, fonts = folder / "c.ass", folder / "fonts"
    files.write(ass, folder / "c.srt", fonts)
    graph = f"ass={ffmpeg.filter_argument(ass)}:fontsdir={ffmpeg.filter_argument(fonts)}"
    source = f"color=s={WIDTH}x{HEIGHT}:r={FPS}:d=2"
    return ffmpeg.run(["-v", "verbose", "-f", "lavfi", "-i", source, "-vf", graph, "-f", "null", "-"], timeout_s=60)


def test_fault_24_what_no_font_has_draws_no_box(tmp_path: Path) -> None:
    plain, odd = (drawn(laid_out(text), tmp_path)[0] for text in ("ab", "a\U00010380\x00\u202eb"))
    assert np.array_equal(plain, odd)


def test_fault_24_a_composed_and_a_combining_accent_look_the_same(tmp_path: Path) -> None:
    composed, combining = (drawn(laid_out(text), tmp_path)[0] for text in ("caf\u00e9", "cafe\u0301"))
    assert np.array_equal(composed, combining)


def test_fault_25_what_looks_like_a_command_is_drawn_as_it_is(tmp_path: Path) -> None:
    texts = [r"{\pos(0,0)}a", r"a\Nb", r"a\nb", r"a\hb", r"{\b1}", r"a\{b\}", r"\\", "{}"]
    files = one_by_one(texts)
    for text, picture in zip(texts, drawn(files, tmp_path, middles(texts)), strict=True):
        left, top, right, bottom = box_of(picture)
        measured = shaping.text_width(text, "montserrat") * files.lettering.size
        assert right - left == pytest.approx(measured, abs=14), text
        assert bottom - top < 1.4 * files.lettering.size
        assert top > TOP


def test_a_minute_of_captions_is_drawn(tmp_path: Path) -> None:
    # ffmpeg once refused the list of 260 changes: its expressions may not nest deeper than a hundred.
    plan = plan_of(tuple(" ".join(["word"] * 90) for _ in range(4)))
    spoken = spoken_of(plan, word_s=0.13, gap_s=0.03)
    shots = shots_of(plan, ("none",) * 3)
    timeline = lay_out_scenes(plan, spoken, shots)
    limits = caption_limits(timeline, shots)
    files = lay_out_captions(caption_words(timeline, spoken), DEFAULT, COLOURS, limits, "Title")
    files.write(tmp_path / "c.ass", tmp_path / "c.srt", tmp_path / "fonts")
    files.write_strip(tmp_path / "strip.ass")
    overlays = Overlays(6, tmp_path / "strip.ass", tmp_path / "fonts", files.changes, files.behind)
    parts = picture_graph(timeline, shots, overlays).split(";\n")
    strip = next(part for part in parts if part.endswith("[captions]"))
    log = ffmpeg.run(
        ["-filter_complex", f"{strip};[captions]showinfo[out]", "-map", "[out]", "-f", "null", "-"], timeout_s=60
    )
    assert len(files.changes) > 250
    assert log.count("pts_time:") == len({0, *files.changes})


@pytest.mark.parametrize("style", get_args(CaptionStyleName))
def test_words_can_be_read_on_any_ground_by_the_pixels_around_them(style: str, tmp_path: Path) -> None:
    """Measured where a letter ends: what is two to four pixels beside it, over black, white, and a picture."""
    layout = layout_of(style, "Illumination 118 million")
    frames = {kind: np.asarray(drawn_on(ground_of(kind), layout, (0.4,), tmp_path)[0]) for kind in GROUNDS}
    dark, light, picture = (frames[kind].astype(int) for kind in GROUNDS)
    # What looks the same whatever lies behind it, and is bright: letters, but for their soft edges.
    letters = (np.abs(dark - light).max(axis=2) < 12) & (dark.max(axis=2) > 190)
    assert letters.sum() > 2000
    ring = grown(letters, 4) & ~grown(letters, 2)
    for frame in (dark, light, picture):
        ratios = contrasts(frame[ring], np.median(frame[letters], axis=0))
        assert np.quantile(ratios, 0.1) >= 4.5


def grown(mask: np.ndarray, pixels: int) -> np.ndarray:
    """`mask` and what lies within so many pixels of it."""
    wide = Image.fromarray((mask * 255).astype(np.uint8)).filter(ImageFilter.MaxFilter(2 * pixels + 1))
    return np.asarray(wide) > 0


def contrasts(pixels: np.ndarray, letter: np.ndarray) -> np.ndarray:
    """The contrast of WCAG of each pixel with the letters' colour."""
    lights = [np.where(one <= 10, one / 3294.6, ((one / 255 + 0.055) / 1.055) ** 2.4) for one in (pixels, letter)]
    around, inside = (light @ np.array([0.2126, 0.7152, 0.0722]) for light in lights)
    return (np.maximum(inside, around) + 0.05) / (np.minimum(inside, around) + 0.05)


@pytest.mark.parametrize("style", get_args(CaptionStyleName))
def test_the_strip_of_the_video_shows_what_the_file_beside_it_shows(style: str, tmp_path: Path) -> None:
    layout = layout_of(style)
    strip = np.asarray(drawn_on(ground_of("dark"), layout, (1.3,), tmp_path)[0]).astype(int)
    whole = drawn(layout, tmp_path, (1.3,))[0].astype(int)
    top, left = STRIP.top - FIRST_ROW, STRIP.left
    beside = whole[top : top + STRIP.height, left : left + STRIP.width]
    assert np.abs(strip - beside).mean() < 2.5
    assert (strip.max(axis=2) > 200).sum() == pytest.approx((beside.max(axis=2) > 200).sum(), rel=0.03)


def test_captions_stand_higher_in_a_raised_scene_of_the_video_and_only_there(tmp_path: Path) -> None:
    plan = plan_of(("First one here.", "Second one here.", "Third one here.", "The last one."))
    spoken, shots = spoken_of(plan), shots_of(plan, ("none",) * 3)
    timeline = lay_out_scenes(plan, spoken, shots)
    limits = caption_limits(timeline, shots)
    words = caption_words(timeline, spoken)
    layout = lay_out_captions(words, DEFAULT, COLOURS, limits, "Title", raised=frozenset({"s2"}))
    layout.write(tmp_path / "c.ass", tmp_path / "c.srt", tmp_path / "fonts")
    layout.write_strip(tmp_path / "strip.ass")
    overlays = Overlays(
        4, tmp_path / "strip.ass", tmp_path / "fonts", layout.changes, layout.behind, layout.lettering.raised
    )
    moments = [scene.start_frame + 12 for scene in timeline[:3]]
    out = tmp_path / "frames.gray"
    shown = "+".join(f"eq(n,{moment})" for moment in moments)
    graph = f"{picture_graph(timeline, shots, overlays, ends=False)};[picture]select='{shown}'[o]"
    clips = [
        part
        for scene in timeline
        for part in ("-f", "lavfi", "-i", f"color=c=0x203040:s={WIDTH}x{HEIGHT}:r={FPS}:d={scene.frames / FPS + 1}")
    ]
    writing = ["-map", "[o]", "-frames:v", "3", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray"]
    ffmpeg.run([*clips, "-filter_complex", graph, *writing, ffmpeg.file_argument(out)], timeout_s=120)
    frames = np.fromfile(out, np.uint8).reshape(3, HEIGHT, WIDTH)
    for number, frame in enumerate(frames):
        rows = np.nonzero((frame > 190).sum(axis=1) > 3)[0]
        top, bottom = (RAISED_TOP, RAISED_BOTTOM) if number == 1 else (TOP, BOTTOM)
        assert top <= rows.min() < rows.max() <= bottom
