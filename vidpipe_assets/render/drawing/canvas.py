"""The surface that everything is drawn on, its paints, and the PNG files that are put on it.

Pixels lie in memory that numpy and ffmpeg see too, as 8-bit blue, green, red, alpha. The one place where skia and
harfbuzz are loaded: they have no type information, and stay inside `drawing`.
"""

import importlib
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from vidpipe_assets.render.drawing.colour import channels
from vidpipe_assets.render.drawing.easing import clamp
from vidpipe_assets.render.drawing.gl_stubs import provide_gl
from vidpipe_assets.render.drawing.logo import read_png

provide_gl()
skia: Any = importlib.import_module("skia")
harfbuzz: Any = importlib.import_module("uharfbuzz")


Pixels: TypeAlias = NDArray[np.uint8]
"""Height x width x 4."""
Paint: TypeAlias = Any
"""skia's paint: made by `fill`, `stroke` and the gradients, passed to a `Canvas`."""
Outline: TypeAlias = Any
"""skia's path: made by `paths`, passed to a `Canvas`."""
Stop: TypeAlias = tuple[float, str, float]
"""Of a gradient: share of the way, colour, opacity."""


def fill(colour: str, alpha: float = 1.0) -> Paint:
    """Paint that fills shapes."""
    return skia.Paint(AntiAlias=True, Color=_argb(colour, alpha))


def stroke(colour: str, width: float, alpha: float = 1.0, *, dash: tuple[float, float] | None = None) -> Paint:
    """Paint that follows outlines, with round ends."""
    paint = fill(colour, alpha)
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(width)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    if dash is not None:
        paint.setPathEffect(skia.DashPathEffect.Make(list(dash), 0))
    return paint


def haze(colour: str, alpha: float, soft: float) -> Paint:
    """Paint that fills shapes and ends softly, `soft` pixels on both sides of their edges."""
    paint = fill(colour, alpha)
    paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, soft / 2))
    return paint


def trim_outline(paint: Paint, until: float, start: float = 0.0) -> Paint:
    """`paint` that follows only part of each outline: how lines draw themselves."""
    # Skia rounds to 32 bits, and makes no effect where the whole outline is left: an easing that is almost at its end.
    effect = skia.TrimPathEffect.Make(start, until)
    if effect is not None:
        paint.setPathEffect(effect)
    return paint


def linear_gradient(start: tuple[float, float], end: tuple[float, float], stops: Sequence[Stop]) -> Paint:
    """Paint that changes along a line."""
    points = [skia.Point(*start), skia.Point(*end)]
    return skia.Paint(AntiAlias=True, Shader=skia.GradientShader.MakeLinear(points, *_stops(stops)))


def radial_gradient(centre: tuple[float, float], radius: float, stops: Sequence[Stop]) -> Paint:
    """Paint that changes from a centre outwards."""
    return skia.Paint(
        AntiAlias=True, Shader=skia.GradientShader.MakeRadial(skia.Point(*centre), radius, *_stops(stops))
    )


def blend_as_light(paint: Paint) -> Paint:
    """`paint` that lightens what is below it, as light does."""
    paint.setBlendMode(skia.BlendMode.kScreen)
    return paint


def blend_upon(paint: Paint) -> Paint:
    """`paint` that covers only what is drawn already, within the `layer`."""
    paint.setBlendMode(skia.BlendMode.kSrcATop)
    return paint


def enlarged(canvas: "Canvas", x: float, y: float, scale: float, alpha: float = 1.0) -> Paint:
    """Paint of what a small canvas shows, `scale` times as large from x, y. For soft things."""
    matrix = skia.Matrix.Translate(x, y).preScale(scale, scale)
    sampling = skia.SamplingOptions(skia.FilterMode.kNearest)  # linear takes ten times as long
    shader = canvas.snapshot().makeShader(skia.TileMode.kClamp, skia.TileMode.kClamp, sampling, matrix)
    paint = skia.Paint(Shader=shader)
    paint.setAlphaf(clamp(alpha))
    return paint


class Canvas:
    """A surface of `width` x `height` pixels, drawn on by skia's software renderer."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Pixels = np.zeros((height, width, 4), np.uint8)
        info = skia.ImageInfo.Make(width, height, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
        self._surface: Any = skia.Surface.MakeRasterDirect(info, self.pixels, self.pixels.strides[0])
        self._skia: Any = self._surface.getCanvas()
        self._mirror: float | None = None
        """Twice the axis about which what is drawn is mirrored; what has to be read is turned back."""

    def clear(self, colour: str | None = None) -> None:
        """Fill everything with `colour`, or make it transparent."""
        self._skia.clear(_argb(colour, 1.0) if colour else 0)

    def cover(self, paint: Paint) -> None:
        """Put `paint` on everything."""
        self._skia.drawPaint(paint)

    def box(self, x: float, y: float, width: float, height: float, paint: Paint, radius: float = 0.0) -> None:
        """A rectangle from its top left corner, with round corners if `radius` is given."""
        if width <= 0 or height <= 0:
            return
        radius = min(radius, width / 2, height / 2)
        self._skia.drawRoundRect(skia.Rect.MakeXYWH(x, y, width, height), radius, radius, paint)

    def circle(self, x: float, y: float, radius: float, paint: Paint) -> None:
        """A circle around its centre."""
        if radius > 0:
            self._skia.drawCircle(x, y, radius, paint)

    def oval(self, x: float, y: float, across: float, down: float, paint: Paint) -> None:
        """An oval around its centre, from its two radii."""
        self._skia.drawOval(skia.Rect.MakeLTRB(x - across, y - down, x + across, y + down), paint)

    def arc(self, x: float, y: float, radius: float, start: float, sweep: float, paint: Paint) -> None:
        """Part of a circle's outline, in degrees clockwise from the right."""
        self._skia.drawArc(
            skia.Rect.MakeLTRB(x - radius, y - radius, x + radius, y + radius), start, sweep, False, paint
        )

    def wedge(self, x: float, y: float, radius: float, start: float, sweep: float, paint: Paint) -> None:
        """Part of a circle, from its centre, in degrees clockwise from the right."""
        self._skia.drawArc(
            skia.Rect.MakeLTRB(x - radius, y - radius, x + radius, y + radius), start, sweep, True, paint
        )

    def line(self, start: tuple[float, float], end: tuple[float, float], paint: Paint) -> None:
        """A straight line."""
        self._skia.drawLine(*start, *end, paint)

    def path(self, path: Outline, paint: Paint) -> None:
        """Any outline."""
        self._skia.drawPath(path, paint)

    def glyphs(self, blob: Any, x: float, y: float, paint: Paint, width: float) -> None:
        """Shaped text of `width` from its baseline's start; see `text.Line`."""
        with self.upright(x, width):
            self._skia.drawTextBlob(blob, x, y, paint)

    def image(self, image: Any, x: float, y: float) -> None:
        """An image from `picture_file`, pixel by pixel."""
        with self.upright(x, image.width()):
            self._skia.drawImage(image, x, y)

    def replay(self, recording: Any) -> None:
        """What a `Recorder` has kept."""
        self._skia.drawPicture(recording)

    def snapshot(self) -> Any:
        """What is drawn, as an image for `image`; what is drawn later does not change it."""
        return self._surface.makeImageSnapshot()

    def snapshot_rows(self, top: int, bottom: int) -> Any:
        """What is drawn on some rows, as an image for `image`: rows without ink cost as much as others."""
        return self._surface.makeImageSnapshot(skia.IRect.MakeLTRB(0, top, self.pixels.shape[1], bottom))

    @contextmanager
    def transform(
        self, x: float = 0.0, y: float = 0.0, *, scale: float | tuple[float, float] = 1.0, turn: float = 0.0
    ) -> Generator[None]:
        """Draw with the origin at x, y, turned clockwise by degrees, then scaled."""
        across, down = scale if isinstance(scale, tuple) else (scale, scale)
        self._skia.save()
        self._skia.translate(x, y)
        if turn:
            self._skia.rotate(turn)
        if (across, down) != (1.0, 1.0):
            self._skia.scale(across or 0.001, down or 0.001)  # a scale of 0 has no inverse
        try:
            yield
        finally:
            self._skia.restore()

    @contextmanager
    def zoom(self, x: float, y: float, scale: float, turn: float = 0.0) -> Generator[None]:
        """Draw scaled and turned around the point x, y."""
        with self.transform(x, y, scale=scale, turn=turn):
            self._skia.translate(-x, -y)
            yield

    @property
    def is_mirrored(self) -> bool:
        """Whether x grows to the left, as in `mirrored`."""
        return self._mirror is not None

    @contextmanager
    def mirrored(self, left: float, right: float) -> Generator[None]:
        """Draw from right to left between `left` and `right`: what is laid out from the left stands at the right.

        Text, icons and images are turned back, each in its own place, so that they are read as ever.
        """
        with self.transform(left + right, scale=(-1, 1)):
            self._mirror = left + right
            try:
                yield
            finally:
                self._mirror = None

    @contextmanager
    def upright(self, x: float, width: float) -> Generator[None]:
        """Draw what stands between x and x + width from left to right, though the canvas is mirrored."""
        with self._turned_back(2 * x + width):
            yield

    @contextmanager
    def unmirrored(self) -> Generator[None]:
        """Draw as if the canvas were not mirrored; not within a `transform`."""
        with self._turned_back(self._mirror or 0.0):
            yield

    @contextmanager
    def _turned_back(self, twice_the_axis: float) -> Generator[None]:
        mirror = self._mirror
        if mirror is None:
            yield
            return
        with self.transform(twice_the_axis, scale=(-1, 1)):
            self._mirror = None
            try:
                yield
            finally:
                self._mirror = mirror

    @contextmanager
    def clip(self, left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Generator[None]:
        """Draw only inside a rectangle."""
        self._skia.save()
        frame = skia.Rect.MakeLTRB(left, top, right, bottom)
        if radius:
            self._skia.clipRRect(skia.RRect.MakeRectXY(frame, radius, radius), True)
        else:
            self._skia.clipRect(frame, skia.ClipOp.kIntersect, True)
        try:
            yield
        finally:
            self._skia.restore()

    @contextmanager
    def placed(self, matrix: Any, clip: Outline | None = None) -> Generator[None]:
        """Draw inside under skia's `matrix`, and within `clip`."""
        self._skia.save()
        self._skia.concat(matrix)
        if clip is not None:
            self._skia.clipPath(clip, True)
        try:
            yield
        finally:
            self._skia.restore()

    @contextmanager
    def faded(self, alpha: float) -> Generator[None]:
        """Draw everything inside as one layer of this opacity. Costs a full frame: use it for short moments only."""
        if alpha >= 1:
            yield
            return
        self._skia.saveLayerAlpha(None, round(255 * clamp(alpha)))
        try:
            yield
        finally:
            self._skia.restore()

    @contextmanager
    def layer(self, left: float, top: float, right: float, bottom: float) -> Generator[None]:
        """Draw inside on a layer of its own, put on the rest at the end; costs as much as this rectangle is large."""
        self._skia.saveLayer(skia.Rect.MakeLTRB(left, top, right, bottom), None)
        try:
            yield
        finally:
            self._skia.restore()


def _argb(colour: str, alpha: float) -> int:
    red, green, blue = channels(colour)
    return (round(255 * clamp(alpha)) << 24) | (red << 16) | (green << 8) | blue


def _stops(stops: Sequence[Stop]) -> tuple[list[int], list[float]]:
    return [_argb(colour, alpha) for _, colour, alpha in stops], [at for at, _, _ in stops]


def load_png(file: Path, *, width: int, height: int) -> Any:
    """The PNG file, made to fit into `width` x `height`.

    Raises `OSError`, `ValueError` or `SyntaxError`, as Pillow does, for what is no PNG or far too large.
    """
    picture = read_png(file)
    scale = min(width / picture.width, height / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = picture.resize(size, Image.Resampling.LANCZOS)
    return skia.Image.fromarray(np.array(small), colorType=skia.kRGBA_8888_ColorType, copy=True)
