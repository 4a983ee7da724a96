"""What a subject stands on in each world: a surface that is drawn once, from behind its feet to the frame's end.

Its tones are those that type is read on (`Shade.tone`): captions stand before it. In space and under water nothing
stands.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, fill, linear_gradient, radial_gradient, stroke
from vidpipe_assets.render.drawing.colour import channels, mix_colours
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.illustrations.files import further_drawings
from vidpipe_assets.render.worlds.layers import MARGIN, Layer, Shade
from vidpipe_assets.render.worlds.props import draw_props

LEFT, RIGHT = -MARGIN, WIDTH + MARGIN
BEHIND = 64
"""How far above the subject's feet the surface ends."""
_LIGHT = 560
"""How far the light reaches that lies on it around the subject."""

_SEEN = 36
"""How much two colours differ, in all channels together, for lines of one to be seen on the other."""
_FLYING = (
    "airplane", "bee", "falcon", "galaxy", "gps-satellite", "hummingbird", "mars-helicopter", "moon", "sun",
    "tern", "venus",
)  # fmt: skip
"""What stands nowhere."""
_WATERS = ("shore", "harbour", "sea")
"""Worlds whose surface bears ships, and nobody on foot."""


@dataclass(frozen=True)
class _Surface:
    """Its colours at its far and near end, that of the light on it and of the marks, and what marks it has."""

    far: str
    near: str
    light: str
    marks: str
    draw_marks: Callable[[Canvas, Random, float, str], None]


def _planks(canvas: Canvas, chance: Random, top: float, colour: str) -> None:
    """Boards across, wider the nearer they are."""
    for number in range(1, 9):
        y = top + (HEIGHT - top) * (number / 9) ** 1.7
        canvas.line((LEFT, y), (RIGHT, y), stroke(colour, 2 + number * 0.6))
        for _ in range(2):
            x = chance.uniform(LEFT, RIGHT)
            canvas.line((x, y), (x - (x - WIDTH / 2) * 0.02, y - 14 - 5 * number), stroke(colour, 2 + number * 0.5))


def _tiles(canvas: Canvas, _chance: Random, top: float, colour: str) -> None:
    """Slabs that run away to the middle."""
    for number in range(1, 8):
        y = top + (HEIGHT - top) * (number / 8) ** 1.8
        canvas.line((LEFT, y), (RIGHT, y), stroke(colour, 2 + number * 0.7))
    for number in range(-7, 8):
        canvas.line((WIDTH / 2 + number * 120, top), (WIDTH / 2 + number * 420, HEIGHT), stroke(colour, 4))


def _lanes(canvas: Canvas, _chance: Random, top: float, colour: str) -> None:
    """A kerb, and the marks of lanes."""
    canvas.box(LEFT, top + 26, RIGHT - LEFT, 5, fill(colour))
    for row, (y, tall) in enumerate(((top + 150, 12), (top + 330, 20))):
        for number in range(5 - row):
            canvas.box(LEFT + 30 + number * (270 + 80 * row), y, 130 + 50 * row, tall, fill(colour), 4)


def _stripes(canvas: Canvas, _chance: Random, top: float, colour: str) -> None:
    """Mown turf that runs away to the middle."""
    for number in range(-6, 6, 2):
        far, near = (WIDTH / 2 + number * 130, WIDTH / 2 + (number + 1) * 130), (number * 300, (number + 1) * 300)
        corners = [(far[0], top), (far[1], top), (WIDTH / 2 + near[1], HEIGHT), (WIDTH / 2 + near[0], HEIGHT)]
        canvas.path(polygon(corners), fill(colour))


def _ripples(canvas: Canvas, chance: Random, top: float, colour: str) -> None:
    """Sand, snow or water that the wind has drawn on."""
    for _ in range(46):
        share = chance.random() ** 1.3
        y, long = top + 24 + (HEIGHT - top) * share, 50 + 240 * share * chance.uniform(0.4, 1.0)
        x = chance.uniform(LEFT - 80, RIGHT)
        canvas.line((x, y), (x + long, y), stroke(colour, 3 + 6 * share))


def _tufts(canvas: Canvas, chance: Random, top: float, colour: str) -> None:
    """Grass."""
    for _ in range(54):
        share = chance.random() ** 1.3
        x, y, tall = chance.uniform(LEFT, RIGHT), top + 20 + (HEIGHT - top) * share, 14 + 34 * share
        for lean in (-0.5, 0.0, 0.5):
            canvas.line((x, y), (x + lean * tall, y - tall), stroke(colour, 3 + 4 * share))


def _pits(canvas: Canvas, chance: Random, top: float, colour: str) -> None:
    """Craters and stones, smaller the farther they are."""
    for _ in range(26):
        share = chance.random() ** 1.2
        x, y, wide = (
            chance.uniform(LEFT, RIGHT),
            top + 26 + (HEIGHT - top) * share,
            12 + 62 * share * chance.uniform(0.4, 1),
        )
        canvas.oval(x, y, wide, wide * 0.26, stroke(colour, 3 + 3 * share))
        canvas.oval(x + 4, y + 4, wide * 0.62, wide * 0.12, fill(colour, 0.7))


def _slabs(canvas: Canvas, chance: Random, top: float, colour: str) -> None:
    """The cracks between flat stones, which are larger the nearer they are."""
    for row in range(9):
        y, tall = top + (HEIGHT - top) * (row / 9) ** 1.5, (HEIGHT - top) * 0.14
        x = LEFT - chance.uniform(0, 140)
        while x < RIGHT:
            wide = (90 + 34 * row) * chance.uniform(0.7, 1.5)
            middle = (x + wide * 0.5, y + chance.uniform(-8, 8) + 3 * row)
            canvas.line((x, y), middle, stroke(colour, 2.5 + row * 0.5))
            canvas.line(middle, (x + wide, y + chance.uniform(-6, 6)), stroke(colour, 2.5 + row * 0.5))
            canvas.line(middle, (middle[0] + (middle[0] - WIDTH / 2) * 0.06, y + tall), stroke(colour, 2.5 + row * 0.5))
            x += wide


def _waves(canvas: Canvas, chance: Random, top: float, colour: str) -> None:
    """Swell: crests that bend down at both ends."""
    for _ in range(34):
        share = chance.random() ** 1.2
        x, y, half = chance.uniform(LEFT, RIGHT), top + 34 + (HEIGHT - top) * share, 34 + 80 * share
        for way in (-1, 1):
            ends = (x + way * half * 0.55, y + 4 + 6 * share), (x + way * half, y + 14 + 18 * share)
            canvas.line((x, y), ends[0], stroke(colour, 4 + 6 * share))
            canvas.line(*ends, stroke(colour, 3 + 4 * share))


def _runway(canvas: Canvas, _chance: Random, top: float, colour: str) -> None:
    """Where planes roll: a line at each side that runs away to the middle, and stripes between them."""
    for side in (-1, 1):
        near = WIDTH / 2 + side * 900
        canvas.line((WIDTH / 2 + side * 330, top), (near, HEIGHT), stroke(colour, 10))
    for number in range(1, 7):
        start, end = ((number - share) / 6.2 for share in (0.0, 0.5))
        lower, upper = top + (HEIGHT - top) * start**1.8, top + (HEIGHT - top) * end**1.8
        half = (5 + 13 * start**1.4, 5 + 13 * end**1.4)
        corners = [
            (WIDTH / 2 - half[1], upper),
            (WIDTH / 2 + half[1], upper),
            (WIDTH / 2 + half[0], lower),
            (WIDTH / 2 - half[0], lower),
        ]
        canvas.path(polygon(corners), fill(colour))


_SURFACES: Mapping[str, _Surface] = {
    "shore": _Surface("#3A8CC4", "#12507F", "#BFE6FF", "#8CC8EC", _ripples),
    "city": _Surface("#4E5A8C", "#2C3560", "#8C9AD0", "#C9B98C", _lanes),
    "desert": _Surface("#D9A05C", "#A8703C", "#FFE0A8", "#A06A38", _ripples),
    "mars": _Surface("#B5623A", "#7A3A22", "#F0A878", "#7F3D24", _ripples),
    "ice": _Surface("#D6EBF7", "#8FBEDC", "#FFFFFF", "#9CC6E0", _ripples),
    "ruins": _Surface("#C9A878", "#8F7248", "#FFE9C0", "#8F744E", _tiles),
    "jungle": _Surface("#3F8F55", "#1C5A38", "#9FE0A0", "#58B070", _tufts),
    "mountains": _Surface("#7FB08C", "#3E7A5A", "#D0F0D8", "#4E8F68", _tufts),
    "laboratory": _Surface("#B9CEDB", "#6F93A8", "#F0FBFF", "#7FA3B8", _tiles),
    "archive": _Surface("#8F5E38", "#4E301C", "#F2C078", "#4E301C", _planks),
    "stadium": _Surface("#4EA85E", "#2C7A3E", "#C0F0B8", "#3A9450", _stripes),
    "room": _Surface("#A87048", "#6B4228", "#FFD9A0", "#6E4428", _planks),
    "field": _Surface("#86B454", "#4E8034", "#E6F0A0", "#5E9440", _tufts),
    "oldtown": _Surface("#E0CBA8", "#B0946C", "#FFF2D0", "#B09468", _tiles),
    "street": _Surface("#D5D0C8", "#A8A298", "#FFFFFF", "#A09A90", _tiles),
    "harbour": _Surface("#5FAAD4", "#2F78AC", "#D5EEFA", "#A0D4F0", _ripples),
    "meadow": _Surface("#8CC45E", "#5A9A3C", "#EAF5B0", "#5A9A40", _tufts),
    "savanna": _Surface("#E5C060", "#C0943C", "#FFF0B8", "#B08A34", _tufts),
    "stage": _Surface("#C98A5A", "#8F5A38", "#FFE6B0", "#8A5836", _planks),
    "kitchen": _Surface("#D9A06A", "#A86E40", "#FFEAC0", "#A0683C", _planks),
    "museum": _Surface("#EADBC4", "#B8A082", "#FFFFFF", "#B59A78", _tiles),
    "launchpad": _Surface("#C2C8CE", "#8F979F", "#FFFFFF", "#8C949C", _tiles),
    "factory": _Surface("#74808C", "#414B56", "#C8D4DE", "#4A545F", _tiles),
    "moon": _Surface("#9EA3AE", "#5F6570", "#E4E7EC", "#6B717C", _pits),
    "venus": _Surface("#CE8844", "#8A4E24", "#FFDC90", "#8F5428", _slabs),
    "sea": _Surface("#3A86BC", "#134F86", "#CFEBFA", "#8FC8EA", _waves),
    "forest": _Surface("#7FA850", "#4A6E30", "#E4F0A8", "#587F3A", _tufts),
    "airfield": _Surface("#8A929C", "#5C646E", "#E4E9EE", "#E8EBEE", _runway),
    "hospital": _Surface("#A8D4CC", "#6FA8A0", "#F4FFFC", "#82B8AE", _tiles),
}


def _marks(shade: Shade, surface: _Surface, far: str) -> str:
    """The colour of a surface's marks; where their own is not seen on it, one that is farther from the ink."""
    marks = shade.tone(surface.marks, 0.8)
    apart = sum(abs(one - other) for one, other in zip(channels(marks), channels(far), strict=True))
    return marks if apart > _SEEN else mix_colours(far, "#000000" if shade.palette.dark else "#FFFFFF", 0.25)


def stands_in(background: str, illustration: str) -> bool:
    """Whether the subject of an illustration stands on something before this background, or hovers."""
    world, _, view = background.partition("/")
    drawing = further_drawings().get(illustration)
    hovers = drawing.hovers if drawing else illustration in _FLYING
    return not hovers and (not view or world in _SURFACES)


def is_water(background: str) -> bool:
    """Whether the surface of a background is water."""
    return background.partition("/")[0] in _WATERS


def ground_layer(world: str, shade: Shade, seed: int, foot: float) -> Layer | None:
    """The surface of a world on which something has its feet at `foot`; None: there is none in this world."""
    surface = _SURFACES.get(world)
    if surface is None:
        return None
    top = foot - BEHIND

    def draw(canvas: Canvas) -> None:
        far, near, light = shade.tone(surface.far, 0.75), shade.tone(surface.near, 0.75), shade.tone(surface.light, 0.5)
        way = linear_gradient((0, top), (0, HEIGHT), [(0, far, 1.0), (1, near, 1.0)])
        canvas.box(LEFT, top, RIGHT - LEFT, HEIGHT - top, way)
        surface.draw_marks(canvas, Random(seed + 2), top, _marks(shade, surface, far))  # noqa: S311 - for variety
        canvas.box(LEFT, top, RIGHT - LEFT, 7, fill(light, 0.8))
        pool = radial_gradient((0, 0), _LIGHT, [(0, light, 0.75), (0.5, light, 0.3), (1, light, 0.0)])
        with canvas.clip(LEFT, top, RIGHT, HEIGHT), canvas.transform(WIDTH / 2, foot, scale=(1.0, 0.24)):
            canvas.circle(0, 0, _LIGHT, pool)
        draw_props(canvas, shade, world, Random(seed + 5), top)  # noqa: S311 - for variety

    return Layer(0.8, draw, still_from=top)
