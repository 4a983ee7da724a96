"""Small pictures of what the bars stand for: each rides on the end of its bar."""

from collections.abc import Sequence

from vidpipe_assets.model.pictures import Bar
from vidpipe_assets.render.drawing.canvas import Canvas
from vidpipe_assets.render.drawing.player import Player
from vidpipe_assets.render.illustrations.choice import choose_illustration
from vidpipe_assets.render.illustrations.files import load_illustration
from vidpipe_assets.render.illustrations.svg import FIELD
from vidpipe_assets.render.scenes.art import art_colours
from vidpipe_assets.render.scenes.context import SceneContext
from vidpipe_assets.render.scenes.staging import ink_of

_WIDEST = 1.7
"""Of its height."""
_SHARE = 2 / 3
"""Of the bars: where fewer have a picture, none is shown."""


class BarPicture:
    """An illustration, `high` pixels high, or less if it is wide."""

    def __init__(self, name: str, context: SceneContext, high: float) -> None:
        left, top, right, bottom = ink_of(name)
        scale = min(high / (bottom - top), high * _WIDEST / (right - left))
        self._left, self._middle = scale * left, scale * (top + bottom) / 2
        self.wide = scale * (right - left)
        self._player = Player(load_illustration(name), scale * FIELD, art_colours(context), calm=context.tempo.calm)

    def draw(self, canvas: Canvas, at: float, x: float, y: float) -> None:
        """Draw it with its left end at `x` and its middle at `y`."""
        self._player.draw(canvas, at, x - self._left, y - self._middle)


def bar_pictures(bars: Sequence[Bar]) -> tuple[str | None, ...]:
    """The illustration that each label names, or none; all none where too few do, or two bars have the same."""
    found = named_pictures([bar.label for bar in bars])
    named = [one for one in found if one]
    fits = len(named) >= _SHARE * len(bars) and len(set(named)) > 1
    return found if fits else (None,) * len(bars)


def named_pictures(names: Sequence[str]) -> tuple[str | None, ...]:
    """The illustration that each of these names, or none."""
    return tuple(choose_illustration(name, (name,), "", opening=True) for name in names)
