"""The number of a countdown at the end of the column, in the form of the channel.

It is the same in every template, and larger the nearer it is to the first, which has the accent behind it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.text import TextLine
from vidpipe_assets.render.graphics import RankForm
from vidpipe_assets.render.palettes import Palette
from vidpipe_assets.render.safe_areas import KICKER_Y, RIGHT

_SIZES: dict[RankForm, tuple[float, float, float]] = {
    "figure": (90, 92, 76), "disc": (58, 50, 44), "tab": (72, 64, 56), "stamp": (66, 66, 56)
}  # fmt: skip
"""Of the first, the second and all others, in pixels."""
_BASELINE, _MIDDLE = KICKER_Y + 26, KICKER_Y - 6
_PLATE, _PLATE_UP = (24, 10), 8
"""How far the plate of the first figure reaches beyond it, at the sides, and above and below; and how much higher it
stands, so that the plate keeps off what is below."""
_RADII = (43.0, 38.0, 34.0)
_AROUND_TAB, _AROUND_STAMP = (28, 17), (18, 15)
_TURN, _FALLS = -7.0, 0.25
"""Of a stamp, in degrees, and how much larger it is while it falls."""


@dataclass(frozen=True)
class RankBadge:
    """A number (`rank` is '#3') in the colours of a scene; `set_figures` sets text in the heading's face."""

    rank: str
    form: RankForm
    palette: Palette
    set_figures: Callable[[str, float], TextLine]

    @property
    def _place(self) -> int:
        """0: the first, 1: the second, 2: any other."""
        return min(max(int(self.rank[1:]), 1), 3) - 1

    @property
    def _line(self) -> TextLine:
        text = self.rank[1:] if self.form == "disc" else self.rank
        return self.set_figures(text, _SIZES[self.form][self._place])

    @property
    def width(self) -> float:
        """How wide it is drawn."""
        wide = self._line.width
        match self.form:
            case "figure":
                return wide + (0 if self._place else 2 * _PLATE[0])
            case "disc":
                return 2 * _RADII[0]
            case "tab":
                return wide + _AROUND_TAB[0]
            case "stamp":
                return wide + 2 * _AROUND_STAMP[0] + 12

    @property
    def height(self) -> float:
        """How high it is drawn."""
        high = self._line.cap
        match self.form:
            case "figure":
                return high + (0 if self._place else 2 * _PLATE[1])
            case "disc":
                return 2 * _RADII[self._place]
            case "tab":
                return high + 2 * _AROUND_TAB[1]
            case "stamp":
                return high + 2 * _AROUND_STAMP[1] + 16

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return _BASELINE if self.form == "figure" else _MIDDLE + self.height / 2

    @property
    def is_bare(self) -> bool:
        """Whether nothing is behind its figures but the picture."""
        return self.form == "figure" and self._place > 0

    def lay(self, canvas: Canvas, come: float) -> None:
        """Draw what reaches the frame's edge, behind all content; `come`: how far it has come."""
        if self.form == "tab":
            line, (aside, around) = self._line, _AROUND_TAB
            wide, high = line.width + aside, line.cap + 2 * around
            with canvas.transform((WIDTH - RIGHT + wide) * (1 - come)):
                canvas.box(RIGHT - wide, _MIDDLE - high / 2, 2 * WIDTH, high, fill(self._ground), 14)

    def draw(self, canvas: Canvas, come: float) -> None:
        """Draw the rest; a disc grows, a tab slides in, a stamp falls, and a figure stands."""
        match self.form:
            case "figure":
                self._draw_figure(canvas)
            case "disc":
                self._draw_disc(canvas, come)
            case "tab":
                line = self._line
                with canvas.transform((WIDTH - RIGHT + self.width) * (1 - come)):
                    line.draw(canvas, RIGHT, _MIDDLE + line.cap / 2, self._ink, align=1)
            case "stamp":
                self._draw_stamp(canvas, come)

    @property
    def _ground(self) -> str:
        """What a number stands on that has a ground."""
        return self.palette.ink if self._place else self.palette.accent_shape

    @property
    def _ink(self) -> str:
        return self.palette.ground if self._place else self.palette.on_shape

    def _draw_figure(self, canvas: Canvas) -> None:
        line, palette = self._line, self.palette
        if self._place:
            line.draw(canvas, RIGHT, _BASELINE, palette.accent_text, align=1)
            return
        (aside, around), baseline = _PLATE, _BASELINE - _PLATE_UP
        left, top = RIGHT - line.width - 2 * aside, baseline - line.cap - around
        canvas.box(left, top, line.width + 2 * aside, line.cap + 2 * around, fill(palette.accent_shape), 2 * around)
        line.draw(canvas, RIGHT - aside, baseline, palette.on_shape, align=1)

    def _draw_disc(self, canvas: Canvas, come: float) -> None:
        line, palette, radius = self._line, self.palette, _RADII[self._place]
        x = RIGHT - _RADII[0]
        with canvas.zoom(x, _MIDDLE, 0.6 + 0.4 * come):
            canvas.circle(x, _MIDDLE, radius, fill(palette.ground if self._place else palette.accent_shape))
            if self._place:
                canvas.circle(x, _MIDDLE, radius - 3, stroke(palette.accent_shape, 6))
            ink = palette.ink if self._place else palette.on_shape
            line.draw(canvas, x, _MIDDLE + line.cap / 2, ink, align=0.5)

    def _draw_stamp(self, canvas: Canvas, come: float) -> None:
        line, palette, (aside, around) = self._line, self.palette, _AROUND_STAMP
        wide, high = line.width + 2 * aside, line.cap + 2 * around
        x = RIGHT - wide / 2 - 6
        with canvas.zoom(RIGHT, _MIDDLE, 1 + _FALLS * (1 - come)), canvas.transform(x, _MIDDLE, turn=_TURN):
            canvas.box(
                -wide / 2, -high / 2, wide, high, fill(palette.ground if self._place else palette.accent_shape), 12
            )
            edge = stroke(palette.accent_shape if self._place else palette.on_shape, 5)
            inner = 4 if self._place else 8
            canvas.box(-wide / 2 + inner, -high / 2 + inner, wide - 2 * inner, high - 2 * inner, edge, 10)
            line.draw(canvas, 0, line.cap / 2, palette.accent_shape if self._place else palette.on_shape, align=0.5)
