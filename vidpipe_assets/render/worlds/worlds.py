"""The worlds by name, as backgrounds: `make_world("ocean/low", …)`."""

from collections.abc import Callable, Mapping
from random import Random

from vidpipe_assets.render.palettes import Palette
from vidpipe_assets.render.worlds import faraway, nature, places
from vidpipe_assets.render.worlds.layers import Shade, World, WorldBackground
from vidpipe_assets.render.worlds.upper import upper_layer

_MAKERS: Mapping[str, Callable[[Shade, Random], World]] = {
    "space": nature.space,
    "ocean": nature.ocean,
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
}


def make_world(name: str, palette: Palette, seed: int) -> WorldBackground:
    """The world and view `name` in the colours of `palette`; the seed arranges it."""
    world, _, view = name.partition("/")
    shade, chance = Shade(palette), Random(seed)  # noqa: S311 - for variety, not for secrecy
    made = _MAKERS[world](shade, chance)
    layers = (made.layers[0], upper_layer(world, shade, seed), *made.layers[1:])
    return WorldBackground(World(layers, made.living), view, seed)
