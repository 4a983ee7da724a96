"""Worlds below the water: the open sea, and a reef on its floor."""

import math
from collections.abc import Callable
from random import Random

from vidpipe_assets.model.media import HEIGHT, WIDTH
from vidpipe_assets.render.drawing.canvas import Canvas, Paint, fill, stroke
from vidpipe_assets.render.drawing.paths import polygon
from vidpipe_assets.render.worlds.layers import MARGIN, Layer, Shade, World, dot, full, ridge, smooth

LEFT, RIGHT = -MARGIN, WIDTH + MARGIN


def ocean(shade: Shade, chance: Random) -> World:
    """The open sea: light from above, schools of fish, currents, and no floor."""
    schools = [(chance.uniform(LEFT, RIGHT), 1640 + 84 * row + chance.uniform(-20, 20)) for row in range(3)]
    specks = [(chance.uniform(LEFT, RIGHT), chance.uniform(1570, HEIGHT), chance.uniform(2, 7)) for _ in range(70)]

    def currents(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1500, 160, 6))), fill(shade.tone("#1A6AA8", 0.55), 0.6))

    def deep(canvas: Canvas) -> None:
        for number, hue in enumerate(("#1F6DAA", "#16578F", "#0E4174")):
            line = smooth(ridge(chance, 1690 + number * 80, 70, 5))
            canvas.path(polygon(line), fill(shade.tone(hue, 0.65, free=True)))
        for x, y, size in specks:
            dot(canvas, x, y, size, shade.tone("#CDEBFF", 0.6, free=True), 0.55)
        for number, (x, y) in enumerate(schools):
            paint = fill(shade.tone(("#9FD3EE", "#6FB4DE", "#4E97C8")[number], 0.65, free=True))
            for place in range(9):
                _fish(
                    canvas, x + (place % 5 - 2) * 84 + place // 5 * 40, y + place // 5 * 46 + place % 2 * 14, 24, paint
                )

    def living(canvas: Canvas, at: float) -> None:
        for number in range(5):
            x = 1240 - (number * 300 + at * (30 + 6 * number)) % 1500
            paint = fill(shade.tone("#7FC4E8", 0.5), 0.7)
            _fish(canvas, x, 1300 + number * 74 % 260 + 10 * math.sin(at * 1.1 + number), 24 + number % 3 * 6, paint)
        _bubbles(canvas, shade, at, 5)

    return World((Layer(0, _water(shade, chance)), Layer(0.5, currents), Layer(1, deep)), living)


def reef(shade: Shade, chance: Random) -> World:
    """The floor of a shallow sea: light from above, hills of coral, fish."""
    corals = [
        (
            chance.uniform(LEFT, RIGHT),
            chance.uniform(100, 180),
            chance.choice(("#F26D6D", "#F2A65A", "#C86DD7", "#F7D35C")),
            chance.choice(("fan", "ball", "tube")),
        )
        for _ in range(13)
    ]

    def rocks(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1500, 240))), fill(shade.tone("#1B5A94", 0.65)))

    def bed(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1740, 110))), fill(shade.tone("#E5C78B", 0.55, free=True)))
        for x, height, hue, kind in corals:
            _coral(canvas, kind, x, 1760 + (x % 90), height, shade.tone(hue, 0.65, free=True))

    def living(canvas: Canvas, at: float) -> None:
        for number in range(6):
            x = (number * 260 + at * (46 + 9 * number)) % 1400 - 160
            y = 1290 + number * 62 % 300 + 14 * math.sin(at * 1.3 + number)
            paint = fill(shade.tone("#F7B84B" if number % 2 else "#7FD6E8", 0.6))
            _fish(canvas, x, y, -40, paint, 10 * math.sin(at * 9 + number))
            dot(canvas, x + 20, y - 5, 4, shade.palette.ground)
        _bubbles(canvas, shade, at, 9)

    return World((Layer(0, _water(shade, chance)), Layer(0.5, rocks), Layer(1, bed)), living)


def _water(shade: Shade, chance: Random) -> Callable[[Canvas], None]:
    """Water that is darker the deeper it is, with light from above."""
    beams = [chance.uniform(0, WIDTH) for _ in range(5)]

    def draw(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#2E9BD6", 0.6), shade.tone("#0B3E78", 0.7)))(canvas)
        for beam in beams:
            canvas.path(
                polygon([(beam, -50), (beam + 90, -50), (beam - 160, 1500), (beam - 420, 1500)]),
                fill(shade.tone("#8FD8FF", 0.5), 0.16),
            )

    return draw


def _bubbles(canvas: Canvas, shade: Shade, at: float, number_of: int) -> None:
    """Bubbles that rise, and are gone before they are behind a headline."""
    for number in range(number_of):
        y = 1700 - (at * 70 + number * 170) % 800
        x = 120 + number * 104 + 12 * math.sin(at * 2 + number)
        canvas.circle(x, y, 7 + number % 4 * 3, stroke(shade.palette.ink, 2, 0.25))


def _fish(canvas: Canvas, x: float, y: float, size: float, paint: Paint, tail: float = 0.0) -> None:
    """A fish from its middle to its nose in `size` pixels; it looks to the left, with a negative size to the right."""
    canvas.oval(x, y, abs(size), abs(size) / 2, paint)
    behind, wide = x + 0.85 * size, x + 1.75 * size
    canvas.path(polygon([(behind, y), (wide, y - abs(size) * 0.55 + tail), (wide, y + abs(size) * 0.55 + tail)]), paint)


def _coral(canvas: Canvas, kind: str, x: float, foot: float, height: float, colour: str) -> None:
    match kind:
        case "ball":
            for dx, size in ((-40, 0.3), (36, 0.36), (0, 0.46)):
                dot(canvas, x + dx, foot - size * height * 0.8, size * height, colour)
        case "tube":
            for dx, tall in ((-34, 0.7), (0, 1.0), (34, 0.82)):
                canvas.box(x + dx - 15, foot - tall * height, 30, tall * height, fill(colour), 14)
        case _:
            for turn in (-28, 0, 26):
                way = foot - height * (0.8 if turn else 1)
                canvas.line((x, foot), (x + turn * height / 60, way), stroke(colour, 24))
            dot(canvas, x, foot - height, 20, colour)
