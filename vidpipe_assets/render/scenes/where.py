"""The template `where`: a place on the contour lines of a map that is made up, and looks so."""

import math
from random import Random

from vidpipe_assets.model.pictures import Where
from vidpipe_assets.render.drawing.canvas import Canvas, Outline, fill, stroke
from vidpipe_assets.render.drawing.easing import clamp, in_cubic, progress
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.paths import parse_svg_path, polygon
from vidpipe_assets.render.drawing.text import TextLine
from vidpipe_assets.render.scenes.context import BOTTOM, COLUMN, LEFT, RIGHT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.parts import PILL_HEIGHT, card_colour, draw_pill, pill_width

_PIN = "M0 0 C -26 -62 -92 -104 -92 -184 A 92 92 0 1 1 92 -184 C 92 -104 26 -62 0 0 Z"
_RINGS = 13
_PIN_HEIGHT = 276
_HEAD_Y, _WINDOW = 184, 66
"""How far above the point the middle of the pin's head is, and the radius of the window in it."""
_ICON, _ICON_LINE = 78.0, 1.7
_MAP_ROOM = _PIN_HEIGHT + 140
"""At least this much above the place's name, for the pin and the line between them."""
_CENTRE_X = 600
_FALL, _LANDED = 0.02, 0.42


class WhereTemplate(Template):
    """A pin falls onto the map and shows what happened there; the place's name and facts stand below."""

    def __init__(self, picture: Where, context: SceneContext) -> None:
        super().__init__(context)
        self._facts = [context.label(fact, 40, 600, width=COLUMN - 70) for fact in picture.facts]
        self._spots = self._laid_out(self._facts)
        rows = len({y for _, y in self._spots})
        foot = BOTTOM - (rows * (PILL_HEIGHT + 16) + 34 if rows else 10)
        self._name = context.heading(picture.place, 230, height=min(330, foot - TOP - _MAP_ROOM), lead=1.2)
        self._area = context.label(picture.area, 42, 600)
        self._name_top = foot - self._name.height
        self._spots = [(x, foot + 44 + y) for x, y in self._spots]
        self._centre_y = TOP + _PIN_HEIGHT + 14 + max(self._name_top - TOP - _MAP_ROOM, 0) * 0.5
        self._rings = _contours(context.shot.seed)
        self._pin = parse_svg_path(_PIN)

    def scenery(self, canvas: Canvas, at: float) -> None:
        """The map, turning slowly."""
        palette = self.palette
        nearness = 1 + 0.14 * (1 - self.tempo.rise(at, -0.3, 1.6))
        with canvas.transform(_CENTRE_X, self._centre_y, scale=nearness, turn=at * 1.6):
            for number, ring in enumerate(self._rings):
                shown = self.tempo.fade(at, 0.03 * number - 0.4, 0.6) * (1 - number / (_RINGS + 3))
                major = number % 4 == 0
                colour = palette.accent2 if major else palette.ink
                canvas.path(ring, stroke(colour, 3 if major else 2, shown * (0.5 if major else 0.22)))

    def draw(self, canvas: Canvas, at: float) -> None:
        """Pin, name, area, facts."""
        palette = self.palette
        self.context.draw_kicker(canvas, at)
        self._draw_pin(canvas, at)
        area_y = self._name_top - 40
        self._area.rise(canvas, LEFT, area_y, palette.mute, self.tempo.rise(at, 0.15, 0.5))
        self._name.rise(
            canvas, LEFT, self._name_top, palette.ink, palette.accent_shape,
            lambda number: self.tempo.rise(at, -0.25 + 0.08 * number, 0.7),
        )  # fmt: skip
        for number, (fact, (x, y)) in enumerate(zip(self._facts, self._spots, strict=True)):
            start = max(self.context.turn(number + 1, len(self._facts) + 2, 0.4 + 0.2 * number), 0.6)
            draw_pill(canvas, x, y, fact, palette.ink, card_colour(palette), self.tempo.pop(at, start))
        self.context.draw_source(canvas, at)

    def _draw_pin(self, canvas: Canvas, at: float) -> None:
        palette, x, y = self.palette, _CENTRE_X, self._centre_y
        for number in range(2):
            wave = (at - _LANDED) / 1.6 + number * 0.5
            if at > _LANDED and wave > 0.5 * number:
                wave %= 1
                ring = stroke(palette.accent_shape, 6 * (1 - wave) + 1, 0.9 * (1 - wave))
                canvas.oval(x, y, 230 * wave, 120 * wave, ring)
        fallen = progress(at, _FALL - 0.3, _LANDED - _FALL + 0.3, in_cubic)
        squash = 0.16 * self.tempo.nudge(at, _LANDED, 0.25)
        hop = 14 * abs(math.sin(clamp((at - _LANDED - 1.0) % 2.2, 0, 0.6) / 0.6 * math.pi)) if at > _LANDED + 1 else 0
        with canvas.transform(x, y - (1 - fallen) * 160 - hop, scale=(1 + squash, 1 - squash)):
            canvas.path(self._pin, fill(palette.accent_shape))
            canvas.circle(0, -_HEAD_Y, _WINDOW, fill(palette.ground))
            drawn = self.tempo.draw(at, _LANDED + 0.2, 1.0)
            icon = self.context.shot.scene.icon
            draw_icon(canvas, icon, -_ICON / 2, -_HEAD_Y - _ICON / 2, _ICON, palette.accent_text, _ICON_LINE, drawn)

    def _laid_out(self, facts: list[TextLine]) -> list[tuple[float, float]]:
        """Where each pill starts: beside the one before if it fits, else in the next row."""
        spots: list[tuple[float, float]] = []
        x, y = float(LEFT), 0.0
        for fact in facts:
            if spots and x + pill_width(fact) > RIGHT:
                x, y = float(LEFT), y + PILL_HEIGHT + 16
            spots.append((x, y))
            x += pill_width(fact) + 18
        return spots


def _contours(seed: int) -> list[Outline]:
    chance = Random(seed)  # noqa: S311 - for variety, not for secrecy
    waves = [(chance.randint(2, 5), chance.uniform(0, 6.3), chance.uniform(0.04, 0.13)) for _ in range(4)]
    return [_contour(number, waves) for number in range(_RINGS)]


def _contour(number: int, waves: list[tuple[int, float, float]]) -> Outline:
    radius = 70 + 62 * number
    points: list[tuple[float, float]] = []
    for step in range(96):
        angle = step / 96 * math.tau
        bulge = 1 + sum(size * math.sin(count * angle + phase + number * 0.16) for count, phase, size in waves)
        points.append((radius * bulge * math.cos(angle), radius * bulge * 0.8 * math.sin(angle)))
    return polygon(points)
