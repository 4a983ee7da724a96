"""Flat duotone geometry, `duo`: one of four arrangements, always slowly on its way."""

import math

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.studio.drawing.canvas import Canvas, fill
from vidpipe_assets.studio.drawing.colour import mixed
from vidpipe_assets.studio.drawing.paths import polygon
from vidpipe_assets.studio.palettes import Palette


class Duo:
    """Big shapes in the palette's grounds, kept quiet where the text stands."""

    every = 1

    def __init__(self, palette: Palette, seed: int) -> None:
        self._ground = palette.ground
        self._near = mixed(palette.ground, palette.ground2, 0.9)
        self._far = mixed(palette.ground, palette.ground3, 0.75)
        self._arrange = (self._orbit, self._hills, self._rays, self._steps)[seed % 4]
        self._side = -1 if seed // 4 % 2 else 1

    def paint(self, canvas: Canvas, at: float) -> None:
        """Paint everything as it is `at` seconds."""
        canvas.clear(self._ground)
        with canvas.moved(0 if self._side > 0 else WIDTH, 0, scale=(self._side, 1)):
            self._arrange(canvas, at)

    def _orbit(self, canvas: Canvas, at: float) -> None:
        x, y = 950 - 40 * math.sin(at * 0.3), 290 + 60 * math.sin(at * 0.25)
        canvas.circle(x, y, 430, fill(self._near))
        canvas.circle(x, y, 250, fill(self._far))
        with canvas.moved(40, 1660, turn=-25 + 6 * at):
            canvas.wedge(0, 0, 560, -90, 180, fill(self._near))
            canvas.wedge(0, 0, 330, 90, 180, fill(self._far))
        with canvas.moved(900 + 20 * math.sin(at * 0.5), 1700, turn=4 * at):
            for number in range(5):
                canvas.box(-200, -120 + number * 58, 400, 22, fill(self._far))

    def _hills(self, canvas: Canvas, at: float) -> None:
        canvas.circle(820 + 30 * math.sin(at * 0.3), 400 + 40 * math.cos(at * 0.3), 300, fill(self._near))
        for number, colour in enumerate((self._near, self._far, self._near)):
            points = [(0.0, float(HEIGHT))]
            for step in range(25):
                x = step * WIDTH / 24
                wave = math.sin(x / 260 + at * (0.5 + 0.12 * number) + number * 1.9)
                points.append((x, 1360 + number * 170 + wave * (90 - 16 * number)))
            canvas.path(polygon([*points, (WIDTH, HEIGHT)]), fill(colour))

    def _rays(self, canvas: Canvas, at: float) -> None:
        with canvas.moved(880, 1760, turn=at * 3):
            for number in range(12):
                start, end = math.radians(number * 30), math.radians(number * 30 + 15)
                corners = [(0.0, 0.0), *((2300 * math.cos(a), 2300 * math.sin(a)) for a in (start, end))]
                canvas.path(polygon(corners), fill(self._near, 0.7))
        canvas.circle(880, 1760, 300 + 14 * math.sin(at * 0.9), fill(self._far))

    def _steps(self, canvas: Canvas, at: float) -> None:
        with canvas.moved(540, 1500, turn=-24 + 2 * math.sin(at * 0.3)):
            for number in range(5):
                shift = 130 * math.sin(at * 0.28 + number * 1.1)
                colour = self._far if number % 2 else self._near
                canvas.box(-1000 + 330 * number + shift, -200 + number * 130, 1500, 112, fill(colour), 56)
        canvas.circle(930, 300 + 24 * math.sin(at * 0.5), 250, fill(self._near))
        canvas.circle(930, 300 + 24 * math.sin(at * 0.5), 120, fill(self._ground))
