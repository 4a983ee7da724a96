"""The channel's strip at the top of every scene, and how far the video is: in the forms of the channel.

It comes when the video begins and leaves on the end card, where a band has the channel's name; what tells how far the
video is stays. It counts no scenes in figures: those of a countdown would be others.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.model.pictures import End
from vidpipe_assets.render.drawing.canvas import Canvas, fill, load_png, stroke
from vidpipe_assets.render.drawing.easing import clamp, in_cubic, progress
from vidpipe_assets.render.drawing.logo import unusable_logo
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.drawing.text import TextLine, TextStyle, clean_text, fit_line
from vidpipe_assets.render.fonts import FontFace
from vidpipe_assets.render.graphemes import grapheme_clusters
from vidpipe_assets.render.graphics import ProgressForm, StripForm
from vidpipe_assets.render.scenes.context import (
    COLUMN,
    HEAD_START_S,
    LEFT,
    PROGRESS_Y,
    RIGHT,
    STRIP_Y,
    SceneContext,
)

_MIDDLE = STRIP_Y - 10
"""Of all that is in the strip's row."""
_SQUARE, _LOGO, _GAP = 20, 48, 8
_HIGH, _PADDING = 52, 24
"""Of what the name stands on."""
_MARK = 56
_NOTCH = 20
"""How deep the end of a tag is cut in."""
_BAND_TOP, _BAND_FOOT = 120, 186
_SLASHES, _SLASH = 3, 14
_DIAMOND = 18
_DOT, _DOT_STEP, _DOT_LONG, _DOTS_WIDE = 12, 22, 40, 300
_RING, _RING_WIDE = 21, 8
_BAR = 10
_TRACK = 0.22
"""How much is seen of what progress has not reached."""
_COMES_S, _LEAVES_S, _BESIDE = 0.45, 0.3, 28

_SIZES: Mapping[StripForm, tuple[float, float]] = {
    "label": (28, 3), "pill": (28, 2), "mark": (30, 0), "rule": (38, 0), "tag": (30, 2), "bar": (32, 3)
}  # fmt: skip
"""Of the name, in pixels, and its tracking."""


class ChannelStrip:
    """Stands still; only what tells how far the video is moves."""

    def __init__(self, context: SceneContext) -> None:
        self._context = context
        self._form: StripForm = context.shot.graphics.strip
        self._progress = Progress(context)
        self._logo: Any = _logo(context.shot.logo) if context.shot.logo else None
        self._x = self._begin()
        self._name = self._set_name()
        self._draw: Callable[[Canvas, float], None] = {
            "label": self._draw_label, "pill": self._draw_pill, "mark": self._draw_mark, "rule": self._draw_rule,
            "tag": self._draw_tag, "bar": self._draw_bar,
        }[self._form]  # fmt: skip

    def lay(self, canvas: Canvas, at: float) -> None:
        """Draw what reaches the frame's edges, behind all content, as it is `at` seconds into the scene."""
        come = self._come(at)
        if come > 0 and self._form == "tag":
            self._lay_tag(canvas, come)
        if come > 0 and self._form == "bar":
            self._lay_band(canvas, come)
        self._progress.lay(canvas, at)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw the rest of it."""
        come = self._come(at)
        if come > 0:
            self._draw(canvas, come)
        self._progress.draw(canvas, at)

    def _come(self, at: float) -> float:
        """How far it has come at the beginning, and not left at the end."""
        shot = self._context.shot
        if isinstance(shot.scene.picture, End):
            return 1 - progress(at, 0.1, _LEAVES_S, in_cubic)
        return self._context.tempo.grow(at + HEAD_START_S, 0.0, _COMES_S) if shot.position == 1 else 1.0

    def _begin(self) -> float:
        """Where the name begins."""
        before = {"label": _SQUARE + 16, "pill": _PADDING}.get(self._form, 0)
        if self._logo:
            before = self._logo.width() + 16 + (_PADDING if self._form == "pill" else 0)
        return LEFT + before

    def _set_name(self) -> TextLine:
        shot, (size, tracking) = self._context.shot, _SIZES[self._form]
        name = clean_text(shot.channel)
        face = self._context.heading_face if self._form in ("mark", "rule", "bar") else FontFace("inter", 700)
        if self._form == "mark":
            name = "".join(grapheme_clusters(word)[0] for word in name.split()[:2])
        if self._form != "rule":
            name = self._context.capitals(name)
        behind = {"pill": _PADDING, "tag": _NOTCH, "bar": 120, "rule": 90}.get(self._form, 0)
        room = _MARK - 14 if self._form == "mark" else RIGHT - self._x - behind - self._progress.width
        return fit_line(name, TextStyle(face, size, tracking), room, 20)

    def _draw_logo(self, canvas: Canvas, x: float) -> None:
        if self._logo:
            canvas.image(self._logo, x, _MIDDLE - self._logo.height() / 2)

    def _write(self, canvas: Canvas, colour: str, share: float = 1.0) -> None:
        self._name.rise(canvas, self._x, _MIDDLE + self._name.cap / 2, colour, share)

    def _draw_label(self, canvas: Canvas, come: float) -> None:
        """It rises out of its baseline."""
        palette = self._context.palette
        self._draw_logo(canvas, LEFT)
        if not self._logo:
            with canvas.zoom(LEFT + _SQUARE / 2, _MIDDLE, come):
                canvas.box(LEFT, _MIDDLE - _SQUARE / 2, _SQUARE, _SQUARE, fill(palette.accent_shape), 4)
        self._write(canvas, palette.ink, come)

    def _draw_pill(self, canvas: Canvas, come: float) -> None:
        """It grows out of its own left end."""
        palette, wide = self._context.palette, self._x - LEFT + self._name.width + _PADDING
        top, shown = _MIDDLE - _HIGH / 2, max(_HIGH, wide * come)
        with canvas.zoom(LEFT + _HIGH / 2, _MIDDLE, min(1.0, 2 * come)):
            canvas.box(LEFT, top, shown, _HIGH, fill(palette.accent_shape), _HIGH / 2)
            with canvas.clip(LEFT, top, LEFT + shown, top + _HIGH, _HIGH / 2):
                self._draw_logo(canvas, LEFT + _PADDING)
                self._write(canvas, palette.on_shape)

    def _draw_mark(self, canvas: Canvas, come: float) -> None:
        """It turns in."""
        palette, half = self._context.palette, _MARK / 2
        with canvas.zoom(LEFT + half, _MIDDLE, come, -90 * (1 - come)):
            if self._logo:
                self._draw_logo(canvas, LEFT)
                return
            canvas.box(LEFT, _MIDDLE - half, _MARK, _MARK, fill(palette.accent_shape), 16)
            self._name.draw(canvas, LEFT + half, _MIDDLE + self._name.cap / 2, palette.on_shape, align=0.5)

    def _draw_rule(self, canvas: Canvas, come: float) -> None:
        """The line draws itself from the name to the end of the column."""
        palette = self._context.palette
        self._draw_logo(canvas, LEFT)
        self._write(canvas, palette.ink, come)
        start, end = self._x + self._name.width + 36, RIGHT - self._progress.width
        canvas.box(start, _MIDDLE - 1, (end - start) * come, 3, fill(palette.ink))
        with canvas.transform(start, _MIDDLE, scale=come, turn=45):
            canvas.box(-_DIAMOND / 2, -_DIAMOND / 2, _DIAMOND, _DIAMOND, fill(palette.accent_shape))

    def _draw_tag(self, canvas: Canvas, come: float) -> None:
        """It slides in from the frame's edge."""
        with canvas.transform(-self._tag_right * (1 - come)):
            self._draw_logo(canvas, LEFT)
            self._write(canvas, self._context.palette.on_shape)

    @property
    def _tag_right(self) -> float:
        return self._x + self._name.width + _PADDING + _NOTCH

    def _lay_tag(self, canvas: Canvas, come: float) -> None:
        right, top, foot = self._tag_right, _MIDDLE - 30, _MIDDLE + 30
        with canvas.transform(-right * (1 - come)):
            shape = polygon([(-WIDTH, top), (right, top), (right - _NOTCH, _MIDDLE), (right, foot), (-WIDTH, foot)])
            canvas.path(shape, fill(self._context.palette.accent_shape))

    def _lay_band(self, canvas: Canvas, come: float) -> None:
        palette = self._context.palette
        with canvas.transform(0, -_BAND_FOOT * (1 - come)):
            canvas.box(-WIDTH, _BAND_TOP, 3 * WIDTH, _BAND_FOOT - _BAND_TOP, fill(palette.ink))

    def _draw_bar(self, canvas: Canvas, come: float) -> None:
        """It comes down from above; three strokes stand at its end."""
        palette = self._context.palette
        with canvas.clip(-WIDTH, _BAND_TOP, 2 * WIDTH, _BAND_FOOT), canvas.transform(0, -_BAND_FOOT * (1 - come)):
            self._draw_logo(canvas, LEFT)
            self._write(canvas, palette.ground)
            for number in range(_SLASHES):
                x = RIGHT - (number + 1) * 2 * _SLASH
                stroked = polygon(
                    [(x, _MIDDLE + 16), (x + 8, _MIDDLE - 16), (x + 22, _MIDDLE - 16), (x + 14, _MIDDLE + 16)]
                )
                canvas.path(stroked, fill(palette.ground, 1 - 0.28 * number))


class Progress:
    """How far the video is; `width` is what it needs of the strip's row."""

    def __init__(self, context: SceneContext) -> None:
        self._context, shot = context, context.shot
        self._form: ProgressForm = shot.graphics.progress
        self._step = min(_DOT_STEP, (_DOTS_WIDE - _DOT_LONG) / max(shot.of - 1, 1))
        dots = _DOT_LONG + self._step * (shot.of - 1) + _BESIDE
        self.width = {"dots": dots, "ring": 2 * _RING + _RING_WIDE + _BESIDE}.get(self._form, 0.0)

    def lay(self, canvas: Canvas, at: float) -> None:
        """Draw what reaches from edge to edge."""
        if self._form != "bar":
            return
        palette, shot = self._context.palette, self._context.shot
        start = LEFT + RIGHT - WIDTH if self._context.right_to_left else 0
        canvas.box(-WIDTH, _BAND_FOOT, 3 * WIDTH, _BAR, fill(palette.ground))
        canvas.box(-WIDTH, _BAND_FOOT, 3 * WIDTH, _BAR, fill(palette.ink, _TRACK))
        canvas.box(
            start, _BAND_FOOT, WIDTH * (shot.position - 1 + self._share(at)) / shot.of, _BAR, fill(palette.accent_shape)
        )

    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw what stands in the column."""
        match self._form:
            case "segments":
                self._draw_segments(canvas, self._share(at))
            case "dots":
                self._draw_dots(canvas, self._share(at))
            case "ring":
                self._draw_ring(canvas, self._share(at))
            case "bar" | "none":
                pass

    def _share(self, at: float) -> float:
        """Of the scene."""
        return clamp(at / self._context.seconds)

    def _draw_segments(self, canvas: Canvas, share: float) -> None:
        palette, shot = self._context.palette, self._context.shot
        width = (COLUMN - _GAP * (shot.of - 1)) / shot.of
        for number in range(shot.of):
            x = LEFT + number * (width + _GAP)
            canvas.box(x, PROGRESS_Y - 3, width, 6, fill(palette.ink, _TRACK), 3)
            filled = clamp(shot.position - 1 - number + share) if number < shot.position else 0.0
            canvas.box(x, PROGRESS_Y - 3, width * filled, 6, fill(palette.accent_shape), 3)

    def _draw_dots(self, canvas: Canvas, share: float) -> None:
        """That of the scene is long, and fills."""
        palette, shot = self._context.palette, self._context.shot
        x, high = RIGHT - (self.width - _BESIDE), min(_DOT, self._step - 4)
        for number in range(1, shot.of + 1):
            wide = _DOT_LONG if number == shot.position else high
            canvas.box(x, _MIDDLE - high / 2, wide, high, fill(palette.ink, _TRACK), high / 2)
            filled = wide if number < shot.position else max(high, wide * share) if number == shot.position else 0.0
            canvas.box(x, _MIDDLE - high / 2, filled, high, fill(palette.accent_shape), high / 2)
            x += _DOT_LONG - high + self._step if number == shot.position else self._step

    def _draw_ring(self, canvas: Canvas, share: float) -> None:
        palette, shot = self._context.palette, self._context.shot
        x, whole = RIGHT - _RING - _RING_WIDE / 2, (shot.position - 1 + share) / shot.of
        canvas.circle(x, _MIDDLE, _RING, stroke(palette.ink, _RING_WIDE, _TRACK))
        canvas.arc(x, _MIDDLE, _RING, -90, 360 * whole, stroke(palette.accent_shape, _RING_WIDE))


def _logo(file: Path) -> Any:
    try:
        return load_png(file, width=200, height=_LOGO)
    except (OSError, ValueError, SyntaxError) as error:
        raise unusable_logo(file, error) from error
