"""Draws `docs/caption-styles.jpg`: `PYTHONPATH=tests python tests/bench/caption_styles.py [OUT.jpg]`.

Each style of captions in a row, on a dark ground, a light one and a picture, drawn by the graph that draws videos'.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from samples import plan

from vidpipe_assets.model.media import FPS, CaptionWord
from vidpipe_assets.model.theme import Captions, CaptionStyleName, Picture
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.art_direction import direct_shots
from vidpipe_assets.render.captions.ass import STRIP
from vidpipe_assets.render.captions.files import CaptionLayout, lay_out_captions
from vidpipe_assets.render.captions.styles import caption_colours
from vidpipe_assets.render.clips import draw_still
from vidpipe_assets.render.palettes import get_palette
from vidpipe_assets.render.video.picture import Overlays, caption_strip

STYLES = get_args(CaptionStyleName)
TEXT = "In 1989, Nintendo sold 118.69 million Game Boys."
MOMENT_S = 1.3
GROUNDS = ("dark", "light", "picture")
_SHARE = 0.42


def words_of(text: str, word_s: float = 0.5) -> list[CaptionWord]:
    """A voice that takes as long for every word."""
    return [
        CaptionWord(scene="s1", text=word, start_s=number * word_s, end_s=(number + 1) * word_s - 0.02)
        for number, word in enumerate(text.split())
    ]


def layout_of(
    style: str, text: str = TEXT, palette: str = "midnight", size: int = 68, font: str = "montserrat"
) -> CaptionLayout:
    """Captions of `text` in `style`."""
    captions = Captions.model_validate({"style": style, "size": size, "font": font})
    colours = caption_colours(captions, get_palette(palette))
    return lay_out_captions(words_of(text), captions, colours, {"s1": 900}, "Title")


def drawn_on(ground: Image.Image, layout: CaptionLayout, moments_s: Sequence[float], folder: Path) -> list[Image.Image]:
    """The strip's part of `ground` (the strip's size) with the captions of each moment over it."""
    still, raw, fonts, ass = folder / "ground.png", folder / "frames.rgb", folder / "fonts", folder / "strip.ass"
    ground.save(still)
    layout.write(folder / "c.ass", folder / "c.srt", fonts)
    layout.write_strip(ass)
    overlays = Overlays(0, ass, fonts, layout.changes, layout.behind)
    seconds = max(moments_s) + 0.2
    shown = "+".join(f"eq(n,{round(moment * FPS)})" for moment in moments_s)
    graph = (
        f"{caption_strip(overlays, round(seconds * FPS))};[0:v]format=yuv420p[g];"
        f"[g][captions]overlay=0:0:format=yuv420:eof_action=repeat,select='{shown}'[o]"
    )
    reading = ["-loop", "1", "-framerate", str(FPS), "-t", f"{seconds:.3f}", "-i", ffmpeg.file_argument(still)]
    writing = ["-map", "[o]", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    ffmpeg.run([*reading, "-filter_complex", graph, *writing, ffmpeg.file_argument(raw)], timeout_s=60)
    frames: NDArray[np.uint8] = np.fromfile(raw, np.uint8).reshape(-1, STRIP.height, STRIP.width, 3)
    return [Image.fromarray(frame) for frame in frames]


def ground_of(kind: str) -> Image.Image:
    """What lies behind: a dark ground, a light one, or a picture full of light, dark and edges. Of the strip's size."""
    if kind in ("dark", "light"):
        return Image.new("RGB", (STRIP.width, STRIP.height), "#0B1020" if kind == "dark" else "#F3ECDF")
    chance = np.random.default_rng(7)
    small = Image.fromarray(chance.integers(0, 256, (14, 50, 3), np.uint8).astype(np.uint8))
    large = small.resize((STRIP.width, STRIP.height), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(large)
    for number in range(0, STRIP.width, 36):
        pen.line((number, 0, number - 90, STRIP.height), "#FFFFFF" if number % 72 else "#101010", 5)
    return large.filter(ImageFilter.GaussianBlur(1.2))


_SCENES = {"dark": ("midnight", "space/wide"), "light": ("paper", "paper"), "picture": ("forest", "shore/wide")}
"""Palette and background of the scenes on the sheet."""


def _scene_of(kind: str, folder: Path) -> Image.Image:
    palette, background = _SCENES[kind]
    shot = direct_shots(plan(), Picture(), "Channel", "2026-11-29_captions", folder)[0]
    still = folder / f"{kind}.png"
    draw_still(replace(shot, palette=palette, background=background), 1.5, still)
    with Image.open(still) as picture:
        return picture.convert("RGB").crop((STRIP.left, STRIP.top, STRIP.left + STRIP.width, STRIP.top + STRIP.height))


def main(arguments: Sequence[str]) -> int:
    """Draw the sheet."""
    out = Path(arguments[0]) if arguments else Path(__file__).parents[2] / "docs" / "caption-styles.jpg"
    wide, high, gap = round(STRIP.width * _SHARE), round(STRIP.height * _SHARE), 10
    sheet = Image.new("RGB", (len(GROUNDS) * (wide + gap) + gap, len(STYLES) * (high + gap) + gap), "#FFFFFF")
    with TemporaryDirectory(prefix="vidpipe-captions-") as folder:
        grounds = [_scene_of(kind, Path(folder)) for kind in GROUNDS]
        for row, style in enumerate(STYLES):
            for column, ground in enumerate(grounds):
                frame = drawn_on(ground, layout_of(style), (MOMENT_S,), Path(folder))[0]
                small = frame.resize((wide, high), Image.Resampling.LANCZOS)
                sheet.paste(small, (gap + column * (wide + gap), gap + row * (high + gap)))
    sheet.save(out, "JPEG", quality=85, optimize=True)
    print(f"{out}: {out.stat().st_size // 1024} KB, rows: {', '.join(STYLES)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
