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


def tank(shade: Shade, chance: Random) -> World:
    """Within an aquarium: gravel, plants, a filter that bubbles, and those who look in from beyond the glass."""
    pillar = chance.choice((110, 970))
    visitors = [
        (LEFT + 150 + number * 215 + chance.uniform(-40, 40), chance.uniform(0.86, 1.12)) for number in range(5)
    ]
    plants = [(chance.uniform(LEFT, RIGHT), chance.uniform(90, 210), number % 3) for number in range(12)]

    def hall(canvas: Canvas) -> None:
        full(shade.sky(shade.tone("#4FBCDD", 0.55), shade.tone("#2A86B8", 0.6)))(canvas)
        for number in range(5):
            canvas.box(LEFT - 30 + number * 290, 940, 26, 620, fill(shade.tone("#4F93B8", 0.5)))
        for number, (x, size) in enumerate(visitors):
            _visitor(
                canvas,
                shade.tone(("#5A4AA0", "#8A4A7A", "#2F5FA8")[number % 3], 0.66),
                (x, 1580),
                size * (0.66 if number % 3 == 1 else 1.0),
            )

    def bed(canvas: Canvas) -> None:
        for x in (LEFT - 40, pillar, RIGHT + 20):
            canvas.box(x, 930, 20, 640, fill(shade.tone("#BDE6F2", 0.5), 0.6))
        for number in range(3):  # what the glass reflects
            x = LEFT + 180 + number * 380
            corners = [(x, 960), (x + 90, 960), (x - 130, 1540), (x - 220, 1540)]
            canvas.path(polygon(corners), fill(shade.tone("#DDF6FF", 0.5), 0.2))
        x = 1080 - pillar  # the filter
        canvas.box(x - 12, 900, 24, 500, fill(shade.tone("#6C8494", 0.6)), 10)
        canvas.box(x - 50, 1390, 100, 160, fill(shade.tone("#51697A", 0.62)), 16)
        for slot in range(4):
            canvas.box(x - 34, 1416 + slot * 32, 68, 12, fill(shade.tone("#8FA9B8", 0.6)), 6)
        canvas.path(polygon(smooth(ridge(chance, 1555, 44, 6))), fill(shade.tone("#C9A86E", 0.6)))
        for tall, x in ((150, 320), (210, 700), (130, 470)):
            _weed(canvas, shade.tone("#3FA06A", 0.6), x, 1550, tall)

    def gravel(canvas: Canvas) -> None:
        canvas.path(polygon(smooth(ridge(chance, 1700, 60, 5))), fill(shade.tone("#D9B87C", 0.62, free=True)))
        for x, tall, _ in plants:
            _weed(canvas, shade.tone("#4FB878", 0.65, free=True), x, 1730, tall)
        for number in range(260):
            x, y = chance.uniform(LEFT, RIGHT), 1712 + number % 20 * 11
            hue = ("#B98E58", "#F0DDB0", "#8FA9B8", "#E0A878")[number % 4]
            canvas.oval(x, y, 15, 11, fill(shade.tone(hue, 0.65, free=True)))
        _arch(canvas, shade, chance.uniform(240, 840))
        canvas.box(LEFT - 300, HEIGHT - 46, RIGHT + 900, 90, fill(shade.tone("#3E4E5C", 0.65, free=True)))
        canvas.box(LEFT - 300, HEIGHT - 52, RIGHT + 900, 10, fill(shade.tone("#DDF6FF", 0.65, free=True)))

    def living(canvas: Canvas, at: float) -> None:
        x = 1080 - pillar
        for number in range(12):
            risen = (at * 150 + number * 62) % 640
            canvas.circle(x + 60 + 16 * math.sin(at * 3 + number), 1440 - risen, 5 + number % 3 * 3,
                          stroke(shade.tone("#F2FCFF", 0.65), 3, 0.7))  # fmt: skip
        for number in range(5):
            across = (number * 290 + at * (40 + 8 * number)) % 1400 - 160
            y = 1180 + number * 76 + 12 * math.sin(at * 1.3 + number)
            paint = fill(shade.tone(("#F79A4B", "#F7D35C", "#7FE0D0")[number % 3], 0.62))
            _fish(canvas, across, y, -(26 + number % 3 * 6), paint, 8 * math.sin(at * 8 + number))

    return World((Layer(0, hall), Layer(0.5, bed), Layer(1, gravel)), living)


def _visitor(canvas: Canvas, colour: str, foot: tuple[float, float], size: float) -> None:
    """Somebody who stands before the glass, as a shadow."""
    with canvas.transform(*foot, scale=size):
        dot(canvas, 0, -332, 44, colour)
        canvas.box(-66, -282, 132, 300, fill(colour), 46)
        canvas.line((-58, -240), (-96, -120), stroke(colour, 30))
        canvas.line((58, -240), (112, -300), stroke(colour, 28))


def _weed(canvas: Canvas, colour: str, x: float, foot: float, tall: float) -> None:
    """A plant of the water: three leaves that wind upwards."""
    for lean in (-26, 0, 26):
        for step in range(6):
            start, end = step / 6, (step + 1) / 6
            sway = [lean * share + 15 * math.sin(share * 7 + lean) for share in (start, end)]
            canvas.line(
                (x + sway[0], foot - tall * start), (x + sway[1], foot - tall * end), stroke(colour, 18 - step * 2)
            )


def _arch(canvas: Canvas, shade: Shade, x: float) -> None:
    """A hollow stone, such as stands in aquariums."""
    canvas.arc(x, 1740, 120, 180, 180, fill(shade.tone("#8894A0", 0.65, free=True)))
    canvas.arc(x, 1740, 62, 180, 180, fill(shade.tone("#3F5C74", 0.65, free=True)))
    for turn in (200, 235, 270, 305, 338):
        angle = math.radians(turn)
        dot(canvas, x + 92 * math.cos(angle), 1740 + 92 * math.sin(angle), 15, shade.tone("#A9B4BE", 0.65, free=True))
