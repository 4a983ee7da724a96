"""The worlds by name, as backgrounds: `make_world("ocean/low", …)`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from vidpipe_assets.render.drawing.canvas import Canvas, blend_upon, fill
from vidpipe_assets.render.palettes import Palette, lit_by_day
from vidpipe_assets.render.worlds import (
    beyond,
    faraway,
    heavens,
    nature,
    outdoors,
    places,
    towns,
    venues,
    waters,
)
from vidpipe_assets.render.worlds.grounds import ground_layer
from vidpipe_assets.render.worlds.layers import Layer, Shade, World, WorldBackground
from vidpipe_assets.render.worlds.upper import upper_layer

_MAKERS: Mapping[str, Callable[[Shade, Random], World]] = {
    "space": nature.space,
    "deepspace": heavens.deepspace,
    "ocean": waters.ocean,
    "reef": waters.reef,
    "shore": nature.shore,
    "desert": nature.desert,
    "jungle": nature.jungle,
    "mountains": nature.mountains,
    "field": nature.field,
    "ice": faraway.ice,
    "mars": faraway.mars,
    "ruins": faraway.ruins,
    "city": places.city,
    "room": places.room,
    "laboratory": places.laboratory,
    "archive": places.archive,
    "stadium": places.stadium,
    "factory": places.factory,
    "oldtown": towns.oldtown,
    "street": towns.street,
    "harbour": towns.harbour,
    "meadow": towns.meadow,
    "savanna": towns.savanna,
    "stage": venues.stage,
    "kitchen": venues.kitchen,
    "museum": venues.museum,
    "launchpad": venues.launchpad,
    "hospital": venues.hospital,
    "moon": beyond.moon,
    "venus": beyond.venus,
    "cabin": beyond.cabin,
    "sea": outdoors.sea,
    "forest": outdoors.forest,
    "airfield": outdoors.airfield,
    "tank": waters.tank,
}


_HORIZON = 1540
"""Where the middle of a world ends, and what is nearest begins."""


_HAZE = 0.34
"""How much of the ground lies over what is far away by day: type and subject stand out from it."""


def _hazy(layer: Layer, palette: Palette) -> Layer:
    """A layer behind type in the light of the day: paler, as what is far away is."""
    if palette.dark:
        return layer

    def draw(canvas: Canvas) -> None:
        layer.draw(canvas)
        canvas.cover(blend_upon(fill(palette.ground, _HAZE)))

    return replace(layer, draw=draw)


def make_world(name: str, palette: Palette, seed: int, foot: float | None = None) -> WorldBackground:
    """The world and view `name` in the colours of `palette`; the seed arranges it.

    `foot`: the height at which something stands in it: its ground reaches up to there, and all behind is seen above.
    """
    world, _, view = name.partition("/")
    palette = lit_by_day(palette)
    shade, chance = Shade(palette), Random(seed)  # noqa: S311 - for variety, not for secrecy
    made = _MAKERS[world](shade, chance)
    *distant, near = made.layers
    far, *middle = (_hazy(layer, palette) for layer in distant)
    upper = _hazy(upper_layer(world, shade, seed), palette)
    ground = ground_layer(world, shade, seed, foot) if foot else None
    if ground is None or ground.still_from is None:
        return WorldBackground(World((far, upper, *middle, near), made.living), view, seed)
    raised = max(_HORIZON - ground.still_from, 0.0)
    behind = (replace(layer, raised=raised) for layer in (far, *middle))
    first, *others = behind
    return WorldBackground(World((first, upper, *others, ground, near), made.living, raised), view, seed)
