"""The families of backgrounds by name."""

from typing import Protocol

from vidpipe_assets.studio.backgrounds.flat import Duo
from vidpipe_assets.studio.backgrounds.light import Leak, Mesh
from vidpipe_assets.studio.backgrounds.printed import Grid, Paper
from vidpipe_assets.studio.drawing.canvas import Canvas
from vidpipe_assets.studio.palettes import Palette


class Background(Protocol):
    """`every` is for how many frames a painting may be kept."""

    every: int

    def paint(self, canvas: Canvas, at: float) -> None:
        """Paint all of a full-size canvas as it is `at` seconds."""
        ...


_FAMILIES = {"mesh": Mesh, "leak": Leak, "paper": Paper, "grid": Grid, "duo": Duo}


def background(name: str, palette: Palette, seed: int) -> Background:
    """The family `name` in the colours of `palette`; the seed arranges it."""
    return _FAMILIES[name](palette, seed)
