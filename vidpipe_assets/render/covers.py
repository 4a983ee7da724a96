"""Covers of a video: pictures of their own, 1080x1920, with the subject and a short headline and nothing else.

Three candidates that differ in picture, words and layout; the first is the one that is taken if nobody chooses. Type
stands where a profile's grid still shows it, which cuts a cover to 4:5 or 3:4 around its middle.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image, ImageOps

from vidpipe_assets.io.files import replacing
from vidpipe_assets.language.words import count_characters, is_unspaced
from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.model.pictures import Hook
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.drawing.blocks import TextBlock, fit_block
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient
from vidpipe_assets.render.drawing.colour import channels, luminance
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.text import TextStyle, fit_line
from vidpipe_assets.render.fonts import FontFace
from vidpipe_assets.render.palettes import READABLE, Palette, picture_palette
from vidpipe_assets.render.scenes.art import place_art
from vidpipe_assets.render.scenes.backgrounds import make_background
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.scrim import luminances

COVERS = 3
MOST_WORDS, _MOST_CHARACTERS = 6, 16
"""Of a headline; characters count where a script has no spaces."""
GRID_TOP, GRID_BOTTOM = 285, 1635
"""What a grid of 4:5 shows of a cover."""

_LEFT, _TOP, _FOOT = 72, GRID_TOP + 45, GRID_BOTTOM - 45
_WIDE = WIDTH - 2 * _LEFT
_LARGEST, _LEAST, _TALLEST, _ROWS = 230, 84, 560, 4
_STANDING_S = 9.0
"""A moment at which all has come in."""
_ICON = 620
_CREDIT_Y = HEIGHT - 60
_FADE = 280
_QUALITY = 90

Layout = Literal["top", "low", "band"]
_LAYOUTS: tuple[Layout, ...] = ("top", "low", "band")


@dataclass(frozen=True)
class Still:
    """A frame of footage without anything over it, and who has to be named with it."""

    path: Path
    credit: str = ""


@dataclass(frozen=True)
class CoverDesign:
    """What one cover shows. `still`: instead of the shot's background and illustration."""

    shot: Shot
    headline: str
    layout: Layout
    still: Still | None = None


def design_covers(plan: ProductionPlan, shots: Sequence[Shot], stills: Mapping[str, Still]) -> tuple[CoverDesign, ...]:
    """Three designs for a video. `stills`: scene -> a frame of the footage that it shows."""
    words, hook = headlines(plan), shots[0]
    filmed = [shot for shot in shots if shot.scene.id in stills]
    drawn = [shot for shot in shots[1:-1] if shot.scene.id not in stills]
    # The subject's own picture first, then what is drawn, then another one of either, in other colours if there is one.
    first, second, *others = dict.fromkeys([*filmed[:1], hook, *filmed[1:], *drawn, shots[-1]])
    third = min(others or [hook], key=lambda shot: shot.palette == second.palette)
    pictures = (first, second, third)
    return tuple(
        CoverDesign(
            shot=replace(shot, illustration=shot.illustration or hook.illustration),
            headline=words[number % len(words)],
            layout=layout,
            still=stills.get(shot.scene.id),
        )
        for number, (shot, layout) in enumerate(zip(pictures, _LAYOUTS, strict=True))
    )


def headlines(plan: ProductionPlan) -> tuple[str, ...]:
    """Different headlines of at most six words, the hook's first; nothing is cut off inside a thought."""
    hook = plan.scenes[0].picture
    told = " ".join(hook.lines) if isinstance(hook, Hook) else plan.hook
    offered = [told, plan.title, *_heads(plan.title), plan.subject, *(one.title for one in plan.scenes[1:]), "…"]
    found: dict[str, str] = {}
    for text in offered:
        if is_short(text):
            found.setdefault(text.replace("*", "").casefold().strip(" .!?…"), text.strip())
    return tuple(found.values())[:COVERS]


def is_short(text: str) -> bool:
    """Whether a text is a headline by its length."""
    plain = text.replace("*", "").strip()
    few = count_characters(plain) <= _MOST_CHARACTERS if is_unspaced(plain) else len(plain.split()) <= MOST_WORDS
    return bool(plain) and few


def _heads(title: str) -> list[str]:
    """A title up to each mark at which a thought ends."""
    return [title[: title.index(mark)].strip() for mark in (":", " – ", " — ", "?", "!", ".", ",") if mark in title]


def draw_cover(design: CoverDesign, out: Path) -> None:
    """Draw the cover to `out`: JPEG, 1080x1920. The same design gives the same bytes."""
    canvas = Canvas(WIDTH, HEIGHT)
    context = SceneContext(design.shot) if design.still is None else _put_still(canvas, design.shot, design.still)
    block = _headline(context, design.headline)
    subject = None if design.still else _subject(canvas, context, *_ROOMS[design.layout](block))
    _DRAWINGS[design.layout](canvas, context.palette, block, subject)
    if design.still and design.still.credit:
        _draw_credit(canvas, context.palette, design.still.credit)
    red_green_blue = np.ascontiguousarray(canvas.pixels[..., 2::-1])
    with replacing(out) as file:
        Image.fromarray(red_green_blue).save(file, "JPEG", quality=_QUALITY, optimize=True)


def _put_still(canvas: Canvas, shot: Shot, still: Still) -> SceneContext:
    """Put a still on the canvas; the context has the colours for what is drawn over it."""
    with Image.open(still.path) as image:
        filled = np.asarray(ImageOps.fit(image.convert("RGB"), (WIDTH, HEIGHT), Image.Resampling.LANCZOS))
    canvas.pixels[..., :3], canvas.pixels[..., 3] = filled[..., ::-1], 255
    mean = "#" + "".join(f"{int(one):02X}" for one in filled.reshape(-1, 3).mean(0))
    return SceneContext(shot, picture_palette(shot.palette, shot.accent, mean))


def _subject(canvas: Canvas, context: SceneContext, top: float, bottom: float) -> Callable[[], None]:
    """Put the shot's background on the canvas, with a ground where its subject stands; what draws the subject."""
    shot, art = context.shot, place_art(context, 40, top, WIDTH - 40, bottom)
    foot = art.foot if art else None
    make_background(shot.background, context.palette, shot.seed, foot).paint(canvas, _STANDING_S)

    def draw() -> None:
        if art:
            art.draw(canvas, _STANDING_S)
            return
        size = min(_ICON, bottom - top - 60)
        x, y = (WIDTH - size) / 2, (top + bottom - size) / 2
        canvas.circle(WIDTH / 2, y + size / 2, size * 0.62, fill(context.palette.ground, 0.55))
        draw_icon(canvas, shot.scene.icon, x, y, size, context.palette.accent_shape, 1.6)

    return draw


def _headline(context: SceneContext, text: str) -> TextBlock:
    """In capitals, as large as it can be; what has a figure takes the accent, else the last word."""
    words = text.split()
    if "*" not in text:
        figures = [number for number, word in enumerate(words) if any(one.isdigit() for one in word)]
        starred = figures or [len(words) - 1]
        words = [f"*{word}*" if number in starred and len(words) > 1 else word for number, word in enumerate(words)]
    style, lead = TextStyle(context.heading_face, _LARGEST), context.heading_lead
    said = context.capitals(" ".join(words))
    return fit_block(said, style, _WIDE, least=_LEAST, rows=_ROWS, lead=lead, height=_TALLEST)


_ROOMS: Mapping[Layout, Callable[[TextBlock], tuple[float, float]]] = {
    "top": lambda block: (_TOP + block.height + 70, HEIGHT - 200),
    "low": lambda block: (GRID_TOP - 60, _FOOT - block.height - 80),
    "band": lambda block: (GRID_TOP - 60, _FOOT - block.height - 250),
}
"""Where the subject of a layout begins and ends."""

Draw = Callable[[], None] | None


def _draw_top(canvas: Canvas, palette: Palette, block: TextBlock, subject: Draw) -> None:
    """The headline above, the subject below it."""
    _shade(canvas, palette, 0, _TOP + block.height + 50, fade=_FADE)
    if subject:
        subject()
    _draw_headline(canvas, palette, block, _TOP)


def _draw_low(canvas: Canvas, palette: Palette, block: TextBlock, subject: Draw) -> None:
    """The subject above, the headline below it."""
    top = _FOOT - block.height
    _shade(canvas, palette, top - 60, HEIGHT, fade=-_FADE)
    if subject:
        subject()
    _draw_headline(canvas, palette, block, top)


def _draw_band(canvas: Canvas, palette: Palette, block: TextBlock, subject: Draw) -> None:
    """The headline on a band in the accent, the subject above it."""
    high = block.height + 130
    top = _FOOT - 60 - high
    if subject:
        subject()
    with canvas.zoom(WIDTH / 2, top + high / 2, 1.0, -3):
        canvas.box(-60, top, WIDTH + 120, high, fill(palette.accent))
        block.rise(canvas, _LEFT, top + 65, palette.on_accent, palette.on_accent, lambda _: 1.0)


_DRAWINGS: Mapping[Layout, Callable[[Canvas, Palette, TextBlock, Draw], None]] = {
    "top": _draw_top,
    "low": _draw_low,
    "band": _draw_band,
}


def _draw_headline(canvas: Canvas, palette: Palette, block: TextBlock, top: float) -> None:
    block.rise(canvas, _LEFT, top, palette.ink, palette.accent_shape, lambda _: 1.0)


def _shade(canvas: Canvas, palette: Palette, top: float, bottom: float, *, fade: float) -> None:
    """The ground's colour over a part of the picture, as dense as type asks for; it ends softly below, or above (−)."""
    alpha = _needed(canvas, palette, top, bottom)
    if not alpha:
        return
    soft = [(0.0, palette.ground, alpha), (0.35, palette.ground, alpha * 0.62), (0.7, palette.ground, alpha * 0.18)]
    soft.append((1.0, palette.ground, 0.0))
    canvas.box(0, top, WIDTH, bottom - top, fill(palette.ground, alpha))
    start, end = (bottom, bottom + fade) if fade > 0 else (top, top + fade)
    canvas.box(0, min(start, end), WIDTH, abs(fade), linear_gradient((0, start), (0, end), soft))


def _needed(canvas: Canvas, palette: Palette, top: float, bottom: float) -> float:
    """How opaque the ground has to be there for ink and accent to be read on nearly every pixel."""
    part = canvas.pixels[max(0, int(top)) : int(bottom) : 4, ::4, 2::-1].reshape(-1, 3).astype(np.float32)
    ground = np.array(channels(palette.ground), np.float32)
    type_lights = [luminance(colour) for colour in (palette.ink, palette.accent_shape)]
    for step in range(19):
        behind = luminances(part * (1 - step * 0.05) + ground * step * 0.05)
        worst = float(np.quantile(behind, 0.995 if palette.dark else 0.005))
        lights = [(max(one, worst) + 0.05) / (min(one, worst) + 0.05) for one in type_lights]
        if min(lights) >= READABLE:
            return step * 0.05
    return 0.92


def _draw_credit(canvas: Canvas, palette: Palette, credit: str) -> None:
    """Who has to be named with the picture, small, at its foot."""
    line = fit_line(credit, TextStyle(FontFace("inter", 500), 26), _WIDE, 14)
    canvas.box(_LEFT - 16, _CREDIT_Y - 32, line.width + 32, 46, fill(palette.ground, 0.8), 14)
    line.draw(canvas, _LEFT, _CREDIT_Y, palette.ink)
