"""No two pieces of type of a scene overlap or come nearer to each other than a reader needs, at any moment."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, count
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.unit.writing.conftest import make_theme
from tests.unit.writing.offline.test_formats import FEW, MOST_OF_THEM_NIGHTLY, plans_of
from vidpipe_assets.model.media import FPS
from vidpipe_assets.render.art_direction import Shot, direct_shots
from vidpipe_assets.render.drawing.blocks import TextBlock
from vidpipe_assets.render.drawing.canvas import Canvas, Paint, skia
from vidpipe_assets.render.drawing.text import TextLine, TextStyle, shape_line
from vidpipe_assets.render.fonts import FontFace
from vidpipe_assets.render.scenes.frames import SceneFrames
from vidpipe_assets.render.scenes.headlines import HeadlineDesign
from vidpipe_assets.render.scenes.number import NumberTemplate
from vidpipe_assets.render.scenes.steps import StepsTemplate

GAP, LEAST = 0.25, 8
"""Of the smaller capitals must be free between two pieces, and pixels at least."""
SEEN = 0.15
MOMENTS = (0.0, 0.08, 0.16, 0.24, 0.32, 0.4, 0.48, 0.56, 0.64, 0.72, 0.8, 0.88, 0.96, 1.05)
"""In scenes' lengths."""


AS_ONE = (
    (TextBlock, "rise"), (TextBlock, "appear"), (NumberTemplate, "_draw_number"), (StepsTemplate, "_draw_step"),
    (HeadlineDesign, "draw_title"), (HeadlineDesign, "_draw_starred"),
)  # fmt: skip
"""What is set as one: words of a block, a number with its unit or sign, a card that slides over what announced it."""


class Piece(NamedTuple):
    """A line of type: its capitals on the canvas, and to which block it belongs."""

    left: float
    top: float
    right: float
    bottom: float
    cap: float
    block: int

    def apart(self, other: "Piece") -> bool:
        gap = max(GAP * min(self.cap, other.cap), LEAST)
        across = max(self.left, other.left) - min(self.right, other.right)
        return (
            self[:4] == other[:4] or across >= gap or max(self.top, other.top) - min(self.bottom, other.bottom) >= gap
        )


class Sheet:
    """Remembers each line that is drawn, where it stands under all transformations and clips."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.canvas = Canvas(1080, 1920)
        self.pieces: list[Piece] = []
        self._blocks, self._block = count(1), 0
        drawn = TextLine.paint

        def paint(
            line: TextLine, canvas: Canvas, x: float, y: float, paint: Paint | None, *, align: float = 0.0
        ) -> None:
            if paint is not None and line.blob is not None and paint.getAlphaf() > SEEN:
                self._note(canvas, line, x - line.width * align, y)
            drawn(line, canvas, x, y, paint, align=align)

        monkeypatch.setattr(TextLine, "paint", paint)
        for owner, name in AS_ONE:
            monkeypatch.setattr(owner, name, self._as_one(getattr(owner, name)))

    def draw(self, frames: SceneFrames, number: int) -> None:
        """Recorded, not painted: where things stand is all that counts."""
        recorder = skia.PictureRecorder()
        self.canvas._skia = recorder.beginRecording(skia.Rect.MakeWH(1080, 1920))  # pyright: ignore[reportPrivateUsage]
        self.pieces.clear()
        frames.draw_content(self.canvas, number)

    def too_near(self) -> list[tuple[Piece, Piece]]:
        return [(a, b) for a, b in combinations(self.pieces, 2) if a.block != b.block and not a.apart(b)]

    def _as_one(self, draw: Any) -> Any:
        def wrapped(*given: Any, **named: Any) -> Any:
            if self._block:
                return draw(*given, **named)
            self._block = next(self._blocks)
            try:
                return draw(*given, **named)
            finally:
                self._block = 0

        return wrapped

    def _note(self, canvas: Canvas, line: TextLine, x: float, y: float) -> None:
        drawn = canvas._skia  # pyright: ignore[reportPrivateUsage]
        box = drawn.getTotalMatrix().mapRect(skia.Rect.MakeLTRB(x, y - line.cap, x + line.width, y))
        clip = drawn.getDeviceClipBounds()
        left, top = max(box.left(), clip.left()), max(box.top(), clip.top())
        right, bottom = min(box.right(), clip.right()), min(box.bottom(), clip.bottom())
        if right - left > 1 and bottom - top > 1:
            cap = line.cap * drawn.getTotalMatrix().mapRadius(1)
            self.pieces.append(Piece(left, top, right, bottom, cap, self._block or next(self._blocks)))


def shots_of(file: str, name: str, seconds: int) -> Iterator[tuple[str, Shot]]:
    """Every scene of the story's plans, in its own arrangement and in both that every text allows."""
    theme = make_theme(seconds)
    for plan in plans_of(file, name, seconds):
        for shot in direct_shots(plan, theme.picture, theme.channel, f"2026-11-20_{theme.name}", Path("themes")):
            # Type stands the same before every background, and this one costs nothing.
            for arrangement in dict.fromkeys((shot.arrangement, *(("above", "below") if shot.arrangement else ()))):
                yield plan.format, replace(shot, background="duo", places=(), arrangement=arrangement)


def faults(sheet: Sheet, shot: Shot) -> Iterator[str]:
    frames = SceneFrames(shot)
    for share in MOMENTS:
        number = round(share * shot.scene.seconds * FPS)
        sheet.draw(frames, number)
        for one, other in sheet.too_near():
            yield f"{shot.scene.id} {shot.scene.picture.template} frame {number}: {one} {other}"


@pytest.mark.parametrize(("file", "name"), FEW[::2])
def test_type_keeps_apart(file: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet(monkeypatch)
    found = {fault: form for form, shot in shots_of(file, name, 30) for fault in faults(sheet, shot)}
    assert found == {}


@pytest.mark.slow
@pytest.mark.parametrize(("file", "name"), MOST_OF_THEM_NIGHTLY)
def test_type_keeps_apart_in_all_of_the_sample(file: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet(monkeypatch)
    found = {fault: form for form, shot in shots_of(file, name, 60) for fault in faults(sheet, shot)}
    assert found == {}


@pytest.mark.parametrize(("x", "y", "near"), [(100.0, 300.0, True), (480.0, 300.0, False), (100.0, 420.0, False)])
def test_what_is_too_near_is_found(x: float, y: float, near: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet(monkeypatch)
    line = shape_line("60 TONS", TextStyle(FontFace("anton"), 100))
    line.draw(sheet.canvas, 60, 280, "#000000")
    line.draw(sheet.canvas, x, y, "#000000")
    assert bool(sheet.too_near()) == near
