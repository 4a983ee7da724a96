"""The template `where`: a place on the map of the world, or beside its picture where its spot is not known for sure."""

import math

from vidpipe_assets.model.pictures import Where
from vidpipe_assets.render.drawing.canvas import Canvas, fill, stroke
from vidpipe_assets.render.drawing.easing import clamp, in_cubic, progress
from vidpipe_assets.render.drawing.icons import draw_icon
from vidpipe_assets.render.drawing.paths import parse_svg_path
from vidpipe_assets.render.drawing.text import TextLine
from vidpipe_assets.render.geography.places import find_spot
from vidpipe_assets.render.scenes.art import ROOM, place_art
from vidpipe_assets.render.scenes.context import BOTTOM, CAPTIONS_TOP, COLUMN, LEFT, RIGHT, TOP, SceneContext, Template
from vidpipe_assets.render.scenes.parts import PILL_HEIGHT, card_colour, draw_pill, pill_width
from vidpipe_assets.render.scenes.place_map import ARRIVED_S, PlaceMap

_PIN = "M0 0 C -26 -62 -92 -104 -92 -184 A 92 92 0 1 1 92 -184 C 92 -104 26 -62 0 0 Z"
_PIN_HEIGHT = 276
_HEAD_Y, _WINDOW = 184, 66
"""How far above the point the middle of the pin's head is, and the radius of the window in it."""
_MAP_ROOM = _PIN_HEIGHT + 140
"""At least this much above the place's name, for the pin and the line between them."""
_BELOW_ART = 150
"""How large a place's name is below its subject."""
_CENTRE_X = 600
_LANDED, _FALLS_S = ARRIVED_S - 0.05, 0.5
"""When the pin lands at the soonest, and how long it falls: with the place's name."""
_MOST_OPEN_S = 1.2
"""For how long a question mark stands in the place of a name that is still to be said."""


class WhereTemplate(Template):
    """The map comes near, a pin falls onto it; the place's name and facts stand below.

    A place that is not known for sure has neither: there the subject, or the scene's icon, stands above its name.
    """

    scenery_every = 2

    def __init__(self, picture: Where, context: SceneContext) -> None:
        super().__init__(context)
        self._facts = [context.label(fact, 40, 600, width=COLUMN - 70) for fact in picture.facts]
        self._spots = self._laid_out(self._facts)
        rows = len({y for _, y in self._spots})
        foot = BOTTOM - (rows * (PILL_HEIGHT + 16) + 34 if rows else 10)
        spot = find_spot(picture.place, picture.area)
        size, room = (_BELOW_ART, ROOM) if spot is None and context.shot.illustration else (230, _MAP_ROOM)
        self._name = context.heading(picture.place, size, height=min(330, foot - TOP - room), lead=1.2)
        self._area = context.label(picture.area, 42, 600)
        self._name_top = foot - self._name.height
        self._named = max(context.spoken(self._name), default=0.0)
        self._open = context.numeral("?", self._name.size)
        self._spots = [(x, foot + 44 + y) for x, y in self._spots]
        self._centre_y = TOP + _PIN_HEIGHT + 14 + max(self._name_top - TOP - _MAP_ROOM, 0) * 0.5
        self._pin = parse_svg_path(_PIN)
        self._map = PlaceMap(spot, self.palette, _CENTRE_X, self._centre_y, CAPTIONS_TOP - 12) if spot else None
        above = self._name_top - (90 if picture.area.strip() else 36)
        self._art = None if spot else place_art(context, 0, TOP - 16, 1080, above)
        self.foot, self.shows_subject = (self._art.foot, True) if self._art else (None, False)
        self._icon_size = min(300.0, above - TOP - 40)
        self._icon_y = (TOP + above) / 2

    def scenery(self, canvas: Canvas, at: float) -> None:
        """The map."""
        if self._map:
            with canvas.unmirrored():
                self._map.draw(canvas, at)

    def illustrate(self, canvas: Canvas, at: float) -> None:
        """The subject, where no map is."""
        if self._art:
            self._art.draw(canvas, at)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Pin, name, area, facts."""
        palette = self.palette
        self.context.draw_kicker(canvas, at)
        if self._map:
            with canvas.unmirrored(), canvas.transform(self._map.drift(at), 0):
                self._draw_pin(canvas, at)
        elif not self._art:
            self._draw_icon(canvas, at)
        area_y = self._name_top - 40
        self._area.draw(canvas, LEFT, area_y, palette.mute, self.tempo.fade(at, self._named) if self._named else 1.0)
        if self._named - _MOST_OPEN_S <= at < self._named:
            self._open.draw(canvas, LEFT, self._name_top + self._name.cap, palette.mute)
        rising = self.context.rising([self._named] * len(self._name.words), at)
        self._name.rise(canvas, LEFT, self._name_top, palette.ink, palette.accent_shape, rising)
        for number, (fact, (x, y)) in enumerate(zip(self._facts, self._spots, strict=True)):
            start = max(self.context.turn(number + 1, len(self._facts) + 2, 0.4 + 0.2 * number), 0.6)
            draw_pill(canvas, x, y, fact, palette.ink, card_colour(palette), self.tempo.pop(at, start))
        self.context.draw_source(canvas, at)

    def _draw_pin(self, canvas: Canvas, at: float) -> None:
        palette, x, y, landed = self.palette, _CENTRE_X, self._centre_y, max(_LANDED, self._named)
        for number in range(2):
            wave = (at - landed) / 1.6 + number * 0.5
            if at > landed and wave > 0.5 * number:
                wave %= 1
                ring = stroke(palette.accent_shape, 6 * (1 - wave) + 1, 0.9 * (1 - wave))
                canvas.oval(x, y, 230 * wave, 120 * wave, ring)
        fallen = progress(at, landed - _FALLS_S, _FALLS_S, in_cubic)
        if fallen <= 0:
            return
        squash = 0.16 * self.tempo.nudge(at, landed, 0.25)
        hop = 14 * abs(math.sin(clamp((at - landed - 1.0) % 2.2, 0, 0.6) / 0.6 * math.pi)) if at > landed + 1 else 0
        with canvas.transform(x, y - (1 - fallen) * 300 - hop, scale=(1 + squash, 1 - squash)):
            canvas.path(self._pin, fill(palette.accent_shape))
            # No icon: that of a story (a bomb) would say it of the place.
            canvas.circle(0, -_HEAD_Y, _WINDOW, fill(palette.ground))
            canvas.circle(0, -_HEAD_Y, _WINDOW * 0.42 * self.tempo.pop(at, landed + 0.1), fill(palette.accent_text))

    def _draw_icon(self, canvas: Canvas, at: float) -> None:
        size = self._icon_size
        with canvas.transform((LEFT + RIGHT) / 2, self._icon_y + 8 * math.sin(at * 1.5)):
            canvas.circle(0, 0, size * 0.62 * self.tempo.pop(at, -0.2, 0.6), fill(card_colour(self.palette)))
            drawn = self.tempo.draw(at, -0.1, 1.1)
            icon = self.context.shot.scene.icon
            draw_icon(canvas, icon, -size * 0.36, -size * 0.36, size * 0.72, self.palette.accent_text, 1.4, drawn)

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
