"""The map of the template `where`: a card with the world's coastlines, from far away to near a place.

Land and water are tones of the palette on which type is read. When the map has come near it stands as one picture,
which only drifts.
"""

import math
from functools import lru_cache
from typing import Any

from vidpipe_assets.model.media import WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, Outline, fill, stroke
from vidpipe_assets.render.drawing.easing import in_out_cubic, progress
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.geography.places import Ring, Spot, countries
from vidpipe_assets.render.palettes import Palette
from vidpipe_assets.render.worlds.layers import Shade

ARRIVED_S = 1.3
"""When the map has come near."""
_WORLD_DEGREES = 330.0
_DRIFT, _DRIFTS_S = 26, 9.0
_TOP = 214
_MERCATOR_MOST = 84.0
"""Beyond the northernmost land."""
_SIDE, _ROUND, _FRAME = 28, 36, 6
"""What the card leaves free beside it, how round its corners are, and how wide its frame is."""


class PlaceMap:
    """The map around a spot, which stands at x, y of the frame; drawn down to `bottom`."""

    def __init__(self, spot: Spot, palette: Palette, x: float, y: float, bottom: float) -> None:
        self._spot, self._palette = spot, palette
        self._x, self._y, self._bottom = x, y, bottom
        self._near: Any = None

    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw it as it is `at` seconds."""
        with canvas.clip(_SIDE, _TOP, WIDTH - _SIDE, self._bottom, _ROUND):
            if at < ARRIVED_S:
                share = progress(at, -0.1, ARRIVED_S + 0.1, in_out_cubic)
                # Equal steps of nearness look equally fast.
                self._paint(canvas, _WORLD_DEGREES ** (1 - share) * self._spot.across**share)
            else:
                canvas.image(self._near_map(), -_DRIFT + self.drift(at), 0)
        frame = stroke(Shade(self._palette).tone("#C8D8C0", 0.8), _FRAME)
        canvas.box(_SIDE, _TOP, WIDTH - 2 * _SIDE, self._bottom - _TOP, frame, _ROUND)

    def _near_map(self) -> Any:
        """The map as it stands when it has come near, drawn once."""
        if self._near is None:
            whole = Canvas(WIDTH + 2 * _DRIFT, math.ceil(self._bottom))
            with whole.transform(_DRIFT, 0):
                self._paint(whole, self._spot.across)
            self._near = whole.snapshot()
        return self._near

    def drift(self, at: float) -> int:
        """How far to the right the spot has drifted."""
        return round(_DRIFT * math.sin(max(at - ARRIVED_S, 0) / _DRIFTS_S * math.tau / 2))

    def _paint(self, canvas: Canvas, across: float) -> None:
        palette, scale = self._palette, WIDTH / across
        shade = Shade(palette)
        accent = shade.tone(palette.accent_shape, 0.5)
        water, land = shade.tone("#3A7FB5", 0.4), shade.tone("#7FA968", 0.5)
        # Lines as fine as these may be stronger than the tones that type is read on.
        coast, border = stroke(palette.ink, 4 / scale, 0.45), stroke(palette.accent_shape, 4 / scale, 0.9)
        canvas.box(-100, _TOP, WIDTH + 200, self._bottom, fill(water))
        x, y = _mercator(self._spot.longitude, self._spot.latitude)
        with canvas.transform(self._x, self._y, scale=scale):
            for turn in (-360, 0, 360):
                if abs(x + turn) < 300:
                    with canvas.transform(turn - x, -y):
                        for outline in _land():
                            canvas.path(outline, coast)
                        for outline in _land():
                            canvas.path(outline, fill(land))
                        for outline in _land_of(self._spot.country):
                            canvas.path(outline, fill(accent))
                            canvas.path(outline, border)


@lru_cache(maxsize=1)
def _land() -> tuple[Outline, ...]:
    return tuple(_outline(ring) for rings in countries().values() for ring in rings)


def _land_of(country: str) -> tuple[Outline, ...]:
    return tuple(_outline(ring) for ring in countries().get(country, ()))


def _outline(ring: Ring) -> Outline:
    return polygon([_mercator(x, y) for x, y in ring])


def _mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to the right and down of the meridian's and the equator's crossing, as Mercator drew them."""
    kept = math.radians(max(-_MERCATOR_MOST, min(_MERCATOR_MOST, latitude)))
    return longitude, -math.degrees(math.asinh(math.tan(kept)))
